//! `aws_s3_bucket_notification`: who hears of what happens to the objects of a bucket.

use super::prelude::*;
use crate::providers::aws::names;
use aws_sdk_s3::types::{
    Event, EventBridgeConfiguration, FilterRule, FilterRuleName, LambdaFunctionConfiguration,
    NotificationConfiguration, NotificationConfigurationFilter, QueueConfiguration, S3KeyFilter,
    TopicConfiguration,
};

/// Who hears of what happens to the objects of a bucket.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket_notification")]
pub struct Notification {
    id: Computed<String>,
    #[attr(force_new)]
    bucket: Required<String>,
    #[attr(default = false)]
    eventbridge: Optional<bool>,
    #[attr(block)]
    lambda_function: Optional<Vec<LambdaFunction>>,
    #[attr(block)]
    queue: Optional<Vec<Queue>>,
    #[attr(block)]
    topic: Optional<Vec<Topic>>,
}

/// A function that hears of events.
#[derive(Debug, Default, Clone, Schema)]
pub struct LambdaFunction {
    events: Required<Set<String>>,
    filter_prefix: Optional<String>,
    filter_suffix: Optional<String>,
    id: Defaulted<String>,
    lambda_function_arn: Optional<String>,
}

/// A queue that hears of events.
#[derive(Debug, Default, Clone, Schema)]
pub struct Queue {
    events: Required<Set<String>>,
    filter_prefix: Optional<String>,
    filter_suffix: Optional<String>,
    id: Defaulted<String>,
    queue_arn: Required<String>,
}

/// A topic that hears of events.
#[derive(Debug, Default, Clone, Schema)]
pub struct Topic {
    events: Required<Set<String>>,
    filter_prefix: Optional<String>,
    filter_suffix: Optional<String>,
    id: Defaulted<String>,
    topic_arn: Required<String>,
}

