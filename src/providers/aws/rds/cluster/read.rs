//! Telling what a cluster is, and waiting for it.

use std::time::Duration;

use super::super::{instance::MasterUserSecret, instance_read::keep_version, prelude::*};
use super::{Cluster, ScalingConfiguration, ServerlessV2, find};
use aws_sdk_rds::types::{ClusterPendingModifiedValues, DbCluster};

/// States that a cluster does not leave by itself.
const FAILED: &[&str] =
    &["failed", "inaccessible-encryption-credentials", "cloning-failed", "migration-failed"];

impl Cluster {
    /// Waits until the cluster is available, and until nothing is left to be applied to it if `settled`.
    pub(super) async fn available(&self, settled: bool, limit: Duration, aws: &Aws) -> Result<()> {
        wait::until("the database cluster", limit, || async {
            let Some(found) = find(self.id(), aws).await? else {
                return Ok(Progress::Pending("not visible".into()));
            };
            let state = found.status.unwrap_or_default();
            let nothing = ClusterPendingModifiedValues::builder().build();
            let is_settled = found.pending_modified_values.is_none_or(|pending| pending == nothing);
            Ok(match state.as_str() {
                "available" if is_settled || !settled => Progress::Ready(()),
                failed if FAILED.contains(&failed) => {
                    Progress::Failed { state, reason: "see the events of the cluster".into() }
                }
                _ => Progress::Pending(state),
            })
        })
        .await
    }

