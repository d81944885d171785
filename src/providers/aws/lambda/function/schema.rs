//! The attributes of a function.

use crate::providers::aws::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lambda_function")]
pub struct Function {
    pub id: Computed<String>,
    #[attr(max_items = 1)]
    pub architectures: Defaulted<Vec<String>>,
    pub arn: Computed<String>,
    pub code_sha256: Computed<String>,
    pub code_signing_config_arn: Optional<String>,
    #[attr(block, max_items = 1)]
    pub dead_letter_config: Optional<Vec<DeadLetter>>,
    #[attr(length = (0, 256))]
    pub description: Optional<String>,
    #[attr(block, max_items = 1)]
    pub environment: Optional<Vec<Environment>>,
    #[attr(block, max_items = 1)]
    pub ephemeral_storage: Defaulted<Vec<EphemeralStorage>>,
    #[attr(block, max_items = 1)]
    pub file_system_config: Optional<Vec<FileSystem>>,
    #[attr(exactly_one_of = ["filename", "image_uri", "s3_bucket"])]
    pub filename: Optional<String>,
    #[attr(force_new)]
    pub function_name: Required<String>,
    #[attr(length = (1, 128))]
    pub handler: Optional<String>,
    #[attr(block, max_items = 1)]
    pub image_config: Optional<Vec<Image>>,
    #[attr(exactly_one_of = ["filename", "image_uri", "s3_bucket"])]
    pub image_uri: Optional<String>,
    pub invoke_arn: Computed<String>,
    pub kms_key_arn: Optional<String>,
    pub last_modified: Computed<String>,
    #[attr(max_items = 5)]
    pub layers: Optional<Vec<String>>,
    #[attr(block, max_items = 1)]
    pub logging_config: Defaulted<Vec<Logging>>,
    #[attr(default = 128, range = (128, 10240))]
    pub memory_size: Optional<i32>,
    #[attr(force_new, default = "Zip", one_of = ["Zip", "Image"])]
    pub package_type: Optional<String>,
    #[attr(default = false)]
    pub publish: Optional<bool>,
    pub qualified_arn: Computed<String>,
    pub qualified_invoke_arn: Computed<String>,
    pub replace_security_groups_on_destroy: Optional<bool>,
    #[attr(required_with = ["replace_security_groups_on_destroy"])]
    pub replacement_security_group_ids: Optional<Set<String>>,
    #[attr(default = -1, range = (-1, i64::MAX))]
    pub reserved_concurrent_executions: Optional<i32>,
    pub role: Required<String>,
    #[attr(one_of = ["nodejs", "nodejs4.3", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x", "java8", "java8.al2", "java11", "python2.7", "python3.6", "python3.7", "python3.8", "python3.9", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet6", "dotnet8", "nodejs4.3-edge", "go1.x", "ruby2.5", "ruby2.7", "provided", "provided.al2", "nodejs18.x", "python3.10", "java17", "ruby3.2", "ruby3.3", "ruby3.4", "python3.11", "nodejs20.x", "provided.al2023", "python3.12", "java21", "python3.13", "nodejs22.x"])]
    pub runtime: Optional<String>,
    #[attr(exactly_one_of = ["filename", "image_uri", "s3_bucket"])]
    pub s3_bucket: Optional<String>,
    #[attr(required_with = ["s3_bucket"])]
    pub s3_key: Optional<String>,
    #[attr(conflicts = ["filename", "image_uri"])]
    pub s3_object_version: Optional<String>,
    pub signing_job_arn: Computed<String>,
    pub signing_profile_version_arn: Computed<String>,
    #[attr(default = false)]
    pub skip_destroy: Optional<bool>,
    #[attr(block, max_items = 1)]
    pub snap_start: Optional<Vec<SnapStart>>,
    pub source_code_hash: Defaulted<String>,
    pub source_code_size: Computed<i64>,
    pub tags: Optional<Tags>,
    pub tags_all: Defaulted<Tags>,
    #[attr(default = 3, range = (1, 900))]
    pub timeout: Optional<i32>,
    #[attr(timeouts("create", "delete", "update"))]
    pub timeouts: Timeouts,
    #[attr(block, max_items = 1)]
    pub tracing_config: Defaulted<Vec<Tracing>>,
    pub version: Computed<String>,
    #[attr(block, max_items = 1)]
    pub vpc_config: Optional<Vec<Vpc>>,
}

/// The network that the function runs in.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Vpc {
    #[attr(default = false)]
    pub ipv6_allowed_for_dual_stack: Optional<bool>,
    pub security_group_ids: Required<Set<String>>,
    pub subnet_ids: Required<Set<String>>,
    pub vpc_id: Computed<String>,
}

/// Whether calls are traced.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Tracing {
    #[attr(one_of = ["Active", "PassThrough"])]
    pub mode: Required<String>,
}

/// Whether a version starts from a snapshot.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct SnapStart {
    #[attr(one_of = ["PublishedVersions", "None"])]
    pub apply_on: Required<String>,
    pub optimization_status: Computed<String>,
}

/// How and where the function logs.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Logging {
    #[attr(one_of = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"])]
    pub application_log_level: Optional<String>,
    #[attr(one_of = ["JSON", "Text"])]
    pub log_format: Required<String>,
    pub log_group: Defaulted<String>,
    #[attr(one_of = ["DEBUG", "INFO", "WARN"])]
    pub system_log_level: Optional<String>,
}

/// What replaces settings of the image.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Image {
    pub command: Optional<Vec<String>>,
    pub entry_point: Optional<Vec<String>>,
    pub working_directory: Optional<String>,
}

/// A file system that the function mounts.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct FileSystem {
    pub arn: Required<String>,
    pub local_mount_path: Required<String>,
}

/// The size of `/tmp`, in MiB.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct EphemeralStorage {
    #[attr(range = (512, 10240))]
    pub size: Defaulted<i32>,
}

/// The environment variables.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Environment {
    pub variables: Optional<Tags>,
}

/// The queue or topic that gets the calls that failed.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct DeadLetter {
    pub target_arn: Required<String>,
}
