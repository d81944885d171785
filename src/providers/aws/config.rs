//! The `provider "aws"` block: region, credentials, endpoints, tags.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use aws_config::{BehaviorVersion, Region, profile::ProfileFileCredentialsProvider, sts::AssumeRoleProvider};
use aws_credential_types::Credentials;

use super::{
    Aws,
    client::{HTTP, Options},
    tags::Tags,
};
use crate::{
    lang::value::Object,
    providers::{Configured, Error, ProviderTags, Result, Task},
    schema::{Attributes as _, Optional, Schema, Set},
};

/// The attributes of a `provider "aws"` block, as AWS provider 5.100 has them.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws")]
pub struct ProviderConfig {
    #[attr(sensitive)]
    access_key: Optional<String>,
    allowed_account_ids: Optional<Set<String>>,
    #[attr(block)]
    assume_role: Optional<Vec<AssumeRole>>,
    #[attr(block, max_items = 1)]
    assume_role_with_web_identity: Optional<Vec<WebIdentity>>,
    custom_ca_bundle: Optional<String>,
    #[attr(block, max_items = 1)]
    default_tags: Optional<Vec<DefaultTags>>,
    ec2_metadata_service_endpoint: Optional<String>,
    ec2_metadata_service_endpoint_mode: Optional<String>,
    #[attr(block)]
    endpoints: Optional<Set<BTreeMap<String, String>>>,
    forbidden_account_ids: Optional<Set<String>>,
    http_proxy: Optional<String>,
    https_proxy: Optional<String>,
    #[attr(block, max_items = 1)]
    ignore_tags: Optional<Vec<IgnoreTags>>,
    insecure: Optional<bool>,
    max_retries: Optional<i64>,
    no_proxy: Optional<String>,
    profile: Optional<String>,
    region: Optional<String>,
    #[attr(one_of = ["standard", "adaptive"])]
    retry_mode: Optional<String>,
    #[attr(one_of = ["legacy", "regional"])]
    s3_us_east_1_regional_endpoint: Optional<String>,
    s3_use_path_style: Optional<bool>,
    #[attr(sensitive)]
    secret_key: Optional<String>,
    shared_config_files: Optional<Vec<String>>,
    shared_credentials_files: Optional<Vec<String>>,
    skip_credentials_validation: Optional<bool>,
    skip_metadata_api_check: Optional<String>,
    skip_region_validation: Optional<bool>,
    skip_requesting_account_id: Optional<bool>,
    sts_region: Optional<String>,
    #[attr(sensitive)]
    token: Optional<String>,
    token_bucket_rate_limiter_capacity: Optional<i64>,
    use_dualstack_endpoint: Optional<bool>,
    use_fips_endpoint: Optional<bool>,
}

/// A role to take on before any other call.
#[derive(Debug, Default, Clone, Schema)]
pub struct AssumeRole {
    duration: Optional<String>,
    external_id: Optional<String>,
    policy: Optional<String>,
    policy_arns: Optional<Set<String>>,
    role_arn: Optional<String>,
    session_name: Optional<String>,
    source_identity: Optional<String>,
    tags: Optional<Tags>,
    transitive_tag_keys: Optional<Set<String>>,
}

/// A role to take on with a token of another identity provider.
#[derive(Debug, Default, Clone, Schema)]
pub struct WebIdentity {
    duration: Optional<String>,
    policy: Optional<String>,
    policy_arns: Optional<Set<String>>,
    role_arn: Optional<String>,
    session_name: Optional<String>,
    web_identity_token: Optional<String>,
    web_identity_token_file: Optional<String>,
}

/// Tags for every resource.
#[derive(Debug, Default, Clone, Schema)]
pub struct DefaultTags {
    tags: Optional<Tags>,
}

/// Tags that are never looked at.
#[derive(Debug, Default, Clone, Schema)]
pub struct IgnoreTags {
    key_prefixes: Optional<Set<String>>,
    keys: Optional<Set<String>>,
}

/// Makes the clients of a `provider` block's values.
pub fn configure(values: Object) -> Task<'static, Result<Configured>> {
    Box::pin(async move {
        let config = ProviderConfig::decode(&values)?;
        let tags = config.tags();
        let options = config.options();
        let aws = Aws::new(&config.load().await?, &options);
        config.check_account(&aws).await?;
        Ok(Configured { client: Arc::new(aws), tags: Arc::new(tags) })
    })
}

