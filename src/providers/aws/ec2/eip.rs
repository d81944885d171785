//! `aws_eip`: a public address that stays the same.

use super::prelude::*;
use aws_sdk_ec2::types::{Address, AddressAttributeName, DomainType};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_eip")]
pub struct Eip {
    id: Computed<String>,
    #[attr(force_new)]
    address: Optional<String>,
    allocation_id: Computed<String>,
    arn: Computed<String>,
    associate_with_private_ip: Optional<String>,
    association_id: Computed<String>,
    carrier_ip: Computed<String>,
    customer_owned_ip: Computed<String>,
    customer_owned_ipv4_pool: Optional<String>,
    #[attr(force_new, conflicts = ["vpc"], one_of = ["vpc", "standard"])]
    domain: Defaulted<String>,
    instance: Defaulted<String>,
    #[attr(force_new)]
    ipam_pool_id: Defaulted<String>,
    #[attr(force_new)]
    network_border_group: Defaulted<String>,
    network_interface: Defaulted<String>,
    private_dns: Computed<String>,
    private_ip: Computed<String>,
    ptr_record: Computed<String>,
    public_dns: Computed<String>,
    public_ip: Computed<String>,
    #[attr(force_new)]
    public_ipv4_pool: Defaulted<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("delete", "read", "update"))]
    timeouts: Timeouts,
    #[attr(force_new, conflicts = ["domain"], deprecated = "Use `domain = \"vpc\"` instead.")]
    vpc: Defaulted<bool>,
}

impl Resource<Aws> for Eip {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let domain = given(&self.domain).or_else(|| self.vpc.unwrap_or_default().then(|| "vpc".into()));
        let request = aws
            .ec2
            .allocate_address()
            .set_address(given(&self.address))
            .set_customer_owned_ipv4_pool(given(&self.customer_owned_ipv4_pool))
            .set_domain(domain.map(|domain| DomainType::from(domain.as_str())))
            .set_ipam_pool_id(given(&self.ipam_pool_id))
            .set_network_border_group(given(&self.network_border_group))
            .set_public_ipv4_pool(given(&self.public_ipv4_pool))
            .set_tag_specifications(tagging::on_create(ResourceType::ElasticIp, &self.tags_all));
        self.id = request.send().await?.allocation_id;
        visible("the address", self.timeouts.read(minutes(15)), || find(self.id(), aws)).await?;
        self.associate(self.timeouts.update(minutes(5)), aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(address) = find(self.id(), aws).await? else { return Ok(None) };
        let ptr = pointer(self.id(), aws).await;
        let private_dns = address.private_ip_address.as_ref().map(|ip| hosts::private_dns(ip, &aws.region));
        let public_dns = address.public_ip.as_ref().map(|ip| hosts::public_dns(ip, &aws.region));
        let arn = aws.arn("ec2", &format!("elastic-ip/{}", self.id())).await?;
        let is_in_vpc = address.domain == Some(DomainType::Vpc);
        Ok(Some(Eip {
            id: self.id,
            address: self.address,
            allocation_id: filled(address.allocation_id),
            arn: Some(arn),
            associate_with_private_ip: self.associate_with_private_ip,
            association_id: filled(address.association_id),
            carrier_ip: filled(address.carrier_ip),
            customer_owned_ip: filled(address.customer_owned_ip),
            customer_owned_ipv4_pool: filled(address.customer_owned_ipv4_pool),
            domain: text_of(address.domain),
            instance: filled(address.instance_id),
            ipam_pool_id: self.ipam_pool_id,
            network_border_group: filled(address.network_border_group),
            network_interface: filled(address.network_interface_id),
            private_dns,
            private_ip: filled(address.private_ip_address),
            ptr_record: filled(ptr),
            public_dns,
            public_ip: filled(address.public_ip),
            public_ipv4_pool: filled(address.public_ipv4_pool),
            tags: self.tags,
            tags_all: tagging::from_ec2(address.tags),
            timeouts: self.timeouts,
            vpc: Some(is_in_vpc),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        if self.user() != prior.user() {
            self.disassociate(aws).await?;
            self.associate(self.timeouts.update(minutes(5)), aws).await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        self.disassociate(aws).await?;
        let is_used = |error: &Error| {
            error.is(&["InvalidIPAddress.InUse"]) || error.is(&["AuthFailure"]) && error.says("in use")
        };
        wait::retry(self.timeouts.delete(minutes(3)), is_used, || async {
            let request = aws.ec2.release_address().allocation_id(self.id());
            let request = request.set_network_border_group(given(&self.network_border_group));
            request.send().await.or_gone(GONE)?;
            Ok(())
        })
        .await
    }
}

/// The address with this allocation id, if there is one.
pub async fn find(id: &str, aws: &Aws) -> Result<Option<Address>> {
    let found = aws.ec2.describe_addresses().allocation_ids(id).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.addresses?.pop()))
}

/// The name that a reverse look-up of the address gives. Not every region and role may ask for it: then there is none.
pub async fn pointer(id: &str, aws: &Aws) -> Option<String> {
    let request = aws.ec2.describe_addresses_attribute().allocation_ids(id);
    let found = request.attribute(AddressAttributeName::DomainName).send().await.ok()?;
    found.addresses?.pop()?.ptr_record
}

const GONE: &[&str] = &["InvalidAllocationID.NotFound", "InvalidAddress.NotFound"];

impl Eip {
    /// What uses the address.
    fn user(&self) -> (Option<String>, Option<String>, Option<String>) {
        (given(&self.instance), given(&self.network_interface), given(&self.associate_with_private_ip))
    }

    async fn associate(&self, limit: Duration, aws: &Aws) -> Result<()> {
        let (instance, interface, private_ip) = self.user();
        if instance.is_none() && interface.is_none() {
            return Ok(());
        }
        let is_early = |error: &Error| error.is(&["InvalidAllocationID.NotFound", "InvalidInstanceID"]);
        wait::retry(limit, is_early, || async {
            let request = aws
                .ec2
                .associate_address()
                .allocation_id(self.id())
                .set_instance_id(instance.clone())
                .set_network_interface_id(interface.clone().filter(|_| instance.is_none()))
                .set_private_ip_address(private_ip.clone());
            request.send().await?;
            Ok(())
        })
        .await?;
        wait::until("the association of the address", limit, || async {
            let association = find(self.id(), aws).await?.and_then(|address| address.association_id);
            Ok(if association.is_some() {
                Progress::Ready(())
            } else {
                Progress::Pending("not associated".into())
            })
        })
        .await
    }

    async fn disassociate(&self, aws: &Aws) -> Result<()> {
        let Some(association) =
            find(self.id(), aws).await?.and_then(|address| given(&address.association_id))
        else {
            return Ok(());
        };
        let request = aws.ec2.disassociate_address().association_id(association);
        request.send().await.or_gone(&["InvalidAssociationID.NotFound"])?;
        Ok(())
    }
}
