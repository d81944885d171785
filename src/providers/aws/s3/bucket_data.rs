//! Data source `aws_s3_bucket`: a bucket that somebody else made.

use super::{hosts, prelude::*};

/// A bucket that somebody else made.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket")]
pub struct BucketData {
    id: Computed<String>,
    arn: Computed<String>,
    bucket: Required<String>,
    bucket_domain_name: Computed<String>,
    bucket_regional_domain_name: Computed<String>,
    hosted_zone_id: Computed<String>,
    region: Computed<String>,
    website_domain: Computed<String>,
    website_endpoint: Computed<String>,
}

impl Data<Aws> for BucketData {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let (bucket, partition) = (self.bucket, aws.partition());
        let (head, website) = tokio::try_join!(
            async { aws.s3.head_bucket().bucket(&bucket).send().await.or_gone(&[NOT_FOUND]) },
            async {
                let codes = ["NoSuchWebsiteConfiguration", "MethodNotAllowed", "NotImplemented", NO_BUCKET];
                aws.s3.get_bucket_website().bucket(&bucket).send().await.or_gone(&codes)
            },
        )?;
        let head = head.ok_or_else(|| Error::Invalid(format!("There is no bucket {bucket:?}.")))?;
        let region = head.bucket_region.unwrap_or_else(|| aws.region.clone());
        Ok(BucketData {
            id: Some(bucket.clone()),
            arn: Some(format!("arn:{partition}:s3:::{bucket}")),
            bucket_domain_name: Some(hosts::global(&bucket, partition)),
            bucket_regional_domain_name: Some(hosts::regional(&bucket, &region, partition)),
            hosted_zone_id: Some(hosts::hosted_zone(&region).unwrap_or_default().to_owned()),
            website_domain: website.is_some().then(|| hosts::website_domain(&region, partition)),
            website_endpoint: website.is_some().then(|| hosts::website(&bucket, &region, partition)),
            region: Some(region),
            bucket,
        })
    }
}
