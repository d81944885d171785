//! `aws_iam_role_policy`: a policy inside a role.

use super::{inline, prelude::*};

/// A policy inside a role.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_role_policy")]
pub struct RolePolicy {
    id: Computed<String>,
    #[attr(force_new, conflicts = ["name_prefix"], length = (1, 128))]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"], length = (1, 102))]
    name_prefix: Defaulted<String>,
    #[attr(normalize = document::normalize, equal = document::equal)]
    policy: Required<String>,
    #[attr(force_new)]
    role: Required<String>,
}

impl Resource<Aws> for RolePolicy {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let name = names::of(&self.name, &self.name_prefix);
        inline::put_of_role(&self.role, &name, &self.policy, aws).await?;
        self.id = Some(format!("{}:{name}", self.role));
        wait::until("the policy", minutes(2), || async {
            let found = inline::get_of_role(&self.role, &name, aws).await?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (role, name) = self.parts()?;
        let Some(policy) = inline::get_of_role(role, name, aws).await? else { return Ok(None) };
        Ok(Some(RolePolicy {
            name: Some(name.to_owned()),
            name_prefix: Some(names::prefix_of(name)),
            policy: document::keep_version_first(Some(&self.policy), &policy),
            role: role.to_owned(),
            id: self.id,
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        let (role, name) = self.parts()?;
        inline::put_of_role(role, name, &self.policy, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (role, name) = self.parts()?;
        inline::delete_of_role(role, name, aws).await
    }
}

impl RolePolicy {
    fn parts(&self) -> Result<(&str, &str)> {
        self.id().split_once(':').ok_or_else(|| {
            Error::Invalid(format!("`{}` is no id of a role's policy. It is `role:policy`.", self.id()))
        })
    }
}
