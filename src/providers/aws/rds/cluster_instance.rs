//! `aws_rds_cluster_instance`: one server of a cluster.

use super::{cluster, instance::GONE, instance_create::small, instance_read::keep_version, prelude::*};
use aws_sdk_rds::types::{DbInstance, PendingModifiedValues};

/// One server of a cluster.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_rds_cluster_instance")]
pub struct ClusterInstance {
    id: Computed<String>,
    arn: Computed<String>,
    apply_immediately: Defaulted<bool>,
    #[attr(default = true)]
    auto_minor_version_upgrade: Optional<bool>,
    #[attr(force_new)]
    availability_zone: Defaulted<String>,
    ca_cert_identifier: Defaulted<String>,
    #[attr(force_new)]
    cluster_identifier: Required<String>,
    #[attr(default = false)]
    copy_tags_to_snapshot: Optional<bool>,
    #[attr(force_new)]
    custom_iam_instance_profile: Optional<String>,
    db_parameter_group_name: Defaulted<String>,
    #[attr(force_new)]
    db_subnet_group_name: Defaulted<String>,
    dbi_resource_id: Computed<String>,
    endpoint: Computed<String>,
    #[attr(force_new, one_of = ["aurora-mysql", "aurora-postgresql", "mysql", "postgres"])]
    engine: Required<String>,
    engine_version: Defaulted<String>,
    engine_version_actual: Computed<String>,
    #[attr(default = false)]
    force_destroy: Optional<bool>,
    #[attr(force_new, conflicts = ["identifier_prefix"], length = (1, 63))]
    identifier: Defaulted<String>,
    #[attr(force_new, conflicts = ["identifier"])]
    identifier_prefix: Defaulted<String>,
    instance_class: Required<String>,
    kms_key_id: Computed<String>,
    #[attr(default = 0)]
    monitoring_interval: Optional<i64>,
    monitoring_role_arn: Defaulted<String>,
    network_type: Computed<String>,
    performance_insights_enabled: Defaulted<bool>,
    performance_insights_kms_key_id: Defaulted<String>,
    performance_insights_retention_period: Defaulted<i64>,
    port: Computed<i64>,
    preferred_backup_window: Defaulted<String>,
    #[attr(normalize = lower)]
    preferred_maintenance_window: Defaulted<String>,
    #[attr(default = 0)]
    promotion_tier: Optional<i64>,
    publicly_accessible: Defaulted<bool>,
    storage_encrypted: Computed<bool>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "delete", "update"))]
    timeouts: Timeouts,
    writer: Computed<bool>,
}

