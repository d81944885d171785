//! `aws_ecs_service`: keeps so many tasks of a task definition running.

mod calls;
mod connect;
mod read;
mod schema;
mod volumes;

use aws_sdk_ecs::types::{
    AvailabilityZoneRebalancing, DeploymentRolloutState, LaunchType, PropagateTags, SchedulingStrategy,
    Service as Found, ServiceField,
};

use super::tagging;
use crate::providers::aws::prelude::*;
pub use schema::Service;

const GONE: &[&str] = &["ServiceNotFoundException", "ClusterNotFoundException"];

/// The limits of a deployment that say nothing for a daemon.
const DAEMON_DEFAULTS: [(&str, i64); 2] =
    [("deployment_maximum_percent", 200), ("deployment_minimum_healthy_percent", 100)];

impl Resource<Aws> for Service {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let token = uuid::Uuid::new_v4().to_string();
        let daemon = self.is_daemon();
        let request = aws
            .ecs
            .create_service()
            .client_token(token)
            .service_name(&self.name)
            .set_availability_zone_rebalancing(
                said(&self.availability_zone_rebalancing)
                    .map(|zones| AvailabilityZoneRebalancing::from(zones.as_str())),
            )
            .set_capacity_provider_strategy(self.strategies()?)
            .set_cluster(said(&self.cluster))
            .deployment_configuration(self.deployment()?)
            .deployment_controller(self.controller()?)
            .set_desired_count((!daemon).then_some(self.desired_count.unwrap_or_default()))
            .set_enable_ecs_managed_tags(self.enable_ecs_managed_tags)
            .set_enable_execute_command(self.enable_execute_command)
            .set_health_check_grace_period_seconds(self.health_check_grace_period_seconds)
            .set_launch_type(said(&self.launch_type).map(|kind| LaunchType::from(kind.as_str())))
            .set_load_balancers(self.load_balancers())
            .set_network_configuration(self.network()?)
            .set_placement_constraints(self.constraints())
            .set_placement_strategy(self.placement())
            .set_platform_version(said(&self.platform_version))
            .set_propagate_tags(said(&self.propagate_tags).map(|from| PropagateTags::from(from.as_str())))
            .set_role(said(&self.iam_role))
            .set_scheduling_strategy(
                said(&self.scheduling_strategy).map(|kind| SchedulingStrategy::from(kind.as_str())),
            )
            .set_service_connect_configuration(self.service_connect()?)
            .set_service_registries(self.registries())
            .set_tags(tagging::to_ecs(&self.tags_all))
            .set_task_definition(said(&self.task_definition))
            .set_volume_configurations(self.volumes()?)
            .set_vpc_lattice_configurations(self.lattice()?);
        let limit = self.timeouts.create(minutes(20));
        let made =
            wait::retry(limit, not_yet, || async { Ok(request.clone().send().await?.service) }).await?;
        self.id = made.and_then(|service| service.service_arn);
        self.wait(limit, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let cluster = said(&self.cluster);
        let Some(found) = find(self.id(), cluster.as_deref(), aws).await? else { return Ok(None) };
        Ok(Some(self.filled(found)))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.update(minutes(20));
        if let Some(request) = self.changes(prior, aws)? {
            wait::retry(limit, not_yet, || async { Ok(request.clone().send().await?) }).await?;
            self.id = prior.id.clone();
            self.wait(limit, aws).await?;
        }
        tagging::update(aws, prior.id(), &prior.tags_all, &self.tags_all).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let cluster = said(&self.cluster);
        let Some(found) = find(self.id(), cluster.as_deref(), aws).await? else { return Ok(()) };
        let force = self.force_delete.unwrap_or_default();
        let draining = found.status.as_deref() == Some("DRAINING");
        if !draining && !self.is_daemon() {
            let request = aws.ecs.update_service().service(self.id()).set_cluster(cluster.clone());
            request.desired_count(0).send().await.or_gone(GONE)?;
        }
        let limit = self.timeouts.delete(minutes(20));
        if !draining {
            let busy = |error: &Error| {
                error.says("The service cannot be stopped while deployments are active.")
                    || error.says("has a dependent object")
            };
            wait::retry(limit, busy, || async {
                let request = aws.ecs.delete_service().service(self.id()).set_cluster(cluster.clone());
                request.force(force).send().await.or_gone(GONE)
            })
            .await?;
        }
        wait::until("the deletion of the service", limit, || async {
            Ok(match find(self.id(), cluster.as_deref(), aws).await? {
                None => Progress::Ready(()),
                Some(found) => Progress::Pending(found.status.unwrap_or_default()),
            })
        })
        .await
    }

