//! `aws_s3_object`: an object in a bucket, from a file or a text.

mod body;
mod put;

use self::body::Body;
use super::{emptying::Emptying, prelude::*, tagging};
use crate::{lang::value::Type, providers::aws::time};
use aws_sdk_s3::{operation::head_object::HeadObjectOutput, types::ChecksumMode};

/// An object in a bucket, from a file or a text.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_object")]
pub struct Object {
    id: Computed<String>,
    #[attr(one_of = [
        "private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read",
        "bucket-owner-full-control"
    ])]
    acl: Defaulted<String>,
    arn: Computed<String>,
    #[attr(force_new, length = (1, i32::MAX as usize))]
    bucket: Required<String>,
    bucket_key_enabled: Defaulted<bool>,
    cache_control: Optional<String>,
    #[attr(one_of = ["CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME"])]
    checksum_algorithm: Optional<String>,
    checksum_crc32: Computed<String>,
    checksum_crc32c: Computed<String>,
    checksum_crc64nvme: Computed<String>,
    checksum_sha1: Computed<String>,
    checksum_sha256: Computed<String>,
    #[attr(conflicts = ["source", "content_base64"])]
    content: Optional<String>,
    #[attr(conflicts = ["source", "content"])]
    content_base64: Optional<String>,
    content_disposition: Optional<String>,
    content_encoding: Optional<String>,
    content_language: Optional<String>,
    content_type: Defaulted<String>,
    #[attr(conflicts = ["kms_key_id"])]
    etag: Defaulted<String>,
    #[attr(default = false)]
    force_destroy: Optional<bool>,
    #[attr(force_new, length = (1, i32::MAX as usize))]
    key: Required<String>,
    #[attr(conflicts = ["etag"])]
    kms_key_id: Defaulted<String>,
    metadata: Optional<Tags>,
    #[attr(one_of = ["ON", "OFF"])]
    object_lock_legal_hold_status: Optional<String>,
    #[attr(one_of = ["GOVERNANCE", "COMPLIANCE"])]
    object_lock_mode: Optional<String>,
    object_lock_retain_until_date: Optional<String>,
    #[attr(block, max_items = 1)]
    override_provider: Optional<Vec<OverrideProvider>>,
    #[attr(one_of = ["AES256", "aws:kms", "aws:kms:dsse"])]
    server_side_encryption: Defaulted<String>,
    #[attr(conflicts = ["content", "content_base64"])]
    source: Optional<String>,
    source_hash: Optional<String>,
    #[attr(one_of = [
        "STANDARD", "REDUCED_REDUNDANCY", "GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE",
        "OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE"
    ])]
    storage_class: Defaulted<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    version_id: Computed<String>,
    website_redirect: Optional<String>,
}

/// What of the provider is otherwise for this object: S3 takes ten tags an object and no more.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct OverrideProvider {
    #[attr(block, max_items = 1)]
    default_tags: Optional<Vec<DefaultTags>>,
}

/// The tags that every object gets.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct DefaultTags {
    tags: Optional<Tags>,
}

/// The attributes whose change makes a new version of the object.
const CONTENT: &[&str] = &[
    "bucket_key_enabled",
    "cache_control",
    "checksum_algorithm",
    "content",
    "content_base64",
    "content_disposition",
    "content_encoding",
    "content_language",
    "content_type",
    "etag",
    "kms_key_id",
    "metadata",
    "server_side_encryption",
    "source",
    "source_hash",
    "storage_class",
    "website_redirect",
];

