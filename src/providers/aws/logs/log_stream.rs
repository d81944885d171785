//! `aws_cloudwatch_log_stream`: one sequence of events of a log group.

use super::changing;
use crate::providers::aws::prelude::*;
use aws_sdk_cloudwatchlogs::types::LogStream as Found;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_log_stream")]
pub struct LogStream {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(force_new)]
    log_group_name: Required<String>,
    #[attr(force_new, length = (1, 512))]
    name: Required<String>,
}

const GONE: &[&str] = &["ResourceNotFoundException"];

impl Resource<Aws> for LogStream {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.logs.create_log_stream().log_group_name(&self.log_group_name);
        request.log_stream_name(&self.name).send().await?;
        self.id = Some(self.name.clone());
        let there = || async {
            Ok(match find(&self.log_group_name, &self.name, aws).await? {
                Some(_) => Progress::Ready(()),
                None => Progress::Pending("not visible".into()),
            })
        };
        wait::until("the log stream", minutes(2), there).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find(&self.log_group_name, self.id(), aws).await? else { return Ok(None) };
        Ok(Some(LogStream { arn: found.arn, name: found.log_stream_name.unwrap_or_default(), ..self }))
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        wait::retry(minutes(2), changing, || async {
            let request = aws.logs.delete_log_stream().log_group_name(&self.log_group_name);
            request.log_stream_name(self.id()).send().await.or_gone(GONE)
        })
        .await?;
        Ok(())
    }

    /// By the names of the log group and the stream, with a colon between them.
    fn import(id: &str) -> Result<Self> {
        match id.split_once(':') {
            Some((group, name)) if !group.is_empty() && !name.is_empty() => Ok(Self {
                id: Some(name.to_owned()),
                log_group_name: group.to_owned(),
                name: name.to_owned(),
                ..Self::default()
            }),
            _ => Err(Error::Invalid(format!("{id:?} is no LOG-GROUP:STREAM, such as /ecs/web:main."))),
        }
    }
}

/// The stream of exactly this name; `None` if there is none.
async fn find(group: &str, name: &str, aws: &Aws) -> Result<Option<Found>> {
    let request = aws.logs.describe_log_streams().log_group_name(group).log_stream_name_prefix(name);
    let mut pages = request.into_paginator().send();
    while let Some(page) = pages.next().await {
        let Some(page) = page.or_gone(GONE)? else { return Ok(None) };
        let same = |stream: &Found| stream.log_stream_name.as_deref() == Some(name);
        if let Some(found) = page.log_streams.into_iter().flatten().find(same) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
