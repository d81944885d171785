//! `aws_s3_bucket_policy`: who may do what with a bucket.

use super::prelude::*;
use crate::providers::aws::{json, policy as document};

/// Who may do what with a bucket.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket_policy")]
pub struct BucketPolicy {
    id: Computed<String>,
    #[attr(force_new)]
    bucket: Required<String>,
    #[attr(normalize = json::normalize, equal = document::equal)]
    policy: Required<String>,
}

/// The codes of "there is no such thing".
pub(super) const GONE: &[&str] = &[NO_BUCKET, "NoSuchBucketPolicy"];

impl Resource<Aws> for BucketPolicy {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(self.bucket.clone());
        wait::until("the policy of the bucket", wait::minutes(2), || async {
            let found = aws.s3.get_bucket_policy().bucket(self.id()).send().await.or_gone(GONE)?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = aws.s3.get_bucket_policy().bucket(self.id()).send().await.or_gone(GONE)?;
        let Some(policy) = found.and_then(|found| found.policy) else { return Ok(None) };
        let prior = Some(self.policy.as_str()).filter(|text| !text.is_empty());
        Ok(Some(BucketPolicy {
            bucket: self.id().to_owned(),
            policy: document::keep(prior, &policy),
            id: self.id,
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.s3.delete_bucket_policy().bucket(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }
}

impl BucketPolicy {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let request = || async {
            Ok(aws.s3.put_bucket_policy().bucket(&self.bucket).policy(&self.policy).send().await?)
        };
        configure(request).await?;
        Ok(())
    }
}
