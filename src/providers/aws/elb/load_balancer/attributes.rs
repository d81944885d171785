//! The attributes that the API keeps by key: which load balancers have them, and how they are written.

use std::collections::BTreeMap;

use super::schema::{LoadBalancer, Logs};
use crate::providers::aws::prelude::*;
use aws_sdk_elasticloadbalancingv2::types::LoadBalancerAttribute;

/// One of them: its name here, its key, the types of load balancer that have it, and its text in both directions.
struct Entry {
    name: &'static str,
    key: &'static str,
    kinds: &'static [&'static str],
    get: fn(&LoadBalancer) -> Option<String>,
    set: fn(&mut LoadBalancer, Option<&str>),
}

const ALB: &[&str] = &["application"];
const NLB: &[&str] = &["network"];
const BOTH: &[&str] = &["application", "network"];
const ALL: &[&str] = &["application", "network", "gateway"];

macro_rules! entries {
    ($($name:ident = $key:literal in $kinds:ident,)*) => {
        &[$(Entry {
            name: stringify!($name),
            key: $key,
            kinds: $kinds,
            get: |lb| lb.$name.as_ref().map(ToString::to_string),
            set: |lb, text| lb.$name = text.and_then(|text| text.parse().ok()),
        }),*]
    };
}

const ENTRIES: &[Entry] = entries! {
    client_keep_alive = "client_keep_alive.seconds" in ALB,
    desync_mitigation_mode = "routing.http.desync_mitigation_mode" in ALB,
    dns_record_client_routing_policy = "dns_record.client_routing_policy" in NLB,
    drop_invalid_header_fields = "routing.http.drop_invalid_header_fields.enabled" in ALB,
    enable_cross_zone_load_balancing = "load_balancing.cross_zone.enabled" in ALL,
    enable_deletion_protection = "deletion_protection.enabled" in ALL,
    enable_http2 = "routing.http2.enabled" in ALB,
    enable_tls_version_and_cipher_suite_headers = "routing.http.x_amzn_tls_version_and_cipher_suite.enabled" in ALB,
    enable_waf_fail_open = "waf.fail_open.enabled" in ALB,
    enable_xff_client_port = "routing.http.xff_client_port.enabled" in ALB,
    enable_zonal_shift = "zonal_shift.config.enabled" in BOTH,
    idle_timeout = "idle_timeout.timeout_seconds" in ALB,
    preserve_host_header = "routing.http.preserve_host_header.enabled" in ALB,
    xff_header_processing_mode = "routing.http.xff_header_processing.mode" in ALB,
};

/// An application load balancer always balances across zones, and refuses to be told so.
const CROSS_ZONE: &str = "enable_cross_zone_load_balancing";

/// What makes the attributes go from `prior` to `lb`; without `prior`, all that are set.
pub fn changes(lb: &LoadBalancer, prior: Option<&LoadBalancer>) -> Vec<LoadBalancerAttribute> {
    let kind = lb.kind();
    let mut changes: Vec<(String, String)> = Vec::new();
    for entry in ENTRIES {
        if !entry.kinds.contains(&kind) || (entry.name == CROSS_ZONE && kind == "application") {
            continue;
        }
        let before = prior.and_then(entry.get);
        let off = before.as_deref().filter(|before| *before == "true").map_or("", |_| "false");
        let now = (entry.get)(lb).unwrap_or_else(|| off.to_owned());
        let nothing = now.is_empty() || (before.is_none() && now == "false");
        if !nothing && before.as_deref() != Some(now.as_str()) {
            changes.push((entry.key.to_owned(), now));
        }
    }
    for (logs, before, key) in [
        (&lb.access_logs, prior.map(|prior| &prior.access_logs), "access_logs"),
        (&lb.connection_logs, prior.map(|prior| &prior.connection_logs), "connection_logs"),
    ] {
        changes.extend(log_changes(logs, before, key));
    }
    let attribute = |(key, value)| LoadBalancerAttribute::builder().key(key).value(value).build();
    changes.into_iter().map(attribute).collect()
}

fn log_changes(
    logs: &Option<Vec<Logs>>,
    before: Option<&Option<Vec<Logs>>>,
    key: &str,
) -> Vec<(String, String)> {
    let first = |logs: &Option<Vec<Logs>>| logs.iter().flatten().next().cloned().unwrap_or_default();
    let (now, before) = (first(logs), before.map(first).unwrap_or_default());
    let (enabled, was) = (now.enabled.unwrap_or_default(), before.enabled.unwrap_or_default());
    let mut changes = Vec::new();
    if enabled != was || (enabled && now != before) {
        changes.push((format!("{key}.s3.enabled"), enabled.to_string()));
    }
    if enabled {
        changes
            .extend((now.bucket != before.bucket).then(|| (format!("{key}.s3.bucket"), now.bucket.clone())));
        changes.extend(
            (!same(&now.prefix, &before.prefix))
                .then(|| (format!("{key}.s3.prefix"), now.prefix.clone().unwrap_or_default())),
        );
    }
    changes
}

/// Fills in the attributes that AWS tells. What it does not tell stays as it is.
pub fn fill(lb: &mut LoadBalancer, found: Option<Vec<LoadBalancerAttribute>>) {
    let pairs = found.into_iter().flatten().filter_map(|one| Some((one.key?, one.value.unwrap_or_default())));
    let found: BTreeMap<String, String> = pairs.collect();
    let kind = lb.kind().to_owned();
    for entry in ENTRIES {
        let has = entry.kinds.contains(&kind.as_str());
        match found.get(entry.key).filter(|_| has) {
            Some(value) => (entry.set)(lb, Some(value)),
            None if has => {}
            None => (entry.set)(lb, None),
        }
    }
    let logs = |key: &str| {
        let part = |name: &str| found.get(&format!("{key}.s3.{name}")).cloned().unwrap_or_default();
        vec![Logs {
            bucket: part("bucket"),
            enabled: Some(part("enabled") == "true"),
            prefix: Some(part("prefix")),
        }]
    };
    lb.access_logs = Some(if kind == "gateway" { Vec::new() } else { logs("access_logs") });
    lb.connection_logs = Some(if kind == "application" { logs("connection_logs") } else { Vec::new() });
}

/// Plans no change of an attribute that a load balancer of this type does not have.
pub fn refine(plan: &mut Refine<'_>) {
    let Some(kind) = plan.planned("load_balancer_type").as_str().map(str::to_owned) else { return };
    for entry in ENTRIES {
        let has = entry.kinds.contains(&kind.as_str());
        if !has || (entry.name == CROSS_ZONE && kind == "application") {
            let kept = match plan.prior {
                Some(_) => plan.prior(entry.name).clone(),
                None => Value::null(plan.planned(entry.name).type_of()),
            };
            plan.set(entry.name, kept);
        }
    }
}
