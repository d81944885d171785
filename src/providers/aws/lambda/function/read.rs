//! How AWS tells a function.

use aws_sdk_lambda::{
    operation::get_function::GetFunctionOutput,
    types::{FunctionConfiguration, SnapStartApplyOn},
};

use super::{GONE, schema::*};
use crate::providers::aws::prelude::*;

/// The function of this name or ARN; `None` if there is none.
pub async fn find(name: &str, qualifier: Option<String>, aws: &Aws) -> Result<Option<GetFunctionOutput>> {
    let request = aws.lambda.get_function().function_name(name).set_qualifier(qualifier);
    request.send().await.or_gone(GONE)
}

/// What API Gateway calls a function.
pub fn invoke_arn(arn: &str, aws: &Aws) -> String {
    format!(
        "arn:{}:apigateway:{}:lambda:path/2015-03-31/functions/{arn}/invocations",
        aws.partition(),
        aws.region
    )
}

/// The latest version that was published, and its ARN; `$LATEST` if none was.
async fn latest(name: &str, aws: &Aws) -> Result<(Option<String>, Option<String>)> {
    let mut last = (None, None);
    let mut pages =
        aws.lambda.list_versions_by_function().function_name(name).into_paginator().items().send();
    while let Some(version) = pages.next().await {
        let version = version?;
        last = (version.version, version.function_arn);
    }
    Ok(last)
}

/// Fills in every attribute of a function that was found.
pub async fn fill(prior: Function, found: GetFunctionOutput, aws: &Aws) -> Result<Function> {
    let Some(config) = found.configuration else {
        return Err(Error::Missing("the configuration of the function"));
    };
    let name = config.function_name.clone().unwrap_or_default();
    let (version, qualified) = latest(&name, aws).await?;
    let qualified = qualified.unwrap_or_default();
    let zip = config.package_type.as_ref().is_none_or(|kind| kind.as_str() == "Zip");
    let signing = match zip {
        true => {
            let asked = aws.lambda.get_function_code_signing_config().function_name(&name).send().await;
            // Not every region can sign code.
            asked.ok().map(|answer| answer.code_signing_config_arn)
        }
        false => None,
    };
    let concurrency = found.concurrency.and_then(|found| found.reserved_concurrent_executions);
    let arn = config.function_arn.clone().unwrap_or_default();
    let text = |text: &Option<String>| Some(text.clone().unwrap_or_default());
    Ok(Function {
        id: Some(name.clone()),
        architectures: Some(
            config.architectures.iter().flatten().map(|architecture| architecture.to_string()).collect(),
        ),
        code_sha256: config.code_sha256.clone(),
        code_signing_config_arn: Some(signing.unwrap_or_default()),
        dead_letter_config: Some(dead_letter(&config)),
        description: text(&config.description),
        environment: Some(environment(&config)),
        ephemeral_storage: Some(
            config
                .ephemeral_storage
                .iter()
                .map(|found| EphemeralStorage { size: Some(found.size) })
                .collect(),
        ),
        file_system_config: Some(
            config
                .file_system_configs
                .iter()
                .flatten()
                .map(|found| FileSystem {
                    arn: found.arn.clone(),
                    local_mount_path: found.local_mount_path.clone(),
                })
                .collect(),
        ),
        filename: prior.filename,
        function_name: name,
        handler: text(&config.handler),
        image_config: Some(image(&config)),
        image_uri: Some(found.code.and_then(|code| code.image_uri).unwrap_or_default()),
        invoke_arn: Some(invoke_arn(&arn, aws)),
        arn: Some(arn),
        kms_key_arn: text(&config.kms_key_arn),
        last_modified: config.last_modified.clone(),
        layers: Some(config.layers.iter().flatten().filter_map(|layer| layer.arn.clone()).collect()),
        logging_config: Some(logging(&config)),
        memory_size: config.memory_size,
        package_type: config.package_type.as_ref().map(ToString::to_string).or_else(|| Some("Zip".into())),
        publish: prior.publish,
        qualified_invoke_arn: Some(invoke_arn(&qualified, aws)),
        qualified_arn: Some(qualified),
        replace_security_groups_on_destroy: prior.replace_security_groups_on_destroy,
        replacement_security_group_ids: prior.replacement_security_group_ids,
        reserved_concurrent_executions: Some(concurrency.unwrap_or(-1)),
        role: config.role.clone().unwrap_or_default(),
        runtime: text(&config.runtime.as_ref().map(ToString::to_string)),
        s3_bucket: prior.s3_bucket,
        s3_key: prior.s3_key,
        s3_object_version: prior.s3_object_version,
        signing_job_arn: text(&config.signing_job_arn),
        signing_profile_version_arn: text(&config.signing_profile_version_arn),
        skip_destroy: prior.skip_destroy,
        snap_start: Some(snap_start(&config)),
        source_code_hash: Some(prior.source_code_hash.unwrap_or_default()),
        source_code_size: Some(config.code_size),
        tags: prior.tags,
        tags_all: tags::from_pairs(found.tags.into_iter().flatten()),
        timeout: config.timeout,
        timeouts: prior.timeouts,
        tracing_config: Some(
            config
                .tracing_config
                .iter()
                .map(|found| Tracing {
                    mode: found.mode.as_ref().map(ToString::to_string).unwrap_or_default(),
                })
                .collect(),
        ),
        version,
        vpc_config: Some(vpc(&config)),
    })
}

