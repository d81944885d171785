//! Data source `aws_iam_user`: a user by its name.

use super::prelude::*;

/// A user by its name.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_user")]
pub struct User {
    id: Computed<String>,
    arn: Computed<String>,
    path: Computed<String>,
    permissions_boundary: Computed<String>,
    tags: Defaulted<Tags>,
    user_id: Computed<String>,
    user_name: Required<String>,
}

impl Data<Aws> for User {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let found = aws.iam.get_user().user_name(&self.user_name).send().await.or_gone(GONE)?;
        let Some(user) = found.and_then(|found| found.user) else {
            return Err(Error::Invalid(format!("There is no IAM user `{}`.", self.user_name)));
        };
        let boundary = user.permissions_boundary.and_then(|boundary| boundary.permissions_boundary_arn);
        Ok(Self {
            id: Some(user.user_id.clone()),
            arn: Some(user.arn),
            path: Some(user.path),
            permissions_boundary: Some(boundary.unwrap_or_default()),
            tags: from_iam(user.tags),
            user_id: Some(user.user_id),
            user_name: self.user_name,
        })
    }
}
