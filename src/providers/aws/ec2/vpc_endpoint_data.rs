//! Data `aws_vpc_endpoint`: an endpoint that is there.

use super::{filters, prelude::*, vpc_endpoint_answers::*};
use crate::providers::aws::json;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_vpc_endpoint")]
pub struct VpcEndpoint {
    id: Defaulted<String>,
    arn: Computed<String>,
    cidr_blocks: Computed<Vec<String>>,
    dns_entry: Computed<Vec<DnsEntry>>,
    dns_options: Computed<Vec<DnsOptions>>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    ip_address_type: Computed<String>,
    network_interface_ids: Computed<Set<String>>,
    owner_id: Computed<String>,
    policy: Computed<String>,
    prefix_list_id: Computed<String>,
    private_dns_enabled: Computed<bool>,
    requester_managed: Computed<bool>,
    route_table_ids: Computed<Set<String>>,
    security_group_ids: Computed<Set<String>>,
    service_name: Defaulted<String>,
    state: Defaulted<String>,
    subnet_ids: Computed<Set<String>>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    vpc_endpoint_type: Computed<String>,
    vpc_id: Defaulted<String>,
}

impl Data<Aws> for VpcEndpoint {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let attributes = [
            ("vpc-endpoint-state", self.state.clone()),
            ("vpc-id", self.vpc_id.clone()),
            ("service-name", self.service_name.clone()),
        ];
        let request = aws
            .ec2
            .describe_vpc_endpoints()
            .set_filters(filters::of(&self.filter, &self.tags, &attributes))
            .set_vpc_endpoint_ids(given(&self.id).map(|id| vec![id]));
        let endpoint =
            filters::only("VPC endpoint", request.send().await?.vpc_endpoints.unwrap_or_default())?;
        let id = endpoint.vpc_endpoint_id.clone().unwrap_or_default();
        let owner = endpoint.owner_id.clone().unwrap_or_default();
        let (prefix_list_id, cidr_blocks) =
            prefix_list(endpoint.service_name(), aws).await?.unwrap_or_default();
        let groups = endpoint.groups.into_iter().flatten().filter_map(|group| group.group_id).collect();
        Ok(Self {
            arn: Some(format!("arn:{}:ec2:{}:{owner}:vpc-endpoint/{id}", aws.partition(), aws.region)),
            id: Some(id),
            cidr_blocks: Some(cidr_blocks),
            dns_entry: Some(endpoint.dns_entries.into_iter().flatten().map(DnsEntry::of).collect()),
            dns_options: Some(endpoint.dns_options.into_iter().map(DnsOptions::of).collect()),
            ip_address_type: text_of(endpoint.ip_address_type),
            network_interface_ids: set_of(endpoint.network_interface_ids),
            owner_id: Some(owner),
            policy: filled(endpoint.policy_document.map(|text| json::compact(&text).unwrap_or(text))),
            prefix_list_id,
            private_dns_enabled: filled(endpoint.private_dns_enabled),
            requester_managed: filled(endpoint.requester_managed),
            route_table_ids: set_of(endpoint.route_table_ids),
            security_group_ids: Some(groups),
            service_name: filled(endpoint.service_name),
            state: text_of(endpoint.state.as_ref().map(state_text)),
            subnet_ids: set_of(endpoint.subnet_ids),
            tags: tagging::from_ec2(endpoint.tags),
            vpc_endpoint_type: text_of(endpoint.vpc_endpoint_type),
            vpc_id: filled(endpoint.vpc_id),
            ..self
        })
    }
}
