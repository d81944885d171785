//! `aws_ecs_task_definition`: one revision of what a task is made of.

pub(super) mod blocks;

use super::{containers, tagging};
use crate::providers::aws::prelude::*;
use aws_sdk_ecs::types::{
    Compatibility, IpcMode, NetworkMode, PidMode, TaskDefinition as Found, TaskDefinitionField,
    TaskDefinitionStatus,
};
use blocks::{Accelerator, Constraint, EphemeralStorage, Platform, Proxy, Volume};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ecs_task_definition", version = 1)]
pub struct TaskDefinition {
    id: Computed<String>,
    arn: Computed<String>,
    arn_without_revision: Computed<String>,
    #[attr(force_new, equal = containers::equal, normalize = containers::normalize)]
    container_definitions: Required<String>,
    #[attr(force_new)]
    cpu: Optional<String>,
    #[attr(force_new)]
    enable_fault_injection: Defaulted<bool>,
    #[attr(block, force_new, max_items = 1)]
    ephemeral_storage: Optional<Vec<EphemeralStorage>>,
    #[attr(force_new)]
    execution_role_arn: Optional<String>,
    #[attr(force_new, length = (1, 255))]
    family: Required<String>,
    #[attr(block, force_new)]
    inference_accelerator: Optional<Set<Accelerator>>,
    #[attr(force_new, one_of = ["host", "task", "none"])]
    ipc_mode: Optional<String>,
    #[attr(force_new)]
    memory: Optional<String>,
    #[attr(force_new, one_of = ["bridge", "host", "awsvpc", "none"])]
    network_mode: Defaulted<String>,
    #[attr(force_new, one_of = ["host", "task"])]
    pid_mode: Optional<String>,
    #[attr(block, force_new, max_items = 10)]
    placement_constraints: Optional<Set<Constraint>>,
    #[attr(block, force_new, max_items = 1)]
    proxy_configuration: Optional<Vec<Proxy>>,
    #[attr(force_new)]
    requires_compatibilities: Optional<Set<String>>,
    revision: Computed<i32>,
    #[attr(block, force_new, max_items = 1)]
    runtime_platform: Optional<Vec<Platform>>,
    #[attr(default = false)]
    skip_destroy: Optional<bool>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(force_new)]
    task_role_arn: Optional<String>,
    #[attr(default = false)]
    track_latest: Optional<bool>,
    #[attr(block, force_new)]
    volume: Optional<Set<Volume>>,
}

/// ECS answers `ClientException` for a task definition that it does not know.
const GONE: &str = "ClientException";

