//! Whose account and which region a `provider "aws"` block means.

use std::time::Duration;

use aws_config::{
    BehaviorVersion, Region, SdkConfig,
    profile::ProfileFileCredentialsProvider,
    provider_config::ProviderConfig as SdkProviderConfig,
    retry::RetryConfig,
    sts::AssumeRoleProvider,
    web_identity_token::{StaticConfiguration, WebIdentityTokenCredentialsProvider},
};
use aws_credential_types::{
    Credentials,
    provider::{ProvideCredentials as _, SharedCredentialsProvider, error::CredentialsError},
};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};

use super::{
    config::{AssumeRole, ProviderConfig, WebIdentity},
    error::with_causes,
    http::{self, Network},
};
use crate::{
    providers::{Error, Result},
    sandbox,
    schema::parse_duration,
};

impl ProviderConfig {
    /// The SDK's configuration, as the block and the environment say it.
    ///
    /// In a sandbox the block's own accounts and endpoints count for nothing: everything goes to the emulator.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is no region or there are no credentials, or for what cannot be done.
    pub async fn load(&self) -> Result<SdkConfig> {
        self.refuse_unsupported()?;
        let in_sandbox = sandbox::is_inside();
        let some = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let (http_proxy, https_proxy, no_proxy) =
            (some(&self.http_proxy), some(&self.https_proxy), some(&self.no_proxy));
        let ca_bundle = some(&self.custom_ca_bundle).or_else(|| std::env::var("AWS_CA_BUNDLE").ok());
        let network = Network {
            http_proxy: http_proxy.as_deref(),
            https_proxy: https_proxy.as_deref(),
            no_proxy: no_proxy.as_deref(),
            ca_bundle: ca_bundle.as_deref(),
        };
        let network = if in_sandbox { Network::default() } else { network };
        let mut loader =
            aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(http::client(&network)?);
        if let Some(region) = some(&self.region) {
            loader = loader.region(Region::new(region));
        }
        loader = loader.retry_config(self.retries());
        if !in_sandbox {
            let files = self.profile_files();
            if let Some(files) = &files {
                loader = loader.profile_files(files.clone());
            }
            if let Some(profile) = some(&self.profile) {
                loader = loader.profile_name(&profile);
                let mut provider = ProfileFileCredentialsProvider::builder().profile_name(profile);
                if let Some(files) = files {
                    provider = provider.profile_files(files);
                }
                loader = loader.credentials_provider(provider.build());
            }
            if let (Some(key), Some(secret)) = (some(&self.access_key), some(&self.secret_key)) {
                let credentials = Credentials::new(key, secret, some(&self.token), None, "provider block");
                loader = loader.credentials_provider(credentials);
            }
            loader = loader.use_fips(self.use_fips_endpoint.unwrap_or_default());
            loader = loader.use_dual_stack(self.use_dualstack_endpoint.unwrap_or_default());
        }
        let mut sdk = loader.load().await;
        if sdk.region().is_none() {
            return Err(Error::Invalid(
                "No AWS region is set. Say `region = \"…\"` in the provider block, or set AWS_REGION, or a region in \
                 the profile of your AWS configuration."
                    .into(),
            ));
        }
        if let Some(identity) = self.assume_role_with_web_identity.iter().flatten().next()
            && !in_sandbox
        {
            let provider = identity.provider(&sdk)?;
            sdk = sdk.into_builder().credentials_provider(provider).build();
        }
        check(&sdk).await?;
        for role in self.assume_role.iter().flatten() {
            if let Some(provider) = role.provider(&sdk, self.sts_region.as_deref()).await? {
                sdk = sdk.into_builder().credentials_provider(provider).build();
                check(&sdk).await?;
            }
        }
        Ok(sdk)
    }

    /// What would be another account or another network if it was left out in silence.
    fn refuse_unsupported(&self) -> Result<()> {
        let refused = [
            ("insecure", self.insecure == Some(true)),
            ("ec2_metadata_service_endpoint", self.ec2_metadata_service_endpoint.is_some()),
            ("ec2_metadata_service_endpoint_mode", self.ec2_metadata_service_endpoint_mode.is_some()),
        ];
        match refused.iter().find(|(_, given)| *given) {
            Some((name, _)) => {
                Err(Error::Invalid(format!("stackctl does not support {name:?} of the provider block.")))
            }
            None => Ok(()),
        }
    }

    fn retries(&self) -> RetryConfig {
        let retries = match self.retry_mode.as_deref() {
            Some("adaptive") => RetryConfig::adaptive(),
            _ => RetryConfig::standard(),
        };
        match self.max_retries.and_then(|n| u32::try_from(n).ok()) {
            Some(attempts) => retries.with_max_attempts(attempts.max(1)),
            // As many attempts as patience allows: throttling is normal in a big apply.
            None => retries.with_max_attempts(10).with_max_backoff(Duration::from_secs(20)),
        }
    }

