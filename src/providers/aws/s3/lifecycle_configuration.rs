//! `aws_s3_bucket_lifecycle_configuration`: when a bucket's objects move to cheaper storage, and when they go.

use super::{lifecycle_rule::Rule, prelude::*};
use aws_sdk_s3::types::{
    BucketLifecycleConfiguration as Configuration, LifecycleRule, TransitionDefaultMinimumObjectSize,
};

/// When a bucket's objects move to cheaper storage, and when they go.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket_lifecycle_configuration", version = 1)]
pub struct LifecycleConfiguration {
    id: Computed<String>,
    #[attr(force_new, length = (1, 63))]
    bucket: Required<String>,
    #[attr(force_new)]
    expected_bucket_owner: Defaulted<String>,
    #[attr(block)]
    rule: Optional<Vec<Rule>>,
    #[attr(timeouts("create", "update"))]
    timeouts: Timeouts,
    #[attr(default = "all_storage_classes_128K", one_of = ["all_storage_classes_128K", "varies_by_storage_class"])]
    transition_default_minimum_object_size: Defaulted<String>,
}

/// The codes of "there is no such thing".
pub(super) const GONE: &[&str] = &[NO_BUCKET, "NoSuchLifecycleConfiguration"];

impl Resource<Aws> for LifecycleConfiguration {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.create(minutes(3));
        self.put(aws).await?;
        self.id = id_of(&self.bucket, &self.expected_bucket_owner);
        self.wait(limit, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (bucket, owner) = parse_id(self.id());
        let request = aws.s3.get_bucket_lifecycle_configuration().bucket(&bucket);
        let found = request.set_expected_bucket_owner(owner.clone()).send().await.or_gone(GONE)?;
        let Some(found) = found else { return Ok(None) };
        let size = found.transition_default_minimum_object_size.map(|size| size.to_string());
        let known = self.transition_default_minimum_object_size;
        let rules = found.rules.unwrap_or_default().into_iter().map(Rule::from_aws);
        let rules = rules.map(|rule| rule.with_filter_of(self.rule.as_deref().unwrap_or_default()));
        Ok(Some(LifecycleConfiguration {
            id: self.id,
            bucket,
            expected_bucket_owner: Some(owner.unwrap_or_default()),
            rule: Some(rules.collect()),
            timeouts: self.timeouts,
            transition_default_minimum_object_size: size
                .or(known)
                .or_else(|| Some("all_storage_classes_128K".into())),
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.update(minutes(3));
        self.put(aws).await?;
        self.wait(limit, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (bucket, owner) = parse_id(self.id());
        let request = aws.s3.delete_bucket_lifecycle().bucket(&bucket).set_expected_bucket_owner(owner);
        request.send().await.or_gone(GONE)?;
        wait::until("the deletion of the lifecycle configuration", minutes(3), || async {
            let gone = self.rules(aws).await?.is_none();
            Ok(if gone { Progress::Ready(()) } else { Progress::Pending("still there".into()) })
        })
        .await
    }
}

impl LifecycleConfiguration {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let rules = self.rule.iter().flatten().map(Rule::to_aws).collect::<Result<Vec<_>>>()?;
        let configuration = Configuration::builder().set_rules(Some(rules)).build()?;
        let size = self.transition_default_minimum_object_size.as_deref().filter(|size| !size.is_empty());
        let request = || async {
            let request = aws.s3.put_bucket_lifecycle_configuration().bucket(&self.bucket);
            let owner = self.expected_bucket_owner.clone().filter(|owner| !owner.is_empty());
            let request =
                request.set_expected_bucket_owner(owner).set_transition_default_minimum_object_size(
                    size.map(TransitionDefaultMinimumObjectSize::from),
                );
            Ok(request.lifecycle_configuration(configuration.clone()).send().await?)
        };
        configure(request).await?;
        Ok(())
    }

    async fn rules(&self, aws: &Aws) -> Result<Option<Vec<LifecycleRule>>> {
        let request = aws.s3.get_bucket_lifecycle_configuration().bucket(&self.bucket);
        let found = request.send().await.or_gone(GONE)?;
        Ok(found.map(|found| found.rules.unwrap_or_default()))
    }

    /// S3 answers with the old rules for a while.
    async fn wait(&self, limit: std::time::Duration, aws: &Aws) -> Result<()> {
        let wanted: Vec<_> = self.rule.iter().flatten().map(Rule::key).collect();
        wait::until("the lifecycle configuration", limit, || async {
            let rules = self.rules(aws).await?.unwrap_or_default();
            let found: Vec<_> = rules.into_iter().map(|rule| Rule::from_aws(rule).key()).collect();
            Ok(if found == wanted { Progress::Ready(()) } else { Progress::Pending("old rules".into()) })
        })
        .await
    }
}
