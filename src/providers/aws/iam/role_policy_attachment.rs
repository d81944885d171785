//! `aws_iam_role_policy_attachment`: a managed policy that a role has.

use super::{inline, prelude::*};

/// A managed policy that a role has.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_role_policy_attachment")]
pub struct RolePolicyAttachment {
    id: Computed<String>,
    #[attr(force_new)]
    policy_arn: Required<String>,
    #[attr(force_new)]
    role: Required<String>,
}

impl Resource<Aws> for RolePolicyAttachment {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        inline::attach_to_role(&self.role, &self.policy_arn, aws).await?;
        self.id = Some(names::unique(&format!("{}-", self.role)));
        wait::until("the attachment", minutes(2), || async {
            let attached = self.is_attached(aws).await?;
            Ok(if attached { Progress::Ready(()) } else { Progress::Pending("not visible".into()) })
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        Ok(self.is_attached(aws).await?.then_some(self))
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        inline::detach_from_role(&self.role, &self.policy_arn, aws).await
    }

    fn import(id: &str) -> Result<Self> {
        match id.split_once('/') {
            Some((role, arn)) if !role.is_empty() && arn.starts_with("arn:") => Ok(Self {
                id: Some(format!("{role}-{arn}")),
                policy_arn: arn.to_owned(),
                role: role.to_owned(),
            }),
            _ => Err(Error::Invalid(format!(
                "`{id}` is no id of an attachment. It is `role/policy-arn`, such as \
                 `my-role/arn:aws:iam::aws:policy/ReadOnlyAccess`."
            ))),
        }
    }
}

impl RolePolicyAttachment {
    async fn is_attached(&self, aws: &Aws) -> Result<bool> {
        Ok(inline::attached_to_role(&self.role, aws).await?.contains(&self.policy_arn))
    }
}
