//! `aws_ecs_cluster_capacity_providers`: where a cluster gets its machines from.

use super::cluster;
use crate::providers::aws::prelude::*;
use aws_sdk_ecs::types::CapacityProviderStrategyItem;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ecs_cluster_capacity_providers")]
pub struct ClusterCapacityProviders {
    id: Computed<String>,
    capacity_providers: Optional<Set<String>>,
    #[attr(force_new)]
    cluster_name: Required<String>,
    #[attr(block)]
    default_capacity_provider_strategy: Optional<Set<Strategy>>,
}

/// How many tasks a provider gets.
#[derive(Debug, Default, Clone, Schema)]
pub struct Strategy {
    #[attr(default = 0, range = (0, 100_000))]
    base: Optional<i32>,
    capacity_provider: Required<String>,
    #[attr(default = 0, range = (0, 1000))]
    weight: Optional<i32>,
}

impl Resource<Aws> for ClusterCapacityProviders {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(self.cluster_name.clone());
        wait_for(&self.cluster_name, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(cluster) = cluster::find(self.id(), aws).await? else { return Ok(None) };
        let strategies = cluster.default_capacity_provider_strategy.into_iter().flatten();
        Ok(Some(ClusterCapacityProviders {
            id: self.id,
            capacity_providers: Some(cluster.capacity_providers.unwrap_or_default().into()),
            cluster_name: cluster.cluster_name.unwrap_or_default(),
            default_capacity_provider_strategy: Some(
                strategies
                    .map(|item| Strategy {
                        base: Some(item.base),
                        capacity_provider: item.capacity_provider,
                        weight: Some(item.weight),
                    })
                    .collect(),
            ),
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        wait_for(&self.cluster_name, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let none = ClusterCapacityProviders { cluster_name: self.id().to_owned(), ..Self::default() };
        if none.put(aws).await.or_gone(&["ClusterNotFoundException"])?.is_none() {
            return Ok(());
        }
        wait_for(self.id(), aws).await
    }
}

impl ClusterCapacityProviders {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let providers = self.capacity_providers.iter().flat_map(|providers| providers.iter()).cloned();
        let providers: Vec<_> = providers.collect();
        let strategies = self.default_capacity_provider_strategy.iter().flat_map(|set| set.iter());
        let strategies = strategies.map(|block| {
            CapacityProviderStrategyItem::builder()
                .capacity_provider(&block.capacity_provider)
                .set_base(block.base)
                .set_weight(block.weight)
                .build()
        });
        let strategies = strategies.collect::<Result<Vec<_>, _>>()?;
        let busy = |error: &Error| {
            error.is(&["UpdateInProgressException", "ResourceInUseException"])
                || error.says("Unable to assume the service linked role")
        };
        wait::retry(minutes(10), busy, || async {
            let request = aws.ecs.put_cluster_capacity_providers().cluster(&self.cluster_name);
            let request = request.set_capacity_providers(Some(providers.clone()));
            Ok(request.set_default_capacity_provider_strategy(Some(strategies.clone())).send().await?)
        })
        .await?;
        Ok(())
    }
}

async fn wait_for(name: &str, aws: &Aws) -> Result<()> {
    wait::until("the capacity providers of the cluster", minutes(10), || async {
        let Some(cluster) = cluster::find(name, aws).await? else { return Ok(Progress::Ready(())) };
        Ok(match cluster.attachments_status.as_deref() {
            Some(state @ "UPDATE_IN_PROGRESS") => Progress::Pending(state.into()),
            Some(state @ "UPDATE_FAILED") => Progress::Failed { state: state.into(), reason: String::new() },
            _ => Progress::Ready(()),
        })
    })
    .await
}