    /// A change of the capacity providers replaces the service, unless a new deployment is forced and there are
    /// providers before and after. Triggers count only while they force a new deployment.
    fn refine(plan: &mut Refine<'_>) {
        if plan.prior.is_none() {
            return;
        }
        let forced = plan.planned("force_new_deployment").as_bool().unwrap_or_default();
        let empty = |value: &Value| value.as_sequence().is_none_or(<[Value]>::is_empty);
        let strategies =
            (plan.prior("capacity_provider_strategy"), plan.planned("capacity_provider_strategy"));
        let (before, now) = (empty(strategies.0), empty(strategies.1) && strategies.1.is_known());
        let differ = strategies.0 != strategies.1 && !(before && now);
        if differ && (!forced || before != now) {
            plan.require_replace("capacity_provider_strategy");
        }
        let triggers = plan.planned("triggers");
        let none = triggers.is_known() && triggers.as_mapping().is_none_or(|map| map.is_empty());
        if plan.is_changed("triggers") && (!forced || none) {
            let prior = plan.prior("triggers").clone();
            plan.set("triggers", prior);
        }
        // A daemon is born with other limits than the defaults, which it cannot have.
        if plan.planned("scheduling_strategy").as_str() == Some("DAEMON") {
            for (name, default) in DAEMON_DEFAULTS {
                let planned = plan.planned(name).as_number().and_then(|percent| percent.as_i64());
                if planned == Some(default) {
                    let prior = plan.prior(name).clone();
                    plan.set(name, prior);
                }
            }
        }
        // ECS says that nothing is propagated where the configuration says nothing.
        if plan.planned("propagate_tags").is_null() && plan.prior("propagate_tags").as_str() == Some("NONE") {
            plan.set("propagate_tags", "NONE".into());
        }
    }

    /// By the name of the cluster and the name of the service. `read` makes them ARNs.
    fn import(id: &str) -> Result<Self> {
        match id.split('/').collect::<Vec<_>>()[..] {
            [cluster, service] if !cluster.is_empty() && !service.is_empty() => Ok(Self {
                id: Some(service.to_owned()),
                cluster: Some(cluster.to_owned()),
                ..Self::default()
            }),
            _ => Err(Error::Invalid(format!("{id:?} is no CLUSTER-NAME/SERVICE-NAME, such as main/web."))),
        }
    }
}

impl Service {
    fn is_daemon(&self) -> bool {
        self.scheduling_strategy.as_deref() == Some("DAEMON")
    }

    /// Waits until the service is there, and if the configuration wants it, until its tasks run and nothing else.
    async fn wait(&self, limit: std::time::Duration, aws: &Aws) -> Result<()> {
        let steady = self.wait_for_steady_state.unwrap_or_default();
        let cluster = said(&self.cluster);
        wait::until("the service", limit, || async {
            let Some(service) = find(self.id(), cluster.as_deref(), aws).await? else {
                return Ok(Progress::Pending("not visible".into()));
            };
            let status = service.status.clone().unwrap_or_default();
            if status != "ACTIVE" || !steady {
                let active = status == "ACTIVE";
                return Ok(if active { Progress::Ready(()) } else { Progress::Pending(status) });
            }
            Ok(steadiness(&service))
        })
        .await
    }
}

/// Whether the one deployment there is runs all its tasks.
fn steadiness(service: &Found) -> Progress<()> {
    let deployments = service.deployments();
    let primary = deployments.iter().find(|deployment| deployment.status() == Some("PRIMARY"));
    if let Some(primary) = primary
        && primary.rollout_state == Some(DeploymentRolloutState::Failed)
    {
        let reason = primary.rollout_state_reason.clone().unwrap_or_default();
        return Progress::Failed { state: "FAILED".into(), reason };
    }
    if deployments.len() == 1 && service.running_count == service.desired_count {
        return Progress::Ready(());
    }
    Progress::Pending(format!(
        "{} of {} tasks run in {} deployments",
        service.running_count,
        service.desired_count,
        deployments.len()
    ))
}

/// A role, target group or cluster that was made a moment ago is not seen by ECS yet.
fn not_yet(error: &Error) -> bool {
    error.is(&["ClusterNotFoundException"])
        || (error.is(&["InvalidParameterException"])
            && [
                "verify that the ECS service role being passed has the proper permissions",
                "does not have an associated load balancer",
                "Unable to assume the service linked role",
                "Unable to assume role",
            ]
            .iter()
            .any(|text| error.says(text)))
}

/// The service of this name or ARN; `None` if there is none or it is deleted.
pub(super) async fn find(service: &str, cluster: Option<&str>, aws: &Aws) -> Result<Option<Found>> {
    let request = aws.ecs.describe_services().services(service).include(ServiceField::Tags);
    let found = request.set_cluster(cluster.map(str::to_owned)).send().await.or_gone(GONE)?;
    let service = found.and_then(|found| found.services?.pop());
    Ok(service.filter(|service| service.status.as_deref() != Some("INACTIVE")))
}