    fn profile_files(&self) -> Option<EnvConfigFiles> {
        let (config, credentials) = (&self.shared_config_files, &self.shared_credentials_files);
        if config.is_none() && credentials.is_none() {
            return None;
        }
        let mut files = EnvConfigFiles::builder();
        for path in config.iter().flatten() {
            files = files.with_file(EnvConfigFileKind::Config, path);
        }
        for path in credentials.iter().flatten() {
            files = files.with_file(EnvConfigFileKind::Credentials, path);
        }
        files = files.include_default_config_file(config.is_none());
        Some(files.include_default_credentials_file(credentials.is_none()).build())
    }
}

impl AssumeRole {
    async fn provider(
        &self,
        sdk: &SdkConfig,
        sts_region: Option<&str>,
    ) -> Result<Option<SharedCredentialsProvider>> {
        let Some(arn) = self.role_arn.as_deref().filter(|arn| !arn.is_empty()) else { return Ok(None) };
        for (name, given) in [
            ("source_identity", self.source_identity.is_some()),
            ("transitive_tag_keys", self.transitive_tag_keys.as_ref().is_some_and(|keys| !keys.is_empty())),
        ] {
            if given {
                let message =
                    format!("stackctl does not support {name:?} of assume_role in the provider block.");
                return Err(Error::Invalid(message));
            }
        }
        let session = self.session_name.clone().unwrap_or_else(|| "stackctl".into());
        let mut provider = AssumeRoleProvider::builder(arn).configure(sdk).session_name(session);
        if let Some(id) = &self.external_id {
            provider = provider.external_id(id);
        }
        if let Some(policy) = &self.policy {
            provider = provider.policy(policy);
        }
        if let Some(arns) = &self.policy_arns {
            provider = provider.policy_arns(arns.iter().cloned().collect());
        }
        if let Some(duration) = &self.duration {
            let wrong =
                || Error::Invalid(format!("{duration:?} is no duration of a role: write it as `1h30m`."));
            provider = provider.session_length(parse_duration(duration).ok_or_else(wrong)?);
        }
        if let Some(tags) = &self.tags {
            provider = provider.tags(tags.clone());
        }
        if let Some(region) = sts_region.filter(|region| !region.is_empty()) {
            provider = provider.region(Region::new(region.to_owned()));
        }
        Ok(Some(SharedCredentialsProvider::new(provider.build().await)))
    }
}

impl WebIdentity {
    fn provider(&self, sdk: &SdkConfig) -> Result<SharedCredentialsProvider> {
        let (Some(role_arn), Some(file)) = (&self.role_arn, &self.web_identity_token_file) else {
            return Err(Error::Invalid(
                "assume_role_with_web_identity needs `role_arn` and `web_identity_token_file`; a token in the \
                 configuration itself is not supported."
                    .into(),
            ));
        };
        let configuration = StaticConfiguration {
            web_identity_token_file: file.into(),
            role_arn: role_arn.clone(),
            session_name: self.session_name.clone().unwrap_or_else(|| "stackctl".into()),
        };
        let mut sdk_config = SdkProviderConfig::default().with_region(sdk.region().cloned());
        if let Some(client) = sdk.http_client() {
            sdk_config = sdk_config.with_http_client(client);
        }
        let mut provider = WebIdentityTokenCredentialsProvider::builder()
            .configure(&sdk_config)
            .static_configuration(configuration);
        if let Some(policy) = &self.policy {
            provider = provider.policy(policy);
        }
        if let Some(arns) = &self.policy_arns {
            provider = provider.policy_arns(arns.iter().cloned().collect());
        }
        Ok(SharedCredentialsProvider::new(provider.build()))
    }
}

/// That there are credentials at all: to hear of it at once is better than from the first call that needs them.
async fn check(sdk: &SdkConfig) -> Result<()> {
    let found = match sdk.credentials_provider() {
        Some(provider) => provider.provide_credentials().await,
        None => Err(CredentialsError::not_loaded("no source of credentials is configured")),
    };
    match found {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::Invalid(format!(
            "No AWS credentials are found. Log in (`aws sso login`), set AWS_PROFILE, or AWS_ACCESS_KEY_ID and \
             AWS_SECRET_ACCESS_KEY, or name a profile in the provider block. To try without an account, put \
             `sandbox` before the command.\n\nThe sources answered: {}.",
            with_causes(&error).trim_end_matches('.')
        ))),
    }
}
