//! The metrics that a target-tracking policy follows.

use crate::providers::aws::prelude::*;
use aws_sdk_applicationautoscaling::types::{
    CustomizedMetricSpecification, MetricDimension, MetricStatistic, MetricType,
    PredefinedMetricSpecification, TargetTrackingMetric, TargetTrackingMetricDataQuery,
    TargetTrackingMetricDimension, TargetTrackingMetricStat,
};

/// A metric that AWS has prepared.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Predefined {
    predefined_metric_type: Required<String>,
    #[attr(length = (0, 1023))]
    resource_label: Optional<String>,
}

/// A metric of one's own, or an expression over some.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Customized {
    #[attr(block)]
    dimensions: Optional<Set<Dimension>>,
    metric_name: Optional<String>,
    #[attr(block)]
    metrics: Optional<Set<Query>>,
    namespace: Optional<String>,
    #[attr(one_of = ["Average", "Minimum", "Maximum", "SampleCount", "Sum"])]
    statistic: Optional<String>,
    unit: Optional<String>,
}

/// What tells a metric's series from others.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Dimension {
    name: Required<String>,
    value: Required<String>,
}

/// A part of an expression.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Query {
    #[attr(length = (1, 255))]
    id: Required<String>,
    #[attr(length = (1, 2047))]
    expression: Optional<String>,
    #[attr(length = (1, 2047))]
    label: Optional<String>,
    #[attr(block, max_items = 1)]
    metric_stat: Optional<Vec<Stat>>,
    #[attr(default = true)]
    return_data: Optional<bool>,
}

/// A metric and its statistic.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Stat {
    #[attr(block, min_items = 1, max_items = 1)]
    metric: Required<Vec<Metric>>,
    #[attr(length = (1, 100))]
    stat: Required<String>,
    unit: Optional<String>,
}

/// A metric.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Metric {
    #[attr(block)]
    dimensions: Optional<Set<Dimension>>,
    metric_name: Required<String>,
    namespace: Required<String>,
}

impl Predefined {
    pub fn to_aws(&self) -> Result<PredefinedMetricSpecification> {
        Ok(PredefinedMetricSpecification::builder()
            .predefined_metric_type(MetricType::from(self.predefined_metric_type.as_str()))
            .set_resource_label(said(&self.resource_label))
            .build()?)
    }

    pub fn from_aws(found: PredefinedMetricSpecification) -> Self {
        Self {
            predefined_metric_type: found.predefined_metric_type.to_string(),
            resource_label: Some(found.resource_label.unwrap_or_default()),
        }
    }
}

impl Customized {
    pub fn to_aws(&self) -> Result<CustomizedMetricSpecification> {
        let dimensions = self.dimensions.iter().flat_map(|set| set.iter());
        let dimensions = dimensions
            .map(|block| MetricDimension::builder().name(&block.name).value(&block.value).build())
            .collect::<Result<Vec<_>, _>>()?;
        let queries = self.metrics.iter().flat_map(|set| set.iter()).map(Query::to_aws);
        let queries = queries.collect::<Result<Vec<_>>>()?;
        Ok(CustomizedMetricSpecification::builder()
            .set_dimensions(Some(dimensions).filter(|all| !all.is_empty()))
            .set_metric_name(said(&self.metric_name))
            .set_metrics(Some(queries).filter(|all| !all.is_empty()))
            .set_namespace(said(&self.namespace))
            .set_statistic(said(&self.statistic).map(|text| MetricStatistic::from(text.as_str())))
            .set_unit(said(&self.unit))
            .build())
    }

    pub fn from_aws(found: CustomizedMetricSpecification) -> Self {
        let dimensions = found.dimensions.into_iter().flatten();
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        Self {
            dimensions: Some(dimensions.map(|one| Dimension { name: one.name, value: one.value }).collect()),
            metric_name: text(found.metric_name),
            metrics: Some(found.metrics.into_iter().flatten().map(Query::from_aws).collect()),
            namespace: text(found.namespace),
            statistic: text(found.statistic.map(|statistic| statistic.to_string())),
            unit: text(found.unit),
        }
    }
}

impl Query {
    fn to_aws(&self) -> Result<TargetTrackingMetricDataQuery> {
        let stat = self.metric_stat.iter().flatten().next().map(Stat::to_aws).transpose()?;
        Ok(TargetTrackingMetricDataQuery::builder()
            .id(&self.id)
            .set_expression(said(&self.expression))
            .set_label(said(&self.label))
            .set_metric_stat(stat)
            .set_return_data(self.return_data)
            .build()?)
    }

    fn from_aws(found: TargetTrackingMetricDataQuery) -> Self {
        Self {
            id: found.id,
            expression: Some(found.expression.unwrap_or_default()),
            label: Some(found.label.unwrap_or_default()),
            metric_stat: Some(found.metric_stat.map(Stat::from_aws).into_iter().collect()),
            return_data: Some(found.return_data.unwrap_or(true)),
        }
    }
}

impl Stat {
    fn to_aws(&self) -> Result<TargetTrackingMetricStat> {
        let metric = self.metric.first().map(|block| {
            let dimensions = block.dimensions.iter().flat_map(|set| set.iter());
            let dimensions = dimensions
                .map(|one| TargetTrackingMetricDimension::builder().name(&one.name).value(&one.value).build())
                .collect::<Result<Vec<_>, _>>()?;
            Ok::<_, Error>(
                TargetTrackingMetric::builder()
                    .set_dimensions(Some(dimensions).filter(|all| !all.is_empty()))
                    .metric_name(&block.metric_name)
                    .namespace(&block.namespace)
                    .build(),
            )
        });
        Ok(TargetTrackingMetricStat::builder()
            .set_metric(metric.transpose()?)
            .stat(&self.stat)
            .set_unit(said(&self.unit))
            .build()?)
    }

    fn from_aws(found: TargetTrackingMetricStat) -> Self {
        let metric = found.metric.map(|metric| Metric {
            dimensions: Some(
                metric
                    .dimensions
                    .into_iter()
                    .flatten()
                    .map(|one| Dimension { name: one.name, value: one.value })
                    .collect(),
            ),
            metric_name: metric.metric_name.unwrap_or_default(),
            namespace: metric.namespace.unwrap_or_default(),
        });
        Self {
            metric: metric.into_iter().collect(),
            stat: found.stat,
            unit: Some(found.unit.unwrap_or_default()),
        }
    }
}
