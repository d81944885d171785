//! Amazon EventBridge: rules and what they start.

pub mod rule;
pub mod target;

use crate::providers::{DataSourceType, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] =
    &[OfResource::<rule::Rule, Aws>::TYPE, OfResource::<target::Target, Aws>::TYPE];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[];
