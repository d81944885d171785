//! Changing an instance in place; what EC2 changes only while it is stopped, stops it.

use super::{instance::*, instance_attach, instance_disks, prelude::*};
use aws_sdk_ec2::types::{self, AttributeValue, BlobAttributeValue, InstanceStateName as State};
use aws_smithy_types::Blob;

/// Makes the instance go from `prior` to `planned`.
///
/// # Errors
/// Those of the calls.
pub async fn change(planned: &Instance, prior: &Instance, aws: &Aws) -> Result<()> {
    let id = planned.id();
    tagging::update(aws, id, &prior.tags_all, &planned.tags_all).await?;
    instance_disks::change(planned, prior, aws).await?;
    instance_attach::profile(planned, prior, aws).await?;
    instance_attach::groups(planned, prior, aws).await?;
    instance_attach::addresses(planned, prior, aws).await?;
    if let Some(on) = changed(&prior.source_dest_check, &planned.source_dest_check) {
        check_addresses(id, *on, aws).await?;
    }
    let behavior = &planned.instance_initiated_shutdown_behavior;
    if let Some(text) = changed(&prior.instance_initiated_shutdown_behavior, behavior) {
        let value = AttributeValue::builder().value(text).build();
        let request = aws.ec2.modify_instance_attribute().instance_id(id);
        request.instance_initiated_shutdown_behavior(value).send().await?;
    }
    match changed(&prior.monitoring, &planned.monitoring) {
        Some(true) => drop(aws.ec2.monitor_instances().instance_ids(id).send().await?),
        Some(false) => drop(aws.ec2.unmonitor_instances().instance_ids(id).send().await?),
        None => {}
    }
    options(planned, prior, aws).await?;
    // What is protected from stopping cannot be stopped: protection goes first and comes last.
    protect(planned, prior, false, aws).await?;
    restart_changed(planned, prior, aws).await?;
    protect(planned, prior, true, aws).await
}

/// The blocks that EC2 changes with a call each.
async fn options(planned: &Instance, prior: &Instance, aws: &Aws) -> Result<()> {
    let id = planned.id();
    if let Some(options) = first(&prior.metadata_options, &planned.metadata_options) {
        options.apply(id, aws).await?;
    }
    if let Some(credit) = first(&prior.credit_specification, &planned.credit_specification)
        && let Some(kind) = given(&credit.cpu_credits)
    {
        let request = types::InstanceCreditSpecificationRequest::builder().instance_id(id).cpu_credits(kind);
        let answer = aws.ec2.modify_instance_credit_specification();
        let answer = answer.instance_credit_specifications(request.build()).send().await?;
        let failed = answer.unsuccessful_instance_credit_specifications.and_then(|mut all| all.pop()?.error);
        if let Some(error) = failed {
            return Err(Error::Failed {
                what: "the credit specification of the instance".into(),
                state: error.code.map(|code| code.to_string()).unwrap_or_default(),
                reason: error.message.unwrap_or_default(),
            });
        }
    }
    if let Some(options) = first(&prior.maintenance_options, &planned.maintenance_options) {
        let request = aws.ec2.modify_instance_maintenance_options().instance_id(id);
        let recovery = given(&options.auto_recovery).map(|text| text.as_str().into());
        request.set_auto_recovery(recovery).send().await?;
    }
    if let Some(options) = first(&prior.private_dns_name_options, &planned.private_dns_name_options) {
        let request = aws.ec2.modify_private_dns_name_options().instance_id(id);
        request
            .set_enable_resource_name_dns_a_record(options.enable_resource_name_dns_a_record)
            .set_enable_resource_name_dns_aaaa_record(options.enable_resource_name_dns_aaaa_record)
            .send()
            .await?;
    }
    let reservation =
        first(&prior.capacity_reservation_specification, &planned.capacity_reservation_specification);
    if let Some(reservation) = reservation {
        let request = aws.ec2.modify_instance_capacity_reservation_attributes().instance_id(id);
        request.capacity_reservation_specification(reservation.request()).send().await?;
    }
    Ok(())
}

/// The planned block of a list of one, if it is another than before.
fn first<'a, T: PartialEq>(prior: &Option<Vec<T>>, planned: &'a Option<Vec<T>>) -> Option<&'a T> {
    changed(prior, planned).and_then(|all| all.first())
}

/// Switches the instance's protection where it is planned to become `on`.
async fn protect(planned: &Instance, prior: &Instance, on: bool, aws: &Aws) -> Result<()> {
    let modify = || aws.ec2.modify_instance_attribute().instance_id(planned.id());
    if changed(&prior.disable_api_stop, &planned.disable_api_stop) == Some(&on) {
        modify().disable_api_stop(switch(Some(on))).send().await?;
    }
    if changed(&prior.disable_api_termination, &planned.disable_api_termination) == Some(&on) {
        modify().disable_api_termination(switch(Some(on))).send().await?;
    }
    Ok(())
}

/// Type and user data: EC2 takes them while the instance is stopped.
async fn restart_changed(planned: &Instance, prior: &Instance, aws: &Aws) -> Result<()> {
    let kind = changed(&prior.instance_type, &planned.instance_type);
    let data = changed(&prior.user_data_base64, &planned.user_data_base64).or(changed(
        &prior.user_data,
        &planned.user_data,
    )
    .filter(|text| Some(kept_hash(text)) != prior.user_data));
    if kind.is_none() && data.is_none() {
        return Ok(());
    }
    let (id, limit) = (planned.id(), planned.timeouts.update(minutes(10)));
    aws.ec2.stop_instances().instance_ids(id).send().await?;
    reach(id, State::Stopped, limit, aws).await?;
    let modified = modify_stopped(id, kind, data, aws).await;
    // Whatever came of it, an instance that ran before runs again.
    aws.ec2.start_instances().instance_ids(id).send().await?;
    reach(id, State::Running, limit, aws).await?;
    modified
}

async fn modify_stopped(id: &str, kind: Option<&String>, data: Option<&String>, aws: &Aws) -> Result<()> {
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
    Ok(())
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
