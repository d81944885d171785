//! Deleting what other objects hold: a subnet with a network interface in it, a security group that is in use.

use std::{future::Future, time::Duration};

use aws_sdk_ec2::types::{Filter, NetworkInterface, NetworkInterfaceStatus};

use super::answers::filter;
use crate::providers::{
    Error, Result,
    aws::{Aws, error::OrGone as _, wait},
};

/// Repeats `delete` while something holds the object, for at most `limit`. `holding` is the filter that finds the
/// network interfaces that can hold it, such as `subnet-id`.
///
/// Network interfaces that a service has left behind unattached are deleted on the way: nobody else does.
///
/// # Errors
/// Those of `delete`; if the object is still held after `limit`, the error says by which network interfaces.
pub async fn delete<F>(
    aws: &Aws,
    limit: Duration,
    (holding, id): (&str, &str),
    mut delete: impl FnMut() -> F,
) -> Result<()>
where
    F: Future<Output = Result<()>>,
{
    let deleted = wait::retry(limit, is_held, || {
        let attempt = delete();
        async move {
            let outcome = attempt.await;
            if outcome.as_ref().is_err_and(is_held) {
                delete_left_behind(aws, filter(holding, id)).await?;
            }
            outcome
        }
    });
    match deleted.await {
        Err(Error::Api { service, operation, code, message, request_id })
            if HELD.contains(&code.as_str()) =>
        {
            let holders = interfaces(aws, filter(holding, id)).await.unwrap_or_default();
            let message = explain(&message, &holders);
            Err(Error::Api { service, operation, code, message, request_id })
        }
        outcome => outcome,
    }
}

/// The codes of "something else still needs it".
pub const HELD: &[&str] = &["DependencyViolation", "InvalidGroup.InUse"];

fn is_held(error: &Error) -> bool {
    error.is(HELD)
}

async fn interfaces(aws: &Aws, filter: Filter) -> Result<Vec<NetworkInterface>> {
    let found = aws.ec2.describe_network_interfaces().filters(filter).send().await?;
    Ok(found.network_interfaces.unwrap_or_default())
}

/// Lambda leaves its interfaces to themselves when a function goes, and collects them up to half an hour later.
async fn delete_left_behind(aws: &Aws, filter: Filter) -> Result<()> {
    for interface in interfaces(aws, filter).await? {
        let lambdas = interface.description().is_some_and(|text| text.starts_with("AWS Lambda VPC ENI"));
        if lambdas && interface.status() == Some(&NetworkInterfaceStatus::Available) {
            let id = interface.network_interface_id().unwrap_or_default();
            let request = aws.ec2.delete_network_interface().network_interface_id(id).send();
            request.await.or_gone(&["InvalidNetworkInterfaceID.NotFound", "InvalidParameterValue"])?;
        }
    }
    Ok(())
}

fn explain(message: &str, holders: &[NetworkInterface]) -> String {
    if holders.is_empty() {
        return format!("{message} Something that is not in this plan holds it.");
    }
    let named: Vec<_> = holders.iter().map(describe).collect();
    format!("{message} It is held by {}.", named.join("; "))
}

fn describe(interface: &NetworkInterface) -> String {
    let instance = interface.attachment().and_then(|attachment| attachment.instance_id());
    let owner = instance.or(interface.requester_id()).unwrap_or("nobody");
    let id = interface.network_interface_id().unwrap_or_default();
    match interface.description().unwrap_or_default() {
        "" => format!("network interface {id} (of {owner})"),
        text => format!("network interface {id} (\"{text}\", of {owner})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_names_what_holds_the_object() {
        let interface = NetworkInterface::builder()
            .network_interface_id("eni-1")
            .description("ELB app/web/50dc6c495c0c9188")
            .requester_id("amazon-elb")
            .build();
        assert_eq!(
            explain("It has dependencies.", &[interface]),
            "It has dependencies. It is held by network interface eni-1 (\"ELB app/web/50dc6c495c0c9188\", of amazon-elb)."
        );
    }
}
