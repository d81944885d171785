//! Changing a database instance in place.

use std::time::Duration;

use super::{instance::Instance, instance_create::list, prelude::*};
use aws_sdk_rds::types::CloudwatchLogsExportConfiguration as Logs;

impl Instance {
    /// Makes the instance go from `prior` to `self`: at once, or in its next maintenance window.
    pub(super) async fn modify(&self, prior: &Self, limit: Duration, aws: &Aws) -> Result<()> {
        if given(&prior.replicate_source_db).is_some() && given(&self.replicate_source_db).is_none() {
            aws.rds.promote_read_replica().db_instance_identifier(prior.name()).send().await?;
            prior.available(false, limit, aws).await?;
        }
        let mut count = 0;
        macro_rules! request {
            ($($set:ident: $value:expr;)*) => {{
                let request = aws.rds.modify_db_instance().db_instance_identifier(prior.name());
                $(let request = match $value {
                    Some(value) => { count += 1; request.$set(value) }
                    None => request,
                };)*
                request
            }};
        }
        let text = |before: &Option<String>, after: &Option<String>| given(&changed(before, after).cloned());
        let emptied = |before: &Option<String>, after: &Option<String>| {
            let after = after.clone().unwrap_or_default();
            Some(after).filter(|after| *after != before.clone().unwrap_or_default())
        };
        let number = |before: &Option<i64>, after: &Option<i64>| {
            changed(before, after).and_then(|number| i32::try_from(*number).ok())
        };
        let switch = |before: &Option<bool>, after: &Option<bool>| {
            let after = after.unwrap_or_default();
            Some(after).filter(|after| *after != before.unwrap_or_default())
        };
        let new_password = prior.password_wo_version != self.password_wo_version;
        let password = match given(&self.password_wo) {
            Some(password) => Some(password).filter(|_| new_password),
            None => text(&prior.password, &self.password),
        };
        let managed = switch(&prior.manage_master_user_password, &self.manage_master_user_password);
        let storage = Storage::of(prior, self);
        let insights = self.insights(prior);
        let request = request! {
            allocated_storage: storage.size;
            auto_minor_version_upgrade: switch(&prior.auto_minor_version_upgrade, &self.auto_minor_version_upgrade);
            backup_retention_period: number(&prior.backup_retention_period, &self.backup_retention_period);
            ca_certificate_identifier: text(&prior.ca_cert_identifier, &self.ca_cert_identifier);
            copy_tags_to_snapshot: switch(&prior.copy_tags_to_snapshot, &self.copy_tags_to_snapshot);
            database_insights_mode: text(&prior.database_insights_mode, &self.database_insights_mode).map(|mode| mode.as_str().into());
            db_instance_class: Some(self.instance_class.clone()).filter(|class| *class != prior.instance_class);
            db_parameter_group_name: text(&prior.parameter_group_name, &self.parameter_group_name);
            db_port_number: number(&prior.port, &self.port);
            db_subnet_group_name: text(&prior.db_subnet_group_name, &self.db_subnet_group_name);
            dedicated_log_volume: switch(&prior.dedicated_log_volume, &self.dedicated_log_volume);
            deletion_protection: switch(&prior.deletion_protection, &self.deletion_protection);
            domain: emptied(&prior.domain, &self.domain);
            domain_auth_secret_arn: text(&prior.domain_auth_secret_arn, &self.domain_auth_secret_arn);
            domain_fqdn: text(&prior.domain_fqdn, &self.domain_fqdn);
            domain_iam_role_name: text(&prior.domain_iam_role_name, &self.domain_iam_role_name);
            domain_ou: text(&prior.domain_ou, &self.domain_ou);
            enable_customer_owned_ip: switch(&prior.customer_owned_ip_enabled, &self.customer_owned_ip_enabled);
            enable_iam_database_authentication: switch(&prior.iam_database_authentication_enabled, &self.iam_database_authentication_enabled);
            enable_performance_insights: insights;
            engine_version: text(&prior.engine_version, &self.engine_version);
            iops: storage.iops;
            license_model: text(&prior.license_model, &self.license_model);
            manage_master_user_password: managed;
            master_user_password: password;
            master_user_secret_kms_key_id: text(&prior.master_user_secret_kms_key_id, &self.master_user_secret_kms_key_id);
            max_allocated_storage: Some(self.max_allocated_storage.filter(|size| *size != 0).or(self.allocated_storage).unwrap_or_default())
                .filter(|_| prior.max_allocated_storage.unwrap_or_default() != self.max_allocated_storage.unwrap_or_default())
                .and_then(|size| i32::try_from(size).ok());
            monitoring_interval: number(&prior.monitoring_interval, &self.monitoring_interval);
            monitoring_role_arn: text(&prior.monitoring_role_arn, &self.monitoring_role_arn);
            multi_az: switch(&prior.multi_az, &self.multi_az).filter(|_| self.multi_az.is_some());
            network_type: text(&prior.network_type, &self.network_type);
            new_db_instance_identifier: text(&prior.identifier, &self.identifier);
            option_group_name: text(&prior.option_group_name, &self.option_group_name);
            performance_insights_kms_key_id: text(&prior.performance_insights_kms_key_id, &self.performance_insights_kms_key_id);
            performance_insights_retention_period: number(&prior.performance_insights_retention_period, &self.performance_insights_retention_period).filter(|days| *days != 0);
            preferred_backup_window: text(&prior.backup_window, &self.backup_window);
            preferred_maintenance_window: text(&prior.maintenance_window, &self.maintenance_window);
            publicly_accessible: switch(&prior.publicly_accessible, &self.publicly_accessible);
            replica_mode: text(&prior.replica_mode, &self.replica_mode).map(|mode| mode.as_str().into());
            storage_throughput: storage.throughput;
            storage_type: text(&prior.storage_type, &self.storage_type);
            cloudwatch_logs_export_configuration: self.logs(prior);
        };
        let groups = list(&self.vpc_security_group_ids)
            .filter(|_| changed(&prior.vpc_security_group_ids, &self.vpc_security_group_ids).is_some());
        if count == 0 && groups.is_none() {
            return Ok(());
        }
        let now = self.apply_immediately.unwrap_or_default();
        let request = request
            .apply_immediately(now)
            .set_allow_major_version_upgrade(self.allow_major_version_upgrade.filter(|on| *on))
            .set_vpc_security_group_ids(groups);
        // An instance that is at another change takes this one when it is done.
        let busy = |error: &Error| error.is(&["InvalidDBInstanceState", "InvalidDBInstanceStateFault"]);
        wait::retry(limit, busy, || async { Ok(request.clone().send().await?) }).await?;
        self.available(now, limit, aws).await
    }

