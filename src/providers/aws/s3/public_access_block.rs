//! `aws_s3_bucket_public_access_block`: what keeps a bucket from the public.

use super::prelude::*;
use aws_sdk_s3::types::PublicAccessBlockConfiguration;

/// What keeps a bucket from the public.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket_public_access_block")]
pub struct PublicAccessBlock {
    id: Computed<String>,
    #[attr(default = false)]
    block_public_acls: Optional<bool>,
    #[attr(default = false)]
    block_public_policy: Optional<bool>,
    #[attr(force_new)]
    bucket: Required<String>,
    #[attr(default = false)]
    ignore_public_acls: Optional<bool>,
    #[attr(default = false)]
    restrict_public_buckets: Optional<bool>,
}

/// The codes of "there is no such thing".
const GONE: &[&str] = &[NO_BUCKET, "NoSuchPublicAccessBlockConfiguration"];

impl Resource<Aws> for PublicAccessBlock {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(self.bucket.clone());
        wait::until("the public access block", wait::minutes(2), || async {
            let found = aws.s3.get_public_access_block().bucket(self.id()).send().await.or_gone(GONE)?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = aws.s3.get_public_access_block().bucket(self.id()).send().await.or_gone(GONE)?;
        let Some(block) = found.and_then(|found| found.public_access_block_configuration) else {
            return Ok(None);
        };
        Ok(Some(PublicAccessBlock {
            bucket: self.id().to_owned(),
            block_public_acls: Some(block.block_public_acls.unwrap_or_default()),
            block_public_policy: Some(block.block_public_policy.unwrap_or_default()),
            ignore_public_acls: Some(block.ignore_public_acls.unwrap_or_default()),
            restrict_public_buckets: Some(block.restrict_public_buckets.unwrap_or_default()),
            id: self.id,
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.s3.delete_public_access_block().bucket(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }
}

impl PublicAccessBlock {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let block = PublicAccessBlockConfiguration::builder()
            .set_block_public_acls(self.block_public_acls)
            .set_block_public_policy(self.block_public_policy)
            .set_ignore_public_acls(self.ignore_public_acls)
            .set_restrict_public_buckets(self.restrict_public_buckets)
            .build();
        let request = || async {
            let request = aws.s3.put_public_access_block().bucket(&self.bucket);
            Ok(request.public_access_block_configuration(block.clone()).send().await?)
        };
        configure(request).await?;
        Ok(())
    }
}
