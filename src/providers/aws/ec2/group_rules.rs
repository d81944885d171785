//! The rules of a security group at EC2: opened, revoked, changed.

use aws_sdk_ec2::types::IpPermission;

use super::{
    answers::{filter, visible},
    rules::{self, Opening, Rule},
    security_group::{GONE, find},
};
use crate::{
    lang::value::{Object, Value},
    providers::{
        Error, Result,
        aws::{Aws, error::OrGone as _, wait::minutes},
    },
    schema::Set,
};

/// Which way packets go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the members of the group.
    Ingress,
    /// From the members of the group.
    Egress,
}

/// The code of "this rule is there already".
pub const DUPLICATE: &str = "InvalidPermission.Duplicate";

/// Makes the rules of one direction go from the first set to the second.
///
/// # Errors
/// Those of the calls that revoke and authorize.
pub async fn change(
    group: &str,
    direction: Direction,
    (prior, planned): (&Option<Set<Rule>>, &Option<Set<Rule>>),
    aws: &Aws,
) -> Result<()> {
    let (prior, planned) = (rules::openings(prior, group), rules::openings(planned, group));
    let old: Vec<_> = prior.iter().filter(|rule| !planned.contains(rule)).cloned().collect();
    let new: Vec<_> = planned.iter().filter(|rule| !prior.contains(rule)).cloned().collect();
    revoke(group, direction, &old, aws).await?;
    authorize(group, direction, &new, aws).await
}

/// Opens the group for these rules; those that are there already are no error.
///
/// # Errors
/// Those of `AuthorizeSecurityGroup…`.
pub async fn authorize(group: &str, direction: Direction, openings: &[Opening], aws: &Aws) -> Result<()> {
    if openings.is_empty() {
        return Ok(());
    }
    let together = authorize_once(group, direction, rules::to_permissions(openings), aws).await;
    if !together.as_ref().is_err_and(|error| error.is(&[DUPLICATE])) {
        return together;
    }
    // One of them is there, and EC2 took none: a retried call, or a rule that was made by hand.
    for opening in openings {
        let permission = rules::to_permissions(std::slice::from_ref(opening));
        authorize_once(group, direction, permission, aws).await.or_gone(&[DUPLICATE])?;
    }
    Ok(())
}

async fn authorize_once(
    group: &str,
    direction: Direction,
    permissions: Vec<IpPermission>,
    aws: &Aws,
) -> Result<()> {
    let permissions = Some(permissions);
    match direction {
        Direction::Ingress => {
            let request = aws.ec2.authorize_security_group_ingress().group_id(group);
            request.set_ip_permissions(permissions).send().await?;
        }
        Direction::Egress => {
            let request = aws.ec2.authorize_security_group_egress().group_id(group);
            request.set_ip_permissions(permissions).send().await?;
        }
    }
    Ok(())
}

/// Closes the group for these rules; those that are gone already are no error.
///
/// # Errors
/// Those of `RevokeSecurityGroup…`.
pub async fn revoke(group: &str, direction: Direction, openings: &[Opening], aws: &Aws) -> Result<()> {
    if openings.is_empty() {
        return Ok(());
    }
    revoke_permissions(group, direction, rules::to_permissions(openings), aws).await
}

async fn revoke_permissions(
    group: &str,
    direction: Direction,
    permissions: Vec<IpPermission>,
    aws: &Aws,
) -> Result<()> {
    let gone = ["InvalidPermission.NotFound", GONE[0], GONE[1]];
    let permissions = Some(permissions);
    match direction {
        Direction::Ingress => {
            let request = aws.ec2.revoke_security_group_ingress().group_id(group);
            request.set_ip_permissions(permissions).send().await.or_gone(&gone)?;
        }
        Direction::Egress => {
            let request = aws.ec2.revoke_security_group_egress().group_id(group);
            request.set_ip_permissions(permissions).send().await.or_gone(&gone)?;
        }
    }
    Ok(())
}

