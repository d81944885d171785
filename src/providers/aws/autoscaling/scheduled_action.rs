//! `aws_appautoscaling_scheduled_action`: other limits of a target at a certain time.

use aws_sdk_applicationautoscaling::{
    primitives::{DateTime, DateTimeFormat},
    types::{ScalableDimension, ScalableTargetAction, ScheduledAction as Found, ServiceNamespace},
};

use crate::providers::aws::{prelude::*, time};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_appautoscaling_scheduled_action")]
pub struct ScheduledAction {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(equal = same_time)]
    end_time: Optional<String>,
    #[attr(force_new, length = (1, 256))]
    name: Required<String>,
    #[attr(force_new)]
    resource_id: Required<String>,
    #[attr(force_new)]
    scalable_dimension: Required<String>,
    #[attr(block, min_items = 1, max_items = 1)]
    scalable_target_action: Required<Vec<Limits>>,
    schedule: Required<String>,
    #[attr(force_new)]
    service_namespace: Required<String>,
    #[attr(equal = same_time)]
    start_time: Optional<String>,
    #[attr(default = "UTC")]
    timezone: Optional<String>,
}

/// The limits from then on. They are texts, so that 0 is not nothing.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Limits {
    max_capacity: Optional<String>,
    min_capacity: Optional<String>,
}

const GONE: &[&str] = &["ObjectNotFoundException"];

impl Resource<Aws> for ScheduledAction {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(format!("{}-{}-{}", self.name, self.service_namespace, self.resource_id));
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = self.find(aws).await? else { return Ok(None) };
        let number = |number: Option<i32>| Some(number.map(|number| number.to_string()).unwrap_or_default());
        let limits = found.scalable_target_action.map(|action| Limits {
            max_capacity: number(action.max_capacity),
            min_capacity: number(action.min_capacity),
        });
        Ok(Some(ScheduledAction {
            id: self.id,
            arn: Some(found.scheduled_action_arn),
            end_time: Some(time::rfc3339(found.end_time.as_ref())),
            name: found.scheduled_action_name,
            resource_id: found.resource_id,
            scalable_dimension: found
                .scalable_dimension
                .map_or(self.scalable_dimension, |dimension| dimension.to_string()),
            scalable_target_action: limits.into_iter().collect(),
            schedule: found.schedule,
            service_namespace: found.service_namespace.to_string(),
            start_time: Some(time::rfc3339(found.start_time.as_ref())),
            timezone: Some(found.timezone.unwrap_or_default()),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.id = prior.id.clone();
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .autoscaling
            .delete_scheduled_action()
            .scheduled_action_name(&self.name)
            .resource_id(&self.resource_id)
            .scalable_dimension(self.dimension())
            .service_namespace(self.namespace());
        request.send().await.or_gone(GONE)?;
        Ok(())
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let block = config.get("scalable_target_action").and_then(Value::as_sequence);
        let empty = |block: &Value| {
            let limits = block.as_mapping();
            ["max_capacity", "min_capacity"]
                .iter()
                .all(|name| limits.and_then(|limits| limits.get(*name)).is_none_or(Value::is_null))
        };
        if block.and_then(|blocks| blocks.first()).is_some_and(|block| block.is_known() && empty(block)) {
            let text = "must have `max_capacity`, `min_capacity` or both";
            return vec![("scalable_target_action", text.to_owned())];
        }
        Vec::new()
    }

    fn import(_id: &str) -> Result<Self> {
        Err(Error::Invalid(
            "aws_appautoscaling_scheduled_action cannot be imported. Leave the import out and apply: an action of \
             the same name is changed and not made twice."
                .into(),
        ))
    }
}

impl ScheduledAction {
    fn dimension(&self) -> ScalableDimension {
        ScalableDimension::from(self.scalable_dimension.as_str())
    }

    fn namespace(&self) -> ServiceNamespace {
        ServiceNamespace::from(self.service_namespace.as_str())
    }

    async fn find(&self, aws: &Aws) -> Result<Option<Found>> {
        let request = aws
            .autoscaling
            .describe_scheduled_actions()
            .scheduled_action_names(&self.name)
            .resource_id(&self.resource_id)
            .scalable_dimension(self.dimension())
            .service_namespace(self.namespace());
        let found = request.send().await.or_gone(GONE)?.and_then(|found| found.scheduled_actions);
        Ok(found.into_iter().flatten().find(|action| action.scheduled_action_name == self.name))
    }

    async fn put(&self, aws: &Aws) -> Result<()> {
        let limits = self.scalable_target_action.first().map(Limits::to_aws).transpose()?;
        let request = aws
            .autoscaling
            .put_scheduled_action()
            .scheduled_action_name(&self.name)
            .resource_id(&self.resource_id)
            .scalable_dimension(self.dimension())
            .service_namespace(self.namespace())
            .schedule(&self.schedule)
            .set_timezone(said(&self.timezone))
            .set_start_time(moment("start_time", &self.start_time)?)
            .set_end_time(moment("end_time", &self.end_time)?)
            .set_scalable_target_action(limits);
        // A target that was registered a moment ago is not seen yet.
        let heals = |error: &Error| error.is(GONE);
        wait::retry(minutes(5), heals, || async { Ok(request.clone().send().await?) }).await?;
        Ok(())
    }
}

impl Limits {
    fn to_aws(&self) -> Result<ScalableTargetAction> {
        let number = |text: &Option<String>| {
            said(text)
                .map(|text| {
                    text.trim()
                        .parse::<i32>()
                        .map_err(|_| Error::Invalid(format!("The capacity {text:?} is no whole number.")))
                })
                .transpose()
        };
        Ok(ScalableTargetAction::builder()
            .set_max_capacity(number(&self.max_capacity)?)
            .set_min_capacity(number(&self.min_capacity)?)
            .build())
    }
}

/// The moment that an RFC 3339 text means.
fn moment(name: &str, text: &Option<String>) -> Result<Option<DateTime>> {
    let parsed = said(text).map(|text| {
        DateTime::from_str(&text, DateTimeFormat::DateTimeWithOffset).map_err(|_| {
            Error::Invalid(format!("`{name}` {text:?} is no RFC 3339 time, such as 2026-01-31T23:59:59Z."))
        })
    });
    parsed.transpose()
}

/// For `#[attr(equal = …)]`: whether two texts mean the same moment.
fn same_time(a: &Value, b: &Value) -> bool {
    let parse = |value: &Value| moment("", &value.as_str().map(str::to_owned)).ok().flatten();
    a == b || matches!((parse(a), parse(b)), (Some(a), Some(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_the_same_in_every_zone() {
        for (a, b, same) in [
            ("2026-01-01T00:00:00Z", "2026-01-01T09:00:00+09:00", true),
            ("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", false),
            ("x", "x", true),
            ("x", "2026-01-01T00:00:00Z", false),
        ] {
            assert_eq!(same_time(&a.into(), &b.into()), same, "{a} and {b}");
        }
    }

    #[test]
    fn a_capacity_of_zero_is_a_capacity() {
        let limits = Limits { max_capacity: Some("0".into()), min_capacity: Some(String::new()) };
        let action = limits.to_aws().unwrap();
        assert_eq!((action.max_capacity, action.min_capacity), (Some(0), None));
        assert!(Limits { max_capacity: Some("two".into()), min_capacity: None }.to_aws().is_err());
    }
}
