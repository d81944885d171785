//! Amazon EC2 and VPC.

pub mod acl_entries;
pub mod ami_data;
pub mod answers;
pub mod availability_zone_data;
pub mod availability_zones_data;
pub mod cidr;
pub mod default_network_acl;
pub mod default_route_table;
pub mod default_security_group;
pub mod defaults;
pub mod ebs_volume;
pub mod egress_only_internet_gateway;
pub mod eip;
pub mod eip_association;
pub mod eip_data;
pub mod filters;
pub mod flow_log;
pub mod group_rules;
pub mod holders;
pub mod hosts;
pub mod instance;
pub mod instance_attach;
pub mod instance_blocks;
pub mod instance_change;
pub mod instance_disks;
pub mod instance_places;
pub mod instance_plan;
pub mod instance_read;
pub mod instances_data;
pub mod internet_gateway;
pub mod internet_gateway_data;
pub mod ip_ranges_data;
pub mod key_pair;
pub mod key_pair_data;
pub mod lists_data;
pub mod main_route_table_association;
pub mod nat_gateway;
pub mod nat_gateway_data;
pub mod network_acl;
pub mod network_acl_association;
pub mod network_acl_rule;
pub mod network_interface;
pub mod network_interface_change;
pub mod prefix_list_data;
pub mod protocol;
pub mod route;
pub mod route_table;
pub mod route_table_association;
pub mod route_table_data;
pub mod routes;
pub mod rules;
pub mod security_group;
pub mod security_group_data;
pub mod security_group_rule;
pub mod subnet;
pub mod subnet_data;
pub mod subnets_data;
pub mod tagging;
pub mod volume_attachment;
pub mod volumes;
pub mod vpc;
pub mod vpc_data;
pub mod vpc_dhcp_options;
pub mod vpc_dhcp_options_association;
pub mod vpc_endpoint;
pub mod vpc_endpoint_answers;
pub mod vpc_endpoint_association;
pub mod vpc_endpoint_data;
pub mod vpc_endpoint_service_data;
pub mod vpc_ipv4_cidr_block_association;
pub mod vpc_security_group_rule;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<default_network_acl::DefaultNetworkAcl, Aws>::TYPE,
    OfResource::<default_route_table::DefaultRouteTable, Aws>::TYPE,
    OfResource::<default_security_group::DefaultSecurityGroup, Aws>::TYPE,
    OfResource::<ebs_volume::EbsVolume, Aws>::TYPE,
    OfResource::<egress_only_internet_gateway::EgressOnlyInternetGateway, Aws>::TYPE,
    OfResource::<eip::Eip, Aws>::TYPE,
    OfResource::<eip_association::EipAssociation, Aws>::TYPE,
    OfResource::<flow_log::FlowLog, Aws>::TYPE,
    OfResource::<instance::Instance, Aws>::TYPE,
    OfResource::<internet_gateway::InternetGateway, Aws>::TYPE,
    OfResource::<key_pair::KeyPair, Aws>::TYPE,
    OfResource::<main_route_table_association::MainRouteTableAssociation, Aws>::TYPE,
    OfResource::<nat_gateway::NatGateway, Aws>::TYPE,
    OfResource::<network_acl::NetworkAcl, Aws>::TYPE,
    OfResource::<network_acl_association::NetworkAclAssociation, Aws>::TYPE,
    OfResource::<network_acl_rule::NetworkAclRule, Aws>::TYPE,
    OfResource::<network_interface::NetworkInterface, Aws>::TYPE,
    OfResource::<route::Route, Aws>::TYPE,
    OfResource::<route_table::RouteTable, Aws>::TYPE,
    OfResource::<route_table_association::RouteTableAssociation, Aws>::TYPE,
    OfResource::<security_group::SecurityGroup, Aws>::TYPE,
    OfResource::<security_group_rule::SecurityGroupRule, Aws>::TYPE,
    OfResource::<subnet::Subnet, Aws>::TYPE,
    OfResource::<volume_attachment::VolumeAttachment, Aws>::TYPE,
    OfResource::<vpc::Vpc, Aws>::TYPE,
    OfResource::<vpc_dhcp_options::VpcDhcpOptions, Aws>::TYPE,
    OfResource::<vpc_dhcp_options_association::VpcDhcpOptionsAssociation, Aws>::TYPE,
    OfResource::<vpc_endpoint::VpcEndpoint, Aws>::TYPE,
    OfResource::<vpc_endpoint_association::RouteTable, Aws>::TYPE,
    OfResource::<vpc_endpoint_association::SecurityGroup, Aws>::TYPE,
    OfResource::<vpc_endpoint_association::Subnet, Aws>::TYPE,
    OfResource::<vpc_ipv4_cidr_block_association::VpcIpv4CidrBlockAssociation, Aws>::TYPE,
    OfResource::<vpc_security_group_rule::Rule<false>, Aws>::TYPE,
    OfResource::<vpc_security_group_rule::Rule<true>, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[
    OfData::<ami_data::Ami, Aws>::TYPE,
    OfData::<availability_zone_data::AvailabilityZone, Aws>::TYPE,
    OfData::<availability_zones_data::AvailabilityZones, Aws>::TYPE,
    OfData::<eip_data::Eip, Aws>::TYPE,
    OfData::<instances_data::Instances, Aws>::TYPE,
    OfData::<internet_gateway_data::InternetGateway, Aws>::TYPE,
    OfData::<ip_ranges_data::IpRanges, Aws>::TYPE,
    OfData::<key_pair_data::KeyPair, Aws>::TYPE,
    OfData::<lists_data::RouteTables, Aws>::TYPE,
    OfData::<lists_data::SecurityGroups, Aws>::TYPE,
    OfData::<lists_data::Vpcs, Aws>::TYPE,
    OfData::<nat_gateway_data::NatGateway, Aws>::TYPE,
    OfData::<prefix_list_data::ManagedPrefixList, Aws>::TYPE,
    OfData::<prefix_list_data::PrefixList, Aws>::TYPE,
    OfData::<route_table_data::RouteTable, Aws>::TYPE,
    OfData::<security_group_data::SecurityGroup, Aws>::TYPE,
    OfData::<subnet_data::Subnet, Aws>::TYPE,
    OfData::<subnets_data::Subnets, Aws>::TYPE,
    OfData::<vpc_data::Vpc, Aws>::TYPE,
    OfData::<vpc_endpoint_data::VpcEndpoint, Aws>::TYPE,
    OfData::<vpc_endpoint_service_data::VpcEndpointService, Aws>::TYPE,
];

/// What every file of this folder uses.
#[allow(unused_imports)] // each file takes what it needs
mod prelude {
    pub use super::{answers::*, defaults, holders, hosts, tagging};
    pub use crate::{lang::value::Type, providers::aws::prelude::*};
    pub use aws_sdk_ec2::types::ResourceType;
    pub use std::time::Duration;
}
