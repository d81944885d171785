//! What the provider knows of itself: account, region, partition.

use crate::providers::{DataSourceType, ResourceType};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[];
