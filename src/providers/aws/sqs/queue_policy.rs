//! `aws_sqs_queue_policy`: who may use a queue.

use std::collections::HashMap;

use super::{GONE, Name, attributes, queue::told};
use crate::providers::aws::{json, policy as document, prelude::*};

/// Who may use a queue.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_sqs_queue_policy", version = 1)]
pub struct QueuePolicy {
    id: Computed<String>,
    #[attr(normalize = json::normalize, equal = document::equal)]
    policy: Required<String>,
    #[attr(force_new)]
    queue_url: Required<String>,
}

impl Resource<Aws> for QueuePolicy {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        put(&self.queue_url, &self.policy, aws).await?;
        self.id = Some(self.queue_url.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = attributes(self.id(), aws).await?.and_then(|mut found| found.remove(&Name::Policy));
        let Some(policy) = found.filter(|policy| !policy.is_empty()) else { return Ok(None) };
        Ok(Some(Self {
            queue_url: self.id().to_owned(),
            policy: document::keep(Some(&self.policy), &policy),
            id: self.id,
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        put(self.id(), &self.policy, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        put(self.id(), "", aws).await.or_gone(GONE)?;
        Ok(())
    }
}

/// Gives a queue this policy, or none, and waits until it has it.
async fn put(url: &str, policy: &str, aws: &Aws) -> Result<()> {
    let wanted = HashMap::from([(Name::Policy, policy.to_owned())]);
    let request = aws.sqs.set_queue_attributes().queue_url(url).set_attributes(Some(wanted));
    // A principal that was just made is not known everywhere yet.
    let heals = |error: &Error| error.says("invalid value for the parameter Policy");
    wait::retry(minutes(2), heals, || async { Ok(request.clone().send().await?) }).await?;
    wait::until("the policy of the queue", minutes(3), || async {
        let found = attributes(url, aws).await?;
        let now = found.as_ref().and_then(|found| found.get(&Name::Policy)).map(String::as_str);
        let done = found.is_none() || told(&Name::Policy, policy, now);
        Ok(if done { Progress::Ready(()) } else { Progress::Pending("the one before".into()) })
    })
    .await
}
