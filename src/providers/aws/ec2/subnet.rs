//! `aws_subnet`: a range of a VPC's addresses, in one availability zone.

use super::prelude::*;
use aws_sdk_ec2::operation::modify_subnet_attribute::builders::ModifySubnetAttributeFluentBuilder as Modify;
use aws_sdk_ec2::types::{
    AttributeBooleanValue, HostnameType, PrivateDnsNameOptionsOnLaunch, SubnetCidrBlockStateCode,
    SubnetIpv6CidrBlockAssociation, SubnetState,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_subnet", version = 1)]
pub struct Subnet {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(default = false)]
    assign_ipv6_address_on_creation: Optional<bool>,
    #[attr(force_new, conflicts = ["availability_zone_id"])]
    availability_zone: Defaulted<String>,
    #[attr(force_new, conflicts = ["availability_zone"])]
    availability_zone_id: Defaulted<String>,
    #[attr(force_new)]
    cidr_block: Optional<String>,
    #[attr(required_with = ["map_customer_owned_ip_on_launch", "outpost_arn"])]
    customer_owned_ipv4_pool: Optional<String>,
    #[attr(default = false)]
    enable_dns64: Optional<bool>,
    enable_lni_at_device_index: Optional<i32>,
    #[attr(default = false)]
    enable_resource_name_dns_a_record_on_launch: Optional<bool>,
    #[attr(default = false)]
    enable_resource_name_dns_aaaa_record_on_launch: Optional<bool>,
    ipv6_cidr_block: Optional<String>,
    ipv6_cidr_block_association_id: Computed<String>,
    #[attr(force_new, default = false)]
    ipv6_native: Optional<bool>,
    #[attr(required_with = ["customer_owned_ipv4_pool", "outpost_arn"])]
    map_customer_owned_ip_on_launch: Optional<bool>,
    #[attr(default = false)]
    map_public_ip_on_launch: Optional<bool>,
    #[attr(force_new)]
    outpost_arn: Optional<String>,
    owner_id: Computed<String>,
    #[attr(one_of = ["ip-name", "resource-name"])]
    private_dns_hostname_type_on_launch: Defaulted<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "delete"))]
    timeouts: Timeouts,
    #[attr(force_new)]
    vpc_id: Required<String>,
}

