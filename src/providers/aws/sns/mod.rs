//! Amazon SNS: notifications.

mod data;
pub mod topic;
pub mod topic_policy;
pub mod topic_subscription;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<topic::Topic, Aws>::TYPE,
    OfResource::<topic_policy::TopicPolicy, Aws>::TYPE,
    OfResource::<topic_subscription::TopicSubscription, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[OfData::<data::Topic, Aws>::TYPE];
