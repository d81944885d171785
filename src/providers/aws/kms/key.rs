//! `aws_kms_key`: a key that never leaves AWS.

use super::GONE;
use crate::providers::aws::{json, policy as document, prelude::*};
use aws_sdk_kms::types::{KeyMetadata, KeyState, KeyUsageType, Tag};

/// A key that never leaves AWS.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_kms_key")]
pub struct Key {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(default = false)]
    bypass_policy_lockout_safety_check: Optional<bool>,
    #[attr(force_new)]
    custom_key_store_id: Optional<String>,
    #[attr(force_new, default = "SYMMETRIC_DEFAULT", one_of = ["RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "SYMMETRIC_DEFAULT", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512", "SM2"])]
    customer_master_key_spec: Optional<String>,
    #[attr(range = (7, 30))]
    deletion_window_in_days: Optional<i64>,
    #[attr(length = (0, 8192))]
    description: Defaulted<String>,
    #[attr(default = false)]
    enable_key_rotation: Optional<bool>,
    #[attr(default = true)]
    is_enabled: Optional<bool>,
    key_id: Computed<String>,
    #[attr(force_new, default = "ENCRYPT_DECRYPT", one_of = ["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"])]
    key_usage: Optional<String>,
    #[attr(force_new)]
    multi_region: Defaulted<bool>,
    #[attr(normalize = json::normalize, equal = document::equal)]
    policy: Defaulted<String>,
    #[attr(range = (90, 2560), required_with = ["enable_key_rotation"])]
    rotation_period_in_days: Defaulted<i64>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("create"))]
    timeouts: Timeouts,
    #[attr(force_new)]
    xks_key_id: Optional<String>,
}

/// The one policy that a key has.
const POLICY: &str = "default";

