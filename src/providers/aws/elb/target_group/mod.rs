//! `aws_lb_target_group`: what a load balancer sends requests to.

mod attributes;
mod schema;

use aws_sdk_elasticloadbalancingv2::{
    operation::{
        create_target_group::builders::CreateTargetGroupFluentBuilder as Create,
        modify_target_group::builders::ModifyTargetGroupFluentBuilder as Modify,
    },
    types::{self as sdk, Matcher, ProtocolEnum, TargetGroupIpAddressTypeEnum, TargetTypeEnum},
};

use super::tagging;
use crate::providers::aws::{names, prelude::*};
pub use schema::{TargetGroup, fill};

const GONE: &[&str] = &["TargetGroupNotFound"];

impl Resource<Aws> for TargetGroup {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let name = match said(&self.name) {
            Some(name) => name,
            None => names::unique(&said(&self.name_prefix).unwrap_or_else(|| "tf-".into())),
        };
        // The call itself takes a group that is there already for its own.
        if find(None, Some(name.clone()), aws).await?.is_some() {
            return Err(Error::Invalid(format!(
                "There is a target group {name:?} already. Import it, or choose another name."
            )));
        }
        let mut request = aws
            .elb
            .create_target_group()
            .name(name)
            .target_type(TargetTypeEnum::from(self.kind()))
            .set_tags(tagging::to_elb(&self.tags_all));
        if self.kind() != "lambda" {
            let http = matches!(self.protocol.as_deref(), Some("HTTP" | "HTTPS"));
            request = request
                .set_port(self.port)
                .set_protocol(said(&self.protocol).map(|protocol| ProtocolEnum::from(protocol.as_str())))
                .set_protocol_version(said(&self.protocol_version).filter(|_| http))
                .set_vpc_id(said(&self.vpc_id))
                .set_ip_address_type(
                    said(&self.ip_address_type).map(|kind| TargetGroupIpAddressTypeEnum::from(kind.as_str())),
                );
        }
        let made = self.with_health_check(request).send().await?.target_groups.and_then(|mut all| all.pop());
        self.id = made.and_then(|group| group.target_group_arn);
        self.modify(None, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(group) = find(self.id.clone(), None, aws).await? else { return Ok(None) };
        fill(self, group, aws).await.map(Some)
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.id = prior.id.clone();
        if !same(&self.health_check, &prior.health_check) {
            let request = aws.elb.modify_target_group().target_group_arn(prior.id());
            self.with_health_check(request).send().await?;
        }
        self.modify(Some(prior), aws).await?;
        tagging::update(aws, prior.id(), &prior.tags_all, &self.tags_all).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        // A listener or rule that was deleted a moment ago still counts as its user.
        let heals = |error: &Error| {
            error.is(&["ResourceInUse"]) && error.says("is currently in use by a listener or a rule")
        };
        wait::retry(minutes(2), heals, || async {
            aws.elb.delete_target_group().target_group_arn(self.id()).send().await.or_gone(GONE)
        })
        .await?;
        Ok(())
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let null = |name: &str| config.get(name).is_none_or(Value::is_null);
        let kind = config.get("target_type");
        if kind.is_some_and(|kind| !kind.is_known() || kind.as_str() == Some("lambda")) {
            return Vec::new();
        }
        let needed = ["port", "protocol", "vpc_id"].into_iter().filter(|name| null(name));
        needed.map(|name| (name, "must be set unless `target_type` is \"lambda\"".to_owned())).collect()
    }

    fn import(id: &str) -> Result<Self> {
        if !id.contains(":targetgroup/") {
            return Err(Error::Invalid(format!("{id:?} is no ARN of a target group.")));
        }
        Ok(Self { id: Some(id.to_owned()), ..Self::default() })
    }
}

impl TargetGroup {
    pub(super) fn kind(&self) -> &str {
        self.target_type.as_deref().filter(|kind| !kind.is_empty()).unwrap_or("instance")
    }

    /// The call with the settings of the health check, if the configuration has any.
    fn with_health_check<R: HealthCheckRequest>(&self, request: R) -> R {
        let Some(check) = self.health_check.iter().flatten().next() else { return request };
        let protocol = said(&check.protocol);
        let tcp = protocol.as_deref() == Some("TCP");
        let grpc = self.protocol_version.as_deref() == Some("GRPC");
        let matcher = said(&check.matcher).filter(|_| !tcp).map(|codes| {
            let builder = Matcher::builder();
            if grpc { builder.grpc_code(codes).build() } else { builder.http_code(codes).build() }
        });
        let lambda = self.kind() == "lambda";
        request.health_check(Settings {
            enabled: check.enabled,
            interval: check.interval,
            healthy: check.healthy_threshold,
            unhealthy: check.unhealthy_threshold,
            timeout: check.timeout.filter(|seconds| *seconds != 0),
            path: said(&check.path).filter(|_| !tcp),
            matcher,
            port: said(&check.port).filter(|_| !lambda),
            protocol: protocol.filter(|_| !lambda).map(|protocol| ProtocolEnum::from(protocol.as_str())),
        })
    }

    /// Writes the attributes that the API keeps by key and that are planned to change.
    async fn modify(&self, prior: Option<&Self>, aws: &Aws) -> Result<()> {
        let attributes = attributes::changes(self, prior);
        if !attributes.is_empty() {
            let request = aws.elb.modify_target_group_attributes().target_group_arn(self.id());
            request.set_attributes(Some(attributes)).send().await?;
        }
        Ok(())
    }
}

/// A health check as the API takes it.
struct Settings {
    enabled: Option<bool>,
    interval: Option<i32>,
    healthy: Option<i32>,
    unhealthy: Option<i32>,
    timeout: Option<i32>,
    path: Option<String>,
    matcher: Option<Matcher>,
    port: Option<String>,
    protocol: Option<ProtocolEnum>,
}

/// The two calls that take a health check.
trait HealthCheckRequest {
    fn health_check(self, settings: Settings) -> Self;
}

macro_rules! health_check_requests {
    ($($request:ty),*) => {
        $(impl HealthCheckRequest for $request {
            fn health_check(self, settings: Settings) -> Self {
                self.set_health_check_enabled(settings.enabled)
                    .set_health_check_interval_seconds(settings.interval)
                    .set_healthy_threshold_count(settings.healthy)
                    .set_unhealthy_threshold_count(settings.unhealthy)
                    .set_health_check_timeout_seconds(settings.timeout)
                    .set_health_check_path(settings.path)
                    .set_matcher(settings.matcher)
                    .set_health_check_port(settings.port)
                    .set_health_check_protocol(settings.protocol)
            }
        })*
    };
}

health_check_requests!(Create, Modify);

/// What metrics call it: `targetgroup/web/50dc6c495c0c9188`.
pub fn suffix(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or_default()
}

/// The target group of this ARN or name; `None` if there is none.
pub async fn find(arn: Option<String>, name: Option<String>, aws: &Aws) -> Result<Option<sdk::TargetGroup>> {
    let request = aws.elb.describe_target_groups();
    let request =
        request.set_target_group_arns(arn.map(|arn| vec![arn])).set_names(name.map(|name| vec![name]));
    Ok(request.send().await.or_gone(GONE)?.and_then(|found| found.target_groups?.pop()))
}
