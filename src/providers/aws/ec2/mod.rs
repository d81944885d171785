//! Amazon EC2 and VPC.

pub mod subnet;
pub mod tagging;

use crate::providers::{DataSourceType, OfResource, ResourceType};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[OfResource::<subnet::Subnet, crate::providers::aws::Aws>::TYPE];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[];

/// What every file of this folder uses.
mod prelude {
    pub use super::tagging;
    pub use crate::providers::aws::prelude::*;
    pub use aws_sdk_ec2::types::ResourceType;
}