    /// The cluster with every attribute that RDS tells of.
    pub(super) fn filled(self, found: DbCluster) -> Self {
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let number = |number: Option<i32>| Some(i64::from(number.unwrap_or_default()));
        let switch = |switch: Option<bool>| Some(switch.unwrap_or_default());
        let name = found.db_cluster_identifier.unwrap_or_default();
        let version = found.engine_version.unwrap_or_default();
        let certificate = found.certificate_details;
        let domain = found.domain_memberships.and_then(|mut list| list.pop());
        let local = found.local_write_forwarding_status.map(|status| status.to_string()).unwrap_or_default();
        let logs = found.enabled_cloudwatch_logs_exports.filter(|logs| !logs.is_empty());
        let members = found.db_cluster_members.unwrap_or_default().into_iter();
        let roles = found.associated_roles.unwrap_or_default().into_iter();
        let security = found.vpc_security_groups.unwrap_or_default().into_iter();
        let secret = found.master_user_secret;
        let scaling = found.scaling_configuration_info.map(|info| ScalingConfiguration {
            auto_pause: info.auto_pause,
            max_capacity: info.max_capacity.map(i64::from),
            min_capacity: info.min_capacity.map(i64::from),
            seconds_before_timeout: info.seconds_before_timeout.map(i64::from),
            seconds_until_auto_pause: info.seconds_until_auto_pause.map(i64::from),
            timeout_action: info.timeout_action,
        });
        let serverless = found.serverless_v2_scaling_configuration.map(|info| ServerlessV2 {
            max_capacity: info.max_capacity.unwrap_or_default(),
            min_capacity: info.min_capacity.unwrap_or_default(),
            seconds_until_auto_pause: number(info.seconds_until_auto_pause),
        });
        Cluster {
            id: self.id,
            arn: found.db_cluster_arn,
            allocated_storage: number(found.allocated_storage),
            allow_major_version_upgrade: self.allow_major_version_upgrade,
            apply_immediately: self.apply_immediately,
            availability_zones: Some(found.availability_zones.unwrap_or_default().into()),
            backtrack_window: Some(found.backtrack_window.unwrap_or_default()),
            backup_retention_period: number(found.backup_retention_period),
            ca_certificate_identifier: text(certificate.as_ref().and_then(|one| one.ca_identifier.clone())),
            ca_certificate_valid_till: Some(time::rfc3339(
                certificate.and_then(|one| one.valid_till).as_ref(),
            )),
            cluster_identifier_prefix: Some(names::prefix_of(&name)),
            cluster_identifier: Some(name),
            cluster_members: Some(members.filter_map(|member| member.db_instance_identifier).collect()),
            cluster_resource_id: text(found.db_cluster_resource_id),
            cluster_scalability_type: text(found.cluster_scalability_type.map(|kind| kind.to_string())),
            copy_tags_to_snapshot: switch(found.copy_tags_to_snapshot),
            database_insights_mode: text(found.database_insights_mode.map(|mode| mode.to_string())),
            // RDS takes a name with some engines and does not tell of it.
            database_name: found.database_name.or(self.database_name).or(Some(String::new())),
            db_cluster_instance_class: text(found.db_cluster_instance_class),
            db_cluster_parameter_group_name: text(found.db_cluster_parameter_group),
            db_instance_parameter_group_name: self.db_instance_parameter_group_name,
            db_subnet_group_name: text(found.db_subnet_group),
            db_system_id: text(found.db_system_id),
            delete_automated_backups: self.delete_automated_backups.or(Some(true)),
            deletion_protection: switch(found.deletion_protection),
            domain: text(domain.as_ref().and_then(|domain| domain.domain.clone())),
            domain_iam_role_name: text(domain.and_then(|domain| domain.iam_role_name)),
            enable_global_write_forwarding: self.enable_global_write_forwarding.or(Some(false)),
            enable_http_endpoint: switch(found.http_endpoint_enabled),
            enable_local_write_forwarding: Some(matches!(
                local.as_str(),
                "enabled" | "requested" | "enabling"
            )),
            enabled_cloudwatch_logs_exports: logs.map(Set::from),
            endpoint: text(found.endpoint),
            engine: found.engine.unwrap_or_default(),
            engine_lifecycle_support: text(found.engine_lifecycle_support),
            engine_mode: text(found.engine_mode),
            engine_version: Some(keep_version(self.engine_version.as_deref(), &version)),
            engine_version_actual: Some(version),
            final_snapshot_identifier: self.final_snapshot_identifier,
            global_cluster_identifier: self
                .global_cluster_identifier
                .filter(|name| !name.is_empty())
                .and(found.global_cluster_identifier),
            hosted_zone_id: text(found.hosted_zone_id),
            iam_database_authentication_enabled: switch(found.iam_database_authentication_enabled),
            iam_roles: Some(roles.filter_map(|role| role.role_arn).collect()),
            iops: number(found.iops),
            kms_key_id: text(found.kms_key_id),
            manage_master_user_password: self.manage_master_user_password,
            master_password: self.master_password,
            master_password_wo: None,
            master_password_wo_version: self.master_password_wo_version,
            master_user_secret_kms_key_id: self.master_user_secret_kms_key_id,
            master_user_secret: Some(secret.map(MasterUserSecret::from_aws).into_iter().collect()),
            master_username: text(found.master_username),
            monitoring_interval: number(found.monitoring_interval),
            monitoring_role_arn: text(found.monitoring_role_arn),
            network_type: text(found.network_type),
            performance_insights_enabled: switch(found.performance_insights_enabled),
            performance_insights_kms_key_id: text(found.performance_insights_kms_key_id),
            performance_insights_retention_period: number(found.performance_insights_retention_period),
            port: number(found.port),
            preferred_backup_window: text(found.preferred_backup_window),
            preferred_maintenance_window: text(found.preferred_maintenance_window),
            reader_endpoint: text(found.reader_endpoint),
            replication_source_identifier: text(found.replication_source_identifier),
            restore_to_point_in_time: self.restore_to_point_in_time,
            s3_import: self.s3_import,
            scaling_configuration: Some(scaling.into_iter().collect()),
            serverlessv2_scaling_configuration: Some(serverless.into_iter().collect()),
            skip_final_snapshot: self.skip_final_snapshot.or(Some(false)),
            snapshot_identifier: self.snapshot_identifier,
            source_region: self.source_region,
            storage_encrypted: switch(found.storage_encrypted),
            storage_type: text(found.storage_type),
            tags: self.tags,
            tags_all: from_rds(found.tag_list),
            timeouts: self.timeouts,
            vpc_security_group_ids: Some(security.filter_map(|group| group.vpc_security_group_id).collect()),
        }
    }
}
