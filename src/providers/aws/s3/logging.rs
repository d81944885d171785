//! `aws_s3_bucket_logging`: where the log of accesses to a bucket goes.

use super::{grantee::Grantee, prelude::*};
use aws_sdk_s3::types::{
    BucketLoggingStatus, BucketLogsPermission, LoggingEnabled, PartitionDateSource,
    PartitionedPrefix as AwsPartitioned, SimplePrefix as AwsSimple, TargetGrant as AwsGrant,
    TargetObjectKeyFormat as AwsFormat,
};

/// Where the log of accesses to a bucket goes.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket_logging")]
pub struct Logging {
    id: Computed<String>,
    #[attr(force_new, length = (1, 63))]
    bucket: Required<String>,
    #[attr(force_new)]
    expected_bucket_owner: Optional<String>,
    #[attr(length = (1, 63))]
    target_bucket: Required<String>,
    #[attr(block)]
    target_grant: Optional<Set<TargetGrant>>,
    #[attr(block, max_items = 1)]
    target_object_key_format: Optional<Vec<KeyFormat>>,
    target_prefix: Required<String>,
}

/// What one grantee may do with the log.
#[derive(Debug, Default, Clone, Schema)]
pub struct TargetGrant {
    #[attr(block, min_items = 1, max_items = 1)]
    grantee: Required<Vec<Grantee>>,
    #[attr(one_of = ["FULL_CONTROL", "READ", "WRITE"])]
    permission: Required<String>,
}

/// How the objects of the log are called.
#[derive(Debug, Default, Clone, Schema)]
pub struct KeyFormat {
    #[attr(block, max_items = 1, exactly_one_of = ["partitioned_prefix", "simple_prefix"])]
    partitioned_prefix: Optional<Vec<PartitionedPrefix>>,
    #[attr(block, max_items = 1, exactly_one_of = ["partitioned_prefix", "simple_prefix"])]
    simple_prefix: Optional<Vec<SimplePrefix>>,
}

/// With the day in their name.
#[derive(Debug, Default, Clone, Schema)]
pub struct PartitionedPrefix {
    #[attr(one_of = ["EventTime", "DeliveryTime"])]
    partition_date_source: Required<String>,
}

/// With the prefix and the time.
#[derive(Debug, Default, Clone, Schema)]
pub struct SimplePrefix {}

impl Resource<Aws> for Logging {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = id_of(&self.bucket, &self.expected_bucket_owner);
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (bucket, owner) = parse_id(self.id());
        let request = aws.s3.get_bucket_logging().bucket(&bucket).set_expected_bucket_owner(owner.clone());
        let found = request.send().await.or_gone(&[NO_BUCKET])?;
        let Some(found) = found.and_then(|found| found.logging_enabled) else { return Ok(None) };
        let grants = found.target_grants.unwrap_or_default().into_iter().map(|grant| TargetGrant {
            grantee: grant.grantee.map(Grantee::from_aws).into_iter().collect(),
            permission: grant.permission.map(|permission| permission.to_string()).unwrap_or_default(),
        });
        Ok(Some(Logging {
            bucket,
            expected_bucket_owner: Some(owner.unwrap_or_default()),
            target_bucket: found.target_bucket,
            target_grant: Some(grants.collect()),
            target_object_key_format: Some(
                found.target_object_key_format.map(KeyFormat::from_aws).into_iter().collect(),
            ),
            target_prefix: found.target_prefix,
            id: self.id,
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (bucket, owner) = parse_id(self.id());
        let request = aws.s3.put_bucket_logging().bucket(bucket).set_expected_bucket_owner(owner);
        let none = BucketLoggingStatus::builder().build();
        request.bucket_logging_status(none).send().await.or_gone(&[NO_BUCKET])?;
        Ok(())
    }
}

impl Logging {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let grants = self.target_grant.iter().flat_map(|set| set.iter()).map(|grant| {
            let grantee = grant.grantee.first().map(Grantee::to_aws).transpose()?;
            let permission = BucketLogsPermission::from(grant.permission.as_str());
            Ok(AwsGrant::builder().set_grantee(grantee).permission(permission).build())
        });
        let grants = grants.collect::<Result<Vec<_>>>()?;
        let target = LoggingEnabled::builder()
            .target_bucket(&self.target_bucket)
            .target_prefix(&self.target_prefix)
            .set_target_grants(Some(grants).filter(|grants| !grants.is_empty()))
            .set_target_object_key_format(
                self.target_object_key_format.iter().flatten().next().map(KeyFormat::to_aws),
            )
            .build()?;
        let status = BucketLoggingStatus::builder().logging_enabled(target).build();
        let request = || async {
            let request = aws.s3.put_bucket_logging().bucket(&self.bucket);
            let request = request.set_expected_bucket_owner(said(&self.expected_bucket_owner));
            Ok(request.bucket_logging_status(status.clone()).send().await?)
        };
        configure(request).await?;
        Ok(())
    }
}

impl KeyFormat {
    fn to_aws(&self) -> AwsFormat {
        let partitioned = self.partitioned_prefix.iter().flatten().next().map(|one| {
            let source = PartitionDateSource::from(one.partition_date_source.as_str());
            AwsPartitioned::builder().partition_date_source(source).build()
        });
        let simple = self.simple_prefix.iter().flatten().next().map(|_| AwsSimple::builder().build());
        AwsFormat::builder().set_partitioned_prefix(partitioned).set_simple_prefix(simple).build()
    }

    fn from_aws(format: AwsFormat) -> Self {
        let partitioned = format.partitioned_prefix.map(|one| PartitionedPrefix {
            partition_date_source: one
                .partition_date_source
                .map(|source| source.to_string())
                .unwrap_or_default(),
        });
        let simple = format.simple_prefix.map(|_| SimplePrefix {});
        KeyFormat {
            partitioned_prefix: Some(partitioned.into_iter().collect()),
            simple_prefix: Some(simple.into_iter().collect()),
        }
    }
}
