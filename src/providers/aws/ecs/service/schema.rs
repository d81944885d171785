//! The attributes of a service, and how they go to ECS and back.

use super::{connect::ServiceConnect, tagging, volumes::VolumeConfiguration};
use crate::providers::aws::prelude::*;
use aws_sdk_ecs::{
    operation::update_service::builders::UpdateServiceFluentBuilder,
    types::{
        self as sdk, AssignPublicIp, AvailabilityZoneRebalancing, AwsVpcConfiguration,
        CapacityProviderStrategyItem, DeploymentAlarms, DeploymentConfiguration, DeploymentControllerType,
        PlacementConstraintType, PlacementStrategyType, PropagateTags, ServiceRegistry,
        VpcLatticeConfiguration,
    },
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ecs_service", version = 1)]
pub struct Service {
    pub(super) id: Computed<String>,
    #[attr(block, max_items = 1)]
    pub(super) alarms: Optional<Vec<Alarms>>,
    #[attr(default = "DISABLED", one_of = ["ENABLED", "DISABLED"])]
    pub(super) availability_zone_rebalancing: Optional<String>,
    #[attr(block)]
    pub(super) capacity_provider_strategy: Optional<Set<Strategy>>,
    #[attr(force_new)]
    pub(super) cluster: Defaulted<String>,
    #[attr(block, max_items = 1)]
    pub(super) deployment_circuit_breaker: Defaulted<Vec<CircuitBreaker>>,
    #[attr(block, force_new, max_items = 1)]
    pub(super) deployment_controller: Defaulted<Vec<Controller>>,
    #[attr(default = 200)]
    pub(super) deployment_maximum_percent: Optional<i32>,
    #[attr(default = 100)]
    pub(super) deployment_minimum_healthy_percent: Optional<i32>,
    pub(super) desired_count: Optional<i32>,
    #[attr(default = false)]
    pub(super) enable_ecs_managed_tags: Optional<bool>,
    #[attr(default = false)]
    pub(super) enable_execute_command: Optional<bool>,
    pub(super) force_delete: Optional<bool>,
    pub(super) force_new_deployment: Optional<bool>,
    #[attr(range = (0, 2_147_483_647))]
    pub(super) health_check_grace_period_seconds: Optional<i32>,
    #[attr(force_new)]
    pub(super) iam_role: Defaulted<String>,
    #[attr(force_new, one_of = ["EC2", "FARGATE", "EXTERNAL"])]
    pub(super) launch_type: Defaulted<String>,
    #[attr(block)]
    pub(super) load_balancer: Optional<Set<LoadBalancer>>,
    #[attr(force_new)]
    pub(super) name: Required<String>,
    #[attr(block, max_items = 1)]
    pub(super) network_configuration: Optional<Vec<Network>>,
    #[attr(block, max_items = 5)]
    pub(super) ordered_placement_strategy: Optional<Vec<Placement>>,
    #[attr(block, max_items = 10)]
    pub(super) placement_constraints: Optional<Set<Constraint>>,
    pub(super) platform_version: Defaulted<String>,
    #[attr(one_of = ["TASK_DEFINITION", "SERVICE", "NONE"])]
    pub(super) propagate_tags: Optional<String>,
    #[attr(force_new, default = "REPLICA", one_of = ["REPLICA", "DAEMON"])]
    pub(super) scheduling_strategy: Optional<String>,
    #[attr(block, max_items = 1)]
    pub(super) service_connect_configuration: Optional<Vec<ServiceConnect>>,
    #[attr(block, max_items = 1)]
    pub(super) service_registries: Optional<Vec<Registry>>,
    pub(super) tags: Optional<Tags>,
    pub(super) tags_all: Defaulted<Tags>,
    pub(super) task_definition: Optional<String>,
    #[attr(timeouts("create", "delete", "update"))]
    pub(super) timeouts: Timeouts,
    pub(super) triggers: Defaulted<Tags>,
    #[attr(block, max_items = 1)]
    pub(super) volume_configuration: Optional<Vec<VolumeConfiguration>>,
    #[attr(block)]
    pub(super) vpc_lattice_configurations: Optional<Set<Lattice>>,
    #[attr(default = false)]
    pub(super) wait_for_steady_state: Optional<bool>,
}

/// A target group of VPC Lattice that gets the tasks.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Lattice {
    port_name: Required<String>,
    role_arn: Required<String>,
    target_group_arn: Required<String>,
}

