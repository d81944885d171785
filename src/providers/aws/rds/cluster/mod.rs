//! `aws_rds_cluster`: servers with one volume.

mod create;
mod modify;
mod read;
mod schema;

pub use self::schema::{Cluster, RestoreToPointInTime, S3Import, ScalingConfiguration, ServerlessV2};

use super::prelude::*;

/// The codes of "there is no such cluster".
pub(super) const GONE: &[&str] = &["DBClusterNotFoundFault", "DBClusterNotFound"];

/// Begins the names that the configuration leaves to us.
const PREFIX: &str = "tf-";

impl Resource<Aws> for Cluster {
    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        super::identifier::faults(config, &["cluster_identifier", "cluster_identifier_prefix"])
    }

    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.create(minutes(120));
        let prefix = given(&self.cluster_identifier_prefix).or_else(|| Some(PREFIX.into()));
        let name = names::of(&self.cluster_identifier, &prefix);
        self.make(&name, aws).await?;
        self.id = Some(name);
        self.available(false, limit, aws).await?;
        for role in self.iam_roles.iter().flat_map(|roles| roles.iter()) {
            aws.rds.add_role_to_db_cluster().db_cluster_identifier(self.id()).role_arn(role).send().await?;
        }
        if self.is_copy() { self.finish_copy(limit, aws).await } else { Ok(()) }
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = find(self.id(), aws).await?;
        Ok(found.map(|found| self.filled(found)))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.update(minutes(120));
        self.modify(prior, limit, aws).await?;
        self.change_roles(prior, aws).await?;
        tag(prior.arn.as_deref().unwrap_or_default(), &prior.tags_all, &self.tags_all, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.delete(minutes(120));
        let skip = self.skip_final_snapshot.unwrap_or_default();
        let snapshot = given(&self.final_snapshot_identifier);
        if !skip && snapshot.is_none() {
            return Err(Error::Invalid(
                "`final_snapshot_identifier` is required when `skip_final_snapshot` is false. Set one of them and apply \
                 that before you delete the cluster."
                    .into(),
            ));
        }
        if let Some(global) = given(&self.global_cluster_identifier) {
            self.leave_global(&global, aws).await?;
        }
        let request = aws
            .rds
            .delete_db_cluster()
            .db_cluster_identifier(self.id())
            .delete_automated_backups(self.delete_automated_backups.unwrap_or(true))
            .skip_final_snapshot(skip)
            .set_final_db_snapshot_identifier(snapshot.filter(|_| !skip));
        // It may be at a change, or not yet out of its global cluster.
        let busy = |error: &Error| {
            error.is(&["InvalidDBClusterStateFault"])
                && (error.says("is not currently in the available state")
                    || error.says("cluster is a part of a global cluster"))
        };
        let gone = wait::retry(limit, busy, || async { request.clone().send().await.or_gone(GONE) }).await?;
        if gone.is_none() {
            return Ok(());
        }
        wait::until("the deletion of the database cluster", limit, || async {
            Ok(match find(self.id(), aws).await? {
                None => Progress::Ready(()),
                Some(found) => Progress::Pending(found.status.unwrap_or_default()),
            })
        })
        .await
    }

    fn refine(plan: &mut Refine<'_>) {
        // What a cluster was made of stays said of it; another snapshot is another cluster.
        let config = plan.config("snapshot_identifier");
        if config.is_null() || config.as_str() == Some("") {
            let before = plan.prior("snapshot_identifier").clone();
            if plan.prior.is_some() {
                plan.set("snapshot_identifier", before);
            }
        } else if plan.is_changed("snapshot_identifier") {
            plan.require_replace("snapshot_identifier");
        }
        // Only Aurora changes the type of its storage in place.
        let aurora = plan.planned("engine").as_str().is_some_and(|engine| engine.starts_with("aurora"));
        if !aurora && plan.is_changed("storage_type") {
            plan.require_replace("storage_type");
        }
        if plan.is_changed("engine_version") {
            plan.set_unknown("engine_version_actual", crate::lang::value::Type::String);
        }
        // A cluster that has capacity units keeps them when the block goes.
        for block in ["serverlessv2_scaling_configuration", "scaling_configuration"] {
            let none = plan.planned(block).as_sequence().is_none_or(<[Value]>::is_empty);
            if plan.prior.is_some() && none {
                let before = plan.prior(block).clone();
                plan.set(block, before);
            }
        }
    }
}

/// The cluster as RDS has it; `None` if it is gone.
pub(super) async fn find(name: &str, aws: &Aws) -> Result<Option<aws_sdk_rds::types::DbCluster>> {
    let found = aws.rds.describe_db_clusters().db_cluster_identifier(name).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.db_clusters?.pop()))
}
