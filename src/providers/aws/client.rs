//! The clients of one `provider "aws"` block: one region, one set of credentials, one connection pool.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use tokio::sync::OnceCell;

use crate::providers::{Error, Result};

/// Declares the clients of [`Aws`]: field, the names of its endpoint in a `provider` block, and the SDK's crate.
macro_rules! services {
    ($($(#[$doc:meta])* $field:ident: $sdk:ident as [$($endpoint:literal),+] $(, |$builder:ident, $options:ident| $extra:expr)?;)*) => {
        /// The clients of one `provider "aws"` block.
        pub struct Aws {
            $($(#[$doc])* pub $field: $sdk::Client,)*
            /// The region that the clients talk to.
            pub region: String,
            account: OnceCell<String>,
        }

        impl Aws {
            /// The clients of this configuration, with endpoints by service name where they are not AWS's own.
            pub fn new(config: &SdkConfig, options: &Options) -> Self {
                Self {
                    $($field: {
                        let mut builder = $sdk::config::Builder::from(config);
                        if let Some(url) = [$($endpoint),+].iter().find_map(|name| options.endpoints.get(*name)) {
                            builder = builder.endpoint_url(url);
                        }
                        $(let ($builder, $options) = (builder, options); let builder = $extra;)?
                        $sdk::Client::from_conf(builder.build())
                    },)*
                    region: config.region().map(ToString::to_string).unwrap_or_default(),
                    account: OnceCell::new(),
                }
            }
        }
    };
}

/// What of a `provider` block the clients need beside the SDK's configuration.
#[derive(Debug, Default, Clone)]
pub struct Options {
    /// URLs by the name of the service in `endpoints`.
    pub endpoints: BTreeMap<String, String>,
    /// Buckets in the path and not in the host name.
    pub s3_use_path_style: bool,
}

services! {
    /// Certificates.
    acm: aws_sdk_acm as ["acm"];
    /// Application Auto Scaling.
    autoscaling: aws_sdk_applicationautoscaling as ["applicationautoscaling", "appautoscaling"];
    /// Alarms and metrics.
    cloudwatch: aws_sdk_cloudwatch as ["cloudwatch"];
    /// Virtual machines and networks.
    ec2: aws_sdk_ec2 as ["ec2"];
    /// Container images.
    ecr: aws_sdk_ecr as ["ecr"];
    /// Containers.
    ecs: aws_sdk_ecs as ["ecs"];
    /// Load balancers.
    elb: aws_sdk_elasticloadbalancingv2 as ["elbv2", "elasticloadbalancingv2"];
    /// Rules and schedules.
    events: aws_sdk_eventbridge as ["events", "eventbridge", "cloudwatchevents"];
    /// Users, roles and policies.
    iam: aws_sdk_iam as ["iam"];
    /// Encryption keys.
    kms: aws_sdk_kms as ["kms"];
    /// Functions.
    lambda: aws_sdk_lambda as ["lambda"];
    /// Log groups.
    logs: aws_sdk_cloudwatchlogs as ["logs", "cloudwatchlogs", "cloudwatchlog"];
    /// Relational databases.
    rds: aws_sdk_rds as ["rds"];
    /// DNS.
    route53: aws_sdk_route53 as ["route53"];
    /// Objects in buckets.
    s3: aws_sdk_s3 as ["s3", "s3api"], |builder, options| builder.force_path_style(options.s3_use_path_style);
    /// Secrets.
    secrets: aws_sdk_secretsmanager as ["secretsmanager"];
    /// Notifications.
    sns: aws_sdk_sns as ["sns"];
    /// Queues.
    sqs: aws_sdk_sqs as ["sqs"];
    /// Parameters.
    ssm: aws_sdk_ssm as ["ssm"];
    /// Who am I.
    sts: aws_sdk_sts as ["sts"];
    /// Web application firewall.
    waf: aws_sdk_wafv2 as ["wafv2"];
}

impl Aws {
    /// The id of the account, asked once.
    ///
    /// # Errors
    /// That of `GetCallerIdentity`.
    pub async fn account(&self) -> Result<&str> {
        let ask = || async {
            let identity = self.sts.get_caller_identity().send().await?;
            identity.account.ok_or(Error::Missing("the account"))
        };
        self.account.get_or_try_init(ask).await.map(String::as_str)
    }

    /// The partition that the region is in: `aws`, `aws-cn`, `aws-us-gov`.
    pub fn partition(&self) -> &'static str {
        match self.region.as_str() {
            region if region.starts_with("cn-") => "aws-cn",
            region if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        }
    }

    /// The ARN of something of this account and region: `arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-1`.
    ///
    /// # Errors
    /// That of `GetCallerIdentity`.
    pub async fn arn(&self, service: &str, resource: &str) -> Result<String> {
        Ok(format!("arn:{}:{service}:{}:{}:{resource}", self.partition(), self.region, self.account().await?))
    }
}
