//! AWS Lambda: functions.

mod data;
pub mod function;
pub mod permission;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] =
    &[OfResource::<function::Function, Aws>::TYPE, OfResource::<permission::Permission, Aws>::TYPE];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[OfData::<data::Function, Aws>::TYPE];
