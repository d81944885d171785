//! A task of ECS as a target.

use crate::providers::aws::{prelude::*, tags};
use aws_sdk_eventbridge::types::{
    AssignPublicIp, AwsVpcConfiguration, CapacityProviderStrategyItem, EcsParameters, LaunchType,
    NetworkConfiguration, PlacementConstraint, PlacementConstraintType, PlacementStrategy,
    PlacementStrategyType, PropagateTags, Tag,
};

/// A task that is started.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Ecs {
    #[attr(block)]
    capacity_provider_strategy: Optional<Set<Strategy>>,
    #[attr(default = false)]
    enable_ecs_managed_tags: Optional<bool>,
    #[attr(default = false)]
    enable_execute_command: Optional<bool>,
    #[attr(length = (1, 255))]
    group: Optional<String>,
    #[attr(one_of = ["EC2", "FARGATE", "EXTERNAL"])]
    launch_type: Optional<String>,
    #[attr(block, max_items = 1)]
    network_configuration: Optional<Vec<Network>>,
    #[attr(block, max_items = 5)]
    ordered_placement_strategy: Optional<Vec<Placement>>,
    #[attr(block, max_items = 10)]
    placement_constraint: Optional<Set<Constraint>>,
    #[attr(length = (0, 1600))]
    platform_version: Optional<String>,
    #[attr(one_of = ["TASK_DEFINITION"])]
    propagate_tags: Optional<String>,
    tags: Optional<Tags>,
    #[attr(default = 1, range = (1, 2_147_483_647))]
    task_count: Optional<i32>,
    task_definition_arn: Required<String>,
}

/// Which machines may run the task.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Constraint {
    expression: Optional<String>,
    #[attr(one_of = ["distinctInstance", "memberOf"])]
    r#type: Required<String>,
}

/// How tasks are spread over machines.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Placement {
    field: Optional<String>,
    #[attr(one_of = ["random", "spread", "binpack"])]
    r#type: Required<String>,
}

/// Where the network interface of the task is.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Network {
    #[attr(default = false)]
    assign_public_ip: Optional<bool>,
    security_groups: Optional<Set<String>>,
    subnets: Required<Set<String>>,
}

/// How many tasks a capacity provider gets.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Strategy {
    #[attr(range = (0, 100_000))]
    base: Optional<i32>,
    #[attr(length = (1, 255))]
    capacity_provider: Required<String>,
    #[attr(range = (0, 1000))]
    weight: Optional<i32>,
}

impl Ecs {
    pub fn to_events(&self) -> Result<EcsParameters> {
        let strategies = self.capacity_provider_strategy.iter().flat_map(|set| set.iter()).map(|block| {
            CapacityProviderStrategyItem::builder()
                .capacity_provider(&block.capacity_provider)
                .set_base(block.base)
                .set_weight(block.weight)
                .build()
        });
        let strategies = strategies.collect::<Result<Vec<_>, _>>()?;
        let constraints = self.placement_constraint.iter().flat_map(|set| set.iter()).map(|block| {
            PlacementConstraint::builder()
                .set_expression(said(&block.expression))
                .r#type(PlacementConstraintType::from(block.r#type.as_str()))
                .build()
        });
        let placement = self.ordered_placement_strategy.iter().flatten().map(|block| {
            PlacementStrategy::builder()
                .set_field(said(&block.field))
                .r#type(PlacementStrategyType::from(block.r#type.as_str()))
                .build()
        });
        let (constraints, placement): (Vec<_>, Vec<_>) = (constraints.collect(), placement.collect());
        let tags = self.tags.iter().flatten();
        let tags =
            tags.map(|(k, v)| Tag::builder().key(k).value(v).build()).collect::<Result<Vec<_>, _>>()?;
        Ok(EcsParameters::builder()
            .task_definition_arn(&self.task_definition_arn)
            .set_capacity_provider_strategy(Some(strategies).filter(|all| !all.is_empty()))
            .set_enable_ecs_managed_tags(self.enable_ecs_managed_tags)
            .set_enable_execute_command(self.enable_execute_command)
            .set_group(said(&self.group))
            .set_launch_type(said(&self.launch_type).map(|kind| LaunchType::from(kind.as_str())))
            .set_network_configuration(
                self.network_configuration.iter().flatten().next().map(Network::to_events).transpose()?,
            )
            .set_placement_constraints(Some(constraints).filter(|all| !all.is_empty()))
            .set_placement_strategy(Some(placement).filter(|all| !all.is_empty()))
            .set_platform_version(said(&self.platform_version))
            .set_propagate_tags(said(&self.propagate_tags).map(|from| PropagateTags::from(from.as_str())))
            .set_tags(Some(tags).filter(|tags| !tags.is_empty()))
            .set_task_count(self.task_count)
            .build()?)
    }

    pub fn from_events(found: EcsParameters) -> Self {
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let strategies = found.capacity_provider_strategy.into_iter().flatten();
        let constraints = found.placement_constraints.into_iter().flatten();
        let placement = found.placement_strategy.into_iter().flatten();
        let tags = found.tags.into_iter().flatten().map(|tag| (tag.key, tag.value));
        Self {
            capacity_provider_strategy: Some(
                strategies
                    .map(|item| Strategy {
                        base: Some(item.base),
                        capacity_provider: item.capacity_provider,
                        weight: Some(item.weight),
                    })
                    .collect(),
            ),
            enable_ecs_managed_tags: Some(found.enable_ecs_managed_tags),
            enable_execute_command: Some(found.enable_execute_command),
            group: text(found.group),
            launch_type: text(found.launch_type.map(|kind| kind.to_string())),
            network_configuration: Some(
                found.network_configuration.and_then(Network::from_events).into_iter().collect(),
            ),
            ordered_placement_strategy: Some(
                placement
                    .map(|one| Placement {
                        field: text(one.field),
                        r#type: one.r#type.map(|kind| kind.to_string()).unwrap_or_default(),
                    })
                    .collect(),
            ),
            placement_constraint: Some(
                constraints
                    .map(|one| Constraint {
                        expression: text(one.expression),
                        r#type: one.r#type.map(|kind| kind.to_string()).unwrap_or_default(),
                    })
                    .collect(),
            ),
            platform_version: text(found.platform_version),
            propagate_tags: text(found.propagate_tags.map(|from| from.to_string())),
            tags: tags::from_pairs(tags),
            task_count: Some(found.task_count.unwrap_or(1)),
            task_definition_arn: found.task_definition_arn,
        }
    }
}

impl Network {
    fn to_events(&self) -> Result<NetworkConfiguration> {
        let public = self.assign_public_ip.unwrap_or_default();
        let vpc = AwsVpcConfiguration::builder()
            .assign_public_ip(if public { AssignPublicIp::Enabled } else { AssignPublicIp::Disabled })
            .set_security_groups(self.security_groups.clone().map(|set| set.0).filter(|set| !set.is_empty()))
            .set_subnets(Some(self.subnets.0.clone()))
            .build()?;
        Ok(NetworkConfiguration::builder().awsvpc_configuration(vpc).build())
    }

    fn from_events(found: NetworkConfiguration) -> Option<Self> {
        let vpc = found.awsvpc_configuration?;
        Some(Self {
            assign_public_ip: Some(vpc.assign_public_ip == Some(AssignPublicIp::Enabled)),
            security_groups: Some(vpc.security_groups.unwrap_or_default().into()),
            subnets: vpc.subnets.into(),
        })
    }
}
