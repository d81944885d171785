//! The attributes of an event source mapping.

use super::super::alias::same_function;
use crate::providers::aws::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lambda_event_source_mapping")]
pub struct Mapping {
    pub id: Computed<String>,
    #[attr(block, force_new, max_items = 1, conflicts = ["self_managed_event_source", "self_managed_kafka_event_source_config"])]
    pub amazon_managed_kafka_event_source_config: Optional<Vec<Kafka>>,
    pub arn: Computed<String>,
    pub batch_size: Optional<i32>,
    pub bisect_batch_on_function_error: Optional<bool>,
    #[attr(block, max_items = 1)]
    pub destination_config: Optional<Vec<Destination>>,
    #[attr(block, max_items = 1)]
    pub document_db_event_source_config: Optional<Vec<DocumentDb>>,
    #[attr(default = true)]
    pub enabled: Optional<bool>,
    #[attr(force_new, exactly_one_of = ["event_source_arn", "self_managed_event_source"])]
    pub event_source_arn: Optional<String>,
    #[attr(block, max_items = 1)]
    pub filter_criteria: Optional<Vec<Criteria>>,
    pub function_arn: Computed<String>,
    #[attr(equal = same_function)]
    pub function_name: Required<String>,
    pub function_response_types: Optional<Set<String>>,
    pub kms_key_arn: Optional<String>,
    pub last_modified: Computed<String>,
    pub last_processing_result: Computed<String>,
    pub maximum_batching_window_in_seconds: Optional<i32>,
    pub maximum_record_age_in_seconds: Defaulted<i32>,
    #[attr(range = (-1, 10_000))]
    pub maximum_retry_attempts: Defaulted<i32>,
    #[attr(block, max_items = 1)]
    pub metrics_config: Optional<Vec<Metrics>>,
    #[attr(range = (1, 10))]
    pub parallelization_factor: Defaulted<i32>,
    #[attr(block, max_items = 1)]
    pub provisioned_poller_config: Optional<Vec<Pollers>>,
    #[attr(force_new, max_items = 1)]
    pub queues: Optional<Vec<String>>,
    #[attr(block, max_items = 1)]
    pub scaling_config: Optional<Vec<Scaling>>,
    #[attr(block, force_new, max_items = 1, exactly_one_of = ["event_source_arn", "self_managed_event_source"])]
    pub self_managed_event_source: Optional<Vec<SelfManaged>>,
    #[attr(block, force_new, max_items = 1, conflicts = ["event_source_arn", "amazon_managed_kafka_event_source_config"])]
    pub self_managed_kafka_event_source_config: Optional<Vec<Kafka>>,
    #[attr(block, max_items = 22)]
    pub source_access_configuration: Optional<Set<Access>>,
    #[attr(force_new, one_of = ["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"])]
    pub starting_position: Optional<String>,
    #[attr(force_new)]
    pub starting_position_timestamp: Optional<String>,
    pub state: Computed<String>,
    pub state_transition_reason: Computed<String>,
    pub tags: Optional<Tags>,
    pub tags_all: Defaulted<Tags>,
    #[attr(force_new, max_items = 1)]
    pub topics: Optional<Set<String>>,
    #[attr(range = (0, 900))]
    pub tumbling_window_in_seconds: Optional<i32>,
    pub uuid: Computed<String>,
}

/// The consumer group that Lambda joins.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Kafka {
    #[attr(force_new)]
    pub consumer_group_id: Defaulted<String>,
}

/// Where records go that could not be processed.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Destination {
    #[attr(block, max_items = 1)]
    pub on_failure: Optional<Vec<OnFailure>>,
}

/// A queue, topic or bucket.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct OnFailure {
    pub destination_arn: Required<String>,
}

/// What of a DocumentDB cluster is followed.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct DocumentDb {
    pub collection_name: Optional<String>,
    pub database_name: Required<String>,
    #[attr(default = "Default", one_of = ["UpdateLookup", "Default"])]
    pub full_document: Optional<String>,
}

/// Which records count.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Criteria {
    #[attr(block, max_items = 10)]
    pub filter: Optional<Set<Pattern>>,
}

/// A pattern that a record must match.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Pattern {
    #[attr(length = (0, 4096))]
    pub pattern: Optional<String>,
}

/// The metrics that are sent.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Metrics {
    pub metrics: Required<Set<String>>,
}

/// How many pollers there are.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Pollers {
    #[attr(range = (1, 2000))]
    pub maximum_pollers: Defaulted<i32>,
    #[attr(range = (1, 200))]
    pub minimum_pollers: Defaulted<i32>,
}

/// How many calls of the function may run at once.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Scaling {
    #[attr(range = (2, i64::MAX))]
    pub maximum_concurrency: Optional<i32>,
}

/// A Kafka cluster that is not AWS's, by the kind of its endpoints.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct SelfManaged {
    #[attr(force_new)]
    pub endpoints: Required<Tags>,
}

/// Credentials or a network for the source.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Access {
    pub r#type: Required<String>,
    pub uri: Required<String>,
}
