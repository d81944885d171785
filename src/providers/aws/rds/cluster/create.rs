//! The ways to make a cluster: new, of a snapshot, of a moment of another.

use super::super::{
    instance_create::{list, small},
    prelude::*,
};
use super::{Cluster, ScalingConfiguration, ServerlessV2};
use aws_sdk_rds::types::{ScalingConfiguration as AwsScaling, ServerlessV2ScalingConfiguration};
use aws_smithy_types::{DateTime, date_time::Format};

/// Sets on a request what every way to make a cluster takes.
macro_rules! common {
    ($self:ident, $name:ident, $request:expr) => {
        $request
            .db_cluster_identifier($name)
            .set_backtrack_window($self.backtrack_window.filter(|seconds| *seconds != 0))
            .set_copy_tags_to_snapshot($self.copy_tags_to_snapshot)
            .set_db_cluster_instance_class(given(&$self.db_cluster_instance_class))
            .set_db_cluster_parameter_group_name(given(&$self.db_cluster_parameter_group_name))
            .set_db_subnet_group_name(given(&$self.db_subnet_group_name))
            .set_deletion_protection($self.deletion_protection)
            .set_domain(given(&$self.domain))
            .set_domain_iam_role_name(given(&$self.domain_iam_role_name))
            .set_enable_cloudwatch_logs_exports(list(&$self.enabled_cloudwatch_logs_exports))
            .set_enable_iam_database_authentication($self.iam_database_authentication_enabled)
            .set_engine_lifecycle_support(given(&$self.engine_lifecycle_support))
            .set_engine_mode(given(&$self.engine_mode))
            .set_iops(small($self.iops))
            .set_kms_key_id(given(&$self.kms_key_id))
            .set_network_type(given(&$self.network_type))
            .set_port(small($self.port))
            .set_scaling_configuration($self.scaling())
            .set_serverless_v2_scaling_configuration($self.serverless())
            .set_storage_type(given(&$self.storage_type))
            .set_tags(to_rds(&$self.tags_all))
            .set_vpc_security_group_ids(list(&$self.vpc_security_group_ids))
    };
}

impl Cluster {
    /// Whether the cluster is made of another one and not new.
    pub(super) fn is_copy(&self) -> bool {
        given(&self.snapshot_identifier).is_some()
            || self.restore_to_point_in_time.iter().flatten().next().is_some()
    }

    /// Asks RDS for the cluster.
    pub(super) async fn make(&self, name: &str, aws: &Aws) -> Result<()> {
        if self.s3_import.iter().flatten().next().is_some() {
            return Err(Error::Invalid(
                "stackctl does not make clusters of backups in S3. Restore it once by hand, and import it."
                    .into(),
            ));
        }
        // A role that was just made is not known everywhere yet.
        let heals = |error: &Error| error.says("IAM role ARN value is invalid");
        wait::retry(minutes(2), heals, || async {
            if given(&self.snapshot_identifier).is_some() {
                self.restore_snapshot(name, aws).await
            } else if let Some(moment) = self.restore_to_point_in_time.iter().flatten().next() {
                self.restore_moment(name, moment, aws).await
            } else {
                self.make_new(name, aws).await
            }
        })
        .await
    }

