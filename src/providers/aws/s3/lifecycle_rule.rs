//! A rule of a bucket's lifecycle, in the form of configuration and in that of S3.

use super::prelude::*;
use crate::providers::aws::time;
use aws_sdk_s3::types::{
    AbortIncompleteMultipartUpload as AwsAbort, ExpirationStatus, LifecycleExpiration, LifecycleRule,
    LifecycleRuleAndOperator, LifecycleRuleFilter, NoncurrentVersionExpiration as AwsNoncurrentExpiration,
    NoncurrentVersionTransition as AwsNoncurrentTransition, Tag as AwsTag, Transition as AwsTransition,
    TransitionStorageClass,
};
use aws_smithy_types::{DateTime, date_time::Format};

/// One rule.
#[derive(Debug, Default, Clone, Schema)]
pub struct Rule {
    #[attr(block)]
    abort_incomplete_multipart_upload: Optional<Vec<Abort>>,
    #[attr(block)]
    expiration: Optional<Vec<Expiration>>,
    #[attr(block)]
    filter: Optional<Vec<Filter>>,
    #[attr(length = (1, 255))]
    id: Required<String>,
    #[attr(block)]
    noncurrent_version_expiration: Optional<Vec<NoncurrentExpiration>>,
    #[attr(block)]
    noncurrent_version_transition: Optional<Set<NoncurrentTransition>>,
    #[attr(deprecated = "Use `filter`.")]
    prefix: Defaulted<String>,
    #[attr(one_of = ["Disabled", "Enabled"])]
    status: Required<String>,
    #[attr(block)]
    transition: Optional<Set<Transition>>,
}

/// When unfinished uploads go.
#[derive(Debug, Default, Clone, Schema)]
pub struct Abort {
    days_after_initiation: Optional<i64>,
}

/// When objects go.
#[derive(Debug, Default, Clone, Schema)]
pub struct Expiration {
    date: Optional<String>,
    #[attr(default = 0)]
    days: Defaulted<i64>,
    #[attr(default = false)]
    expired_object_delete_marker: Defaulted<bool>,
}

/// Which objects the rule is for.
#[derive(Debug, Default, Clone, Schema)]
pub struct Filter {
    #[attr(block)]
    and: Optional<Vec<And>>,
    object_size_greater_than: Defaulted<i64>,
    object_size_less_than: Defaulted<i64>,
    prefix: Defaulted<String>,
    #[attr(block)]
    tag: Optional<Vec<Tag>>,
}

/// All of several conditions.
#[derive(Debug, Default, Clone, Schema)]
pub struct And {
    #[attr(default = 0)]
    object_size_greater_than: Defaulted<i64>,
    #[attr(default = 0)]
    object_size_less_than: Defaulted<i64>,
    #[attr(default = "")]
    prefix: Defaulted<String>,
    tags: Optional<Tags>,
}

/// A tag that objects have.
#[derive(Debug, Default, Clone, Schema)]
pub struct Tag {
    key: Required<String>,
    value: Required<String>,
}

/// When old versions go.
#[derive(Debug, Default, Clone, Schema)]
pub struct NoncurrentExpiration {
    newer_noncurrent_versions: Defaulted<i64>,
    noncurrent_days: Required<i64>,
}

/// When old versions move to other storage.
#[derive(Debug, Default, Clone, Schema)]
pub struct NoncurrentTransition {
    newer_noncurrent_versions: Defaulted<i64>,
    noncurrent_days: Required<i64>,
    storage_class: Required<String>,
}

/// When objects move to other storage.
#[derive(Debug, Default, Clone, Schema)]
pub struct Transition {
    date: Optional<String>,
    days: Defaulted<i64>,
    storage_class: Required<String>,
}

impl Rule {
    /// What tells this rule from its older self as soon as S3 has taken it.
    pub fn key(&self) -> (String, String, Option<i64>) {
        let days = self.expiration.iter().flatten().next().and_then(|one| one.days).filter(|days| *days != 0);
        (self.id.clone(), self.status.clone(), days)
    }

