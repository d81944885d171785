//! Data source `aws_secretsmanager_secret_version`: the value of a secret.

use super::GONE;
use crate::providers::aws::{prelude::*, time};

/// The value of a secret.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_secretsmanager_secret_version")]
pub struct SecretVersion {
    id: Computed<String>,
    arn: Computed<String>,
    created_date: Computed<String>,
    #[attr(sensitive)]
    secret_binary: Computed<String>,
    secret_id: Required<String>,
    #[attr(sensitive)]
    secret_string: Computed<String>,
    version_id: Defaulted<String>,
    #[attr(default = "AWSCURRENT")]
    version_stage: Optional<String>,
    version_stages: Computed<Set<String>>,
}

impl Data<Aws> for SecretVersion {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let stage = self.version_stage.clone().unwrap_or_else(|| "AWSCURRENT".into());
        let version = self.version_id.clone().filter(|id| !id.is_empty());
        let request = aws.secrets.get_secret_value().secret_id(&self.secret_id);
        let request = match &version {
            Some(id) => request.version_id(id),
            None => request.version_stage(&stage),
        };
        let Some(value) = request.send().await.or_gone(GONE)? else {
            return Err(Error::Invalid(format!(
                "Secret `{}` has no version `{}`. A secret that was just made has no value before a version is written.",
                self.secret_id,
                version.as_deref().unwrap_or(&stage)
            )));
        };
        Ok(SecretVersion {
            id: Some(format!("{}|{}", self.secret_id, version.as_deref().unwrap_or(&stage))),
            arn: value.arn,
            created_date: Some(time::rfc3339(value.created_date.as_ref())),
            secret_binary: Some(
                value
                    .secret_binary
                    .and_then(|blob| String::from_utf8(blob.into_inner()).ok())
                    .unwrap_or_default(),
            ),
            secret_id: self.secret_id,
            secret_string: Some(value.secret_string.unwrap_or_default()),
            version_id: value.version_id,
            version_stage: Some(stage),
            version_stages: Some(value.version_stages.unwrap_or_default().into()),
        })
    }
}
