//! The data source `aws_cloudwatch_event_bus`.

use super::bus::find;
use crate::providers::aws::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_event_bus")]
pub struct Bus {
    id: Computed<String>,
    arn: Computed<String>,
    dead_letter_config: Computed<Vec<DeadLetter>>,
    description: Computed<String>,
    kms_key_identifier: Computed<String>,
    name: Required<String>,
}

/// The queue that gets the events that could not be delivered.
#[derive(Debug, Default, Clone, Schema)]
pub struct DeadLetter {
    arn: Computed<String>,
}

impl Data<Aws> for Bus {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let Some(found) = find(&self.name, aws).await? else {
            return Err(Error::Invalid(format!(
                "There is no event bus {:?} in {}. Check its name, the region and the account.",
                self.name, aws.region
            )));
        };
        Ok(Bus {
            id: Some(self.name.clone()),
            arn: found.arn,
            dead_letter_config: Some(
                found.dead_letter_config.map(|found| DeadLetter { arn: found.arn }).into_iter().collect(),
            ),
            description: Some(found.description.unwrap_or_default()),
            kms_key_identifier: Some(found.kms_key_identifier.unwrap_or_default()),
            name: self.name,
        })
    }
}
