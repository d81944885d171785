//! Data `aws_nat_gateway`: a NAT gateway that is there.

use super::{filters, prelude::*};
use aws_sdk_ec2::types::{NatGatewayAddress, NatGatewayState};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_nat_gateway")]
pub struct NatGateway {
    id: Defaulted<String>,
    allocation_id: Computed<String>,
    association_id: Computed<String>,
    connectivity_type: Computed<String>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    network_interface_id: Computed<String>,
    private_ip: Computed<String>,
    public_ip: Computed<String>,
    secondary_allocation_ids: Computed<Vec<String>>,
    secondary_private_ip_address_count: Computed<i32>,
    secondary_private_ip_addresses: Computed<Vec<String>>,
    state: Defaulted<String>,
    subnet_id: Defaulted<String>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    vpc_id: Defaulted<String>,
}

impl Data<Aws> for NatGateway {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let attributes = [
            ("vpc-id", self.vpc_id.clone()),
            ("state", self.state.clone()),
            ("subnet-id", self.subnet_id.clone()),
        ];
        let request = aws
            .ec2
            .describe_nat_gateways()
            .set_filter(filters::of(&self.filter, &self.tags, &attributes))
            .set_nat_gateway_ids(given(&self.id).map(|id| vec![id]));
        let mut found = request.send().await?.nat_gateways.unwrap_or_default();
        if given(&self.state).is_none() {
            // EC2 tells of a gateway for an hour after it is gone.
            found.retain(|gateway| gateway.state != Some(NatGatewayState::Deleted));
        }
        let gateway = filters::only("NAT gateway", found)?;
        let addresses = gateway.nat_gateway_addresses.unwrap_or_default();
        let alone = addresses.len() == 1;
        let (primary, secondary): (Vec<_>, Vec<_>) =
            addresses.into_iter().partition(|address| alone || address.is_primary.unwrap_or_default());
        let primary = primary.into_iter().next().unwrap_or(NatGatewayAddress::builder().build());
        let private: Vec<_> = secondary.iter().filter_map(|address| address.private_ip.clone()).collect();
        Ok(Self {
            id: gateway.nat_gateway_id,
            allocation_id: filled(primary.allocation_id),
            association_id: filled(primary.association_id),
            connectivity_type: text_of(gateway.connectivity_type),
            network_interface_id: filled(primary.network_interface_id),
            private_ip: filled(primary.private_ip),
            public_ip: filled(primary.public_ip),
            secondary_allocation_ids: Some(
                secondary.into_iter().filter_map(|address| address.allocation_id).collect(),
            ),
            secondary_private_ip_address_count: i32::try_from(private.len()).ok(),
            secondary_private_ip_addresses: Some(private),
            state: text_of(gateway.state),
            subnet_id: filled(gateway.subnet_id),
            tags: tagging::from_ec2(gateway.tags),
            vpc_id: filled(gateway.vpc_id),
            ..self
        })
    }
}
