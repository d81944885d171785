//! The calls that create and change a function.

use aws_sdk_lambda::{
    operation::{
        create_function::builders::CreateFunctionFluentBuilder as Create,
        update_function_code::builders::UpdateFunctionCodeFluentBuilder as UpdateCode,
        update_function_configuration::builders::UpdateFunctionConfigurationFluentBuilder as UpdateConfiguration,
    },
    primitives::Blob,
    types::{
        self as sdk, ApplicationLogLevel, Architecture, DeadLetterConfig, FileSystemConfig, FunctionCode,
        ImageConfig, LogFormat, LoggingConfig, PackageType, Runtime, SnapStartApplyOn, SystemLogLevel,
        TracingConfig, TracingMode, VpcConfig,
    },
};

use super::schema::Function;
use crate::providers::{aws::prelude::*, local_path};

/// The network settings as Lambda takes them.
pub fn vpc_config(subnets: &[String], groups: &[String], ipv6: Option<bool>) -> VpcConfig {
    VpcConfig::builder()
        .set_subnet_ids(Some(subnets.to_vec()))
        .set_security_group_ids(Some(groups.to_vec()))
        .set_ipv6_allowed_for_dual_stack(ipv6)
        .build()
}

impl Function {
    pub(super) async fn create_request(&self, aws: &Aws) -> Result<Create> {
        let code = match &self.code().await? {
            Code::File(bytes) => FunctionCode::builder().zip_file(Blob::new(bytes.clone())),
            Code::Image(uri) => FunctionCode::builder().image_uri(uri),
            Code::Object => FunctionCode::builder()
                .set_s3_bucket(said(&self.s3_bucket))
                .set_s3_key(said(&self.s3_key))
                .set_s3_object_version(said(&self.s3_object_version)),
        };
        Ok(aws
            .lambda
            .create_function()
            .code(code.build())
            .function_name(&self.function_name)
            .set_architectures(self.architectures())
            .set_code_signing_config_arn(said(&self.code_signing_config_arn))
            .set_dead_letter_config(self.dead_letter())
            .set_description(said(&self.description))
            .set_environment(self.environment())
            .set_ephemeral_storage(self.ephemeral_storage())
            .set_file_system_configs(self.file_systems()?)
            .set_handler(said(&self.handler))
            .set_image_config(self.image_config())
            .set_kms_key_arn(said(&self.kms_key_arn))
            .set_layers(self.layers.clone().filter(|layers| !layers.is_empty()))
            .set_logging_config(self.logging())
            .set_memory_size(self.memory_size)
            .set_package_type(said(&self.package_type).map(|kind| PackageType::from(kind.as_str())))
            .publish(self.publish.unwrap_or_default())
            .role(&self.role)
            .set_runtime(said(&self.runtime).map(|runtime| Runtime::from(runtime.as_str())))
            .set_snap_start(self.snap_start())
            .set_tags(
                self.tags_all.clone().filter(|tags| !tags.is_empty()).map(|tags| tags.into_iter().collect()),
            )
            .set_timeout(self.timeout)
            .set_tracing_config(self.tracing())
            .set_vpc_config(self.vpc()))
    }

    pub(super) async fn code_request(&self, aws: &Aws) -> Result<UpdateCode> {
        let request = aws.lambda.update_function_code().function_name(self.id());
        let request = request.set_architectures(self.architectures());
        Ok(match self.code().await? {
            Code::File(bytes) => request.zip_file(Blob::new(bytes)),
            Code::Image(uri) => request.image_uri(uri),
            Code::Object => request
                .set_s3_bucket(said(&self.s3_bucket))
                .set_s3_key(said(&self.s3_key))
                .set_s3_object_version(said(&self.s3_object_version)),
        })
    }

