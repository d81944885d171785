//! Data source `aws_iam_account_alias`: the name of the account.

use super::prelude::*;

/// The name of the account.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_account_alias")]
pub struct AccountAlias {
    id: Computed<String>,
    account_alias: Computed<String>,
}

impl Data<Aws> for AccountAlias {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let alias = aws.iam.list_account_aliases().send().await?.account_aliases.into_iter().next();
        let Some(alias) = alias else {
            return Err(Error::Invalid("The account has no alias. Give it one, or use its id.".into()));
        };
        Ok(Self { id: Some(alias.clone()), account_alias: Some(alias) })
    }
}
