//! AWS Lambda: functions, and what calls them.

pub mod alias;
mod data;
pub mod event_source_mapping;
pub mod function;
pub mod function_url;
pub mod layer_version;
pub mod permission;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<alias::Alias, Aws>::TYPE,
    OfResource::<event_source_mapping::Mapping, Aws>::TYPE,
    OfResource::<function::Function, Aws>::TYPE,
    OfResource::<function_url::FunctionUrl, Aws>::TYPE,
    OfResource::<layer_version::LayerVersion, Aws>::TYPE,
    OfResource::<permission::Permission, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[OfData::<data::Function, Aws>::TYPE];