impl Resource<Aws> for Subnet {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .ec2
            .create_subnet()
            .set_availability_zone(given(&self.availability_zone))
            .set_availability_zone_id(given(&self.availability_zone_id))
            .set_cidr_block(given(&self.cidr_block))
            .set_ipv6_cidr_block(given(&self.ipv6_cidr_block))
            .set_ipv6_native(self.ipv6_native)
            .set_outpost_arn(given(&self.outpost_arn))
            .set_tag_specifications(tagging::on_create(ResourceType::Subnet, &self.tags_all))
            .vpc_id(&self.vpc_id);
        self.id = request.send().await?.subnet.and_then(|subnet| subnet.subnet_id);
        let limit = self.timeouts.create(minutes(10));
        wait::until("the subnet", limit, || async {
            let state = find(self.id(), aws).await?.and_then(|subnet| subnet.state);
            Ok(match state {
                Some(SubnetState::Available) => Progress::Ready(()),
                state => Progress::Pending(state.map_or("not visible".into(), |state| state.to_string())),
            })
        })
        .await?;
        if given(&self.ipv6_cidr_block).is_some() {
            self.settle(limit, aws).await?;
        }
        self.modify(&Subnet::default(), aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(subnet) = find(self.id(), aws).await? else { return Ok(None) };
        let launch = subnet
            .private_dns_name_options_on_launch
            .unwrap_or(PrivateDnsNameOptionsOnLaunch::builder().build());
        let ipv6 = subnet.ipv6_cidr_block_association_set.into_iter().flatten().find(is_live);
        Ok(Some(Subnet {
            id: self.id,
            arn: subnet.subnet_arn,
            assign_ipv6_address_on_creation: filled(subnet.assign_ipv6_address_on_creation),
            availability_zone: subnet.availability_zone,
            availability_zone_id: subnet.availability_zone_id,
            cidr_block: filled(subnet.cidr_block),
            customer_owned_ipv4_pool: filled(subnet.customer_owned_ipv4_pool),
            enable_dns64: filled(subnet.enable_dns64),
            enable_lni_at_device_index: filled(subnet.enable_lni_at_device_index),
            enable_resource_name_dns_a_record_on_launch: filled(launch.enable_resource_name_dns_a_record),
            enable_resource_name_dns_aaaa_record_on_launch: filled(
                launch.enable_resource_name_dns_aaaa_record,
            ),
            ipv6_cidr_block_association_id: filled(
                ipv6.as_ref().and_then(|ipv6| ipv6.association_id.clone()),
            ),
            ipv6_cidr_block: filled(ipv6.and_then(|ipv6| ipv6.ipv6_cidr_block)),
            ipv6_native: filled(subnet.ipv6_native),
            map_customer_owned_ip_on_launch: filled(subnet.map_customer_owned_ip_on_launch),
            map_public_ip_on_launch: filled(subnet.map_public_ip_on_launch),
            outpost_arn: filled(subnet.outpost_arn),
            owner_id: subnet.owner_id,
            private_dns_hostname_type_on_launch: text_of(launch.hostname_type),
            tags: self.tags,
            tags_all: tagging::from_ec2(subnet.tags),
            timeouts: self.timeouts,
            vpc_id: subnet.vpc_id.unwrap_or_default(),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        // Addresses of a range need the range: it comes before the switch and goes after it.
        if given(&self.ipv6_cidr_block).is_none() {
            self.modify(prior, aws).await?;
            return self.renumber(prior, aws).await;
        }
        self.renumber(prior, aws).await?;
        self.modify(prior, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.delete(minutes(20));
        holders::delete(aws, limit, ("subnet-id", self.id()), || async {
            aws.ec2.delete_subnet().subnet_id(self.id()).send().await.or_gone(&[GONE])?;
            Ok(())
        })
        .await
    }
}

/// The subnet with this id, if there is one.
pub async fn find(id: &str, aws: &Aws) -> Result<Option<aws_sdk_ec2::types::Subnet>> {
    let found = aws.ec2.describe_subnets().subnet_ids(id).send().await.or_gone(&[GONE])?;
    Ok(found.and_then(|found| found.subnets?.pop()))
}

const GONE: &str = "InvalidSubnetID.NotFound";

/// Whether the range is there, or on its way.
pub fn is_live(ipv6: &SubnetIpv6CidrBlockAssociation) -> bool {
    use SubnetCidrBlockStateCode::{Associated, Associating};
    let state = ipv6.ipv6_cidr_block_state().and_then(|state| state.state());
    matches!(state, Some(Associated | Associating))
}

/// How a switch is read from a subnet, and how it is put into a call.
type Switch = (fn(&Subnet) -> Option<bool>, fn(Modify, AttributeBooleanValue) -> Modify);

/// The switches of a subnet. EC2 takes one a call.
const SWITCHES: [Switch; 5] = [
    (|s| s.assign_ipv6_address_on_creation, Modify::assign_ipv6_address_on_creation),
    (|s| s.enable_dns64, Modify::enable_dns64),
    (|s| s.enable_resource_name_dns_a_record_on_launch, Modify::enable_resource_name_dns_a_record_on_launch),
    (
        |s| s.enable_resource_name_dns_aaaa_record_on_launch,
        Modify::enable_resource_name_dns_aaaa_record_on_launch,
    ),
    (|s| s.map_public_ip_on_launch, Modify::map_public_ip_on_launch),
];

impl Subnet {
    async fn modify(&self, prior: &Self, aws: &Aws) -> Result<()> {
        let request = || aws.ec2.modify_subnet_attribute().subnet_id(self.id());
        for (of, set) in SWITCHES {
            if of(self).unwrap_or_default() != of(prior).unwrap_or_default() {
                set(request(), switch(of(self))).send().await?;
            }
        }
        let customer = |subnet: &Subnet| {
            (given(&subnet.customer_owned_ipv4_pool), subnet.map_customer_owned_ip_on_launch)
        };
        if let (Some(pool), on) = customer(self)
            && customer(self) != customer(prior)
        {
            request()
                .customer_owned_ipv4_pool(pool)
                .map_customer_owned_ip_on_launch(switch(on))
                .send()
                .await?;
        }
        let (was, will) =
            (given_number(&prior.enable_lni_at_device_index), given_number(&self.enable_lni_at_device_index));
        match will {
            _ if was == will => {}
            Some(index) => drop(request().enable_lni_at_device_index(index).send().await?),
            None => drop(request().disable_lni_at_device_index(switch(Some(true))).send().await?),
        }
        if let Some(kind) =
            changed(&prior.private_dns_hostname_type_on_launch, &self.private_dns_hostname_type_on_launch)
        {
            request().private_dns_hostname_type_on_launch(HostnameType::from(kind.as_str())).send().await?;
        }
        Ok(())
    }

    /// Gives back the prior IPv6 range and takes the planned one.
    async fn renumber(&self, prior: &Self, aws: &Aws) -> Result<()> {
        if given(&self.ipv6_cidr_block) == given(&prior.ipv6_cidr_block) {
            return Ok(());
        }
        if let Some(id) = given(&prior.ipv6_cidr_block_association_id) {
            aws.ec2.disassociate_subnet_cidr_block().association_id(id).send().await?;
            self.settle(minutes(3), aws).await?;
        }
        if let Some(range) = given(&self.ipv6_cidr_block) {
            aws.ec2.associate_subnet_cidr_block().subnet_id(self.id()).ipv6_cidr_block(range).send().await?;
            self.settle(minutes(3), aws).await?;
        }
        Ok(())
    }

    /// Waits until no IPv6 range of the subnet is on its way.
    async fn settle(&self, limit: Duration, aws: &Aws) -> Result<()> {
        use SubnetCidrBlockStateCode::{Associating, Disassociating};
        wait::until("the IPv6 range of the subnet", limit, || async {
            let ranges =
                find(self.id(), aws).await?.and_then(|subnet| subnet.ipv6_cidr_block_association_set);
            let states = ranges.into_iter().flatten().filter_map(|ipv6| ipv6.ipv6_cidr_block_state?.state);
            let moving = states.into_iter().find(|state| matches!(state, Associating | Disassociating));
            Ok(moving.map_or(Progress::Ready(()), |state| Progress::Pending(state.to_string())))
        })
        .await
    }
}
