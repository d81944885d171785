//! `aws_lambda_event_source_mapping`: a queue or a stream whose records call a function.

mod calls;
mod schema;

use std::time::Duration;

use aws_sdk_lambda::operation::get_event_source_mapping::GetEventSourceMappingOutput as Found;

use super::function::GONE;
use crate::providers::aws::{prelude::*, time};
pub use schema::Mapping;
use schema::{
    Access, Criteria, Destination, DocumentDb, Kafka, Metrics, OnFailure, Pattern, Pollers, Scaling,
    SelfManaged,
};

impl Resource<Aws> for Mapping {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = self.create_request(aws)?;
        self.id =
            wait::retry(minutes(5), not_yet, || async { Ok(request.clone().send().await?) }).await?.uuid;
        self.wait(minutes(10), aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find(self.id(), aws).await? else { return Ok(None) };
        let tags = match &found.event_source_mapping_arn {
            Some(arn) => aws.lambda.list_tags().resource(arn).send().await?.tags,
            None => None,
        };
        Ok(Some(self.filled(found, tags::from_pairs(tags.into_iter().flatten()))))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.id = prior.id.clone();
        if let Some(request) = self.changes(prior, aws)? {
            let heals = |error: &Error| not_yet(error) || error.is(&["ResourceInUseException"]);
            wait::retry(minutes(5), heals, || async { Ok(request.clone().send().await?) }).await?;
            self.wait(minutes(10), aws).await?;
        }
        let Some(change) = tags::change(&prior.tags_all, &self.tags_all) else { return Ok(()) };
        let arn = prior.arn.clone().unwrap_or_default();
        if !change.removed.is_empty() {
            let request = aws.lambda.untag_resource().resource(&arn);
            request.set_tag_keys(Some(change.removed)).send().await?;
        }
        if !change.added.is_empty() {
            let tags = change.added.into_iter().collect();
            aws.lambda.tag_resource().resource(&arn).set_tags(Some(tags)).send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        // A mapping that is being changed is not deleted.
        let busy = |error: &Error| error.is(&["ResourceInUseException"]);
        wait::retry(minutes(5), busy, || async {
            aws.lambda.delete_event_source_mapping().uuid(self.id()).send().await.or_gone(GONE)
        })
        .await?;
        wait::until("the deletion of the event source mapping", minutes(10), || async {
            Ok(match find(self.id(), aws).await? {
                None => Progress::Ready(()),
                Some(found) => Progress::Pending(found.state.unwrap_or_default()),
            })
        })
        .await
    }

    /// A size of batches that the configuration leaves out is the one that the source is born with.
    fn refine(plan: &mut Refine<'_>) {
        if plan.prior.is_none() || !plan.config("batch_size").is_null() {
            return;
        }
        let born = default_batch_size(plan.prior("event_source_arn").as_str().unwrap_or_default());
        let prior = plan.prior("batch_size").clone();
        if prior.as_number().and_then(|size| size.as_i64()) == Some(born) {
            plan.set("batch_size", prior);
        }
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let age = config.get("maximum_record_age_in_seconds").and_then(Value::as_number);
        match age.map(|age| age.as_i64()) {
            Some(age) if !age.is_some_and(|age| age == -1 || (60..=604_800).contains(&age)) => {
                vec![("maximum_record_age_in_seconds", "must be -1 or from 60 to 604800".to_owned())]
            }
            _ => Vec::new(),
        }
    }
}

impl Mapping {
    async fn wait(&self, limit: Duration, aws: &Aws) -> Result<()> {
        wait::until("the event source mapping", limit, || async {
            let state = find(self.id(), aws).await?.map(|found| found.state.unwrap_or_default());
            Ok(match state.as_deref() {
                Some("Enabled" | "Disabled") => Progress::Ready(()),
                state => Progress::Pending(state.unwrap_or("not visible").to_owned()),
            })
        })
        .await
    }

