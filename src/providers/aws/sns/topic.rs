//! `aws_sns_topic`: what is sent here goes to every subscriber.

use std::collections::HashMap;

use crate::providers::aws::{json, names, policy, prelude::*};
use aws_sdk_sns::types::Tag;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_sns_topic")]
pub struct Topic {
    id: Computed<String>,
    arn: Computed<String>,
    application_failure_feedback_role_arn: Optional<String>,
    application_success_feedback_role_arn: Optional<String>,
    #[attr(range = (0, 100))]
    application_success_feedback_sample_rate: Optional<i32>,
    #[attr(equal = json::equal, normalize = json::normalize)]
    archive_policy: Optional<String>,
    beginning_archive_time: Computed<String>,
    #[attr(default = false)]
    content_based_deduplication: Optional<bool>,
    #[attr(equal = json::equal, normalize = json::normalize)]
    delivery_policy: Optional<String>,
    display_name: Optional<String>,
    #[attr(one_of = ["Topic", "MessageGroup"])]
    fifo_throughput_scope: Defaulted<String>,
    #[attr(force_new, default = false)]
    fifo_topic: Optional<bool>,
    firehose_failure_feedback_role_arn: Optional<String>,
    firehose_success_feedback_role_arn: Optional<String>,
    #[attr(range = (0, 100))]
    firehose_success_feedback_sample_rate: Optional<i32>,
    http_failure_feedback_role_arn: Optional<String>,
    http_success_feedback_role_arn: Optional<String>,
    #[attr(range = (0, 100))]
    http_success_feedback_sample_rate: Optional<i32>,
    kms_master_key_id: Optional<String>,
    lambda_failure_feedback_role_arn: Optional<String>,
    lambda_success_feedback_role_arn: Optional<String>,
    #[attr(range = (0, 100))]
    lambda_success_feedback_sample_rate: Optional<i32>,
    #[attr(force_new, conflicts = ["name_prefix"])]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"])]
    name_prefix: Defaulted<String>,
    owner: Computed<String>,
    #[attr(equal = policy::equal, normalize = json::normalize)]
    policy: Defaulted<String>,
    #[attr(range = (1, 2))]
    signature_version: Defaulted<i32>,
    sqs_failure_feedback_role_arn: Optional<String>,
    sqs_success_feedback_role_arn: Optional<String>,
    #[attr(range = (0, 100))]
    sqs_success_feedback_sample_rate: Optional<i32>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(one_of = ["Active", "PassThrough"])]
    tracing_config: Defaulted<String>,
}

/// An attribute that the API keeps by key: its key, and its text in both directions. Text that is absent is empty.
struct Entry {
    key: &'static str,
    get: fn(&Topic) -> Option<String>,
    set: fn(&mut Topic, &str),
}

macro_rules! entries {
    ($($name:ident = $key:literal,)*) => {
        &[$(Entry {
            key: $key,
            get: |topic| topic.$name.as_ref().map(ToString::to_string),
            set: |topic, text| topic.$name = Some(text.parse().unwrap_or_default()),
        }),*]
    };
}

/// A policy comes last: it can name what the others set.
const ENTRIES: &[Entry] = entries! {
    application_failure_feedback_role_arn = "ApplicationFailureFeedbackRoleArn",
    application_success_feedback_role_arn = "ApplicationSuccessFeedbackRoleArn",
    application_success_feedback_sample_rate = "ApplicationSuccessFeedbackSampleRate",
    archive_policy = "ArchivePolicy",
    content_based_deduplication = "ContentBasedDeduplication",
    delivery_policy = "DeliveryPolicy",
    display_name = "DisplayName",
    fifo_throughput_scope = "FifoThroughputScope",
    firehose_failure_feedback_role_arn = "FirehoseFailureFeedbackRoleArn",
    firehose_success_feedback_role_arn = "FirehoseSuccessFeedbackRoleArn",
    firehose_success_feedback_sample_rate = "FirehoseSuccessFeedbackSampleRate",
    http_failure_feedback_role_arn = "HTTPFailureFeedbackRoleArn",
    http_success_feedback_role_arn = "HTTPSuccessFeedbackRoleArn",
    http_success_feedback_sample_rate = "HTTPSuccessFeedbackSampleRate",
    kms_master_key_id = "KmsMasterKeyId",
    lambda_failure_feedback_role_arn = "LambdaFailureFeedbackRoleArn",
    lambda_success_feedback_role_arn = "LambdaSuccessFeedbackRoleArn",
    lambda_success_feedback_sample_rate = "LambdaSuccessFeedbackSampleRate",
    signature_version = "SignatureVersion",
    sqs_failure_feedback_role_arn = "SQSFailureFeedbackRoleArn",
    sqs_success_feedback_role_arn = "SQSSuccessFeedbackRoleArn",
    sqs_success_feedback_sample_rate = "SQSSuccessFeedbackSampleRate",
    tracing_config = "TracingConfig",
    policy = "Policy",
};

/// SNS's codes for what is not there.
pub const GONE: &[&str] = &["NotFound", "NotFoundException"];