    /// What is taken away is written as empty: what a call leaves out, Lambda keeps.
    pub(super) fn configuration_request(&self, prior: &Self, aws: &Aws) -> Result<UpdateConfiguration> {
        let environment = self.environment().or_else(|| {
            prior
                .environment
                .iter()
                .flatten()
                .next()
                .is_some()
                .then(|| sdk::Environment::builder().set_variables(Some(Default::default())).build())
        });
        let dead_letter = self.dead_letter().or_else(|| {
            prior
                .dead_letter_config
                .iter()
                .flatten()
                .next()
                .is_some()
                .then(|| DeadLetterConfig::builder().target_arn("").build())
        });
        let vpc = self.vpc().or_else(|| {
            prior.vpc_config.iter().flatten().next().is_some().then(|| vpc_config(&[], &[], Some(false)))
        });
        let image = self.image_config().or_else(|| {
            prior.image_config.iter().flatten().next().is_some().then(|| ImageConfig::builder().build())
        });
        let snap = self.snap_start().or_else(|| {
            prior
                .snap_start
                .iter()
                .flatten()
                .next()
                .is_some()
                .then(|| sdk::SnapStart::builder().apply_on(SnapStartApplyOn::None).build())
        });
        Ok(aws
            .lambda
            .update_function_configuration()
            .function_name(self.id())
            .set_dead_letter_config(dead_letter)
            .description(self.description.clone().unwrap_or_default())
            .set_environment(environment)
            .set_ephemeral_storage(self.ephemeral_storage())
            .set_file_system_configs(Some(self.file_systems()?.unwrap_or_default()))
            .set_handler(said(&self.handler))
            .set_image_config(image)
            .set_kms_key_arn(
                (!same(&self.kms_key_arn, &prior.kms_key_arn))
                    .then(|| self.kms_key_arn.clone().unwrap_or_default()),
            )
            .set_layers(Some(self.layers.clone().unwrap_or_default()))
            .set_logging_config(self.logging())
            .set_memory_size(self.memory_size)
            .role(&self.role)
            .set_runtime(said(&self.runtime).map(|runtime| Runtime::from(runtime.as_str())))
            .set_snap_start(snap)
            .set_timeout(self.timeout)
            .set_tracing_config(self.tracing())
            .set_vpc_config(vpc))
    }

    /// Whether anything differs that `configuration_request` writes.
    pub(super) fn is_configured_otherwise(&self, prior: &Self) -> bool {
        let network = |function: &Self| {
            let vpc = function.vpc_config.iter().flatten().next();
            vpc.map(|vpc| {
                let ipv6 = vpc.ipv6_allowed_for_dual_stack.unwrap_or_default();
                (ipv6, vpc.security_group_ids.clone(), vpc.subnet_ids.clone())
            })
        };
        self.role != prior.role
            || network(self) != network(prior)
            || !same(&self.dead_letter_config, &prior.dead_letter_config)
            || !same(&self.description, &prior.description)
            || !same(&self.environment, &prior.environment)
            || !same(&self.ephemeral_storage, &prior.ephemeral_storage)
            || !same(&self.file_system_config, &prior.file_system_config)
            || !same(&self.handler, &prior.handler)
            || !same(&self.image_config, &prior.image_config)
            || !same(&self.kms_key_arn, &prior.kms_key_arn)
            || !same(&self.layers, &prior.layers)
            || !same(&self.logging_config, &prior.logging_config)
            || !same(&self.memory_size, &prior.memory_size)
            || !same(&self.runtime, &prior.runtime)
            || !same(&self.snap_start, &prior.snap_start)
            || !same(&self.timeout, &prior.timeout)
            || !same(&self.tracing_config, &prior.tracing_config)
    }

    /// Whether anything differs that `code_request` writes.
    pub(super) fn is_coded_otherwise(&self, prior: &Self) -> bool {
        !same(&self.architectures, &prior.architectures)
            || !same(&self.filename, &prior.filename)
            || !same(&self.image_uri, &prior.image_uri)
            || !same(&self.s3_bucket, &prior.s3_bucket)
            || !same(&self.s3_key, &prior.s3_key)
            || !same(&self.s3_object_version, &prior.s3_object_version)
            || !same(&self.source_code_hash, &prior.source_code_hash)
    }

