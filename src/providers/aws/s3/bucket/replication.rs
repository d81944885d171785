//! The inline `replication_configuration` block of a bucket.

use super::super::prelude::*;
use aws_sdk_s3::types::{
    AccessControlTranslation, DeleteMarkerReplication, DeleteMarkerReplicationStatus,
    Destination as AwsDestination, EncryptionConfiguration, Metrics as AwsMetrics, MetricsStatus,
    OwnerOverride, ReplicationConfiguration, ReplicationRule as AwsRule, ReplicationRuleAndOperator,
    ReplicationRuleFilter, ReplicationRuleStatus, ReplicationTime as AwsTime, ReplicationTimeStatus,
    ReplicationTimeValue, SourceSelectionCriteria as AwsCriteria, SseKmsEncryptedObjects as AwsKms,
    SseKmsEncryptedObjectsStatus, StorageClass, Tag,
};

/// To which buckets objects are copied.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Replication {
    role: Required<String>,
    #[attr(block, min_items = 1)]
    rules: Required<Set<Rule>>,
}

/// One rule of it.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Rule {
    #[attr(one_of = ["Enabled"])]
    delete_marker_replication_status: Optional<String>,
    #[attr(block, min_items = 1, max_items = 1)]
    destination: Required<Vec<Destination>>,
    #[attr(block, max_items = 1)]
    filter: Optional<Vec<Filter>>,
    #[attr(length = (0, 255))]
    id: Optional<String>,
    #[attr(length = (0, 1024))]
    prefix: Optional<String>,
    priority: Optional<i64>,
    #[attr(block, max_items = 1)]
    source_selection_criteria: Optional<Vec<SourceSelection>>,
    #[attr(one_of = ["Enabled", "Disabled"])]
    status: Required<String>,
}

/// Where the copies go.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Destination {
    #[attr(block, max_items = 1)]
    access_control_translation: Optional<Vec<Translation>>,
    account_id: Optional<String>,
    bucket: Required<String>,
    #[attr(block, max_items = 1)]
    metrics: Optional<Vec<Metrics>>,
    replica_kms_key_id: Optional<String>,
    #[attr(block, max_items = 1)]
    replication_time: Optional<Vec<Time>>,
    storage_class: Optional<String>,
}

/// Who owns the copies.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Translation {
    #[attr(one_of = ["Destination"])]
    owner: Required<String>,
}

/// Whether replication is measured.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Metrics {
    #[attr(default = 15, range = (10, 15))]
    minutes: Optional<i64>,
    #[attr(default = "Enabled", one_of = ["Enabled", "Disabled"])]
    status: Optional<String>,
}

/// How fast the copies are made.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Time {
    #[attr(default = 15, range = (15, 15))]
    minutes: Optional<i64>,
    #[attr(default = "Enabled", one_of = ["Enabled", "Disabled"])]
    status: Optional<String>,
}

/// Which objects are copied.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Filter {
    #[attr(length = (0, 1024))]
    prefix: Optional<String>,
    tags: Optional<Tags>,
}

/// Which objects are copied beside the ordinary ones.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct SourceSelection {
    #[attr(block, max_items = 1)]
    sse_kms_encrypted_objects: Optional<Vec<KmsObjects>>,
}

/// Whether objects are copied that a key of KMS encrypts.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct KmsObjects {
    enabled: Required<bool>,
}

impl Replication {
    /// The rules in the form of S3.
    ///
    /// # Errors
    /// A number that is too large.
    pub fn to_aws(&self) -> Result<ReplicationConfiguration> {
        let rules = self.rules.iter().map(Rule::to_aws).collect::<Result<_>>()?;
        Ok(ReplicationConfiguration::builder().role(&self.role).set_rules(Some(rules)).build()?)
    }

    /// The rules as S3 has them.
    pub fn from_aws(configuration: ReplicationConfiguration) -> Self {
        Replication {
            role: configuration.role,
            rules: configuration.rules.into_iter().map(Rule::from_aws).collect(),
        }
    }
}

