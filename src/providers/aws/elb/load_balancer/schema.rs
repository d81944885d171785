//! The attributes of a load balancer, and how AWS tells them.

use super::{attributes, suffix, tagging};
use crate::providers::aws::{names, prelude::*};
use aws_sdk_elasticloadbalancingv2::types::{self as sdk, LoadBalancerSchemeEnum};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lb")]
pub struct LoadBalancer {
    pub id: Computed<String>,
    pub arn: Computed<String>,
    #[attr(block, max_items = 1)]
    pub access_logs: Defaulted<Vec<Logs>>,
    pub arn_suffix: Computed<String>,
    #[attr(default = 3600, range = (60, 604_800))]
    pub client_keep_alive: Optional<i32>,
    #[attr(block, max_items = 1)]
    pub connection_logs: Defaulted<Vec<Logs>>,
    #[attr(force_new)]
    pub customer_owned_ipv4_pool: Optional<String>,
    #[attr(default = "defensive", one_of = ["monitor", "defensive", "strictest"])]
    pub desync_mitigation_mode: Optional<String>,
    pub dns_name: Computed<String>,
    #[attr(default = "any_availability_zone", one_of = ["availability_zone_affinity", "partial_availability_zone_affinity", "any_availability_zone"])]
    pub dns_record_client_routing_policy: Optional<String>,
    #[attr(default = false)]
    pub drop_invalid_header_fields: Optional<bool>,
    pub enable_cross_zone_load_balancing: Optional<bool>,
    #[attr(default = false)]
    pub enable_deletion_protection: Optional<bool>,
    #[attr(default = true)]
    pub enable_http2: Optional<bool>,
    #[attr(default = false)]
    pub enable_tls_version_and_cipher_suite_headers: Optional<bool>,
    #[attr(default = false)]
    pub enable_waf_fail_open: Optional<bool>,
    #[attr(default = false)]
    pub enable_xff_client_port: Optional<bool>,
    #[attr(default = false)]
    pub enable_zonal_shift: Optional<bool>,
    #[attr(one_of = ["on", "off"])]
    pub enforce_security_group_inbound_rules_on_private_link_traffic: Defaulted<String>,
    #[attr(default = 60, range = (1, 4000))]
    pub idle_timeout: Optional<i32>,
    #[attr(force_new)]
    pub internal: Defaulted<bool>,
    #[attr(one_of = ["ipv4", "dualstack", "dualstack-without-public-ipv4"])]
    pub ip_address_type: Defaulted<String>,
    #[attr(block, max_items = 1)]
    pub ipam_pools: Optional<Vec<Pools>>,
    #[attr(force_new, default = "application", one_of = ["application", "network", "gateway"])]
    pub load_balancer_type: Optional<String>,
    #[attr(block, max_items = 1)]
    pub minimum_load_balancer_capacity: Optional<Vec<Capacity>>,
    #[attr(force_new, conflicts = ["name_prefix"], length = (0, 32))]
    pub name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"], length = (0, 6))]
    pub name_prefix: Defaulted<String>,
    #[attr(default = false)]
    pub preserve_host_header: Optional<bool>,
    pub security_groups: Defaulted<Set<String>>,
    #[attr(block)]
    pub subnet_mapping: Defaulted<Set<SubnetMapping>>,
    pub subnets: Defaulted<Set<String>>,
    pub tags: Optional<Tags>,
    pub tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "delete", "update"))]
    pub timeouts: Timeouts,
    pub vpc_id: Computed<String>,
    #[attr(default = "append", one_of = ["append", "preserve", "remove"])]
    pub xff_header_processing_mode: Optional<String>,
    pub zone_id: Computed<String>,
}

/// A subnet, and the addresses that the balancer has there.
#[derive(Debug, Default, Clone, Schema)]
pub struct SubnetMapping {
    pub allocation_id: Optional<String>,
    pub ipv6_address: Optional<String>,
    pub outpost_id: Computed<String>,
    pub private_ipv4_address: Optional<String>,
    pub subnet_id: Required<String>,
}

/// The capacity that is kept ready.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Capacity {
    pub capacity_units: Required<i32>,
}

/// Where public addresses come from.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Pools {
    pub ipv4_ipam_pool_id: Required<String>,
}

