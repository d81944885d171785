//! `aws_sqs_queue`: messages that wait until somebody takes them.

use std::collections::HashMap;

use super::{GONE, Name, attributes};
use crate::providers::aws::{json, names, policy as document, prelude::*};

/// Messages that wait until somebody takes them.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_sqs_queue")]
pub struct Queue {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(default = false)]
    content_based_deduplication: Optional<bool>,
    #[attr(one_of = ["messageGroup", "queue"])]
    deduplication_scope: Defaulted<String>,
    #[attr(default = 0, range = (0, 900))]
    delay_seconds: Optional<i64>,
    #[attr(force_new, default = false)]
    fifo_queue: Optional<bool>,
    #[attr(one_of = ["perMessageGroupId", "perQueue"])]
    fifo_throughput_limit: Defaulted<String>,
    #[attr(range = (60, 86400))]
    kms_data_key_reuse_period_seconds: Defaulted<i64>,
    #[attr(conflicts = ["sqs_managed_sse_enabled"])]
    kms_master_key_id: Optional<String>,
    #[attr(default = 262144, range = (1024, 262144))]
    max_message_size: Optional<i64>,
    #[attr(default = 345600, range = (60, 1209600))]
    message_retention_seconds: Optional<i64>,
    #[attr(force_new, conflicts = ["name_prefix"])]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"])]
    name_prefix: Defaulted<String>,
    #[attr(normalize = json::normalize, equal = document::equal)]
    policy: Defaulted<String>,
    #[attr(default = 0, range = (0, 20))]
    receive_wait_time_seconds: Optional<i64>,
    #[attr(normalize = json::normalize, equal = json::equal)]
    redrive_allow_policy: Defaulted<String>,
    #[attr(normalize = json::normalize, equal = json::equal)]
    redrive_policy: Defaulted<String>,
    #[attr(conflicts = ["kms_master_key_id"])]
    sqs_managed_sse_enabled: Defaulted<bool>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "delete", "update"))]
    timeouts: Timeouts,
    url: Computed<String>,
    #[attr(default = 30, range = (0, 43200))]
    visibility_timeout_seconds: Optional<i64>,
}

/// An attribute that the API keeps by key: its key, and its text in both directions. Text that is absent is empty.
struct Entry {
    key: Name,
    get: fn(&Queue) -> Option<String>,
    set: fn(&mut Queue, &str),
}

macro_rules! entries {
    ($($name:ident = $key:ident,)*) => {
        &[$(Entry {
            key: Name::$key,
            get: |queue| queue.$name.as_ref().map(ToString::to_string),
            set: |queue, text| queue.$name = Some(text.parse().unwrap_or_default()),
        }),*]
    };
}

const ENTRIES: &[Entry] = entries! {
    content_based_deduplication = ContentBasedDeduplication,
    deduplication_scope = DeduplicationScope,
    delay_seconds = DelaySeconds,
    fifo_throughput_limit = FifoThroughputLimit,
    kms_data_key_reuse_period_seconds = KmsDataKeyReusePeriodSeconds,
    kms_master_key_id = KmsMasterKeyId,
    max_message_size = MaximumMessageSize,
    message_retention_seconds = MessageRetentionPeriod,
    policy = Policy,
    receive_wait_time_seconds = ReceiveMessageWaitTimeSeconds,
    redrive_allow_policy = RedriveAllowPolicy,
    redrive_policy = RedrivePolicy,
    sqs_managed_sse_enabled = SqsManagedSseEnabled,
    visibility_timeout_seconds = VisibilityTimeout,
};

/// How long a key is reused where nobody says it.
const REUSE: &str = "300";