    async fn make_new(&self, name: &str, aws: &Aws) -> Result<()> {
        let request = common!(self, name, aws.rds.create_db_cluster())
            .set_allocated_storage(small(self.allocated_storage))
            .set_availability_zones(list(&self.availability_zones))
            .set_backup_retention_period(small(self.backup_retention_period))
            .set_ca_certificate_identifier(given(&self.ca_certificate_identifier))
            .set_cluster_scalability_type(
                given(&self.cluster_scalability_type).map(|kind| kind.as_str().into()),
            )
            .set_database_insights_mode(given(&self.database_insights_mode).map(|mode| mode.as_str().into()))
            .set_database_name(given(&self.database_name))
            .set_db_system_id(given(&self.db_system_id))
            .set_enable_global_write_forwarding(self.enable_global_write_forwarding.filter(|on| *on))
            .set_enable_http_endpoint(self.enable_http_endpoint.filter(|on| *on))
            .set_enable_local_write_forwarding(self.enable_local_write_forwarding.filter(|on| *on))
            .set_enable_performance_insights(self.performance_insights_enabled.filter(|on| *on))
            .engine(&self.engine)
            .set_engine_version(given(&self.engine_version))
            .set_global_cluster_identifier(given(&self.global_cluster_identifier))
            .set_manage_master_user_password(self.manage_master_user_password.filter(|on| *on))
            .set_master_user_password(self.password())
            .set_master_user_secret_kms_key_id(given(&self.master_user_secret_kms_key_id))
            .set_master_username(given(&self.master_username))
            .set_monitoring_interval(small(self.monitoring_interval))
            .set_monitoring_role_arn(given(&self.monitoring_role_arn))
            .set_performance_insights_kms_key_id(given(&self.performance_insights_kms_key_id))
            .set_performance_insights_retention_period(small(self.performance_insights_retention_period))
            .set_preferred_backup_window(given(&self.preferred_backup_window))
            .set_preferred_maintenance_window(given(&self.preferred_maintenance_window))
            .set_replication_source_identifier(given(&self.replication_source_identifier))
            .set_storage_encrypted(self.storage_encrypted);
        request.send().await?;
        Ok(())
    }

    async fn restore_snapshot(&self, name: &str, aws: &Aws) -> Result<()> {
        let request = common!(self, name, aws.rds.restore_db_cluster_from_snapshot())
            .set_availability_zones(list(&self.availability_zones))
            .set_database_name(given(&self.database_name))
            .engine(&self.engine)
            .set_engine_version(given(&self.engine_version))
            .set_snapshot_identifier(given(&self.snapshot_identifier));
        request.send().await?;
        Ok(())
    }

    async fn restore_moment(
        &self,
        name: &str,
        moment: &super::RestoreToPointInTime,
        aws: &Aws,
    ) -> Result<()> {
        let time = given(&moment.restore_to_time).map(|text| {
            DateTime::from_str(&text, Format::DateTime)
                .map_err(|_| Error::Invalid(format!("`{text}` is no time such as `2030-01-31T12:00:00Z`.")))
        });
        let request = common!(self, name, aws.rds.restore_db_cluster_to_point_in_time())
            .set_restore_to_time(time.transpose()?)
            .set_restore_type(given(&moment.restore_type))
            .set_source_db_cluster_identifier(given(&moment.source_cluster_identifier))
            .set_source_db_cluster_resource_id(given(&moment.source_cluster_resource_id))
            .set_use_latest_restorable_time(moment.use_latest_restorable_time.filter(|on| *on));
        request.send().await?;
        Ok(())
    }

    /// The password that is to be set, wherever the configuration says it.
    pub(super) fn password(&self) -> Option<String> {
        given(&self.master_password_wo).or_else(|| given(&self.master_password))
    }

    /// How the cluster scales, if its engine mode is `serverless`.
    pub(super) fn scaling(&self) -> Option<AwsScaling> {
        let one: &ScalingConfiguration = self.scaling_configuration.as_ref()?.first()?;
        if self.engine_mode.as_deref() != Some("serverless") {
            return None;
        }
        let number = |number: Option<i64>| number.and_then(|number| i32::try_from(number).ok());
        let builder = AwsScaling::builder()
            .set_auto_pause(one.auto_pause)
            .set_max_capacity(number(one.max_capacity))
            .set_min_capacity(number(one.min_capacity))
            .set_seconds_before_timeout(number(one.seconds_before_timeout))
            .set_seconds_until_auto_pause(number(one.seconds_until_auto_pause))
            .set_timeout_action(given(&one.timeout_action));
        Some(builder.build())
    }

    /// Between how many capacity units the servers move.
    pub(super) fn serverless(&self) -> Option<ServerlessV2ScalingConfiguration> {
        let one: &ServerlessV2 = self.serverlessv2_scaling_configuration.as_ref()?.first()?;
        let builder = ServerlessV2ScalingConfiguration::builder()
            .max_capacity(one.max_capacity)
            .min_capacity(one.min_capacity)
            // Without a pause at 0 units there is no time until it.
            .set_seconds_until_auto_pause(
                small(one.seconds_until_auto_pause).filter(|_| one.min_capacity == 0.0),
            );
        Some(builder.build())
    }
}
