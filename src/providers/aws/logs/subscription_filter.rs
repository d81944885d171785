//! `aws_cloudwatch_log_subscription_filter`: sends the events that match a pattern on as they come.

use super::changing;
use crate::providers::aws::prelude::*;
use aws_sdk_cloudwatchlogs::types::{Distribution, SubscriptionFilter as Found};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_log_subscription_filter")]
pub struct SubscriptionFilter {
    id: Computed<String>,
    destination_arn: Required<String>,
    #[attr(default = "ByLogStream", one_of = ["Random", "ByLogStream"])]
    distribution: Optional<String>,
    #[attr(length = (0, 1024))]
    filter_pattern: Required<String>,
    #[attr(force_new)]
    log_group_name: Required<String>,
    #[attr(force_new, length = (1, 512))]
    name: Required<String>,
    role_arn: Defaulted<String>,
}

const GONE: &[&str] = &["ResourceNotFoundException"];

impl Resource<Aws> for SubscriptionFilter {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(id_of(&self.log_group_name));
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find(&self.log_group_name, &self.name, aws).await? else { return Ok(None) };
        Ok(Some(SubscriptionFilter {
            id: self.id,
            destination_arn: found.destination_arn.unwrap_or_default(),
            distribution: found.distribution.map(|kind| kind.to_string()).or(self.distribution),
            filter_pattern: found.filter_pattern.unwrap_or_default(),
            log_group_name: found.log_group_name.unwrap_or(self.log_group_name),
            name: found.filter_name.unwrap_or(self.name),
            role_arn: Some(found.role_arn.unwrap_or_default()),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.id = prior.id.clone();
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        wait::retry(minutes(2), changing, || async {
            let request = aws.logs.delete_subscription_filter().log_group_name(&self.log_group_name);
            request.filter_name(&self.name).send().await.or_gone(GONE)
        })
        .await?;
        Ok(())
    }

    /// By the names of the log group and the filter, with a bar between them.
    fn import(id: &str) -> Result<Self> {
        match id.split_once('|') {
            Some((group, name)) if !group.is_empty() && !name.is_empty() => Ok(Self {
                id: Some(id_of(group)),
                log_group_name: group.to_owned(),
                name: name.to_owned(),
                ..Self::default()
            }),
            _ => Err(Error::Invalid(format!("{id:?} is no LOG-GROUP|FILTER, such as /ecs/web|all."))),
        }
    }
}

impl SubscriptionFilter {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let request = aws
            .logs
            .put_subscription_filter()
            .destination_arn(&self.destination_arn)
            .filter_name(&self.name)
            .filter_pattern(&self.filter_pattern)
            .log_group_name(&self.log_group_name)
            .set_distribution(said(&self.distribution).map(|kind| Distribution::from(kind.as_str())))
            .set_role_arn(said(&self.role_arn));
        // A permission that was made a moment ago is not seen yet: the test message does not arrive.
        let heals = |error: &Error| {
            changing(error)
                || error.says("Could not deliver test message to specified")
                || error.says("Could not execute the lambda function")
                || error.says("Make sure you have given CloudWatch Logs permission")
        };
        wait::retry(minutes(5), heals, || async { Ok(request.clone().send().await?) }).await?;
        Ok(())
    }
}

/// The id: a number made of the name of the log group, as the AWS provider makes it.
fn id_of(group: &str) -> String {
    let mut crc = flate2::Crc::new();
    crc.update(format!("{group}-").as_bytes());
    format!("cwlsf-{}", crc.sum())
}

/// The filter of exactly this name; `None` if there is none.
async fn find(group: &str, name: &str, aws: &Aws) -> Result<Option<Found>> {
    let request = aws.logs.describe_subscription_filters().log_group_name(group).filter_name_prefix(name);
    let mut pages = request.into_paginator().send();
    while let Some(page) = pages.next().await {
        let Some(page) = page.or_gone(GONE)? else { return Ok(None) };
        let same = |filter: &Found| filter.filter_name.as_deref() == Some(name);
        if let Some(found) = page.subscription_filters.into_iter().flatten().find(same) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_has_two_parts() {
        let filter = SubscriptionFilter::import("/ecs/web|all").unwrap();
        assert_eq!((filter.log_group_name.as_str(), filter.name.as_str()), ("/ecs/web", "all"));
        assert_eq!(filter.id(), id_of("/ecs/web"));
        assert!(SubscriptionFilter::import("/ecs/web:all").is_err());
    }
}
