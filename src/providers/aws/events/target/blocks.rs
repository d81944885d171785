//! What the different kinds of targets need, and how they get their input.

use std::collections::{BTreeMap, HashMap};

use crate::providers::aws::prelude::*;
use aws_sdk_eventbridge::types::{
    self as sdk, AppSyncParameters, BatchArrayProperties, BatchParameters, BatchRetryStrategy,
    HttpParameters, RedshiftDataParameters, RunCommandTarget, SageMakerPipelineParameter,
    SageMakerPipelineParameters,
};

/// A queue with message groups.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Sqs {
    pub message_group_id: Optional<String>,
}

/// A pipeline of SageMaker.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct SageMaker {
    #[attr(block, max_items = 200)]
    pipeline_parameter_list: Optional<Set<Parameter>>,
}

/// A parameter of a pipeline.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Parameter {
    name: Required<String>,
    value: Required<String>,
}

/// The machines that run a command.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct RunCommand {
    #[attr(length = (1, 128))]
    pub key: Required<String>,
    pub values: Required<Vec<String>>,
}

/// How often and how long delivery is tried again.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct RetryPolicy {
    #[attr(range = (0, 86400))]
    maximum_event_age_in_seconds: Optional<i32>,
    #[attr(range = (0, 185))]
    maximum_retry_attempts: Optional<i32>,
}

/// A statement for Redshift.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Redshift {
    #[attr(length = (1, 64))]
    database: Required<String>,
    db_user: Optional<String>,
    secrets_manager_arn: Optional<String>,
    sql: Optional<String>,
    statement_name: Optional<String>,
    with_event: Optional<bool>,
}

/// A stream of Kinesis.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Kinesis {
    #[attr(length = (1, 256))]
    pub partition_key_path: Optional<String>,
}

/// An input that is made of parts of the event.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct InputTransformer {
    input_paths: Optional<Tags>,
    #[attr(length = (1, 8192))]
    input_template: Required<String>,
}

/// A URL.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Http {
    header_parameters: Optional<Tags>,
    path_parameter_values: Optional<Vec<String>>,
    query_string_parameters: Optional<Tags>,
}

/// The queue that gets what could not be delivered.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct DeadLetter {
    pub arn: Optional<String>,
}

/// A job of AWS Batch.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Batch {
    #[attr(range = (2, 10000))]
    array_size: Optional<i32>,
    #[attr(range = (1, 10))]
    job_attempts: Optional<i32>,
    job_definition: Required<String>,
    job_name: Required<String>,
}

/// A mutation of AppSync.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct AppSync {
    #[attr(length = (1, 1_048_576))]
    pub graphql_operation: Optional<String>,
}

/// At most one block.
pub fn some<T>(block: Option<T>) -> Option<Vec<T>> {
    Some(block.into_iter().collect())
}

fn text(text: Option<String>) -> Option<String> {
    Some(text.unwrap_or_default())
}

fn to_map(map: &Option<Tags>) -> Option<HashMap<String, String>> {
    map.clone().filter(|map| !map.is_empty()).map(|map| map.into_iter().collect())
}

fn from_map(map: Option<HashMap<String, String>>) -> Option<Tags> {
    Some(map.into_iter().flatten().collect::<BTreeMap<_, _>>())
}

impl AppSync {
    pub fn from_events(found: AppSyncParameters) -> Self {
        Self { graphql_operation: text(found.graph_ql_operation) }
    }
}

impl RunCommand {
    pub fn to_events(&self) -> Result<RunCommandTarget> {
        let builder = RunCommandTarget::builder().key(&self.key);
        Ok(builder.set_values(Some(self.values.clone())).build()?)
    }
}

impl RetryPolicy {
    pub fn to_events(&self) -> sdk::RetryPolicy {
        sdk::RetryPolicy::builder()
            .set_maximum_event_age_in_seconds(self.maximum_event_age_in_seconds.filter(|age| *age != 0))
            .set_maximum_retry_attempts(self.maximum_retry_attempts.or(Some(0)))
            .build()
    }

