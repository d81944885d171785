//! Data `aws_vpc`: a VPC that is there.

use super::{defaults, filters, prelude::*, vpc::is_on};
use aws_sdk_ec2::types::{VpcAttributeName, VpcCidrBlockAssociation};
use futures::try_join;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_vpc")]
pub struct Vpc {
    id: Defaulted<String>,
    arn: Computed<String>,
    cidr_block: Defaulted<String>,
    cidr_block_associations: Computed<Vec<CidrBlock>>,
    default: Defaulted<bool>,
    dhcp_options_id: Defaulted<String>,
    enable_dns_hostnames: Computed<bool>,
    enable_dns_support: Computed<bool>,
    enable_network_address_usage_metrics: Computed<bool>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    instance_tenancy: Computed<String>,
    ipv6_association_id: Computed<String>,
    ipv6_cidr_block: Computed<String>,
    main_route_table_id: Computed<String>,
    owner_id: Computed<String>,
    state: Defaulted<String>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
}

/// A range of the VPC's addresses.
#[derive(Debug, Default, Clone, Schema)]
pub struct CidrBlock {
    association_id: Computed<String>,
    cidr_block: Computed<String>,
    state: Computed<String>,
}

impl Data<Aws> for Vpc {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let attributes = [
            ("cidr", self.cidr_block.clone()),
            ("dhcp-options-id", self.dhcp_options_id.clone()),
            ("isDefault", self.default.filter(|default| *default).map(|_| "true".into())),
            ("state", self.state.clone()),
        ];
        let request = aws
            .ec2
            .describe_vpcs()
            .set_filters(filters::of(&self.filter, &self.tags, &attributes))
            .set_vpc_ids(given(&self.id).map(|id| vec![id]));
        let vpc = filters::only("VPC", request.send().await?.vpcs.unwrap_or_default())?;
        let id = vpc.vpc_id.clone().unwrap_or_default();
        let (hostnames, support, metrics, table) = try_join!(
            is_on(&id, VpcAttributeName::EnableDnsHostnames, aws),
            is_on(&id, VpcAttributeName::EnableDnsSupport, aws),
            is_on(&id, VpcAttributeName::EnableNetworkAddressUsageMetrics, aws),
            defaults::route_table(&id, aws),
        )?;
        let owner = vpc.owner_id.unwrap_or_default();
        let ipv6 = vpc.ipv6_cidr_block_association_set.and_then(|ranges| ranges.into_iter().next());
        Ok(Self {
            arn: Some(format!("arn:{}:ec2:{}:{owner}:vpc/{id}", aws.partition(), aws.region)),
            id: Some(id),
            cidr_block: filled(vpc.cidr_block),
            cidr_block_associations: Some(
                vpc.cidr_block_association_set.into_iter().flatten().map(CidrBlock::of).collect(),
            ),
            default: filled(vpc.is_default),
            dhcp_options_id: filled(vpc.dhcp_options_id),
            enable_dns_hostnames: Some(hostnames),
            enable_dns_support: Some(support),
            enable_network_address_usage_metrics: Some(metrics),
            instance_tenancy: text_of(vpc.instance_tenancy),
            ipv6_association_id: filled(ipv6.as_ref().and_then(|ipv6| ipv6.association_id.clone())),
            ipv6_cidr_block: filled(ipv6.and_then(|ipv6| ipv6.ipv6_cidr_block)),
            main_route_table_id: filled(table),
            owner_id: Some(owner),
            tags: tagging::from_ec2(vpc.tags),
            ..self
        })
    }
}

impl CidrBlock {
    fn of(range: VpcCidrBlockAssociation) -> Self {
        Self {
            association_id: filled(range.association_id),
            cidr_block: filled(range.cidr_block),
            state: text_of(range.cidr_block_state.and_then(|state| state.state)),
        }
    }
}