impl Resource<Aws> for ClusterInstance {
    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        super::identifier::faults(config, &["identifier", "identifier_prefix"])
    }

    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.create(minutes(90));
        let prefix = given(&self.identifier_prefix).or_else(|| Some("tf-".into()));
        let name = names::of(&self.identifier, &prefix);
        let request = aws
            .rds
            .create_db_instance()
            .db_instance_identifier(&name)
            .db_cluster_identifier(&self.cluster_identifier)
            .db_instance_class(&self.instance_class)
            .engine(&self.engine)
            .set_auto_minor_version_upgrade(self.auto_minor_version_upgrade)
            .set_availability_zone(given(&self.availability_zone))
            .set_ca_certificate_identifier(given(&self.ca_cert_identifier))
            .set_copy_tags_to_snapshot(self.copy_tags_to_snapshot)
            .set_custom_iam_instance_profile(given(&self.custom_iam_instance_profile))
            .set_db_parameter_group_name(given(&self.db_parameter_group_name))
            .set_db_subnet_group_name(given(&self.db_subnet_group_name))
            .set_enable_performance_insights(self.performance_insights_enabled.filter(|on| *on))
            .set_engine_version(given(&self.engine_version))
            .set_monitoring_interval(small(self.monitoring_interval))
            .set_monitoring_role_arn(given(&self.monitoring_role_arn))
            .set_performance_insights_kms_key_id(given(&self.performance_insights_kms_key_id))
            .set_performance_insights_retention_period(small(self.performance_insights_retention_period))
            .set_preferred_backup_window(given(&self.preferred_backup_window))
            .set_preferred_maintenance_window(given(&self.preferred_maintenance_window))
            .set_promotion_tier(self.promotion_tier.and_then(|tier| tier.try_into().ok()))
            .set_publicly_accessible(self.publicly_accessible)
            .set_tags(to_rds(&self.tags_all));
        // A monitoring role that was just made is not known everywhere yet.
        let heals =
            |error: &Error| error.says("ENHANCED_MONITORING") || error.says("IAM role ARN value is invalid");
        wait::retry(minutes(2), heals, || async { Ok(request.clone().send().await?) }).await?;
        self.id = Some(name);
        self.available(false, limit, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find(self.id(), aws).await? else { return Ok(None) };
        let cluster = found.db_cluster_identifier.clone().unwrap_or_default();
        if cluster.is_empty() {
            let name = self.id();
            return Err(Error::Invalid(format!(
                "The database instance `{name}` is in no cluster. Manage it as `aws_db_instance`."
            )));
        }
        let cluster = cluster::find(&cluster, aws).await?;
        let members = cluster.as_ref().and_then(|cluster| cluster.db_cluster_members.as_ref());
        let own = members
            .into_iter()
            .flatten()
            .find(|one| one.db_instance_identifier.as_deref() == Some(self.id()));
        let writer = own.and_then(|one| one.is_cluster_writer).unwrap_or_default();
        let port = cluster.as_ref().and_then(|cluster| cluster.port);
        Ok(Some(self.filled(found, writer, port)))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.update(minutes(90));
        self.modify(prior, limit, aws).await?;
        tag(prior.arn.as_deref().unwrap_or_default(), &prior.tags_all, &self.tags_all, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.delete(minutes(90));
        // The snapshots are the cluster's.
        let request =
            aws.rds.delete_db_instance().db_instance_identifier(self.id()).skip_final_snapshot(true);
        match request.clone().send().await.or_gone(GONE) {
            Err(error) if error.says("already being deleted") => {}
            Err(error)
                if error.says("Cannot delete the last instance of the read replica DB cluster")
                    && self.force_destroy.unwrap_or_default() =>
            {
                let promote = aws.rds.promote_read_replica_db_cluster();
                promote.db_cluster_identifier(&self.cluster_identifier).send().await?;
                let busy = |error: &Error| error.is(&["InvalidDBClusterStateFault"]);
                wait::retry(limit, busy, || async { request.clone().send().await.or_gone(GONE) }).await?;
            }
            outcome => {
                outcome?;
            }
        }
        wait::until("the deletion of the cluster's instance", limit, || async {
            Ok(match find(self.id(), aws).await? {
                None => Progress::Ready(()),
                Some(found) => Progress::Pending(found.db_instance_status.unwrap_or_default()),
            })
        })
        .await
    }
}

/// The server as RDS has it; `None` if it is gone.
async fn find(name: &str, aws: &Aws) -> Result<Option<DbInstance>> {
    let found = aws.rds.describe_db_instances().db_instance_identifier(name).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.db_instances?.pop()))
}

impl ClusterInstance {
    async fn available(&self, settled: bool, limit: std::time::Duration, aws: &Aws) -> Result<()> {
        wait::until("the cluster's instance", limit, || async {
            let Some(found) = find(self.id(), aws).await? else {
                return Ok(Progress::Pending("not visible".into()));
            };
            let state = found.db_instance_status.unwrap_or_default();
            let nothing = PendingModifiedValues::builder().build();
            let is_settled = found.pending_modified_values.is_none_or(|pending| pending == nothing);
            Ok(match state.as_str() {
                "available" if is_settled || !settled => Progress::Ready(()),
                "failed" | "incompatible-network" | "incompatible-parameters" => {
                    Progress::Failed { state, reason: "see the events of the instance".into() }
                }
                _ => Progress::Pending(state),
            })
        })
        .await
    }