/// A Cloud Map service that gets the tasks.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Registry {
    container_name: Optional<String>,
    #[attr(range = (0, 65536))]
    container_port: Optional<i32>,
    #[attr(range = (0, 65536))]
    port: Optional<i32>,
    registry_arn: Required<String>,
}

/// Which machines may run the tasks.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Constraint {
    expression: Optional<String>,
    #[attr(one_of = ["distinctInstance", "memberOf"])]
    r#type: Required<String>,
}

/// How the tasks are spread over machines.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Placement {
    #[attr(equal = same_case)]
    field: Optional<String>,
    #[attr(one_of = ["random", "spread", "binpack"])]
    r#type: Required<String>,
}

/// Where the network interfaces of the tasks are.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Network {
    #[attr(default = false)]
    assign_public_ip: Optional<bool>,
    security_groups: Optional<Set<String>>,
    subnets: Required<Set<String>>,
}

/// A target group that gets the tasks.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct LoadBalancer {
    container_name: Required<String>,
    #[attr(range = (0, 65536))]
    container_port: Required<i32>,
    elb_name: Optional<String>,
    target_group_arn: Optional<String>,
}

/// Who makes deployments.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Controller {
    #[attr(force_new, default = "ECS", one_of = ["ECS", "CODE_DEPLOY", "EXTERNAL"])]
    r#type: Optional<String>,
}

/// Whether a deployment whose tasks do not start is given up.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct CircuitBreaker {
    enable: Required<bool>,
    rollback: Required<bool>,
}

/// How many tasks a capacity provider gets.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Strategy {
    #[attr(range = (0, 100_000))]
    base: Optional<i32>,
    capacity_provider: Required<String>,
    #[attr(range = (0, 1000))]
    weight: Optional<i32>,
}

/// The alarms that make a deployment fail.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Alarms {
    alarm_names: Required<Set<String>>,
    enable: Required<bool>,
    rollback: Required<bool>,
}

/// Whether two texts differ in upper and lower case only.
fn same_case(a: &Value, b: &Value) -> bool {
    matches!((a.as_str(), b.as_str()), (Some(a), Some(b)) if a.eq_ignore_ascii_case(b))
}