    async fn code(&self) -> Result<Code> {
        if let Some(file) = said(&self.filename) {
            let bytes = tokio::fs::read(local_path(&file)).await.map_err(|error| {
                Error::Invalid(format!("The code {file:?} (`filename`) cannot be read: {error}"))
            })?;
            return Ok(Code::File(bytes));
        }
        Ok(said(&self.image_uri).map_or(Code::Object, Code::Image))
    }

    fn architectures(&self) -> Option<Vec<Architecture>> {
        let kinds = self.architectures.as_ref().filter(|kinds| !kinds.is_empty())?;
        Some(kinds.iter().map(|kind| Architecture::from(kind.as_str())).collect())
    }

    fn dead_letter(&self) -> Option<DeadLetterConfig> {
        let block = self.dead_letter_config.iter().flatten().next()?;
        Some(DeadLetterConfig::builder().target_arn(&block.target_arn).build())
    }

    fn environment(&self) -> Option<sdk::Environment> {
        let block = self.environment.iter().flatten().next()?;
        let variables = block.variables.clone().unwrap_or_default().into_iter().collect();
        Some(sdk::Environment::builder().set_variables(Some(variables)).build())
    }

    fn ephemeral_storage(&self) -> Option<sdk::EphemeralStorage> {
        let size = self.ephemeral_storage.iter().flatten().next()?.size.unwrap_or(512);
        sdk::EphemeralStorage::builder().size(size).build().ok()
    }

    fn file_systems(&self) -> Result<Option<Vec<FileSystemConfig>>> {
        let blocks = self.file_system_config.iter().flatten().map(|block| {
            let builder = FileSystemConfig::builder().arn(&block.arn);
            builder.local_mount_path(&block.local_mount_path).build()
        });
        let blocks = blocks.collect::<Result<Vec<_>, _>>()?;
        Ok(Some(blocks).filter(|blocks| !blocks.is_empty()))
    }

    fn image_config(&self) -> Option<ImageConfig> {
        let block = self.image_config.iter().flatten().next()?;
        Some(
            ImageConfig::builder()
                .set_command(block.command.clone().filter(|words| !words.is_empty()))
                .set_entry_point(block.entry_point.clone().filter(|words| !words.is_empty()))
                .set_working_directory(said(&block.working_directory))
                .build(),
        )
    }

    fn logging(&self) -> Option<LoggingConfig> {
        let block = self.logging_config.iter().flatten().next()?;
        // Levels are for JSON only; Lambda refuses them for text.
        let json = block.log_format == "JSON";
        let application = said(&block.application_log_level).filter(|_| json);
        let system = said(&block.system_log_level).filter(|_| json);
        Some(
            LoggingConfig::builder()
                .log_format(LogFormat::from(block.log_format.as_str()))
                .set_application_log_level(application.map(|level| ApplicationLogLevel::from(level.as_str())))
                .set_system_log_level(system.map(|level| SystemLogLevel::from(level.as_str())))
                .set_log_group(said(&block.log_group))
                .build(),
        )
    }

    fn snap_start(&self) -> Option<sdk::SnapStart> {
        let block = self.snap_start.iter().flatten().next()?;
        Some(sdk::SnapStart::builder().apply_on(SnapStartApplyOn::from(block.apply_on.as_str())).build())
    }

    fn tracing(&self) -> Option<TracingConfig> {
        let block = self.tracing_config.iter().flatten().next()?;
        Some(TracingConfig::builder().mode(TracingMode::from(block.mode.as_str())).build())
    }

    fn vpc(&self) -> Option<VpcConfig> {
        let block = self.vpc_config.iter().flatten().next()?;
        Some(vpc_config(&block.subnet_ids.0, &block.security_group_ids.0, block.ipv6_allowed_for_dual_stack))
    }
}

/// Where the code comes from.
enum Code {
    /// The bytes of a ZIP file.
    File(Vec<u8>),
    /// A container image.
    Image(String),
    /// An object in S3.
    Object,
}
