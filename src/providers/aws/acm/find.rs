//! A certificate and its tags by ARN, and moments as the attributes tell them.

use aws_sdk_acm::types::CertificateDetail;
use aws_smithy_types::{DateTime, date_time::Format};

use super::prelude::*;

/// The code of the error for a certificate that is not there.
pub const GONE: &str = "ResourceNotFoundException";

/// The certificate; `None` if it is gone.
pub async fn certificate(arn: &str, aws: &Aws) -> Result<Option<CertificateDetail>> {
    let found = aws.acm.describe_certificate().certificate_arn(arn).send().await.or_gone(&[GONE])?;
    Ok(found.and_then(|found| found.certificate))
}

/// The tags of a certificate.
pub async fn tags_of(arn: &str, aws: &Aws) -> Result<Option<Tags>> {
    let found = aws.acm.list_tags_for_certificate().certificate_arn(arn).send().await?;
    Ok(tags::from_pairs(found.tags.into_iter().flatten().map(|tag| (tag.key, tag.value.unwrap_or_default()))))
}

/// A moment to the second, as RFC 3339.
pub fn rfc3339(moment: &DateTime) -> Option<String> {
    DateTime::from_secs(moment.secs()).fmt(Format::DateTime).ok()
}
