//! The inline `lifecycle_rule` blocks of a bucket.

use super::super::prelude::*;
use crate::providers::aws::names;
use aws_sdk_s3::types::{
    AbortIncompleteMultipartUpload, BucketLifecycleConfiguration, ExpirationStatus, LifecycleExpiration,
    LifecycleRule as AwsRule, LifecycleRuleAndOperator, LifecycleRuleFilter,
    NoncurrentVersionExpiration as AwsNoncurrentExpiration,
    NoncurrentVersionTransition as AwsNoncurrentTransition, Tag, Transition as AwsTransition,
    TransitionStorageClass,
};
use aws_smithy_types::{DateTime, date_time::Format};

/// When objects move to cheaper storage, and when they go.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct LifecycleRule {
    abort_incomplete_multipart_upload_days: Optional<i64>,
    enabled: Required<bool>,
    #[attr(block, max_items = 1)]
    expiration: Optional<Vec<Expiration>>,
    #[attr(length = (0, 255))]
    id: Defaulted<String>,
    #[attr(block, max_items = 1)]
    noncurrent_version_expiration: Optional<Vec<NoncurrentExpiration>>,
    #[attr(block)]
    noncurrent_version_transition: Optional<Set<NoncurrentTransition>>,
    prefix: Optional<String>,
    tags: Optional<Tags>,
    #[attr(block)]
    transition: Optional<Set<Transition>>,
}

/// When objects go.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Expiration {
    date: Optional<String>,
    #[attr(range = (0, i64::MAX))]
    days: Optional<i64>,
    expired_object_delete_marker: Optional<bool>,
}

/// When old versions go.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct NoncurrentExpiration {
    #[attr(range = (1, i64::MAX))]
    days: Optional<i64>,
}

/// When old versions move to other storage.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct NoncurrentTransition {
    #[attr(range = (0, i64::MAX))]
    days: Optional<i64>,
    storage_class: Required<String>,
}

/// When objects move to other storage.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Transition {
    date: Optional<String>,
    #[attr(range = (0, i64::MAX))]
    days: Optional<i64>,
    storage_class: Required<String>,
}

impl LifecycleRule {
    /// The rules in the form of S3.
    ///
    /// # Errors
    /// [`Error::Invalid`] if a date is none.
    pub fn to_aws(rules: &[Self]) -> Result<BucketLifecycleConfiguration> {
        let rules = rules.iter().map(Self::one_to_aws).collect::<Result<_>>()?;
        Ok(BucketLifecycleConfiguration::builder().set_rules(Some(rules)).build()?)
    }

    fn one_to_aws(&self) -> Result<AwsRule> {
        let days = |days: Option<i64>| days.filter(|days| *days != 0).map(small).transpose();
        let expiration = self.expiration.iter().flatten().next().map(|one| {
            let builder = LifecycleExpiration::builder();
            Ok::<_, Error>(match (said(&one.date), days(one.days)?) {
                (Some(date), _) => builder.date(midnight(&date)?),
                (None, Some(days)) => builder.days(days),
                (None, None) => builder.set_expired_object_delete_marker(one.expired_object_delete_marker),
            })
        });
        let transitions = self.transition.iter().flat_map(|set| set.iter()).map(|one| {
            let builder = AwsTransition::builder();
            let builder = match said(&one.date) {
                Some(date) => builder.date(midnight(&date)?),
                None => builder.days(small(one.days.unwrap_or_default())?),
            };
            Ok(builder.storage_class(TransitionStorageClass::from(one.storage_class.as_str())).build())
        });
        let old = self.noncurrent_version_transition.iter().flat_map(|set| set.iter()).map(|one| {
            Ok(AwsNoncurrentTransition::builder()
                .noncurrent_days(small(one.days.unwrap_or_default())?)
                .storage_class(TransitionStorageClass::from(one.storage_class.as_str()))
                .build())
        });
        let old_days = self.noncurrent_version_expiration.iter().flatten().next().and_then(|one| one.days);
        let old_expiration =
            days(old_days)?.map(|days| AwsNoncurrentExpiration::builder().noncurrent_days(days).build());
        let abort = days(self.abort_incomplete_multipart_upload_days)?;
        let abort =
            abort.map(|days| AbortIncompleteMultipartUpload::builder().days_after_initiation(days).build());
        let (transitions, old) = (transitions.collect::<Result<Vec<_>>>()?, old.collect::<Result<Vec<_>>>()?);
        Ok(AwsRule::builder()
            .id(said(&self.id).unwrap_or_else(|| names::unique("tf-s3-lifecycle-")))
            .status(if self.enabled { ExpirationStatus::Enabled } else { ExpirationStatus::Disabled })
            .filter(self.filter()?)
            .set_expiration(expiration.transpose()?.map(|builder| builder.build()))
            .set_transitions(Some(transitions).filter(|list| !list.is_empty()))
            .set_noncurrent_version_transitions(Some(old).filter(|list| !list.is_empty()))
            .set_noncurrent_version_expiration(old_expiration)
            .set_abort_incomplete_multipart_upload(abort)
            .build()?)
    }