    pub fn from_events(found: sdk::RetryPolicy) -> Self {
        Self {
            maximum_event_age_in_seconds: Some(found.maximum_event_age_in_seconds.unwrap_or_default()),
            maximum_retry_attempts: Some(found.maximum_retry_attempts.unwrap_or_default()),
        }
    }
}

impl InputTransformer {
    pub fn to_events(&self) -> Result<sdk::InputTransformer> {
        let builder = sdk::InputTransformer::builder().set_input_paths_map(to_map(&self.input_paths));
        Ok(builder.input_template(&self.input_template).build()?)
    }

    pub fn from_events(found: sdk::InputTransformer) -> Self {
        Self { input_paths: from_map(found.input_paths_map), input_template: found.input_template }
    }
}

impl Http {
    pub fn to_events(&self) -> HttpParameters {
        HttpParameters::builder()
            .set_header_parameters(to_map(&self.header_parameters))
            .set_path_parameter_values(self.path_parameter_values.clone())
            .set_query_string_parameters(to_map(&self.query_string_parameters))
            .build()
    }

    pub fn from_events(found: HttpParameters) -> Self {
        Self {
            header_parameters: from_map(found.header_parameters),
            path_parameter_values: Some(found.path_parameter_values.unwrap_or_default()),
            query_string_parameters: from_map(found.query_string_parameters),
        }
    }
}

impl Batch {
    pub fn to_events(&self) -> Result<BatchParameters> {
        let size = self.array_size.filter(|size| *size != 0);
        let attempts = self.job_attempts.filter(|attempts| *attempts != 0);
        Ok(BatchParameters::builder()
            .job_definition(&self.job_definition)
            .job_name(&self.job_name)
            .set_array_properties(size.map(|size| BatchArrayProperties::builder().size(size).build()))
            .set_retry_strategy(attempts.map(|n| BatchRetryStrategy::builder().attempts(n).build()))
            .build()?)
    }

    pub fn from_events(found: BatchParameters) -> Self {
        Self {
            array_size: Some(found.array_properties.map(|array| array.size).unwrap_or_default()),
            job_attempts: Some(found.retry_strategy.map(|strategy| strategy.attempts).unwrap_or_default()),
            job_definition: found.job_definition,
            job_name: found.job_name,
        }
    }
}

impl Redshift {
    pub fn to_events(&self) -> Result<RedshiftDataParameters> {
        Ok(RedshiftDataParameters::builder()
            .database(&self.database)
            .set_db_user(said(&self.db_user))
            .set_secret_manager_arn(said(&self.secrets_manager_arn))
            .set_sql(said(&self.sql))
            .set_statement_name(said(&self.statement_name))
            .set_with_event(self.with_event)
            .build()?)
    }

    pub fn from_events(found: RedshiftDataParameters) -> Self {
        Self {
            database: found.database,
            db_user: text(found.db_user),
            secrets_manager_arn: text(found.secret_manager_arn),
            sql: text(found.sql),
            statement_name: text(found.statement_name),
            with_event: Some(found.with_event),
        }
    }
}

impl SageMaker {
    pub fn to_events(&self) -> Result<SageMakerPipelineParameters> {
        let parameters = self.pipeline_parameter_list.iter().flat_map(|set| set.iter());
        let parameters = parameters
            .map(|one| SageMakerPipelineParameter::builder().name(&one.name).value(&one.value).build())
            .collect::<Result<Vec<_>, _>>()?;
        Ok(SageMakerPipelineParameters::builder().set_pipeline_parameter_list(Some(parameters)).build())
    }

    pub fn from_events(found: SageMakerPipelineParameters) -> Self {
        let parameters = found.pipeline_parameter_list.into_iter().flatten();
        Self {
            pipeline_parameter_list: Some(
                parameters.map(|one| Parameter { name: one.name, value: one.value }).collect(),
            ),
        }
    }
}
