//! AWS IAM: roles and policies.

use crate::providers::{DataSourceType, ResourceType};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[];
