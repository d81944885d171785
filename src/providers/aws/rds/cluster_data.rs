//! Data source `aws_rds_cluster`: a cluster by its name.

use super::{cluster::find, instance::MasterUserSecret, prelude::*};

/// A cluster by its name.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_rds_cluster")]
pub struct Cluster {
    id: Computed<String>,
    arn: Computed<String>,
    availability_zones: Computed<Set<String>>,
    backtrack_window: Computed<i64>,
    backup_retention_period: Computed<i64>,
    cluster_identifier: Required<String>,
    cluster_members: Computed<Set<String>>,
    cluster_resource_id: Computed<String>,
    cluster_scalability_type: Computed<String>,
    database_insights_mode: Computed<String>,
    database_name: Computed<String>,
    db_cluster_parameter_group_name: Computed<String>,
    db_subnet_group_name: Computed<String>,
    db_system_id: Computed<String>,
    enabled_cloudwatch_logs_exports: Computed<Vec<String>>,
    endpoint: Computed<String>,
    engine: Computed<String>,
    engine_mode: Computed<String>,
    engine_version: Computed<String>,
    final_snapshot_identifier: Computed<String>,
    hosted_zone_id: Computed<String>,
    iam_database_authentication_enabled: Computed<bool>,
    iam_roles: Computed<Set<String>>,
    kms_key_id: Computed<String>,
    master_user_secret: Computed<Vec<MasterUserSecret>>,
    master_username: Computed<String>,
    monitoring_interval: Computed<i64>,
    monitoring_role_arn: Computed<String>,
    network_type: Computed<String>,
    port: Computed<i64>,
    preferred_backup_window: Computed<String>,
    preferred_maintenance_window: Computed<String>,
    reader_endpoint: Computed<String>,
    replication_source_identifier: Computed<String>,
    storage_encrypted: Computed<bool>,
    tags: Defaulted<Tags>,
    vpc_security_group_ids: Computed<Set<String>>,
}

impl Data<Aws> for Cluster {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let Some(found) = find(&self.cluster_identifier, aws).await? else {
            let name = &self.cluster_identifier;
            return Err(Error::Invalid(format!("There is no database cluster `{name}` in {}.", aws.region)));
        };
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let number = |number: Option<i32>| Some(i64::from(number.unwrap_or_default()));
        let switch = |switch: Option<bool>| Some(switch.unwrap_or_default());
        let members = found.db_cluster_members.unwrap_or_default().into_iter();
        let roles = found.associated_roles.unwrap_or_default().into_iter();
        let security = found.vpc_security_groups.unwrap_or_default().into_iter();
        Ok(Self {
            id: found.db_cluster_identifier,
            arn: text(found.db_cluster_arn),
            availability_zones: Some(found.availability_zones.unwrap_or_default().into()),
            backtrack_window: Some(found.backtrack_window.unwrap_or_default()),
            backup_retention_period: number(found.backup_retention_period),
            cluster_identifier: self.cluster_identifier,
            cluster_members: Some(members.filter_map(|member| member.db_instance_identifier).collect()),
            cluster_resource_id: text(found.db_cluster_resource_id),
            cluster_scalability_type: text(found.cluster_scalability_type.map(|kind| kind.to_string())),
            database_insights_mode: text(found.database_insights_mode.map(|mode| mode.to_string())),
            database_name: text(found.database_name),
            db_cluster_parameter_group_name: text(found.db_cluster_parameter_group),
            db_subnet_group_name: text(found.db_subnet_group),
            db_system_id: text(found.db_system_id),
            enabled_cloudwatch_logs_exports: Some(found.enabled_cloudwatch_logs_exports.unwrap_or_default()),
            endpoint: text(found.endpoint),
            engine: text(found.engine),
            engine_mode: text(found.engine_mode),
            engine_version: text(found.engine_version),
            final_snapshot_identifier: None,
            hosted_zone_id: text(found.hosted_zone_id),
            iam_database_authentication_enabled: switch(found.iam_database_authentication_enabled),
            iam_roles: Some(roles.filter_map(|role| role.role_arn).collect()),
            kms_key_id: text(found.kms_key_id),
            master_user_secret: Some(
                found.master_user_secret.map(MasterUserSecret::from_aws).into_iter().collect(),
            ),
            master_username: text(found.master_username),
            monitoring_interval: number(found.monitoring_interval),
            monitoring_role_arn: text(found.monitoring_role_arn),
            network_type: text(found.network_type),
            port: number(found.port),
            preferred_backup_window: text(found.preferred_backup_window),
            preferred_maintenance_window: text(found.preferred_maintenance_window),
            reader_endpoint: text(found.reader_endpoint),
            replication_source_identifier: text(found.replication_source_identifier),
            storage_encrypted: switch(found.storage_encrypted),
            tags: from_rds(found.tag_list),
            vpc_security_group_ids: Some(security.filter_map(|group| group.vpc_security_group_id).collect()),
        })
    }
}
