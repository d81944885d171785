//! `aws_s3_bucket_cors_configuration`: which web pages of other origins may use a bucket.

use super::prelude::*;
use aws_sdk_s3::types::{CorsConfiguration as Configuration, CorsRule as AwsRule};

/// Which web pages of other origins may use a bucket.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket_cors_configuration")]
pub struct CorsConfiguration {
    id: Computed<String>,
    #[attr(force_new, length = (1, 63))]
    bucket: Required<String>,
    #[attr(block, min_items = 1, max_items = 100)]
    cors_rule: Required<Set<CorsRule>>,
    #[attr(force_new)]
    expected_bucket_owner: Optional<String>,
}

/// What pages of some origins may do.
#[derive(Debug, Default, Clone, Schema)]
pub struct CorsRule {
    allowed_headers: Optional<Set<String>>,
    allowed_methods: Required<Set<String>>,
    allowed_origins: Required<Set<String>>,
    expose_headers: Optional<Set<String>>,
    #[attr(length = (0, 255))]
    id: Optional<String>,
    max_age_seconds: Optional<i64>,
}

/// The codes of "there is no such thing".
pub(super) const GONE: &[&str] = &[NO_BUCKET, "NoSuchCORSConfiguration"];

impl Resource<Aws> for CorsConfiguration {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = id_of(&self.bucket, &self.expected_bucket_owner);
        wait::until("the CORS configuration", wait::minutes(2), || async {
            let found = aws.s3.get_bucket_cors().bucket(&self.bucket).send().await.or_gone(GONE)?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (bucket, owner) = parse_id(self.id());
        let request = aws.s3.get_bucket_cors().bucket(&bucket).set_expected_bucket_owner(owner.clone());
        let Some(found) = request.send().await.or_gone(GONE)? else { return Ok(None) };
        let rules = found.cors_rules.unwrap_or_default().into_iter().map(|rule| CorsRule {
            allowed_headers: Some(rule.allowed_headers.unwrap_or_default().into()),
            allowed_methods: rule.allowed_methods.into(),
            allowed_origins: rule.allowed_origins.into(),
            expose_headers: Some(rule.expose_headers.unwrap_or_default().into()),
            id: Some(rule.id.unwrap_or_default()),
            max_age_seconds: rule.max_age_seconds.map(i64::from),
        });
        Ok(Some(CorsConfiguration {
            cors_rule: rules.collect(),
            id: self.id,
            bucket,
            expected_bucket_owner: Some(owner.unwrap_or_default()),
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (bucket, owner) = parse_id(self.id());
        let request = aws.s3.delete_bucket_cors().bucket(bucket).set_expected_bucket_owner(owner);
        request.send().await.or_gone(GONE)?;
        Ok(())
    }
}

impl CorsConfiguration {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let rules = self.cors_rule.iter().map(|rule| {
            let set = |set: &Option<Set<String>>| {
                set.as_ref().map(|set| set.0.clone()).filter(|items| !items.is_empty())
            };
            AwsRule::builder()
                .set_allowed_headers(set(&rule.allowed_headers))
                .set_allowed_methods(Some(rule.allowed_methods.0.clone()))
                .set_allowed_origins(Some(rule.allowed_origins.0.clone()))
                .set_expose_headers(set(&rule.expose_headers))
                .set_id(rule.id.clone().filter(|id| !id.is_empty()))
                .set_max_age_seconds(rule.max_age_seconds.and_then(|seconds| seconds.try_into().ok()))
                .build()
        });
        let rules = rules.collect::<Result<Vec<_>, _>>()?;
        let configuration = Configuration::builder().set_cors_rules(Some(rules)).build()?;
        let request = || async {
            let request = aws.s3.put_bucket_cors().bucket(&self.bucket);
            let owner = self.expected_bucket_owner.clone().filter(|owner| !owner.is_empty());
            let request = request.set_expected_bucket_owner(owner);
            Ok(request.cors_configuration(configuration.clone()).send().await?)
        };
        configure(request).await?;
        Ok(())
    }
}
