//! `aws_ecr_repository_policy`: who may use a repository.

use crate::providers::aws::{json, policy, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ecr_repository_policy")]
pub struct RepositoryPolicy {
    id: Computed<String>,
    #[attr(equal = policy::equal, normalize = json::normalize)]
    policy: Required<String>,
    registry_id: Computed<String>,
    #[attr(force_new)]
    repository: Required<String>,
}

const GONE: &[&str] = &["RepositoryPolicyNotFoundException", "RepositoryNotFoundException"];

impl Resource<Aws> for RepositoryPolicy {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        // A role that was made a moment ago is not seen yet as a principal.
        let heals = |error: &Error| {
            error.is(&["InvalidParameterException"]) && error.says("Invalid repository policy provided")
        };
        wait::retry(minutes(2), heals, || async {
            let request = aws.ecr.set_repository_policy().repository_name(&self.repository);
            Ok(request.policy_text(&self.policy).send().await?)
        })
        .await?;
        self.id = Some(self.repository.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws.ecr.get_repository_policy().repository_name(self.id());
        let Some(found) = request.send().await.or_gone(GONE)? else { return Ok(None) };
        Ok(Some(RepositoryPolicy {
            id: self.id,
            policy: policy::keep(Some(&self.policy), &found.policy_text.unwrap_or_default()),
            registry_id: found.registry_id,
            repository: found.repository_name.unwrap_or_default(),
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.create(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.ecr.delete_repository_policy().repository_name(self.id());
        request.set_registry_id(self.registry_id.clone()).send().await.or_gone(GONE)?;
        Ok(())
    }
}
