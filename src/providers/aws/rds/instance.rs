//! `aws_db_instance`: a database server.

use super::prelude::*;

/// A database server.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_db_instance", version = 2)]
pub struct Instance {
    pub(super) id: Computed<String>,
    pub(super) arn: Computed<String>,
    pub(super) address: Computed<String>,
    pub(super) allocated_storage: Defaulted<i64>,
    pub(super) allow_major_version_upgrade: Optional<bool>,
    #[attr(default = false)]
    pub(super) apply_immediately: Optional<bool>,
    #[attr(default = true)]
    pub(super) auto_minor_version_upgrade: Optional<bool>,
    #[attr(force_new)]
    pub(super) availability_zone: Defaulted<String>,
    #[attr(range = (0, 35))]
    pub(super) backup_retention_period: Defaulted<i64>,
    #[attr(force_new, one_of = ["outposts", "region"])]
    pub(super) backup_target: Defaulted<String>,
    pub(super) backup_window: Defaulted<String>,
    #[attr(block, max_items = 1)]
    pub(super) blue_green_update: Optional<Vec<BlueGreenUpdate>>,
    pub(super) ca_cert_identifier: Defaulted<String>,
    pub(super) character_set_name: Defaulted<String>,
    #[attr(default = false)]
    pub(super) copy_tags_to_snapshot: Optional<bool>,
    #[attr(force_new)]
    pub(super) custom_iam_instance_profile: Optional<String>,
    pub(super) customer_owned_ip_enabled: Optional<bool>,
    #[attr(one_of = ["standard", "advanced"])]
    pub(super) database_insights_mode: Defaulted<String>,
    #[attr(force_new)]
    pub(super) db_name: Defaulted<String>,
    pub(super) db_subnet_group_name: Defaulted<String>,
    #[attr(default = false)]
    pub(super) dedicated_log_volume: Optional<bool>,
    #[attr(default = true)]
    pub(super) delete_automated_backups: Optional<bool>,
    pub(super) deletion_protection: Optional<bool>,
    pub(super) domain: Optional<String>,
    pub(super) domain_auth_secret_arn: Optional<String>,
    pub(super) domain_dns_ips: Optional<Vec<String>>,
    pub(super) domain_fqdn: Defaulted<String>,
    pub(super) domain_iam_role_name: Optional<String>,
    pub(super) domain_ou: Optional<String>,
    pub(super) enabled_cloudwatch_logs_exports: Optional<Set<String>>,
    pub(super) endpoint: Computed<String>,
    #[attr(force_new)]
    pub(super) engine: Defaulted<String>,
    #[attr(one_of = ["open-source-rds-extended-support", "open-source-rds-extended-support-disabled"])]
    pub(super) engine_lifecycle_support: Defaulted<String>,
    pub(super) engine_version: Defaulted<String>,
    pub(super) engine_version_actual: Computed<String>,
    pub(super) final_snapshot_identifier: Optional<String>,
    pub(super) hosted_zone_id: Computed<String>,
    pub(super) iam_database_authentication_enabled: Optional<bool>,
    #[attr(conflicts = ["identifier_prefix"], length = (1, 63))]
    pub(super) identifier: Defaulted<String>,
    #[attr(conflicts = ["identifier"], force_new)]
    pub(super) identifier_prefix: Defaulted<String>,
    pub(super) instance_class: Required<String>,
    pub(super) iops: Defaulted<i64>,
    #[attr(force_new)]
    pub(super) kms_key_id: Defaulted<String>,
    pub(super) latest_restorable_time: Computed<String>,
    pub(super) license_model: Defaulted<String>,
    pub(super) listener_endpoint: Computed<Vec<ListenerEndpoint>>,
    #[attr(normalize = lower)]
    pub(super) maintenance_window: Defaulted<String>,
    pub(super) manage_master_user_password: Optional<bool>,
    pub(super) master_user_secret: Computed<Vec<MasterUserSecret>>,
    pub(super) master_user_secret_kms_key_id: Defaulted<String>,
    pub(super) max_allocated_storage: Optional<i64>,
    #[attr(default = 0)]
    pub(super) monitoring_interval: Optional<i64>,
    pub(super) monitoring_role_arn: Defaulted<String>,
    pub(super) multi_az: Defaulted<bool>,
    #[attr(force_new)]
    pub(super) nchar_character_set_name: Defaulted<String>,
    #[attr(one_of = ["DUAL", "IPV4"])]
    pub(super) network_type: Defaulted<String>,
    pub(super) option_group_name: Defaulted<String>,
    pub(super) parameter_group_name: Defaulted<String>,
    #[attr(conflicts = ["manage_master_user_password", "password_wo"], sensitive)]
    pub(super) password: Optional<String>,
    #[attr(conflicts = ["manage_master_user_password", "password"], required_with = ["password_wo_version"], sensitive, write_only)]
    pub(super) password_wo: Optional<String>,
    #[attr(required_with = ["password_wo"])]
    pub(super) password_wo_version: Optional<i64>,
    #[attr(default = false)]
    pub(super) performance_insights_enabled: Optional<bool>,
    pub(super) performance_insights_kms_key_id: Defaulted<String>,
    pub(super) performance_insights_retention_period: Defaulted<i64>,
    pub(super) port: Defaulted<i64>,
    #[attr(default = false)]
    pub(super) publicly_accessible: Optional<bool>,
    #[attr(one_of = ["open-read-only", "mounted"])]
    pub(super) replica_mode: Defaulted<String>,
    pub(super) replicas: Computed<Vec<String>>,
    pub(super) replicate_source_db: Optional<String>,
    pub(super) resource_id: Computed<String>,
    #[attr(block, force_new, max_items = 1)]
    pub(super) restore_to_point_in_time: Optional<Vec<RestoreToPointInTime>>,
    #[attr(block, force_new, max_items = 1)]
    pub(super) s3_import: Optional<Vec<S3Import>>,
    #[attr(default = false)]
    pub(super) skip_final_snapshot: Optional<bool>,
    #[attr(force_new)]
    pub(super) snapshot_identifier: Defaulted<String>,
    pub(super) status: Computed<String>,
    pub(super) storage_encrypted: Optional<bool>,
    pub(super) storage_throughput: Defaulted<i64>,
    pub(super) storage_type: Defaulted<String>,
    pub(super) tags: Optional<Tags>,
    pub(super) tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "delete", "update"))]
    pub(super) timeouts: Timeouts,
    #[attr(force_new)]
    pub(super) timezone: Defaulted<String>,
    pub(super) upgrade_storage_config: Optional<bool>,
    #[attr(force_new)]
    pub(super) username: Defaulted<String>,
    pub(super) vpc_security_group_ids: Defaulted<Set<String>>,
}