impl Resource<Aws> for Notification {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(self.bucket.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws.s3.get_bucket_notification_configuration().bucket(self.id());
        let Some(found) = request.send().await.or_gone(&[NO_BUCKET])? else { return Ok(None) };
        let functions = found.lambda_function_configurations.unwrap_or_default().into_iter().map(|one| {
            let (filter_prefix, filter_suffix) = affixes(one.filter);
            LambdaFunction {
                events: one.events.iter().map(ToString::to_string).collect(),
                filter_prefix,
                filter_suffix,
                id: Some(one.id.unwrap_or_default()),
                lambda_function_arn: Some(one.lambda_function_arn),
            }
        });
        let queues = found.queue_configurations.unwrap_or_default().into_iter().map(|one| {
            let (filter_prefix, filter_suffix) = affixes(one.filter);
            Queue {
                events: one.events.iter().map(ToString::to_string).collect(),
                filter_prefix,
                filter_suffix,
                id: Some(one.id.unwrap_or_default()),
                queue_arn: one.queue_arn,
            }
        });
        let topics = found.topic_configurations.unwrap_or_default().into_iter().map(|one| {
            let (filter_prefix, filter_suffix) = affixes(one.filter);
            Topic {
                events: one.events.iter().map(ToString::to_string).collect(),
                filter_prefix,
                filter_suffix,
                id: Some(one.id.unwrap_or_default()),
                topic_arn: one.topic_arn,
            }
        });
        Ok(Some(Notification {
            bucket: self.id().to_owned(),
            eventbridge: Some(found.event_bridge_configuration.is_some()),
            lambda_function: Some(functions.collect()),
            queue: Some(queues.collect()),
            topic: Some(topics.collect()),
            id: self.id,
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let none = NotificationConfiguration::builder().build();
        let request = aws.s3.put_bucket_notification_configuration().bucket(self.id());
        request.notification_configuration(none).send().await.or_gone(&[NO_BUCKET])?;
        Ok(())
    }
}

impl Notification {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let configuration = self.to_aws()?;
        // S3 asks the target whether it may; a permission that was just given is not seen everywhere yet.
        let heals = |error: &Error| {
            error.is(&[NO_BUCKET, "OperationAborted"])
                || error.says("Unable to validate the following destination")
        };
        wait::retry(minutes(2), heals, || async {
            let request = aws.s3.put_bucket_notification_configuration().bucket(&self.bucket);
            Ok(request.notification_configuration(configuration.clone()).send().await?)
        })
        .await?;
        Ok(())
    }

    fn to_aws(&self) -> Result<NotificationConfiguration> {
        let functions = self.lambda_function.iter().flatten().map(|one| {
            Ok(LambdaFunctionConfiguration::builder()
                .id(name(&one.id, "tf-s3-lambda-"))
                .lambda_function_arn(one.lambda_function_arn.clone().unwrap_or_default())
                .set_events(Some(events(&one.events)))
                .set_filter(filter(&one.filter_prefix, &one.filter_suffix))
                .build()?)
        });
        let queues = self.queue.iter().flatten().map(|one| {
            Ok(QueueConfiguration::builder()
                .id(name(&one.id, "tf-s3-queue-"))
                .queue_arn(&one.queue_arn)
                .set_events(Some(events(&one.events)))
                .set_filter(filter(&one.filter_prefix, &one.filter_suffix))
                .build()?)
        });
        let topics = self.topic.iter().flatten().map(|one| {
            Ok(TopicConfiguration::builder()
                .id(name(&one.id, "tf-s3-topic-"))
                .topic_arn(&one.topic_arn)
                .set_events(Some(events(&one.events)))
                .set_filter(filter(&one.filter_prefix, &one.filter_suffix))
                .build()?)
        });
        let (functions, queues, topics) = (
            functions.collect::<Result<Vec<_>>>()?,
            queues.collect::<Result<Vec<_>>>()?,
            topics.collect::<Result<Vec<_>>>()?,
        );
        let bridge =
            self.eventbridge.unwrap_or_default().then(|| EventBridgeConfiguration::builder().build());
        Ok(NotificationConfiguration::builder()
            .set_lambda_function_configurations(Some(functions).filter(|list| !list.is_empty()))
            .set_queue_configurations(Some(queues).filter(|list| !list.is_empty()))
            .set_topic_configurations(Some(topics).filter(|list| !list.is_empty()))
            .set_event_bridge_configuration(bridge)
            .build())
    }
}

fn name(id: &Option<String>, prefix: &str) -> String {
    said(id).unwrap_or_else(|| names::unique(prefix))
}

fn events(events: &Set<String>) -> Vec<Event> {
    events.iter().map(|event| Event::from(event.as_str())).collect()
}

/// The filter of S3 for a prefix and a suffix; none if neither is said.
fn filter(prefix: &Option<String>, suffix: &Option<String>) -> Option<NotificationConfigurationFilter> {
    let rules = [(FilterRuleName::Prefix, said(prefix)), (FilterRuleName::Suffix, said(suffix))];
    let rules = rules
        .into_iter()
        .filter_map(|(name, value)| Some(FilterRule::builder().name(name).value(value?).build()));
    let rules: Vec<_> = rules.collect();
    (!rules.is_empty()).then(|| {
        let key = S3KeyFilter::builder().set_filter_rules(Some(rules)).build();
        NotificationConfigurationFilter::builder().key(key).build()
    })
}

/// The prefix and the suffix of a filter of S3.
fn affixes(filter: Option<NotificationConfigurationFilter>) -> (Option<String>, Option<String>) {
    let rules = filter.and_then(|filter| filter.key).and_then(|key| key.filter_rules).unwrap_or_default();
    let of = |wanted: FilterRuleName| {
        let rule = rules.iter().find(|rule| {
            rule.name.as_ref().is_some_and(|name| name.as_str().eq_ignore_ascii_case(wanted.as_str()))
        });
        Some(rule.and_then(|rule| rule.value.clone()).unwrap_or_default())
    };
    (of(FilterRuleName::Prefix), of(FilterRuleName::Suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefix_and_suffix_come_back_from_s3_as_they_were() {
        let text = |text: &str| Some(text.to_owned());
        for (prefix, suffix) in [("a/", ".log"), ("", ".log"), ("a/", ""), ("", "")] {
            let filter = filter(&text(prefix), &text(suffix));
            assert_eq!(filter.is_none(), prefix.is_empty() && suffix.is_empty());
            assert_eq!(affixes(filter), (text(prefix), text(suffix)));
        }
    }
}
