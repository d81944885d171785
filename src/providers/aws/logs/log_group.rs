//! `aws_cloudwatch_log_group`: the log streams that share retention and key.

use crate::providers::aws::{names, prelude::*};
use aws_sdk_cloudwatchlogs::types::LogGroupClass;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_log_group")]
pub struct LogGroup {
    id: Computed<String>,
    arn: Computed<String>,
    kms_key_id: Optional<String>,
    #[attr(force_new, one_of = ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"])]
    log_group_class: Defaulted<String>,
    #[attr(force_new, conflicts = ["name_prefix"], length = (1, 512))]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"], length = (1, 486))]
    name_prefix: Defaulted<String>,
    #[attr(default = 0)]
    retention_in_days: Optional<i32>,
    #[attr(default = false)]
    skip_destroy: Optional<bool>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

const GONE: &str = "ResourceNotFoundException";

/// The only numbers of days that CloudWatch Logs takes; 0 is for ever.
const RETENTIONS: &[i64] = &[
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
    3653,
];

impl Resource<Aws> for LogGroup {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let name = names::of(&self.name, &self.name_prefix);
        let request = aws
            .logs
            .create_log_group()
            .log_group_name(&name)
            .set_log_group_class(self.log_group_class.as_deref().map(LogGroupClass::from))
            .set_kms_key_id(self.kms_key_id.clone().filter(|key| !key.is_empty()))
            .set_tags(
                self.tags_all.clone().filter(|tags| !tags.is_empty()).map(|tags| tags.into_iter().collect()),
            );
        request.send().await?;
        self.id = Some(name.clone());
        self.retain(&name, 0, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(group) = find(self.id(), aws).await? else { return Ok(None) };
        let arn = arn_of(&group);
        Ok(Some(LogGroup {
            id: self.id,
            tags_all: tags_of(&arn, aws).await?,
            arn: Some(arn),
            kms_key_id: Some(group.kms_key_id.unwrap_or_default()),
            log_group_class: Some(group.log_group_class.map(|class| class.to_string()).unwrap_or_default()),
            name_prefix: Some(names::prefix_of(group.log_group_name.as_deref().unwrap_or_default())),
            name: group.log_group_name,
            retention_in_days: Some(group.retention_in_days.unwrap_or_default()),
            skip_destroy: self.skip_destroy,
            tags: self.tags,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.retain(prior.id(), prior.retention_in_days.unwrap_or_default(), aws).await?;
        let key = |group: &Self| group.kms_key_id.clone().filter(|key| !key.is_empty());
        match (key(prior), key(self)) {
            (before, now) if before == now => {}
            (_, Some(key)) => {
                aws.logs.associate_kms_key().log_group_name(prior.id()).kms_key_id(key).send().await?;
            }
            (_, None) => {
                aws.logs.disassociate_kms_key().log_group_name(prior.id()).send().await?;
            }
        }
        let Some(change) = tags::change(&prior.tags_all, &self.tags_all) else { return Ok(()) };
        let arn = prior.arn.clone().unwrap_or_default();
        if !change.removed.is_empty() {
            aws.logs.untag_resource().resource_arn(&arn).set_tag_keys(Some(change.removed)).send().await?;
        }
        if !change.added.is_empty() {
            let tags = change.added.into_iter().collect();
            aws.logs.tag_resource().resource_arn(&arn).set_tags(Some(tags)).send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        if self.skip_destroy.unwrap_or_default() {
            return Ok(());
        }
        // Two changes of one group at a time are refused for a moment.
        let heals = |error: &Error| error.is(&["OperationAbortedException"]);
        wait::retry(minutes(1), heals, || async {
            aws.logs.delete_log_group().log_group_name(self.id()).send().await.or_gone(&[GONE])
        })
        .await?;
        Ok(())
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let days = config.get("retention_in_days").and_then(Value::as_number).map(|days| days.as_i64());
        match days {
            Some(days) if !days.is_some_and(|days| RETENTIONS.contains(&days)) => {
                vec![("retention_in_days", format!("must be one of {RETENTIONS:?}"))]
            }
            _ => Vec::new(),
        }
    }
}

impl LogGroup {
    async fn retain(&self, name: &str, prior: i32, aws: &Aws) -> Result<()> {
        match self.retention_in_days.unwrap_or_default() {
            days if days == prior => {}
            0 => {
                aws.logs.delete_retention_policy().log_group_name(name).send().await?;
            }
            days => {
                let heals = |error: &Error| error.is(&["OperationAbortedException"]);
                wait::retry(minutes(1), heals, || async {
                    let request = aws.logs.put_retention_policy().log_group_name(name);
                    Ok(request.retention_in_days(days).send().await?)
                })
                .await?;
            }
        }
        Ok(())
    }
}

/// The log group of exactly this name; `None` if there is none.
pub async fn find(name: &str, aws: &Aws) -> Result<Option<aws_sdk_cloudwatchlogs::types::LogGroup>> {
    let mut pages = aws.logs.describe_log_groups().log_group_name_prefix(name).into_paginator().send();
    while let Some(page) = pages.next().await {
        let Some(page) = page.or_gone(&[GONE])? else { return Ok(None) };
        let found =
            page.log_groups.into_iter().flatten().find(|group| group.log_group_name.as_deref() == Some(name));
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The ARN of a log group without the `:*` that stands for its streams.
pub fn arn_of(group: &aws_sdk_cloudwatchlogs::types::LogGroup) -> String {
    group.arn.as_deref().unwrap_or_default().trim_end_matches(":*").to_owned()
}

/// The tags of a log group.
pub async fn tags_of(arn: &str, aws: &Aws) -> Result<Option<Tags>> {
    let tags = aws.logs.list_tags_for_resource().resource_arn(arn).send().await?.tags;
    Ok(tags::from_pairs(tags.into_iter().flatten()))
}
