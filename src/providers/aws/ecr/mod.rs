//! Amazon ECR: container images.

mod data;
mod image_data;
pub mod lifecycle_policy;
pub mod repository;
pub mod repository_policy;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<lifecycle_policy::LifecyclePolicy, Aws>::TYPE,
    OfResource::<repository::Repository, Aws>::TYPE,
    OfResource::<repository_policy::RepositoryPolicy, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] =
    &[OfData::<data::Repository, Aws>::TYPE, OfData::<image_data::Image, Aws>::TYPE];
