//! The inline `object_lock_configuration` block of a bucket.

use super::super::prelude::*;
use aws_sdk_s3::types::{
    DefaultRetention as AwsRetention, ObjectLockConfiguration, ObjectLockEnabled, ObjectLockRetentionMode,
    ObjectLockRule,
};

/// For how long objects cannot be deleted.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct ObjectLock {
    #[attr(force_new, one_of = ["Enabled"], deprecated = "Use the attribute `object_lock_enabled` of the bucket.")]
    pub object_lock_enabled: Optional<String>,
    #[attr(block, max_items = 1)]
    rule: Optional<Vec<Rule>>,
}

/// The rule of it.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Rule {
    #[attr(block, min_items = 1, max_items = 1)]
    default_retention: Required<Vec<Retention>>,
}

/// The retention of objects that do not say it.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Retention {
    #[attr(range = (1, i64::MAX))]
    days: Optional<i64>,
    #[attr(one_of = ["GOVERNANCE", "COMPLIANCE"])]
    mode: Required<String>,
    #[attr(range = (1, i64::MAX))]
    years: Optional<i64>,
}

impl ObjectLock {
    /// The rule in the form of S3.
    ///
    /// # Errors
    /// A number that is too large.
    pub fn to_aws(&self) -> Result<ObjectLockConfiguration> {
        let rule = self.rule.iter().flatten().next().and_then(|rule| rule.default_retention.first());
        let number = |number: Option<i64>| number.filter(|number| *number > 0).map(small).transpose();
        let rule = rule.map(|one| {
            let retention = AwsRetention::builder()
                .mode(ObjectLockRetentionMode::from(one.mode.as_str()))
                .set_days(number(one.days)?)
                .set_years(number(one.years)?);
            Ok::<_, Error>(ObjectLockRule::builder().default_retention(retention.build()).build())
        });
        let enabled = said(&self.object_lock_enabled).map(|text| ObjectLockEnabled::from(text.as_str()));
        Ok(ObjectLockConfiguration::builder()
            .set_object_lock_enabled(enabled)
            .set_rule(rule.transpose()?)
            .build())
    }

    /// The rule as S3 has it.
    pub fn from_aws(configuration: ObjectLockConfiguration) -> Self {
        let retention = configuration.rule.and_then(|rule| rule.default_retention).map(|one| Retention {
            days: Some(one.days.map(i64::from).unwrap_or_default()),
            mode: one.mode.map(|mode| mode.to_string()).unwrap_or_default(),
            years: Some(one.years.map(i64::from).unwrap_or_default()),
        });
        ObjectLock {
            object_lock_enabled: configuration.object_lock_enabled.map(|enabled| enabled.to_string()),
            rule: Some(retention.map(|one| Rule { default_retention: vec![one] }).into_iter().collect()),
        }
    }
}
