//! `aws_lambda_function`: code that runs when it is called.

mod calls;
mod read;
mod schema;

use std::time::Duration;

use aws_sdk_lambda::types::{LastUpdateStatus, State};

use crate::{lang::value::Type, providers::aws::prelude::*};
pub use read::{fill, find, invoke_arn};
pub use schema::*;

/// Lambda's code for what is not there.
pub const GONE: &[&str] = &["ResourceNotFoundException"];

/// What of a function is its code: a change uploads it.
const CODE: &[&str] = &[
    "architectures",
    "filename",
    "image_uri",
    "s3_bucket",
    "s3_key",
    "s3_object_version",
    "source_code_hash",
];

/// What of a function is its configuration: with a change, a published function gets a new version.
const CONFIGURATION: &[&str] = &[
    "dead_letter_config",
    "description",
    "environment",
    "ephemeral_storage",
    "file_system_config",
    "handler",
    "image_config",
    "kms_key_arn",
    "layers",
    "logging_config",
    "memory_size",
    "role",
    "runtime",
    "snap_start",
    "timeout",
    "tracing_config",
    "vpc_config",
];

impl Resource<Aws> for Function {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = self.create_request(aws).await?;
        let limit = self.timeouts.create(minutes(10));
        wait::retry(limit.min(minutes(5)), not_yet, || async { Ok(request.clone().send().await?) }).await?;
        self.id = Some(self.function_name.clone());
        self.wait_active(limit, aws).await?;
        self.reserve(None, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find(self.id(), None, aws).await? else { return Ok(None) };
        fill(self, found, aws).await.map(Some)
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.update(minutes(10));
        self.id = prior.id.clone();
        if !same(&self.code_signing_config_arn, &prior.code_signing_config_arn) {
            match said(&self.code_signing_config_arn) {
                Some(arn) => {
                    let request = aws.lambda.put_function_code_signing_config().function_name(self.id());
                    request.code_signing_config_arn(arn).send().await?;
                }
                None => {
                    aws.lambda.delete_function_code_signing_config().function_name(self.id()).send().await?;
                }
            }
        }
        let configured = self.is_configured_otherwise(prior);
        if configured {
            let request = self.configuration_request(prior, aws)?;
            wait::retry(limit.min(minutes(5)), not_yet, || async { Ok(request.clone().send().await?) })
                .await?;
            self.wait_updated(limit, aws).await?;
        }
        let coded = self.is_coded_otherwise(prior);
        if coded {
            let request = self.code_request(aws).await?;
            wait::retry(limit.min(minutes(5)), not_yet, || async { Ok(request.clone().send().await?) })
                .await?;
            self.wait_updated(limit, aws).await?;
        }
        self.reserve(Some(prior), aws).await?;
        let publishes = self.publish.unwrap_or_default();
        if publishes && (configured || coded || !prior.publish.unwrap_or_default()) {
            let busy = |error: &Error| error.is(&["ResourceConflictException"]);
            wait::retry(limit, busy, || async {
                Ok(aws.lambda.publish_version().function_name(self.id()).send().await?)
            })
            .await?;
        }
        let Some(change) = tags::change(&prior.tags_all, &self.tags_all) else { return Ok(()) };
        let arn = prior.arn.clone().unwrap_or_default();
        if !change.removed.is_empty() {
            let request = aws.lambda.untag_resource().resource(&arn);
            request.set_tag_keys(Some(change.removed)).send().await?;
        }
        if !change.added.is_empty() {
            let tags = change.added.into_iter().collect();
            aws.lambda.tag_resource().resource(&arn).set_tags(Some(tags)).send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        if self.skip_destroy.unwrap_or_default() {
            return Ok(());
        }
        let limit = self.timeouts.delete(minutes(10));
        if self.replace_security_groups_on_destroy.unwrap_or_default() {
            self.replace_security_groups(limit, aws).await?;
        }
        // Copies at the edge go first, by themselves and slowly.
        let busy = |error: &Error| error.says("because it is a replicated function");
        wait::retry(limit, busy, || async {
            aws.lambda.delete_function().function_name(self.id()).send().await.or_gone(GONE)
        })
        .await?;
        Ok(())
    }

    fn refine(plan: &mut Refine<'_>) {
        if plan.prior.is_none() {
            return;
        }
        let any = |plan: &Refine<'_>, names: &[&str]| names.iter().any(|name| plan.is_changed(name));
        let coded = any(plan, CODE);
        if coded {
            plan.set_unknown("last_modified", Type::String);
        }
        let publishes = plan.planned("publish").as_bool().unwrap_or_default();
        if publishes && (coded || any(plan, CONFIGURATION) || plan.is_changed("publish")) {
            for name in ["qualified_arn", "qualified_invoke_arn", "version"] {
                plan.set_unknown(name, Type::String);
            }
        }
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let null = |name: &str| config.get(name).is_none_or(Value::is_null);
        let zip =
            config.get("package_type").is_none_or(|kind| kind.is_null() || kind.as_str() == Some("Zip"));
        let needed = ["handler", "runtime"].into_iter().filter(|name| zip && null(name));
        let mut wrong: Vec<_> =
            needed.map(|name| (name, "must be set when `package_type` is \"Zip\"".to_owned())).collect();
        if !null("s3_bucket") && null("s3_key") {
            wrong.push(("s3_key", "must be set together with `s3_bucket`".to_owned()));
        }
        wrong
    }
}

impl Function {
    async fn wait_active(&self, limit: Duration, aws: &Aws) -> Result<()> {
        wait::until("the function", limit, || async {
            let found = find(self.id(), None, aws).await?.and_then(|found| found.configuration);
            let reason = found.as_ref().and_then(|found| found.state_reason.clone()).unwrap_or_default();
            Ok(match found.map(|found| found.state) {
                // An old API does not tell the state of a function that has always been ready.
                Some(None | Some(State::Active | State::Inactive)) => Progress::Ready(()),
                Some(Some(state @ State::Failed)) => Progress::Failed { state: state.to_string(), reason },
                Some(Some(state)) => Progress::Pending(state.to_string()),
                None => Progress::Pending("not visible".into()),
            })
        })
        .await
    }

