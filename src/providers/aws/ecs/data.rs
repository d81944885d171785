//! The data source `aws_ecs_cluster`.

use super::{cluster, tagging};
use crate::providers::aws::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ecs_cluster")]
pub struct Cluster {
    id: Computed<String>,
    arn: Computed<String>,
    cluster_name: Required<String>,
    pending_tasks_count: Computed<i32>,
    registered_container_instances_count: Computed<i32>,
    running_tasks_count: Computed<i32>,
    service_connect_defaults: Computed<Vec<ServiceConnect>>,
    setting: Computed<Set<Setting>>,
    status: Computed<String>,
    tags: Defaulted<Tags>,
}

/// A switch of the cluster.
#[derive(Debug, Default, Clone, Schema)]
pub struct Setting {
    name: Computed<String>,
    value: Computed<String>,
}

/// The namespace that Service Connect uses when a service names none.
#[derive(Debug, Default, Clone, Schema)]
pub struct ServiceConnect {
    namespace: Computed<String>,
}

impl Data<Aws> for Cluster {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let Some(cluster) = cluster::find(&self.cluster_name, aws).await? else {
            return Err(Error::Invalid(format!(
                "There is no ECS cluster {:?} in {}. Check its name, the region and the account.",
                self.cluster_name, aws.region
            )));
        };
        let settings = cluster.settings.into_iter().flatten();
        let defaults = cluster.service_connect_defaults.into_iter();
        Ok(Cluster {
            id: cluster.cluster_arn.clone(),
            arn: cluster.cluster_arn,
            cluster_name: self.cluster_name,
            pending_tasks_count: Some(cluster.pending_tasks_count),
            registered_container_instances_count: Some(cluster.registered_container_instances_count),
            running_tasks_count: Some(cluster.running_tasks_count),
            service_connect_defaults: Some(
                defaults.map(|defaults| ServiceConnect { namespace: defaults.namespace }).collect(),
            ),
            setting: Some(
                settings
                    .map(|setting| Setting {
                        name: setting.name.map(|name| name.to_string()),
                        value: setting.value,
                    })
                    .collect(),
            ),
            status: cluster.status,
            tags: tagging::from_ecs(cluster.tags),
        })
    }
}
