//! `aws_iam_user_policy`: a policy inside a user.

use super::prelude::*;

/// A policy inside a user.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_user_policy")]
pub struct UserPolicy {
    id: Computed<String>,
    #[attr(force_new, conflicts = ["name_prefix"])]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"])]
    name_prefix: Defaulted<String>,
    #[attr(normalize = document::normalize, equal = document::equal)]
    policy: Required<String>,
    #[attr(force_new)]
    user: Required<String>,
}

impl Resource<Aws> for UserPolicy {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let name = names::of(&self.name, &self.name_prefix);
        self.put(&self.user, &name, aws).await?;
        self.id = Some(format!("{}:{name}", self.user));
        wait::until("the policy", minutes(2), || async {
            let found = find(&self.user, &name, aws).await?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (user, name) = self.parts()?;
        let Some(policy) = find(user, name, aws).await? else { return Ok(None) };
        Ok(Some(UserPolicy {
            name: Some(name.to_owned()),
            name_prefix: Some(names::prefix_of(name)),
            policy: document::keep_version_first(Some(&self.policy), &policy),
            user: user.to_owned(),
            id: self.id,
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        let (user, name) = self.parts()?;
        self.put(user, name, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (user, name) = self.parts()?;
        aws.iam.delete_user_policy().user_name(user).policy_name(name).send().await.or_gone(GONE)?;
        Ok(())
    }
}

async fn find(user: &str, name: &str, aws: &Aws) -> Result<Option<String>> {
    let found = aws.iam.get_user_policy().user_name(user).policy_name(name).send().await.or_gone(GONE)?;
    Ok(found.map(|found| decode_document(&found.policy_document)))
}

impl UserPolicy {
    fn parts(&self) -> Result<(&str, &str)> {
        self.id().split_once(':').ok_or_else(|| {
            Error::Invalid(format!("`{}` is no id of a user's policy. It is `user:policy`.", self.id()))
        })
    }

    async fn put(&self, user: &str, name: &str, aws: &Aws) -> Result<()> {
        let request = || async {
            let request = aws.iam.put_user_policy().user_name(user).policy_name(name);
            Ok(request.policy_document(&self.policy).send().await?)
        };
        wait::retry(std::time::Duration::from_secs(20), settled, request).await?;
        Ok(())
    }
}
