//! `aws_s3_bucket_ownership_controls`: who owns the objects that others put into a bucket.

use super::prelude::*;
use aws_sdk_s3::types::{ObjectOwnership, OwnershipControls as Controls, OwnershipControlsRule};

/// Who owns the objects that others put into a bucket.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket_ownership_controls")]
pub struct OwnershipControls {
    id: Computed<String>,
    #[attr(force_new)]
    bucket: Required<String>,
    #[attr(block, min_items = 1, max_items = 1)]
    rule: Required<Vec<Rule>>,
}

/// The rule of it.
#[derive(Debug, Default, Clone, Schema)]
pub struct Rule {
    #[attr(one_of = ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"])]
    object_ownership: Required<String>,
}

/// The codes of "there is no such thing".
const GONE: &[&str] = &[NO_BUCKET, "OwnershipControlsNotFoundError"];

impl Resource<Aws> for OwnershipControls {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(self.bucket.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = aws.s3.get_bucket_ownership_controls().bucket(self.id()).send().await.or_gone(GONE)?;
        let Some(controls) = found.and_then(|found| found.ownership_controls) else { return Ok(None) };
        let rules = controls.rules.into_iter();
        let rule = rules.map(|rule| Rule { object_ownership: rule.object_ownership.to_string() }).collect();
        Ok(Some(OwnershipControls { bucket: self.id().to_owned(), rule, id: self.id }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = || async {
            aws.s3.delete_bucket_ownership_controls().bucket(self.id()).send().await.or_gone(GONE)
        };
        configure(request).await?;
        Ok(())
    }
}

impl OwnershipControls {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let rules = self.rule.iter().map(|rule| {
            let ownership = ObjectOwnership::from(rule.object_ownership.as_str());
            OwnershipControlsRule::builder().object_ownership(ownership).build()
        });
        let rules = rules.collect::<Result<Vec<_>, _>>()?;
        let controls = Controls::builder().set_rules(Some(rules)).build()?;
        let request = || async {
            let request = aws.s3.put_bucket_ownership_controls().bucket(&self.bucket);
            Ok(request.ownership_controls(controls.clone()).send().await?)
        };
        configure(request).await?;
        Ok(())
    }
}
