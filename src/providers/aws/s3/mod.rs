//! Amazon S3: buckets, what is configured of them, and objects.

pub mod acl;
pub mod bucket;
pub mod bucket_data;
pub mod cors_configuration;
mod emptying;
pub mod encryption_configuration;
mod grantee;
mod hosts;
pub mod lifecycle_configuration;
pub mod lifecycle_rule;
pub mod logging;
pub mod notification;
pub mod object;
pub mod object_data;
pub mod ownership_controls;
pub mod policy;
pub mod public_access_block;
mod routing;
mod tagging;
pub mod versioning;
pub mod website_configuration;

use std::future::Future;

use crate::providers::{
    DataSourceType, Error, OfData, OfResource, ResourceType, Result,
    aws::{Aws, wait},
};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<acl::Acl, Aws>::TYPE,
    OfResource::<bucket::Bucket, Aws>::TYPE,
    OfResource::<cors_configuration::CorsConfiguration, Aws>::TYPE,
    OfResource::<encryption_configuration::EncryptionConfiguration, Aws>::TYPE,
    OfResource::<lifecycle_configuration::LifecycleConfiguration, Aws>::TYPE,
    OfResource::<logging::Logging, Aws>::TYPE,
    OfResource::<notification::Notification, Aws>::TYPE,
    OfResource::<object::Object, Aws>::TYPE,
    OfResource::<ownership_controls::OwnershipControls, Aws>::TYPE,
    OfResource::<policy::BucketPolicy, Aws>::TYPE,
    OfResource::<public_access_block::PublicAccessBlock, Aws>::TYPE,
    OfResource::<versioning::Versioning, Aws>::TYPE,
    OfResource::<website_configuration::WebsiteConfiguration, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] =
    &[OfData::<bucket_data::BucketData, Aws>::TYPE, OfData::<object_data::ObjectData, Aws>::TYPE];

/// What every file of this folder uses.
mod prelude {
    pub use super::{NO_BUCKET, NOT_FOUND, configure, id_of, parse_id, small};
    pub use crate::providers::aws::prelude::*;
}

/// The code of "there is no such bucket".
pub const NO_BUCKET: &str = "NoSuchBucket";
/// What `HeadBucket` and `HeadObject` answer when there is no such thing.
pub const NOT_FOUND: &str = "NotFound";

/// The id of a bucket's configuration: the bucket, and the owner that is expected, if one is.
pub fn id_of(bucket: &str, owner: &Option<String>) -> Option<String> {
    Some(match owner.as_deref() {
        None | Some("") => bucket.to_owned(),
        Some(owner) => format!("{bucket},{owner}"),
    })
}

/// The bucket and the expected owner of such an id.
pub fn parse_id(id: &str) -> (String, Option<String>) {
    match id.split_once(',') {
        Some((bucket, owner)) => (bucket.to_owned(), Some(owner.to_owned())),
        None => (id.to_owned(), None),
    }
}

/// Repeats a call that configures a bucket while S3 does not see the bucket yet or is at another change of it.
pub async fn configure<T, F: Future<Output = Result<T>>>(call: impl FnMut() -> F) -> Result<T> {
    let heals = |error: &crate::providers::Error| {
        error.is(&[NO_BUCKET, "OperationAborted"]) || error.says("Invalid principal in policy")
    };
    wait::retry(wait::minutes(2), heals, call).await
}

/// A number as S3 takes it.
pub fn small(number: i64) -> Result<i32> {
    number.try_into().map_err(|_| Error::Invalid(format!("{number} is too large for S3.")))
}
