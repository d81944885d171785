//! `aws_iam_user_policy_attachment`: a managed policy that a user has.

use super::prelude::*;

/// A managed policy that a user has.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_user_policy_attachment")]
pub struct UserPolicyAttachment {
    id: Computed<String>,
    #[attr(force_new)]
    policy_arn: Required<String>,
    #[attr(force_new)]
    user: Required<String>,
}

impl Resource<Aws> for UserPolicyAttachment {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = || async {
            let request = aws.iam.attach_user_policy().user_name(&self.user);
            Ok(request.policy_arn(&self.policy_arn).send().await?)
        };
        wait::retry(std::time::Duration::from_secs(20), settled, request).await?;
        self.id = Some(names::unique(&format!("{}-", self.user)));
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
        let request = aws.iam.detach_user_policy().user_name(&self.user).policy_arn(&self.policy_arn);
        request.send().await.or_gone(GONE)?;
        Ok(())
    }

    fn import(id: &str) -> Result<Self> {
        match id.split_once('/') {
            Some((user, arn)) if !user.is_empty() && arn.starts_with("arn:") => Ok(Self {
                id: Some(format!("{user}-{arn}")),
                policy_arn: arn.to_owned(),
                user: user.to_owned(),
            }),
            _ => Err(Error::Invalid(format!(
                "`{id}` is no id of an attachment. It is `user/policy-arn`, such as \
                 `my-user/arn:aws:iam::aws:policy/ReadOnlyAccess`."
            ))),
        }
    }
}

impl UserPolicyAttachment {
    async fn is_attached(&self, aws: &Aws) -> Result<bool> {
        let request = aws.iam.list_attached_user_policies().user_name(&self.user);
        let pages = request.into_paginator().items().send();
        let attached = pages.collect::<Result<Vec<_>, _>>().await.or_gone(GONE)?.unwrap_or_default();
        Ok(attached.iter().any(|policy| policy.policy_arn() == Some(self.policy_arn.as_str())))
    }
}
