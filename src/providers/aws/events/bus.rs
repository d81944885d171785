//! `aws_cloudwatch_event_bus`: a bus of its own for events.

use super::rule::to_events;
use crate::providers::aws::prelude::*;
use aws_sdk_eventbridge::{operation::describe_event_bus::DescribeEventBusOutput, types::DeadLetterConfig};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_event_bus")]
pub struct Bus {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(block, max_items = 1)]
    dead_letter_config: Optional<Vec<DeadLetter>>,
    #[attr(length = (0, 512))]
    description: Optional<String>,
    #[attr(force_new)]
    event_source_name: Optional<String>,
    #[attr(length = (1, 2048))]
    kms_key_identifier: Optional<String>,
    #[attr(force_new, length = (1, 256))]
    name: Required<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

/// The queue that gets the events that could not be delivered.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct DeadLetter {
    arn: Optional<String>,
}

const GONE: &[&str] = &["ResourceNotFoundException"];

impl Resource<Aws> for Bus {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .events
            .create_event_bus()
            .name(&self.name)
            .set_dead_letter_config(self.dead_letter())
            .set_description(said(&self.description))
            .set_event_source_name(said(&self.event_source_name))
            .set_kms_key_identifier(said(&self.kms_key_identifier))
            .set_tags(to_events(&self.tags_all)?);
        request.send().await?;
        self.id = Some(self.name.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find(self.id(), aws).await? else { return Ok(None) };
        let arn = found.arn.unwrap_or_default();
        let tags = aws.events.list_tags_for_resource().resource_arn(&arn).send().await?.tags;
        Ok(Some(Bus {
            arn: Some(arn),
            dead_letter_config: Some(
                found.dead_letter_config.map(|found| DeadLetter { arn: found.arn }).into_iter().collect(),
            ),
            description: Some(found.description.unwrap_or_default()),
            event_source_name: self.event_source_name,
            kms_key_identifier: Some(found.kms_key_identifier.unwrap_or_default()),
            name: found.name.unwrap_or_default(),
            tags: self.tags,
            tags_all: tags::from_pairs(tags.into_iter().flatten().map(|tag| (tag.key, tag.value))),
            id: self.id,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.id = prior.id.clone();
        if !same(&self.dead_letter_config, &prior.dead_letter_config)
            || !same(&self.description, &prior.description)
            || !same(&self.kms_key_identifier, &prior.kms_key_identifier)
        {
            // A description that is left out stays; what else is left out goes.
            let request = aws
                .events
                .update_event_bus()
                .name(prior.id())
                .set_dead_letter_config(self.dead_letter())
                .description(self.description.clone().unwrap_or_default())
                .set_kms_key_identifier(said(&self.kms_key_identifier));
            request.send().await?;
        }
        let Some(change) = tags::change(&prior.tags_all, &self.tags_all) else { return Ok(()) };
        let arn = prior.arn.clone().unwrap_or_default();
        if !change.removed.is_empty() {
            let request = aws.events.untag_resource().resource_arn(&arn);
            request.set_tag_keys(Some(change.removed)).send().await?;
        }
        if let Some(tags) = to_events(&Some(change.added))? {
            aws.events.tag_resource().resource_arn(&arn).set_tags(Some(tags)).send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.events.delete_event_bus().name(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        match config.get("name").and_then(Value::as_str) {
            Some("default") => vec![("name", "must not be \"default\": that bus is AWS's own".to_owned())],
            _ => Vec::new(),
        }
    }
}

impl Bus {
    fn dead_letter(&self) -> Option<DeadLetterConfig> {
        let block = self.dead_letter_config.iter().flatten().next()?;
        Some(DeadLetterConfig::builder().set_arn(said(&block.arn)).build())
    }
}

/// The bus of this name; `None` if there is none.
pub(super) async fn find(name: &str, aws: &Aws) -> Result<Option<DescribeEventBusOutput>> {
    aws.events.describe_event_bus().name(name).send().await.or_gone(GONE)
}
