//! `aws_cloudwatch_event_rule`: which events count, or when it is time.

use crate::providers::aws::{json, names, prelude::*};
use aws_sdk_eventbridge::types::{RuleState, Tag};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_event_rule", version = 1)]
pub struct Rule {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(length = (0, 512))]
    description: Optional<String>,
    #[attr(force_new, default = "default")]
    event_bus_name: Optional<String>,
    #[attr(equal = json::equal, normalize = pattern)]
    event_pattern: Optional<String>,
    #[attr(default = false)]
    force_destroy: Optional<bool>,
    #[attr(deprecated = "Use `state` instead.", conflicts = ["state"])]
    is_enabled: Defaulted<bool>,
    #[attr(force_new, conflicts = ["name_prefix"], length = (1, 64))]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"], length = (1, 38))]
    name_prefix: Defaulted<String>,
    #[attr(length = (0, 1600))]
    role_arn: Optional<String>,
    #[attr(length = (0, 256))]
    schedule_expression: Optional<String>,
    #[attr(conflicts = ["is_enabled"], one_of = ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"])]
    state: Defaulted<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

const GONE: &[&str] = &["ResourceNotFoundException"];

impl Resource<Aws> for Rule {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let name = names::of(&self.name, &self.name_prefix);
        self.put(&name, to_events(&self.tags_all)?, aws).await?;
        self.id = Some(id_of(self.bus(), &name));
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (bus, name) = parse(self.id());
        let request = aws.events.describe_rule().name(name).event_bus_name(bus);
        let Some(rule) = request.send().await.or_gone(GONE)? else { return Ok(None) };
        let arn = rule.arn.unwrap_or_default();
        let tags = aws.events.list_tags_for_resource().resource_arn(&arn).send().await?.tags;
        let state = rule.state.unwrap_or(RuleState::Enabled);
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        Ok(Some(Rule {
            arn: Some(arn),
            description: text(rule.description),
            event_bus_name: Some(bus.to_owned()),
            event_pattern: rule
                .event_pattern
                .map(|text| json::compact(&text).map_or(text, |text| unescape(&text))),
            force_destroy: self.force_destroy,
            is_enabled: Some(state != RuleState::Disabled),
            name_prefix: Some(names::prefix_of(name)),
            name: rule.name,
            role_arn: text(rule.role_arn),
            schedule_expression: text(rule.schedule_expression),
            state: Some(state.to_string()),
            tags: self.tags,
            tags_all: tags::from_pairs(tags.into_iter().flatten().map(|tag| (tag.key, tag.value))),
            id: self.id,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let (_, name) = parse(prior.id());
        self.put(name, None, aws).await?;
        let Some(change) = tags::change(&prior.tags_all, &self.tags_all) else { return Ok(()) };
        let arn = prior.arn.clone().unwrap_or_default();
        if !change.removed.is_empty() {
            let request = aws.events.untag_resource().resource_arn(&arn);
            request.set_tag_keys(Some(change.removed)).send().await?;
        }
        if let Some(tags) = to_events(&Some(change.added))? {
            aws.events.tag_resource().resource_arn(&arn).set_tags(Some(tags)).send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (bus, name) = parse(self.id());
        // Targets that were removed a moment ago still count.
        let heals = |error: &Error| error.says("Rule can't be deleted since it has targets");
        let force = self.force_destroy.unwrap_or_default();
        wait::retry(minutes(5), heals, || async {
            let request = aws.events.delete_rule().name(name).event_bus_name(bus).force(force);
            request.send().await.or_gone(GONE)
        })
        .await?;
        Ok(())
    }

    /// `state` and `is_enabled` say the same: a change of one is a change of the other.
    fn refine(plan: &mut Refine<'_>) {
        let (state, enabled) = (plan.config("state").clone(), plan.config("is_enabled").clone());
        match (state.as_str(), enabled.as_bool()) {
            (Some(state), _) => plan.set("is_enabled", Value::from(state != "DISABLED")),
            (None, Some(enabled)) => {
                let said = plan.prior("state").as_str().is_some_and(|state| (state != "DISABLED") == enabled);
                if !said {
                    plan.set("state", Value::from(if enabled { "ENABLED" } else { "DISABLED" }));
                }
            }
            (None, None) if plan.prior.is_none() && state.is_null() && enabled.is_null() => {
                plan.set("state", Value::from("ENABLED"));
                plan.set("is_enabled", Value::TRUE);
            }
            _ => {}
        }
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let null = |name: &str| config.get(name).is_none_or(Value::is_null);
        if null("schedule_expression") && null("event_pattern") {
            let text = "one of `schedule_expression` and `event_pattern` must be set";
            return vec![("schedule_expression", text.to_owned())];
        }
        Vec::new()
    }
}

impl Rule {
    fn bus(&self) -> &str {
        self.event_bus_name.as_deref().filter(|bus| !bus.is_empty()).unwrap_or("default")
    }

    async fn put(&self, name: &str, tags: Option<Vec<Tag>>, aws: &Aws) -> Result<()> {
        let state = said(&self.state).map(|state| RuleState::from(state.as_str()));
        let enabled = self.is_enabled.map(|on| if on { RuleState::Enabled } else { RuleState::Disabled });
        let request = aws
            .events
            .put_rule()
            .name(name)
            .event_bus_name(self.bus())
            .set_description(said(&self.description))
            .set_event_pattern(said(&self.event_pattern))
            .set_role_arn(said(&self.role_arn))
            .set_schedule_expression(said(&self.schedule_expression))
            .state(state.or(enabled).unwrap_or(RuleState::Enabled))
            .set_tags(tags);
        // A role that was made a moment ago is not seen yet.
        let heals = |error: &Error| error.says("cannot be assumed by principal");
        wait::retry(minutes(2), heals, || async { Ok(request.clone().send().await?) }).await?;
        Ok(())
    }
}

/// The id of a rule: its name, after its bus if that is not the default one.
fn id_of(bus: &str, name: &str) -> String {
    if bus == "default" { name.to_owned() } else { format!("{bus}/{name}") }
}

/// The bus and the name that an id holds. A bus of a partner has slashes in its name.
fn parse(id: &str) -> (&str, &str) {
    id.rsplit_once('/').unwrap_or(("default", id))
}

/// The compact form of an event pattern. EventBridge takes `<`, `>` and `&` as they are.
fn pattern(value: &Value) -> Value {
    value.as_str().and_then(json::compact).map_or_else(|| value.clone(), |text| unescape(&text).into())
}

fn unescape(text: &str) -> String {
    text.replace("\\u003c", "<").replace("\\u003e", ">").replace("\\u0026", "&")
}

/// The tags as EventBridge takes them; `None` if there are none.
pub(super) fn to_events(tags: &Option<Tags>) -> Result<Option<Vec<Tag>>> {
    let Some(tags) = tags.as_ref().filter(|tags| !tags.is_empty()) else { return Ok(None) };
    let tags = tags.iter().map(|(k, v)| Tag::builder().key(k).value(v).build());
    Ok(Some(tags.collect::<Result<_, _>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_bus_and_name() {
        for (bus, name) in [("default", "cron"), ("mine", "cron"), ("aws.partner/a/b", "cron")] {
            assert_eq!(parse(&id_of(bus, name)), (bus, name));
        }
    }
}
