//! The attributes of a target group, and how AWS tells them.

use super::{attributes, suffix};
use crate::providers::aws::{elb::tagging, names, prelude::*};
use aws_sdk_elasticloadbalancingv2::types as sdk;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lb_target_group")]
pub struct TargetGroup {
    pub id: Computed<String>,
    pub arn: Computed<String>,
    pub arn_suffix: Computed<String>,
    pub connection_termination: Defaulted<bool>,
    #[attr(default = "300")]
    pub deregistration_delay: Optional<String>,
    #[attr(block, max_items = 1)]
    pub health_check: Defaulted<Vec<HealthCheck>>,
    #[attr(force_new, one_of = ["ipv4", "ipv6"])]
    pub ip_address_type: Defaulted<String>,
    #[attr(default = false)]
    pub lambda_multi_value_headers_enabled: Optional<bool>,
    pub load_balancer_arns: Computed<Set<String>>,
    #[attr(one_of = ["round_robin", "least_outstanding_requests", "weighted_random"])]
    pub load_balancing_algorithm_type: Defaulted<String>,
    #[attr(one_of = ["on", "off"])]
    pub load_balancing_anomaly_mitigation: Defaulted<String>,
    #[attr(one_of = ["true", "false", "use_load_balancer_configuration"])]
    pub load_balancing_cross_zone_enabled: Defaulted<String>,
    #[attr(force_new, conflicts = ["name_prefix"], length = (0, 32))]
    pub name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"], length = (0, 6))]
    pub name_prefix: Defaulted<String>,
    #[attr(force_new, range = (1, 65535))]
    pub port: Optional<i32>,
    pub preserve_client_ip: Defaulted<String>,
    #[attr(force_new, one_of = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"])]
    pub protocol: Optional<String>,
    #[attr(force_new, one_of = ["GRPC", "HTTP1", "HTTP2"])]
    pub protocol_version: Defaulted<String>,
    #[attr(default = false)]
    pub proxy_protocol_v2: Optional<bool>,
    #[attr(default = 0)]
    pub slow_start: Optional<i32>,
    #[attr(block, max_items = 1)]
    pub stickiness: Defaulted<Vec<Stickiness>>,
    pub tags: Optional<Tags>,
    pub tags_all: Defaulted<Tags>,
    #[attr(block)]
    pub target_failover: Defaulted<Vec<Failover>>,
    #[attr(block, max_items = 1)]
    pub target_group_health: Defaulted<Vec<Health>>,
    #[attr(block)]
    pub target_health_state: Defaulted<Vec<HealthState>>,
    #[attr(force_new, default = "instance", one_of = ["instance", "ip", "lambda", "alb"])]
    pub target_type: Optional<String>,
    #[attr(force_new)]
    pub vpc_id: Optional<String>,
}

/// What happens to connections to a target that became unhealthy.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct HealthState {
    pub enable_unhealthy_connection_termination: Required<Option<bool>>,
    #[attr(default = 0, range = (0, 360_000))]
    pub unhealthy_draining_interval: Optional<i32>,
}

/// How many targets must be healthy.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Health {
    #[attr(block, max_items = 1)]
    pub dns_failover: Defaulted<Vec<DnsFailover>>,
    #[attr(block, max_items = 1)]
    pub unhealthy_state_routing: Defaulted<Vec<UnhealthyRouting>>,
}

/// Below this, DNS leaves the zone out.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct DnsFailover {
    #[attr(default = "off")]
    pub minimum_healthy_targets_count: Optional<String>,
    #[attr(default = "off")]
    pub minimum_healthy_targets_percentage: Optional<String>,
}

/// Below this, requests go to unhealthy targets too.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct UnhealthyRouting {
    #[attr(default = 1)]
    pub minimum_healthy_targets_count: Optional<i32>,
    #[attr(default = "off")]
    pub minimum_healthy_targets_percentage: Optional<String>,
}