impl Resource<Aws> for Key {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.create(minutes(2));
        let request = aws
            .kms
            .create_key()
            .bypass_policy_lockout_safety_check(self.bypass_policy_lockout_safety_check.unwrap_or_default())
            .set_custom_key_store_id(said(&self.custom_key_store_id))
            .set_description(said(&self.description))
            .set_key_spec(said(&self.customer_master_key_spec).map(|spec| spec.as_str().into()))
            .set_key_usage(said(&self.key_usage).map(|usage| usage.as_str().into()))
            .set_multi_region(self.multi_region.filter(|on| *on))
            .set_policy(said(&self.policy))
            .set_tags(self.tags_all.as_ref().filter(|tags| !tags.is_empty()).map(to_kms).transpose()?)
            .set_xks_key_id(said(&self.xks_key_id));
        // A principal that was just made is not known everywhere yet.
        let heals = |error: &Error| error.is(&["MalformedPolicyDocumentException"]);
        let made = wait::retry(limit, heals, || async { Ok(request.clone().send().await?) }).await?;
        self.id = made.key_metadata.map(|key| key.key_id);
        wait::until("the key", limit, || async {
            let found = find(self.id(), aws).await?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await?;
        if self.enable_key_rotation.unwrap_or_default() {
            self.rotate(aws).await?;
        }
        if !self.is_enabled.unwrap_or(true) { self.enable(false, aws).await } else { Ok(()) }
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find(self.id(), aws).await? else { return Ok(None) };
        let policy = async {
            let request = aws.kms.get_key_policy().key_id(self.id()).policy_name(POLICY);
            Ok(request.send().await?.policy.unwrap_or_default())
        };
        let tagged = async {
            let pages = aws.kms.list_resource_tags().key_id(self.id()).into_paginator().items().send();
            Ok::<_, Error>(pages.collect::<Result<Vec<_>, _>>().await?)
        };
        let (policy, tagged, rotation) = tokio::try_join!(policy, tagged, self.rotation(&found, aws))?;
        Ok(Some(Key {
            id: self.id,
            arn: found.arn,
            bypass_policy_lockout_safety_check: self.bypass_policy_lockout_safety_check.or(Some(false)),
            custom_key_store_id: said(&found.custom_key_store_id),
            customer_master_key_spec: found.key_spec.map(|spec| spec.to_string()),
            deletion_window_in_days: self.deletion_window_in_days,
            description: Some(found.description.unwrap_or_default()),
            enable_key_rotation: Some(rotation.is_some()),
            is_enabled: Some(found.enabled),
            key_id: Some(found.key_id),
            key_usage: found.key_usage.map(|usage| usage.to_string()),
            multi_region: Some(found.multi_region.unwrap_or_default()),
            policy: Some(document::keep(self.policy.as_deref(), &policy)),
            rotation_period_in_days: Some(rotation.unwrap_or_default()),
            tags: self.tags,
            tags_all: tags::from_pairs(tagged.into_iter().map(|tag| (tag.tag_key, tag.tag_value))),
            timeouts: self.timeouts,
            xks_key_id: found.xks_key_configuration.and_then(|key| key.id),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let enabled = self.is_enabled.unwrap_or(true);
        let switched = enabled != prior.is_enabled.unwrap_or(true);
        // A key that is off takes no change of its rotation: on comes first, off last.
        if switched && enabled {
            self.enable(true, aws).await?;
        }
        let rotates = |key: &Self| key.enable_key_rotation.unwrap_or_default();
        let period = changed(&prior.rotation_period_in_days, &self.rotation_period_in_days).is_some();
        match (rotates(prior), rotates(self)) {
            (true, false) => {
                aws.kms.disable_key_rotation().key_id(self.id()).send().await?;
            }
            (false, true) => self.rotate(aws).await?,
            (true, true) if period => self.rotate(aws).await?,
            _ => {}
        }
        if !same(&prior.description, &self.description) {
            let description = self.description.clone().unwrap_or_default();
            aws.kms.update_key_description().key_id(self.id()).description(description).send().await?;
        }
        let policy = |key: &Self| key.policy.clone().unwrap_or_default();
        if !policy(self).is_empty() && !document::same(&policy(prior), &policy(self)) {
            let bypass = self.bypass_policy_lockout_safety_check.unwrap_or_default();
            let request = aws.kms.put_key_policy().key_id(self.id()).policy_name(POLICY).policy(policy(self));
            let request = request.bypass_policy_lockout_safety_check(bypass);
            let heals = |error: &Error| error.is(&["MalformedPolicyDocumentException"]);
            wait::retry(minutes(2), heals, || async { Ok(request.clone().send().await?) }).await?;
        }
        if switched && !enabled {
            self.enable(false, aws).await?;
        }
        if let Some(change) = tags::change(&prior.tags_all, &self.tags_all) {
            if !change.removed.is_empty() {
                let request = aws.kms.untag_resource().key_id(self.id());
                request.set_tag_keys(Some(change.removed)).send().await?;
            }
            if !change.added.is_empty() {
                let request = aws.kms.tag_resource().key_id(self.id());
                request.set_tags(Some(to_kms(&change.added)?)).send().await?;
            }
        }
        Ok(())
    }

    /// KMS deletes no key at once: it waits for some days in which everyone can still change their mind.
    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let days =
            self.deletion_window_in_days.filter(|days| *days != 0).and_then(|days| days.try_into().ok());
        let request = aws.kms.schedule_key_deletion().key_id(self.id()).set_pending_window_in_days(days);
        match request.send().await.or_gone(GONE) {
            Err(error) if error.says("is pending deletion") => return Ok(()),
            outcome => outcome?,
        };
        wait::until("the deletion of the key", minutes(20), || async {
            let found = find(self.id(), aws).await?;
            Ok(found.map_or(Progress::Ready(()), |_| Progress::Pending("enabled".into())))
        })
        .await
    }
}

/// The key; `None` if it is gone or on its way.
async fn find(id: &str, aws: &Aws) -> Result<Option<KeyMetadata>> {
    let found =
        aws.kms.describe_key().key_id(id).send().await.or_gone(GONE)?.and_then(|found| found.key_metadata);
    let going = [KeyState::PendingDeletion, KeyState::PendingReplicaDeletion];
    Ok(found.filter(|key| key.key_state.as_ref().is_none_or(|state| !going.contains(state))))
}

fn to_kms(tags: &Tags) -> Result<Vec<Tag>> {
    let tags = tags.iter().map(|(k, v)| Tag::builder().tag_key(k).tag_value(v).build());
    Ok(tags.collect::<Result<_, _>>()?)
}

impl Key {
    async fn rotate(&self, aws: &Aws) -> Result<()> {
        let days =
            self.rotation_period_in_days.filter(|days| *days != 0).and_then(|days| days.try_into().ok());
        let request = aws.kms.enable_key_rotation().key_id(self.id()).set_rotation_period_in_days(days);
        let heals = |error: &Error| error.is(GONE) || error.is(&["DisabledException"]);
        wait::retry(minutes(2), heals, || async { Ok(request.clone().send().await?) }).await?;
        Ok(())
    }

    async fn enable(&self, on: bool, aws: &Aws) -> Result<()> {
        if on {
            aws.kms.enable_key().key_id(self.id()).send().await?;
        } else {
            aws.kms.disable_key().key_id(self.id()).send().await?;
        }
        Ok(())
    }

    /// After how many days AWS makes new key material; `None` if it never does. Only what encrypts with one key can.
    async fn rotation(&self, found: &KeyMetadata, aws: &Aws) -> Result<Option<i64>> {
        let own = found.key_usage == Some(KeyUsageType::EncryptDecrypt)
            && found.key_spec.as_ref().is_none_or(|spec| spec.as_str() == "SYMMETRIC_DEFAULT")
            && found.custom_key_store_id.is_none();
        if !own {
            return Ok(None);
        }
        let status = aws.kms.get_key_rotation_status().key_id(self.id()).send().await?;
        Ok(Some(i64::from(status.rotation_period_in_days.unwrap_or_default()))
            .filter(|_| status.key_rotation_enabled))
    }
}
