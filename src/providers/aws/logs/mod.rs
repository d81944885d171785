//! Amazon CloudWatch Logs.

mod data;
pub mod log_group;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[OfResource::<log_group::LogGroup, Aws>::TYPE];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[OfData::<data::LogGroup, Aws>::TYPE];
