//! Changing a cluster in place.

use std::time::Duration;

use super::super::{instance_create::list, prelude::*};
use super::{Cluster, GONE, find};
use aws_sdk_rds::types::CloudwatchLogsExportConfiguration as Logs;

impl Cluster {
    /// Makes the cluster go from `prior` to `self`: at once, or in its next maintenance window.
    pub(super) async fn modify(&self, prior: &Self, limit: Duration, aws: &Aws) -> Result<()> {
        if given(&prior.replication_source_identifier).is_some()
            && given(&self.replication_source_identifier).is_none()
        {
            let request = aws.rds.promote_read_replica_db_cluster();
            request.db_cluster_identifier(prior.id()).send().await?;
            prior.available(false, limit, aws).await?;
        }
        match (given(&prior.global_cluster_identifier), given(&self.global_cluster_identifier)) {
            (Some(before), None) => self.leave_global(&before, aws).await?,
            (before, after) if before == after => {}
            _ => {
                return Err(Error::Invalid(
                    "A cluster cannot join a global cluster, or go from one to another, once it is made. Take \
                     `global_cluster_identifier` away, or replace the cluster."
                        .into(),
                ));
            }
        }
        let mut count = 0;
        macro_rules! request {
            ($($set:ident: $value:expr;)*) => {{
                let request = aws.rds.modify_db_cluster().db_cluster_identifier(prior.id());
                $(let request = match $value {
                    Some(value) => { count += 1; request.$set(value) }
                    None => request,
                };)*
                request
            }};
        }
        let text = |before: &Option<String>, after: &Option<String>| given(&changed(before, after).cloned());
        let number = |before: &Option<i64>, after: &Option<i64>| {
            changed(before, after).and_then(|number| i32::try_from(*number).ok())
        };
        let switch = |before: &Option<bool>, after: &Option<bool>| {
            let after = after.unwrap_or_default();
            Some(after).filter(|after| *after != before.unwrap_or_default())
        };
        let new_password = match given(&self.master_password_wo) {
            Some(_) => prior.master_password_wo_version != self.master_password_wo_version,
            None => text(&prior.master_password, &self.master_password).is_some(),
        };
        let version = text(&prior.engine_version, &self.engine_version);
        let insights = switch(&prior.performance_insights_enabled, &self.performance_insights_enabled);
        let request = request! {
            allocated_storage: number(&prior.allocated_storage, &self.allocated_storage);
            backtrack_window: Some(self.backtrack_window.unwrap_or_default())
                .filter(|seconds| *seconds != prior.backtrack_window.unwrap_or_default());
            backup_retention_period: number(&prior.backup_retention_period, &self.backup_retention_period);
            ca_certificate_identifier: text(&prior.ca_certificate_identifier, &self.ca_certificate_identifier);
            cloudwatch_logs_export_configuration: self.logs(prior);
            copy_tags_to_snapshot: switch(&prior.copy_tags_to_snapshot, &self.copy_tags_to_snapshot);
            database_insights_mode: text(&prior.database_insights_mode, &self.database_insights_mode).map(|mode| mode.as_str().into());
            db_cluster_instance_class: text(&prior.db_cluster_instance_class, &self.db_cluster_instance_class);
            db_cluster_parameter_group_name: text(&prior.db_cluster_parameter_group_name, &self.db_cluster_parameter_group_name);
            deletion_protection: switch(&prior.deletion_protection, &self.deletion_protection);
            domain: text(&prior.domain, &self.domain);
            domain_iam_role_name: text(&prior.domain_iam_role_name, &self.domain_iam_role_name);
            enable_global_write_forwarding: switch(&prior.enable_global_write_forwarding, &self.enable_global_write_forwarding);
            enable_iam_database_authentication: switch(&prior.iam_database_authentication_enabled, &self.iam_database_authentication_enabled);
            enable_local_write_forwarding: switch(&prior.enable_local_write_forwarding, &self.enable_local_write_forwarding);
            enable_performance_insights: insights;
            // The servers' parameter group goes with a major upgrade, and with nothing else.
            db_instance_parameter_group_name: given(&self.db_instance_parameter_group_name).filter(|_| version.is_some());
            engine_version: version;
            iops: number(&prior.iops, &self.iops);
            manage_master_user_password: switch(&prior.manage_master_user_password, &self.manage_master_user_password);
            master_user_password: self.password().filter(|_| new_password);
            master_user_secret_kms_key_id: text(&prior.master_user_secret_kms_key_id, &self.master_user_secret_kms_key_id);
            monitoring_interval: number(&prior.monitoring_interval, &self.monitoring_interval);
            monitoring_role_arn: text(&prior.monitoring_role_arn, &self.monitoring_role_arn);
            network_type: text(&prior.network_type, &self.network_type);
            performance_insights_kms_key_id: text(&prior.performance_insights_kms_key_id, &self.performance_insights_kms_key_id);
            performance_insights_retention_period: number(&prior.performance_insights_retention_period, &self.performance_insights_retention_period).filter(|days| *days != 0);
            port: number(&prior.port, &self.port);
            preferred_backup_window: text(&prior.preferred_backup_window, &self.preferred_backup_window);
            preferred_maintenance_window: text(&prior.preferred_maintenance_window, &self.preferred_maintenance_window);
            scaling_configuration: self.scaling().filter(|_| prior.scaling_configuration != self.scaling_configuration);
            serverless_v2_scaling_configuration: self.serverless()
                .filter(|_| prior.serverlessv2_scaling_configuration != self.serverlessv2_scaling_configuration);
            storage_type: text(&prior.storage_type, &self.storage_type);
        };
        let http = switch(&prior.enable_http_endpoint, &self.enable_http_endpoint);
        let groups = list(&self.vpc_security_group_ids)
            .filter(|_| changed(&prior.vpc_security_group_ids, &self.vpc_security_group_ids).is_some());
        if count > 0 || groups.is_some() {
            let now = self.apply_immediately.unwrap_or_default();
            let request = request
                .apply_immediately(now)
                .set_allow_major_version_upgrade(self.allow_major_version_upgrade.filter(|on| *on))
                .set_vpc_security_group_ids(groups);
            // A cluster that is at another change takes this one when it is done.
            let busy = |error: &Error| {
                error.is(&["InvalidDBClusterStateFault"]) && !error.says("Cannot modify engine version")
            };
            wait::retry(limit, busy, || async { Ok(request.clone().send().await?) }).await?;
            self.available(now, limit, aws).await?;
        }
        self.switch_http(http, prior, limit, aws).await
    }

