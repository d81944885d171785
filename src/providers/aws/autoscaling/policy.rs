//! `aws_appautoscaling_policy`: when a target's capacity grows and shrinks.

use super::metrics::{Customized, Predefined};
use crate::providers::aws::prelude::*;
use aws_sdk_applicationautoscaling::types::{
    AdjustmentType, MetricAggregationType, PolicyType, ScalableDimension, ScalingPolicy as Found,
    ServiceNamespace, StepAdjustment, StepScalingPolicyConfiguration,
    TargetTrackingScalingPolicyConfiguration,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_appautoscaling_policy")]
pub struct ScalingPolicy {
    id: Computed<String>,
    arn: Computed<String>,
    alarm_arns: Computed<Vec<String>>,
    #[attr(force_new, length = (0, 255))]
    name: Required<String>,
    #[attr(default = "StepScaling")]
    policy_type: Optional<String>,
    #[attr(force_new)]
    resource_id: Required<String>,
    #[attr(force_new)]
    scalable_dimension: Required<String>,
    #[attr(force_new)]
    service_namespace: Required<String>,
    #[attr(block, max_items = 1)]
    step_scaling_policy_configuration: Optional<Vec<Steps>>,
    #[attr(block, max_items = 1)]
    target_tracking_scaling_policy_configuration: Optional<Vec<Tracking>>,
}

/// A metric is kept at a value.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Tracking {
    #[attr(block, max_items = 1)]
    customized_metric_specification: Optional<Vec<Customized>>,
    #[attr(default = false)]
    disable_scale_in: Optional<bool>,
    #[attr(block, max_items = 1)]
    predefined_metric_specification: Optional<Vec<Predefined>>,
    scale_in_cooldown: Optional<i32>,
    scale_out_cooldown: Optional<i32>,
    target_value: Required<f64>,
}

/// An alarm changes the capacity, the more the further the metric is off.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Steps {
    #[attr(one_of = ["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"])]
    adjustment_type: Optional<String>,
    cooldown: Optional<i32>,
    #[attr(one_of = ["Average", "Minimum", "Maximum"])]
    metric_aggregation_type: Optional<String>,
    min_adjustment_magnitude: Optional<i32>,
    #[attr(block)]
    step_adjustment: Optional<Set<Step>>,
}

/// One step: a range of the metric's distance from the alarm's threshold, and the change there.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Step {
    #[attr(normalize = number)]
    metric_interval_lower_bound: Optional<String>,
    #[attr(normalize = number)]
    metric_interval_upper_bound: Optional<String>,
    scaling_adjustment: Required<i32>,
}

/// A number in a text, in its shortest form.
fn number(value: &Value) -> Value {
    let number = value.as_str().and_then(|text| text.trim().parse::<f64>().ok());
    number.map_or_else(|| value.clone(), |number| number.to_string().into())
}

const GONE: &[&str] = &["ObjectNotFoundException"];

