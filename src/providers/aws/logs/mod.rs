//! Amazon CloudWatch Logs.

mod data;
pub mod log_group;
pub mod log_stream;
pub mod metric_filter;
pub mod resource_policy;
pub mod subscription_filter;

use crate::providers::{DataSourceType, Error, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<log_group::LogGroup, Aws>::TYPE,
    OfResource::<log_stream::LogStream, Aws>::TYPE,
    OfResource::<metric_filter::MetricFilter, Aws>::TYPE,
    OfResource::<resource_policy::ResourcePolicy, Aws>::TYPE,
    OfResource::<subscription_filter::SubscriptionFilter, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[OfData::<data::LogGroup, Aws>::TYPE];

/// Two changes of one group at a time are refused for a moment.
fn changing(error: &Error) -> bool {
    error.is(&["OperationAbortedException"])
}
