//! AWS WAF, version 2.

pub mod association;
pub mod ip_set;
pub mod scope;
pub mod web_acl;

use crate::providers::{DataSourceType, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<association::Association, Aws>::TYPE,
    OfResource::<ip_set::IpSet, Aws>::TYPE,
    OfResource::<web_acl::WebAcl, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[];

/// What every file of this folder uses.
mod prelude {
    pub use super::scope;
    pub use crate::providers::aws::prelude::*;
}