impl Resource<Aws> for TaskDefinition {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let definitions = containers::parse(&self.container_definitions)?;
        let volumes = self.volume.iter().flat_map(|set| set.iter()).map(Volume::to_ecs);
        let compatibilities = self.requires_compatibilities.as_ref().filter(|set| !set.is_empty());
        let request = aws
            .ecs
            .register_task_definition()
            .family(&self.family)
            .set_container_definitions(Some(Vec::new()))
            .set_cpu(said(&self.cpu))
            .set_enable_fault_injection(self.enable_fault_injection.filter(|on| *on))
            .set_ephemeral_storage(
                self.ephemeral_storage.iter().flatten().next().map(EphemeralStorage::to_ecs),
            )
            .set_execution_role_arn(said(&self.execution_role_arn))
            .set_inference_accelerators(
                self.inference_accelerator
                    .as_ref()
                    .filter(|set| !set.is_empty())
                    .map(|set| set.iter().map(Accelerator::to_ecs).collect::<Result<_>>())
                    .transpose()?,
            )
            .set_ipc_mode(said(&self.ipc_mode).map(|mode| IpcMode::from(mode.as_str())))
            .set_memory(said(&self.memory))
            .set_network_mode(said(&self.network_mode).map(|mode| NetworkMode::from(mode.as_str())))
            .set_pid_mode(said(&self.pid_mode).map(|mode| PidMode::from(mode.as_str())))
            .set_placement_constraints(
                self.placement_constraints
                    .as_ref()
                    .filter(|set| !set.is_empty())
                    .map(|set| set.iter().map(Constraint::to_ecs).collect()),
            )
            .set_proxy_configuration(
                self.proxy_configuration.iter().flatten().next().map(Proxy::to_ecs).transpose()?,
            )
            .set_requires_compatibilities(
                compatibilities
                    .map(|set| set.iter().map(|kind| Compatibility::from(kind.as_str())).collect()),
            )
            .set_runtime_platform(self.runtime_platform.iter().flatten().next().map(Platform::to_ecs))
            .set_tags(tagging::to_ecs(&self.tags_all))
            .set_task_role_arn(said(&self.task_role_arn))
            .set_volumes(Some(volumes.collect::<Result<Vec<_>>>()?).filter(|volumes| !volumes.is_empty()));
        let sent = request
            .customize()
            .mutate_request(move |request| containers::into_body(request, &definitions))
            .send()
            .await?;
        let made = sent.task_definition.ok_or(Error::Missing("the task definition"))?;
        self.id = made.family;
        self.arn = made.task_definition_arn;
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let latest = self.track_latest.unwrap_or_default();
        let wanted = if latest { self.id().to_owned() } else { self.arn.clone().unwrap_or_default() };
        let Some((found, tags, definitions)) = find(&wanted, aws).await? else { return Ok(None) };
        let arn = found.task_definition_arn.unwrap_or_default();
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        Ok(Some(TaskDefinition {
            id: found.family.clone(),
            arn_without_revision: arn.rsplit_once(':').map(|(family, _)| family.to_owned()),
            arn: Some(arn),
            container_definitions: definitions,
            cpu: text(found.cpu),
            enable_fault_injection: Some(found.enable_fault_injection.unwrap_or_default()),
            ephemeral_storage: Some(
                found.ephemeral_storage.map(EphemeralStorage::from_ecs).into_iter().collect(),
            ),
            execution_role_arn: text(found.execution_role_arn),
            family: found.family.unwrap_or_default(),
            inference_accelerator: Some(
                found.inference_accelerators.into_iter().flatten().map(Accelerator::from_ecs).collect(),
            ),
            ipc_mode: text(found.ipc_mode.map(|mode| mode.to_string())),
            memory: text(found.memory),
            network_mode: text(found.network_mode.map(|mode| mode.to_string())),
            pid_mode: text(found.pid_mode.map(|mode| mode.to_string())),
            placement_constraints: Some(
                found.placement_constraints.into_iter().flatten().map(Constraint::from_ecs).collect(),
            ),
            proxy_configuration: Some(found.proxy_configuration.map(Proxy::from_ecs).into_iter().collect()),
            requires_compatibilities: Some(
                found.requires_compatibilities.into_iter().flatten().map(|kind| kind.to_string()).collect(),
            ),
            revision: Some(found.revision),
            runtime_platform: Some(found.runtime_platform.map(Platform::from_ecs).into_iter().collect()),
            skip_destroy: self.skip_destroy,
            tags: self.tags,
            tags_all: tags,
            task_role_arn: text(found.task_role_arn),
            track_latest: self.track_latest,
            volume: Some(found.volumes.into_iter().flatten().map(Volume::from_ecs).collect()),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let arn = prior.arn.as_deref().unwrap_or_default();
        tagging::update(aws, arn, &prior.tags_all, &self.tags_all).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        if self.skip_destroy.unwrap_or_default() {
            return Ok(());
        }
        let arn = self.arn.as_deref().unwrap_or_default();
        aws.ecs.deregister_task_definition().task_definition(arn).send().await.or_gone(&[GONE])?;
        Ok(())
    }

    /// Outside the `awsvpc` network mode, a container's port on the host is not the container's port.
    fn refine(plan: &mut Refine<'_>) {
        let (config, mode) = (plan.config("container_definitions").clone(), plan.planned("network_mode"));
        if plan.prior.is_none() || !config.is_known() || mode.as_str() == Some("awsvpc") {
            return;
        }
        if !containers::same(plan.prior("container_definitions"), &config, false) {
            plan.set("container_definitions", containers::normalize(&config));
            plan.require_replace("container_definitions");
        }
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let definitions = config.get("container_definitions").and_then(Value::as_str).map(containers::parse);
        match definitions {
            Some(Err(error)) => vec![("container_definitions", error.to_string())],
            _ => Vec::new(),
        }
    }

    /// By the ARN of a revision.
    fn import(id: &str) -> Result<Self> {
        let family = id.rsplit('/').next().and_then(|name| Some(name.rsplit_once(':')?.0.to_owned()));
        match family.filter(|_| id.starts_with("arn:")) {
            Some(family) => Ok(Self { id: Some(family), arn: Some(id.to_owned()), ..Self::default() }),
            None => Err(Error::Invalid(format!(
                "{id:?} is no ARN of a task definition with a revision, such as \
                 arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3."
            ))),
        }
    }
}

impl TaskDefinition {
    /// The task definition of this ARN, this `family:revision` or the latest of this family, ready for `read`.
    pub(super) fn named(name: &str) -> Self {
        Self { arn: Some(name.to_owned()), ..Self::default() }
    }
}

/// The task definition of this ARN, or the latest of this family, with its tags and its container definitions.
/// `None` if there is none that can be used.
async fn find(arn: &str, aws: &Aws) -> Result<Option<(Found, Option<Tags>, String)>> {
    let answer = containers::Answer::default();
    let request = aws.ecs.describe_task_definition().task_definition(arn).include(TaskDefinitionField::Tags);
    let found = request.customize().interceptor(answer.clone()).send().await.or_gone(&[GONE])?;
    let Some(found) = found else { return Ok(None) };
    let tags = tagging::from_ecs(found.tags);
    let active =
        |definition: &Found| definition.status.as_ref().is_none_or(|s| *s == TaskDefinitionStatus::Active);
    Ok(found.task_definition.filter(active).map(|definition| (definition, tags, answer.definitions())))
}
