//! The attributes that the API keeps by key, and how they are written.

use std::collections::BTreeMap;

use super::schema::{DnsFailover, Failover, Health, HealthState, Stickiness, TargetGroup, UnhealthyRouting};
use crate::providers::aws::prelude::*;
use aws_sdk_elasticloadbalancingv2::types::TargetGroupAttribute;

/// One of them: its key, whether only functions have it, what the API has without being told, and its text in both
/// directions.
struct Entry {
    key: &'static str,
    lambda: bool,
    initial: &'static str,
    get: fn(&TargetGroup) -> Option<String>,
    set: fn(&mut TargetGroup, &str),
}

macro_rules! entries {
    ($($name:ident = $key:literal, $lambda:literal, $initial:literal;)*) => {
        &[$(Entry {
            key: $key,
            lambda: $lambda,
            initial: $initial,
            get: |group| group.$name.as_ref().map(ToString::to_string),
            set: |group, text| group.$name = text.parse().ok(),
        }),*]
    };
}

const ENTRIES: &[Entry] = entries! {
    connection_termination = "deregistration_delay.connection_termination.enabled", false, "false";
    deregistration_delay = "deregistration_delay.timeout_seconds", false, "300";
    lambda_multi_value_headers_enabled = "lambda.multi_value_headers.enabled", true, "false";
    load_balancing_algorithm_type = "load_balancing.algorithm.type", false, "";
    load_balancing_anomaly_mitigation = "load_balancing.algorithm.anomaly_mitigation", false, "";
    load_balancing_cross_zone_enabled = "load_balancing.cross_zone.enabled", false, "";
    preserve_client_ip = "preserve_client_ip.enabled", false, "";
    proxy_protocol_v2 = "proxy_protocol_v2.enabled", false, "false";
    slow_start = "slow_start.duration_seconds", false, "0";
};

type Pairs = BTreeMap<&'static str, String>;

/// What makes the attributes go from `prior` to `group`; without `prior`, all that are not the API's own choice.
pub fn changes(group: &TargetGroup, prior: Option<&TargetGroup>) -> Vec<TargetGroupAttribute> {
    let (now, before) = (pairs(group), prior.map(pairs));
    let initial = |key: &str| ENTRIES.iter().find(|entry| entry.key == key).map_or("", |entry| entry.initial);
    let differs = |key: &str, value: &str| match &before {
        Some(before) => before.get(key).map(String::as_str) != Some(value),
        None => value != initial(key),
    };
    let attribute = |(key, value)| TargetGroupAttribute::builder().key(key).value(value).build();
    now.into_iter().filter(|(key, value)| !value.is_empty() && differs(key, value)).map(attribute).collect()
}

/// All attributes of a target group, by key.
fn pairs(group: &TargetGroup) -> Pairs {
    let lambda = group.kind() == "lambda";
    let entries = ENTRIES.iter().filter(|entry| entry.lambda == lambda);
    let mut pairs: Pairs = entries.filter_map(|entry| Some((entry.key, (entry.get)(group)?))).collect();
    if lambda {
        return pairs;
    }
    if let Some(block) = group.stickiness.iter().flatten().next() {
        stickiness(block, group, &mut pairs);
    }
    if let Some(block) = group.target_failover.iter().flatten().next() {
        pairs.extend(block.on_deregistration.clone().map(|text| ("target_failover.on_deregistration", text)));
        pairs.extend(block.on_unhealthy.clone().map(|text| ("target_failover.on_unhealthy", text)));
    }
    if let Some(block) = group.target_health_state.iter().flatten().next()
        && matches!(group.protocol.as_deref(), Some("TCP" | "TLS"))
    {
        let terminate = block.enable_unhealthy_connection_termination;
        pairs.extend(
            terminate
                .map(|on| ("target_health_state.unhealthy.connection_termination.enabled", on.to_string())),
        );
        pairs.extend(
            block.unhealthy_draining_interval.filter(|_| terminate == Some(false)).map(|seconds| {
                ("target_health_state.unhealthy.draining_interval_seconds", seconds.to_string())
            }),
        );
    }
    if let Some(block) = group.target_group_health.iter().flatten().next() {
        if let Some(dns) = block.dns_failover.iter().flatten().next() {
            pairs.extend(said(&dns.minimum_healthy_targets_count).map(|text| (DNS_COUNT, text)));
            pairs.extend(said(&dns.minimum_healthy_targets_percentage).map(|text| (DNS_SHARE, text)));
        }
        if let Some(routing) = block.unhealthy_state_routing.iter().flatten().next() {
            pairs.extend(routing.minimum_healthy_targets_count.map(|n| (ROUTING_COUNT, n.to_string())));
            pairs.extend(said(&routing.minimum_healthy_targets_percentage).map(|text| (ROUTING_SHARE, text)));
        }
    }
    pairs
}

