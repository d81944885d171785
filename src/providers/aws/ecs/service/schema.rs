//! The attributes of a service.

use super::{connect::ServiceConnect, volumes::VolumeConfiguration};
use crate::providers::aws::prelude::*;

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
    pub(super) port_name: Required<String>,
    pub(super) role_arn: Required<String>,
    pub(super) target_group_arn: Required<String>,
}

/// A Cloud Map service that gets the tasks.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Registry {
    pub(super) container_name: Optional<String>,
    #[attr(range = (0, 65536))]
    pub(super) container_port: Optional<i32>,
    #[attr(range = (0, 65536))]
    pub(super) port: Optional<i32>,
    pub(super) registry_arn: Required<String>,
}

/// Which machines may run the tasks.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Constraint {
    pub(super) expression: Optional<String>,
    #[attr(one_of = ["distinctInstance", "memberOf"])]
    pub(super) r#type: Required<String>,
}

/// How the tasks are spread over machines.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Placement {
    #[attr(equal = same_case)]
    pub(super) field: Optional<String>,
    #[attr(one_of = ["random", "spread", "binpack"])]
    pub(super) r#type: Required<String>,
}

/// Where the network interfaces of the tasks are.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Network {
    #[attr(default = false)]
    pub(super) assign_public_ip: Optional<bool>,
    pub(super) security_groups: Optional<Set<String>>,
    pub(super) subnets: Required<Set<String>>,
}

/// A target group that gets the tasks.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct LoadBalancer {
    pub(super) container_name: Required<String>,
    #[attr(range = (0, 65536))]
    pub(super) container_port: Required<i32>,
    pub(super) elb_name: Optional<String>,
    pub(super) target_group_arn: Optional<String>,
}

/// Who makes deployments.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Controller {
    #[attr(force_new, default = "ECS", one_of = ["ECS", "CODE_DEPLOY", "EXTERNAL"])]
    pub(super) r#type: Optional<String>,
}

/// Whether a deployment whose tasks do not start is given up.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct CircuitBreaker {
    pub(super) enable: Required<bool>,
    pub(super) rollback: Required<bool>,
}

/// How many tasks a capacity provider gets.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Strategy {
    #[attr(range = (0, 100_000))]
    pub(super) base: Optional<i32>,
    pub(super) capacity_provider: Required<String>,
    #[attr(range = (0, 1000))]
    pub(super) weight: Optional<i32>,
}

/// The alarms that make a deployment fail.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Alarms {
    pub(super) alarm_names: Required<Set<String>>,
    pub(super) enable: Required<bool>,
    pub(super) rollback: Required<bool>,
}

/// Whether two texts differ in upper and lower case only.
fn same_case(a: &Value, b: &Value) -> bool {
    matches!((a.as_str(), b.as_str()), (Some(a), Some(b)) if a.eq_ignore_ascii_case(b))
}
