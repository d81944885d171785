//! Finding a database instance, and telling what it is.

use super::{
    instance::{GONE, Instance, ListenerEndpoint, MasterUserSecret},
    prelude::*,
};
use aws_sdk_rds::types::{DbInstance, Filter, PendingModifiedValues};

/// States that an instance does not leave by itself.
const FAILED: &[&str] = &[
    "failed",
    "inaccessible-encryption-credentials",
    "incompatible-network",
    "incompatible-option-group",
    "incompatible-parameters",
    "incompatible-restore",
    "restore-error",
    "storage-full",
];

impl Instance {
    /// The instance as RDS has it; `None` if it is gone. It is found by its name, and by its id if it was renamed.
    pub(super) async fn find(&self, aws: &Aws) -> Result<Option<DbInstance>> {
        let found = self.named(aws).await?;
        let id = self.id();
        let is_same = |found: &DbInstance| {
            !id.starts_with("db-") || id == self.name() || found.dbi_resource_id.as_deref() == Some(id)
        };
        if let Some(found) = found.filter(is_same) {
            return Ok(Some(found));
        }
        if !id.starts_with("db-") {
            return Ok(None);
        }
        let filter = Filter::builder().name("dbi-resource-id").values(id).build();
        let found = aws.rds.describe_db_instances().filters(filter).send().await.or_gone(GONE)?;
        let instances = found.and_then(|found| found.db_instances).unwrap_or_default();
        Ok(instances.into_iter().find(|one| one.dbi_resource_id.as_deref() == Some(id)))
    }

    /// The instance of this name.
    pub(super) async fn named(&self, aws: &Aws) -> Result<Option<DbInstance>> {
        let request = aws.rds.describe_db_instances().db_instance_identifier(self.name());
        let found = request.send().await.or_gone(GONE)?;
        Ok(found.and_then(|found| found.db_instances?.pop()))
    }

    /// Waits until the instance is available, and until nothing is left to be applied to it if `settled`.
    pub(super) async fn available(&self, settled: bool, limit: std::time::Duration, aws: &Aws) -> Result<()> {
        wait::until("the database instance", limit, || async {
            let Some(found) = self.find(aws).await? else {
                return Ok(Progress::Pending("not visible".into()));
            };
            let state = found.db_instance_status.unwrap_or_default();
            let nothing = PendingModifiedValues::builder().build();
            let is_settled = found.pending_modified_values.is_none_or(|pending| pending == nothing);
            Ok(match state.as_str() {
                "available" | "storage-optimization" if is_settled || !settled => Progress::Ready(()),
                failed if FAILED.contains(&failed) => {
                    Progress::Failed { state, reason: "see the events of the instance".into() }
                }
                _ => Progress::Pending(state),
            })
        })
        .await
    }