    fn filter(&self) -> Result<LifecycleRuleFilter> {
        let prefix = self.prefix.clone().unwrap_or_default();
        let tags = self.tags.iter().flatten().map(|(k, v)| Tag::builder().key(k).value(v).build());
        let tags = tags.collect::<Result<Vec<_>, _>>()?;
        if tags.is_empty() {
            return Ok(LifecycleRuleFilter::builder().prefix(prefix).build());
        }
        let and = LifecycleRuleAndOperator::builder().prefix(prefix).set_tags(Some(tags)).build();
        Ok(LifecycleRuleFilter::builder().and(and).build())
    }

    /// The rule as S3 has it.
    pub fn from_aws(rule: AwsRule) -> Self {
        #[allow(deprecated)] // rules that are older than filters have it
        let (mut prefix, mut tags) = (rule.prefix, Tags::new());
        if let Some(filter) = rule.filter {
            prefix = filter.prefix.or(prefix);
            tags.extend(filter.tag.map(|tag| (tag.key, tag.value)));
            if let Some(and) = filter.and {
                prefix = and.prefix.or(prefix);
                tags.extend(and.tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value)));
            }
        }
        let days = |days: Option<i32>| Some(days.map(i64::from).unwrap_or_default());
        let class =
            |class: Option<TransitionStorageClass>| class.map(|class| class.to_string()).unwrap_or_default();
        let expiration = rule.expiration.map(|one| Expiration {
            date: Some(day(one.date)),
            days: days(one.days),
            expired_object_delete_marker: Some(one.expired_object_delete_marker.unwrap_or_default()),
        });
        let old = rule.noncurrent_version_expiration;
        let transitions = rule.transitions.unwrap_or_default().into_iter().map(|one| Transition {
            date: Some(day(one.date)),
            days: days(one.days),
            storage_class: class(one.storage_class),
        });
        let old_transitions = rule.noncurrent_version_transitions.unwrap_or_default().into_iter();
        let old_transitions = old_transitions.map(|one| NoncurrentTransition {
            days: days(one.noncurrent_days),
            storage_class: class(one.storage_class),
        });
        LifecycleRule {
            abort_incomplete_multipart_upload_days: days(
                rule.abort_incomplete_multipart_upload.and_then(|one| one.days_after_initiation),
            ),
            enabled: rule.status == ExpirationStatus::Enabled,
            expiration: Some(expiration.into_iter().collect()),
            id: Some(rule.id.unwrap_or_default()),
            noncurrent_version_expiration: Some(
                old.map(|one| NoncurrentExpiration { days: days(one.noncurrent_days) }).into_iter().collect(),
            ),
            noncurrent_version_transition: Some(old_transitions.collect()),
            prefix: Some(prefix.unwrap_or_default()),
            tags: Some(tags),
            transition: Some(transitions.collect()),
        }
    }
}

/// The day of a time, such as `2030-01-31`; empty if there is none.
fn day(time: Option<DateTime>) -> String {
    let text = crate::providers::aws::time::rfc3339(time.as_ref());
    text.split('T').next().unwrap_or_default().to_owned()
}

/// The start of a day.
fn midnight(day: &str) -> Result<DateTime> {
    DateTime::from_str(&format!("{day}T00:00:00Z"), Format::DateTime)
        .map_err(|_| Error::Invalid(format!("`{day}` is no day such as `2030-01-31`.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_comes_back_from_s3_as_it_was() {
        let rule = LifecycleRule {
            abort_incomplete_multipart_upload_days: Some(7),
            enabled: true,
            expiration: Some(vec![Expiration {
                date: Some("2030-01-31".into()),
                days: Some(0),
                expired_object_delete_marker: Some(false),
            }]),
            id: Some("a".into()),
            noncurrent_version_expiration: Some(vec![NoncurrentExpiration { days: Some(90) }]),
            noncurrent_version_transition: Some(Set(vec![NoncurrentTransition {
                days: Some(30),
                storage_class: "GLACIER".into(),
            }])),
            prefix: Some("log/".into()),
            tags: Some([("a".to_owned(), "b".to_owned())].into()),
            transition: Some(Set(vec![Transition {
                date: Some(String::new()),
                days: Some(0),
                storage_class: "STANDARD_IA".into(),
            }])),
        };
        let aws = LifecycleRule::to_aws(std::slice::from_ref(&rule)).unwrap();
        assert_eq!(aws.rules.into_iter().map(LifecycleRule::from_aws).collect::<Vec<_>>(), [rule]);
    }

    #[test]
    fn a_rule_without_an_id_gets_one() {
        let aws = LifecycleRule::to_aws(&[LifecycleRule::default()]).unwrap();
        assert!(aws.rules[0].id().is_some_and(|id| id.starts_with("tf-s3-lifecycle-")));
        assert!(midnight("31.1.2030").is_err());
    }
}
