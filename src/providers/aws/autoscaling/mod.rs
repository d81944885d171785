//! Application Auto Scaling: how much of something there is.

mod metrics;
pub mod policy;
pub mod scheduled_action;
pub mod target;

use crate::providers::{DataSourceType, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<policy::ScalingPolicy, Aws>::TYPE,
    OfResource::<scheduled_action::ScheduledAction, Aws>::TYPE,
    OfResource::<target::ScalableTarget, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[];
