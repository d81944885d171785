//! Data source `aws_iam_policy`: a policy of the account or of AWS, by ARN or by name.

use super::prelude::*;

/// A policy, by ARN or by name.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_policy")]
pub struct Policy {
    id: Computed<String>,
    #[attr(conflicts = ["name", "path_prefix"])]
    arn: Defaulted<String>,
    attachment_count: Computed<i64>,
    description: Computed<String>,
    #[attr(conflicts = ["arn"])]
    name: Defaulted<String>,
    path: Computed<String>,
    #[attr(conflicts = ["arn"])]
    path_prefix: Optional<String>,
    policy: Computed<String>,
    policy_id: Computed<String>,
    tags: Defaulted<Tags>,
}

impl Data<Aws> for Policy {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let arn = match self.arn.clone().filter(|arn| !arn.is_empty()) {
            Some(arn) => arn,
            None => self.search(aws).await?,
        };
        let Some((policy, text)) = super::policy::find(&arn, aws).await? else {
            return Err(Error::Invalid(format!("There is no IAM policy `{arn}`.")));
        };
        Ok(Policy {
            id: Some(arn.clone()),
            arn: Some(arn),
            attachment_count: policy.attachment_count.map(i64::from),
            description: Some(policy.description.unwrap_or_default()),
            name: policy.policy_name,
            path: policy.path,
            path_prefix: self.path_prefix,
            policy: Some(text),
            policy_id: policy.policy_id,
            tags: from_iam(policy.tags),
        })
    }
}

impl Policy {
    /// The ARN of the one policy with this name and beginning of its path.
    async fn search(&self, aws: &Aws) -> Result<String> {
        let name = self.name.as_deref().unwrap_or_default();
        let request = aws.iam.list_policies().set_path_prefix(self.path_prefix.clone());
        let mut pages = request.into_paginator().items().send();
        let mut found = Vec::new();
        while let Some(policy) = pages.next().await {
            let policy = policy?;
            if name.is_empty() || policy.policy_name() == Some(name) {
                found.extend(policy.arn);
            }
        }
        match found.as_slice() {
            [arn] => Ok(arn.clone()),
            [] => Err(Error::Invalid(format!("There is no IAM policy with the name `{name}`."))),
            _ => Err(Error::Invalid(format!(
                "{} IAM policies fit the name `{name}`. Say `arn`, or a `path_prefix` that only one has.",
                found.len()
            ))),
        }
    }
}
