//! Changing an instance in place; what EC2 changes only while it is stopped, stops it.

use super::{instance::*, prelude::*};
use aws_sdk_ec2::types::{AttributeValue, BlobAttributeValue, InstanceStateName as State};
use aws_smithy_types::Blob;

/// Makes the instance go from `prior` to `planned`.
///
/// # Errors
/// Those of the calls.
pub async fn change(planned: &Instance, prior: &Instance, aws: &Aws) -> Result<()> {
    let id = planned.id();
    let modify = || aws.ec2.modify_instance_attribute().instance_id(id);
    tagging::update(aws, id, &prior.tags_all, &planned.tags_all).await?;
    if let Some(groups) = changed(&prior.vpc_security_group_ids, &planned.vpc_security_group_ids) {
        modify().set_groups(Some(groups.0.clone())).send().await?;
    }
    if let Some(on) = changed(&prior.source_dest_check, &planned.source_dest_check) {
        check_addresses(id, *on, aws).await?;
    }
    if let Some(on) = changed(&prior.disable_api_stop, &planned.disable_api_stop) {
        modify().disable_api_stop(switch(Some(*on))).send().await?;
    }
    if let Some(on) = changed(&prior.disable_api_termination, &planned.disable_api_termination) {
        modify().disable_api_termination(switch(Some(*on))).send().await?;
    }
    let behavior = &planned.instance_initiated_shutdown_behavior;
    if let Some(text) = changed(&prior.instance_initiated_shutdown_behavior, behavior) {
        let value = AttributeValue::builder().value(text).build();
        modify().instance_initiated_shutdown_behavior(value).send().await?;
    }
    match changed(&prior.monitoring, &planned.monitoring) {
        Some(true) => drop(aws.ec2.monitor_instances().instance_ids(id).send().await?),
        Some(false) => drop(aws.ec2.unmonitor_instances().instance_ids(id).send().await?),
        None => {}
    }
    if let Some(options) =
        changed(&prior.metadata_options, &planned.metadata_options).and_then(|all| all.first())
    {
        options.apply(id, aws).await?;
    }
    refuse(planned, prior)?;
    restart_changed(planned, prior, aws).await
}

/// What has to be changed by hand, or by another instance.
fn refuse(planned: &Instance, prior: &Instance) -> Result<()> {
    let wrong = [
        ("iam_instance_profile", given(&planned.iam_instance_profile) != given(&prior.iam_instance_profile)),
        ("root_block_device", changed(&prior.root_block_device, &planned.root_block_device).is_some()),
        (
            "credit_specification",
            changed(&prior.credit_specification, &planned.credit_specification).is_some(),
        ),
        ("volume_tags", changed(&prior.volume_tags, &planned.volume_tags).is_some()),
        (
            "secondary_private_ips",
            changed(&prior.secondary_private_ips, &planned.secondary_private_ips).is_some(),
        ),
        ("maintenance_options", changed(&prior.maintenance_options, &planned.maintenance_options).is_some()),
    ];
    wrong.into_iter().find(|(_, differs)| *differs).map_or(Ok(()), |(name, _)| {
        Err(Error::Invalid(format!(
            "`{name}` of a running instance is not changed by this version of stackctl. Change it in AWS and run \
             again, or replace the instance (`-replace`)."
        )))
    })
}

/// Type and user data: EC2 takes them while the instance is stopped.
async fn restart_changed(planned: &Instance, prior: &Instance, aws: &Aws) -> Result<()> {
    let kind = changed(&prior.instance_type, &planned.instance_type);
    let data = changed(&prior.user_data_base64, &planned.user_data_base64).or(changed(
        &prior.user_data,
        &planned.user_data,
    )
    .filter(|text| Some(hash_of(text)) != prior.user_data));
    if kind.is_none() && data.is_none() {
        return Ok(());
    }
    let (id, limit) = (planned.id(), planned.timeouts.update(minutes(10)));
    aws.ec2.stop_instances().instance_ids(id).send().await?;
    reach(id, State::Stopped, limit, aws).await?;
    if let Some(kind) = kind {
        let value = AttributeValue::builder().value(kind).build();
        aws.ec2.modify_instance_attribute().instance_id(id).instance_type(value).send().await?;
    }
    if let Some(data) = data {
        use base64::{Engine as _, prelude::BASE64_STANDARD};
        let bytes = BASE64_STANDARD.decode(data).unwrap_or_else(|_| data.clone().into_bytes());
        let value = BlobAttributeValue::builder().value(Blob::new(bytes)).build();
        aws.ec2.modify_instance_attribute().instance_id(id).user_data(value).send().await?;
    }
    aws.ec2.start_instances().instance_ids(id).send().await?;
    reach(id, State::Running, limit, aws).await
}

/// Whether packets must come from or go to the instance itself: a router takes others too.
///
/// # Errors
/// Those of the call.
pub async fn check_addresses(id: &str, on: bool, aws: &Aws) -> Result<()> {
    aws.ec2.modify_instance_attribute().instance_id(id).source_dest_check(switch(Some(on))).send().await?;
    Ok(())
}

/// Waits until the instance is in this state.
///
/// # Errors
/// A timeout, or the reason why the instance was terminated.
pub async fn reach(id: &str, wanted: State, limit: Duration, aws: &Aws) -> Result<()> {
    wait::until("the instance", limit, || async {
        let Some(instance) = find(id, aws).await? else { return Ok(Progress::Pending("not visible".into())) };
        let state = instance.state.and_then(|state| state.name);
        Ok(match state {
            Some(state) if state == wanted => Progress::Ready(()),
            Some(state @ (State::Terminated | State::ShuttingDown)) => Progress::Failed {
                state: state.to_string(),
                reason: instance.state_reason.and_then(|reason| reason.message).unwrap_or_default(),
            },
            state => Progress::Pending(state.map_or("unknown".into(), |state| state.to_string())),
        })
    })
    .await
}
