//! The ways to make a database instance: new, as a replica, of a snapshot, of a moment of another.

use super::{instance::Instance, prelude::*};
use aws_sdk_rds::types::DbInstance;
use aws_smithy_types::{DateTime, date_time::Format};

/// Sets on a request what every way to make an instance takes.
macro_rules! common {
    ($self:ident, $request:expr) => {
        $request
            .set_auto_minor_version_upgrade($self.auto_minor_version_upgrade)
            .set_availability_zone(given(&$self.availability_zone))
            .set_backup_target(given(&$self.backup_target))
            .set_ca_certificate_identifier(given(&$self.ca_cert_identifier))
            .set_copy_tags_to_snapshot($self.copy_tags_to_snapshot)
            .set_custom_iam_instance_profile(given(&$self.custom_iam_instance_profile))
            .db_instance_class(&$self.instance_class)
            .set_db_parameter_group_name(given(&$self.parameter_group_name))
            .set_db_subnet_group_name(given(&$self.db_subnet_group_name))
            .set_dedicated_log_volume($self.dedicated_log_volume.filter(|on| *on))
            .set_deletion_protection($self.deletion_protection)
            .set_domain(given(&$self.domain))
            .set_domain_auth_secret_arn(given(&$self.domain_auth_secret_arn))
            .set_domain_dns_ips($self.domain_dns_ips.clone().filter(|list| !list.is_empty()))
            .set_domain_fqdn(given(&$self.domain_fqdn))
            .set_domain_iam_role_name(given(&$self.domain_iam_role_name))
            .set_domain_ou(given(&$self.domain_ou))
            .set_enable_cloudwatch_logs_exports(list(&$self.enabled_cloudwatch_logs_exports))
            .set_enable_customer_owned_ip($self.customer_owned_ip_enabled.filter(|on| *on))
            .set_enable_iam_database_authentication($self.iam_database_authentication_enabled)
            .set_iops(small($self.iops))
            .set_multi_az($self.multi_az)
            .set_network_type(given(&$self.network_type))
            .set_option_group_name(given(&$self.option_group_name))
            .set_port(small($self.port))
            .set_publicly_accessible($self.publicly_accessible)
            .set_storage_throughput(small($self.storage_throughput))
            .set_storage_type(given(&$self.storage_type))
            .set_tags(to_rds(&$self.tags_all))
            .set_vpc_security_group_ids(list(&$self.vpc_security_group_ids))
    };
}

impl Instance {
    /// Whether the instance is made of another one and not new.
    pub(super) fn is_copy(&self) -> bool {
        given(&self.replicate_source_db).is_some()
            || given(&self.snapshot_identifier).is_some()
            || self.restore_to_point_in_time.iter().flatten().next().is_some()
    }

    /// Asks RDS for the instance.
    pub(super) async fn make(&self, name: &str, aws: &Aws) -> Result<DbInstance> {
        if self.s3_import.iter().flatten().next().is_some() {
            return Err(Error::Invalid(
                "stackctl does not make database instances of backups in S3. Restore it once by hand, and import it."
                    .into(),
            ));
        }
        // A monitoring role that was just made is not known everywhere yet.
        let heals =
            |error: &Error| error.says("ENHANCED_MONITORING") || error.says("IAM role ARN value is invalid");
        let made = wait::retry(minutes(2), heals, || async {
            if given(&self.replicate_source_db).is_some() {
                self.make_replica(name, aws).await
            } else if given(&self.snapshot_identifier).is_some() {
                self.restore_snapshot(name, aws).await
            } else if let Some(moment) = self.restore_to_point_in_time.iter().flatten().next() {
                self.restore_moment(name, moment, aws).await
            } else {
                self.make_new(name, aws).await
            }
        });
        made.await?.ok_or(Error::Missing("the database instance"))
    }

