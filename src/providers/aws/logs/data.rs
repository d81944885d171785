//! The data source `aws_cloudwatch_log_group`.

use super::log_group::{arn_of, find, tags_of};
use crate::providers::aws::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_log_group")]
pub struct LogGroup {
    id: Computed<String>,
    arn: Computed<String>,
    creation_time: Computed<i64>,
    kms_key_id: Computed<String>,
    log_group_class: Computed<String>,
    name: Required<String>,
    retention_in_days: Computed<i32>,
    tags: Defaulted<Tags>,
}

impl Data<Aws> for LogGroup {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let Some(group) = find(&self.name, aws).await? else {
            return Err(Error::Invalid(format!(
                "There is no log group {:?} in {}. Check its name, the region and the account.",
                self.name, aws.region
            )));
        };
        let arn = arn_of(&group);
        Ok(LogGroup {
            id: Some(self.name.clone()),
            tags: tags_of(&arn, aws).await?,
            arn: Some(arn),
            creation_time: group.creation_time,
            kms_key_id: Some(group.kms_key_id.unwrap_or_default()),
            log_group_class: Some(group.log_group_class.map(|class| class.to_string()).unwrap_or_default()),
            name: self.name,
            retention_in_days: Some(group.retention_in_days.unwrap_or_default()),
        })
    }
}
