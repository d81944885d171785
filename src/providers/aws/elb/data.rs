//! The data sources `aws_lb` and `aws_lb_target_group`.

use super::{load_balancer, target_group};
use crate::{providers::aws::prelude::*, schema::Attributes};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lb")]
pub struct LoadBalancer {
    id: Computed<String>,
    arn: Defaulted<String>,
    access_logs: Computed<Vec<Logs>>,
    arn_suffix: Computed<String>,
    client_keep_alive: Computed<i32>,
    connection_logs: Computed<Vec<Logs>>,
    customer_owned_ipv4_pool: Computed<String>,
    desync_mitigation_mode: Computed<String>,
    dns_name: Computed<String>,
    dns_record_client_routing_policy: Computed<String>,
    drop_invalid_header_fields: Computed<bool>,
    enable_cross_zone_load_balancing: Computed<bool>,
    enable_deletion_protection: Computed<bool>,
    enable_http2: Computed<bool>,
    enable_tls_version_and_cipher_suite_headers: Computed<bool>,
    enable_waf_fail_open: Computed<bool>,
    enable_xff_client_port: Computed<bool>,
    enable_zonal_shift: Computed<bool>,
    enforce_security_group_inbound_rules_on_private_link_traffic: Computed<String>,
    idle_timeout: Computed<i32>,
    internal: Computed<bool>,
    ip_address_type: Computed<String>,
    ipam_pools: Computed<Vec<Pools>>,
    load_balancer_type: Computed<String>,
    name: Defaulted<String>,
    preserve_host_header: Computed<bool>,
    security_groups: Computed<Set<String>>,
    subnet_mapping: Computed<Set<SubnetMapping>>,
    subnets: Computed<Set<String>>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    vpc_id: Computed<String>,
    xff_header_processing_mode: Computed<String>,
    zone_id: Computed<String>,
}

/// A subnet, and the addresses that the balancer has there.
#[derive(Debug, Default, Clone, Schema)]
pub struct SubnetMapping {
    allocation_id: Computed<String>,
    ipv6_address: Computed<String>,
    outpost_id: Computed<String>,
    private_ipv4_address: Computed<String>,
    subnet_id: Computed<String>,
}

/// Where public addresses come from.
#[derive(Debug, Default, Clone, Schema)]
pub struct Pools {
    ipv4_ipam_pool_id: Computed<String>,
}

/// A bucket that gets logs.
#[derive(Debug, Default, Clone, Schema)]
pub struct Logs {
    bucket: Computed<String>,
    enabled: Computed<bool>,
    prefix: Computed<String>,
}

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lb_target_group")]
pub struct TargetGroup {
    id: Computed<String>,
    arn: Defaulted<String>,
    arn_suffix: Computed<String>,
    connection_termination: Computed<bool>,
    deregistration_delay: Computed<String>,
    health_check: Computed<Vec<HealthCheck>>,
    lambda_multi_value_headers_enabled: Computed<bool>,
    load_balancer_arns: Computed<Set<String>>,
    load_balancing_algorithm_type: Computed<String>,
    load_balancing_anomaly_mitigation: Defaulted<String>,
    load_balancing_cross_zone_enabled: Computed<String>,
    name: Defaulted<String>,
    port: Computed<i32>,
    preserve_client_ip: Computed<String>,
    protocol: Computed<String>,
    protocol_version: Computed<String>,
    proxy_protocol_v2: Computed<bool>,
    slow_start: Computed<i32>,
    stickiness: Computed<Vec<Stickiness>>,
    tags: Defaulted<Tags>,
    target_type: Computed<String>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    vpc_id: Computed<String>,
}

/// How long a client stays with its target.
#[derive(Debug, Default, Clone, Schema)]
pub struct Stickiness {
    cookie_duration: Computed<i32>,
    cookie_name: Computed<String>,
    enabled: Computed<bool>,
    r#type: Computed<String>,
}

/// How it is found out whether a target is healthy.
#[derive(Debug, Default, Clone, Schema)]
pub struct HealthCheck {
    enabled: Computed<bool>,
    healthy_threshold: Computed<i32>,
    interval: Computed<i32>,
    matcher: Computed<String>,
    path: Computed<String>,
    port: Computed<String>,
    protocol: Computed<String>,
    timeout: Computed<i32>,
    unhealthy_threshold: Computed<i32>,
}

impl Data<Aws> for LoadBalancer {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let request = aws.elb.describe_load_balancers();
        let request = match (said(&self.arn), said(&self.name)) {
            (Some(arn), _) => request.load_balancer_arns(arn),
            (None, Some(name)) => request.names(name),
            (None, None) => request,
        };
        let wanted = self.tags.clone().unwrap_or_default();
        let found = request.send().await.or_gone(&["LoadBalancerNotFound"])?;
        let mut matches = Vec::new();
        for found in found.and_then(|found| found.load_balancers).into_iter().flatten() {
            let filled = load_balancer::fill(load_balancer::LoadBalancer::default(), found, aws).await?;
            if has(&filled.tags_all, &wanted) {
                matches.push(filled);
            }
        }
        let found = one(matches, "load balancer")?;
        // The names are the same, so what the resource tells is what the data source tells.
        let (tags, mut object) = (found.tags_all.clone(), found.encode());
        object.insert("tags".into(), crate::schema::Field::encode(tags));
        let mut data = LoadBalancer::decode(&object)?;
        data.timeouts = self.timeouts;
        for switch in [
            &mut data.enable_cross_zone_load_balancing,
            &mut data.enable_tls_version_and_cipher_suite_headers,
            &mut data.enable_waf_fail_open,
            &mut data.enable_xff_client_port,
            &mut data.enable_zonal_shift,
            &mut data.preserve_host_header,
        ] {
            switch.get_or_insert(false);
        }
        Ok(data)
    }
}

impl Data<Aws> for TargetGroup {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let wanted = self.tags.clone().unwrap_or_default();
        let request = aws.elb.describe_target_groups();
        let request = match (said(&self.arn), said(&self.name)) {
            (Some(arn), _) => request.target_group_arns(arn),
            (None, Some(name)) => request.names(name),
            (None, None) => request,
        };
        let found = request.send().await.or_gone(&["TargetGroupNotFound"])?;
        let mut matches = Vec::new();
        for found in found.and_then(|found| found.target_groups).into_iter().flatten() {
            let filled = target_group::fill(target_group::TargetGroup::default(), found, aws).await?;
            if has(&filled.tags_all, &wanted) {
                matches.push(filled);
            }
        }
        let found = one(matches, "target group")?;
        let (tags, mut object) = (found.tags_all.clone(), found.encode());
        object.insert("tags".into(), crate::schema::Field::encode(tags));
        let mut data = TargetGroup::decode(&object)?;
        data.timeouts = self.timeouts;
        Ok(data)
    }
}

/// Whether an object has all the wanted tags.
fn has(tags: &Option<Tags>, wanted: &Tags) -> bool {
    wanted.iter().all(|(key, value)| tags.as_ref().and_then(|tags| tags.get(key)) == Some(value))
}

/// The only one that was found.
fn one<T>(mut found: Vec<T>, what: &str) -> Result<T> {
    let wrong = match found.len() {
        1 => None,
        0 => Some(format!("There is no such {what}. Check name, ARN and tags, the region and the account.")),
        n => {
            Some(format!("There are {n} such {what}s. Say a name, an ARN or tags that only one of them has."))
        }
    };
    match (wrong, found.pop()) {
        (None, Some(found)) => Ok(found),
        (wrong, _) => Err(Error::Invalid(wrong.unwrap_or_default())),
    }
}
