//! The calls that create and change an event source mapping.

use aws_sdk_lambda::{
    operation::{
        create_event_source_mapping::builders::CreateEventSourceMappingFluentBuilder as Create,
        update_event_source_mapping::builders::UpdateEventSourceMappingFluentBuilder as Update,
    },
    primitives::{DateTime, DateTimeFormat},
    types::{
        self as sdk, AmazonManagedKafkaEventSourceConfig, DestinationConfig, DocumentDbEventSourceConfig,
        EndPointType, EventSourceMappingMetric, EventSourceMappingMetricsConfig, EventSourcePosition, Filter,
        FilterCriteria, FullDocument, FunctionResponseType, ProvisionedPollerConfig, ScalingConfig,
        SelfManagedEventSource, SelfManagedKafkaEventSourceConfig, SourceAccessConfiguration,
        SourceAccessType,
    },
};

use super::schema::Mapping;
use crate::providers::aws::prelude::*;

impl Mapping {
    pub(super) fn create_request(&self, aws: &Aws) -> Result<Create> {
        let timestamp = said(&self.starting_position_timestamp).map(|text| {
            DateTime::from_str(&text, DateTimeFormat::DateTimeWithOffset).map_err(|error| {
                Error::Invalid(format!("`starting_position_timestamp` {text:?} is no RFC 3339 time: {error}"))
            })
        });
        let some = |number: Option<i32>| number.filter(|number| *number != 0);
        let kafka = self.amazon_managed_kafka_event_source_config.iter().flatten().next();
        let own_kafka = self.self_managed_kafka_event_source_config.iter().flatten().next();
        let list = |list: &Option<Vec<String>>| list.clone().filter(|list| !list.is_empty());
        Ok(aws
            .lambda
            .create_event_source_mapping()
            .function_name(&self.function_name)
            .enabled(self.enabled.unwrap_or(true))
            .set_amazon_managed_kafka_event_source_config(kafka.map(|block| {
                AmazonManagedKafkaEventSourceConfig::builder()
                    .set_consumer_group_id(said(&block.consumer_group_id))
                    .build()
            }))
            .set_batch_size(some(self.batch_size))
            .set_bisect_batch_on_function_error(self.bisect_batch_on_function_error.filter(|on| *on))
            .set_destination_config(self.destination())
            .set_document_db_event_source_config(self.document_db())
            .set_event_source_arn(said(&self.event_source_arn))
            .set_filter_criteria(self.criteria())
            .set_function_response_types(self.response_types().filter(|all| !all.is_empty()))
            .set_kms_key_arn(said(&self.kms_key_arn))
            .set_maximum_batching_window_in_seconds(some(self.maximum_batching_window_in_seconds))
            .set_maximum_record_age_in_seconds(some(self.maximum_record_age_in_seconds))
            .set_maximum_retry_attempts(self.maximum_retry_attempts)
            .set_metrics_config(self.metrics())
            .set_parallelization_factor(some(self.parallelization_factor))
            .set_provisioned_poller_config(self.pollers())
            .set_queues(list(&self.queues))
            .set_scaling_config(self.scaling())
            .set_self_managed_event_source(self.self_managed_event_source.iter().flatten().next().map(
                |block| {
                    let endpoints = block.endpoints.iter().map(|(kind, all)| {
                        (EndPointType::from(kind.as_str()), all.split(',').map(str::to_owned).collect())
                    });
                    SelfManagedEventSource::builder().set_endpoints(Some(endpoints.collect())).build()
                },
            ))
            .set_self_managed_kafka_event_source_config(own_kafka.map(|block| {
                SelfManagedKafkaEventSourceConfig::builder()
                    .set_consumer_group_id(said(&block.consumer_group_id))
                    .build()
            }))
            .set_source_access_configurations(self.access().filter(|all| !all.is_empty()))
            .set_starting_position(
                said(&self.starting_position).map(|kind| EventSourcePosition::from(kind.as_str())),
            )
            .set_starting_position_timestamp(timestamp.transpose()?)
            .set_tags(
                self.tags_all.clone().filter(|tags| !tags.is_empty()).map(|tags| tags.into_iter().collect()),
            )
            .set_topics(list(&self.topics.clone().map(|set| set.0)))
            .set_tumbling_window_in_seconds(some(self.tumbling_window_in_seconds)))
    }