impl ProviderConfig {
    fn tags(&self) -> ProviderTags {
        let ignore = self.ignore_tags.iter().flatten();
        ProviderTags {
            default: self
                .default_tags
                .iter()
                .flatten()
                .filter_map(|block| block.tags.clone())
                .flatten()
                .collect(),
            ignore_keys: ignore.clone().filter_map(|block| block.keys.clone()).flatten().collect(),
            ignore_prefixes: ignore.filter_map(|block| block.key_prefixes.clone()).flatten().collect(),
        }
    }

    fn options(&self) -> Options {
        let endpoints = self.endpoints.iter().flat_map(|blocks| blocks.iter()).flatten();
        Options {
            endpoints: endpoints
                .filter(|(_, url)| !url.is_empty())
                .map(|(name, url)| (name.clone(), url.clone()))
                .collect(),
            s3_use_path_style: self.s3_use_path_style.unwrap_or_default() || endpoint_in_environment(),
        }
    }

    async fn load(&self) -> Result<aws_config::SdkConfig> {
        let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(HTTP.clone());
        if let Some(profile) = &self.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(region) = &self.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let (Some(key), Some(secret)) = (&self.access_key, &self.secret_key) {
            let credentials = Credentials::new(key, secret, self.token.clone(), None, "provider block");
            loader = loader.credentials_provider(credentials);
        } else if let Some(profile) = &self.profile {
            loader = loader.credentials_provider(
                ProfileFileCredentialsProvider::builder().profile_name(profile).build(),
            );
        }
        if let Some(attempts) = self.max_retries.and_then(|n| u32::try_from(n).ok()) {
            loader = loader
                .retry_config(aws_config::retry::RetryConfig::standard().with_max_attempts(attempts.max(1)));
        } else {
            // As many attempts as patience allows: throttling is normal in a big apply.
            let retry = aws_config::retry::RetryConfig::standard().with_max_attempts(10);
            loader = loader.retry_config(retry.with_max_backoff(Duration::from_secs(20)));
        }
        if self.use_fips_endpoint.unwrap_or_default() {
            loader = loader.use_fips(true);
        }
        if self.use_dualstack_endpoint.unwrap_or_default() {
            loader = loader.use_dual_stack(true);
        }
        let mut sdk = loader.load().await;
        if sdk.region().is_none() {
            return Err(Error::Invalid(
                "No AWS region is set. Say `region = \"…\"` in the provider block, or set AWS_REGION, or a region in \
                 the profile of your AWS configuration."
                    .into(),
            ));
        }
        for role in self.assume_role.iter().flatten() {
            let Some(arn) = &role.role_arn else { continue };
            let mut provider = AssumeRoleProvider::builder(arn)
                .configure(&sdk)
                .session_name(role.session_name.clone().unwrap_or_else(|| "stackctl".into()));
            if let Some(id) = &role.external_id {
                provider = provider.external_id(id);
            }
            if let Some(policy) = &role.policy {
                provider = provider.policy(policy);
            }
            let credentials =
                aws_credential_types::provider::SharedCredentialsProvider::new(provider.build().await);
            sdk = sdk.into_builder().credentials_provider(credentials).build();
        }
        Ok(sdk)
    }

    /// Refuses an account that the block does not allow: the wrong profile is a common way to lose things.
    async fn check_account(&self, aws: &Aws) -> Result<()> {
        let (allowed, forbidden) = (self.allowed_account_ids.as_ref(), self.forbidden_account_ids.as_ref());
        if allowed.is_none_or(|ids| ids.is_empty()) && forbidden.is_none_or(|ids| ids.is_empty()) {
            return Ok(());
        }
        let account = aws.account().await?.to_owned();
        let fine = allowed.is_none_or(|ids| ids.is_empty() || ids.contains(&account))
            && forbidden.is_none_or(|ids| !ids.contains(&account));
        fine.then_some(()).ok_or_else(|| {
            Error::Invalid(format!("AWS account {account} is not allowed by the provider block (allowed_account_ids, forbidden_account_ids)."))
        })
    }
}

/// Whether the environment points the SDK at another endpoint than AWS: such a one rarely has a host name a bucket.
fn endpoint_in_environment() -> bool {
    ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()))
}