    /// Gives a copy of another instance what could not be asked for when it was made.
    pub(super) async fn finish_copy(&self, limit: Duration, aws: &Aws) -> Result<()> {
        let Some(found) = self.find(aws).await? else { return Ok(()) };
        let mut prior = self.clone().filled(found);
        prior.password = None;
        prior.password_wo_version = None;
        let mut planned = left_open(self.clone(), &prior)?;
        planned.apply_immediately = Some(true);
        planned.replicate_source_db = prior.replicate_source_db.clone();
        planned.modify(&prior, limit, aws).await
    }

    /// Whether insights are to be on, if anything of them changes: RDS wants that with the key and the retention.
    fn insights(&self, prior: &Self) -> Option<bool> {
        let on = self.performance_insights_enabled.unwrap_or_default();
        let same = on == prior.performance_insights_enabled.unwrap_or_default()
            && (!on
                || changed(&prior.performance_insights_kms_key_id, &self.performance_insights_kms_key_id)
                    .is_none()
                    && changed(
                        &prior.performance_insights_retention_period,
                        &self.performance_insights_retention_period,
                    )
                    .is_none());
        Some(on).filter(|_| !same)
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

/// What of the volume a change asks for.
#[derive(Debug, PartialEq)]
struct Storage {
    size: Option<i32>,
    iops: Option<i32>,
    throughput: Option<i32>,
}

impl Storage {
    /// RDS wants size, operations and throughput together; but a gp3 volume below a size takes neither of the last
    /// two, although it has both.
    fn of(prior: &Instance, planned: &Instance) -> Self {
        let number = |number: &Option<i64>| number.filter(|n| *n != 0).and_then(|n| i32::try_from(n).ok());
        let is_changed = |before: &Option<i64>, after: &Option<i64>| after.is_some() && before != after;
        let size = is_changed(&prior.allocated_storage, &planned.allocated_storage);
        let iops = is_changed(&prior.iops, &planned.iops);
        let throughput = is_changed(&prior.storage_throughput, &planned.storage_throughput);
        let kind = changed(&prior.storage_type, &planned.storage_type).is_some();
        let fixed = planned.has_fixed_speed();
        let any =
            size || iops || throughput || (kind && planned.storage_type.as_deref() == Some("gp3") && !fixed);
        let speed = planned.storage_type.as_deref() != Some("gp2") && any && !fixed;
        Self {
            size: number(&planned.allocated_storage).filter(|_| any && (size || !fixed)),
            iops: number(&planned.iops).filter(|_| iops || speed),
            throughput: number(&planned.storage_throughput).filter(|_| throughput || speed),
        }
    }
}

impl Instance {
    /// Whether the volume is a gp3 one that is too small to have operations and throughput of its own.
    fn has_fixed_speed(&self) -> bool {
        let least = match self.engine.as_deref().unwrap_or_default() {
            "db2-ae" | "db2-se" => 100,
            "mariadb" | "mysql" | "postgres" => 400,
            engine if engine.starts_with("oracle") => 200,
            _ => 0,
        };
        self.storage_type.as_deref() == Some("gp3") && self.allocated_storage.unwrap_or_default() < least
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn volume(kind: &str, size: i64, iops: i64, throughput: i64) -> Instance {
        Instance {
            engine: Some("postgres".into()),
            storage_type: Some(kind.into()),
            allocated_storage: Some(size),
            iops: Some(iops),
            storage_throughput: Some(throughput),
            ..Instance::default()
        }
    }

    #[test]
    fn a_change_of_the_volume_asks_for_what_rds_takes_together() {
        let gp3 = |size| volume("gp3", size, 3000, 125);
        for (name, prior, planned, size, iops, throughput) in [
            ("nothing", gp3(20), gp3(20), None, None, None),
            ("a small gp3 grows", gp3(20), gp3(30), Some(30), None, None),
            ("a big gp3 grows", gp3(400), gp3(500), Some(500), Some(3000), Some(125)),
            ("it becomes faster", gp3(400), volume("gp3", 400, 4000, 125), Some(400), Some(4000), Some(125)),
            ("gp2 grows", volume("gp2", 20, 0, 0), volume("gp2", 30, 0, 0), Some(30), None, None),
            (
                "io1 grows",
                volume("io1", 100, 1000, 0),
                volume("io1", 200, 1000, 0),
                Some(200),
                Some(1000),
                None,
            ),
            ("gp2 becomes gp3", volume("gp2", 20, 0, 0), volume("gp3", 20, 0, 0), None, None, None),
        ] {
            assert_eq!(Storage::of(&prior, &planned), Storage { size, iops, throughput }, "{name}");
        }
    }

    #[test]
    fn what_a_copy_leaves_open_stays_as_its_source_has_it() {
        let mut planned = volume("gp3", 0, 0, 0);
        planned.storage_type = None;
        planned.backup_retention_period = Some(7);
        let mut source = volume("gp3", 100, 3000, 125);
        source.max_allocated_storage = Some(200);
        let made = left_open(planned, &source).expect("an instance");
        assert_eq!(made.allocated_storage, Some(100));
        assert_eq!(made.max_allocated_storage, Some(200));
        assert_eq!(made.storage_type.as_deref(), Some("gp3"));
        assert_eq!(made.backup_retention_period, Some(7));
    }
}
