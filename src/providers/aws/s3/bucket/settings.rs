//! What is configured of a bucket after it is made, and whenever it changes.

use super::{
    super::{prelude::*, tagging},
    Bucket, CorsRule, LifecycleRule,
};
use crate::providers::aws::policy as document;
use aws_sdk_s3::types::{
    AccelerateConfiguration, AccessControlPolicy, BucketAccelerateStatus, BucketCannedAcl,
    BucketLoggingStatus, Payer, RequestPaymentConfiguration,
};

impl Bucket {
    /// Brings everything from `prior` (`None`: the bucket is new) to what is planned.
    pub(super) async fn configure(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        self.put_tags(prior, aws).await?;
        self.put_policy(prior, aws).await?;
        self.put_access(prior, aws).await?;
        self.put_cors(prior, aws).await?;
        self.put_website(prior, aws).await?;
        self.put_versioning(prior, aws).await?;
        self.put_acceleration(prior, aws).await?;
        self.put_payer(prior, aws).await?;
        self.put_logging(prior, aws).await?;
        self.put_lifecycle(prior, aws).await?;
        self.put_encryption(prior, aws).await?;
        self.put_object_lock(prior, aws).await?;
        self.put_replication(prior, aws).await
    }

    async fn put_tags(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        let before = prior.and_then(|prior| prior.tags_all.clone());
        if tags::change(&before, &self.tags_all).is_none() {
            return Ok(());
        }
        let found = match prior {
            Some(_) => {
                let found = aws.s3.get_bucket_tagging().bucket(self.id()).send().await;
                found.or_gone(&["NoSuchTagSet"])?.map(|found| found.tag_set).unwrap_or_default()
            }
            None => Vec::new(),
        };
        let planned = self.tags_all.clone().unwrap_or_default();
        let all = tagging::merge(&tagging::from_aws(found), &before.unwrap_or_default(), &planned);
        if all.is_empty() {
            configure(|| async { Ok(aws.s3.delete_bucket_tagging().bucket(self.id()).send().await?) })
                .await?;
            return Ok(());
        }
        let all = tagging::to_aws(&all)?;
        configure(|| async {
            Ok(aws.s3.put_bucket_tagging().bucket(self.id()).tagging(all.clone()).send().await?)
        })
        .await?;
        Ok(())
    }

    async fn put_policy(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        let Some(planned) = &self.policy else { return Ok(()) };
        let before = prior.and_then(|prior| prior.policy.as_deref()).unwrap_or_default();
        if document::same(before, planned) {
            return Ok(());
        }
        if planned.is_empty() {
            aws.s3.delete_bucket_policy().bucket(self.id()).send().await.or_gone(&[NO_BUCKET])?;
            return Ok(());
        }
        configure(|| async {
            Ok(aws.s3.put_bucket_policy().bucket(self.id()).policy(planned).send().await?)
        })
        .await?;
        Ok(())
    }

    /// The canned ACL of a new bucket is set with its creation.
    async fn put_access(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        if let Some(acl) = prior.and_then(|prior| changed(&prior.acl, &self.acl)) {
            let acl = BucketCannedAcl::from(acl.as_str());
            configure(|| async {
                Ok(aws.s3.put_bucket_acl().bucket(self.id()).acl(acl.clone()).send().await?)
            })
            .await?;
            return Ok(());
        }
        let before = prior.and_then(|prior| prior.grant.clone());
        let Some(grants) = changed(&before, &self.grant).filter(|_| said(&self.acl).is_none()) else {
            return Ok(());
        };
        if grants.is_empty() {
            return Ok(());
        }
        let current = aws.s3.get_bucket_acl().bucket(self.id()).send().await?;
        let grants = grants.iter().map(|grant| grant.to_aws()).collect::<Result<Vec<_>>>()?.concat();
        let policy = AccessControlPolicy::builder().set_owner(current.owner).set_grants(Some(grants)).build();
        configure(|| async {
            let request = aws.s3.put_bucket_acl().bucket(self.id());
            Ok(request.access_control_policy(policy.clone()).send().await?)
        })
        .await?;
        Ok(())
    }

    async fn put_cors(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        let Some(rules) = block(prior, self, |bucket| &bucket.cors_rule) else { return Ok(()) };
        if rules.is_empty() {
            aws.s3.delete_bucket_cors().bucket(self.id()).send().await?;
            return Ok(());
        }
        let rules = CorsRule::to_aws(rules)?;
        configure(|| async {
            let request = aws.s3.put_bucket_cors().bucket(self.id());
            Ok(request.cors_configuration(rules.clone()).send().await?)
        })
        .await?;
        Ok(())
    }

    async fn put_website(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        let Some(website) = block(prior, self, |bucket| &bucket.website) else { return Ok(()) };
        let Some(website) = website.first() else {
            aws.s3.delete_bucket_website().bucket(self.id()).send().await?;
            return Ok(());
        };
        let website = website.to_aws()?;
        configure(|| async {
            let request = aws.s3.put_bucket_website().bucket(self.id());
            Ok(request.website_configuration(website.clone()).send().await?)
        })
        .await?;
        Ok(())
    }

