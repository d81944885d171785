//! `aws_cloudwatch_log_resource_policy`: which services may write logs of the account.

use crate::providers::aws::{json, policy, prelude::*};
use aws_sdk_cloudwatchlogs::types::ResourcePolicy as Found;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_log_resource_policy")]
pub struct ResourcePolicy {
    id: Computed<String>,
    #[attr(length = (1, 5120), equal = policy::equal, normalize = json::normalize)]
    policy_document: Required<String>,
    #[attr(force_new)]
    policy_name: Required<String>,
}

const GONE: &[&str] = &["ResourceNotFoundException"];

impl Resource<Aws> for ResourcePolicy {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.logs.put_resource_policy().policy_name(&self.policy_name);
        request.policy_document(&self.policy_document).send().await?;
        self.id = Some(self.policy_name.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find(self.id(), aws).await? else { return Ok(None) };
        let text = found.policy_document.unwrap_or_default();
        Ok(Some(ResourcePolicy {
            policy_document: policy::keep(Some(&self.policy_document), &text),
            policy_name: found.policy_name.unwrap_or_default(),
            id: self.id,
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.create(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.logs.delete_resource_policy().policy_name(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }
}

/// The policy of this name; `None` if there is none.
async fn find(name: &str, aws: &Aws) -> Result<Option<Found>> {
    let mut token = None;
    loop {
        let page = aws.logs.describe_resource_policies().set_next_token(token).send().await?;
        let same = |policy: &Found| policy.policy_name.as_deref() == Some(name);
        if let Some(found) = page.resource_policies.into_iter().flatten().find(same) {
            return Ok(Some(found));
        }
        token = page.next_token.filter(|token| !token.is_empty());
        if token.is_none() {
            return Ok(None);
        }
    }
}