impl Rule {
    fn to_aws(&self) -> Result<AwsRule> {
        let mut rule = AwsRule::builder()
            .set_id(said(&self.id))
            .status(ReplicationRuleStatus::from(self.status.as_str()))
            .set_destination(self.destination.first().map(Destination::to_aws).transpose()?);
        let kms = self.source_selection_criteria.iter().flatten().next();
        let kms = kms.and_then(|one| one.sse_kms_encrypted_objects.iter().flatten().next());
        if let Some(kms) = kms {
            let status = if kms.enabled {
                SseKmsEncryptedObjectsStatus::Enabled
            } else {
                SseKmsEncryptedObjectsStatus::Disabled
            };
            let objects = AwsKms::builder().status(status).build()?;
            rule = rule
                .source_selection_criteria(AwsCriteria::builder().sse_kms_encrypted_objects(objects).build());
        }
        let Some(filter) = self.filter.iter().flatten().next() else {
            #[allow(deprecated)] // a rule without a filter is of the older form
            return Ok(rule.prefix(self.prefix.clone().unwrap_or_default()).build()?);
        };
        let status = match said(&self.delete_marker_replication_status) {
            Some(status) => DeleteMarkerReplicationStatus::from(status.as_str()),
            None => DeleteMarkerReplicationStatus::Disabled,
        };
        Ok(rule
            .filter(filter.to_aws()?)
            .priority(small(self.priority.unwrap_or_default())?)
            .delete_marker_replication(DeleteMarkerReplication::builder().status(status).build())
            .build()?)
    }

    fn from_aws(rule: AwsRule) -> Self {
        let marker = rule.delete_marker_replication.and_then(|one| one.status);
        let marker = marker.filter(|status| *status == DeleteMarkerReplicationStatus::Enabled);
        let kms = rule.source_selection_criteria.and_then(|one| one.sse_kms_encrypted_objects);
        let kms = kms.map(|one| SourceSelection {
            sse_kms_encrypted_objects: Some(vec![KmsObjects {
                enabled: one.status == SseKmsEncryptedObjectsStatus::Enabled,
            }]),
        });
        #[allow(deprecated)] // rules that are older than filters have it
        let prefix = rule.prefix;
        Rule {
            delete_marker_replication_status: Some(
                marker.map(|status| status.to_string()).unwrap_or_default(),
            ),
            destination: rule.destination.map(Destination::from_aws).into_iter().collect(),
            filter: Some(rule.filter.map(Filter::from_aws).into_iter().collect()),
            id: Some(rule.id.unwrap_or_default()),
            prefix: Some(prefix.unwrap_or_default()),
            priority: Some(rule.priority.map(i64::from).unwrap_or_default()),
            source_selection_criteria: Some(kms.into_iter().collect()),
            status: rule.status.to_string(),
        }
    }
}

impl Filter {
    fn to_aws(&self) -> Result<ReplicationRuleFilter> {
        let prefix = self.prefix.clone().unwrap_or_default();
        let tags = self.tags.iter().flatten().map(|(k, v)| Tag::builder().key(k).value(v).build());
        let tags = tags.collect::<Result<Vec<_>, _>>()?;
        let filter = ReplicationRuleFilter::builder();
        if tags.is_empty() {
            return Ok(filter.prefix(prefix).build());
        }
        let and = ReplicationRuleAndOperator::builder().prefix(prefix).set_tags(Some(tags));
        Ok(filter.and(and.build()).build())
    }

    fn from_aws(filter: ReplicationRuleFilter) -> Self {
        let mut tags: Tags = filter.tag.map(|tag| (tag.key, tag.value)).into_iter().collect();
        let mut prefix = filter.prefix;
        if let Some(and) = filter.and {
            prefix = and.prefix.or(prefix);
            tags.extend(and.tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value)));
        }
        Filter { prefix: Some(prefix.unwrap_or_default()), tags: Some(tags).filter(|tags| !tags.is_empty()) }
    }
}

