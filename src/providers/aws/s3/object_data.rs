//! Data source `aws_s3_object`: an object and, where it is text, what is in it.

use super::{object::clean, prelude::*, tagging};
use crate::providers::aws::time;
use aws_sdk_s3::types::ChecksumMode;
use aws_smithy_types::DateTime;
use jiff::Timestamp;

/// An object and, where it is text, what is in it.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_object")]
pub struct ObjectData {
    id: Computed<String>,
    arn: Computed<String>,
    body: Computed<String>,
    bucket: Required<String>,
    bucket_key_enabled: Computed<bool>,
    cache_control: Computed<String>,
    checksum_crc32: Computed<String>,
    checksum_crc32c: Computed<String>,
    checksum_crc64nvme: Computed<String>,
    #[attr(one_of = ["ENABLED"])]
    checksum_mode: Optional<String>,
    checksum_sha1: Computed<String>,
    checksum_sha256: Computed<String>,
    content_disposition: Computed<String>,
    content_encoding: Computed<String>,
    content_language: Computed<String>,
    content_length: Computed<i64>,
    content_type: Computed<String>,
    etag: Computed<String>,
    expiration: Computed<String>,
    expires: Computed<String>,
    key: Required<String>,
    last_modified: Computed<String>,
    metadata: Computed<Tags>,
    object_lock_legal_hold_status: Computed<String>,
    object_lock_mode: Computed<String>,
    object_lock_retain_until_date: Computed<String>,
    range: Optional<String>,
    server_side_encryption: Computed<String>,
    sse_kms_key_id: Computed<String>,
    storage_class: Computed<String>,
    tags: Defaulted<Tags>,
    version_id: Defaulted<String>,
    website_redirect_location: Computed<String>,
}

impl Data<Aws> for ObjectData {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let (bucket, key, version) = (self.bucket.clone(), clean(&self.key), said(&self.version_id));
        let request = aws.s3.head_object().bucket(&bucket).key(&key).set_version_id(version.clone());
        let mode = said(&self.checksum_mode).map(|mode| ChecksumMode::from(mode.as_str()));
        let request = request.set_range(said(&self.range)).set_checksum_mode(mode);
        let head = request.send().await.or_gone(&[NOT_FOUND])?;
        let head = head.ok_or_else(|| {
            Error::Invalid(format!(
                "There is no object {key:?} in the bucket {bucket:?}, or the bucket is not there."
            ))
        })?;
        let (tags, body) = tokio::try_join!(
            async {
                let request = aws.s3.get_object_tagging().bucket(&bucket).key(&key);
                request
                    .set_version_id(version.clone())
                    .send()
                    .await
                    .or_gone(&["NoSuchTagSet", "NotImplemented"])
            },
            async {
                if head.content_type.as_deref().is_none_or(|kind| !is_text(kind)) {
                    return Ok(None);
                }
                let request = aws.s3.get_object().bucket(&bucket).key(&key);
                let found =
                    request.set_version_id(version.clone()).set_range(said(&self.range)).send().await?;
                let bytes = found.body.collect().await.map_err(|error| {
                    Error::Invalid(format!(
                        "The object {key:?} of the bucket {bucket:?} cannot be read: {error}"
                    ))
                })?;
                Ok(Some(String::from_utf8_lossy(&bytes.into_bytes()).into_owned()))
            },
        )?;
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let place = format!("{bucket}/{}", self.key);
        Ok(ObjectData {
            id: Some(version.map_or_else(|| place.clone(), |version| format!("{place}@{version}"))),
            arn: Some(format!("arn:{}:s3:::{bucket}/{key}", aws.partition())),
            body,
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
            content_length: Some(head.content_length.unwrap_or_default()),
            content_type: text(head.content_type),
            etag: text(head.e_tag.map(|tag| tag.trim_matches('"').to_owned())),
            expiration: text(head.expiration),
            expires: text(head.expires_string),
            last_modified: Some(head.last_modified.as_ref().map(rfc1123).unwrap_or_default()),
            metadata: Some(head.metadata.unwrap_or_default().into_iter().collect()),
            object_lock_legal_hold_status: text(head.object_lock_legal_hold_status.map(|on| on.to_string())),
            object_lock_mode: text(head.object_lock_mode.map(|mode| mode.to_string())),
            object_lock_retain_until_date: Some(time::rfc3339(head.object_lock_retain_until_date.as_ref())),
            server_side_encryption: text(head.server_side_encryption.map(|kind| kind.to_string())),
            sse_kms_key_id: text(head.ssekms_key_id),
            storage_class: Some(
                head.storage_class.map_or_else(|| "STANDARD".into(), |class| class.to_string()),
            ),
            tags: tags::from_pairs(tagging::from_aws(tags.map(|tags| tags.tag_set).unwrap_or_default())),
            version_id: text(head.version_id),
            website_redirect_location: text(head.website_redirect_location),
            ..self
        })
    }
}

/// Whether an object of this content type is text, whose body is worth an attribute.
fn is_text(content_type: &str) -> bool {
    const KINDS: &[&str] = &[
        "application/atom+xml",
        "application/json",
        "application/ld+json",
        "application/x-csh",
        "application/x-httpd-php",
        "application/x-sh",
        "application/xhtml+xml",
        "application/xml",
    ];
    content_type.starts_with("text/") || KINDS.contains(&content_type)
}

/// A time as HTTP headers write it: `Mon, 23 Nov 2026 23:49:17 UTC`.
fn rfc1123(time: &DateTime) -> String {
    let stamp = Timestamp::from_second(time.secs()).ok();
    stamp.map(|stamp| stamp.strftime("%a, %d %b %Y %H:%M:%S UTC").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_has_a_body() {
        for (kind, expected) in [
            ("text/plain; charset=utf-8", true),
            ("application/json", true),
            ("application/octet-stream", false),
            ("image/png", false),
        ] {
            assert_eq!(is_text(kind), expected, "{kind}");
        }
    }

    #[test]
    fn times_are_those_of_http_headers() {
        assert_eq!(rfc1123(&DateTime::from_secs(1_795_477_757)), "Mon, 23 Nov 2026 23:49:17 UTC");
    }
}
