//! `aws_secretsmanager_secret_policy`: who may read and change a secret.

use super::GONE;
use crate::providers::aws::{json, policy as document, prelude::*};

/// Who may read and change a secret.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_secretsmanager_secret_policy")]
pub struct SecretPolicy {
    id: Computed<String>,
    block_public_policy: Optional<bool>,
    #[attr(normalize = json::normalize, equal = document::equal)]
    policy: Required<String>,
    #[attr(force_new)]
    secret_arn: Required<String>,
}

impl Resource<Aws> for SecretPolicy {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(self.secret_arn.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = aws.secrets.get_resource_policy().secret_id(self.id()).send().await.or_gone(GONE)?;
        let Some(found) = found.filter(|found| said(&found.resource_policy).is_some()) else {
            return Ok(None);
        };
        Ok(Some(Self {
            block_public_policy: self.block_public_policy,
            policy: document::keep(Some(&self.policy), found.resource_policy.as_deref().unwrap_or_default()),
            secret_arn: self.id().to_owned(),
            id: self.id,
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.secrets.delete_resource_policy().secret_id(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }
}

impl SecretPolicy {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let request = aws
            .secrets
            .put_resource_policy()
            .secret_id(&self.secret_arn)
            .resource_policy(&self.policy)
            .set_block_public_policy(self.block_public_policy);
        // A principal that was just made is not known everywhere yet.
        let heals = |error: &Error| {
            error.is(&["MalformedPolicyDocumentException"])
                && error.says("This resource policy contains an unsupported principal")
        };
        wait::retry(minutes(2), heals, || async { Ok(request.clone().send().await?) }).await?;
        Ok(())
    }
}
