//! `aws_s3_bucket`: a bucket, and what older modules configure inside it.

mod blocks;
mod lifecycle;
mod object_lock;
mod read;
mod replication;
mod settings;
mod website;

use self::{
    blocks::{CorsRule, Encryption, Grant, Logging, Versioning},
    lifecycle::LifecycleRule,
    object_lock::ObjectLock,
    replication::Replication,
    website::Website,
};
use super::{emptying::Emptying, prelude::*};
use crate::providers::aws::{json, names, policy as document};
use aws_sdk_s3::types::{BucketCannedAcl, BucketLocationConstraint, CreateBucketConfiguration};

/// A bucket, and what older modules configure inside it.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket")]
pub struct Bucket {
    id: Computed<String>,
    #[attr(one_of = ["Enabled", "Suspended"], deprecated = "Use the resource aws_s3_bucket_accelerate_configuration.")]
    acceleration_status: Defaulted<String>,
    #[attr(
        one_of = ["private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "log-delivery-write"],
        conflicts = ["grant"],
        deprecated = "Use the resource aws_s3_bucket_acl."
    )]
    acl: Defaulted<String>,
    arn: Computed<String>,
    #[attr(force_new, length = (0, 63), conflicts = ["bucket_prefix"])]
    bucket: Defaulted<String>,
    bucket_domain_name: Computed<String>,
    #[attr(force_new, length = (0, 37), conflicts = ["bucket"])]
    bucket_prefix: Defaulted<String>,
    bucket_regional_domain_name: Computed<String>,
    #[attr(block, deprecated = "Use the resource aws_s3_bucket_cors_configuration.")]
    cors_rule: Defaulted<Vec<CorsRule>>,
    #[attr(default = false)]
    force_destroy: Optional<bool>,
    #[attr(block, conflicts = ["acl"], deprecated = "Use the resource aws_s3_bucket_acl.")]
    grant: Defaulted<Set<Grant>>,
    hosted_zone_id: Computed<String>,
    #[attr(block, deprecated = "Use the resource aws_s3_bucket_lifecycle_configuration.")]
    lifecycle_rule: Defaulted<Vec<LifecycleRule>>,
    #[attr(block, max_items = 1, deprecated = "Use the resource aws_s3_bucket_logging.")]
    logging: Defaulted<Vec<Logging>>,
    #[attr(
        block,
        max_items = 1,
        deprecated = "Use the attribute `object_lock_enabled` and the resource aws_s3_bucket_object_lock_configuration."
    )]
    object_lock_configuration: Defaulted<Vec<ObjectLock>>,
    #[attr(force_new, conflicts = ["object_lock_configuration"])]
    object_lock_enabled: Defaulted<bool>,
    #[attr(
        normalize = json::normalize,
        equal = document::equal,
        deprecated = "Use the resource aws_s3_bucket_policy."
    )]
    policy: Defaulted<String>,
    region: Computed<String>,
    #[attr(block, max_items = 1, deprecated = "Use the resource aws_s3_bucket_replication_configuration.")]
    replication_configuration: Defaulted<Vec<Replication>>,
    #[attr(
        one_of = ["Requester", "BucketOwner"],
        deprecated = "Use the resource aws_s3_bucket_request_payment_configuration."
    )]
    request_payer: Defaulted<String>,
    #[attr(
        block,
        max_items = 1,
        deprecated = "Use the resource aws_s3_bucket_server_side_encryption_configuration."
    )]
    server_side_encryption_configuration: Defaulted<Vec<Encryption>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "read", "update", "delete"))]
    timeouts: Timeouts,
    #[attr(block, max_items = 1, deprecated = "Use the resource aws_s3_bucket_versioning.")]
    versioning: Defaulted<Vec<Versioning>>,
    #[attr(block, max_items = 1, deprecated = "Use the resource aws_s3_bucket_website_configuration.")]
    website: Defaulted<Vec<Website>>,
    website_domain: Computed<String>,
    website_endpoint: Computed<String>,
}

impl Resource<Aws> for Bucket {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let name = names::of(&self.bucket, &self.bucket_prefix);
        let limit = self.timeouts.create(minutes(20));
        self.create_bucket(&name, limit, aws).await?;
        self.id = Some(name.clone());
        self.bucket = Some(name.clone());
        wait::until("the bucket", limit, || async {
            let found = aws.s3.head_bucket().bucket(&name).send().await.or_gone(&[NOT_FOUND])?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await?;
        self.configure(None, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        read::read(self, aws).await
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.configure(Some(prior), aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let delete = || async { aws.s3.delete_bucket().bucket(self.id()).send().await.or_gone(&[NO_BUCKET]) };
        let limit = self.timeouts.delete(minutes(60));
        match delete().await {
            Err(error) if error.is(&[NOT_EMPTY]) && self.force_destroy == Some(true) => {
                let lift_locks = self.object_lock_enabled.unwrap_or_default();
                let emptying = Emptying { bucket: self.id(), key: None, lift_locks };
                emptying.run(aws).await?;
                // The listing of S3 runs behind, and somebody may still write.
                let empty = || async {
                    emptying.run(aws).await?;
                    delete().await
                };
                wait::retry(limit, |error| error.is(&[NOT_EMPTY, "OperationAborted"]), empty).await?;
            }
            Err(error) if error.is(&["OperationAborted"]) => {
                wait::retry(limit, |error| error.is(&["OperationAborted"]), delete).await?;
            }
            outcome => {
                outcome?;
            }
        }
        wait::until("the deletion of the bucket", limit, || async {
            let found = aws.s3.head_bucket().bucket(self.id()).send().await.or_gone(&[NOT_FOUND])?;
            Ok(found.map_or(Progress::Ready(()), |_| Progress::Pending("still there".into())))
        })
        .await
    }
}

/// The code of "there are objects in it".
const NOT_EMPTY: &str = "BucketNotEmpty";
/// The region that no location names.
const FIRST_REGION: &str = "us-east-1";

impl Bucket {
    async fn create_bucket(&self, name: &str, limit: std::time::Duration, aws: &Aws) -> Result<()> {
        if aws.region == FIRST_REGION {
            // There S3 says yes to a second creation by the same owner.
            let found = aws.s3.head_bucket().bucket(name).send().await.or_gone(&[NOT_FOUND])?;
            if found.is_some() {
                return Err(Error::Invalid(format!(
                    "The bucket {name} is there already. Import it, or choose another name."
                )));
            }
        }
        let location = (aws.region != FIRST_REGION).then(|| {
            let region = BucketLocationConstraint::from(aws.region.as_str());
            CreateBucketConfiguration::builder().location_constraint(region).build()
        });
        let inline = self.object_lock_configuration.iter().flatten().next();
        let inline = inline.is_some_and(|lock| lock.object_lock_enabled.as_deref() == Some("Enabled"));
        let lock = inline || self.object_lock_enabled.unwrap_or_default();
        // A bucket of this name that was just deleted blocks it for a while.
        let heals = |error: &Error| error.is(&["OperationAborted"]);
        let request = || async {
            let request = aws.s3.create_bucket().bucket(name);
            let request = request.set_create_bucket_configuration(location.clone());
            let request = request.set_acl(said(&self.acl).map(|acl| BucketCannedAcl::from(acl.as_str())));
            Ok(request.set_object_lock_enabled_for_bucket(lock.then_some(true)).send().await?)
        };
        wait::retry(limit, heals, request).await?;
        Ok(())
    }
}
