//! `aws_ecs_cluster`: where services and tasks run.

use super::tagging;
use crate::providers::aws::prelude::*;
use aws_sdk_ecs::types::{
    self as sdk, ClusterConfiguration, ClusterField, ClusterServiceConnectDefaultsRequest, ClusterSetting,
    ExecuteCommandConfiguration, ExecuteCommandLogConfiguration, ExecuteCommandLogging,
    ManagedStorageConfiguration,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ecs_cluster")]
pub struct Cluster {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(block, max_items = 1)]
    configuration: Optional<Vec<Configuration>>,
    #[attr(force_new, length = (1, 255))]
    name: Required<String>,
    #[attr(block, max_items = 1)]
    service_connect_defaults: Optional<Vec<ServiceConnect>>,
    #[attr(block)]
    setting: Defaulted<Set<Setting>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

/// A switch of the cluster, such as `containerInsights`.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Setting {
    #[attr(one_of = ["containerInsights"])]
    name: Required<String>,
    value: Required<String>,
}

/// The namespace that Service Connect uses when a service names none.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct ServiceConnect {
    namespace: Required<String>,
}

/// What ECS Exec logs, and the keys of the storage that Fargate manages.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Configuration {
    #[attr(block, max_items = 1)]
    execute_command_configuration: Optional<Vec<ExecuteCommand>>,
    #[attr(block, max_items = 1)]
    managed_storage_configuration: Optional<Vec<ManagedStorage>>,
}

/// The keys of the storage that Fargate manages.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct ManagedStorage {
    fargate_ephemeral_storage_kms_key_id: Optional<String>,
    kms_key_id: Optional<String>,
}

/// What ECS Exec logs.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct ExecuteCommand {
    kms_key_id: Optional<String>,
    #[attr(block, max_items = 1)]
    log_configuration: Optional<Vec<ExecuteCommandLog>>,
    #[attr(default = "DEFAULT", one_of = ["NONE", "DEFAULT", "OVERRIDE"])]
    logging: Optional<String>,
}

/// Where ECS Exec logs to, if `logging` is `OVERRIDE`.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct ExecuteCommandLog {
    cloud_watch_encryption_enabled: Optional<bool>,
    cloud_watch_log_group_name: Optional<String>,
    s3_bucket_encryption_enabled: Optional<bool>,
    s3_bucket_name: Optional<String>,
    s3_key_prefix: Optional<String>,
}

const GONE: &str = "ClusterNotFoundException";

