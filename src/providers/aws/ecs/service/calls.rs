//! What goes to ECS when a service is created or changed.

use aws_sdk_ecs::{
    operation::update_service::builders::UpdateServiceFluentBuilder,
    types::{
        self as sdk, AssignPublicIp, AvailabilityZoneRebalancing, AwsVpcConfiguration,
        CapacityProviderStrategyItem, DeploymentAlarms, DeploymentConfiguration, DeploymentControllerType,
        PlacementConstraintType, PlacementStrategyType, PropagateTags, ServiceRegistry,
        VpcLatticeConfiguration,
    },
};

use super::schema::{Constraint, LoadBalancer, Placement, Registry, Service};
use crate::providers::aws::prelude::*;

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
            // What the configuration leaves out is 100; a daemon then has what ECS gives it.
            .set_minimum_healthy_percent(
                self.deployment_minimum_healthy_percent.filter(|percent| !daemon || *percent != 100),
            )
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
}