    async fn wait_updated(&self, limit: Duration, aws: &Aws) -> Result<()> {
        wait::until("the update of the function", limit, || async {
            let found = find(self.id(), None, aws).await?.and_then(|found| found.configuration);
            let reason =
                found.as_ref().and_then(|found| found.last_update_status_reason.clone()).unwrap_or_default();
            Ok(match found.and_then(|found| found.last_update_status) {
                None | Some(LastUpdateStatus::Successful) => Progress::Ready(()),
                Some(state @ LastUpdateStatus::Failed) => {
                    Progress::Failed { state: state.to_string(), reason }
                }
                Some(state) => Progress::Pending(state.to_string()),
            })
        })
        .await
    }

    /// Writes the reserved concurrency, if it is planned to change; -1 is none.
    async fn reserve(&self, prior: Option<&Self>, aws: &Aws) -> Result<()> {
        let none = |function: &Self| function.reserved_concurrent_executions.unwrap_or(-1);
        match (prior.map_or(-1, none), none(self)) {
            (before, now) if before == now => {}
            (_, -1) => {
                aws.lambda.delete_function_concurrency().function_name(self.id()).send().await?;
            }
            (_, now) => {
                let request = aws.lambda.put_function_concurrency().function_name(self.id());
                request.reserved_concurrent_executions(now).send().await?;
            }
        }
        Ok(())
    }

    /// Gives the function other security groups, so that its own can be deleted while its interfaces are left.
    async fn replace_security_groups(&self, limit: Duration, aws: &Aws) -> Result<()> {
        let Some(vpc) = self.vpc_config.iter().flatten().next() else { return Ok(()) };
        let groups = match self.replacement_security_group_ids.as_ref().filter(|set| !set.is_empty()) {
            Some(set) => set.0.clone(),
            None => default_group(vpc.vpc_id.as_deref().unwrap_or_default(), aws).await?,
        };
        let config = calls::vpc_config(&vpc.subnet_ids.0, &groups, None);
        let request = aws.lambda.update_function_configuration().function_name(self.id()).vpc_config(config);
        if wait::retry(limit, not_yet, || async { request.clone().send().await.or_gone(GONE) })
            .await?
            .is_some()
        {
            self.wait_updated(limit, aws).await?;
        }
        Ok(())
    }
}

async fn default_group(vpc: &str, aws: &Aws) -> Result<Vec<String>> {
    let filter =
        |name: &str, value: &str| aws_sdk_ec2::types::Filter::builder().name(name).values(value).build();
    let request = aws.ec2.describe_security_groups().filters(filter("vpc-id", vpc));
    let found = request.filters(filter("group-name", "default")).send().await?;
    Ok(found.security_groups.into_iter().flatten().filter_map(|group| group.group_id).collect())
}

/// A role, a key or a network interface that was made a moment ago is not seen by Lambda yet, or another change is
/// under way.
fn not_yet(error: &Error) -> bool {
    error.is(&["ResourceConflictException"]) && error.says("in progress")
        || error.is(&["InvalidParameterValueException"])
            && [
                "The role defined for the function cannot be assumed by Lambda",
                "The provided execution role does not have permissions",
                "throttled by EC2",
                "Lambda was unable to configure access to your environment variables because the KMS key",
            ]
            .iter()
            .any(|text| error.says(text))
}
