//! `aws_cloudwatch_metric_alarm`: tells when a metric leaves its bounds.

use crate::providers::aws::prelude::*;
use aws_sdk_cloudwatch::types::{
    self as sdk, ComparisonOperator, Dimension, MetricDataQuery, MetricStat, StandardUnit, Statistic, Tag,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_metric_alarm", version = 1)]
pub struct MetricAlarm {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(default = true)]
    actions_enabled: Optional<bool>,
    #[attr(max_items = 5)]
    alarm_actions: Optional<Set<String>>,
    #[attr(length = (0, 1024))]
    alarm_description: Optional<String>,
    #[attr(force_new, length = (0, 255))]
    alarm_name: Required<String>,
    #[attr(one_of = ["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold", "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"])]
    comparison_operator: Required<String>,
    #[attr(range = (1, i64::MAX))]
    datapoints_to_alarm: Optional<i32>,
    #[attr(conflicts = ["metric_query"])]
    dimensions: Optional<Tags>,
    #[attr(one_of = ["evaluate", "ignore"])]
    evaluate_low_sample_count_percentiles: Defaulted<String>,
    #[attr(range = (1, i64::MAX))]
    evaluation_periods: Required<i32>,
    #[attr(conflicts = ["statistic", "metric_query"])]
    extended_statistic: Optional<String>,
    #[attr(max_items = 5)]
    insufficient_data_actions: Optional<Set<String>>,
    #[attr(conflicts = ["metric_query"], length = (0, 255))]
    metric_name: Optional<String>,
    #[attr(block, conflicts = ["metric_name"])]
    metric_query: Optional<Set<Query>>,
    #[attr(conflicts = ["metric_query"], length = (0, 255))]
    namespace: Optional<String>,
    #[attr(max_items = 5)]
    ok_actions: Optional<Set<String>>,
    #[attr(conflicts = ["metric_query"])]
    period: Optional<i32>,
    #[attr(conflicts = ["extended_statistic", "metric_query"], one_of = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"])]
    statistic: Optional<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(conflicts = ["threshold_metric_id"])]
    threshold: Optional<f64>,
    #[attr(conflicts = ["threshold"], length = (1, 255))]
    threshold_metric_id: Optional<String>,
    #[attr(default = "missing", one_of = ["breaching", "ignore", "missing", "notBreaching"])]
    treat_missing_data: Optional<String>,
    #[attr(one_of = ["Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None"])]
    unit: Optional<String>,
}

/// A metric, or an expression over the other queries.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Query {
    #[attr(length = (1, 255))]
    id: Required<String>,
    #[attr(length = (1, 255))]
    account_id: Optional<String>,
    #[attr(length = (1, 1024))]
    expression: Optional<String>,
    label: Optional<String>,
    #[attr(block, max_items = 1)]
    metric: Optional<Vec<Metric>>,
    period: Optional<i32>,
    #[attr(default = false)]
    return_data: Optional<bool>,
}

/// A metric and its statistic.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Metric {
    dimensions: Optional<Tags>,
    #[attr(length = (0, 255))]
    metric_name: Required<String>,
    #[attr(length = (0, 255))]
    namespace: Optional<String>,
    period: Required<i32>,
    stat: Required<String>,
    unit: Optional<String>,
}

