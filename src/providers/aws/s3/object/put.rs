//! The calls that write an object.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    super::{prelude::*, tagging},
    ABSENT, Body, Object, clean,
};
use aws_sdk_s3::{
    config::{Config, RequestChecksumCalculation},
    primitives::DateTime,
    types::{
        ChecksumAlgorithm, ObjectCannedAcl, ObjectLockLegalHold, ObjectLockLegalHoldStatus, ObjectLockMode,
        ObjectLockRetention, ObjectLockRetentionMode, ServerSideEncryption, StorageClass,
    },
};
use aws_smithy_types::date_time::Format;

impl Object {
    /// Whether the change needs the whole object to be put again.
    pub(super) fn is_new_version(&self, prior: &Self) -> bool {
        let differ = |of: fn(&Object) -> &Option<String>| !same(of(self), of(prior));
        let planned = |of: fn(&Object) -> &Option<String>| changed(of(prior), of(self)).is_some();
        !same(&self.metadata, &prior.metadata)
            || changed(&prior.bucket_key_enabled, &self.bucket_key_enabled).is_some()
            || differ(|object| &object.cache_control)
            || differ(|object| &object.checksum_algorithm)
            || differ(|object| &object.content)
            || differ(|object| &object.content_base64)
            || differ(|object| &object.content_disposition)
            || differ(|object| &object.content_encoding)
            || differ(|object| &object.content_language)
            || differ(|object| &object.source)
            || differ(|object| &object.source_hash)
            || differ(|object| &object.website_redirect)
            || planned(|object| &object.content_type)
            || planned(|object| &object.etag)
            || planned(|object| &object.kms_key_id)
            || planned(|object| &object.server_side_encryption)
            || planned(|object| &object.storage_class)
    }

    /// Puts the whole object.
    pub(super) async fn put(&self, aws: &Aws) -> Result<()> {
        let body = Body::of(self)?;
        let key = clean(&self.key);
        let kms = said(&self.kms_key_id);
        let encryption = said(&self.server_side_encryption);
        let encryption = if kms.is_some() { encryption.or(Some("aws:kms".into())) } else { encryption };
        let tags = self.tags_all.as_ref().filter(|tags| !tags.is_empty()).map(query);
        let metadata = self.metadata.clone().filter(|metadata| !metadata.is_empty());
        let until = said(&self.object_lock_retain_until_date).map(|text| date(&text)).transpose()?;
        let request = || async {
            let request = aws.s3.put_object().bucket(&self.bucket).key(&key).body(body.stream().await?);
            let request = request
                .set_acl(said(&self.acl).map(|acl| ObjectCannedAcl::from(acl.as_str())))
                .set_bucket_key_enabled(self.bucket_key_enabled.filter(|on| *on))
                .set_cache_control(said(&self.cache_control))
                .set_checksum_algorithm(
                    said(&self.checksum_algorithm).map(|name| ChecksumAlgorithm::from(name.as_str())),
                )
                .set_content_disposition(said(&self.content_disposition))
                .set_content_encoding(said(&self.content_encoding))
                .set_content_language(said(&self.content_language))
                .set_content_type(said(&self.content_type))
                .set_metadata(metadata.clone().map(|metadata| metadata.into_iter().collect()))
                .set_server_side_encryption(encryption.as_deref().map(ServerSideEncryption::from))
                .set_ssekms_key_id(kms.clone())
                .set_storage_class(said(&self.storage_class).map(|class| StorageClass::from(class.as_str())))
                .set_tagging(tags.clone())
                .set_website_redirect_location(said(&self.website_redirect))
                .set_object_lock_legal_hold_status(
                    said(&self.object_lock_legal_hold_status)
                        .map(|status| ObjectLockLegalHoldStatus::from(status.as_str())),
                )
                .set_object_lock_mode(
                    said(&self.object_lock_mode).map(|mode| ObjectLockMode::from(mode.as_str())),
                )
                .set_object_lock_retain_until_date(until);
            // A checksum that nobody asked for would become an attribute of the object.
            let config =
                Config::builder().request_checksum_calculation(RequestChecksumCalculation::WhenRequired);
            Ok(request.customize().config_override(config).send().await?)
        };
        configure(request).await?;
        Ok(())
    }

