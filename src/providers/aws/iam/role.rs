//! `aws_iam_role`: what a service, a user or another account can take on, with the policies that say what it may do.

use std::collections::BTreeSet;

use super::{inline, prelude::*};

/// A role: who can take it on, and what it may do.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_role")]
pub struct Role {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(normalize = json::normalize, equal = document::equal)]
    assume_role_policy: Required<String>,
    create_date: Computed<String>,
    #[attr(length = (0, 1000))]
    description: Optional<String>,
    #[attr(default = false)]
    force_detach_policies: Optional<bool>,
    #[attr(
        block,
        deprecated = "Use `aws_iam_role_policy`, and `aws_iam_role_policies_exclusive` where no other policy may be."
    )]
    inline_policy: Defaulted<Set<InlinePolicy>>,
    #[attr(deprecated = "Use `aws_iam_role_policy_attachment`.")]
    managed_policy_arns: Defaulted<Set<String>>,
    #[attr(default = 3600, range = (3600, 43200))]
    max_session_duration: Optional<i64>,
    #[attr(force_new, conflicts = ["name_prefix"], length = (1, 64))]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"], length = (1, 38))]
    name_prefix: Defaulted<String>,
    #[attr(force_new, default = "/")]
    path: Optional<String>,
    permissions_boundary: Optional<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    unique_id: Computed<String>,
}

/// A policy that lives and dies with its role.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct InlinePolicy {
    #[attr(length = (1, 128))]
    name: Optional<String>,
    #[attr(normalize = document::normalize, equal = document::equal)]
    policy: Optional<String>,
}

