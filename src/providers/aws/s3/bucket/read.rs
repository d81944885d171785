//! A bucket as it is, with everything that is configured of it.

use super::{
    super::{
        cors_configuration, encryption_configuration, hosts, lifecycle_configuration, policy, prelude::*,
        tagging,
    },
    Bucket, CorsRule, Encryption, Grant, LifecycleRule, Logging, ObjectLock, Replication, Versioning,
    Website,
};
use crate::providers::aws::{names, policy as document};
use aws_sdk_s3::types::{BucketVersioningStatus, MfaDelete, ObjectLockEnabled};

/// Everything of a bucket, asked at once; `None` if it is gone.
pub async fn read(known: Bucket, aws: &Aws) -> Result<Option<Bucket>> {
    let id = known.id().to_owned();
    let name = id.as_str();
    let s3 = &aws.s3;
    let found = tokio::try_join!(
        async { s3.head_bucket().bucket(name).send().await.or_gone(&[NOT_FOUND]) },
        async { s3.get_bucket_policy().bucket(name).send().await.or_gone(policy::GONE) },
        async { s3.get_bucket_acl().bucket(name).send().await.or_gone(ABSENT) },
        async { s3.get_bucket_cors().bucket(name).send().await.or_gone(cors_configuration::GONE) },
        async { s3.get_bucket_website().bucket(name).send().await.or_gone(ABSENT) },
        async { s3.get_bucket_versioning().bucket(name).send().await.or_gone(ABSENT) },
        async { s3.get_bucket_accelerate_configuration().bucket(name).send().await.or_gone(ABSENT) },
        async { s3.get_bucket_request_payment().bucket(name).send().await.or_gone(ABSENT) },
        async { s3.get_bucket_logging().bucket(name).send().await.or_gone(ABSENT) },
        async {
            let request = s3.get_bucket_lifecycle_configuration().bucket(name);
            request.send().await.or_gone(lifecycle_configuration::GONE)
        },
        async { s3.get_bucket_replication().bucket(name).send().await.or_gone(ABSENT) },
        async {
            s3.get_bucket_encryption().bucket(name).send().await.or_gone(encryption_configuration::GONE)
        },
        async { s3.get_object_lock_configuration().bucket(name).send().await.or_gone(ABSENT) },
        async { s3.get_bucket_tagging().bucket(name).send().await.or_gone(ABSENT) },
    )?;
    let (
        head,
        policy,
        acl,
        cors,
        website,
        versioning,
        acceleration,
        payer,
        logging,
        lifecycle,
        replication,
        encryption,
        lock,
        tags,
    ) = found;
    let Some(head) = head else { return Ok(None) };
    let partition = aws.partition();
    let region = head.bucket_region.unwrap_or_else(|| aws.region.clone());
    let policy = policy.and_then(|found| found.policy).unwrap_or_default();
    let website = website.map(|found| {
        Website::from_aws(
            found.index_document,
            found.error_document,
            found.redirect_all_requests_to,
            found.routing_rules,
        )
    });
    let lock = lock.and_then(|found| found.object_lock_configuration);
    let is_locked =
        lock.as_ref().is_some_and(|lock| lock.object_lock_enabled == Some(ObjectLockEnabled::Enabled));
    let text = |text: Option<String>| Some(text.unwrap_or_default());
    Ok(Some(Bucket {
        acceleration_status: text(
            acceleration.and_then(|found| found.status).map(|status| status.to_string()),
        ),
        acl: known.acl,
        arn: Some(format!("arn:{partition}:s3:::{name}")),
        bucket: Some(id.clone()),
        bucket_domain_name: Some(hosts::global(name, partition)),
        bucket_prefix: Some(names::prefix_of(name)),
        bucket_regional_domain_name: Some(hosts::regional(name, &region, partition)),
        cors_rule: Some(
            cors.and_then(|found| found.cors_rules).into_iter().flatten().map(CorsRule::from_aws).collect(),
        ),
        force_destroy: known.force_destroy.or(Some(false)),
        grant: Some(Grant::from_aws(acl.and_then(|found| found.grants).unwrap_or_default())),
        hosted_zone_id: text(hosts::hosted_zone(&region).map(str::to_owned)),
        lifecycle_rule: Some(
            lifecycle
                .and_then(|found| found.rules)
                .into_iter()
                .flatten()
                .map(LifecycleRule::from_aws)
                .collect(),
        ),
        logging: Some(
            logging.and_then(|found| found.logging_enabled).map(Logging::from_aws).into_iter().collect(),
        ),
        object_lock_configuration: Some(lock.map(ObjectLock::from_aws).into_iter().collect()),
        object_lock_enabled: Some(is_locked),
        policy: Some(match policy.as_str() {
            "" => String::new(),
            policy => document::keep(known.policy.as_deref().filter(|text| !text.is_empty()), policy),
        }),
        replication_configuration: Some(
            replication
                .and_then(|found| found.replication_configuration)
                .map(Replication::from_aws)
                .into_iter()
                .collect(),
        ),
        request_payer: text(payer.and_then(|found| found.payer).map(|payer| payer.to_string())),
        server_side_encryption_configuration: Some(
            encryption
                .and_then(|found| found.server_side_encryption_configuration)
                .map(Encryption::from_aws)
                .into_iter()
                .collect(),
        ),
        tags: known.tags,
        tags_all: tags::from_pairs(tagging::from_aws(tags.map(|found| found.tag_set).unwrap_or_default())),
        timeouts: known.timeouts,
        versioning: Some(
            versioning
                .map(|found| Versioning {
                    enabled: Some(found.status == Some(BucketVersioningStatus::Enabled)),
                    mfa_delete: Some(
                        found.mfa_delete.is_some_and(|mfa| mfa.as_str() == MfaDelete::Enabled.as_str()),
                    ),
                })
                .into_iter()
                .collect(),
        ),
        website_domain: website.is_some().then(|| hosts::website_domain(&region, partition)),
        website_endpoint: website.is_some().then(|| hosts::website(name, &region, partition)),
        website: Some(website.into_iter().collect()),
        region: Some(region),
        id: Some(id),
    }))
}

/// The codes of "that is not configured", and of regions and S3-like services that do not know such a thing.
const ABSENT: &[&str] = &[
    NO_BUCKET,
    "NoSuchWebsiteConfiguration",
    "ReplicationConfigurationNotFoundError",
    "ObjectLockConfigurationNotFoundError",
    "NoSuchTagSet",
    "MethodNotAllowed",
    "NotImplemented",
    "XNotImplemented",
    "UnsupportedArgument",
    "UnsupportedOperation",
];