    pub(super) async fn put_acl(&self, prior: &Self, aws: &Aws) -> Result<()> {
        let Some(acl) = changed(&prior.acl, &self.acl) else { return Ok(()) };
        let request = aws.s3.put_object_acl().bucket(&self.bucket).key(clean(&self.key));
        request.acl(ObjectCannedAcl::from(acl.as_str())).send().await?;
        Ok(())
    }

    pub(super) async fn put_locks(&self, prior: &Self, aws: &Aws) -> Result<()> {
        let key = clean(&self.key);
        if !same(&self.object_lock_legal_hold_status, &prior.object_lock_legal_hold_status) {
            let status = said(&self.object_lock_legal_hold_status).unwrap_or_else(|| "OFF".into());
            let status = ObjectLockLegalHoldStatus::from(status.as_str());
            let hold = ObjectLockLegalHold::builder().status(status).build();
            aws.s3.put_object_legal_hold().bucket(&self.bucket).key(&key).legal_hold(hold).send().await?;
        }
        let before = (said(&prior.object_lock_mode), said(&prior.object_lock_retain_until_date));
        let after = (said(&self.object_lock_mode), said(&self.object_lock_retain_until_date));
        if before == after {
            return Ok(());
        }
        let until = after.1.as_deref().map(date).transpose()?;
        // S3 lets a retention by governance be shortened only when told so.
        let earlier = before.1.as_deref().and_then(|text| date(text).ok());
        let bypass = earlier.is_some_and(|earlier| until.is_none_or(|until| until < earlier));
        let mode = after.0.map(|mode| ObjectLockRetentionMode::from(mode.as_str()));
        let retention = ObjectLockRetention::builder().set_mode(mode).set_retain_until_date(until).build();
        let request = aws.s3.put_object_retention().bucket(&self.bucket).key(&key).retention(retention);
        request.set_bypass_governance_retention(bypass.then_some(true)).send().await?;
        Ok(())
    }

    pub(super) async fn put_tags(&self, prior: &Self, aws: &Aws) -> Result<()> {
        if tags::change(&prior.tags_all, &self.tags_all).is_none() {
            return Ok(());
        }
        let key = clean(&self.key);
        let found =
            aws.s3.get_object_tagging().bucket(&self.bucket).key(&key).send().await.or_gone(ABSENT)?;
        let found = tagging::from_aws(found.map(|found| found.tag_set).unwrap_or_default());
        let (before, after) = (prior.tags_all.clone(), self.tags_all.clone());
        let all = tagging::merge(&found, &before.unwrap_or_default(), &after.unwrap_or_default());
        if all.is_empty() {
            aws.s3.delete_object_tagging().bucket(&self.bucket).key(&key).send().await?;
            return Ok(());
        }
        let request = aws.s3.put_object_tagging().bucket(&self.bucket).key(&key);
        request.tagging(tagging::to_aws(&all)?).send().await?;
        Ok(())
    }
}

/// What stays as it is in a query.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Tags as the query in which a request carries them.
fn query(tags: &Tags) -> String {
    let encode = |text: &str| utf8_percent_encode(text, PLAIN).to_string();
    let pairs = tags.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn date(text: &str) -> Result<DateTime> {
    DateTime::from_str(text, Format::DateTime)
        .map_err(|_| Error::Invalid(format!("`{text}` is no time such as `2030-01-31T00:00:00Z`.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_carried_as_a_query() {
        let tags = [("a b", "c&d"), ("k", "")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(query(&tags.into()), "a%20b=c%26d&k=");
    }

    #[test]
    fn tags_and_access_alone_make_no_new_version() {
        let text = |text: &str| Some(text.to_owned());
        let prior = Object { content: text("a"), etag: text("1"), acl: text("private"), ..Object::default() };
        for (object, expected) in [
            (Object { acl: text("public-read"), ..prior.clone() }, false),
            (Object { tags_all: Some(Tags::new()), ..prior.clone() }, false),
            (Object { cache_control: text(""), ..prior.clone() }, false),
            (Object { content: text("b"), ..prior.clone() }, true),
            (Object { etag: text("2"), ..prior.clone() }, true),
            (Object { etag: None, ..prior.clone() }, false),
        ] {
            assert_eq!(object.is_new_version(&prior), expected, "{object:?}");
        }
    }
}