    async fn make_new(&self, name: &str, aws: &Aws) -> Result<Option<DbInstance>> {
        let password = given(&self.password_wo).or_else(|| given(&self.password));
        let managed = self.manage_master_user_password.filter(|on| *on);
        if password.is_none() && managed.is_none() {
            return Err(Error::Invalid(
                "A new database instance needs a password: set one of `password`, `password_wo` and \
                 `manage_master_user_password`."
                    .into(),
            ));
        }
        let insights = self.performance_insights_enabled.filter(|on| *on);
        let request = common!(self, aws.rds.create_db_instance())
            .db_instance_identifier(name)
            .set_allocated_storage(small(self.allocated_storage))
            // RDS would keep backups for a day where nothing is said; the provider's default is none.
            .backup_retention_period(small(self.backup_retention_period).unwrap_or_default())
            .set_character_set_name(given(&self.character_set_name))
            .set_database_insights_mode(given(&self.database_insights_mode).map(|mode| mode.as_str().into()))
            .set_db_name(given(&self.db_name))
            .set_enable_performance_insights(insights)
            .set_engine(given(&self.engine))
            .set_engine_lifecycle_support(given(&self.engine_lifecycle_support))
            .set_engine_version(given(&self.engine_version))
            .set_kms_key_id(given(&self.kms_key_id))
            .set_license_model(given(&self.license_model))
            .set_manage_master_user_password(managed)
            .set_master_user_password(password)
            .set_master_user_secret_kms_key_id(given(&self.master_user_secret_kms_key_id))
            .set_master_username(given(&self.username))
            .set_max_allocated_storage(small(self.max_allocated_storage))
            .set_monitoring_interval(small(self.monitoring_interval))
            .set_monitoring_role_arn(given(&self.monitoring_role_arn))
            .set_nchar_character_set_name(given(&self.nchar_character_set_name))
            .set_performance_insights_kms_key_id(given(&self.performance_insights_kms_key_id))
            .set_performance_insights_retention_period(small(self.performance_insights_retention_period))
            .set_preferred_backup_window(given(&self.backup_window))
            .set_preferred_maintenance_window(given(&self.maintenance_window))
            .set_storage_encrypted(self.storage_encrypted.filter(|on| *on))
            .set_timezone(given(&self.timezone));
        Ok(request.send().await?.db_instance)
    }

    async fn make_replica(&self, name: &str, aws: &Aws) -> Result<Option<DbInstance>> {
        let request = common!(self, aws.rds.create_db_instance_read_replica())
            .db_instance_identifier(name)
            .set_source_db_instance_identifier(given(&self.replicate_source_db))
            .set_allocated_storage(small(self.allocated_storage))
            .set_enable_performance_insights(self.performance_insights_enabled.filter(|on| *on))
            .set_kms_key_id(given(&self.kms_key_id))
            .set_max_allocated_storage(small(self.max_allocated_storage))
            .set_monitoring_interval(small(self.monitoring_interval))
            .set_monitoring_role_arn(given(&self.monitoring_role_arn))
            .set_performance_insights_kms_key_id(given(&self.performance_insights_kms_key_id))
            .set_performance_insights_retention_period(small(self.performance_insights_retention_period))
            .set_replica_mode(given(&self.replica_mode).map(|mode| mode.as_str().into()))
            .set_upgrade_storage_config(self.upgrade_storage_config);
        Ok(request.send().await?.db_instance)
    }

    async fn restore_snapshot(&self, name: &str, aws: &Aws) -> Result<Option<DbInstance>> {
        let request = common!(self, aws.rds.restore_db_instance_from_db_snapshot())
            .db_instance_identifier(name)
            .set_db_snapshot_identifier(given(&self.snapshot_identifier))
            .set_allocated_storage(small(self.allocated_storage))
            .set_db_name(given(&self.db_name))
            .set_engine(given(&self.engine))
            .set_engine_lifecycle_support(given(&self.engine_lifecycle_support))
            .set_license_model(given(&self.license_model));
        Ok(request.send().await?.db_instance)
    }

    async fn restore_moment(
        &self,
        name: &str,
        moment: &super::instance::RestoreToPointInTime,
        aws: &Aws,
    ) -> Result<Option<DbInstance>> {
        let time = given(&moment.restore_time).map(|text| {
            DateTime::from_str(&text, Format::DateTime)
                .map_err(|_| Error::Invalid(format!("`{text}` is no time such as `2030-01-31T12:00:00Z`.")))
        });
        let request = common!(self, aws.rds.restore_db_instance_to_point_in_time())
            .target_db_instance_identifier(name)
            .set_allocated_storage(small(self.allocated_storage))
            .set_db_name(given(&self.db_name))
            .set_engine(given(&self.engine))
            .set_engine_lifecycle_support(given(&self.engine_lifecycle_support))
            .set_license_model(given(&self.license_model))
            .set_max_allocated_storage(small(self.max_allocated_storage))
            .set_restore_time(time.transpose()?)
            .set_source_db_instance_automated_backups_arn(given(
                &moment.source_db_instance_automated_backups_arn,
            ))
            .set_source_db_instance_identifier(given(&moment.source_db_instance_identifier))
            .set_source_dbi_resource_id(given(&moment.source_dbi_resource_id))
            .set_use_latest_restorable_time(moment.use_latest_restorable_time);
        Ok(request.send().await?.db_instance)
    }
}

/// A number that is set; 0 is not.
pub(super) fn small(number: Option<i64>) -> Option<i32> {
    number.filter(|number| *number != 0).and_then(|number| number.try_into().ok())
}

/// The elements of a set that has some.
pub(super) fn list(set: &Option<Set<String>>) -> Option<Vec<String>> {
    set.as_ref().map(|set| set.0.clone()).filter(|items| !items.is_empty())
}
