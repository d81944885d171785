//! Data source `aws_secretsmanager_secret`: a secret by ARN or name, without its value.

use super::GONE;
use crate::providers::aws::{json, prelude::*, time};

/// A secret by ARN or name, without its value.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_secretsmanager_secret")]
pub struct Secret {
    id: Computed<String>,
    #[attr(exactly_one_of = ["arn", "name"])]
    arn: Defaulted<String>,
    created_date: Computed<String>,
    description: Computed<String>,
    kms_key_id: Computed<String>,
    last_changed_date: Computed<String>,
    #[attr(exactly_one_of = ["arn", "name"])]
    name: Defaulted<String>,
    policy: Computed<String>,
    tags: Defaulted<Tags>,
}

impl Data<Aws> for Secret {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let id = [&self.arn, &self.name].into_iter().flatten().find(|text| !text.is_empty());
        let id = id.cloned().ok_or_else(|| Error::Invalid("Say `arn` or `name` of the secret.".into()))?;
        let found = aws.secrets.describe_secret().secret_id(&id).send().await.or_gone(GONE)?;
        let Some(secret) = found else {
            return Err(Error::Invalid(format!("There is no secret `{id}`.")));
        };
        let found = aws.secrets.get_resource_policy().secret_id(&id).send().await.or_gone(GONE)?;
        let policy = found.and_then(|found| found.resource_policy).unwrap_or_default();
        let pairs = secret.tags.into_iter().flatten();
        Ok(Secret {
            id: secret.arn.clone(),
            arn: secret.arn,
            created_date: Some(time::rfc3339(secret.created_date.as_ref())),
            description: Some(secret.description.unwrap_or_default()),
            kms_key_id: Some(secret.kms_key_id.unwrap_or_default()),
            last_changed_date: Some(time::rfc3339(secret.last_changed_date.as_ref())),
            name: secret.name,
            policy: Some(json::compact(&policy).unwrap_or(policy)),
            tags: tags::from_pairs(pairs.filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default())))),
        })
    }
}