    /// The rule in the form of S3.
    ///
    /// # Errors
    /// [`Error::Invalid`] if a date is none.
    pub fn to_aws(&self) -> Result<LifecycleRule> {
        let transitions = self.transition.iter().flat_map(|set| set.iter()).map(|one| {
            let days = one.days.filter(|_| given(&one.date).is_none());
            Ok(AwsTransition::builder()
                .set_date(given(&one.date).map(date).transpose()?)
                .set_days(days.map(small).transpose()?)
                .storage_class(TransitionStorageClass::from(one.storage_class.as_str()))
                .build())
        });
        let old = self.noncurrent_version_transition.iter().flat_map(|set| set.iter()).map(|one| {
            Ok(AwsNoncurrentTransition::builder()
                .set_newer_noncurrent_versions(some(one.newer_noncurrent_versions).map(small).transpose()?)
                .noncurrent_days(small(one.noncurrent_days)?)
                .storage_class(TransitionStorageClass::from(one.storage_class.as_str()))
                .build())
        });
        let (transitions, old) = (transitions.collect::<Result<Vec<_>>>()?, old.collect::<Result<Vec<_>>>()?);
        let expiration = self.expiration.iter().flatten().next().map(|one| {
            let marker = one
                .expired_object_delete_marker
                .filter(|on| *on || (some(one.days).is_none() && given(&one.date).is_none()));
            Ok::<_, Error>(
                LifecycleExpiration::builder()
                    .set_date(given(&one.date).map(date).transpose()?)
                    .set_days(some(one.days).map(small).transpose()?)
                    .set_expired_object_delete_marker(marker)
                    .build(),
            )
        });
        let old_expiration = self.noncurrent_version_expiration.iter().flatten().next().map(|one| {
            Ok::<_, Error>(
                AwsNoncurrentExpiration::builder()
                    .set_newer_noncurrent_versions(
                        some(one.newer_noncurrent_versions).map(small).transpose()?,
                    )
                    .noncurrent_days(small(one.noncurrent_days)?)
                    .build(),
            )
        });
        let abort = self.abort_incomplete_multipart_upload.iter().flatten().next().map(|one| {
            let days = one.days_after_initiation.map(small).transpose()?;
            Ok::<_, Error>(AwsAbort::builder().set_days_after_initiation(days).build())
        });
        let filter = match self.filter.iter().flatten().next() {
            Some(filter) => Some(filter.to_aws()?),
            // A rule for all objects: its filter says nothing.
            None if given(&self.prefix).is_none() => Some(LifecycleRuleFilter::builder().build()),
            None => None,
        };
        #[allow(deprecated)] // a rule without a filter has the old attribute
        let rule = LifecycleRule::builder().set_prefix(given(&self.prefix).filter(|_| filter.is_none()));
        Ok(rule
            .id(&self.id)
            .status(ExpirationStatus::from(self.status.as_str()))
            .set_filter(filter)
            .set_expiration(expiration.transpose()?)
            .set_transitions(Some(transitions).filter(|list| !list.is_empty()))
            .set_noncurrent_version_expiration(old_expiration.transpose()?)
            .set_noncurrent_version_transitions(Some(old).filter(|list| !list.is_empty()))
            .set_abort_incomplete_multipart_upload(abort.transpose()?)
            .build()?)
    }

    /// The rule with its filter as `known` has it, where both are for all objects: a filter that says nothing, one for
    /// the empty prefix and none are the same to S3.
    pub fn with_filter_of(mut self, known: &[Rule]) -> Self {
        let is_for_all = |rule: &Rule| rule.filter.iter().flatten().all(Filter::is_for_all);
        let known = known.iter().find(|known| known.id == self.id);
        match known.filter(|known| is_for_all(known) && is_for_all(&self) && given(&self.prefix).is_none()) {
            Some(known) if known.filter.iter().flatten().next().is_some() => {
                let filter = Filter { prefix: Some(String::new()), ..Filter::default() };
                self.filter = Some(vec![filter]);
            }
            Some(_) => self.filter = Some(Vec::new()),
            None => {}
        }
        self
    }

    /// The rule as S3 has it.
    pub fn from_aws(rule: LifecycleRule) -> Self {
        #[allow(deprecated)] // a rule without a filter has the old attribute
        let prefix = rule.prefix.unwrap_or_default();
        let transitions = rule.transitions.unwrap_or_default().into_iter().map(|one| Transition {
            date: one.date.map(|date| time::rfc3339(Some(&date))),
            days: one.days.map(i64::from),
            storage_class: one.storage_class.map(|class| class.to_string()).unwrap_or_default(),
        });
        let old = rule.noncurrent_version_transitions.unwrap_or_default().into_iter();
        let old = old.map(|one| NoncurrentTransition {
            newer_noncurrent_versions: one.newer_noncurrent_versions.map(i64::from),
            noncurrent_days: one.noncurrent_days.map(i64::from).unwrap_or_default(),
            storage_class: one.storage_class.map(|class| class.to_string()).unwrap_or_default(),
        });
        Rule {
            abort_incomplete_multipart_upload: Some(
                rule.abort_incomplete_multipart_upload
                    .map(|one| Abort { days_after_initiation: one.days_after_initiation.map(i64::from) })
                    .into_iter()
                    .collect(),
            ),
            expiration: Some(
                rule.expiration
                    .map(|one| Expiration {
                        date: one.date.map(|date| time::rfc3339(Some(&date))),
                        days: Some(one.days.map(i64::from).unwrap_or_default()),
                        expired_object_delete_marker: Some(
                            one.expired_object_delete_marker.unwrap_or_default(),
                        ),
                    })
                    .into_iter()
                    .collect(),
            ),
            filter: Some(rule.filter.map(Filter::from_aws).into_iter().collect()),
            id: rule.id.unwrap_or_default(),
            noncurrent_version_expiration: Some(
                rule.noncurrent_version_expiration
                    .map(|one| NoncurrentExpiration {
                        newer_noncurrent_versions: one.newer_noncurrent_versions.map(i64::from),
                        noncurrent_days: one.noncurrent_days.map(i64::from).unwrap_or_default(),
                    })
                    .into_iter()
                    .collect(),
            ),
            noncurrent_version_transition: Some(old.collect()),
            prefix: Some(prefix),
            status: rule.status.to_string(),
            transition: Some(transitions.collect()),
        }
    }
}

