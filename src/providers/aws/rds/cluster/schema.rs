//! What `aws_rds_cluster` says.

use super::super::{instance::MasterUserSecret, prelude::*};

/// Servers with one volume: Aurora, or several zones of MySQL or PostgreSQL.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_rds_cluster", version = 1)]
pub struct Cluster {
    pub(super) id: Computed<String>,
    pub(super) arn: Computed<String>,
    pub(super) allocated_storage: Defaulted<i64>,
    pub(super) allow_major_version_upgrade: Optional<bool>,
    pub(super) apply_immediately: Defaulted<bool>,
    #[attr(force_new, max_items = 3)]
    pub(super) availability_zones: Defaulted<Set<String>>,
    #[attr(range = (0, 259200))]
    pub(super) backtrack_window: Optional<i64>,
    #[attr(range = (0, 35))]
    pub(super) backup_retention_period: Defaulted<i64>,
    pub(super) ca_certificate_identifier: Defaulted<String>,
    pub(super) ca_certificate_valid_till: Computed<String>,
    #[attr(force_new, conflicts = ["cluster_identifier_prefix"], length = (1, 63))]
    pub(super) cluster_identifier: Defaulted<String>,
    #[attr(force_new, conflicts = ["cluster_identifier"])]
    pub(super) cluster_identifier_prefix: Defaulted<String>,
    pub(super) cluster_members: Defaulted<Set<String>>,
    pub(super) cluster_resource_id: Computed<String>,
    #[attr(force_new, one_of = ["standard", "limitless"])]
    pub(super) cluster_scalability_type: Defaulted<String>,
    #[attr(default = false)]
    pub(super) copy_tags_to_snapshot: Optional<bool>,
    #[attr(one_of = ["standard", "advanced"])]
    pub(super) database_insights_mode: Defaulted<String>,
    #[attr(force_new)]
    pub(super) database_name: Defaulted<String>,
    pub(super) db_cluster_instance_class: Optional<String>,
    pub(super) db_cluster_parameter_group_name: Defaulted<String>,
    pub(super) db_instance_parameter_group_name: Optional<String>,
    #[attr(force_new)]
    pub(super) db_subnet_group_name: Defaulted<String>,
    #[attr(force_new)]
    pub(super) db_system_id: Defaulted<String>,
    #[attr(default = true)]
    pub(super) delete_automated_backups: Optional<bool>,
    pub(super) deletion_protection: Optional<bool>,
    #[attr(required_with = ["domain_iam_role_name"])]
    pub(super) domain: Optional<String>,
    #[attr(required_with = ["domain"])]
    pub(super) domain_iam_role_name: Optional<String>,
    #[attr(default = false)]
    pub(super) enable_global_write_forwarding: Optional<bool>,
    #[attr(default = false)]
    pub(super) enable_http_endpoint: Optional<bool>,
    #[attr(default = false)]
    pub(super) enable_local_write_forwarding: Optional<bool>,
    pub(super) enabled_cloudwatch_logs_exports: Optional<Set<String>>,
    pub(super) endpoint: Computed<String>,
    #[attr(force_new, one_of = ["aurora-mysql", "aurora-postgresql", "mysql", "postgres"])]
    pub(super) engine: Required<String>,
    #[attr(one_of = ["open-source-rds-extended-support", "open-source-rds-extended-support-disabled"])]
    pub(super) engine_lifecycle_support: Defaulted<String>,
    #[attr(force_new, default = "provisioned", one_of = ["global", "multimaster", "parallelquery", "provisioned", "serverless", ""])]
    pub(super) engine_mode: Optional<String>,
    pub(super) engine_version: Defaulted<String>,
    pub(super) engine_version_actual: Computed<String>,
    pub(super) final_snapshot_identifier: Optional<String>,
    pub(super) global_cluster_identifier: Optional<String>,
    pub(super) hosted_zone_id: Computed<String>,
    pub(super) iam_database_authentication_enabled: Optional<bool>,
    pub(super) iam_roles: Defaulted<Set<String>>,
    pub(super) iops: Optional<i64>,
    #[attr(force_new)]
    pub(super) kms_key_id: Defaulted<String>,
    #[attr(conflicts = ["master_password", "master_password_wo"])]
    pub(super) manage_master_user_password: Optional<bool>,
    #[attr(conflicts = ["manage_master_user_password", "master_password_wo"], sensitive)]
    pub(super) master_password: Optional<String>,
    #[attr(conflicts = ["manage_master_user_password", "master_password"], required_with = ["master_password_wo_version"], sensitive, write_only)]
    pub(super) master_password_wo: Optional<String>,
    #[attr(required_with = ["master_password_wo"])]
    pub(super) master_password_wo_version: Optional<i64>,
    pub(super) master_user_secret: Computed<Vec<MasterUserSecret>>,
    pub(super) master_user_secret_kms_key_id: Defaulted<String>,
    #[attr(force_new)]
    pub(super) master_username: Defaulted<String>,
    pub(super) monitoring_interval: Defaulted<i64>,
    pub(super) monitoring_role_arn: Defaulted<String>,
    #[attr(one_of = ["DUAL", "IPV4"])]
    pub(super) network_type: Defaulted<String>,
    pub(super) performance_insights_enabled: Optional<bool>,
    pub(super) performance_insights_kms_key_id: Defaulted<String>,
    pub(super) performance_insights_retention_period: Defaulted<i64>,
    pub(super) port: Defaulted<i64>,
    pub(super) preferred_backup_window: Defaulted<String>,
    #[attr(normalize = lower)]
    pub(super) preferred_maintenance_window: Defaulted<String>,
    pub(super) reader_endpoint: Computed<String>,
    pub(super) replication_source_identifier: Optional<String>,
    #[attr(block, force_new, max_items = 1)]
    pub(super) restore_to_point_in_time: Optional<Vec<RestoreToPointInTime>>,
    #[attr(block, force_new, max_items = 1)]
    pub(super) s3_import: Optional<Vec<S3Import>>,
    #[attr(block, max_items = 1)]
    pub(super) scaling_configuration: Optional<Vec<ScalingConfiguration>>,
    #[attr(block, max_items = 1)]
    pub(super) serverlessv2_scaling_configuration: Optional<Vec<ServerlessV2>>,
    #[attr(default = false)]
    pub(super) skip_final_snapshot: Optional<bool>,
    pub(super) snapshot_identifier: Optional<String>,
    #[attr(force_new)]
    pub(super) source_region: Optional<String>,
    #[attr(force_new)]
    pub(super) storage_encrypted: Defaulted<bool>,
    pub(super) storage_type: Defaulted<String>,
    pub(super) tags: Optional<Tags>,
    pub(super) tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "delete", "update"))]
    pub(super) timeouts: Timeouts,
    pub(super) vpc_security_group_ids: Defaulted<Set<String>>,
}

