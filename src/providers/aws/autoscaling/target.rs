//! `aws_appautoscaling_target`: something that has a capacity, and its limits.

use crate::providers::aws::prelude::*;
use aws_sdk_applicationautoscaling::types::{
    ScalableDimension, ScalableTarget as Found, ServiceNamespace, SuspendedState,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_appautoscaling_target")]
pub struct ScalableTarget {
    id: Computed<String>,
    arn: Computed<String>,
    max_capacity: Required<i32>,
    min_capacity: Required<i32>,
    #[attr(force_new)]
    resource_id: Required<String>,
    role_arn: Defaulted<String>,
    #[attr(force_new)]
    scalable_dimension: Required<String>,
    #[attr(force_new)]
    service_namespace: Required<String>,
    #[attr(block, max_items = 1)]
    suspended_state: Defaulted<Vec<Suspended>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

/// Which scaling is halted.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Suspended {
    #[attr(default = false)]
    dynamic_scaling_in_suspended: Optional<bool>,
    #[attr(default = false)]
    dynamic_scaling_out_suspended: Optional<bool>,
    #[attr(default = false)]
    scheduled_scaling_suspended: Optional<bool>,
}

const GONE: &[&str] = &["ObjectNotFoundException"];

impl Resource<Aws> for ScalableTarget {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let tags = self.tags_all.clone().filter(|tags| !tags.is_empty());
        self.register(tags, aws).await?;
        self.id = Some(self.resource_id.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = self.find(aws).await? else { return Ok(None) };
        let tags = match &found.scalable_target_arn {
            Some(arn) => aws.autoscaling.list_tags_for_resource().resource_arn(arn).send().await?.tags,
            None => None,
        };
        let suspended = found.suspended_state.map(|state| Suspended {
            dynamic_scaling_in_suspended: Some(state.dynamic_scaling_in_suspended.unwrap_or_default()),
            dynamic_scaling_out_suspended: Some(state.dynamic_scaling_out_suspended.unwrap_or_default()),
            scheduled_scaling_suspended: Some(state.scheduled_scaling_suspended.unwrap_or_default()),
        });
        Ok(Some(ScalableTarget {
            id: self.id,
            arn: found.scalable_target_arn,
            max_capacity: found.max_capacity,
            min_capacity: found.min_capacity,
            resource_id: found.resource_id,
            role_arn: Some(found.role_arn),
            scalable_dimension: found.scalable_dimension.to_string(),
            service_namespace: found.service_namespace.to_string(),
            suspended_state: Some(suspended.into_iter().collect()),
            tags: self.tags,
            tags_all: tags::from_pairs(tags.into_iter().flatten()),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if self.max_capacity != prior.max_capacity
            || self.min_capacity != prior.min_capacity
            || !same(&self.role_arn, &prior.role_arn)
            || !same(&self.suspended_state, &prior.suspended_state)
        {
            self.register(None, aws).await?;
        }
        let Some(change) = tags::change(&prior.tags_all, &self.tags_all) else { return Ok(()) };
        let arn = prior.arn.clone().unwrap_or_default();
        if !change.removed.is_empty() {
            let request = aws.autoscaling.untag_resource().resource_arn(&arn);
            request.set_tag_keys(Some(change.removed)).send().await?;
        }
        if !change.added.is_empty() {
            let tags = change.added.into_iter().collect();
            aws.autoscaling.tag_resource().resource_arn(&arn).set_tags(Some(tags)).send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.autoscaling.deregister_scalable_target().resource_id(&self.resource_id);
        let request = request
            .scalable_dimension(ScalableDimension::from(self.scalable_dimension.as_str()))
            .service_namespace(ServiceNamespace::from(self.service_namespace.as_str()));
        match request.send().await.or_gone(GONE) {
            Err(error) if error.says("No scalable target found") => {}
            answer => {
                answer?;
            }
        }
        wait::until("the deletion of the scalable target", minutes(5), || async {
            Ok(match self.find(aws).await? {
                None => Progress::Ready(()),
                Some(_) => Progress::Pending("registered".into()),
            })
        })
        .await
    }

    /// By namespace, resource id and dimension, with slashes between them.
    fn import(id: &str) -> Result<Self> {
        let parts: Vec<_> = id.split('/').collect();
        match parts[..] {
            [namespace, ref resource @ .., dimension] if !resource.is_empty() => Ok(Self {
                id: Some(resource.join("/")),
                resource_id: resource.join("/"),
                scalable_dimension: dimension.to_owned(),
                service_namespace: namespace.to_owned(),
                ..Self::default()
            }),
            _ => Err(Error::Invalid(format!(
                "{id:?} is no NAMESPACE/RESOURCE-ID/DIMENSION, such as ecs/service/main/web/ecs:service:DesiredCount."
            ))),
        }
    }
}

impl ScalableTarget {
    async fn find(&self, aws: &Aws) -> Result<Option<Found>> {
        let request = aws.autoscaling.describe_scalable_targets().resource_ids(&self.resource_id);
        let found = request
            .scalable_dimension(ScalableDimension::from(self.scalable_dimension.as_str()))
            .service_namespace(ServiceNamespace::from(self.service_namespace.as_str()))
            .send()
            .await?;
        let same = |target: &Found| target.scalable_dimension.as_str() == self.scalable_dimension;
        Ok(found.scalable_targets.into_iter().flatten().find(same))
    }

    async fn register(&self, tags: Option<Tags>, aws: &Aws) -> Result<()> {
        let suspended = self.suspended_state.iter().flatten().next().map(|block| {
            SuspendedState::builder()
                .set_dynamic_scaling_in_suspended(block.dynamic_scaling_in_suspended)
                .set_dynamic_scaling_out_suspended(block.dynamic_scaling_out_suspended)
                .set_scheduled_scaling_suspended(block.scheduled_scaling_suspended)
                .build()
        });
        let request = aws
            .autoscaling
            .register_scalable_target()
            .max_capacity(self.max_capacity)
            .min_capacity(self.min_capacity)
            .resource_id(&self.resource_id)
            .set_role_arn(said(&self.role_arn))
            .scalable_dimension(ScalableDimension::from(self.scalable_dimension.as_str()))
            .service_namespace(ServiceNamespace::from(self.service_namespace.as_str()))
            .set_suspended_state(suspended)
            .set_tags(tags.map(|tags| tags.into_iter().collect()));
        // A role or a service that was made a moment ago is not seen yet.
        let heals = |error: &Error| {
            error.is(&["ValidationException"])
                && (error.says("Unable to assume IAM role") || error.says("ECS service doesn't exist"))
        };
        wait::retry(minutes(2), heals, || async { Ok(request.clone().send().await?) }).await?;
        Ok(())
    }
}