/// A backup in a bucket that the instance is made of.
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

/// The moment of another instance that the instance is made of.
#[derive(Debug, Default, Clone, Schema)]
pub struct RestoreToPointInTime {
    pub(super) restore_time: Optional<String>,
    pub(super) source_db_instance_automated_backups_arn: Optional<String>,
    pub(super) source_db_instance_identifier: Optional<String>,
    pub(super) source_dbi_resource_id: Optional<String>,
    pub(super) use_latest_restorable_time: Optional<bool>,
}

/// Whether changes are made beside the instance first.
#[derive(Debug, Default, Clone, Schema)]
pub struct BlueGreenUpdate {
    pub(super) enabled: Optional<bool>,
}

/// The secret with the password that RDS keeps.
#[derive(Debug, Default, Clone, Schema)]
pub struct MasterUserSecret {
    pub(super) kms_key_id: Computed<String>,
    pub(super) secret_arn: Computed<String>,
    pub(super) secret_status: Computed<String>,
}

/// Where the listener of a SQL Server answers.
#[derive(Debug, Default, Clone, Schema)]
pub struct ListenerEndpoint {
    pub(super) address: Computed<String>,
    pub(super) hosted_zone_id: Computed<String>,
    pub(super) port: Computed<i64>,
}

/// The codes of "there is no such instance".
pub(super) const GONE: &[&str] = &["DBInstanceNotFound", "DBInstanceNotFoundFault"];

impl Resource<Aws> for Instance {
    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        super::identifier::faults(config, &["identifier", "identifier_prefix"])
    }

    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.create(minutes(40));
        let name = match given(&self.identifier) {
            Some(name) => name,
            None => names::of(&None, &self.identifier_prefix),
        };
        let made = self.make(&name, aws).await?;
        self.id = given(&made.dbi_resource_id).or_else(|| Some(name.clone()));
        self.identifier = Some(name);
        self.available(false, limit, aws).await?;
        if self.is_copy() { self.finish_copy(limit, aws).await } else { Ok(()) }
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        Ok(self.find(aws).await?.map(|found| self.filled(found)))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.update(minutes(80));
        if self.blue_green_update.iter().flatten().any(|one| one.enabled.unwrap_or_default()) {
            return Err(Error::Invalid(
                "stackctl makes no blue/green updates. Leave `blue_green_update` out, and the instance is changed in \
                 place."
                    .into(),
            ));
        }
        self.modify(prior, limit, aws).await?;
        tag(prior.arn.as_deref().unwrap_or_default(), &prior.tags_all, &self.tags_all, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.delete(minutes(60));
        let skip = self.skip_final_snapshot.unwrap_or_default();
        let snapshot = given(&self.final_snapshot_identifier);
        if !skip && snapshot.is_none() {
            return Err(Error::Invalid(
                "`final_snapshot_identifier` is required when `skip_final_snapshot` is false. Set one of them and apply \
                 that before you delete the instance."
                    .into(),
            ));
        }
        let request = aws
            .rds
            .delete_db_instance()
            .db_instance_identifier(self.name())
            .delete_automated_backups(self.delete_automated_backups.unwrap_or(true))
            .skip_final_snapshot(skip)
            .set_final_db_snapshot_identifier(snapshot.filter(|_| !skip));
        match request.send().await.or_gone(GONE) {
            Err(error) if error.says("already being deleted") => {}
            outcome => {
                outcome?;
            }
        }
        wait::until("the deletion of the database instance", limit, || async {
            Ok(match self.named(aws).await? {
                None => Progress::Ready(()),
                Some(found) => Progress::Pending(found.db_instance_status.unwrap_or_default()),
            })
        })
        .await
    }
}

impl Instance {
    /// The name by which RDS takes calls; the id is another one, which no rename changes.
    pub(super) fn name(&self) -> &str {
        self.identifier.as_deref().filter(|name| !name.is_empty()).unwrap_or(self.id())
    }
}