impl Resource<Aws> for Cluster {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        // The first cluster of an account makes the service-linked role, which is not seen at once.
        let heals = |error: &Error| error.says("Unable to assume the service linked role");
        let created = wait::retry(minutes(2), heals, || async {
            let request = aws
                .ecs
                .create_cluster()
                .cluster_name(&self.name)
                .set_configuration(self.configuration())
                .set_service_connect_defaults(self.service_connect()?)
                .set_settings(self.settings())
                .set_tags(tagging::to_ecs(&self.tags_all));
            Ok(request.send().await?.cluster)
        })
        .await?;
        self.id = created.and_then(|cluster| cluster.cluster_arn);
        self.wait(aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(cluster) = find(self.id(), aws).await? else { return Ok(None) };
        let settings = cluster.settings.into_iter().flatten().map(|setting| Setting {
            name: setting.name.map(|name| name.to_string()).unwrap_or_default(),
            value: setting.value.unwrap_or_default(),
        });
        let defaults = cluster
            .service_connect_defaults
            .map(|defaults| ServiceConnect { namespace: defaults.namespace.unwrap_or_default() });
        Ok(Some(Cluster {
            id: cluster.cluster_arn.clone(),
            arn: cluster.cluster_arn,
            configuration: Some(cluster.configuration.into_iter().map(from_configuration).collect()),
            name: cluster.cluster_name.unwrap_or_default(),
            service_connect_defaults: Some(defaults.into_iter().collect()),
            setting: Some(settings.collect()),
            tags: self.tags,
            tags_all: tagging::from_ecs(cluster.tags),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if !same(&self.configuration, &prior.configuration)
            || !same(&self.service_connect_defaults, &prior.service_connect_defaults)
            || !same(&self.setting, &prior.setting)
        {
            let request = aws
                .ecs
                .update_cluster()
                .cluster(prior.id())
                .set_configuration(self.configuration())
                .set_service_connect_defaults(self.service_connect()?)
                .set_settings(self.settings());
            request.send().await?;
            self.wait(aws).await?;
        }
        tagging::update(aws, prior.id(), &prior.tags_all, &self.tags_all).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        // What runs in it is on its way out when everything is destroyed together.
        const BUSY: &[&str] = &[
            "ClusterContainsContainerInstancesException",
            "ClusterContainsServicesException",
            "ClusterContainsTasksException",
            "UpdateInProgressException",
        ];
        wait::retry(
            minutes(10),
            |error| error.is(BUSY),
            || async { aws.ecs.delete_cluster().cluster(self.id()).send().await.or_gone(&[GONE]) },
        )
        .await?;
        wait::until("the deletion of the cluster", minutes(10), || async {
            Ok(match find(self.id(), aws).await? {
                None => Progress::Ready(()),
                Some(cluster) => Progress::Pending(cluster.status.unwrap_or_default()),
            })
        })
        .await
    }
}

impl Cluster {
    async fn wait(&self, aws: &Aws) -> Result<()> {
        wait::until("the cluster", minutes(10), || async {
            let status = find(self.id(), aws).await?.and_then(|cluster| cluster.status).unwrap_or_default();
            Ok(match status.as_str() {
                "ACTIVE" => Progress::Ready(()),
                "FAILED" => Progress::Failed { state: status, reason: String::new() },
                _ => Progress::Pending(status),
            })
        })
        .await
    }

    fn settings(&self) -> Option<Vec<ClusterSetting>> {
        let settings = self.setting.as_ref().filter(|settings| !settings.is_empty())?;
        let setting =
            |s: &Setting| ClusterSetting::builder().name(s.name.as_str().into()).value(&s.value).build();
        Some(settings.iter().map(setting).collect())
    }

    fn service_connect(&self) -> Result<Option<ClusterServiceConnectDefaultsRequest>> {
        let block = self.service_connect_defaults.iter().flatten().next();
        let request = block
            .map(|block| ClusterServiceConnectDefaultsRequest::builder().namespace(&block.namespace).build());
        Ok(request.transpose()?)
    }

    fn configuration(&self) -> Option<ClusterConfiguration> {
        let block = self.configuration.iter().flatten().next()?;
        let execute = block.execute_command_configuration.iter().flatten().next();
        let storage = block.managed_storage_configuration.iter().flatten().next();
        let execute = execute.map(|execute| {
            let log = execute.log_configuration.iter().flatten().next().map(|log| {
                ExecuteCommandLogConfiguration::builder()
                    .set_cloud_watch_encryption_enabled(log.cloud_watch_encryption_enabled)
                    .set_cloud_watch_log_group_name(said(&log.cloud_watch_log_group_name))
                    .set_s3_encryption_enabled(log.s3_bucket_encryption_enabled)
                    .set_s3_bucket_name(said(&log.s3_bucket_name))
                    .set_s3_key_prefix(said(&log.s3_key_prefix))
                    .build()
            });
            ExecuteCommandConfiguration::builder()
                .set_kms_key_id(said(&execute.kms_key_id))
                .set_logging(said(&execute.logging).map(|kind| ExecuteCommandLogging::from(kind.as_str())))
                .set_log_configuration(log)
                .build()
        });
        let storage = storage.map(|storage| {
            ManagedStorageConfiguration::builder()
                .set_kms_key_id(said(&storage.kms_key_id))
                .set_fargate_ephemeral_storage_kms_key_id(said(&storage.fargate_ephemeral_storage_kms_key_id))
                .build()
        });
        let builder = ClusterConfiguration::builder();
        Some(
            builder
                .set_execute_command_configuration(execute)
                .set_managed_storage_configuration(storage)
                .build(),
        )
    }
}

fn from_configuration(configuration: ClusterConfiguration) -> Configuration {
    let execute = configuration.execute_command_configuration.map(|execute| ExecuteCommand {
        kms_key_id: Some(execute.kms_key_id.unwrap_or_default()),
        log_configuration: Some(
            execute
                .log_configuration
                .map(|log| ExecuteCommandLog {
                    cloud_watch_encryption_enabled: Some(log.cloud_watch_encryption_enabled),
                    cloud_watch_log_group_name: Some(log.cloud_watch_log_group_name.unwrap_or_default()),
                    s3_bucket_encryption_enabled: Some(log.s3_encryption_enabled),
                    s3_bucket_name: Some(log.s3_bucket_name.unwrap_or_default()),
                    s3_key_prefix: Some(log.s3_key_prefix.unwrap_or_default()),
                })
                .into_iter()
                .collect(),
        ),
        logging: execute.logging.map(|kind| kind.to_string()),
    });
    let storage = configuration.managed_storage_configuration.map(|storage| ManagedStorage {
        fargate_ephemeral_storage_kms_key_id: Some(
            storage.fargate_ephemeral_storage_kms_key_id.unwrap_or_default(),
        ),
        kms_key_id: Some(storage.kms_key_id.unwrap_or_default()),
    });
    Configuration {
        execute_command_configuration: Some(execute.into_iter().collect()),
        managed_storage_configuration: Some(storage.into_iter().collect()),
    }
}

/// The cluster of this name or ARN; `None` if there is none or it is deleted.
pub async fn find(cluster: &str, aws: &Aws) -> Result<Option<sdk::Cluster>> {
    let request = aws.ecs.describe_clusters().clusters(cluster);
    let request = request
        .include(ClusterField::Tags)
        .include(ClusterField::Configurations)
        .include(ClusterField::Settings);
    let found = request.send().await.or_gone(&[GONE])?;
    let cluster = found.and_then(|found| found.clusters?.pop());
    Ok(cluster.filter(|cluster| cluster.status.as_deref() != Some("INACTIVE")))
}
