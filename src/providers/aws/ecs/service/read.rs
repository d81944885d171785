//! How ECS tells a service.

use aws_sdk_ecs::types::{
    self as sdk, AssignPublicIp, CapacityProviderStrategyItem, DeploymentAlarms, ServiceRegistry,
    VpcLatticeConfiguration,
};

use super::{connect::ServiceConnect, schema::*, tagging, volumes::VolumeConfiguration};
use crate::providers::aws::prelude::*;

impl Service {
    /// Every attribute as ECS tells it. The cluster, the role and the task definition stay names where the
    /// configuration names them, and ARNs where it does not.
    pub(super) fn filled(self, found: sdk::Service) -> Self {
        let imported = self.name.is_empty();
        let in_form_of = |wanted: &Option<String>, arn: &str, name: fn(&str) -> &str| {
            let is_arn = wanted.as_deref().is_some_and(|wanted| wanted.starts_with("arn:"));
            if is_arn { arn.to_owned() } else { name(arn).to_owned() }
        };
        let cluster = found.cluster_arn.unwrap_or_default();
        let deployment = found.deployment_configuration;
        let limits = deployment.as_ref().map(|one| (one.maximum_percent, one.minimum_healthy_percent));
        let (maximum, minimum) = limits.unwrap_or_default();
        let breaker = |found: sdk::DeploymentCircuitBreaker| CircuitBreaker {
            enable: found.enable,
            rollback: found.rollback,
        };
        let (alarms, breakers) = match deployment {
            Some(found) => (
                Some(found.alarms.map(Alarms::from_ecs).into_iter().collect()),
                Some(found.deployment_circuit_breaker.map(breaker).into_iter().collect()),
            ),
            None => (self.alarms, self.deployment_circuit_breaker),
        };
        let primary = found.deployments.into_iter().flatten();
        let primary = primary.into_iter().find(|one| one.status.as_deref() == Some("PRIMARY"));
        let (connect, volumes, lattice) = primary.map_or((None, None, None), |one| {
            (one.service_connect_configuration, one.volume_configurations, one.vpc_lattice_configurations)
        });
        let controller = found.deployment_controller.map_or("ECS".to_owned(), |kind| kind.r#type.to_string());
        let none = || Some(String::new());
        Service {
            id: found.service_arn,
            alarms,
            availability_zone_rebalancing: found
                .availability_zone_rebalancing
                .map_or_else(none, |zones| Some(zones.to_string())),
            capacity_provider_strategy: Some(
                found.capacity_provider_strategy.into_iter().flatten().map(Strategy::from_ecs).collect(),
            ),
            cluster: Some(if imported {
                cluster
            } else {
                in_form_of(&self.cluster, &cluster, |arn| arn.rsplit('/').next().unwrap_or_default())
            }),
            deployment_circuit_breaker: breakers,
            deployment_controller: Some(vec![Controller { r#type: Some(controller) }]),
            deployment_maximum_percent: maximum.or(self.deployment_maximum_percent),
            deployment_minimum_healthy_percent: minimum.or(self.deployment_minimum_healthy_percent),
            desired_count: Some(found.desired_count),
            enable_ecs_managed_tags: Some(found.enable_ecs_managed_tags),
            enable_execute_command: Some(found.enable_execute_command),
            force_delete: self.force_delete,
            force_new_deployment: self.force_new_deployment,
            health_check_grace_period_seconds: Some(
                found.health_check_grace_period_seconds.unwrap_or_default(),
            ),
            iam_role: found.role_arn.map(|arn| {
                in_form_of(&self.iam_role, &arn, |arn| arn.split_once(":role").map_or(arn, |(_, name)| name))
            }),
            launch_type: found.launch_type.map_or_else(none, |kind| Some(kind.to_string())),
            load_balancer: Some(
                found.load_balancers.into_iter().flatten().map(LoadBalancer::from_ecs).collect(),
            ),
            name: found.service_name.unwrap_or_default(),
            network_configuration: Some(
                found.network_configuration.and_then(Network::from_ecs).into_iter().collect(),
            ),
            ordered_placement_strategy: Some(
                found.placement_strategy.into_iter().flatten().map(Placement::from_ecs).collect(),
            ),
            placement_constraints: Some(
                found.placement_constraints.into_iter().flatten().map(Constraint::from_ecs).collect(),
            ),
            platform_version: found.platform_version.or_else(none),
            propagate_tags: found.propagate_tags.map_or_else(none, |from| Some(from.to_string())),
            scheduling_strategy: found.scheduling_strategy.map(|kind| kind.to_string()),
            service_connect_configuration: connect
                .map(|found| vec![ServiceConnect::from_ecs(found)])
                .or(self.service_connect_configuration),
            service_registries: Some(
                found.service_registries.into_iter().flatten().map(Registry::from_ecs).collect(),
            ),
            tags: self.tags,
            tags_all: tagging::from_ecs(found.tags),
            task_definition: match found.task_definition {
                Some(arn) => Some(in_form_of(&self.task_definition, &arn, |arn| {
                    arn.rsplit('/').next().unwrap_or_default()
                })),
                None => self.task_definition,
            },
            timeouts: self.timeouts,
            triggers: self.triggers.or_else(|| Some(Tags::new())),
            volume_configuration: volumes
                .filter(|volumes| !volumes.is_empty())
                .map(|volumes| volumes.into_iter().map(VolumeConfiguration::from_ecs).collect())
                .or(self.volume_configuration),
            vpc_lattice_configurations: lattice
                .filter(|lattice| !lattice.is_empty())
                .map(|lattice| lattice.into_iter().map(Lattice::from_ecs).collect())
                .or(self.vpc_lattice_configurations),
            wait_for_steady_state: self.wait_for_steady_state,
        }
    }
}

impl Alarms {
    fn from_ecs(found: DeploymentAlarms) -> Self {
        Self { alarm_names: found.alarm_names.into(), enable: found.enable, rollback: found.rollback }
    }
}

impl Strategy {
    fn from_ecs(found: CapacityProviderStrategyItem) -> Self {
        Self {
            base: Some(found.base),
            capacity_provider: found.capacity_provider,
            weight: Some(found.weight),
        }
    }
}

impl LoadBalancer {
    fn from_ecs(found: sdk::LoadBalancer) -> Self {
        Self {
            container_name: found.container_name.unwrap_or_default(),
            container_port: found.container_port.unwrap_or_default(),
            elb_name: Some(found.load_balancer_name.unwrap_or_default()),
            target_group_arn: Some(found.target_group_arn.unwrap_or_default()),
        }
    }
}

impl Network {
    fn from_ecs(found: sdk::NetworkConfiguration) -> Option<Self> {
        let vpc = found.awsvpc_configuration?;
        Some(Self {
            assign_public_ip: Some(vpc.assign_public_ip == Some(AssignPublicIp::Enabled)),
            security_groups: Some(vpc.security_groups.unwrap_or_default().into()),
            subnets: vpc.subnets.into(),
        })
    }
}

impl Placement {
    fn from_ecs(found: sdk::PlacementStrategy) -> Self {
        let kind = found.r#type.map(|kind| kind.to_string()).unwrap_or_default();
        let field = found.field.unwrap_or_default();
        // ECS answers the host id by its other name.
        let field = if field == "host" { "instanceId".to_owned() } else { field };
        Self { field: Some(if kind == "random" { String::new() } else { field }), r#type: kind }
    }
}

impl Constraint {
    fn from_ecs(found: sdk::PlacementConstraint) -> Self {
        Self {
            expression: Some(found.expression.unwrap_or_default()),
            r#type: found.r#type.map(|kind| kind.to_string()).unwrap_or_default(),
        }
    }
}

impl Registry {
    fn from_ecs(found: ServiceRegistry) -> Self {
        Self {
            container_name: Some(found.container_name.unwrap_or_default()),
            container_port: Some(found.container_port.unwrap_or_default()),
            port: Some(found.port.unwrap_or_default()),
            registry_arn: found.registry_arn.unwrap_or_default(),
        }
    }
}

impl Lattice {
    fn from_ecs(found: VpcLatticeConfiguration) -> Self {
        Self {
            port_name: found.port_name,
            role_arn: found.role_arn,
            target_group_arn: found.target_group_arn,
        }
    }
}