fn dead_letter(config: &FunctionConfiguration) -> Vec<DeadLetter> {
    let target = config.dead_letter_config.as_ref().and_then(|found| said(&found.target_arn));
    target.map(|target_arn| DeadLetter { target_arn }).into_iter().collect()
}

fn environment(config: &FunctionConfiguration) -> Vec<Environment> {
    let variables = config.environment.as_ref().and_then(|found| found.variables.clone());
    variables
        .map(|variables| Environment { variables: Some(variables.into_iter().collect()) })
        .into_iter()
        .collect()
}

fn image(config: &FunctionConfiguration) -> Vec<Image> {
    let found = config.image_config_response.as_ref().and_then(|response| response.image_config.as_ref());
    found
        .map(|found| Image {
            command: Some(found.command.clone().unwrap_or_default()),
            entry_point: Some(found.entry_point.clone().unwrap_or_default()),
            working_directory: Some(found.working_directory.clone().unwrap_or_default()),
        })
        .into_iter()
        .collect()
}

fn logging(config: &FunctionConfiguration) -> Vec<Logging> {
    let text = |text: Option<String>| Some(text.unwrap_or_default());
    let found = config.logging_config.as_ref();
    found
        .map(|found| Logging {
            application_log_level: text(found.application_log_level.as_ref().map(ToString::to_string)),
            log_format: found.log_format.as_ref().map(ToString::to_string).unwrap_or_default(),
            log_group: text(found.log_group.clone()),
            system_log_level: text(found.system_log_level.as_ref().map(ToString::to_string)),
        })
        .into_iter()
        .collect()
}

fn snap_start(config: &FunctionConfiguration) -> Vec<SnapStart> {
    let found = config.snap_start.as_ref();
    let on = found.filter(|found| found.apply_on.as_ref().is_some_and(|on| *on != SnapStartApplyOn::None));
    on.map(|found| SnapStart {
        apply_on: found.apply_on.as_ref().map(ToString::to_string).unwrap_or_default(),
        optimization_status: found.optimization_status.as_ref().map(ToString::to_string),
    })
    .into_iter()
    .collect()
}

fn vpc(config: &FunctionConfiguration) -> Vec<Vpc> {
    let found = config.vpc_config.as_ref();
    let used = found.filter(|found| found.vpc_id.as_deref().is_some_and(|vpc| !vpc.is_empty()));
    used.map(|found| Vpc {
        ipv6_allowed_for_dual_stack: Some(found.ipv6_allowed_for_dual_stack.unwrap_or_default()),
        security_group_ids: found.security_group_ids.clone().unwrap_or_default().into(),
        subnet_ids: found.subnet_ids.clone().unwrap_or_default().into(),
        vpc_id: found.vpc_id.clone(),
    })
    .into_iter()
    .collect()
}