impl Resource<Aws> for Role {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let name = names::of(&self.name, &self.name_prefix);
        let tags = to_iam(&self.tags_all)?;
        let request = || async {
            let request = aws
                .iam
                .create_role()
                .role_name(&name)
                .assume_role_policy_document(&self.assume_role_policy)
                .set_description(self.description.clone().filter(|text| !text.is_empty()))
                .set_max_session_duration(self.max_session())
                .path(self.path.as_deref().unwrap_or("/"))
                .set_permissions_boundary(self.permissions_boundary.clone().filter(|arn| !arn.is_empty()))
                .set_tags(tags.clone());
            Ok(request.send().await?)
        };
        wait::retry(minutes(2), settled, request).await?;
        self.id = Some(name);
        wait::until("the role", minutes(2), || async {
            let found = aws.iam.get_role().role_name(self.id()).send().await.or_gone(GONE)?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await?;
        self.put_policies(&Role::default(), aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = aws.iam.get_role().role_name(self.id()).send().await.or_gone(GONE)?;
        let Some(role) = found.and_then(|found| found.role) else { return Ok(None) };
        let (mut inline, attached) =
            tokio::try_join!(inline::of_role(self.id(), aws), inline::attached_to_role(self.id(), aws))?;
        let assume = decode_document(role.assume_role_policy_document().unwrap_or_default());
        let boundary = role.permissions_boundary.and_then(|boundary| boundary.permissions_boundary_arn);
        let prior = self.inline_policy.clone().unwrap_or_default();
        for (name, policy) in &mut inline {
            let known = prior.iter().find(|known| known.name.as_deref() == Some(name));
            *policy = document::keep_version_first(known.and_then(|known| known.policy.as_deref()), policy);
        }
        Ok(Some(Role {
            arn: Some(role.arn),
            assume_role_policy: document::keep(Some(&self.assume_role_policy), &assume),
            create_date: Some(time::rfc3339(Some(&role.create_date))),
            description: Some(role.description.unwrap_or_default()),
            force_detach_policies: self.force_detach_policies.or(Some(false)),
            inline_policy: Some(
                inline
                    .into_iter()
                    .map(|(name, policy)| InlinePolicy { name: Some(name), policy: Some(policy) })
                    .collect(),
            ),
            managed_policy_arns: Some(attached.into_iter().collect()),
            max_session_duration: role.max_session_duration.map(i64::from),
            name_prefix: Some(names::prefix_of(&role.role_name)),
            id: Some(role.role_name.clone()),
            name: Some(role.role_name),
            path: Some(role.path),
            permissions_boundary: Some(boundary.unwrap_or_default()),
            tags: self.tags,
            tags_all: from_iam(role.tags),
            unique_id: Some(role.role_id),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let name = self.id().to_owned();
        if !document::same(&prior.assume_role_policy, &self.assume_role_policy) {
            let request = || async {
                let request = aws.iam.update_assume_role_policy().role_name(&name);
                Ok(request.policy_document(&self.assume_role_policy).send().await?)
            };
            wait::retry(minutes(2), settled, request).await?;
        }
        let description = |role: &Role| role.description.clone().unwrap_or_default();
        if description(prior) != description(self) || prior.max_session() != self.max_session() {
            let request = aws.iam.update_role().role_name(&name).description(description(self));
            request.set_max_session_duration(self.max_session()).send().await?;
        }
        match self.permissions_boundary.as_deref().unwrap_or_default() {
            arn if arn == prior.permissions_boundary.as_deref().unwrap_or_default() => {}
            "" => {
                aws.iam.delete_role_permissions_boundary().role_name(&name).send().await?;
            }
            arn => {
                let request = aws.iam.put_role_permissions_boundary().role_name(&name);
                request.permissions_boundary(arn).send().await?;
            }
        }
        self.put_policies(prior, aws).await?;
        if let Some(change) = tags::change(&prior.tags_all, &self.tags_all) {
            if !change.removed.is_empty() {
                aws.iam.untag_role().role_name(&name).set_tag_keys(Some(change.removed)).send().await?;
            }
            if let Some(added) = to_iam(&Some(change.added))? {
                aws.iam.tag_role().role_name(&name).set_tags(Some(added)).send().await?;
            }
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let force = self.force_detach_policies.unwrap_or_default();
        inline::leave_instance_profiles(self.id(), aws).await?;
        if force || self.managed_policy_arns.as_ref().is_some_and(|arns| !arns.is_empty()) {
            for arn in inline::attached_to_role(self.id(), aws).await? {
                inline::detach_from_role(self.id(), &arn, aws).await?;
            }
        }
        if force || self.inline_policy.as_ref().is_some_and(|policies| !policies.is_empty()) {
            for (name, _) in inline::of_role(self.id(), aws).await? {
                inline::delete_of_role(self.id(), &name, aws).await?;
            }
        }
        let in_use = |error: &Error| error.is(&["DeleteConflict", "DeleteConflictException"]);
        let request = || async { aws.iam.delete_role().role_name(self.id()).send().await.or_gone(GONE) };
        wait::retry(std::time::Duration::from_secs(30), in_use, request).await?;
        Ok(())
    }
}

impl Role {
    fn max_session(&self) -> Option<i32> {
        self.max_session_duration.and_then(|seconds| seconds.try_into().ok())
    }

    /// Makes the policies inside the role and those attached to it the planned ones, where a plan says so.
    async fn put_policies(&self, prior: &Self, aws: &Aws) -> Result<()> {
        if let Some(planned) = &self.inline_policy {
            let before = prior.inline_policy.clone().unwrap_or_default();
            let names: BTreeSet<_> = planned.iter().filter_map(|policy| policy.name.clone()).collect();
            for gone in before.iter().filter_map(|policy| policy.name.as_ref()) {
                if !names.contains(gone) {
                    inline::delete_of_role(self.id(), gone, aws).await?;
                }
            }
            for policy in planned.iter().filter(|policy| !before.contains(policy)) {
                if let (Some(name), Some(text)) = (&policy.name, &policy.policy) {
                    inline::put_of_role(self.id(), name, text, aws).await?;
                }
            }
        }
        if let Some(planned) = &self.managed_policy_arns {
            let before = prior.managed_policy_arns.clone().unwrap_or_default();
            for arn in before.iter().filter(|arn| !planned.contains(arn)) {
                inline::detach_from_role(self.id(), arn, aws).await?;
            }
            for arn in planned.iter().filter(|arn| !before.contains(arn)) {
                inline::attach_to_role(self.id(), arn, aws).await?;
            }
        }
        Ok(())
    }
}
