//! AWS Systems Manager: parameters.

pub mod parameter;
pub mod parameter_data;
pub mod parameters_by_path_data;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[OfResource::<parameter::Parameter, Aws>::TYPE];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[
    OfData::<parameter_data::Parameter, Aws>::TYPE,
    OfData::<parameters_by_path_data::ParametersByPath, Aws>::TYPE,
];
