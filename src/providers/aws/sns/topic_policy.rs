//! `aws_sns_topic_policy`: who may use a topic.

use super::topic::{GONE, attributes, set_attribute};
use crate::providers::aws::{json, policy, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_sns_topic_policy")]
pub struct TopicPolicy {
    id: Computed<String>,
    #[attr(force_new)]
    arn: Required<String>,
    owner: Computed<String>,
    #[attr(equal = policy::equal, normalize = json::normalize)]
    policy: Required<String>,
}

impl Resource<Aws> for TopicPolicy {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        set_attribute(&self.arn, "Policy", &self.policy, aws).await?;
        self.id = Some(self.arn.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = attributes(self.id(), aws).await? else { return Ok(None) };
        let text = |key: &str| found.get(key).map(String::as_str).unwrap_or_default();
        Ok(Some(TopicPolicy {
            id: self.id,
            arn: text("TopicArn").to_owned(),
            owner: Some(text("Owner").to_owned()),
            policy: policy::keep(Some(&self.policy), text("Policy")),
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.create(aws).await
    }

    /// A topic always has a policy: the one that it was born with comes back.
    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let owner = match said(&self.owner) {
            Some(owner) => owner,
            None => aws.account().await?.to_owned(),
        };
        let born = serde_json::json!({
            "Version": "2008-10-17",
            "Id": "__default_policy_ID",
            "Statement": [{
                "Sid": "__default_statement_ID",
                "Effect": "Allow",
                "Principal": { "AWS": "*" },
                "Action": [
                    "SNS:GetTopicAttributes",
                    "SNS:SetTopicAttributes",
                    "SNS:AddPermission",
                    "SNS:RemovePermission",
                    "SNS:DeleteTopic",
                    "SNS:Subscribe",
                    "SNS:ListSubscriptionsByTopic",
                    "SNS:Publish",
                    "SNS:Receive",
                ],
                "Resource": self.id(),
                "Condition": { "StringEquals": { "AWS:SourceOwner": owner } },
            }],
        });
        set_attribute(self.id(), "Policy", &born.to_string(), aws).await.or_gone(GONE)?;
        Ok(())
    }
}
