//! `aws_s3_bucket_server_side_encryption_configuration`: how a bucket encrypts objects that do not say it.

use super::prelude::*;
use aws_sdk_s3::types::{
    ServerSideEncryption, ServerSideEncryptionByDefault, ServerSideEncryptionConfiguration,
    ServerSideEncryptionRule,
};

/// How a bucket encrypts objects that do not say it.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket_server_side_encryption_configuration")]
pub struct EncryptionConfiguration {
    id: Computed<String>,
    #[attr(force_new, length = (1, 63))]
    bucket: Required<String>,
    #[attr(force_new)]
    expected_bucket_owner: Optional<String>,
    #[attr(block, min_items = 1)]
    rule: Required<Set<Rule>>,
}

/// One rule of it.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Rule {
    #[attr(block, max_items = 1)]
    apply_server_side_encryption_by_default: Optional<Vec<ByDefault>>,
    bucket_key_enabled: Optional<bool>,
}

/// The algorithm and key.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct ByDefault {
    kms_master_key_id: Optional<String>,
    #[attr(one_of = ["AES256", "aws:kms", "aws:kms:dsse"])]
    sse_algorithm: Required<String>,
}

/// The codes of "there is no such thing".
pub(super) const GONE: &[&str] = &[NO_BUCKET, "ServerSideEncryptionConfigurationNotFoundError"];

impl Resource<Aws> for EncryptionConfiguration {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = id_of(&self.bucket, &self.expected_bucket_owner);
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (bucket, owner) = parse_id(self.id());
        let request = aws.s3.get_bucket_encryption().bucket(&bucket).set_expected_bucket_owner(owner.clone());
        let found = request.send().await.or_gone(GONE)?;
        let Some(found) = found.and_then(|found| found.server_side_encryption_configuration) else {
            return Ok(None);
        };
        Ok(Some(EncryptionConfiguration {
            id: self.id,
            bucket,
            expected_bucket_owner: Some(owner.unwrap_or_default()),
            rule: found.rules.into_iter().map(Rule::from_aws).collect(),
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (bucket, owner) = parse_id(self.id());
        let request = aws.s3.delete_bucket_encryption().bucket(bucket).set_expected_bucket_owner(owner);
        request.send().await.or_gone(GONE)?;
        Ok(())
    }
}

impl Rule {
    fn from_aws(rule: ServerSideEncryptionRule) -> Self {
        let by_default = rule.apply_server_side_encryption_by_default.map(|one| ByDefault {
            kms_master_key_id: Some(one.kms_master_key_id.unwrap_or_default()),
            sse_algorithm: one.sse_algorithm.to_string(),
        });
        Rule {
            apply_server_side_encryption_by_default: Some(by_default.into_iter().collect()),
            bucket_key_enabled: Some(rule.bucket_key_enabled.unwrap_or_default()),
        }
    }

    fn to_aws(&self) -> Result<ServerSideEncryptionRule> {
        let by_default = self.apply_server_side_encryption_by_default.iter().flatten().next();
        let by_default = by_default.map(|one| {
            ServerSideEncryptionByDefault::builder()
                .sse_algorithm(ServerSideEncryption::from(one.sse_algorithm.as_str()))
                .set_kms_master_key_id(one.kms_master_key_id.clone().filter(|key| !key.is_empty()))
                .build()
        });
        Ok(ServerSideEncryptionRule::builder()
            .set_apply_server_side_encryption_by_default(by_default.transpose()?)
            .set_bucket_key_enabled(self.bucket_key_enabled)
            .build())
    }
}

impl EncryptionConfiguration {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let rules = self.rule.iter().map(Rule::to_aws).collect::<Result<Vec<_>>>()?;
        let configuration = ServerSideEncryptionConfiguration::builder().set_rules(Some(rules)).build()?;
        let request = || async {
            let request = aws.s3.put_bucket_encryption().bucket(&self.bucket);
            let owner = self.expected_bucket_owner.clone().filter(|owner| !owner.is_empty());
            let request = request.set_expected_bucket_owner(owner);
            Ok(request.server_side_encryption_configuration(configuration.clone()).send().await?)
        };
        configure(request).await?;
        Ok(())
    }
}
