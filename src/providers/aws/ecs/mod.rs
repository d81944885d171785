//! Amazon ECS: containers.

pub mod capacity_providers;
pub mod cluster;
mod containers;
mod data;
pub mod service;
mod service_data;
mod tagging;
pub mod task_definition;
mod task_definition_data;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<capacity_providers::ClusterCapacityProviders, Aws>::TYPE,
    OfResource::<cluster::Cluster, Aws>::TYPE,
    OfResource::<service::Service, Aws>::TYPE,
    OfResource::<task_definition::TaskDefinition, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[
    OfData::<data::Cluster, Aws>::TYPE,
    OfData::<service_data::Service, Aws>::TYPE,
    OfData::<task_definition_data::TaskDefinition, Aws>::TYPE,
];