/// A bucket that gets logs.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Logs {
    pub bucket: Required<String>,
    #[attr(default = false)]
    pub enabled: Optional<bool>,
    pub prefix: Optional<String>,
}

/// Fills in every attribute of a load balancer that was found.
pub async fn fill(lb: LoadBalancer, found: sdk::LoadBalancer, aws: &Aws) -> Result<LoadBalancer> {
    let arn = found.load_balancer_arn.unwrap_or_default();
    let (attributes, reservation, tags) = tokio::try_join!(
        async {
            Ok::<_, Error>(
                aws.elb.describe_load_balancer_attributes().load_balancer_arn(&arn).send().await?.attributes,
            )
        },
        async {
            // Not every region knows reservations; without one there is nothing to tell.
            let asked = aws.elb.describe_capacity_reservation().load_balancer_arn(&arn).send().await;
            Ok(asked.ok().and_then(|answer| answer.minimum_load_balancer_capacity))
        },
        tagging::of(aws, &arn),
    )?;
    let zones: Vec<_> = found.availability_zones.into_iter().flatten().collect();
    let name = found.load_balancer_name.unwrap_or_default();
    let text = |text: Option<String>| Some(text.unwrap_or_default());
    let pool = found.ipam_pools.and_then(|pools| pools.ipv4_ipam_pool_id);
    let units = reservation.and_then(|reservation| reservation.capacity_units).filter(|units| *units != 0);
    let mut lb = LoadBalancer {
        id: Some(arn.clone()),
        arn_suffix: Some(suffix(&arn).to_owned()),
        arn: Some(arn),
        customer_owned_ipv4_pool: text(found.customer_owned_ipv4_pool),
        dns_name: text(found.dns_name),
        enforce_security_group_inbound_rules_on_private_link_traffic: text(
            found.enforce_security_group_inbound_rules_on_private_link_traffic,
        ),
        internal: Some(found.scheme == Some(LoadBalancerSchemeEnum::Internal)),
        ip_address_type: found.ip_address_type.map(|kind| kind.to_string()),
        ipam_pools: Some(pool.map(|id| Pools { ipv4_ipam_pool_id: id }).into_iter().collect()),
        load_balancer_type: found.r#type.map(|kind| kind.to_string()),
        minimum_load_balancer_capacity: Some(
            units.map(|capacity_units| Capacity { capacity_units }).into_iter().collect(),
        ),
        name_prefix: Some(names::prefix_of(&name)),
        name: Some(name),
        security_groups: Some(found.security_groups.unwrap_or_default().into()),
        subnets: Some(zones.iter().map(|zone| zone.subnet_id.clone().unwrap_or_default()).collect()),
        subnet_mapping: Some(zones.into_iter().map(SubnetMapping::from_elb).collect()),
        tags_all: tags,
        vpc_id: text(found.vpc_id),
        zone_id: text(found.canonical_hosted_zone_id),
        ..lb
    };
    attributes::fill(&mut lb, attributes);
    Ok(lb)
}

impl PartialEq for SubnetMapping {
    /// What the configuration can say is the same; an address that is not said is `""` or nothing.
    fn eq(&self, other: &Self) -> bool {
        let key = |one: &Self| {
            (
                one.subnet_id.clone(),
                said(&one.allocation_id),
                said(&one.ipv6_address),
                said(&one.private_ipv4_address),
            )
        };
        key(self) == key(other)
    }
}

impl SubnetMapping {
    fn from_elb(zone: sdk::AvailabilityZone) -> Self {
        let address = zone.load_balancer_addresses.and_then(|addresses| addresses.into_iter().next());
        let (allocation, ipv4, ipv6) = address.map_or((None, None, None), |address| {
            (address.allocation_id, address.private_ipv4_address, address.ipv6_address)
        });
        Self {
            allocation_id: Some(allocation.unwrap_or_default()),
            ipv6_address: Some(ipv6.unwrap_or_default()),
            outpost_id: Some(zone.outpost_id.unwrap_or_default()),
            private_ipv4_address: Some(ipv4.unwrap_or_default()),
            subnet_id: zone.subnet_id.unwrap_or_default(),
        }
    }
}
