//! Data `aws_subnet`: a subnet that is there.

use super::{filters, prelude::*, subnet::is_live};
use aws_sdk_ec2::types::PrivateDnsNameOptionsOnLaunch;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_subnet")]
pub struct Subnet {
    id: Defaulted<String>,
    arn: Computed<String>,
    assign_ipv6_address_on_creation: Computed<bool>,
    availability_zone: Defaulted<String>,
    availability_zone_id: Defaulted<String>,
    available_ip_address_count: Computed<i32>,
    cidr_block: Defaulted<String>,
    customer_owned_ipv4_pool: Computed<String>,
    default_for_az: Defaulted<bool>,
    enable_dns64: Computed<bool>,
    enable_lni_at_device_index: Computed<i32>,
    enable_resource_name_dns_a_record_on_launch: Computed<bool>,
    enable_resource_name_dns_aaaa_record_on_launch: Computed<bool>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    ipv6_cidr_block: Defaulted<String>,
    ipv6_cidr_block_association_id: Computed<String>,
    ipv6_native: Computed<bool>,
    map_customer_owned_ip_on_launch: Computed<bool>,
    map_public_ip_on_launch: Computed<bool>,
    outpost_arn: Computed<String>,
    owner_id: Computed<String>,
    private_dns_hostname_type_on_launch: Computed<String>,
    state: Defaulted<String>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    vpc_id: Defaulted<String>,
}

impl Data<Aws> for Subnet {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let attributes = [
            ("availabilityZone", self.availability_zone.clone()),
            ("availabilityZoneId", self.availability_zone_id.clone()),
            ("cidrBlock", self.cidr_block.clone()),
            ("defaultForAz", self.default_for_az.filter(|default| *default).map(|_| "true".into())),
            ("ipv6-cidr-block-association.ipv6-cidr-block", self.ipv6_cidr_block.clone()),
            ("state", self.state.clone()),
            ("vpc-id", self.vpc_id.clone()),
        ];
        let request = aws
            .ec2
            .describe_subnets()
            .set_filters(filters::of(&self.filter, &self.tags, &attributes))
            .set_subnet_ids(given(&self.id).map(|id| vec![id]));
        let subnet = filters::only("subnet", request.send().await?.subnets.unwrap_or_default())?;
        let launch = subnet
            .private_dns_name_options_on_launch
            .unwrap_or(PrivateDnsNameOptionsOnLaunch::builder().build());
        let ipv6 = subnet.ipv6_cidr_block_association_set.into_iter().flatten().find(is_live);
        Ok(Self {
            id: subnet.subnet_id,
            arn: filled(subnet.subnet_arn),
            assign_ipv6_address_on_creation: filled(subnet.assign_ipv6_address_on_creation),
            availability_zone: filled(subnet.availability_zone),
            availability_zone_id: filled(subnet.availability_zone_id),
            available_ip_address_count: filled(subnet.available_ip_address_count),
            cidr_block: filled(subnet.cidr_block),
            customer_owned_ipv4_pool: filled(subnet.customer_owned_ipv4_pool),
            default_for_az: filled(subnet.default_for_az),
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
            owner_id: filled(subnet.owner_id),
            private_dns_hostname_type_on_launch: text_of(launch.hostname_type),
            state: text_of(subnet.state),
            tags: tagging::from_ec2(subnet.tags),
            vpc_id: filled(subnet.vpc_id),
            ..self
        })
    }
}