    /// The Data API of a cluster that is not of engine mode `serverless` has a call of its own.
    async fn switch_http(&self, on: Option<bool>, prior: &Self, limit: Duration, aws: &Aws) -> Result<()> {
        let Some(on) = on else { return Ok(()) };
        if self.engine_mode.as_deref() == Some("serverless") {
            let request = aws.rds.modify_db_cluster().db_cluster_identifier(prior.id());
            request.enable_http_endpoint(on).apply_immediately(true).send().await?;
        } else {
            let arn = prior.arn.as_deref().unwrap_or_default();
            if on {
                aws.rds.enable_http_endpoint().resource_arn(arn).send().await?;
            } else {
                aws.rds.disable_http_endpoint().resource_arn(arn).send().await?;
            }
        }
        wait::until("the Data API of the cluster", limit, || async {
            let now = find(self.id(), aws).await?.and_then(|found| found.http_endpoint_enabled);
            let done = now.unwrap_or_default() == on;
            Ok(if done { Progress::Ready(()) } else { Progress::Pending(format!("wanted: {on}")) })
        })
        .await
    }

    /// Gives a copy of another cluster what could not be asked for when it was made.
    pub(super) async fn finish_copy(&self, limit: Duration, aws: &Aws) -> Result<()> {
        let Some(found) = find(self.id(), aws).await? else { return Ok(()) };
        let mut prior = self.clone().filled(found);
        prior.master_password = None;
        prior.master_password_wo_version = None;
        let mut planned = left_open(self.clone(), &prior)?;
        planned.apply_immediately = Some(true);
        planned.global_cluster_identifier = prior.global_cluster_identifier.clone();
        planned.modify(&prior, limit, aws).await
    }

    /// Makes the cluster's roles go from those of `prior` to those of `self`.
    pub(super) async fn change_roles(&self, prior: &Self, aws: &Aws) -> Result<()> {
        let all = |one: &Self| list(&one.iam_roles).unwrap_or_default();
        let (before, after) = (all(prior), all(self));
        for role in before.iter().filter(|role| !after.contains(role)) {
            let request = aws.rds.remove_role_from_db_cluster().db_cluster_identifier(self.id());
            request.role_arn(role).send().await?;
        }
        for role in after.iter().filter(|role| !before.contains(role)) {
            aws.rds.add_role_to_db_cluster().db_cluster_identifier(self.id()).role_arn(role).send().await?;
        }
        Ok(())
    }

    /// Takes the cluster out of its global cluster.
    pub(super) async fn leave_global(&self, global: &str, aws: &Aws) -> Result<()> {
        let request = aws.rds.remove_from_global_cluster().global_cluster_identifier(global);
        let request = request.db_cluster_identifier(self.arn.as_deref().unwrap_or_default());
        let gone = [GONE, &["GlobalClusterNotFoundFault"]].concat();
        match request.send().await.or_gone(&gone) {
            // It has left already.
            Err(error) if error.says("is not found in global cluster") => Ok(()),
            outcome => outcome.map(|_| ()),
        }
    }

    /// Which logs are newly exported and which no longer.
    fn logs(&self, prior: &Self) -> Option<Logs> {
        let all = |one: &Self| list(&one.enabled_cloudwatch_logs_exports).unwrap_or_default();
        let (before, after) = (all(prior), all(self));
        let on: Vec<_> = after.iter().filter(|log| !before.contains(log)).cloned().collect();
        let off: Vec<_> = before.iter().filter(|log| !after.contains(log)).cloned().collect();
        let any = !on.is_empty() || !off.is_empty();
        any.then(|| Logs::builder().set_enable_log_types(Some(on)).set_disable_log_types(Some(off)).build())
    }
}
