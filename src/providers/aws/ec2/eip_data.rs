//! Data `aws_eip`: a public address that is there.

use super::{filters, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_eip")]
pub struct Eip {
    id: Defaulted<String>,
    arn: Computed<String>,
    association_id: Computed<String>,
    carrier_ip: Computed<String>,
    customer_owned_ip: Computed<String>,
    customer_owned_ipv4_pool: Computed<String>,
    domain: Computed<String>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    instance_id: Computed<String>,
    ipam_pool_id: Computed<String>,
    network_interface_id: Computed<String>,
    network_interface_owner_id: Computed<String>,
    private_dns: Computed<String>,
    private_ip: Computed<String>,
    ptr_record: Computed<String>,
    public_dns: Computed<String>,
    public_ip: Defaulted<String>,
    public_ipv4_pool: Computed<String>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
}

impl Data<Aws> for Eip {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let request = aws
            .ec2
            .describe_addresses()
            .set_allocation_ids(given(&self.id).map(|id| vec![id]))
            .set_public_ips(given(&self.public_ip).map(|ip| vec![ip]))
            .set_filters(filters::of(&self.filter, &self.tags, &[]));
        let address = filters::only("address", request.send().await?.addresses.unwrap_or_default())?;
        let id = address.allocation_id.clone().or(address.public_ip.clone()).unwrap_or_default();
        let arn = aws.arn("ec2", &format!("elastic-ip/{id}")).await?;
        let ptr = super::eip::pointer(&id, aws).await;
        Ok(Self {
            arn: Some(arn),
            association_id: filled(address.association_id),
            carrier_ip: filled(address.carrier_ip),
            customer_owned_ip: filled(address.customer_owned_ip),
            customer_owned_ipv4_pool: filled(address.customer_owned_ipv4_pool),
            domain: text_of(address.domain),
            id: Some(id),
            instance_id: filled(address.instance_id),
            ipam_pool_id: None,
            network_interface_id: filled(address.network_interface_id),
            network_interface_owner_id: filled(address.network_interface_owner_id),
            private_dns: address.private_ip_address.as_ref().map(|ip| hosts::private_dns(ip, &aws.region)),
            private_ip: filled(address.private_ip_address),
            ptr_record: filled(ptr),
            public_dns: address.public_ip.as_ref().map(|ip| hosts::public_dns(ip, &aws.region)),
            public_ip: filled(address.public_ip),
            public_ipv4_pool: filled(address.public_ipv4_pool),
            tags: tagging::from_ec2(address.tags),
            ..self
        })
    }
}
