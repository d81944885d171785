//! The `provider "aws"` block: region, credentials, endpoints, tags.

use std::{collections::BTreeMap, sync::Arc};

use super::{Aws, client::Options, tags::Tags};
use crate::{
    lang::value::Object,
    providers::{Configured, Error, ProviderTags, Result, Task},
    sandbox,
    schema::{Attributes as _, Optional, Schema, Set},
};

/// The attributes of a `provider "aws"` block, as AWS provider 5.100 has them.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws")]
pub struct ProviderConfig {
    #[attr(sensitive)]
    pub(super) access_key: Optional<String>,
    pub(super) allowed_account_ids: Optional<Set<String>>,
    #[attr(block)]
    pub(super) assume_role: Optional<Vec<AssumeRole>>,
    #[attr(block, max_items = 1)]
    pub(super) assume_role_with_web_identity: Optional<Vec<WebIdentity>>,
    pub(super) custom_ca_bundle: Optional<String>,
    #[attr(block, max_items = 1)]
    pub(super) default_tags: Optional<Vec<DefaultTags>>,
    pub(super) ec2_metadata_service_endpoint: Optional<String>,
    pub(super) ec2_metadata_service_endpoint_mode: Optional<String>,
    #[attr(block)]
    pub(super) endpoints: Optional<Set<BTreeMap<String, String>>>,
    pub(super) forbidden_account_ids: Optional<Set<String>>,
    pub(super) http_proxy: Optional<String>,
    pub(super) https_proxy: Optional<String>,
    #[attr(block, max_items = 1)]
    pub(super) ignore_tags: Optional<Vec<IgnoreTags>>,
    pub(super) insecure: Optional<bool>,
    pub(super) max_retries: Optional<i64>,
    pub(super) no_proxy: Optional<String>,
    pub(super) profile: Optional<String>,
    pub(super) region: Optional<String>,
    #[attr(one_of = ["standard", "adaptive"])]
    pub(super) retry_mode: Optional<String>,
    #[attr(one_of = ["legacy", "regional"])]
    pub(super) s3_us_east_1_regional_endpoint: Optional<String>,
    pub(super) s3_use_path_style: Optional<bool>,
    #[attr(sensitive)]
    pub(super) secret_key: Optional<String>,
    pub(super) shared_config_files: Optional<Vec<String>>,
    pub(super) shared_credentials_files: Optional<Vec<String>>,
    pub(super) skip_credentials_validation: Optional<bool>,
    pub(super) skip_metadata_api_check: Optional<String>,
    pub(super) skip_region_validation: Optional<bool>,
    pub(super) skip_requesting_account_id: Optional<bool>,
    pub(super) sts_region: Optional<String>,
    #[attr(sensitive)]
    pub(super) token: Optional<String>,
    pub(super) token_bucket_rate_limiter_capacity: Optional<i64>,
    pub(super) use_dualstack_endpoint: Optional<bool>,
    pub(super) use_fips_endpoint: Optional<bool>,
}

/// A role to take on before any other call.
#[derive(Debug, Default, Clone, Schema)]
pub struct AssumeRole {
    pub(super) duration: Optional<String>,
    pub(super) external_id: Optional<String>,
    pub(super) policy: Optional<String>,
    pub(super) policy_arns: Optional<Set<String>>,
    pub(super) role_arn: Optional<String>,
    pub(super) session_name: Optional<String>,
    pub(super) source_identity: Optional<String>,
    pub(super) tags: Optional<Tags>,
    pub(super) transitive_tag_keys: Optional<Set<String>>,
}

/// A role to take on with a token of another identity provider.
#[derive(Debug, Default, Clone, Schema)]
pub struct WebIdentity {
    pub(super) duration: Optional<String>,
    pub(super) policy: Optional<String>,
    pub(super) policy_arns: Optional<Set<String>>,
    pub(super) role_arn: Optional<String>,
    pub(super) session_name: Optional<String>,
    pub(super) web_identity_token: Optional<String>,
    pub(super) web_identity_token_file: Optional<String>,
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

    /// Endpoints, of which a sandbox has its own.
    fn options(&self) -> Options {
        let given = self.endpoints.iter().flat_map(|blocks| blocks.iter()).flatten();
        let given = given.filter(|(_, url)| !url.is_empty() && !sandbox::is_inside());
        Options {
            endpoints: given.map(|(name, url)| (name.clone(), url.clone())).collect(),
            s3_use_path_style: self.s3_use_path_style.unwrap_or_default() || endpoint_in_environment(),
        }
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
