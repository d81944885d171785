//! AWS Certificate Manager.

pub mod certificate;
pub mod certificate_data;
pub mod find;
pub mod validation;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] =
    &[OfResource::<certificate::Certificate, Aws>::TYPE, OfResource::<validation::Validation, Aws>::TYPE];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[OfData::<certificate_data::CertificateData, Aws>::TYPE];

/// What every file of this folder uses.
mod prelude {
    pub use super::find;
    pub use crate::providers::aws::prelude::*;
}
