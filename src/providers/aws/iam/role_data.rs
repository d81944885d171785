//! Data source `aws_iam_role`: a role by its name.

use super::prelude::*;

/// A role by its name.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_role")]
pub struct Role {
    id: Computed<String>,
    arn: Computed<String>,
    assume_role_policy: Computed<String>,
    create_date: Computed<String>,
    description: Computed<String>,
    max_session_duration: Computed<i64>,
    name: Required<String>,
    path: Computed<String>,
    permissions_boundary: Computed<String>,
    role_last_used: Computed<Vec<LastUse>>,
    tags: Defaulted<Tags>,
    unique_id: Computed<String>,
}

/// When and where a role was last used.
#[derive(Debug, Default, Clone, Schema)]
pub struct LastUse {
    last_used_date: Computed<String>,
    region: Computed<String>,
}

impl Data<Aws> for Role {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let found = aws.iam.get_role().role_name(&self.name).send().await.or_gone(GONE)?;
        let Some(role) = found.and_then(|found| found.role) else {
            return Err(Error::Invalid(format!("There is no IAM role `{}`.", self.name)));
        };
        let assume = decode_document(role.assume_role_policy_document().unwrap_or_default());
        let boundary = role.permissions_boundary.and_then(|boundary| boundary.permissions_boundary_arn);
        let last_use = role.role_last_used.map(|used| LastUse {
            last_used_date: Some(time::rfc3339(used.last_used_date.as_ref())),
            region: Some(used.region.unwrap_or_default()),
        });
        Ok(Role {
            id: Some(role.role_name),
            arn: Some(role.arn),
            assume_role_policy: Some(json::compact(&assume).unwrap_or(assume)),
            create_date: Some(time::rfc3339(Some(&role.create_date))),
            description: Some(role.description.unwrap_or_default()),
            max_session_duration: role.max_session_duration.map(i64::from),
            name: self.name,
            path: Some(role.path),
            permissions_boundary: Some(boundary.unwrap_or_default()),
            role_last_used: Some(last_use.into_iter().collect()),
            tags: from_iam(role.tags),
            unique_id: Some(role.role_id),
        })
    }
}