    async fn modify(&self, prior: &Self, limit: std::time::Duration, aws: &Aws) -> Result<()> {
        let mut count = 0;
        macro_rules! request {
            ($($set:ident: $value:expr;)*) => {{
                let request = aws.rds.modify_db_instance().db_instance_identifier(prior.id());
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
        let request = request! {
            auto_minor_version_upgrade: changed(&prior.auto_minor_version_upgrade, &self.auto_minor_version_upgrade).copied();
            ca_certificate_identifier: text(&prior.ca_cert_identifier, &self.ca_cert_identifier);
            copy_tags_to_snapshot: changed(&prior.copy_tags_to_snapshot, &self.copy_tags_to_snapshot).copied();
            db_instance_class: Some(self.instance_class.clone()).filter(|class| *class != prior.instance_class);
            db_parameter_group_name: text(&prior.db_parameter_group_name, &self.db_parameter_group_name);
            enable_performance_insights: changed(&prior.performance_insights_enabled, &self.performance_insights_enabled).copied();
            monitoring_interval: number(&prior.monitoring_interval, &self.monitoring_interval);
            monitoring_role_arn: text(&prior.monitoring_role_arn, &self.monitoring_role_arn);
            performance_insights_kms_key_id: text(&prior.performance_insights_kms_key_id, &self.performance_insights_kms_key_id);
            performance_insights_retention_period: number(&prior.performance_insights_retention_period, &self.performance_insights_retention_period).filter(|days| *days != 0);
            preferred_backup_window: text(&prior.preferred_backup_window, &self.preferred_backup_window);
            preferred_maintenance_window: text(&prior.preferred_maintenance_window, &self.preferred_maintenance_window);
            promotion_tier: number(&prior.promotion_tier, &self.promotion_tier);
            publicly_accessible: changed(&prior.publicly_accessible, &self.publicly_accessible).copied();
        };
        if count == 0 {
            return Ok(());
        }
        let now = self.apply_immediately.unwrap_or_default();
        let request = request.apply_immediately(now);
        let busy = |error: &Error| error.is(&["InvalidDBInstanceState", "InvalidDBInstanceStateFault"]);
        wait::retry(limit, busy, || async { Ok(request.clone().send().await?) }).await?;
        self.available(now, limit, aws).await
    }

    fn filled(self, found: DbInstance, writer: bool, port: Option<i32>) -> Self {
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let number = |number: Option<i32>| Some(i64::from(number.unwrap_or_default()));
        let switch = |switch: Option<bool>| Some(switch.unwrap_or_default());
        let name = found.db_instance_identifier.unwrap_or_default();
        let version = found.engine_version.unwrap_or_default();
        let group = found.db_subnet_group.and_then(|group| group.db_subnet_group_name);
        let endpoint = found.endpoint;
        let groups = found.db_parameter_groups.unwrap_or_default().into_iter();
        Self {
            id: self.id,
            arn: found.db_instance_arn,
            apply_immediately: self.apply_immediately,
            auto_minor_version_upgrade: found.auto_minor_version_upgrade,
            availability_zone: text(found.availability_zone),
            ca_cert_identifier: text(found.ca_certificate_identifier),
            cluster_identifier: found.db_cluster_identifier.unwrap_or_default(),
            copy_tags_to_snapshot: switch(found.copy_tags_to_snapshot),
            custom_iam_instance_profile: text(found.custom_iam_instance_profile),
            db_parameter_group_name: groups.filter_map(|group| group.db_parameter_group_name).next(),
            db_subnet_group_name: text(group),
            dbi_resource_id: text(found.dbi_resource_id),
            port: number(endpoint.as_ref().and_then(|end| end.port).or(port)),
            endpoint: text(endpoint.and_then(|end| end.address)),
            engine: found.engine.unwrap_or_default(),
            engine_version: Some(keep_version(self.engine_version.as_deref(), &version)),
            engine_version_actual: Some(version),
            force_destroy: self.force_destroy.or(Some(false)),
            identifier_prefix: Some(names::prefix_of(&name)),
            identifier: Some(name),
            instance_class: found.db_instance_class.unwrap_or_default(),
            kms_key_id: text(found.kms_key_id),
            monitoring_interval: number(found.monitoring_interval),
            monitoring_role_arn: text(found.monitoring_role_arn),
            network_type: text(found.network_type),
            performance_insights_enabled: switch(found.performance_insights_enabled),
            performance_insights_kms_key_id: text(found.performance_insights_kms_key_id),
            performance_insights_retention_period: number(found.performance_insights_retention_period),
            preferred_backup_window: text(found.preferred_backup_window),
            preferred_maintenance_window: text(found.preferred_maintenance_window),
            promotion_tier: number(found.promotion_tier),
            publicly_accessible: switch(found.publicly_accessible),
            storage_encrypted: switch(found.storage_encrypted),
            tags: self.tags,
            tags_all: from_rds(found.tag_list),
            timeouts: self.timeouts,
            writer: Some(writer),
        }
    }
}
