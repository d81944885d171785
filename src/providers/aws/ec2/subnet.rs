//! `aws_subnet`: a range of a VPC's addresses, in one availability zone.

use super::prelude::*;
use aws_sdk_ec2::operation::modify_subnet_attribute::builders::ModifySubnetAttributeFluentBuilder as Modify;
use aws_sdk_ec2::types::{AttributeBooleanValue, HostnameType, PrivateDnsNameOptionsOnLaunch, SubnetState};

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
    #[attr(default = false)]
    enable_dns64: Optional<bool>,
    #[attr(default = false)]
    enable_resource_name_dns_a_record_on_launch: Optional<bool>,
    #[attr(default = false)]
    enable_resource_name_dns_aaaa_record_on_launch: Optional<bool>,
    #[attr(force_new)]
    ipv6_cidr_block: Optional<String>,
    ipv6_cidr_block_association_id: Computed<String>,
    #[attr(force_new, default = false)]
    ipv6_native: Optional<bool>,
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
            .set_availability_zone(self.availability_zone.clone())
            .set_availability_zone_id(self.availability_zone_id.clone())
            .set_cidr_block(self.cidr_block.clone())
            .set_ipv6_cidr_block(self.ipv6_cidr_block.clone())
            .set_ipv6_native(self.ipv6_native)
            .set_outpost_arn(self.outpost_arn.clone())
            .set_tag_specifications(tagging::on_create(ResourceType::Subnet, &self.tags_all))
            .vpc_id(&self.vpc_id);
        self.id = request.send().await?.subnet.and_then(|subnet| subnet.subnet_id);
        wait::until("the subnet", self.timeouts.create(minutes(10)), || async {
            let state = find(self.id(), aws).await?.and_then(|subnet| subnet.state);
            Ok(match state {
                Some(SubnetState::Available) => Progress::Ready(()),
                state => Progress::Pending(state.map_or("not visible".into(), |state| state.to_string())),
            })
        })
        .await?;
        self.modify(&Subnet::default(), aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(subnet) = find(self.id(), aws).await? else { return Ok(None) };
        let launch = subnet
            .private_dns_name_options_on_launch
            .unwrap_or(PrivateDnsNameOptionsOnLaunch::builder().build());
        let ipv6 = subnet.ipv6_cidr_block_association_set.and_then(|mut set| set.pop());
        Ok(Some(Subnet {
            id: self.id,
            arn: subnet.subnet_arn,
            assign_ipv6_address_on_creation: subnet.assign_ipv6_address_on_creation,
            availability_zone: subnet.availability_zone,
            availability_zone_id: subnet.availability_zone_id,
            cidr_block: subnet.cidr_block,
            enable_dns64: subnet.enable_dns64,
            enable_resource_name_dns_a_record_on_launch: launch.enable_resource_name_dns_a_record,
            enable_resource_name_dns_aaaa_record_on_launch: launch.enable_resource_name_dns_aaaa_record,
            ipv6_cidr_block_association_id: ipv6.as_ref().and_then(|ipv6| ipv6.association_id.clone()),
            ipv6_cidr_block: ipv6.and_then(|ipv6| ipv6.ipv6_cidr_block),
            ipv6_native: subnet.ipv6_native,
            map_public_ip_on_launch: subnet.map_public_ip_on_launch,
            outpost_arn: subnet.outpost_arn,
            owner_id: subnet.owner_id,
            private_dns_hostname_type_on_launch: launch.hostname_type.map(|kind| kind.to_string()),
            tags: self.tags,
            tags_all: tagging::from_ec2(subnet.tags),
            timeouts: self.timeouts,
            vpc_id: subnet.vpc_id.unwrap_or_default(),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        self.modify(prior, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.ec2.delete_subnet().subnet_id(self.id()).send().await.or_gone(&[GONE])?;
        Ok(())
    }
}

async fn find(id: &str, aws: &Aws) -> Result<Option<aws_sdk_ec2::types::Subnet>> {
    let found = aws.ec2.describe_subnets().subnet_ids(id).send().await.or_gone(&[GONE])?;
    Ok(found.and_then(|found| found.subnets?.pop()))
}

const GONE: &str = "InvalidSubnetID.NotFound";

/// The switches of a subnet. EC2 takes one a call.
const SWITCHES: [(fn(&Subnet) -> Option<bool>, fn(Modify, AttributeBooleanValue) -> Modify); 5] = [
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
                set(request(), AttributeBooleanValue::builder().set_value(of(self)).build()).send().await?;
            }
        }
        if let Some(kind) =
            changed(&prior.private_dns_hostname_type_on_launch, &self.private_dns_hostname_type_on_launch)
        {
            request().private_dns_hostname_type_on_launch(HostnameType::from(kind.as_str())).send().await?;
        }
        Ok(())
    }
}