impl Resource<Aws> for Queue {
    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let is = |name: &str| config.get(name).and_then(Value::as_bool).unwrap_or_default();
        let known = config.get("fifo_queue").is_none_or(Value::is_known);
        let name = config.get("name").and_then(Value::as_str);
        let mut wrong = Vec::new();
        if let Some(name) = name.filter(|name| known && is("fifo_queue") != name.ends_with(".fifo")) {
            let text = "must end with `.fifo` if `fifo_queue` is true, and only then";
            wrong.push(("name", format!("`{name}` {text}")));
        }
        if known && is("content_based_deduplication") && !is("fifo_queue") {
            wrong.push(("content_based_deduplication", "needs `fifo_queue = true`".to_owned()));
        }
        wrong
    }

    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.create(minutes(3));
        let fifo = self.fifo_queue.unwrap_or_default();
        let made = names::of(&self.name, &self.name_prefix);
        let name = if fifo && said(&self.name).is_none() { format!("{made}.fifo") } else { made };
        let mut wanted = self.entries();
        wanted.retain(|key, text| is_asked(key, text));
        if fifo {
            wanted.insert(Name::FifoQueue, "true".into());
        }
        let request = aws.sqs.create_queue().queue_name(name);
        let request =
            request.set_attributes(Some(wanted.clone()).filter(|wanted| !wanted.is_empty())).set_tags(
                self.tags_all.clone().filter(|tags| !tags.is_empty()).map(|tags| tags.into_iter().collect()),
            );
        // The name of a deleted queue is free after a minute.
        let heals = |error: &Error| {
            error.says("You must wait 60 seconds after deleting")
                || error.says("invalid value for the parameter Policy")
        };
        let made = wait::retry(minutes(2), heals, || async { Ok(request.clone().send().await?) }).await?;
        self.id = made.queue_url;
        self.settle(&wanted, limit, aws).await
    }

    async fn read(mut self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = attributes(self.id(), aws).await? else { return Ok(None) };
        let tags = aws.sqs.list_queue_tags().queue_url(self.id()).send().await?.tags;
        let text = |key: &Name| found.get(key).map(String::as_str).unwrap_or_default();
        let arn = text(&Name::QueueArn).to_owned();
        let policy = document::keep(self.policy.as_deref(), text(&Name::Policy));
        for entry in ENTRIES {
            let is_json = matches!(entry.key, Name::RedrivePolicy | Name::RedriveAllowPolicy);
            let value = match (&entry.key, text(&entry.key)) {
                (Name::KmsDataKeyReusePeriodSeconds, "") => REUSE.to_owned(),
                (_, value) if is_json => json::compact(value).unwrap_or_else(|| value.to_owned()),
                (_, value) => value.to_owned(),
            };
            (entry.set)(&mut self, &value);
        }
        let name = arn.rsplit(':').next().unwrap_or_default().to_owned();
        Ok(Some(Queue {
            url: self.id.clone(),
            arn: Some(arn),
            fifo_queue: Some(text(&Name::FifoQueue) == "true"),
            name_prefix: Some(names::prefix_of(name.trim_end_matches(".fifo"))),
            name: Some(name),
            policy: Some(policy),
            tags_all: tags::from_pairs(tags.unwrap_or_default()),
            ..self
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.update(minutes(3));
        let before = prior.entries();
        let mut wanted = self.entries();
        wanted.retain(|key, text| before.get(key).map(String::as_str).unwrap_or_default() != text);
        if !wanted.is_empty() {
            let request = aws.sqs.set_queue_attributes().queue_url(self.id());
            request.set_attributes(Some(wanted.clone())).send().await?;
            self.settle(&wanted, limit, aws).await?;
        }
        if let Some(change) = tags::change(&prior.tags_all, &self.tags_all) {
            if !change.removed.is_empty() {
                let request = aws.sqs.untag_queue().queue_url(self.id());
                request.set_tag_keys(Some(change.removed)).send().await?;
            }
            if !change.added.is_empty() {
                let request = aws.sqs.tag_queue().queue_url(self.id());
                request.set_tags(Some(change.added.into_iter().collect())).send().await?;
            }
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.delete(minutes(3));
        if aws.sqs.delete_queue().queue_url(self.id()).send().await.or_gone(GONE)?.is_none() {
            return Ok(());
        }
        wait::until("the deletion of the queue", limit, || async {
            let found = attributes(self.id(), aws).await?;
            Ok(found.map_or(Progress::Ready(()), |_| Progress::Pending("exists".into())))
        })
        .await
    }
}

impl Queue {
    /// The attributes as the API takes them; one that nobody says is not there, one that is taken away is empty.
    fn entries(&self) -> HashMap<Name, String> {
        ENTRIES.iter().filter_map(|entry| Some((entry.key.clone(), (entry.get)(self)?))).collect()
    }

    /// Waits until the queue tells what was asked of it: SQS takes up to a minute.
    async fn settle(
        &self,
        wanted: &HashMap<Name, String>,
        limit: std::time::Duration,
        aws: &Aws,
    ) -> Result<()> {
        wait::until("the attributes of the queue", limit, || async {
            let Some(found) = attributes(self.id(), aws).await? else {
                return Ok(Progress::Pending("not visible".into()));
            };
            let late =
                wanted.iter().find(|(key, text)| !told(key, text, found.get(*key).map(String::as_str)));
            Ok(late
                .map_or(Progress::Ready(()), |(key, _)| Progress::Pending(format!("{key} is not there yet"))))
        })
        .await
    }
}

/// Whether an attribute is said to SQS when a queue is made. What has a default is said too, for that of SQS is another
/// one (a queue takes messages of 1 MiB by itself); but a queue that is not FIFO refuses to hear of deduplication.
fn is_asked(key: &Name, text: &str) -> bool {
    match key {
        Name::ContentBasedDeduplication => text == "true",
        _ => !text.is_empty(),
    }
}

/// Whether an attribute that the queue tells is what was asked for.
pub(super) fn told(key: &Name, asked: &str, told: Option<&str>) -> bool {
    let told = told.unwrap_or_default();
    match key {
        _ if asked == told => true,
        Name::Policy => document::same(asked, told),
        Name::RedrivePolicy | Name::RedriveAllowPolicy => json::equal(&asked.into(), &told.into()),
        Name::KmsDataKeyReusePeriodSeconds => told.is_empty() && asked == REUSE,
        _ => told.is_empty() && matches!(asked, "0" | "false"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_there_when_it_means_what_was_asked_for() {
        let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:*"]}]}"#;
        let other = r#"{"Statement":{"Action":"sqs:*","Effect":"Allow"},"Version":"2012-10-17"}"#;
        for (key, asked, found, same) in [
            (Name::Policy, policy, Some(other), true),
            (Name::Policy, policy, None, false),
            (Name::Policy, "", None, true),
            (Name::RedrivePolicy, r#"{"a":1,"b":2}"#, Some(r#"{"b":2,"a":1}"#), true),
            (Name::DelaySeconds, "5", Some("0"), false),
            (Name::ContentBasedDeduplication, "false", None, true),
            (Name::KmsDataKeyReusePeriodSeconds, "300", None, true),
        ] {
            assert_eq!(told(&key, asked, found), same, "{key} {asked}");
        }
    }

    #[test]
    fn a_new_queue_is_told_its_defaults_but_not_what_only_fifo_queues_know() {
        for (key, text, asked) in [
            (Name::MaximumMessageSize, "262144", true),
            (Name::DelaySeconds, "0", true),
            (Name::SqsManagedSseEnabled, "false", true),
            (Name::ContentBasedDeduplication, "true", true),
            (Name::ContentBasedDeduplication, "false", false),
            (Name::Policy, "", false),
        ] {
            assert_eq!(is_asked(&key, text), asked, "{key} {text}");
        }
    }
}
