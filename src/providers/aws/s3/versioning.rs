//! `aws_s3_bucket_versioning`: whether a bucket keeps every version of its objects.

use super::prelude::*;
use aws_sdk_s3::types::{BucketVersioningStatus, MfaDelete, VersioningConfiguration as Configuration};

/// Whether a bucket keeps every version of its objects.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket_versioning")]
pub struct Versioning {
    id: Computed<String>,
    #[attr(force_new, length = (1, 63))]
    bucket: Required<String>,
    #[attr(force_new)]
    expected_bucket_owner: Optional<String>,
    mfa: Optional<String>,
    #[attr(block, min_items = 1, max_items = 1)]
    versioning_configuration: Required<Vec<VersioningConfiguration>>,
}

/// The switches of versioning.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct VersioningConfiguration {
    #[attr(one_of = ["Enabled", "Disabled"])]
    mfa_delete: Defaulted<String>,
    #[attr(one_of = ["Enabled", "Suspended", "Disabled"])]
    status: Required<String>,
}

impl Resource<Aws> for Versioning {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        if self.status() != "Disabled" {
            self.put(self.status(), aws).await?;
        } else {
            configure(|| async { Ok(aws.s3.head_bucket().bucket(&self.bucket).send().await?) }).await?;
        }
        self.id = id_of(&self.bucket, &self.expected_bucket_owner);
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (bucket, owner) = parse_id(self.id());
        let request = aws.s3.get_bucket_versioning().bucket(&bucket).set_expected_bucket_owner(owner.clone());
        let Some(found) = request.send().await.or_gone(&[NO_BUCKET])? else { return Ok(None) };
        Ok(Some(Versioning {
            id: self.id,
            bucket,
            expected_bucket_owner: Some(owner.unwrap_or_default()),
            mfa: self.mfa,
            versioning_configuration: vec![VersioningConfiguration {
                mfa_delete: Some(found.mfa_delete.map(|on| on.to_string()).unwrap_or_default()),
                status: found.status.map_or_else(|| "Disabled".into(), |status| status.to_string()),
            }],
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.put(self.status(), aws).await
    }

    /// A bucket that once had versions can only suspend them.
    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        if self.status() == "Disabled" {
            return Ok(());
        }
        match self.put("Suspended", aws).await {
            Err(error) if error.is(&[NO_BUCKET]) || error.says("cannot be suspended") => Ok(()),
            outcome => outcome,
        }
    }

    fn refine(plan: &mut Refine<'_>) {
        let status = |value: &Value| -> Option<String> {
            let block = value.as_sequence()?.first()?.get("status")?;
            block.as_str().map(str::to_owned)
        };
        let (before, after) = (
            status(plan.prior("versioning_configuration")),
            status(plan.planned("versioning_configuration")),
        );
        if after.as_deref() == Some("Disabled") && before.is_some_and(|before| before != "Disabled") {
            plan.require_replace("versioning_configuration");
        }
    }
}

impl Versioning {
    fn status(&self) -> &str {
        self.versioning_configuration.first().map_or("", |configuration| &configuration.status)
    }

    async fn put(&self, status: &str, aws: &Aws) -> Result<()> {
        let mfa = self.versioning_configuration.first().and_then(|one| one.mfa_delete.clone());
        let configuration = Configuration::builder()
            .status(BucketVersioningStatus::from(status))
            .set_mfa_delete(mfa.filter(|mfa| !mfa.is_empty()).map(|mfa| MfaDelete::from(mfa.as_str())))
            .build();
        let request = || async {
            let request = aws.s3.put_bucket_versioning().bucket(&self.bucket).set_mfa(self.mfa.clone());
            let owner = self.expected_bucket_owner.clone().filter(|owner| !owner.is_empty());
            let request = request.set_expected_bucket_owner(owner);
            Ok(request.versioning_configuration(configuration.clone()).send().await?)
        };
        configure(request).await?;
        wait::until("the versioning of the bucket", wait::minutes(2), || async {
            let found =
                aws.s3.get_bucket_versioning().bucket(&self.bucket).send().await.or_gone(&[NO_BUCKET])?;
            let now =
                found.and_then(|found| found.status).map(|status| status.to_string()).unwrap_or_default();
            Ok(if now == status { Progress::Ready(()) } else { Progress::Pending(now) })
        })
        .await
    }
}
