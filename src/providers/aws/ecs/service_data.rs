//! The data source `aws_ecs_service`.

use super::{service, tagging};
use crate::providers::aws::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ecs_service")]
pub struct Service {
    id: Computed<String>,
    arn: Computed<String>,
    availability_zone_rebalancing: Computed<String>,
    cluster_arn: Required<String>,
    desired_count: Computed<i32>,
    launch_type: Computed<String>,
    scheduling_strategy: Computed<String>,
    service_name: Required<String>,
    tags: Defaulted<Tags>,
    task_definition: Computed<String>,
}

impl Data<Aws> for Service {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let Some(found) = service::find(&self.service_name, Some(&self.cluster_arn), aws).await? else {
            return Err(Error::Invalid(format!(
                "There is no ECS service {:?} in the cluster {:?}. Check both names, the region and the account.",
                self.service_name, self.cluster_arn
            )));
        };
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        Ok(Service {
            id: found.service_arn.clone(),
            arn: found.service_arn,
            availability_zone_rebalancing: text(
                found.availability_zone_rebalancing.map(|kind| kind.to_string()),
            ),
            cluster_arn: found.cluster_arn.unwrap_or(self.cluster_arn),
            desired_count: Some(found.desired_count),
            launch_type: text(found.launch_type.map(|kind| kind.to_string())),
            scheduling_strategy: text(found.scheduling_strategy.map(|kind| kind.to_string())),
            service_name: found.service_name.unwrap_or(self.service_name),
            tags: tagging::from_ecs(found.tags),
            task_definition: found.task_definition,
        })
    }
}
