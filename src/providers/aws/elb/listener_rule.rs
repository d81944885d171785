//! `aws_lb_listener_rule`: which requests of a listener are treated otherwise, and how.

use super::{
    actions::{Action, RuleForward},
    tagging,
};
use crate::providers::aws::prelude::*;
use aws_sdk_elasticloadbalancingv2::types::{
    HostHeaderConditionConfig, HttpHeaderConditionConfig, HttpRequestMethodConditionConfig,
    PathPatternConditionConfig, QueryStringConditionConfig, QueryStringKeyValuePair, RuleCondition,
    RulePriorityPair, SourceIpConditionConfig,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lb_listener_rule")]
pub struct ListenerRule {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(block, min_items = 1)]
    action: Required<Vec<Action<RuleForward>>>,
    #[attr(block, min_items = 1)]
    condition: Required<Set<Condition>>,
    #[attr(force_new)]
    listener_arn: Required<String>,
    #[attr(range = (1, 99999))]
    priority: Defaulted<i32>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

/// What a request must have. One kind a block.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Condition {
    #[attr(block, max_items = 1)]
    host_header: Optional<Vec<Values>>,
    #[attr(block, max_items = 1)]
    http_header: Optional<Vec<Header>>,
    #[attr(block, max_items = 1)]
    http_request_method: Optional<Vec<Values>>,
    #[attr(block, max_items = 1)]
    path_pattern: Optional<Vec<Values>>,
    #[attr(block)]
    query_string: Optional<Set<Pair>>,
    #[attr(block, max_items = 1)]
    source_ip: Optional<Vec<Values>>,
}

/// The values of which the request must have one.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Values {
    values: Required<Set<String>>,
}

/// A header of the request.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Header {
    http_header_name: Required<String>,
    values: Required<Set<String>>,
}

/// A parameter of the request's query.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Pair {
    key: Optional<String>,
    value: Required<String>,
}

const GONE: &[&str] = &["RuleNotFound"];

/// The priority that the API calls `default`.
const DEFAULT: i32 = 99999;