/// Closes the group for everything, and every other group for this one.
///
/// # Errors
/// Those of the calls.
pub async fn revoke_all(group: &str, aws: &Aws) -> Result<()> {
    for (direction, name) in
        [(Direction::Ingress, "ip-permission.group-id"), (Direction::Egress, "egress.ip-permission.group-id")]
    {
        let request = aws.ec2.describe_security_groups().filters(filter(name, group));
        for other in request.send().await?.security_groups.unwrap_or_default() {
            let all = match direction {
                Direction::Ingress => other.ip_permissions(),
                Direction::Egress => other.ip_permissions_egress(),
            };
            let naming = naming(all, |id| id == group);
            revoke_some(other.group_id().unwrap_or_default(), direction, naming, aws).await?;
        }
    }
    let Some(own) = find(group, aws).await? else { return Ok(()) };
    revoke_some(group, Direction::Ingress, own.ip_permissions().to_vec(), aws).await?;
    revoke_some(group, Direction::Egress, own.ip_permissions_egress().to_vec(), aws).await
}

/// Closes the group for other groups, so that it does not hold them.
///
/// # Errors
/// Those of the calls.
pub async fn revoke_references(group: &str, aws: &Aws) -> Result<()> {
    let Some(own) = find(group, aws).await? else { return Ok(()) };
    let others = |permissions| naming(permissions, |id| id != group);
    revoke_some(group, Direction::Ingress, others(own.ip_permissions()), aws).await?;
    revoke_some(group, Direction::Egress, others(own.ip_permissions_egress()), aws).await
}

async fn revoke_some(
    group: &str,
    direction: Direction,
    permissions: Vec<IpPermission>,
    aws: &Aws,
) -> Result<()> {
    if permissions.is_empty() { Ok(()) } else { revoke_permissions(group, direction, permissions, aws).await }
}

/// The part of the permissions that names groups for which `is_meant`.
fn naming(permissions: &[IpPermission], is_meant: impl Fn(&str) -> bool) -> Vec<IpPermission> {
    let parts = permissions.iter().map(|permission| {
        let pairs = permission.user_id_group_pairs().iter();
        let pairs: Vec<_> =
            pairs.filter(|pair| is_meant(pair.group_id().unwrap_or_default())).cloned().collect();
        IpPermission::builder()
            .set_ip_protocol(permission.ip_protocol.clone())
            .set_from_port(permission.from_port)
            .set_to_port(permission.to_port)
            .set_user_id_group_pairs(Some(pairs))
            .build()
    });
    parts.filter(|permission| !permission.user_id_group_pairs().is_empty()).collect()
}

/// The group, once EC2 shows the rules of `direction` that are wanted.
///
/// # Errors
/// A timeout, if they never come.
pub async fn shown(group: &str, direction: Direction, wanted: &[Opening], aws: &Aws) -> Result<()> {
    visible("the rule of the security group", minutes(5), || async {
        let Some(group) = find(group, aws).await? else {
            return Err(Error::Invalid(format!("Security group {group} is gone.")));
        };
        let there = rules::of_permissions(
            match direction {
                Direction::Ingress => group.ip_permissions(),
                Direction::Egress => group.ip_permissions_egress(),
            },
            group.owner_id().unwrap_or_default(),
        );
        Ok(wanted.iter().all(|rule| there.iter().any(|one| one.is_same(rule))).then_some(()))
    })
    .await
}

/// What of `ingress` and `egress` EC2 would silently change.
pub fn validate(config: &Object) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    for direction in ["ingress", "egress"] {
        let rules = config.get(direction).and_then(Value::as_sequence).unwrap_or_default();
        for rule in rules {
            let protocol = rule.get("protocol").and_then(Value::as_str).map(super::protocol::canonical);
            let port = |name: &str| rule.get(name).and_then(Value::as_number).and_then(|n| n.as_i64());
            let ports = [port("from_port"), port("to_port")];
            if protocol.as_deref() == Some("-1") && ports.iter().flatten().any(|port| *port != 0) {
                wrong.push((
                    direction,
                    "A rule for all protocols (`protocol = \"-1\"`) is for all ports: set `from_port` and `to_port` \
                     to 0."
                        .to_owned(),
                ));
            }
        }
    }
    wrong
}
