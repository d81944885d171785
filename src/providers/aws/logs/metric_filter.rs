//! `aws_cloudwatch_log_metric_filter`: a metric that is made of the events that match a pattern.

use super::changing;
use crate::providers::aws::prelude::*;
use aws_sdk_cloudwatchlogs::types::{MetricFilter as Found, MetricTransformation, StandardUnit};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_log_metric_filter")]
pub struct MetricFilter {
    id: Computed<String>,
    #[attr(force_new, length = (1, 512))]
    log_group_name: Required<String>,
    #[attr(block, min_items = 1, max_items = 1)]
    metric_transformation: Required<Vec<Transformation>>,
    #[attr(force_new, length = (1, 512))]
    name: Required<String>,
    #[attr(length = (0, 1024), normalize = trimmed)]
    pattern: Required<String>,
}

/// The metric, and its value for an event.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Transformation {
    default_value: Optional<String>,
    dimensions: Optional<Tags>,
    #[attr(length = (1, 255))]
    name: Required<String>,
    #[attr(length = (1, 255))]
    namespace: Required<String>,
    #[attr(default = "None", one_of = ["Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None"])]
    unit: Optional<String>,
    #[attr(length = (0, 100))]
    value: Required<String>,
}

const GONE: &[&str] = &["ResourceNotFoundException"];

impl Resource<Aws> for MetricFilter {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(self.name.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find(&self.log_group_name, &self.name, aws).await? else { return Ok(None) };
        let transformations = found.metric_transformations.into_iter().flatten();
        Ok(Some(MetricFilter {
            id: self.id,
            log_group_name: found.log_group_name.unwrap_or(self.log_group_name),
            metric_transformation: transformations.map(Transformation::from_logs).collect(),
            name: found.filter_name.unwrap_or(self.name),
            pattern: found.filter_pattern.unwrap_or_default(),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.id = prior.id.clone();
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        wait::retry(minutes(2), changing, || async {
            let request = aws.logs.delete_metric_filter().log_group_name(&self.log_group_name);
            request.filter_name(&self.name).send().await.or_gone(GONE)
        })
        .await?;
        Ok(())
    }

    /// By the names of the log group and the filter, with a colon between them.
    fn import(id: &str) -> Result<Self> {
        match id.split_once(':') {
            Some((group, name)) if !group.is_empty() && !name.is_empty() => Ok(Self {
                id: Some(name.to_owned()),
                log_group_name: group.to_owned(),
                name: name.to_owned(),
                ..Self::default()
            }),
            _ => Err(Error::Invalid(format!("{id:?} is no LOG-GROUP:FILTER, such as /ecs/web:errors."))),
        }
    }
}

impl MetricFilter {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let transformations = self.metric_transformation.iter().map(Transformation::to_logs);
        let request = aws
            .logs
            .put_metric_filter()
            .log_group_name(&self.log_group_name)
            .filter_name(&self.name)
            .filter_pattern(self.pattern.trim())
            .set_metric_transformations(Some(transformations.collect::<Result<_>>()?));
        wait::retry(minutes(2), changing, || async { Ok(request.clone().send().await?) }).await?;
        Ok(())
    }
}

impl Transformation {
    fn to_logs(&self) -> Result<MetricTransformation> {
        let default = said(&self.default_value).map(|text| {
            text.trim().parse::<f64>().map_err(|_| {
                Error::Invalid(format!("The `default_value` {text:?} of a metric is no number."))
            })
        });
        let dimensions = self.dimensions.clone().filter(|dimensions| !dimensions.is_empty());
        Ok(MetricTransformation::builder()
            .set_default_value(default.transpose()?)
            .set_dimensions(dimensions.map(|dimensions| dimensions.into_iter().collect()))
            .metric_name(&self.name)
            .metric_namespace(&self.namespace)
            .metric_value(&self.value)
            .set_unit(said(&self.unit).map(|unit| StandardUnit::from(unit.as_str())))
            .build()?)
    }

    fn from_logs(found: MetricTransformation) -> Self {
        Self {
            default_value: Some(found.default_value.map(|number| number.to_string()).unwrap_or_default()),
            dimensions: Some(found.dimensions.into_iter().flatten().collect()),
            name: found.metric_name,
            namespace: found.metric_namespace,
            unit: Some(found.unit.map_or_else(|| "None".to_owned(), |unit| unit.to_string())),
            value: found.metric_value,
        }
    }
}

/// The filter of exactly this name; `None` if there is none.
async fn find(group: &str, name: &str, aws: &Aws) -> Result<Option<Found>> {
    let request = aws.logs.describe_metric_filters().log_group_name(group).filter_name_prefix(name);
    let mut pages = request.into_paginator().send();
    while let Some(page) = pages.next().await {
        let Some(page) = page.or_gone(GONE)? else { return Ok(None) };
        let same = |filter: &Found| filter.filter_name.as_deref() == Some(name);
        if let Some(found) = page.metric_filters.into_iter().flatten().find(same) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// For `#[attr(normalize = …)]`: the text without white space around it.
fn trimmed(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |text| text.trim().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_has_two_parts() {
        let filter = MetricFilter::import("/ecs/web:errors").unwrap();
        assert_eq!((filter.log_group_name.as_str(), filter.name.as_str()), ("/ecs/web", "errors"));
        assert!(MetricFilter::import("errors").is_err());
    }

    #[test]
    fn a_default_value_is_a_number() {
        for (text, value) in [("0", Some(0.0)), ("1.5", Some(1.5)), ("", None)] {
            let block = Transformation { default_value: Some(text.into()), ..Transformation::default() };
            assert_eq!(block.to_logs().unwrap().default_value, value, "{text}");
        }
        let wrong = Transformation { default_value: Some("x".into()), ..Transformation::default() };
        assert!(wrong.to_logs().is_err());
    }
}