    fn filled(self, found: Found, tags: Option<Tags>) -> Self {
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let number = |number: Option<i32>| Some(number.unwrap_or_default());
        let destination = found.destination_config.and_then(|found| found.on_failure?.destination);
        let destination = destination
            .filter(|arn| !arn.is_empty())
            .map(|destination_arn| Destination { on_failure: Some(vec![OnFailure { destination_arn }]) });
        let kafka = |group: Option<String>| Kafka { consumer_group_id: text(group) };
        let document = found.document_db_event_source_config.map(|found| DocumentDb {
            collection_name: text(found.collection_name),
            database_name: found.database_name.unwrap_or_default(),
            full_document: text(found.full_document.map(|kind| kind.to_string())),
        });
        let patterns = found.filter_criteria.and_then(|found| found.filters).filter(|all| !all.is_empty());
        let criteria = patterns.map(|filters| Criteria {
            filter: Some(
                filters.into_iter().map(|filter| Pattern { pattern: text(filter.pattern) }).collect(),
            ),
        });
        let metrics = found.metrics_config.and_then(|found| found.metrics).filter(|all| !all.is_empty());
        let endpoints = found.self_managed_event_source.and_then(|found| found.endpoints);
        let access = found.source_access_configurations.into_iter().flatten();
        Self {
            uuid: found.uuid,
            arn: found.event_source_mapping_arn,
            amazon_managed_kafka_event_source_config: Some(
                found
                    .amazon_managed_kafka_event_source_config
                    .map(|found| kafka(found.consumer_group_id))
                    .into_iter()
                    .collect(),
            ),
            batch_size: number(found.batch_size),
            bisect_batch_on_function_error: Some(found.bisect_batch_on_function_error.unwrap_or_default()),
            destination_config: Some(destination.into_iter().collect()),
            document_db_event_source_config: Some(document.into_iter().collect()),
            enabled: match found.state.as_deref() {
                Some("Enabled" | "Enabling") => Some(true),
                Some("Disabled" | "Disabling") => Some(false),
                _ => self.enabled,
            },
            event_source_arn: text(found.event_source_arn),
            filter_criteria: Some(criteria.into_iter().collect()),
            function_name: found.function_arn.clone().unwrap_or_default(),
            function_arn: found.function_arn,
            function_response_types: Some(
                found.function_response_types.into_iter().flatten().map(|kind| kind.to_string()).collect(),
            ),
            kms_key_arn: text(found.kms_key_arn),
            last_modified: Some(time::rfc3339(found.last_modified.as_ref())),
            last_processing_result: text(found.last_processing_result),
            maximum_batching_window_in_seconds: number(found.maximum_batching_window_in_seconds),
            maximum_record_age_in_seconds: number(found.maximum_record_age_in_seconds),
            maximum_retry_attempts: number(found.maximum_retry_attempts),
            metrics_config: Some(
                metrics
                    .map(|metrics| Metrics {
                        metrics: metrics.into_iter().map(|metric| metric.to_string()).collect(),
                    })
                    .into_iter()
                    .collect(),
            ),
            parallelization_factor: number(found.parallelization_factor),
            provisioned_poller_config: Some(
                found
                    .provisioned_poller_config
                    .map(|found| Pollers {
                        maximum_pollers: found.maximum_pollers,
                        minimum_pollers: found.minimum_pollers,
                    })
                    .into_iter()
                    .collect(),
            ),
            queues: Some(found.queues.unwrap_or_default()),
            scaling_config: Some(
                found
                    .scaling_config
                    .and_then(|found| found.maximum_concurrency)
                    .map(|maximum| Scaling { maximum_concurrency: Some(maximum) })
                    .into_iter()
                    .collect(),
            ),
            self_managed_event_source: Some(
                endpoints
                    .map(|endpoints| {
                        let pairs =
                            endpoints.into_iter().map(|(kind, all)| (kind.to_string(), all.join(",")));
                        SelfManaged { endpoints: pairs.collect() }
                    })
                    .into_iter()
                    .collect(),
            ),
            self_managed_kafka_event_source_config: Some(
                found
                    .self_managed_kafka_event_source_config
                    .map(|found| kafka(found.consumer_group_id))
                    .into_iter()
                    .collect(),
            ),
            source_access_configuration: Some(
                access
                    .map(|found| Access {
                        r#type: found.r#type.map(|kind| kind.to_string()).unwrap_or_default(),
                        uri: found.uri.unwrap_or_default(),
                    })
                    .collect(),
            ),
            starting_position: found
                .starting_position
                .map(|kind| kind.to_string())
                .or(self.starting_position),
            starting_position_timestamp: Some(time::rfc3339(found.starting_position_timestamp.as_ref())),
            state: found.state,
            state_transition_reason: text(found.state_transition_reason),
            tags: self.tags,
            tags_all: tags,
            topics: Some(found.topics.unwrap_or_default().into()),
            tumbling_window_in_seconds: number(found.tumbling_window_in_seconds),
            id: self.id,
        }
    }
}

/// The mapping with this id; `None` if there is none.
async fn find(id: &str, aws: &Aws) -> Result<Option<Found>> {
    aws.lambda.get_event_source_mapping().uuid(id).send().await.or_gone(GONE)
}

/// A role, a permission or a source that was made a moment ago is not seen by Lambda yet.
fn not_yet(error: &Error) -> bool {
    error.is(&["InvalidParameterValueException"])
        && [
            "cannot be assumed by Lambda",
            "execution role does not have permissions",
            "ensure the role can perform",
        ]
        .iter()
        .any(|text| error.says(text))
        || error.is(&["ResourceConflictException"])
}

/// How many records a batch of this kind of source has at most when nobody says.
fn default_batch_size(source: &str) -> i64 {
    match source.split(':').nth(2) {
        Some("sqs") => 10,
        _ => 100,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_is_born_with_smaller_batches() {
        for (source, size) in [
            ("arn:aws:sqs:eu-west-1:1:q", 10),
            ("arn:aws:kinesis:eu-west-1:1:stream/s", 100),
            ("arn:aws:dynamodb:eu-west-1:1:table/t/stream/x", 100),
            ("", 100),
        ] {
            assert_eq!(default_batch_size(source), size, "{source}");
        }
    }
}
