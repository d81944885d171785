//! Amazon CloudWatch: alarms and dashboards.

pub mod composite_alarm;
pub mod dashboard;
pub mod metric_alarm;

use crate::providers::{DataSourceType, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<composite_alarm::CompositeAlarm, Aws>::TYPE,
    OfResource::<dashboard::Dashboard, Aws>::TYPE,
    OfResource::<metric_alarm::MetricAlarm, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[];