impl Resource<Aws> for Topic {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let fifo = self.fifo_topic.unwrap_or_default();
        let made = names::of(&self.name, &self.name_prefix);
        let name = if fifo && said(&self.name).is_none() { format!("{made}.fifo") } else { made };
        let request = aws.sns.create_topic().name(name).set_tags(to_sns(&self.tags_all));
        let request = if fifo { request.attributes("FifoTopic", "true") } else { request };
        self.id = request.send().await?.topic_arn;
        self.modify(&Topic::default(), aws).await
    }

    async fn read(mut self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = attributes(self.id(), aws).await? else { return Ok(None) };
        let text = |key: &str| found.get(key).map(String::as_str).unwrap_or_default();
        let arn = text("TopicArn").to_owned();
        let prior_policy = self.policy.take();
        for entry in ENTRIES {
            (entry.set)(&mut self, text(entry.key));
        }
        let name = arn.rsplit(':').next().unwrap_or_default().to_owned();
        Ok(Some(Topic {
            beginning_archive_time: Some(text("BeginningArchiveTime").to_owned()),
            fifo_topic: Some(text("FifoTopic") == "true"),
            name_prefix: Some(names::prefix_of(name.trim_end_matches(".fifo"))),
            name: Some(name),
            owner: Some(text("Owner").to_owned()),
            policy: Some(policy::keep(prior_policy.as_deref(), text("Policy"))),
            tags_all: tags_of(&arn, aws).await?,
            arn: Some(arn),
            ..self
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.id = prior.id.clone();
        self.modify(prior, aws).await?;
        let Some(change) = tags::change(&prior.tags_all, &self.tags_all) else { return Ok(()) };
        if !change.removed.is_empty() {
            let request = aws.sns.untag_resource().resource_arn(prior.id());
            request.set_tag_keys(Some(change.removed)).send().await?;
        }
        if let Some(tags) = to_sns(&Some(change.added)) {
            aws.sns.tag_resource().resource_arn(prior.id()).set_tags(Some(tags)).send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.sns.delete_topic().topic_arn(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let is = |name: &str| config.get(name).and_then(Value::as_bool).unwrap_or_default();
        let name = config.get("name").and_then(Value::as_str);
        let mut wrong = Vec::new();
        if let Some(name) = name
            && config.get("fifo_topic").is_none_or(Value::is_known)
            && is("fifo_topic") != name.ends_with(".fifo")
        {
            wrong.push(("name", "must end with `.fifo` if `fifo_topic` is true, and only then".to_owned()));
        }
        if is("content_based_deduplication")
            && config.get("fifo_topic").is_none_or(Value::is_known)
            && !is("fifo_topic")
        {
            wrong.push(("content_based_deduplication", "needs `fifo_topic = true`".to_owned()));
        }
        wrong
    }
}

impl Topic {
    /// Writes the attributes that are planned to change, one a call, as SNS takes them.
    async fn modify(&self, prior: &Self, aws: &Aws) -> Result<()> {
        for entry in ENTRIES {
            let (before, now) =
                ((entry.get)(prior).unwrap_or_default(), (entry.get)(self).unwrap_or_default());
            let nothing = |text: &str| matches!(text, "" | "0" | "false");
            if before == now || (nothing(&before) && nothing(&now)) {
                continue;
            }
            set_attribute(self.id(), entry.key, &now, aws).await?;
        }
        Ok(())
    }
}

/// Writes one attribute of a topic. A role that was made a moment ago is not seen yet as a principal.
pub async fn set_attribute(arn: &str, key: &str, value: &str, aws: &Aws) -> Result<()> {
    let heals = |error: &Error| {
        error.is(&["InvalidParameter", "InvalidParameterException"])
            && (error.says("PrincipalNotFound") || error.says("must be a role that"))
    };
    wait::retry(minutes(2), heals, || async {
        let request = aws.sns.set_topic_attributes().topic_arn(arn).attribute_name(key);
        Ok(request.attribute_value(value).send().await?)
    })
    .await?;
    Ok(())
}

/// The attributes of a topic by key; `None` if it is gone.
pub async fn attributes(arn: &str, aws: &Aws) -> Result<Option<HashMap<String, String>>> {
    let found = aws.sns.get_topic_attributes().topic_arn(arn).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.attributes).filter(|attributes| !attributes.is_empty()))
}

/// The tags of a topic.
pub async fn tags_of(arn: &str, aws: &Aws) -> Result<Option<Tags>> {
    let tags = aws.sns.list_tags_for_resource().resource_arn(arn).send().await?.tags;
    Ok(tags::from_pairs(tags.into_iter().flatten().map(|tag| (tag.key, tag.value))))
}

fn to_sns(tags: &Option<Tags>) -> Option<Vec<Tag>> {
    let tags = tags.as_ref().filter(|tags| !tags.is_empty())?;
    Some(tags.iter().filter_map(|(k, v)| Tag::builder().key(k).value(v).build().ok()).collect())
}