/// Between how many capacity units servers of class `db.serverless` move.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct ServerlessV2 {
    pub(super) max_capacity: Required<f64>,
    pub(super) min_capacity: Required<f64>,
    #[attr(range = (300, 86400))]
    pub(super) seconds_until_auto_pause: Defaulted<i64>,
}

/// How a cluster of engine mode `serverless` scales.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct ScalingConfiguration {
    #[attr(default = true)]
    pub(super) auto_pause: Optional<bool>,
    #[attr(default = 16)]
    pub(super) max_capacity: Optional<i64>,
    #[attr(default = 1)]
    pub(super) min_capacity: Optional<i64>,
    #[attr(default = 300, range = (60, 600))]
    pub(super) seconds_before_timeout: Optional<i64>,
    #[attr(default = 300, range = (300, 86400))]
    pub(super) seconds_until_auto_pause: Optional<i64>,
    #[attr(default = "RollbackCapacityChange", one_of = ["ForceApplyCapacityChange", "RollbackCapacityChange"])]
    pub(super) timeout_action: Optional<String>,
}

/// A backup in a bucket that the cluster is made of.
#[derive(Debug, Default, Clone, Schema)]
pub struct S3Import {
    #[attr(force_new)]
    pub(super) bucket_name: Required<String>,
    #[attr(force_new)]
    pub(super) bucket_prefix: Optional<String>,
    #[attr(force_new)]
    pub(super) ingestion_role: Required<String>,
    #[attr(force_new)]
    pub(super) source_engine: Required<String>,
    #[attr(force_new)]
    pub(super) source_engine_version: Required<String>,
}

/// The moment of another cluster that the cluster is made of.
#[derive(Debug, Default, Clone, Schema)]
pub struct RestoreToPointInTime {
    #[attr(force_new, conflicts = ["use_latest_restorable_time"])]
    pub(super) restore_to_time: Optional<String>,
    #[attr(force_new, one_of = ["copy-on-write", "full-copy"])]
    pub(super) restore_type: Optional<String>,
    #[attr(force_new, exactly_one_of = ["source_cluster_identifier", "source_cluster_resource_id"])]
    pub(super) source_cluster_identifier: Optional<String>,
    #[attr(force_new, exactly_one_of = ["source_cluster_identifier", "source_cluster_resource_id"])]
    pub(super) source_cluster_resource_id: Optional<String>,
    #[attr(force_new, conflicts = ["restore_to_time"])]
    pub(super) use_latest_restorable_time: Optional<bool>,
}