const DNS_COUNT: &str = "target_group_health.dns_failover.minimum_healthy_targets.count";
const DNS_SHARE: &str = "target_group_health.dns_failover.minimum_healthy_targets.percentage";
const ROUTING_COUNT: &str = "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count";
const ROUTING_SHARE: &str = "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage";

fn stickiness(block: &Stickiness, group: &TargetGroup, pairs: &mut Pairs) {
    pairs.insert("stickiness.enabled", block.enabled.unwrap_or_default().to_string());
    pairs.insert("stickiness.type", block.r#type.clone());
    let seconds = block.cookie_duration.map(|seconds| seconds.to_string()).unwrap_or_default();
    match (group.protocol.as_deref(), block.r#type.as_str()) {
        (Some("HTTP" | "HTTPS"), "lb_cookie") => {
            pairs.insert("stickiness.lb_cookie.duration_seconds", seconds);
        }
        (Some("HTTP" | "HTTPS"), "app_cookie") => {
            pairs.insert("stickiness.app_cookie.duration_seconds", seconds);
            pairs.insert("stickiness.app_cookie.cookie_name", block.cookie_name.clone().unwrap_or_default());
        }
        _ => {}
    }
}

/// Fills in the attributes that AWS tells. What it does not tell stays as it is.
pub fn fill(group: &mut TargetGroup, found: Option<Vec<TargetGroupAttribute>>) {
    let found: BTreeMap<String, String> = found
        .into_iter()
        .flatten()
        .filter_map(|one| Some((one.key?, one.value.unwrap_or_default())))
        .collect();
    let lambda = group.kind() == "lambda";
    for entry in ENTRIES.iter().filter(|entry| entry.lambda == lambda) {
        if let Some(value) = found.get(entry.key) {
            (entry.set)(group, value);
        }
    }
    let text = |key: &str| found.get(key).cloned();
    let number = |key: &str| found.get(key).and_then(|value| value.parse::<i32>().ok());
    let bool = |key: &str| found.get(key).and_then(|value| value.parse::<bool>().ok());
    let kind = text("stickiness.type").filter(|_| !lambda).unwrap_or_default();
    let (seconds, cookie) = match kind.as_str() {
        "lb_cookie" => (number("stickiness.lb_cookie.duration_seconds"), None),
        "app_cookie" => {
            (number("stickiness.app_cookie.duration_seconds"), text("stickiness.app_cookie.cookie_name"))
        }
        _ => (None, None),
    };
    group.stickiness = Some(vec![Stickiness {
        cookie_duration: Some(seconds.unwrap_or_default()),
        cookie_name: Some(cookie.unwrap_or_default()),
        enabled: Some(bool("stickiness.enabled").filter(|_| !lambda).unwrap_or_default()),
        r#type: kind,
    }]);
    group.target_failover = Some(vec![Failover {
        on_deregistration: text("target_failover.on_deregistration"),
        on_unhealthy: text("target_failover.on_unhealthy"),
    }]);
    group.target_group_health = Some(vec![Health {
        dns_failover: Some(vec![DnsFailover {
            minimum_healthy_targets_count: text(DNS_COUNT),
            minimum_healthy_targets_percentage: text(DNS_SHARE),
        }]),
        unhealthy_state_routing: Some(vec![UnhealthyRouting {
            minimum_healthy_targets_count: number(ROUTING_COUNT),
            minimum_healthy_targets_percentage: text(ROUTING_SHARE),
        }]),
    }]);
    group.target_health_state = Some(vec![HealthState {
        enable_unhealthy_connection_termination: bool(
            "target_health_state.unhealthy.connection_termination.enabled",
        ),
        unhealthy_draining_interval: number("target_health_state.unhealthy.draining_interval_seconds"),
    }]);
}