impl Resource<Aws> for ScalingPolicy {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(self.name.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws
            .autoscaling
            .describe_scaling_policies()
            .policy_names(&self.name)
            .resource_id(&self.resource_id)
            .scalable_dimension(self.dimension())
            .service_namespace(self.namespace());
        let found = request.send().await.or_gone(GONE)?;
        let same = |policy: &Found| {
            policy.policy_name == self.name
                && policy.resource_id == self.resource_id
                && policy.scalable_dimension.as_str() == self.scalable_dimension
        };
        let found = found.and_then(|found| found.scaling_policies).into_iter().flatten().find(same);
        let Some(found) = found else { return Ok(None) };
        let steps = found.step_scaling_policy_configuration.map(Steps::from_aws);
        let tracking = found.target_tracking_scaling_policy_configuration.map(Tracking::from_aws);
        Ok(Some(ScalingPolicy {
            id: self.id,
            arn: Some(found.policy_arn),
            alarm_arns: Some(found.alarms.into_iter().flatten().map(|alarm| alarm.alarm_arn).collect()),
            name: found.policy_name,
            policy_type: Some(found.policy_type.to_string()),
            resource_id: found.resource_id,
            scalable_dimension: found.scalable_dimension.to_string(),
            service_namespace: found.service_namespace.to_string(),
            step_scaling_policy_configuration: Some(steps.into_iter().collect()),
            target_tracking_scaling_policy_configuration: Some(tracking.into_iter().collect()),
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .autoscaling
            .delete_scaling_policy()
            .policy_name(&self.name)
            .resource_id(&self.resource_id)
            .scalable_dimension(self.dimension())
            .service_namespace(self.namespace());
        wait::retry(minutes(2), not_yet, || async {
            match request.clone().send().await.or_gone(GONE) {
                Err(error) if error.says("No scaling policy found") => Ok(None),
                answer => answer,
            }
        })
        .await?;
        Ok(())
    }

    /// By namespace, resource id, dimension and name, with slashes between them.
    fn import(id: &str) -> Result<Self> {
        let parts: Vec<_> = id.split('/').collect();
        match parts[..] {
            [namespace, ref resource @ .., dimension, name] if !resource.is_empty() => Ok(Self {
                id: Some(name.to_owned()),
                name: name.to_owned(),
                resource_id: resource.join("/"),
                scalable_dimension: dimension.to_owned(),
                service_namespace: namespace.to_owned(),
                ..Self::default()
            }),
            _ => Err(Error::Invalid(format!(
                "{id:?} is no NAMESPACE/RESOURCE-ID/DIMENSION/NAME, such as \
                 ecs/service/main/web/ecs:service:DesiredCount/cpu."
            ))),
        }
    }
}

/// The service behind the target does not see the policy's rights yet, or is asked too often.
fn not_yet(error: &Error) -> bool {
    error.is(&["FailedResourceAccessException"])
        && ["Rate exceeded", "is not authorized to perform", "token included in the request is invalid"]
            .iter()
            .any(|text| error.says(text))
}

impl ScalingPolicy {
    fn dimension(&self) -> ScalableDimension {
        ScalableDimension::from(self.scalable_dimension.as_str())
    }

    fn namespace(&self) -> ServiceNamespace {
        ServiceNamespace::from(self.service_namespace.as_str())
    }

    async fn put(&self, aws: &Aws) -> Result<()> {
        let steps = self.step_scaling_policy_configuration.iter().flatten().next();
        let tracking = self.target_tracking_scaling_policy_configuration.iter().flatten().next();
        let request = aws
            .autoscaling
            .put_scaling_policy()
            .policy_name(&self.name)
            .resource_id(&self.resource_id)
            .scalable_dimension(self.dimension())
            .service_namespace(self.namespace())
            .set_policy_type(said(&self.policy_type).map(|kind| PolicyType::from(kind.as_str())))
            .set_step_scaling_policy_configuration(steps.map(Steps::to_aws).transpose()?)
            .set_target_tracking_scaling_policy_configuration(tracking.map(Tracking::to_aws).transpose()?);
        let heals = |error: &Error| not_yet(error) || error.says("No scalable target registered");
        wait::retry(minutes(2), heals, || async { Ok(request.clone().send().await?) }).await?;
        Ok(())
    }
}

impl Tracking {
    fn to_aws(&self) -> Result<TargetTrackingScalingPolicyConfiguration> {
        let customized = self.customized_metric_specification.iter().flatten().next();
        let predefined = self.predefined_metric_specification.iter().flatten().next();
        Ok(TargetTrackingScalingPolicyConfiguration::builder()
            .target_value(self.target_value)
            .set_customized_metric_specification(customized.map(Customized::to_aws).transpose()?)
            .set_predefined_metric_specification(predefined.map(Predefined::to_aws).transpose()?)
            .set_disable_scale_in(self.disable_scale_in)
            .set_scale_in_cooldown(self.scale_in_cooldown)
            .set_scale_out_cooldown(self.scale_out_cooldown)
            .build()?)
    }

    fn from_aws(found: TargetTrackingScalingPolicyConfiguration) -> Self {
        let customized = found.customized_metric_specification.map(Customized::from_aws);
        let predefined = found.predefined_metric_specification.map(Predefined::from_aws);
        Self {
            customized_metric_specification: Some(customized.into_iter().collect()),
            disable_scale_in: Some(found.disable_scale_in.unwrap_or_default()),
            predefined_metric_specification: Some(predefined.into_iter().collect()),
            scale_in_cooldown: Some(found.scale_in_cooldown.unwrap_or_default()),
            scale_out_cooldown: Some(found.scale_out_cooldown.unwrap_or_default()),
            target_value: found.target_value,
        }
    }
}

impl Steps {
    fn to_aws(&self) -> Result<StepScalingPolicyConfiguration> {
        let bound = |text: &Option<String>| {
            said(text)
                .map(|text| {
                    text.trim()
                        .parse::<f64>()
                        .map_err(|_| Error::Invalid(format!("The bound {text:?} of a step is no number.")))
                })
                .transpose()
        };
        let steps = self.step_adjustment.iter().flat_map(|set| set.iter()).map(|block| {
            Ok(StepAdjustment::builder()
                .scaling_adjustment(block.scaling_adjustment)
                .set_metric_interval_lower_bound(bound(&block.metric_interval_lower_bound)?)
                .set_metric_interval_upper_bound(bound(&block.metric_interval_upper_bound)?)
                .build()?)
        });
        let steps = steps.collect::<Result<Vec<_>>>()?;
        Ok(StepScalingPolicyConfiguration::builder()
            .set_adjustment_type(said(&self.adjustment_type).map(|kind| AdjustmentType::from(kind.as_str())))
            .set_cooldown(self.cooldown)
            .set_metric_aggregation_type(
                said(&self.metric_aggregation_type).map(|kind| MetricAggregationType::from(kind.as_str())),
            )
            .set_min_adjustment_magnitude(self.min_adjustment_magnitude.filter(|n| *n != 0))
            .set_step_adjustments(Some(steps).filter(|all| !all.is_empty()))
            .build())
    }

    fn from_aws(found: StepScalingPolicyConfiguration) -> Self {
        let bound = |number: Option<f64>| Some(number.map(|number| number.to_string()).unwrap_or_default());
        let steps = found.step_adjustments.into_iter().flatten();
        Self {
            adjustment_type: Some(found.adjustment_type.map(|kind| kind.to_string()).unwrap_or_default()),
            cooldown: Some(found.cooldown.unwrap_or_default()),
            metric_aggregation_type: Some(
                found.metric_aggregation_type.map(|kind| kind.to_string()).unwrap_or_default(),
            ),
            min_adjustment_magnitude: Some(found.min_adjustment_magnitude.unwrap_or_default()),
            step_adjustment: Some(
                steps
                    .map(|step| Step {
                        metric_interval_lower_bound: bound(step.metric_interval_lower_bound),
                        metric_interval_upper_bound: bound(step.metric_interval_upper_bound),
                        scaling_adjustment: step.scaling_adjustment,
                    })
                    .collect(),
            ),
        }
    }
}