impl Filter {
    fn is_for_all(&self) -> bool {
        self.and.iter().flatten().next().is_none()
            && self.tag.iter().flatten().next().is_none()
            && given(&self.prefix).is_none()
            && some(self.object_size_greater_than).is_none()
            && some(self.object_size_less_than).is_none()
    }

    fn to_aws(&self) -> Result<LifecycleRuleFilter> {
        let filter = LifecycleRuleFilter::builder();
        if let Some(and) = self.and.iter().flatten().next() {
            let tags = and.tags.iter().flatten().map(|(k, v)| AwsTag::builder().key(k).value(v).build());
            let tags = tags.collect::<Result<Vec<_>, _>>()?;
            let and = LifecycleRuleAndOperator::builder()
                .set_object_size_greater_than(some(and.object_size_greater_than))
                .set_object_size_less_than(some(and.object_size_less_than))
                .set_prefix(given(&and.prefix))
                .set_tags(Some(tags).filter(|tags| !tags.is_empty()));
            return Ok(filter.and(and.build()).build());
        }
        if let Some(tag) = self.tag.iter().flatten().next() {
            let tag = AwsTag::builder().key(&tag.key).value(&tag.value).build()?;
            return Ok(filter.tag(tag).build());
        }
        if some(self.object_size_greater_than).is_some() || some(self.object_size_less_than).is_some() {
            return Ok(filter
                .set_object_size_greater_than(some(self.object_size_greater_than))
                .set_object_size_less_than(some(self.object_size_less_than))
                .build());
        }
        Ok(filter.prefix(self.prefix.as_deref().unwrap_or_default()).build())
    }

    fn from_aws(filter: LifecycleRuleFilter) -> Self {
        let and = filter.and.map(|and| And {
            object_size_greater_than: Some(and.object_size_greater_than.unwrap_or_default()),
            object_size_less_than: Some(and.object_size_less_than.unwrap_or_default()),
            prefix: Some(and.prefix.unwrap_or_default()),
            tags: and.tags.map(|tags| tags.into_iter().map(|tag| (tag.key, tag.value)).collect()),
        });
        Filter {
            and: Some(and.into_iter().collect()),
            object_size_greater_than: filter.object_size_greater_than,
            object_size_less_than: filter.object_size_less_than,
            prefix: filter.prefix,
            tag: Some(filter.tag.map(|tag| Tag { key: tag.key, value: tag.value }).into_iter().collect()),
        }
    }
}

fn given(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

/// A number that is set; 0 is not.
fn some(number: Option<i64>) -> Option<i64> {
    number.filter(|number| *number != 0)
}

fn date(text: String) -> Result<DateTime> {
    DateTime::from_str(&text, Format::DateTime)
        .map_err(|_| Error::Invalid(format!("`{text}` is no date such as `2030-01-31T00:00:00Z`.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_for_all_objects_keeps_how_it_says_so() {
        let filter = |prefix: Option<&str>| Filter { prefix: prefix.map(str::to_owned), ..Filter::default() };
        let rule = |filter: Option<Filter>| Rule {
            id: "a".into(),
            filter: Some(filter.into_iter().collect()),
            ..Rule::default()
        };
        for (read, known, expected) in [
            (Some(filter(Some(""))), None, None),
            (Some(filter(None)), None, None),
            (Some(filter(None)), Some(filter(Some(""))), Some("")),
            (Some(filter(Some("b/"))), None, Some("b/")),
            (Some(filter(Some(""))), Some(filter(Some("b/"))), Some("")),
        ] {
            let found = rule(read).with_filter_of(&[rule(known)]);
            let found =
                found.filter.into_iter().flatten().next().map(|filter| filter.prefix.unwrap_or_default());
            assert_eq!(found.as_deref(), expected);
        }
    }

    #[test]
    fn a_rule_without_a_filter_is_for_all_objects() {
        let rule = Rule { id: "a".into(), status: "Enabled".into(), ..Rule::default() };
        assert!(rule.to_aws().unwrap().filter.is_some_and(|filter| filter.prefix.is_none()));
        let rule = Rule { prefix: Some("b/".into()), ..rule };
        assert!(rule.to_aws().unwrap().filter.is_none());
    }
}
