//! `aws_secretsmanager_secret`: a secret's name, key and policy; its value is a version.

use std::collections::BTreeSet;

use super::GONE;
use crate::providers::aws::{json, names, policy, prelude::*};
use aws_sdk_secretsmanager::{
    operation::describe_secret::DescribeSecretOutput,
    types::{ReplicaRegionType, Tag},
};

/// A secret's name, key and policy; its value is a version.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_secretsmanager_secret")]
pub struct Secret {
    id: Computed<String>,
    arn: Computed<String>,
    description: Optional<String>,
    #[attr(default = false)]
    force_overwrite_replica_secret: Optional<bool>,
    kms_key_id: Optional<String>,
    #[attr(force_new, conflicts = ["name_prefix"])]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"])]
    name_prefix: Defaulted<String>,
    #[attr(normalize = json::normalize, equal = policy::equal)]
    policy: Defaulted<String>,
    #[attr(default = 30)]
    recovery_window_in_days: Optional<i64>,
    #[attr(block)]
    replica: Defaulted<Set<Replica>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

/// A copy of the secret in another region.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Replica {
    kms_key_id: Defaulted<String>,
    last_accessed_date: Computed<String>,
    region: Required<String>,
    status: Computed<String>,
    status_message: Computed<String>,
}

impl Resource<Aws> for Secret {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let name = names::of(&self.name, &self.name_prefix);
        let replicas: Vec<_> = self.replica.iter().flat_map(|set| set.iter()).map(Replica::to_aws).collect();
        let tags = self.tags_all.clone().filter(|tags| !tags.is_empty()).map(to_aws);
        // A secret that was just deleted keeps its name for a moment.
        let heals = |error: &Error| error.says("scheduled for deletion") || error.says("it was deleted");
        let request = || async {
            let request = aws
                .secrets
                .create_secret()
                .name(&name)
                .set_description(self.description.clone().filter(|text| !text.is_empty()))
                .set_kms_key_id(self.kms_key_id.clone().filter(|key| !key.is_empty()))
                .set_add_replica_regions(Some(replicas.clone()).filter(|list| !list.is_empty()))
                .set_force_overwrite_replica_secret(self.force_overwrite_replica_secret)
                .set_tags(tags.clone());
            Ok(request.send().await?)
        };
        self.id = wait::retry(minutes(2), heals, request).await?.arn;
        wait::until("the secret", minutes(2), || async {
            let visible = find(self.id(), aws).await?.is_some();
            Ok(if visible { Progress::Ready(()) } else { Progress::Pending("not visible".into()) })
        })
        .await?;
        self.put_policy("", aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(secret) = find(self.id(), aws).await? else { return Ok(None) };
        let name = secret.name.unwrap_or_default();
        let found = aws.secrets.get_resource_policy().secret_id(self.id()).send().await.or_gone(GONE)?;
        let document = found.and_then(|found| found.resource_policy).unwrap_or_default();
        let replicas = secret.replication_status.into_iter().flatten().map(|replica| Replica {
            kms_key_id: replica.kms_key_id,
            last_accessed_date: replica
                .last_accessed_date
                .map(|date| crate::providers::aws::time::rfc3339(Some(&date))),
            region: replica.region.unwrap_or_default(),
            status: replica.status.map(|status| status.to_string()),
            status_message: replica.status_message,
        });
        let pairs = secret.tags.into_iter().flatten();
        Ok(Some(Secret {
            id: secret.arn.clone(),
            arn: secret.arn,
            description: Some(secret.description.unwrap_or_default()),
            force_overwrite_replica_secret: self.force_overwrite_replica_secret.or(Some(false)),
            kms_key_id: Some(secret.kms_key_id.unwrap_or_default()),
            name_prefix: Some(names::prefix_of(&name)),
            name: Some(name),
            policy: Some(match document.as_str() {
                "" => String::new(),
                document => policy::keep(self.policy.as_deref().filter(|text| !text.is_empty()), document),
            }),
            recovery_window_in_days: self.recovery_window_in_days.or(Some(30)),
            replica: Some(replicas.collect()),
            tags: self.tags,
            tags_all: tags::from_pairs(
                pairs.filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default()))),
            ),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.replicate(prior, aws).await?;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (description, key) = (text(&self.description), text(&self.kms_key_id));
        if text(&prior.description) != description || text(&prior.kms_key_id) != key {
            let request = aws.secrets.update_secret().secret_id(self.id()).description(description);
            request.set_kms_key_id(Some(key).filter(|key| !key.is_empty())).send().await?;
        }
        self.put_policy(&text(&prior.policy), aws).await?;
        if let Some(change) = tags::change(&prior.tags_all, &self.tags_all) {
            if !change.removed.is_empty() {
                let request = aws.secrets.untag_resource().secret_id(self.id());
                request.set_tag_keys(Some(change.removed)).send().await?;
            }
            if !change.added.is_empty() {
                let request = aws.secrets.tag_resource().secret_id(self.id());
                request.set_tags(Some(to_aws(change.added))).send().await?;
            }
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        if find(self.id(), aws).await?.is_none() {
            return Ok(());
        }
        self.remove_replicas(self.regions(), aws).await?;
        let request = aws.secrets.delete_secret().secret_id(self.id());
        let request = match self.recovery_window_in_days.unwrap_or(30) {
            0 => request.force_delete_without_recovery(true),
            days => request.recovery_window_in_days(days),
        };
        request.send().await.or_gone(GONE)?;
        wait::until("the deletion of the secret", minutes(2), || async {
            let visible = find(self.id(), aws).await?.is_some();
            Ok(if visible { Progress::Pending("still there".into()) } else { Progress::Ready(()) })
        })
        .await
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let days = config.get("recovery_window_in_days").and_then(Value::as_number).and_then(|n| n.as_i64());
        match days {
            Some(days) if days != 0 && !(7..=30).contains(&days) => vec![(
                "recovery_window_in_days",
                format!("A secret can be recovered for 7 to 30 days, or not at all (0). {days} is neither."),
            )],
            _ => Vec::new(),
        }
    }
}

/// The secret with this ARN or name; `None` if it is gone or on its way to be.
pub(super) async fn find(id: &str, aws: &Aws) -> Result<Option<DescribeSecretOutput>> {
    let found = aws.secrets.describe_secret().secret_id(id).send().await.or_gone(GONE)?;
    Ok(found.filter(|secret| secret.deleted_date.is_none()))
}

impl Replica {
    fn to_aws(&self) -> ReplicaRegionType {
        let key = self.kms_key_id.clone().filter(|key| !key.is_empty());
        ReplicaRegionType::builder().region(&self.region).set_kms_key_id(key).build()
    }
}

impl Secret {
    fn regions(&self) -> BTreeSet<String> {
        self.replica.iter().flat_map(|set| set.iter()).map(|replica| replica.region.clone()).collect()
    }