impl Resource<Aws> for ListenerRule {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let wanted = self.priority.filter(|priority| *priority != 0);
        // Without a priority of its own the rule comes last, and two such rules can meet at the same number.
        let meets = |error: &Error| wanted.is_none() && error.is(&["PriorityInUse"]);
        let made = wait::retry(minutes(5), meets, || async {
            let priority = match wanted {
                Some(priority) => priority,
                None => last_priority(&self.listener_arn, aws).await? + 1,
            };
            let request = aws
                .elb
                .create_rule()
                .listener_arn(&self.listener_arn)
                .priority(priority)
                .set_actions(Some(Action::all_to_elb(&self.action)))
                .set_conditions(Some(self.condition.iter().map(Condition::to_elb).collect()))
                .set_tags(tagging::to_elb(&self.tags_all));
            Ok(request.send().await?.rules)
        })
        .await?;
        self.id = made.and_then(|mut rules| rules.pop()).and_then(|rule| rule.rule_arn);
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = aws.elb.describe_rules().rule_arns(self.id()).send().await.or_gone(GONE)?;
        let Some(rule) = found.and_then(|found| found.rules?.pop()) else { return Ok(None) };
        let conditions = rule.conditions.into_iter().flatten().map(Condition::from_elb);
        Ok(Some(ListenerRule {
            arn: rule.rule_arn,
            action: Action::all_from_elb(rule.actions, &self.action),
            condition: conditions.collect(),
            listener_arn: listener_of(self.id()),
            priority: match rule.priority.as_deref() {
                Some("default") => Some(DEFAULT),
                priority => priority.and_then(|priority| priority.parse().ok()),
            },
            tags: self.tags,
            tags_all: tagging::of(aws, self.id.as_deref().unwrap_or_default()).await?,
            id: self.id,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if let Some(priority) = changed(&prior.priority, &self.priority) {
            let pair = RulePriorityPair::builder().rule_arn(prior.id()).priority(*priority).build();
            aws.elb.set_rule_priorities().rule_priorities(pair).send().await?;
        }
        if self.action != prior.action || self.condition != prior.condition {
            let request = aws.elb.modify_rule().rule_arn(prior.id());
            let conditions = self.condition.iter().map(Condition::to_elb).collect();
            request
                .set_actions(Some(Action::all_to_elb(&self.action)))
                .set_conditions(Some(conditions))
                .send()
                .await?;
        }
        tagging::update(aws, prior.id(), &prior.tags_all, &self.tags_all).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.elb.delete_rule().rule_arn(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }

    fn import(id: &str) -> Result<Self> {
        if !id.contains(":listener-rule/") {
            return Err(Error::Invalid(format!("{id:?} is no ARN of a listener rule.")));
        }
        Ok(Self { id: Some(id.to_owned()), ..Self::default() })
    }
}

/// The highest priority of the listener's rules; 0 if it has none.
async fn last_priority(listener: &str, aws: &Aws) -> Result<i32> {
    let (mut last, mut marker) = (0, None);
    loop {
        let page = aws.elb.describe_rules().listener_arn(listener).set_marker(marker).send().await?;
        let priorities = page.rules.into_iter().flatten();
        let priorities = priorities.filter_map(|rule| rule.priority?.parse::<i32>().ok());
        last = priorities.fold(last, i32::max);
        marker = page.next_marker.filter(|marker| !marker.is_empty());
        if marker.is_none() {
            return Ok(last);
        }
    }
}

/// The ARN of the listener that a rule's ARN holds.
fn listener_of(rule: &str) -> String {
    let listener = rule.replacen(":listener-rule/", ":listener/", 1);
    listener.rsplit_once('/').map_or(listener.clone(), |(listener, _)| listener.to_owned())
}

impl Condition {
    fn to_elb(&self) -> RuleCondition {
        let first = |blocks: &Option<Vec<Values>>| Some(blocks.iter().flatten().next()?.values.0.clone());
        let builder = RuleCondition::builder();
        if let Some(values) = first(&self.host_header) {
            let config = HostHeaderConditionConfig::builder().set_values(Some(values)).build();
            builder.field("host-header").host_header_config(config)
        } else if let Some(values) = first(&self.path_pattern) {
            let config = PathPatternConditionConfig::builder().set_values(Some(values)).build();
            builder.field("path-pattern").path_pattern_config(config)
        } else if let Some(values) = first(&self.http_request_method) {
            let config = HttpRequestMethodConditionConfig::builder().set_values(Some(values)).build();
            builder.field("http-request-method").http_request_method_config(config)
        } else if let Some(values) = first(&self.source_ip) {
            let config = SourceIpConditionConfig::builder().set_values(Some(values)).build();
            builder.field("source-ip").source_ip_config(config)
        } else if let Some(header) = self.http_header.iter().flatten().next() {
            let config = HttpHeaderConditionConfig::builder()
                .http_header_name(&header.http_header_name)
                .set_values(Some(header.values.0.clone()))
                .build();
            builder.field("http-header").http_header_config(config)
        } else {
            let pairs = self.query_string.iter().flat_map(|set| set.iter()).map(|pair| {
                QueryStringKeyValuePair::builder().set_key(said(&pair.key)).value(&pair.value).build()
            });
            let config = QueryStringConditionConfig::builder().set_values(Some(pairs.collect())).build();
            builder.field("query-string").query_string_config(config)
        }
        .build()
    }

    fn from_elb(found: RuleCondition) -> Self {
        let values = |values: Option<Vec<String>>| vec![Values { values: values.unwrap_or_default().into() }];
        let mut condition = Condition {
            host_header: Some(Vec::new()),
            http_header: Some(Vec::new()),
            http_request_method: Some(Vec::new()),
            path_pattern: Some(Vec::new()),
            query_string: Some(Set::default()),
            source_ip: Some(Vec::new()),
        };
        match found.field.as_deref() {
            Some("host-header") => {
                condition.host_header =
                    Some(values(found.host_header_config.map_or(found.values, |config| config.values)));
            }
            Some("path-pattern") => {
                condition.path_pattern =
                    Some(values(found.path_pattern_config.map_or(found.values, |config| config.values)));
            }
            Some("http-request-method") => {
                condition.http_request_method =
                    Some(values(found.http_request_method_config.and_then(|config| config.values)));
            }
            Some("source-ip") => {
                condition.source_ip = Some(values(found.source_ip_config.and_then(|config| config.values)));
            }
            Some("http-header") => {
                condition.http_header = Some(
                    found
                        .http_header_config
                        .map(|config| Header {
                            http_header_name: config.http_header_name.unwrap_or_default(),
                            values: config.values.unwrap_or_default().into(),
                        })
                        .into_iter()
                        .collect(),
                );
            }
            Some("query-string") => {
                let pairs = found.query_string_config.and_then(|config| config.values).into_iter().flatten();
                let pair = |pair: QueryStringKeyValuePair| Pair {
                    key: Some(pair.key.unwrap_or_default()),
                    value: pair.value.unwrap_or_default(),
                };
                condition.query_string = Some(pairs.map(pair).collect());
            }
            _ => {}
        }
        condition
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_tells_its_listener() {
        assert_eq!(
            listener_of("arn:aws:elasticloadbalancing:r:1:listener-rule/app/main/1/2/3"),
            "arn:aws:elasticloadbalancing:r:1:listener/app/main/1/2"
        );
    }
}
