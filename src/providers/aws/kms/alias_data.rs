//! Data source `aws_kms_alias`: a key by another name.

use super::{find_alias, key_arn};
use crate::providers::aws::prelude::*;

/// A key by another name.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_kms_alias")]
pub struct Alias {
    id: Computed<String>,
    arn: Computed<String>,
    name: Required<String>,
    target_key_arn: Computed<String>,
    target_key_id: Computed<String>,
}

impl Data<Aws> for Alias {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let Some(found) = find_alias(&self.name, aws).await? else {
            return Err(Error::Invalid(format!("There is no KMS alias `{}` in {}.", self.name, aws.region)));
        };
        let arn = found.alias_arn.unwrap_or_default();
        let (key, key_arn) = match found.target_key_id {
            Some(key) => (key.clone(), key_arn(&arn, &key)),
            // AWS makes its own keys when they are first used; asking for one is a use.
            None => {
                let key = aws.kms.describe_key().key_id(&self.name).send().await?.key_metadata;
                key.map(|key| (key.key_id, key.arn.unwrap_or_default())).unwrap_or_default()
            }
        };
        Ok(Self {
            id: Some(arn.clone()),
            arn: Some(arn),
            name: self.name,
            target_key_arn: Some(key_arn),
            target_key_id: Some(key),
        })
    }
}
