//! The data source `aws_lambda_function`.

use super::function::{self, find, invoke_arn};
use crate::providers::aws::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lambda_function")]
pub struct Function {
    id: Computed<String>,
    architectures: Computed<Vec<String>>,
    arn: Computed<String>,
    code_sha256: Computed<String>,
    code_signing_config_arn: Computed<String>,
    dead_letter_config: Computed<Vec<DeadLetter>>,
    description: Computed<String>,
    environment: Computed<Vec<Environment>>,
    ephemeral_storage: Computed<Vec<EphemeralStorage>>,
    file_system_config: Computed<Vec<FileSystem>>,
    function_name: Required<String>,
    handler: Computed<String>,
    image_uri: Computed<String>,
    invoke_arn: Computed<String>,
    kms_key_arn: Computed<String>,
    last_modified: Computed<String>,
    layers: Computed<Vec<String>>,
    logging_config: Computed<Vec<Logging>>,
    memory_size: Computed<i32>,
    qualified_arn: Computed<String>,
    qualified_invoke_arn: Computed<String>,
    qualifier: Optional<String>,
    reserved_concurrent_executions: Computed<i32>,
    role: Computed<String>,
    runtime: Computed<String>,
    signing_job_arn: Computed<String>,
    signing_profile_version_arn: Computed<String>,
    #[attr(deprecated = "Use `code_sha256` instead.")]
    source_code_hash: Computed<String>,
    source_code_size: Computed<i64>,
    tags: Defaulted<Tags>,
    timeout: Computed<i32>,
    tracing_config: Computed<Vec<Tracing>>,
    version: Computed<String>,
    vpc_config: Computed<Vec<Vpc>>,
}

/// The network that the function runs in.
#[derive(Debug, Default, Clone, Schema)]
pub struct Vpc {
    ipv6_allowed_for_dual_stack: Computed<bool>,
    security_group_ids: Computed<Set<String>>,
    subnet_ids: Computed<Set<String>>,
    vpc_id: Computed<String>,
}

/// Whether calls are traced.
#[derive(Debug, Default, Clone, Schema)]
pub struct Tracing {
    mode: Computed<String>,
}

/// How and where the function logs.
#[derive(Debug, Default, Clone, Schema)]
pub struct Logging {
    application_log_level: Computed<String>,
    log_format: Computed<String>,
    log_group: Computed<String>,
    system_log_level: Computed<String>,
}

/// A file system that the function mounts.
#[derive(Debug, Default, Clone, Schema)]
pub struct FileSystem {
    arn: Computed<String>,
    local_mount_path: Computed<String>,
}

/// The size of `/tmp`, in MiB.
#[derive(Debug, Default, Clone, Schema)]
pub struct EphemeralStorage {
    size: Computed<i32>,
}

/// The environment variables.
#[derive(Debug, Default, Clone, Schema)]
pub struct Environment {
    variables: Computed<Tags>,
}

/// The queue or topic that gets the calls that failed.
#[derive(Debug, Default, Clone, Schema)]
pub struct DeadLetter {
    target_arn: Computed<String>,
}

impl Data<Aws> for Function {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let qualifier = said(&self.qualifier);
        let Some(found) = find(&self.function_name, qualifier.clone(), aws).await? else {
            return Err(Error::Invalid(format!(
                "There is no Lambda function {:?} in {}. Check its name, its qualifier, the region and the account.",
                self.function_name, aws.region
            )));
        };
        let config =
            found.configuration.clone().ok_or(Error::Missing("the configuration of the function"))?;
        let filled = function::fill(function::Function::default(), found, aws).await?;
        // With a qualifier, Lambda answers the ARN of the version; `arn` is always that of the function.
        let answered = config.function_arn.unwrap_or_default();
        let bare = answered.split(':').take(7).collect::<Vec<_>>().join(":");
        let (version, qualified) = match qualifier {
            Some(_) => (config.version, answered),
            None => (filled.version, filled.qualified_arn.unwrap_or_default()),
        };
        Ok(Function {
            // As the configuration names it, be it an ARN.
            id: Some(self.function_name.clone()),
            architectures: filled.architectures,
            code_sha256: filled.code_sha256.clone(),
            code_signing_config_arn: filled.code_signing_config_arn,
            dead_letter_config: filled.dead_letter_config.map(|blocks| {
                blocks.into_iter().map(|block| DeadLetter { target_arn: Some(block.target_arn) }).collect()
            }),
            description: filled.description,
            environment: filled.environment.map(|blocks| {
                blocks.into_iter().map(|block| Environment { variables: block.variables }).collect()
            }),
            ephemeral_storage: filled.ephemeral_storage.map(|blocks| {
                blocks.into_iter().map(|block| EphemeralStorage { size: block.size }).collect()
            }),
            file_system_config: filled.file_system_config.map(|blocks| {
                let block = |block: function::FileSystem| FileSystem {
                    arn: Some(block.arn),
                    local_mount_path: Some(block.local_mount_path),
                };
                blocks.into_iter().map(block).collect()
            }),
            function_name: self.function_name,
            handler: filled.handler,
            image_uri: filled.image_uri,
            invoke_arn: Some(invoke_arn(&bare, aws)),
            arn: Some(bare),
            kms_key_arn: filled.kms_key_arn,
            last_modified: filled.last_modified,
            layers: filled.layers,
            logging_config: filled.logging_config.map(|blocks| {
                let block = |block: function::Logging| Logging {
                    application_log_level: block.application_log_level,
                    log_format: Some(block.log_format),
                    log_group: block.log_group,
                    system_log_level: block.system_log_level,
                };
                blocks.into_iter().map(block).collect()
            }),
            memory_size: filled.memory_size,
            qualified_invoke_arn: Some(invoke_arn(&qualified, aws)),
            qualified_arn: Some(qualified),
            qualifier: self.qualifier,
            reserved_concurrent_executions: filled.reserved_concurrent_executions,
            role: Some(filled.role),
            runtime: filled.runtime,
            signing_job_arn: filled.signing_job_arn,
            signing_profile_version_arn: filled.signing_profile_version_arn,
            source_code_hash: filled.code_sha256,
            source_code_size: filled.source_code_size,
            tags: filled.tags_all,
            timeout: filled.timeout,
            tracing_config: filled
                .tracing_config
                .map(|blocks| blocks.into_iter().map(|block| Tracing { mode: Some(block.mode) }).collect()),
            version,
            vpc_config: filled.vpc_config.map(|blocks| {
                let block = |block: function::Vpc| Vpc {
                    ipv6_allowed_for_dual_stack: block.ipv6_allowed_for_dual_stack,
                    security_group_ids: Some(block.security_group_ids),
                    subnet_ids: Some(block.subnet_ids),
                    vpc_id: block.vpc_id,
                };
                blocks.into_iter().map(block).collect()
            }),
        })
    }
}