impl Resource<Aws> for MetricAlarm {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(to_cloudwatch(&self.tags_all), aws).await?;
        self.id = Some(self.alarm_name.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = aws.cloudwatch.describe_alarms().alarm_names(self.id()).send().await?;
        let Some(alarm) = found.metric_alarms.and_then(|mut alarms| alarms.pop()) else { return Ok(None) };
        let tags = match &alarm.alarm_arn {
            Some(arn) => aws.cloudwatch.list_tags_for_resource().resource_arn(arn).send().await?.tags,
            None => None,
        };
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let pairs = tags.into_iter().flatten();
        Ok(Some(MetricAlarm {
            id: self.id,
            arn: alarm.alarm_arn,
            actions_enabled: alarm.actions_enabled.or(Some(true)),
            alarm_actions: Some(alarm.alarm_actions.unwrap_or_default().into()),
            alarm_description: text(alarm.alarm_description),
            alarm_name: alarm.alarm_name.unwrap_or_default(),
            comparison_operator: alarm.comparison_operator.map(|kind| kind.to_string()).unwrap_or_default(),
            datapoints_to_alarm: Some(alarm.datapoints_to_alarm.unwrap_or_default()),
            dimensions: from_dimensions(alarm.dimensions),
            evaluate_low_sample_count_percentiles: text(alarm.evaluate_low_sample_count_percentile),
            evaluation_periods: alarm.evaluation_periods.unwrap_or_default(),
            extended_statistic: text(alarm.extended_statistic),
            insufficient_data_actions: Some(alarm.insufficient_data_actions.unwrap_or_default().into()),
            metric_name: text(alarm.metric_name),
            metric_query: Some(alarm.metrics.into_iter().flatten().map(Query::from_cloudwatch).collect()),
            namespace: text(alarm.namespace),
            ok_actions: Some(alarm.ok_actions.unwrap_or_default().into()),
            period: Some(alarm.period.unwrap_or_default()),
            statistic: text(alarm.statistic.map(|statistic| statistic.to_string())),
            tags: self.tags,
            tags_all: tags::from_pairs(
                pairs.filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default()))),
            ),
            threshold: Some(alarm.threshold.unwrap_or_default()),
            threshold_metric_id: text(alarm.threshold_metric_id),
            treat_missing_data: Some(alarm.treat_missing_data.unwrap_or_else(|| "missing".into())),
            unit: text(alarm.unit.map(|unit| unit.to_string())),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.put(None, aws).await?;
        let Some(change) = tags::change(&prior.tags_all, &self.tags_all) else { return Ok(()) };
        let arn = prior.arn.clone().unwrap_or_default();
        if !change.removed.is_empty() {
            let request = aws.cloudwatch.untag_resource().resource_arn(&arn);
            request.set_tag_keys(Some(change.removed)).send().await?;
        }
        if let Some(tags) = to_cloudwatch(&Some(change.added)) {
            aws.cloudwatch.tag_resource().resource_arn(&arn).set_tags(Some(tags)).send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let gone = &["ResourceNotFound", "ResourceNotFoundException"];
        aws.cloudwatch.delete_alarms().alarm_names(self.id()).send().await.or_gone(gone)?;
        Ok(())
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let period = config.get("period").and_then(Value::as_number).and_then(|period| period.as_i64());
        let wrong =
            period.filter(|period| ![10, 20, 30].contains(period) && (period % 60 != 0 || *period < 60));
        wrong.map(|_| ("period", "must be 10, 20, 30 or a multiple of 60".to_owned())).into_iter().collect()
    }
}

impl MetricAlarm {
    async fn put(&self, tags: Option<Vec<Tag>>, aws: &Aws) -> Result<()> {
        let list = |set: &Option<Set<String>>| Some(set.clone().unwrap_or_default().0);
        let queries: Vec<_> =
            self.metric_query.iter().flat_map(|set| set.iter()).map(Query::to_cloudwatch).collect();
        let some = |number: Option<i32>| number.filter(|number| *number != 0);
        // A band of anomaly detection takes the place of the threshold.
        let threshold = self.threshold.or(Some(0.0)).filter(|_| said(&self.threshold_metric_id).is_none());
        let request = aws
            .cloudwatch
            .put_metric_alarm()
            .alarm_name(&self.alarm_name)
            .set_actions_enabled(self.actions_enabled)
            .set_alarm_actions(list(&self.alarm_actions))
            .set_alarm_description(said(&self.alarm_description))
            .comparison_operator(ComparisonOperator::from(self.comparison_operator.as_str()))
            .set_datapoints_to_alarm(some(self.datapoints_to_alarm))
            .set_dimensions(to_dimensions(&self.dimensions))
            .set_evaluate_low_sample_count_percentile(said(&self.evaluate_low_sample_count_percentiles))
            .evaluation_periods(self.evaluation_periods)
            .set_extended_statistic(said(&self.extended_statistic))
            .set_insufficient_data_actions(list(&self.insufficient_data_actions))
            .set_metric_name(said(&self.metric_name))
            .set_metrics(Some(queries).filter(|queries| !queries.is_empty()))
            .set_namespace(said(&self.namespace))
            .set_ok_actions(list(&self.ok_actions))
            .set_period(some(self.period))
            .set_statistic(said(&self.statistic).map(|statistic| Statistic::from(statistic.as_str())))
            .set_tags(tags)
            .set_threshold(threshold)
            .set_threshold_metric_id(said(&self.threshold_metric_id))
            .set_treat_missing_data(said(&self.treat_missing_data))
            .set_unit(said(&self.unit).map(|unit| StandardUnit::from(unit.as_str())));
        request.send().await?;
        Ok(())
    }
}

impl Query {
    fn to_cloudwatch(&self) -> MetricDataQuery {
        let stat = self.metric.iter().flatten().next().map(|block| {
            let metric = sdk::Metric::builder()
                .set_dimensions(to_dimensions(&block.dimensions))
                .metric_name(&block.metric_name)
                .set_namespace(said(&block.namespace))
                .build();
            MetricStat::builder()
                .metric(metric)
                .period(block.period)
                .stat(&block.stat)
                .set_unit(said(&block.unit).map(|unit| StandardUnit::from(unit.as_str())))
                .build()
        });
        MetricDataQuery::builder()
            .id(&self.id)
            .set_account_id(said(&self.account_id))
            .set_expression(said(&self.expression))
            .set_label(said(&self.label))
            .set_metric_stat(stat)
            .set_period(self.period.filter(|period| *period != 0))
            .return_data(self.return_data.unwrap_or_default())
            .build()
    }

