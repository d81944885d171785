//! Data source `aws_caller_identity`: who calls AWS.

use crate::providers::aws::prelude::*;

/// Who calls AWS.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_caller_identity")]
pub struct CallerIdentity {
    id: Computed<String>,
    account_id: Computed<String>,
    arn: Computed<String>,
    user_id: Computed<String>,
}

impl Data<Aws> for CallerIdentity {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let caller = aws.sts.get_caller_identity().send().await?;
        Ok(CallerIdentity {
            id: caller.account.clone(),
            account_id: caller.account,
            arn: caller.arn,
            user_id: caller.user_id,
        })
    }
}
