//! Amazon Route 53.

pub mod change;
pub mod name;
pub mod record;
pub mod record_set;
pub mod zone;
pub mod zone_data;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] =
    &[OfResource::<record::Record, Aws>::TYPE, OfResource::<zone::Zone, Aws>::TYPE];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[OfData::<zone_data::ZoneData, Aws>::TYPE];

/// What every file of this folder uses.
mod prelude {
    pub use super::{change, name};
    pub use crate::providers::aws::prelude::*;
}