impl Service {
    pub(super) fn controller(&self) -> Result<sdk::DeploymentController> {
        let block = self.deployment_controller.iter().flatten().next();
        let kind = block.and_then(|block| said(&block.r#type)).unwrap_or_else(|| "ECS".into());
        let kind = DeploymentControllerType::from(kind.as_str());
        Ok(sdk::DeploymentController::builder().r#type(kind).build()?)
    }

    pub(super) fn strategies(&self) -> Result<Option<Vec<CapacityProviderStrategyItem>>> {
        let Some(set) = self.capacity_provider_strategy.as_ref().filter(|set| !set.is_empty()) else {
            return Ok(None);
        };
        let items = set.iter().map(|block| {
            CapacityProviderStrategyItem::builder()
                .capacity_provider(&block.capacity_provider)
                .set_base(block.base)
                .set_weight(block.weight)
                .build()
        });
        Ok(Some(items.collect::<Result<_, _>>()?))
    }

    pub(super) fn deployment(&self) -> Result<DeploymentConfiguration> {
        let breaker = self.deployment_circuit_breaker.iter().flatten().next().map(|block| {
            sdk::DeploymentCircuitBreaker::builder().enable(block.enable).rollback(block.rollback).build()
        });
        let alarms = self.alarms.iter().flatten().next().map(|block| {
            DeploymentAlarms::builder()
                .set_alarm_names(Some(block.alarm_names.0.clone()))
                .enable(block.enable)
                .rollback(block.rollback)
                .build()
        });
        let daemon = self.scheduling_strategy.as_deref() == Some("DAEMON");
        Ok(DeploymentConfiguration::builder()
            .set_alarms(alarms.transpose()?)
            .set_deployment_circuit_breaker(breaker)
            .set_maximum_percent(self.deployment_maximum_percent.filter(|_| !daemon))
            .set_minimum_healthy_percent(self.deployment_minimum_healthy_percent)
            .build())
    }

    pub(super) fn load_balancers(&self) -> Option<Vec<sdk::LoadBalancer>> {
        let set = self.load_balancer.as_ref().filter(|set| !set.is_empty())?;
        let balancer = |block: &LoadBalancer| {
            sdk::LoadBalancer::builder()
                .container_name(&block.container_name)
                .container_port(block.container_port)
                .set_load_balancer_name(said(&block.elb_name))
                .set_target_group_arn(said(&block.target_group_arn))
                .build()
        };
        Some(set.iter().map(balancer).collect())
    }

    pub(super) fn network(&self) -> Result<Option<sdk::NetworkConfiguration>> {
        let Some(block) = self.network_configuration.iter().flatten().next() else { return Ok(None) };
        let public = block.assign_public_ip.unwrap_or_default();
        let vpc = AwsVpcConfiguration::builder()
            .assign_public_ip(if public { AssignPublicIp::Enabled } else { AssignPublicIp::Disabled })
            .set_security_groups(block.security_groups.clone().map(|set| set.0))
            .set_subnets(Some(block.subnets.0.clone()))
            .build()?;
        Ok(Some(sdk::NetworkConfiguration::builder().awsvpc_configuration(vpc).build()))
    }

    pub(super) fn placement(&self) -> Option<Vec<sdk::PlacementStrategy>> {
        let blocks = self.ordered_placement_strategy.as_ref().filter(|blocks| !blocks.is_empty())?;
        let strategy = |block: &Placement| {
            sdk::PlacementStrategy::builder()
                .set_field(said(&block.field))
                .r#type(PlacementStrategyType::from(block.r#type.as_str()))
                .build()
        };
        Some(blocks.iter().map(strategy).collect())
    }

    pub(super) fn constraints(&self) -> Option<Vec<sdk::PlacementConstraint>> {
        let set = self.placement_constraints.as_ref().filter(|set| !set.is_empty())?;
        let constraint = |block: &Constraint| {
            sdk::PlacementConstraint::builder()
                .set_expression(said(&block.expression))
                .r#type(PlacementConstraintType::from(block.r#type.as_str()))
                .build()
        };
        Some(set.iter().map(constraint).collect())
    }

    pub(super) fn registries(&self) -> Option<Vec<ServiceRegistry>> {
        let blocks = self.service_registries.as_ref().filter(|blocks| !blocks.is_empty())?;
        let registry = |block: &Registry| {
            ServiceRegistry::builder()
                .set_container_name(said(&block.container_name))
                .set_container_port(block.container_port.filter(|port| *port != 0))
                .set_port(block.port.filter(|port| *port != 0))
                .registry_arn(&block.registry_arn)
                .build()
        };
        Some(blocks.iter().map(registry).collect())
    }

    pub(super) fn lattice(&self) -> Result<Option<Vec<VpcLatticeConfiguration>>> {
        let Some(set) = self.vpc_lattice_configurations.as_ref().filter(|set| !set.is_empty()) else {
            return Ok(None);
        };
        let items = set.iter().map(|block| {
            VpcLatticeConfiguration::builder()
                .port_name(&block.port_name)
                .role_arn(&block.role_arn)
                .target_group_arn(&block.target_group_arn)
                .build()
        });
        Ok(Some(items.collect::<Result<_, _>>()?))
    }

    /// The call that makes the service go from `prior` to `self`; `None` if only what ECS does not know changes.
    pub(super) fn changes(&self, prior: &Self, aws: &Aws) -> Result<Option<UpdateServiceFluentBuilder>> {
        let mut request = aws.ecs.update_service().service(prior.id()).set_cluster(said(&prior.cluster));
        let mut any = !same(&self.triggers, &prior.triggers)
            || !same(&self.force_new_deployment, &prior.force_new_deployment);
        let mut differs = |same: bool| {
            any |= !same;
            !same
        };
        if differs(same(&self.availability_zone_rebalancing, &prior.availability_zone_rebalancing)) {
            let zones = said(&self.availability_zone_rebalancing).unwrap_or_else(|| "DISABLED".into());
            request =
                request.availability_zone_rebalancing(AvailabilityZoneRebalancing::from(zones.as_str()));
        }
        if differs(same(&self.capacity_provider_strategy, &prior.capacity_provider_strategy)) {
            request = request.set_capacity_provider_strategy(self.strategies()?);
        }
        if differs(
            same(&self.deployment_circuit_breaker, &prior.deployment_circuit_breaker)
                && same(&self.alarms, &prior.alarms)
                && same(&self.deployment_maximum_percent, &prior.deployment_maximum_percent)
                && same(&self.deployment_minimum_healthy_percent, &prior.deployment_minimum_healthy_percent),
        ) {
            request = request.deployment_configuration(self.deployment()?);
        }
        if differs(same(&self.desired_count, &prior.desired_count))
            && self.scheduling_strategy.as_deref() != Some("DAEMON")
        {
            request = request.desired_count(self.desired_count.unwrap_or_default());
        }
        if differs(same(&self.enable_ecs_managed_tags, &prior.enable_ecs_managed_tags)) {
            request = request.set_enable_ecs_managed_tags(self.enable_ecs_managed_tags);
        }
        if differs(same(&self.enable_execute_command, &prior.enable_execute_command)) {
            request = request.set_enable_execute_command(self.enable_execute_command);
        }
        if differs(same(&self.health_check_grace_period_seconds, &prior.health_check_grace_period_seconds)) {
            let seconds = self.health_check_grace_period_seconds.unwrap_or_default();
            request = request.health_check_grace_period_seconds(seconds);
        }
        if differs(same(&self.load_balancer, &prior.load_balancer)) {
            request = request.set_load_balancers(Some(self.load_balancers().unwrap_or_default()));
        }
        if differs(same(&self.network_configuration, &prior.network_configuration)) {
            request = request.set_network_configuration(self.network()?);
        }
        if differs(same(&self.ordered_placement_strategy, &prior.ordered_placement_strategy)) {
            request = request.set_placement_strategy(Some(self.placement().unwrap_or_default()));
        }
        if differs(same(&self.placement_constraints, &prior.placement_constraints)) {
            request = request.set_placement_constraints(Some(self.constraints().unwrap_or_default()));
        }
        if differs(same(&self.platform_version, &prior.platform_version)) {
            request = request.set_platform_version(said(&self.platform_version));
        }
        if differs(same(&self.propagate_tags, &prior.propagate_tags)) {
            let from = said(&self.propagate_tags).unwrap_or_else(|| "NONE".into());
            request = request.propagate_tags(PropagateTags::from(from.as_str()));
        }
        if differs(same(&self.service_connect_configuration, &prior.service_connect_configuration)) {
            request = request.set_service_connect_configuration(self.service_connect()?);
        }
        if differs(same(&self.service_registries, &prior.service_registries)) {
            request = request.set_service_registries(Some(self.registries().unwrap_or_default()));
        }
        if differs(same(&self.task_definition, &prior.task_definition)) {
            request = request.set_task_definition(said(&self.task_definition));
        }
        if differs(same(&self.volume_configuration, &prior.volume_configuration)) {
            request = request.set_volume_configurations(Some(self.volumes()?.unwrap_or_default()));
        }
        if differs(same(&self.vpc_lattice_configurations, &prior.vpc_lattice_configurations)) {
            request = request.set_vpc_lattice_configurations(Some(self.lattice()?.unwrap_or_default()));
        }
        Ok(any.then(|| request.force_new_deployment(self.force_new_deployment.unwrap_or_default())))
    }

    /// Every attribute as ECS tells it. The cluster, the role and the task definition stay names where the
    /// configuration names them, and ARNs where it does not.
    pub(super) fn filled(self, found: sdk::Service) -> Self {
        let imported = self.name.is_empty();
        let in_form_of = |wanted: &Option<String>, arn: &str, name: fn(&str) -> &str| {
            let is_arn = wanted.as_deref().is_some_and(|wanted| wanted.starts_with("arn:"));
            if is_arn { arn.to_owned() } else { name(arn).to_owned() }
        };
        let cluster = found.cluster_arn.unwrap_or_default();
        let deployment =
            found.deployment_configuration.unwrap_or_else(|| DeploymentConfiguration::builder().build());
        let primary = found.deployments.into_iter().flatten();
        let primary = primary.into_iter().find(|one| one.status.as_deref() == Some("PRIMARY"));
        let (connect, volumes, lattice) = primary.map_or((None, None, None), |one| {
            (one.service_connect_configuration, one.volume_configurations, one.vpc_lattice_configurations)
        });
        let controller = found.deployment_controller.map_or("ECS".to_owned(), |kind| kind.r#type.to_string());
        let none = || Some(String::new());
        Service {
            id: found.service_arn,
            alarms: Some(deployment.alarms.map(Alarms::from_ecs).into_iter().collect()),
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
            deployment_circuit_breaker: Some(
                deployment
                    .deployment_circuit_breaker
                    .map(|breaker| CircuitBreaker { enable: breaker.enable, rollback: breaker.rollback })
                    .into_iter()
                    .collect(),
            ),
            deployment_controller: Some(vec![Controller { r#type: Some(controller) }]),
            deployment_maximum_percent: deployment.maximum_percent.or(self.deployment_maximum_percent),
            deployment_minimum_healthy_percent: deployment
                .minimum_healthy_percent
                .or(self.deployment_minimum_healthy_percent),
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