impl Resource<Aws> for Object {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(self.key.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (key, name) = (clean(&self.key), &self.bucket);
        let found = tokio::try_join!(
            async {
                let request =
                    aws.s3.head_object().bucket(name).key(&key).checksum_mode(ChecksumMode::Enabled);
                request.send().await.or_gone(&[NOT_FOUND])
            },
            async { aws.s3.get_object_tagging().bucket(name).key(&key).send().await.or_gone(ABSENT) },
        )?;
        let (Some(head), tags) = found else { return Ok(None) };
        let tags = tagging::from_aws(tags.map(|tags| tags.tag_set).unwrap_or_default());
        Ok(Some(self.with(head, tags, aws)))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.id = Some(self.key.clone());
        if self.is_new_version(prior) {
            return self.put(aws).await;
        }
        self.put_acl(prior, aws).await?;
        self.put_locks(prior, aws).await?;
        self.put_tags(prior, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let key = clean(&self.key);
        if said(&self.version_id).is_some() {
            let lift_locks = self.force_destroy.unwrap_or_default();
            return Emptying { bucket: &self.bucket, key: Some(&key), lift_locks }.run(aws).await;
        }
        aws.s3
            .delete_object()
            .bucket(&self.bucket)
            .key(key)
            .send()
            .await
            .or_gone(&[NO_BUCKET, "NoSuchKey"])?;
        Ok(())
    }

    fn refine(plan: &mut Refine<'_>) {
        if CONTENT.iter().any(|name| plan.is_changed(name)) {
            plan.set_unknown("version_id", Type::String);
        }
        let block = plan.config("override_provider").as_sequence().and_then(|blocks| blocks.first());
        let defaults = block.and_then(|block| block.get("default_tags")?.as_sequence()?.first());
        if let Some(defaults) = defaults {
            let own = plan.config("tags");
            let over = defaults.get("tags").filter(|tags| !tags.is_null());
            let all = [over, Some(own)].into_iter().flatten();
            let all = all.flat_map(|tags| tags.as_mapping().into_iter().flatten());
            let all = Value::map(Type::String, all.map(|(k, v)| (k.clone(), v.clone())).collect());
            plan.set("tags_all", all);
        }
    }

    fn validate(config: &crate::lang::value::Object) -> Vec<(&'static str, String)> {
        let tags = || {
            let block = config.get("override_provider")?.as_sequence()?.first()?;
            let defaults = block.get("default_tags")?.as_sequence()?.first()?;
            Some(!defaults.get("tags")?.as_mapping()?.is_empty())
        };
        if tags().unwrap_or_default() {
            let says = "stackctl takes an empty map of `tags` here and no other. Write the tags into the object's `tags`.";
            return vec![("override_provider", says.into())];
        }
        Vec::new()
    }

    /// `bucket/key` or `s3://bucket/key`.
    fn import(id: &str) -> Result<Self> {
        let path = id.strip_prefix("s3://").unwrap_or(id);
        match path.split_once('/') {
            Some((bucket, key)) if !bucket.is_empty() && !key.is_empty() => Ok(Object {
                id: Some(key.into()),
                bucket: bucket.into(),
                key: key.into(),
                ..Object::default()
            }),
            _ => Err(Error::Invalid(format!("`{id}` is no id of an object such as `bucket/key`."))),
        }
    }
}

/// The codes of objects without tags, and of S3-like services that do not know them.
const ABSENT: &[&str] =
    &[NO_BUCKET, "NoSuchKey", "NoSuchTagSet", "MethodNotAllowed", "NotImplemented", "AccessDenied"];

impl Object {
    /// The object with what S3 says of it.
    fn with(self, head: HeadObjectOutput, tags: Tags, aws: &Aws) -> Self {
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let key = clean(&self.key);
        Object {
            id: Some(self.key.clone()),
            arn: Some(format!("arn:{}:s3:::{}/{key}", aws.partition(), self.bucket)),
            bucket_key_enabled: Some(head.bucket_key_enabled.unwrap_or_default()),
            cache_control: text(head.cache_control),
            checksum_crc32: text(head.checksum_crc32),
            checksum_crc32c: text(head.checksum_crc32_c),
            checksum_crc64nvme: text(head.checksum_crc64_nvme),
            checksum_sha1: text(head.checksum_sha1),
            checksum_sha256: text(head.checksum_sha256),
            content_disposition: text(head.content_disposition),
            content_encoding: text(head.content_encoding),
            content_language: text(head.content_language),
            content_type: text(head.content_type),
            etag: text(head.e_tag.map(|tag| tag.trim_matches('"').to_owned())),
            force_destroy: self.force_destroy.or(Some(false)),
            // S3 names the key even where the bucket chose it; only one that we chose is ours.
            kms_key_id: head.ssekms_key_id.filter(|_| said(&self.kms_key_id).is_some()),
            metadata: Some(head.metadata.unwrap_or_default().into_iter().collect()),
            object_lock_legal_hold_status: text(head.object_lock_legal_hold_status.map(|on| on.to_string())),
            object_lock_mode: text(head.object_lock_mode.map(|mode| mode.to_string())),
            object_lock_retain_until_date: Some(time::rfc3339(head.object_lock_retain_until_date.as_ref())),
            server_side_encryption: text(head.server_side_encryption.map(|kind| kind.to_string())),
            storage_class: Some(
                head.storage_class.map_or_else(|| "STANDARD".into(), |class| class.to_string()),
            ),
            tags_all: tags::from_pairs(tags),
            version_id: text(head.version_id),
            website_redirect: text(head.website_redirect_location),
            ..self
        }
    }
}

/// The key as the provider has always cleaned it: no `/` at the start, and never two in a row.
pub(super) fn clean(key: &str) -> String {
    let mut clean = String::with_capacity(key.len());
    for character in key.trim_start_matches('/').chars() {
        if !(character == '/' && clean.ends_with('/')) {
            clean.push(character);
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_cleaned_of_needless_slashes() {
        for (key, expected) in
            [("a", "a"), ("/dir//a.html", "dir/a.html"), ("folder/", "folder/"), ("//a///b/", "a/b/")]
        {
            assert_eq!(clean(key), expected);
        }
    }

    #[test]
    fn an_import_id_names_bucket_and_key() {
        for id in ["b/a/c.txt", "s3://b/a/c.txt"] {
            let object = Object::import(id).unwrap();
            assert_eq!((object.bucket.as_str(), object.key.as_str()), ("b", "a/c.txt"));
        }
        for id in ["b", "b/", "/a", "s3://b"] {
            assert!(Object::import(id).is_err(), "{id}");
        }
    }
}
