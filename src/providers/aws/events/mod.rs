//! Amazon EventBridge: buses, rules and what they start.

pub mod bus;
mod data;
pub mod rule;
pub mod target;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<bus::Bus, Aws>::TYPE,
    OfResource::<rule::Rule, Aws>::TYPE,
    OfResource::<target::Target, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[OfData::<data::Bus, Aws>::TYPE];
