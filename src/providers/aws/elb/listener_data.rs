//! The data source `aws_lb_listener`.

use super::{
    actions::{Action, ListenerForward},
    listener::MutualAuthentication,
    tagging,
};
use crate::providers::aws::prelude::*;
use aws_sdk_elasticloadbalancingv2::types::Listener as Found;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lb_listener")]
pub struct Listener {
    id: Computed<String>,
    alpn_policy: Computed<String>,
    arn: Defaulted<String>,
    certificate_arn: Computed<String>,
    default_action: Computed<Vec<Action<ListenerForward>>>,
    load_balancer_arn: Defaulted<String>,
    mutual_authentication: Computed<Vec<MutualAuthentication>>,
    port: Defaulted<i32>,
    protocol: Computed<String>,
    ssl_policy: Computed<String>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
}

impl Data<Aws> for Listener {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let Some(found) = self.find(aws).await? else {
            return Err(Error::Invalid(
                "There is no such listener. Check the ARN, or the load balancer and the port, the region and the account."
                    .into(),
            ));
        };
        let arn = found.listener_arn.unwrap_or_default();
        let certificate = found.certificates.and_then(|all| all.into_iter().next()?.certificate_arn);
        let authentication = found.mutual_authentication.map(MutualAuthentication::from_elb);
        Ok(Listener {
            id: Some(arn.clone()),
            alpn_policy: found.alpn_policy.and_then(|policies| policies.into_iter().next()),
            certificate_arn: certificate,
            default_action: Some(Action::all_from_elb(found.default_actions, &[])),
            load_balancer_arn: found.load_balancer_arn,
            mutual_authentication: Some(authentication.into_iter().collect()),
            port: found.port,
            protocol: Some(found.protocol.map(|protocol| protocol.to_string()).unwrap_or_default()),
            ssl_policy: found.ssl_policy,
            tags: tagging::of(aws, &arn).await?,
            arn: Some(arn),
            timeouts: self.timeouts,
        })
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let null = |name: &str| config.get(name).is_none_or(Value::is_null);
        if null("arn") && (null("load_balancer_arn") || null("port")) {
            return vec![("arn", "must be set, or `load_balancer_arn` and `port`".to_owned())];
        }
        Vec::new()
    }
}

impl Listener {
    async fn find(&self, aws: &Aws) -> Result<Option<Found>> {
        const GONE: &[&str] = &["ListenerNotFound", "LoadBalancerNotFound"];
        if let Some(arn) = said(&self.arn) {
            let found = aws.elb.describe_listeners().listener_arns(arn).send().await.or_gone(GONE)?;
            return Ok(found.and_then(|found| found.listeners?.pop()));
        }
        let balancer = said(&self.load_balancer_arn).unwrap_or_default();
        let mut pages = aws.elb.describe_listeners().load_balancer_arn(balancer).into_paginator().send();
        while let Some(page) = pages.next().await {
            let Some(page) = page.or_gone(GONE)? else { return Ok(None) };
            let found = page.listeners.into_iter().flatten().find(|listener| listener.port == self.port);
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}
