//! AWS Secrets Manager.

pub mod secret;
pub mod secret_data;
pub mod secret_policy;
pub mod version;
pub mod version_data;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<secret::Secret, Aws>::TYPE,
    OfResource::<secret_policy::SecretPolicy, Aws>::TYPE,
    OfResource::<version::SecretVersion, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] =
    &[OfData::<secret_data::Secret, Aws>::TYPE, OfData::<version_data::SecretVersion, Aws>::TYPE];

/// The code of "there is no such secret".
const GONE: &[&str] = &["ResourceNotFoundException"];
