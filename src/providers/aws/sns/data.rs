//! The data source `aws_sns_topic`.

use super::topic::tags_of;
use crate::providers::aws::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_sns_topic")]
pub struct Topic {
    id: Computed<String>,
    arn: Computed<String>,
    name: Required<String>,
    tags: Defaulted<Tags>,
}

impl Data<Aws> for Topic {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let mut pages = aws.sns.list_topics().into_paginator().items().send();
        while let Some(topic) = pages.next().await {
            let Some(arn) = topic?.topic_arn else { continue };
            if arn.rsplit(':').next() == Some(self.name.as_str()) {
                return Ok(Topic {
                    id: Some(arn.clone()),
                    tags: tags_of(&arn, aws).await?,
                    arn: Some(arn),
                    name: self.name,
                });
            }
        }
        Err(Error::Invalid(format!(
            "There is no SNS topic {:?} in {}. Check its name, the region and the account.",
            self.name, aws.region
        )))
    }
}
