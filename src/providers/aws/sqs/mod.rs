//! Amazon SQS: queues, and who may use them.

pub mod queue;
pub mod queue_data;
pub mod queue_policy;

use std::collections::HashMap;

use crate::providers::{
    DataSourceType, OfData, OfResource, ResourceType, Result,
    aws::{Aws, error::OrGone as _},
};
use aws_sdk_sqs::types::QueueAttributeName as Name;

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] =
    &[OfResource::<queue::Queue, Aws>::TYPE, OfResource::<queue_policy::QueuePolicy, Aws>::TYPE];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[OfData::<queue_data::Queue, Aws>::TYPE];

/// The codes of "there is no such queue".
const GONE: &[&str] = &[
    "AWS.SimpleQueueService.NonExistentQueue",
    "AWS.SimpleQueueService.QueueDeletedRecently",
    "NonExistentQueue",
    "QueueDoesNotExist",
];

/// The attributes of a queue by key; `None` if it is gone.
async fn attributes(url: &str, aws: &Aws) -> Result<Option<HashMap<Name, String>>> {
    let request = aws.sqs.get_queue_attributes().queue_url(url).attribute_names(Name::All);
    Ok(request.send().await.or_gone(GONE)?.and_then(|found| found.attributes))
}