    /// The call that makes the mapping go from `prior` to what is planned; `None` if nothing differs. What is taken
    /// away is written as empty: what a call leaves out, Lambda keeps.
    pub(super) fn changes(&self, prior: &Self, aws: &Aws) -> Result<Option<Update>> {
        let mut differs = false;
        let mut request = aws.lambda.update_event_source_mapping().uuid(prior.id());
        let mut when = |same: bool| {
            differs |= !same;
            !same
        };
        if when(same(&self.batch_size, &prior.batch_size)) {
            request = request.set_batch_size(self.batch_size);
        }
        if when(same(&self.bisect_batch_on_function_error, &prior.bisect_batch_on_function_error)) {
            request = request
                .bisect_batch_on_function_error(self.bisect_batch_on_function_error.unwrap_or_default());
        }
        if when(same(&self.destination_config, &prior.destination_config)) {
            request = request.destination_config(
                self.destination().unwrap_or_else(|| DestinationConfig::builder().build()),
            );
        }
        if when(same(&self.document_db_event_source_config, &prior.document_db_event_source_config)) {
            request = request.set_document_db_event_source_config(self.document_db());
        }
        if when(self.enabled == prior.enabled) {
            request = request.enabled(self.enabled.unwrap_or(true));
        }
        if when(same(&self.filter_criteria, &prior.filter_criteria)) {
            request =
                request.filter_criteria(self.criteria().unwrap_or_else(|| FilterCriteria::builder().build()));
        }
        if when(self.function_name == prior.function_name) {
            request = request.function_name(&self.function_name);
        }
        if when(same_set(&self.function_response_types, &prior.function_response_types)) {
            request = request.set_function_response_types(Some(self.response_types().unwrap_or_default()));
        }
        if when(same(&self.kms_key_arn, &prior.kms_key_arn)) {
            request = request.kms_key_arn(self.kms_key_arn.clone().unwrap_or_default());
        }
        let window = self.maximum_batching_window_in_seconds;
        if when(same(&window, &prior.maximum_batching_window_in_seconds)) {
            request = request.maximum_batching_window_in_seconds(window.unwrap_or_default());
        }
        if when(same(&self.maximum_record_age_in_seconds, &prior.maximum_record_age_in_seconds)) {
            request = request.set_maximum_record_age_in_seconds(self.maximum_record_age_in_seconds);
        }
        if when(same(&self.maximum_retry_attempts, &prior.maximum_retry_attempts)) {
            request = request.set_maximum_retry_attempts(self.maximum_retry_attempts);
        }
        if when(same(&self.metrics_config, &prior.metrics_config)) {
            let none = || EventSourceMappingMetricsConfig::builder().set_metrics(Some(Vec::new())).build();
            request = request.metrics_config(self.metrics().unwrap_or_else(none));
        }
        if when(same(&self.parallelization_factor, &prior.parallelization_factor)) {
            request = request.set_parallelization_factor(self.parallelization_factor);
        }
        if when(same(&self.provisioned_poller_config, &prior.provisioned_poller_config)) {
            let none = || ProvisionedPollerConfig::builder().build();
            request = request.provisioned_poller_config(self.pollers().unwrap_or_else(none));
        }
        if when(same(&self.scaling_config, &prior.scaling_config)) {
            request =
                request.scaling_config(self.scaling().unwrap_or_else(|| ScalingConfig::builder().build()));
        }
        if when(same_set(&self.source_access_configuration, &prior.source_access_configuration)) {
            request = request.set_source_access_configurations(Some(self.access().unwrap_or_default()));
        }
        if when(same(&self.tumbling_window_in_seconds, &prior.tumbling_window_in_seconds)) {
            request = request.tumbling_window_in_seconds(self.tumbling_window_in_seconds.unwrap_or_default());
        }
        Ok(differs.then_some(request))
    }

    fn destination(&self) -> Option<DestinationConfig> {
        let block = self.destination_config.iter().flatten().next()?;
        let failure = block.on_failure.iter().flatten().next()?;
        let failure = sdk::OnFailure::builder().destination(&failure.destination_arn).build();
        Some(DestinationConfig::builder().on_failure(failure).build())
    }

    fn document_db(&self) -> Option<DocumentDbEventSourceConfig> {
        let block = self.document_db_event_source_config.iter().flatten().next()?;
        Some(
            DocumentDbEventSourceConfig::builder()
                .set_collection_name(said(&block.collection_name))
                .database_name(&block.database_name)
                .set_full_document(said(&block.full_document).map(|kind| FullDocument::from(kind.as_str())))
                .build(),
        )
    }

    fn criteria(&self) -> Option<FilterCriteria> {
        let block = self.filter_criteria.iter().flatten().next()?;
        let filters = block.filter.iter().flat_map(|set| set.iter());
        let filters = filters.map(|filter| Filter::builder().set_pattern(said(&filter.pattern)).build());
        Some(FilterCriteria::builder().set_filters(Some(filters.collect())).build())
    }

    fn response_types(&self) -> Option<Vec<FunctionResponseType>> {
        let set = self.function_response_types.as_ref()?;
        Some(set.iter().map(|kind| FunctionResponseType::from(kind.as_str())).collect())
    }

    fn metrics(&self) -> Option<EventSourceMappingMetricsConfig> {
        let block = self.metrics_config.iter().flatten().next()?;
        let metrics = block.metrics.iter().map(|metric| EventSourceMappingMetric::from(metric.as_str()));
        Some(EventSourceMappingMetricsConfig::builder().set_metrics(Some(metrics.collect())).build())
    }

    fn pollers(&self) -> Option<ProvisionedPollerConfig> {
        let block = self.provisioned_poller_config.iter().flatten().next()?;
        let some = |number: Option<i32>| number.filter(|number| *number != 0);
        Some(
            ProvisionedPollerConfig::builder()
                .set_maximum_pollers(some(block.maximum_pollers))
                .set_minimum_pollers(some(block.minimum_pollers))
                .build(),
        )
    }

    fn scaling(&self) -> Option<ScalingConfig> {
        let block = self.scaling_config.iter().flatten().next()?;
        Some(ScalingConfig::builder().set_maximum_concurrency(block.maximum_concurrency).build())
    }

    fn access(&self) -> Option<Vec<SourceAccessConfiguration>> {
        let set = self.source_access_configuration.as_ref()?;
        let access = set.iter().map(|block| {
            SourceAccessConfiguration::builder()
                .r#type(SourceAccessType::from(block.r#type.as_str()))
                .uri(&block.uri)
                .build()
        });
        Some(access.collect())
    }
}

/// Whether two sets have the same elements; none is as good as an empty one.
fn same_set<T: PartialEq>(a: &Option<Set<T>>, b: &Option<Set<T>>) -> bool {
    let items = |set: &Option<Set<T>>| set.as_ref().map_or(0, |set| set.len());
    let within =
        a.iter().flat_map(|set| set.iter()).all(|one| b.iter().flat_map(|set| set.iter()).any(|x| x == one));
    items(a) == items(b) && within
}