    async fn remove_replicas(&self, regions: BTreeSet<String>, aws: &Aws) -> Result<()> {
        if regions.is_empty() {
            return Ok(());
        }
        let request = aws.secrets.remove_regions_from_replication().secret_id(self.id());
        let regions = Some(regions.into_iter().collect());
        request.set_remove_replica_regions(regions).send().await.or_gone(GONE)?;
        Ok(())
    }

    async fn replicate(&self, prior: &Self, aws: &Aws) -> Result<()> {
        let key =
            |replica: &Replica| (replica.region.clone(), replica.kms_key_id.clone().unwrap_or_default());
        let keys = |secret: &Secret| -> BTreeSet<_> {
            secret.replica.iter().flat_map(|set| set.iter()).map(key).collect()
        };
        let (before, after) = (keys(prior), keys(self));
        let gone = before.difference(&after).map(|(region, _)| region.clone()).collect();
        self.remove_replicas(gone, aws).await?;
        let replicas = self.replica.iter().flat_map(|set| set.iter());
        let new: Vec<_> =
            replicas.filter(|replica| !before.contains(&key(replica))).map(Replica::to_aws).collect();
        if !new.is_empty() {
            let request = aws.secrets.replicate_secret_to_regions().secret_id(self.id());
            let request = request.set_force_overwrite_replica_secret(self.force_overwrite_replica_secret);
            request.set_add_replica_regions(Some(new)).send().await?;
        }
        Ok(())
    }

    async fn put_policy(&self, prior: &str, aws: &Aws) -> Result<()> {
        let Some(planned) = &self.policy else { return Ok(()) };
        if policy::same(prior, planned) {
            return Ok(());
        }
        if matches!(planned.trim(), "" | "{}") {
            aws.secrets.delete_resource_policy().secret_id(self.id()).send().await.or_gone(GONE)?;
            return Ok(());
        }
        // A principal that was just made is not known everywhere yet.
        let heals = |error: &Error| error.says("unsupported principal");
        let request = || async {
            Ok(aws.secrets.put_resource_policy().secret_id(self.id()).resource_policy(planned).send().await?)
        };
        wait::retry(minutes(2), heals, request).await?;
        Ok(())
    }
}

fn to_aws(tags: Tags) -> Vec<Tag> {
    tags.into_iter().map(|(k, v)| Tag::builder().key(k).value(v).build()).collect()
}
