//! `aws_sns_topic_subscription`: one that gets what is sent to a topic.

use std::{collections::HashMap, time::Duration};

use crate::providers::aws::{json, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_sns_topic_subscription")]
pub struct TopicSubscription {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(default = 1)]
    confirmation_timeout_in_minutes: Optional<i32>,
    confirmation_was_authenticated: Computed<bool>,
    #[attr(equal = json::equal, normalize = json::normalize)]
    delivery_policy: Optional<String>,
    #[attr(force_new)]
    endpoint: Required<String>,
    #[attr(default = false)]
    endpoint_auto_confirms: Optional<bool>,
    #[attr(equal = json::equal, normalize = json::normalize)]
    filter_policy: Optional<String>,
    #[attr(one_of = ["MessageAttributes", "MessageBody"])]
    filter_policy_scope: Defaulted<String>,
    owner_id: Computed<String>,
    pending_confirmation: Computed<bool>,
    #[attr(force_new, one_of = ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"])]
    protocol: Required<String>,
    #[attr(default = false)]
    raw_message_delivery: Optional<bool>,
    #[attr(equal = json::equal, normalize = json::normalize)]
    redrive_policy: Optional<String>,
    #[attr(equal = json::equal, normalize = json::normalize)]
    replay_policy: Optional<String>,
    subscription_role_arn: Optional<String>,
    #[attr(force_new)]
    topic_arn: Required<String>,
}

const GONE: &[&str] = &["NotFound", "NotFoundException"];

/// What the API calls the attributes that can change. The scope goes before the filter that needs it.
type Entry = (&'static str, fn(&TopicSubscription) -> Option<String>);
const ENTRIES: &[Entry] = &[
    ("DeliveryPolicy", |one| one.delivery_policy.clone()),
    ("FilterPolicyScope", |one| one.filter_policy_scope.clone()),
    ("FilterPolicy", |one| one.filter_policy.clone()),
    ("RawMessageDelivery", |one| one.raw_message_delivery.map(|raw| raw.to_string())),
    ("RedrivePolicy", |one| one.redrive_policy.clone()),
    ("ReplayPolicy", |one| one.replay_policy.clone()),
    ("SubscriptionRoleArn", |one| one.subscription_role_arn.clone()),
];

impl Resource<Aws> for TopicSubscription {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let values = ENTRIES.iter().filter_map(|(key, get)| Some(((*key).to_owned(), get(self)?)));
        let mut values: HashMap<_, _> =
            values.filter(|(_, value)| !value.is_empty() && value != "false").collect();
        if !values.contains_key("FilterPolicy") {
            values.remove("FilterPolicyScope");
        }
        let request = aws
            .sns
            .subscribe()
            .topic_arn(&self.topic_arn)
            .protocol(&self.protocol)
            .endpoint(&self.endpoint)
            .return_subscription_arn(true)
            .set_attributes(Some(values));
        self.id = request.send().await?.subscription_arn;
        let web = self.protocol.starts_with("http");
        let limit = Duration::from_secs(
            60 * u64::try_from(self.confirmation_timeout_in_minutes.unwrap_or(1)).unwrap_or(1),
        );
        if web && self.endpoint_auto_confirms.unwrap_or_default() {
            return wait::until("the confirmation of the subscription", limit, || async {
                let found = find(self.id(), aws).await?;
                let pending = found
                    .is_none_or(|found| found.get("PendingConfirmation").is_none_or(|text| text == "true"));
                Ok(if pending {
                    Progress::Pending("pending confirmation".into())
                } else {
                    Progress::Ready(())
                })
            })
            .await;
        }
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find(self.id(), aws).await? else { return Ok(None) };
        let text = |key: &str| found.get(key).cloned().unwrap_or_default();
        let policy = |key: &str| {
            let text = text(key);
            Some(json::compact(&text).unwrap_or(text))
        };
        Ok(Some(TopicSubscription {
            id: self.id,
            arn: Some(text("SubscriptionArn")),
            confirmation_timeout_in_minutes: self.confirmation_timeout_in_minutes,
            confirmation_was_authenticated: Some(text("ConfirmationWasAuthenticated") == "true"),
            delivery_policy: policy("DeliveryPolicy"),
            endpoint: text("Endpoint"),
            endpoint_auto_confirms: self.endpoint_auto_confirms,
            filter_policy: policy("FilterPolicy"),
            filter_policy_scope: Some(text("FilterPolicyScope")),
            owner_id: Some(text("Owner")),
            pending_confirmation: Some(text("PendingConfirmation") == "true"),
            protocol: text("Protocol"),
            raw_message_delivery: Some(text("RawMessageDelivery") == "true"),
            redrive_policy: policy("RedrivePolicy"),
            replay_policy: policy("ReplayPolicy"),
            subscription_role_arn: Some(text("SubscriptionRoleArn")),
            topic_arn: text("TopicArn"),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        for (key, get) in ENTRIES {
            let (before, now) = (get(prior).unwrap_or_default(), get(self).unwrap_or_default());
            if before == now || (*key == "FilterPolicyScope" && now.is_empty()) {
                continue;
            }
            // SNS takes an empty filter only as an empty object.
            let value = if *key == "FilterPolicy" && now.is_empty() { "{}" } else { now.as_str() };
            let request = aws.sns.set_subscription_attributes().subscription_arn(prior.id());
            let request = request.attribute_name(*key);
            let request = if value.is_empty() { request } else { request.attribute_value(value) };
            request.send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let gone = aws.sns.unsubscribe().subscription_arn(self.id()).send().await.or_gone(GONE);
        if let Err(error) = &gone
            && error.says("pending confirmation")
        {
            // Nobody can take it back; SNS drops it after three days.
            return Ok(());
        }
        gone?;
        wait::until("the deletion of the subscription", minutes(3), || async {
            Ok(match find(self.id(), aws).await? {
                None => Progress::Ready(()),
                Some(_) => Progress::Pending("exists".into()),
            })
        })
        .await
    }

    fn refine(plan: &mut Refine<'_>) {
        // The filter's scope comes and goes with the filter.
        let none = |value: &Value| value.is_null() || value.as_str() == Some("");
        if none(plan.config("filter_policy_scope"))
            && none(plan.config("filter_policy"))
            && plan.prior.is_none()
        {
            plan.set("filter_policy_scope", Value::from(""));
        }
    }
}

/// The attributes of a subscription by key; `None` if it is gone.
async fn find(arn: &str, aws: &Aws) -> Result<Option<HashMap<String, String>>> {
    let found = aws.sns.get_subscription_attributes().subscription_arn(arn).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.attributes).filter(|attributes| !attributes.is_empty()))
}
