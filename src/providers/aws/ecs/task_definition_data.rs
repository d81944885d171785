//! The data source `aws_ecs_task_definition`.

use super::task_definition::{
    self,
    blocks::{Accelerator, Constraint, EphemeralStorage, Platform, Proxy, Volume},
};
use crate::{
    providers::aws::prelude::*,
    schema::{Attributes, Field},
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ecs_task_definition")]
pub struct TaskDefinition {
    id: Computed<String>,
    arn: Computed<String>,
    arn_without_revision: Computed<String>,
    container_definitions: Computed<String>,
    cpu: Computed<String>,
    enable_fault_injection: Computed<bool>,
    ephemeral_storage: Computed<Vec<EphemeralStorage>>,
    execution_role_arn: Computed<String>,
    family: Computed<String>,
    inference_accelerator: Computed<Vec<Accelerator>>,
    ipc_mode: Computed<String>,
    memory: Computed<String>,
    network_mode: Computed<String>,
    pid_mode: Computed<String>,
    placement_constraints: Computed<Set<Constraint>>,
    proxy_configuration: Computed<Vec<Proxy>>,
    requires_compatibilities: Computed<Set<String>>,
    revision: Computed<i32>,
    runtime_platform: Computed<Vec<Platform>>,
    status: Computed<String>,
    task_definition: Required<String>,
    task_role_arn: Computed<String>,
    volume: Computed<Set<Volume>>,
}

impl Data<Aws> for TaskDefinition {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let Some(found) = task_definition::TaskDefinition::named(&self.task_definition).read(aws).await?
        else {
            return Err(Error::Invalid(format!(
                "There is no active task definition {:?} in {}. Check its family or ARN, the region and the account.",
                self.task_definition, aws.region
            )));
        };
        // The names are the same, so what the resource tells is what the data source tells.
        let mut object = found.encode();
        let arn = object.get("arn").cloned().unwrap_or_default();
        object.insert("id".into(), arn);
        object.insert("status".into(), "ACTIVE".into());
        object.insert("task_definition".into(), self.task_definition.encode());
        Ok(Self::decode(&object)?)
    }
}
