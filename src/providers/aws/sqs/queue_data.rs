//! Data source `aws_sqs_queue`: a queue by its name.

use super::{GONE, Name, attributes};
use crate::providers::aws::prelude::*;

/// A queue by its name.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_sqs_queue")]
pub struct Queue {
    id: Computed<String>,
    arn: Computed<String>,
    name: Required<String>,
    tags: Defaulted<Tags>,
    url: Computed<String>,
}

impl Data<Aws> for Queue {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let found = aws.sqs.get_queue_url().queue_name(&self.name).send().await.or_gone(GONE)?;
        let Some(url) = found.and_then(|found| found.queue_url) else {
            return Err(Error::Invalid(format!("There is no queue `{}` in {}.", self.name, aws.region)));
        };
        let attributes = attributes(&url, aws).await?.unwrap_or_default();
        let tags = aws.sqs.list_queue_tags().queue_url(&url).send().await?.tags;
        Ok(Self {
            id: Some(url.clone()),
            arn: attributes.get(&Name::QueueArn).cloned(),
            name: self.name,
            tags: tags::from_pairs(tags.unwrap_or_default()),
            url: Some(url),
        })
    }
}