    /// The instance with every attribute that RDS tells of.
    pub(super) fn filled(self, found: DbInstance) -> Self {
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let number = |number: Option<i32>| Some(i64::from(number.unwrap_or_default()));
        let name = found.db_instance_identifier.unwrap_or_default();
        let version = found.engine_version.unwrap_or_default();
        let group = found.db_subnet_group.and_then(|group| group.db_subnet_group_name);
        let endpoint = found.endpoint.as_ref();
        let (address, port) =
            (endpoint.and_then(|end| end.address.clone()), endpoint.and_then(|end| end.port));
        let domain = found.domain_memberships.and_then(|mut list| list.pop());
        let secret = found.master_user_secret;
        let dns_ips = domain.as_ref().and_then(|domain| domain.dns_ips.clone()).filter(|ips| !ips.is_empty());
        let logs = found.enabled_cloudwatch_logs_exports.filter(|logs| !logs.is_empty());
        let groups = found.db_parameter_groups.unwrap_or_default().into_iter();
        let options = found.option_group_memberships.unwrap_or_default().into_iter();
        let security = found.vpc_security_groups.unwrap_or_default().into_iter();
        let listener = found.listener_endpoint.map(|end| ListenerEndpoint {
            address: text(end.address),
            hosted_zone_id: text(end.hosted_zone_id),
            port: number(end.port),
        });
        Instance {
            id: found.dbi_resource_id.clone().filter(|id| !id.is_empty()).or(self.id),
            arn: found.db_instance_arn,
            address: text(address.clone()),
            allocated_storage: number(found.allocated_storage),
            allow_major_version_upgrade: self.allow_major_version_upgrade,
            apply_immediately: self.apply_immediately.or(Some(false)),
            auto_minor_version_upgrade: found.auto_minor_version_upgrade,
            availability_zone: text(found.availability_zone),
            backup_retention_period: number(found.backup_retention_period),
            backup_target: text(found.backup_target),
            backup_window: text(found.preferred_backup_window),
            blue_green_update: self.blue_green_update,
            ca_cert_identifier: text(found.ca_certificate_identifier),
            character_set_name: text(found.character_set_name),
            copy_tags_to_snapshot: Some(found.copy_tags_to_snapshot.unwrap_or_default()),
            custom_iam_instance_profile: text(found.custom_iam_instance_profile),
            customer_owned_ip_enabled: Some(found.customer_owned_ip_enabled.unwrap_or_default()),
            database_insights_mode: text(found.database_insights_mode.map(|mode| mode.to_string())),
            db_name: text(found.db_name),
            db_subnet_group_name: group,
            dedicated_log_volume: Some(found.dedicated_log_volume.unwrap_or_default()),
            delete_automated_backups: self.delete_automated_backups.or(Some(true)),
            deletion_protection: Some(found.deletion_protection.unwrap_or_default()),
            domain: text(domain.as_ref().and_then(|domain| domain.domain.clone())),
            domain_auth_secret_arn: text(domain.as_ref().and_then(|domain| domain.auth_secret_arn.clone())),
            domain_dns_ips: dns_ips,
            domain_fqdn: text(domain.as_ref().and_then(|domain| domain.fqdn.clone())),
            domain_iam_role_name: text(domain.as_ref().and_then(|domain| domain.iam_role_name.clone())),
            domain_ou: text(domain.and_then(|domain| domain.ou)),
            enabled_cloudwatch_logs_exports: logs.map(Set::from),
            endpoint: Some(match (address, port) {
                (Some(address), Some(port)) => format!("{address}:{port}"),
                _ => String::new(),
            }),
            engine: found.engine,
            engine_lifecycle_support: text(found.engine_lifecycle_support),
            engine_version: Some(keep_version(self.engine_version.as_deref(), &version)),
            engine_version_actual: Some(version),
            final_snapshot_identifier: self.final_snapshot_identifier,
            hosted_zone_id: text(endpoint.and_then(|end| end.hosted_zone_id.clone())),
            iam_database_authentication_enabled: Some(
                found.iam_database_authentication_enabled.unwrap_or_default(),
            ),
            identifier_prefix: Some(names::prefix_of(&name)),
            identifier: Some(name),
            instance_class: found.db_instance_class.unwrap_or_default(),
            iops: number(found.iops),
            kms_key_id: text(found.kms_key_id),
            latest_restorable_time: Some(time::rfc3339(found.latest_restorable_time.as_ref())),
            license_model: text(found.license_model),
            listener_endpoint: Some(listener.into_iter().collect()),
            maintenance_window: text(found.preferred_maintenance_window),
            manage_master_user_password: self.manage_master_user_password,
            master_user_secret_kms_key_id: self.master_user_secret_kms_key_id,
            master_user_secret: Some(secret.map(MasterUserSecret::from_aws).into_iter().collect()),
            max_allocated_storage: number(found.max_allocated_storage),
            monitoring_interval: number(found.monitoring_interval),
            monitoring_role_arn: text(found.monitoring_role_arn),
            multi_az: Some(found.multi_az.unwrap_or_default()),
            nchar_character_set_name: text(found.nchar_character_set_name),
            network_type: text(found.network_type),
            option_group_name: options.filter_map(|option| option.option_group_name).next(),
            parameter_group_name: groups.filter_map(|group| group.db_parameter_group_name).next(),
            password: self.password,
            password_wo: None,
            password_wo_version: self.password_wo_version,
            performance_insights_enabled: Some(found.performance_insights_enabled.unwrap_or_default()),
            performance_insights_kms_key_id: text(found.performance_insights_kms_key_id),
            performance_insights_retention_period: number(found.performance_insights_retention_period),
            port: number(port),
            publicly_accessible: Some(found.publicly_accessible.unwrap_or_default()),
            replica_mode: text(found.replica_mode.map(|mode| mode.to_string())),
            replicas: Some(found.read_replica_db_instance_identifiers.unwrap_or_default()),
            replicate_source_db: text(found.read_replica_source_db_instance_identifier),
            resource_id: text(found.dbi_resource_id),
            restore_to_point_in_time: self.restore_to_point_in_time,
            s3_import: self.s3_import,
            skip_final_snapshot: self.skip_final_snapshot.or(Some(false)),
            snapshot_identifier: self.snapshot_identifier,
            status: text(found.db_instance_status),
            storage_encrypted: Some(found.storage_encrypted.unwrap_or_default()),
            storage_throughput: number(found.storage_throughput),
            storage_type: text(found.storage_type),
            tags: self.tags,
            tags_all: from_rds(found.tag_list),
            timeouts: self.timeouts,
            timezone: text(found.timezone),
            upgrade_storage_config: self.upgrade_storage_config,
            username: text(found.master_username),
            vpc_security_group_ids: Some(security.filter_map(|group| group.vpc_security_group_id).collect()),
        }
    }
}

impl MasterUserSecret {
    /// The secret as RDS tells of it.
    pub(super) fn from_aws(secret: aws_sdk_rds::types::MasterUserSecret) -> Self {
        Self {
            kms_key_id: Some(secret.kms_key_id.unwrap_or_default()),
            secret_arn: Some(secret.secret_arn.unwrap_or_default()),
            secret_status: Some(secret.secret_status.unwrap_or_default()),
        }
    }
}

/// The version that the state keeps: the configured one while it is the beginning of the actual one (`16` of `16.3`).
pub(super) fn keep_version(configured: Option<&str>, actual: &str) -> String {
    match configured.filter(|text| !text.is_empty()) {
        Some(text) if actual == text || actual.starts_with(&format!("{}.", text.trim_end_matches('.'))) => {
            text.to_owned()
        }
        _ => actual.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configured_major_version_stays_while_it_fits() {
        for (configured, actual, kept) in [
            (Some("16"), "16.3", "16"),
            (Some("1"), "16.3", "16.3"),
            (Some("16.3"), "16.3", "16.3"),
            (None, "8", "8"),
        ] {
            assert_eq!(keep_version(configured, actual), kept);
        }
    }
}
