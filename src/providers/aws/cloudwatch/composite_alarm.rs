//! `aws_cloudwatch_composite_alarm`: tells when a rule over other alarms holds.

use super::metric_alarm::to_cloudwatch;
use crate::providers::aws::prelude::*;
use aws_sdk_cloudwatch::types::AlarmType;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_composite_alarm")]
pub struct CompositeAlarm {
    id: Computed<String>,
    #[attr(force_new, default = true)]
    actions_enabled: Optional<bool>,
    #[attr(block, max_items = 1)]
    actions_suppressor: Optional<Vec<Suppressor>>,
    #[attr(max_items = 5)]
    alarm_actions: Optional<Set<String>>,
    #[attr(length = (0, 1024))]
    alarm_description: Optional<String>,
    #[attr(force_new, length = (0, 255))]
    alarm_name: Required<String>,
    #[attr(length = (1, 10240))]
    alarm_rule: Required<String>,
    arn: Computed<String>,
    #[attr(max_items = 5)]
    insufficient_data_actions: Optional<Set<String>>,
    #[attr(max_items = 5)]
    ok_actions: Optional<Set<String>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

/// An alarm that keeps this one quiet, and for how many seconds longer.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Suppressor {
    #[attr(length = (1, 1600))]
    alarm: Required<String>,
    extension_period: Required<i32>,
    wait_period: Required<i32>,
}

impl Resource<Aws> for CompositeAlarm {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(true, aws).await?;
        self.id = Some(self.alarm_name.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws.cloudwatch.describe_alarms().alarm_names(self.id());
        let found = request.alarm_types(AlarmType::CompositeAlarm).send().await?.composite_alarms;
        let Some(alarm) = found.and_then(|mut alarms| alarms.pop()) else { return Ok(None) };
        let tags = match &alarm.alarm_arn {
            Some(arn) => aws.cloudwatch.list_tags_for_resource().resource_arn(arn).send().await?.tags,
            None => None,
        };
        let pairs = tags.into_iter().flatten();
        let suppressor = alarm.actions_suppressor.filter(|name| !name.is_empty()).map(|name| Suppressor {
            alarm: name,
            extension_period: alarm.actions_suppressor_extension_period.unwrap_or_default(),
            wait_period: alarm.actions_suppressor_wait_period.unwrap_or_default(),
        });
        Ok(Some(CompositeAlarm {
            id: self.id,
            actions_enabled: alarm.actions_enabled.or(Some(true)),
            actions_suppressor: Some(suppressor.into_iter().collect()),
            alarm_actions: Some(alarm.alarm_actions.unwrap_or_default().into()),
            alarm_description: Some(alarm.alarm_description.unwrap_or_default()),
            alarm_name: alarm.alarm_name.unwrap_or_default(),
            alarm_rule: alarm.alarm_rule.unwrap_or_default(),
            arn: alarm.alarm_arn,
            insufficient_data_actions: Some(alarm.insufficient_data_actions.unwrap_or_default().into()),
            ok_actions: Some(alarm.ok_actions.unwrap_or_default().into()),
            tags: self.tags,
            tags_all: tags::from_pairs(
                pairs.filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default()))),
            ),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.id = prior.id.clone();
        self.put(false, aws).await?;
        let Some(change) = tags::change(&prior.tags_all, &self.tags_all) else { return Ok(()) };
        let arn = prior.arn.clone().unwrap_or_default();
        if !change.removed.is_empty() {
            let request = aws.cloudwatch.untag_resource().resource_arn(&arn);
            request.set_tag_keys(Some(change.removed)).send().await?;
        }
        if let Some(tags) = to_cloudwatch(&Some(change.added)) {
            aws.cloudwatch.tag_resource().resource_arn(&arn).set_tags(Some(tags)).send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let gone = &["ResourceNotFound", "ResourceNotFoundException"];
        aws.cloudwatch.delete_alarms().alarm_names(self.id()).send().await.or_gone(gone)?;
        Ok(())
    }
}

impl CompositeAlarm {
    async fn put(&self, with_tags: bool, aws: &Aws) -> Result<()> {
        let list = |set: &Option<Set<String>>| Some(set.clone().unwrap_or_default().0);
        let suppressor = self.actions_suppressor.iter().flatten().next();
        let request = aws
            .cloudwatch
            .put_composite_alarm()
            .alarm_name(&self.alarm_name)
            .alarm_rule(&self.alarm_rule)
            .set_actions_enabled(self.actions_enabled)
            .set_actions_suppressor(suppressor.map(|block| block.alarm.clone()))
            .set_actions_suppressor_extension_period(suppressor.map(|block| block.extension_period))
            .set_actions_suppressor_wait_period(suppressor.map(|block| block.wait_period))
            .set_alarm_actions(list(&self.alarm_actions))
            .set_alarm_description(said(&self.alarm_description))
            .set_insufficient_data_actions(list(&self.insufficient_data_actions))
            .set_ok_actions(list(&self.ok_actions))
            .set_tags(if with_tags { to_cloudwatch(&self.tags_all) } else { None });
        request.send().await?;
        Ok(())
    }
}