impl Destination {
    fn to_aws(&self) -> Result<AwsDestination> {
        let fifteen = |minutes: Option<i64>| {
            Ok::<_, Error>(ReplicationTimeValue::builder().minutes(small(minutes.unwrap_or(15))?).build())
        };
        let mut to = AwsDestination::builder()
            .bucket(&self.bucket)
            .set_account(said(&self.account_id))
            .set_storage_class(said(&self.storage_class).map(|class| StorageClass::from(class.as_str())));
        if let Some(key) = said(&self.replica_kms_key_id) {
            let encryption = EncryptionConfiguration::builder().replica_kms_key_id(key);
            to = to.encryption_configuration(encryption.build());
        }
        if let Some(one) = self.access_control_translation.iter().flatten().next() {
            let owner = OwnerOverride::from(one.owner.as_str());
            to = to.access_control_translation(AccessControlTranslation::builder().owner(owner).build()?);
        }
        if let Some(one) = self.replication_time.iter().flatten().next() {
            let status = ReplicationTimeStatus::from(one.status.as_deref().unwrap_or("Enabled"));
            to = to.replication_time(AwsTime::builder().status(status).time(fifteen(one.minutes)?).build()?);
        }
        if let Some(one) = self.metrics.iter().flatten().next() {
            let status = MetricsStatus::from(one.status.as_deref().unwrap_or("Enabled"));
            to = to.metrics(
                AwsMetrics::builder().status(status).event_threshold(fifteen(one.minutes)?).build()?,
            );
        }
        Ok(to.build()?)
    }

    fn from_aws(to: AwsDestination) -> Self {
        let minutes = |time: Option<ReplicationTimeValue>| {
            Some(time.and_then(|time| time.minutes).map(i64::from).unwrap_or_default())
        };
        let translation =
            to.access_control_translation.map(|one| Translation { owner: one.owner.to_string() });
        let metrics = to.metrics.map(|one| Metrics {
            minutes: minutes(one.event_threshold),
            status: Some(one.status.to_string()),
        });
        let time = to
            .replication_time
            .map(|one| Time { minutes: minutes(one.time), status: Some(one.status.to_string()) });
        let key = to.encryption_configuration.and_then(|one| one.replica_kms_key_id);
        Destination {
            access_control_translation: Some(translation.into_iter().collect()),
            account_id: Some(to.account.unwrap_or_default()),
            bucket: to.bucket,
            metrics: Some(metrics.into_iter().collect()),
            replica_kms_key_id: Some(key.unwrap_or_default()),
            replication_time: Some(time.into_iter().collect()),
            storage_class: Some(to.storage_class.map(|class| class.to_string()).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_comes_back_from_s3_as_it_was() {
        let text = |text: &str| Some(text.to_owned());
        let destination = Destination {
            access_control_translation: Some(vec![Translation { owner: "Destination".into() }]),
            account_id: text("123456789012"),
            bucket: "arn:aws:s3:::b".into(),
            metrics: Some(vec![Metrics { minutes: Some(15), status: text("Enabled") }]),
            replica_kms_key_id: text("arn:aws:kms:eu-central-1:123456789012:key/k"),
            replication_time: Some(vec![Time { minutes: Some(15), status: text("Enabled") }]),
            storage_class: text("STANDARD_IA"),
        };
        let rule = Rule {
            delete_marker_replication_status: text("Enabled"),
            destination: vec![destination],
            filter: Some(vec![Filter {
                prefix: text("a/"),
                tags: Some([("k".to_owned(), "v".to_owned())].into()),
            }]),
            id: text("one"),
            prefix: text(""),
            priority: Some(3),
            source_selection_criteria: Some(vec![SourceSelection {
                sse_kms_encrypted_objects: Some(vec![KmsObjects { enabled: true }]),
            }]),
            status: "Enabled".into(),
        };
        assert_eq!(Rule::from_aws(rule.to_aws().unwrap()), rule);
    }
}
