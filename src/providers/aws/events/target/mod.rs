//! `aws_cloudwatch_event_target`: what a rule starts.

mod blocks;
mod ecs;

use aws_sdk_eventbridge::types::{
    AppSyncParameters, DeadLetterConfig, KinesisParameters, RunCommandParameters, SqsParameters,
    Target as Found,
};

use crate::providers::aws::{names, prelude::*};
use blocks::{
    AppSync, Batch, DeadLetter, Http, InputTransformer, Kinesis, Redshift, RetryPolicy, RunCommand,
    SageMaker, Sqs,
};
use ecs::Ecs;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_event_target", version = 1)]
pub struct Target {
    id: Computed<String>,
    #[attr(block, max_items = 1)]
    appsync_target: Optional<Vec<AppSync>>,
    arn: Required<String>,
    #[attr(block, max_items = 1)]
    batch_target: Optional<Vec<Batch>>,
    #[attr(block, max_items = 1)]
    dead_letter_config: Optional<Vec<DeadLetter>>,
    #[attr(block, max_items = 1)]
    ecs_target: Optional<Vec<Ecs>>,
    #[attr(force_new, default = "default")]
    event_bus_name: Optional<String>,
    #[attr(default = false)]
    force_destroy: Optional<bool>,
    #[attr(block, max_items = 1)]
    http_target: Optional<Vec<Http>>,
    #[attr(conflicts = ["input_path", "input_transformer"], length = (0, 8192))]
    input: Optional<String>,
    #[attr(conflicts = ["input", "input_transformer"], length = (0, 256))]
    input_path: Optional<String>,
    #[attr(block, max_items = 1, conflicts = ["input", "input_path"])]
    input_transformer: Optional<Vec<InputTransformer>>,
    #[attr(block, max_items = 1)]
    kinesis_target: Optional<Vec<Kinesis>>,
    #[attr(block, max_items = 1)]
    redshift_target: Optional<Vec<Redshift>>,
    #[attr(block, max_items = 1)]
    retry_policy: Optional<Vec<RetryPolicy>>,
    role_arn: Optional<String>,
    #[attr(force_new)]
    rule: Required<String>,
    #[attr(block, max_items = 5)]
    run_command_targets: Optional<Vec<RunCommand>>,
    #[attr(block, max_items = 1)]
    sagemaker_pipeline_target: Optional<Vec<SageMaker>>,
    #[attr(block, max_items = 1)]
    sqs_target: Optional<Vec<Sqs>>,
    #[attr(force_new, length = (0, 64))]
    target_id: Defaulted<String>,
}

const GONE: &[&str] = &["ResourceNotFoundException"];