/// What a gateway load balancer does with the flows of a target that goes.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Failover {
    #[attr(one_of = ["rebalance", "no_rebalance"])]
    pub on_deregistration: Required<Option<String>>,
    #[attr(one_of = ["rebalance", "no_rebalance"])]
    pub on_unhealthy: Required<Option<String>>,
}

/// How long a client stays with its target.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Stickiness {
    #[attr(default = 86400, range = (0, 604_800))]
    pub cookie_duration: Optional<i32>,
    pub cookie_name: Optional<String>,
    #[attr(default = true)]
    pub enabled: Optional<bool>,
    #[attr(one_of = ["lb_cookie", "app_cookie", "source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto"])]
    pub r#type: Required<String>,
}

/// How it is found out whether a target is healthy.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct HealthCheck {
    #[attr(default = true)]
    pub enabled: Optional<bool>,
    #[attr(default = 3, range = (2, 10))]
    pub healthy_threshold: Optional<i32>,
    #[attr(default = 30, range = (5, 300))]
    pub interval: Optional<i32>,
    pub matcher: Defaulted<String>,
    #[attr(length = (1, 1024))]
    pub path: Defaulted<String>,
    #[attr(default = "traffic-port")]
    pub port: Optional<String>,
    #[attr(default = "HTTP", one_of = ["HTTP", "HTTPS", "TCP"])]
    pub protocol: Optional<String>,
    #[attr(range = (2, 120))]
    pub timeout: Defaulted<i32>,
    #[attr(default = 3, range = (2, 10))]
    pub unhealthy_threshold: Optional<i32>,
}

/// Fills in every attribute of a target group that was found.
pub async fn fill(group: TargetGroup, found: sdk::TargetGroup, aws: &Aws) -> Result<TargetGroup> {
    let arn = found.target_group_arn.unwrap_or_default();
    let (attributes, tags) = tokio::try_join!(
        async {
            let asked = aws.elb.describe_target_group_attributes().target_group_arn(&arn).send().await?;
            Ok::<_, Error>(asked.attributes)
        },
        tagging::of(aws, &arn),
    )?;
    let name = found.target_group_name.unwrap_or_default();
    let kind = found.target_type.map(|kind| kind.to_string()).unwrap_or_default();
    let lambda = kind == "lambda";
    let text = |text: Option<String>| Some(text.unwrap_or_default());
    let check = HealthCheck {
        enabled: Some(found.health_check_enabled.unwrap_or_default()),
        healthy_threshold: Some(found.healthy_threshold_count.unwrap_or_default()),
        interval: Some(found.health_check_interval_seconds.unwrap_or_default()),
        matcher: text(found.matcher.and_then(|matcher| matcher.http_code.or(matcher.grpc_code))),
        path: text(found.health_check_path),
        port: text(found.health_check_port),
        protocol: text(found.health_check_protocol.map(|protocol| protocol.to_string())),
        timeout: Some(found.health_check_timeout_seconds.unwrap_or_default()),
        unhealthy_threshold: Some(found.unhealthy_threshold_count.unwrap_or_default()),
    };
    let protocol = found.protocol.map(|protocol| protocol.to_string());
    let http = matches!(protocol.as_deref(), Some("HTTP" | "HTTPS"));
    let mut group = TargetGroup {
        id: Some(arn.clone()),
        arn_suffix: Some(suffix(&arn).to_owned()),
        arn: Some(arn),
        health_check: Some(vec![check]),
        ip_address_type: found.ip_address_type.map(|kind| kind.to_string()),
        load_balancer_arns: Some(found.load_balancer_arns.unwrap_or_default().into()),
        name_prefix: Some(names::prefix_of(&name)),
        name: Some(name),
        port: found.port.filter(|_| !lambda),
        protocol: protocol.filter(|_| !lambda),
        protocol_version: found.protocol_version.filter(|_| http),
        tags_all: tags,
        target_type: Some(kind),
        vpc_id: found.vpc_id.filter(|_| !lambda),
        ..group
    };
    attributes::fill(&mut group, attributes);
    Ok(group)
}