    async fn put_versioning(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        let Some(versioning) = block(prior, self, |bucket| &bucket.versioning) else { return Ok(()) };
        let configuration = versioning.first().and_then(|one| one.to_aws(prior.is_none()));
        let Some(configuration) = configuration else { return Ok(()) };
        configure(|| async {
            let request = aws.s3.put_bucket_versioning().bucket(self.id());
            Ok(request.versioning_configuration(configuration.clone()).send().await?)
        })
        .await?;
        Ok(())
    }

    async fn put_acceleration(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        let Some(status) = text(prior, self, |bucket| &bucket.acceleration_status) else { return Ok(()) };
        let status = BucketAccelerateStatus::from(status);
        let configuration = AccelerateConfiguration::builder().status(status).build();
        configure(|| async {
            let request = aws.s3.put_bucket_accelerate_configuration().bucket(self.id());
            Ok(request.accelerate_configuration(configuration.clone()).send().await?)
        })
        .await?;
        Ok(())
    }

    async fn put_payer(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        let Some(payer) = text(prior, self, |bucket| &bucket.request_payer) else { return Ok(()) };
        let configuration = RequestPaymentConfiguration::builder().payer(Payer::from(payer)).build()?;
        configure(|| async {
            let request = aws.s3.put_bucket_request_payment().bucket(self.id());
            Ok(request.request_payment_configuration(configuration.clone()).send().await?)
        })
        .await?;
        Ok(())
    }

    async fn put_logging(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        let Some(logging) = block(prior, self, |bucket| &bucket.logging) else { return Ok(()) };
        let target = logging.first().map(|logging| logging.to_aws()).transpose()?;
        let status = BucketLoggingStatus::builder().set_logging_enabled(target).build();
        configure(|| async {
            let request = aws.s3.put_bucket_logging().bucket(self.id());
            Ok(request.bucket_logging_status(status.clone()).send().await?)
        })
        .await?;
        Ok(())
    }

    async fn put_lifecycle(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        let Some(rules) = block(prior, self, |bucket| &bucket.lifecycle_rule) else { return Ok(()) };
        if rules.is_empty() {
            aws.s3.delete_bucket_lifecycle().bucket(self.id()).send().await?;
            return Ok(());
        }
        let rules = LifecycleRule::to_aws(rules)?;
        configure(|| async {
            let request = aws.s3.put_bucket_lifecycle_configuration().bucket(self.id());
            Ok(request.lifecycle_configuration(rules.clone()).send().await?)
        })
        .await?;
        Ok(())
    }

    async fn put_encryption(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        let of = |bucket: &'_ Bucket| bucket.server_side_encryption_configuration.clone();
        let (before, after) = (prior.and_then(of), of(self));
        let Some(encryption) = changed(&before, &after) else { return Ok(()) };
        let Some(encryption) = encryption.first() else {
            if before.is_some_and(|before| !before.is_empty()) {
                aws.s3.delete_bucket_encryption().bucket(self.id()).send().await?;
            }
            return Ok(());
        };
        let encryption = encryption.to_aws()?;
        configure(|| async {
            let request = aws.s3.put_bucket_encryption().bucket(self.id());
            Ok(request.server_side_encryption_configuration(encryption.clone()).send().await?)
        })
        .await?;
        Ok(())
    }

    async fn put_object_lock(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        let Some(lock) = block(prior, self, |bucket| &bucket.object_lock_configuration) else {
            return Ok(());
        };
        let Some(lock) = lock.first() else { return Ok(()) };
        let lock = lock.to_aws()?;
        configure(|| async {
            let request = aws.s3.put_object_lock_configuration().bucket(self.id());
            Ok(request.object_lock_configuration(lock.clone()).send().await?)
        })
        .await?;
        Ok(())
    }

    async fn put_replication(&self, prior: Option<&Bucket>, aws: &Aws) -> Result<()> {
        let Some(replication) = block(prior, self, |bucket| &bucket.replication_configuration) else {
            return Ok(());
        };
        let Some(replication) = replication.first() else {
            aws.s3.delete_bucket_replication().bucket(self.id()).send().await?;
            return Ok(());
        };
        let replication = replication.to_aws()?;
        // Versioning that was just switched on is not seen everywhere yet.
        let heals =
            |error: &Error| error.is(&[NO_BUCKET, "OperationAborted"]) || error.says("Versioning must be");
        wait::retry(minutes(2), heals, || async {
            let request = aws.s3.put_bucket_replication().bucket(self.id());
            Ok(request.replication_configuration(replication.clone()).send().await?)
        })
        .await?;
        Ok(())
    }
}

/// The blocks of a kind, if they are to change: for a new bucket, if there are any.
fn block<'a, T: PartialEq + 'a>(
    prior: Option<&Bucket>,
    planned: &'a Bucket,
    of: impl Fn(&Bucket) -> &Option<Vec<T>>,
) -> Option<&'a [T]> {
    let planned = of(planned).as_deref()?;
    let before = prior.and_then(|prior| of(prior).as_deref()).unwrap_or_default();
    (planned != before).then_some(planned)
}

/// The text of an attribute, if it is to change to one.
fn text<'a>(
    prior: Option<&Bucket>,
    planned: &'a Bucket,
    of: impl Fn(&Bucket) -> &Option<String>,
) -> Option<&'a str> {
    let planned = of(planned).as_deref().filter(|text| !text.is_empty())?;
    (prior.and_then(|prior| of(prior).as_deref()) != Some(planned)).then_some(planned)
}