impl Resource<Aws> for Target {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let target = said(&self.target_id).unwrap_or_else(|| names::unique("terraform-"));
        self.target_id = Some(target.clone());
        self.put(aws).await?;
        let bus = self.bus();
        self.id = Some(match bus {
            "default" => format!("{}-{target}", self.rule),
            bus => format!("{bus}-{}-{target}", self.rule),
        });
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let wanted = said(&self.target_id).unwrap_or_default();
        let Some(found) = find(self.bus(), &self.rule, &wanted, aws).await? else { return Ok(None) };
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let commands = found.run_command_parameters.map(|found| found.run_command_targets);
        Ok(Some(Target {
            appsync_target: blocks::some(found.app_sync_parameters.map(AppSync::from_events)),
            arn: found.arn,
            batch_target: blocks::some(found.batch_parameters.map(Batch::from_events)),
            dead_letter_config: blocks::some(
                found.dead_letter_config.map(|found| DeadLetter { arn: found.arn }),
            ),
            ecs_target: blocks::some(found.ecs_parameters.map(Ecs::from_events)),
            event_bus_name: Some(self.bus().to_owned()),
            force_destroy: self.force_destroy,
            http_target: blocks::some(found.http_parameters.map(Http::from_events)),
            input: text(found.input),
            input_path: text(found.input_path),
            input_transformer: blocks::some(found.input_transformer.map(InputTransformer::from_events)),
            kinesis_target: blocks::some(
                found
                    .kinesis_parameters
                    .map(|found| Kinesis { partition_key_path: Some(found.partition_key_path) }),
            ),
            redshift_target: blocks::some(found.redshift_data_parameters.map(Redshift::from_events)),
            retry_policy: blocks::some(found.retry_policy.map(RetryPolicy::from_events)),
            role_arn: text(found.role_arn),
            run_command_targets: Some(
                commands
                    .into_iter()
                    .flatten()
                    .map(|one| RunCommand { key: one.key, values: one.values })
                    .collect(),
            ),
            sagemaker_pipeline_target: blocks::some(
                found.sage_maker_pipeline_parameters.map(SageMaker::from_events),
            ),
            sqs_target: blocks::some(
                found.sqs_parameters.map(|found| Sqs { message_group_id: text(found.message_group_id) }),
            ),
            target_id: Some(found.id),
            ..self
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.target_id = prior.target_id.clone();
        self.put(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.events.remove_targets().rule(&self.rule).event_bus_name(self.bus());
        let request = request.ids(said(&self.target_id).unwrap_or_default());
        let removed = request.force(self.force_destroy.unwrap_or_default()).send().await.or_gone(GONE)?;
        let failed = removed.and_then(|removed| removed.failed_entries?.into_iter().next());
        match failed {
            Some(failed) if failed.error_code.as_deref() != Some(GONE[0]) => Err(Error::Failed {
                what: "the target".into(),
                state: failed.error_code.unwrap_or_default(),
                reason: failed.error_message.unwrap_or_default(),
            }),
            _ => Ok(()),
        }
    }

    /// By the name of the rule and the id of the target, after the name of the bus if it is not the default one.
    fn import(id: &str) -> Result<Self> {
        let wrong = || {
            Error::Invalid(format!(
                "{id:?} is no RULE/TARGET-ID and no BUS/RULE/TARGET-ID, such as nightly/backup."
            ))
        };
        let (rule, target) = id.rsplit_once('/').ok_or_else(wrong)?;
        let (bus, rule) = rule.rsplit_once('/').unwrap_or(("default", rule));
        if rule.is_empty() || target.is_empty() || bus.is_empty() {
            return Err(wrong());
        }
        let prefix = if bus == "default" { String::new() } else { format!("{bus}-") };
        Ok(Self {
            id: Some(format!("{prefix}{rule}-{target}")),
            event_bus_name: Some(bus.to_owned()),
            rule: rule.to_owned(),
            target_id: Some(target.to_owned()),
            ..Self::default()
        })
    }
}

impl Target {
    fn bus(&self) -> &str {
        self.event_bus_name.as_deref().filter(|bus| !bus.is_empty()).unwrap_or("default")
    }

    async fn put(&self, aws: &Aws) -> Result<()> {
        let target = self.to_events()?;
        // Two changes of one rule at a time are refused, and a role that was made a moment ago is not seen yet.
        let heals = |error: &Error| {
            error.is(&["ConcurrentModificationException"]) || error.says("cannot be assumed by principal")
        };
        let put = wait::retry(minutes(2), heals, || async {
            let request = aws.events.put_targets().rule(&self.rule).event_bus_name(self.bus());
            Ok(request.targets(target.clone()).send().await?)
        })
        .await?;
        match put.failed_entries.and_then(|failed| failed.into_iter().next()) {
            Some(failed) => Err(Error::Failed {
                what: "the target".into(),
                state: failed.error_code.unwrap_or_default(),
                reason: failed.error_message.unwrap_or_default(),
            }),
            None => Ok(()),
        }
    }

    fn to_events(&self) -> Result<Found> {
        let commands = self.run_command_targets.iter().flatten().map(RunCommand::to_events);
        let commands = commands.collect::<Result<Vec<_>>>()?;
        let commands = (!commands.is_empty())
            .then(|| RunCommandParameters::builder().set_run_command_targets(Some(commands)).build());
        let kinesis = self.kinesis_target.iter().flatten().next().map(|block| {
            let path = block.partition_key_path.clone().unwrap_or_default();
            KinesisParameters::builder().partition_key_path(path).build()
        });
        let sqs = self.sqs_target.iter().flatten().next().map(|block| {
            SqsParameters::builder().set_message_group_id(said(&block.message_group_id)).build()
        });
        let appsync = self.appsync_target.iter().flatten().next().map(|block| {
            AppSyncParameters::builder().set_graph_ql_operation(said(&block.graphql_operation)).build()
        });
        let dead = self.dead_letter_config.iter().flatten().next();
        let retry = self.retry_policy.iter().flatten().next();
        let transformer = self.input_transformer.iter().flatten().next();
        Ok(Found::builder()
            .id(said(&self.target_id).unwrap_or_default())
            .arn(&self.arn)
            .set_app_sync_parameters(appsync)
            .set_batch_parameters(
                self.batch_target.iter().flatten().next().map(Batch::to_events).transpose()?,
            )
            .set_dead_letter_config(
                dead.map(|block| DeadLetterConfig::builder().set_arn(said(&block.arn)).build()),
            )
            .set_ecs_parameters(self.ecs_target.iter().flatten().next().map(Ecs::to_events).transpose()?)
            .set_http_parameters(self.http_target.iter().flatten().next().map(Http::to_events))
            .set_input(said(&self.input))
            .set_input_path(said(&self.input_path))
            .set_input_transformer(transformer.map(InputTransformer::to_events).transpose()?)
            .set_kinesis_parameters(kinesis.transpose()?)
            .set_redshift_data_parameters(
                self.redshift_target.iter().flatten().next().map(Redshift::to_events).transpose()?,
            )
            .set_retry_policy(retry.map(RetryPolicy::to_events))
            .set_role_arn(said(&self.role_arn))
            .set_run_command_parameters(commands.transpose()?)
            .set_sage_maker_pipeline_parameters(
                self.sagemaker_pipeline_target
                    .iter()
                    .flatten()
                    .next()
                    .map(SageMaker::to_events)
                    .transpose()?,
            )
            .set_sqs_parameters(sqs)
            .build()?)
    }
}

/// The target of a rule; `None` if there is none.
async fn find(bus: &str, rule: &str, target: &str, aws: &Aws) -> Result<Option<Found>> {
    let mut next = None;
    loop {
        let request = aws.events.list_targets_by_rule().rule(rule).event_bus_name(bus).set_next_token(next);
        let Some(page) = request.send().await.or_gone(GONE)? else { return Ok(None) };
        if let Some(found) = page.targets.into_iter().flatten().find(|found| found.id == target) {
            return Ok(Some(found));
        }
        next = page.next_token.filter(|token| !token.is_empty());
        if next.is_none() {
            return Ok(None);
        }
    }
}