    fn from_cloudwatch(found: MetricDataQuery) -> Self {
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let metric = found.metric_stat.map(|stat| {
            let metric = stat.metric.unwrap_or_else(|| sdk::Metric::builder().build());
            Metric {
                dimensions: from_dimensions(metric.dimensions),
                metric_name: metric.metric_name.unwrap_or_default(),
                namespace: text(metric.namespace),
                period: stat.period.unwrap_or_default(),
                stat: stat.stat.unwrap_or_default(),
                unit: text(stat.unit.map(|unit| unit.to_string())),
            }
        });
        Self {
            id: found.id.unwrap_or_default(),
            account_id: text(found.account_id),
            expression: text(found.expression),
            label: text(found.label),
            metric: Some(metric.into_iter().collect()),
            period: Some(found.period.unwrap_or_default()),
            return_data: Some(found.return_data.unwrap_or_default()),
        }
    }
}

/// The tags as CloudWatch takes them; `None` if there are none.
pub(super) fn to_cloudwatch(tags: &Option<Tags>) -> Option<Vec<Tag>> {
    let tags = tags.as_ref().filter(|tags| !tags.is_empty())?;
    Some(tags.iter().map(|(k, v)| Tag::builder().key(k).value(v).build()).collect())
}

fn to_dimensions(dimensions: &Option<Tags>) -> Option<Vec<Dimension>> {
    let dimensions = dimensions.as_ref().filter(|dimensions| !dimensions.is_empty())?;
    Some(dimensions.iter().map(|(k, v)| Dimension::builder().name(k).value(v).build()).collect())
}

fn from_dimensions(found: Option<Vec<Dimension>>) -> Option<Tags> {
    let pairs = found.into_iter().flatten();
    Some(pairs.filter_map(|one| Some((one.name?, one.value.unwrap_or_default()))).collect())
}
