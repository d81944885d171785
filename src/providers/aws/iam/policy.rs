//! `aws_iam_policy`: a policy of the account, with versions, that roles, users and groups can have.

use super::prelude::*;

/// A policy of the account, that roles, users and groups can have.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_policy")]
pub struct Policy {
    id: Computed<String>,
    arn: Computed<String>,
    attachment_count: Computed<i64>,
    #[attr(force_new)]
    description: Optional<String>,
    #[attr(force_new, conflicts = ["name_prefix"], length = (1, 128))]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"], length = (1, 102))]
    name_prefix: Defaulted<String>,
    #[attr(force_new, default = "/")]
    path: Optional<String>,
    #[attr(normalize = json::normalize, equal = document::equal)]
    policy: Required<String>,
    policy_id: Computed<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

impl Resource<Aws> for Policy {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .iam
            .create_policy()
            .set_description(self.description.clone().filter(|text| !text.is_empty()))
            .set_path(self.path.clone())
            .policy_document(&self.policy)
            .policy_name(names::of(&self.name, &self.name_prefix))
            .set_tags(to_iam(&self.tags_all)?);
        self.id = request.send().await?.policy.and_then(|policy| policy.arn);
        wait::until("the policy", minutes(2), || async {
            let found = aws.iam.get_policy().policy_arn(self.id()).send().await.or_gone(GONE)?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some((policy, text)) = find(self.id(), aws).await? else { return Ok(None) };
        let name = policy.policy_name.unwrap_or_default();
        Ok(Some(Policy {
            id: self.id,
            arn: policy.arn,
            attachment_count: policy.attachment_count.map(i64::from),
            description: Some(policy.description.unwrap_or_default()),
            name_prefix: Some(names::prefix_of(&name)),
            name: Some(name),
            path: policy.path,
            policy: document::keep(Some(&self.policy), &text),
            policy_id: policy.policy_id,
            tags: self.tags,
            tags_all: from_iam(policy.tags),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if !document::same(&prior.policy, &self.policy) {
            self.drop_oldest_version(aws).await?;
            let request = aws.iam.create_policy_version().policy_arn(self.id());
            request.policy_document(&self.policy).set_as_default(true).send().await?;
        }
        if let Some(change) = tags::change(&prior.tags_all, &self.tags_all) {
            if !change.removed.is_empty() {
                let request = aws.iam.untag_policy().policy_arn(self.id());
                request.set_tag_keys(Some(change.removed)).send().await?;
            }
            if let Some(added) = to_iam(&Some(change.added))? {
                aws.iam.tag_policy().policy_arn(self.id()).set_tags(Some(added)).send().await?;
            }
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        for version in self.versions(aws).await?.iter().filter(|version| !version.is_default_version) {
            self.delete_version(version, aws).await?;
        }
        aws.iam.delete_policy().policy_arn(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }
}

/// A policy and the document of its default version; `None` if it is gone.
pub(super) async fn find(arn: &str, aws: &Aws) -> Result<Option<(aws_sdk_iam::types::Policy, String)>> {
    let found = aws.iam.get_policy().policy_arn(arn).send().await.or_gone(GONE)?;
    let Some(policy) = found.and_then(|found| found.policy) else { return Ok(None) };
    let version = policy.default_version_id.clone().unwrap_or_default();
    let found =
        aws.iam.get_policy_version().policy_arn(arn).version_id(version).send().await.or_gone(GONE)?;
    let version = found.and_then(|found| found.policy_version);
    Ok(version.map(|version| (policy, decode_document(version.document().unwrap_or_default()))))
}

impl Policy {
    async fn versions(&self, aws: &Aws) -> Result<Vec<aws_sdk_iam::types::PolicyVersion>> {
        let pages = aws.iam.list_policy_versions().policy_arn(self.id()).into_paginator().items().send();
        Ok(pages.collect::<Result<Vec<_>, _>>().await.or_gone(GONE)?.unwrap_or_default())
    }

    async fn delete_version(&self, version: &aws_sdk_iam::types::PolicyVersion, aws: &Aws) -> Result<()> {
        let request = aws.iam.delete_policy_version().policy_arn(self.id());
        request.version_id(version.version_id().unwrap_or_default()).send().await.or_gone(GONE)?;
        Ok(())
    }

    /// A policy has five versions at most: room is made for one more.
    async fn drop_oldest_version(&self, aws: &Aws) -> Result<()> {
        let versions = self.versions(aws).await?;
        if versions.len() < 5 {
            return Ok(());
        }
        let old = versions.iter().filter(|version| !version.is_default_version);
        match old.min_by_key(|version| version.create_date.map(|time| time.as_nanos())) {
            Some(oldest) => self.delete_version(oldest, aws).await,
            None => Ok(()),
        }
    }
}
