//! What is attached to an instance and changes while it runs: its profile, its groups, its addresses.

use super::{instance::*, prelude::*};
use aws_sdk_ec2::types::IamInstanceProfileSpecification;

/// Gives the instance another profile, a first one, or none.
///
/// # Errors
/// Those of the calls.
pub async fn profile(planned: &Instance, prior: &Instance, aws: &Aws) -> Result<()> {
    let (was, will) = (given(&prior.iam_instance_profile), given(&planned.iam_instance_profile));
    if was == will {
        return Ok(());
    }
    let id = planned.id();
    let found = aws.ec2.describe_iam_instance_profile_associations().filters(filter("instance-id", id));
    let found = found.send().await?.iam_instance_profile_associations.unwrap_or_default();
    let association = found.into_iter().find_map(|one| one.association_id);
    let named = |name: &str| IamInstanceProfileSpecification::builder().name(name).build();
    // A role that was made a moment ago is not known to EC2 at once.
    let early =
        |error: &Error| error.is(&["InvalidParameterValue"]) && error.says("Invalid IAM Instance Profile");
    match (association, &will) {
        (Some(association), Some(name)) => {
            wait::retry(minutes(2), early, || async {
                let request = aws.ec2.replace_iam_instance_profile_association();
                request.association_id(&association).iam_instance_profile(named(name)).send().await?;
                Ok(())
            })
            .await?;
        }
        (None, Some(name)) => {
            wait::retry(minutes(2), early, || async {
                let request = aws.ec2.associate_iam_instance_profile().instance_id(id);
                request.iam_instance_profile(named(name)).send().await?;
                Ok(())
            })
            .await?;
        }
        (Some(association), None) => {
            let request = aws.ec2.disassociate_iam_instance_profile().association_id(association);
            request.send().await.or_gone(&["InvalidAssociationID.NotFound"])?;
        }
        (None, None) => {}
    }
    wait::until("the profile of the instance", minutes(2), || async {
        let arn = find(id, aws).await?.and_then(|instance| instance.iam_instance_profile?.arn);
        let name = arn.as_deref().and_then(|arn| arn.rsplit('/').next());
        Ok(if name == will.as_deref() {
            Progress::Ready(())
        } else {
            Progress::Pending(name.unwrap_or("none").to_owned())
        })
    })
    .await
}

/// Puts the instance into other groups. They are those of its first interface: an instance with several has none of
/// its own.
///
/// # Errors
/// Those of the call.
pub async fn groups(planned: &Instance, prior: &Instance, aws: &Aws) -> Result<()> {
    let Some(groups) = changed(&prior.vpc_security_group_ids, &planned.vpc_security_group_ids) else {
        return Ok(());
    };
    match given(&planned.primary_network_interface_id) {
        Some(interface) => {
            let request = aws.ec2.modify_network_interface_attribute().network_interface_id(interface);
            request.set_groups(Some(groups.0.clone())).send().await?;
        }
        None => {
            let request = aws.ec2.modify_instance_attribute().instance_id(planned.id());
            request.set_groups(Some(groups.0.clone())).send().await?;
        }
    }
    Ok(())
}

/// Gives the first interface of the instance other secondary addresses.
///
/// # Errors
/// Those of the calls.
pub async fn addresses(planned: &Instance, prior: &Instance, aws: &Aws) -> Result<()> {
    let interface = given(&planned.primary_network_interface_id);
    let (was, will) = (&prior.secondary_private_ips, &planned.secondary_private_ips);
    if will.is_some() {
        if let Some(gone) = added(will, was) {
            let request = aws.ec2.unassign_private_ip_addresses().set_network_interface_id(interface.clone());
            request.set_private_ip_addresses(Some(gone)).send().await?;
        }
        if let Some(new) = added(was, will) {
            let request = aws.ec2.assign_private_ip_addresses().set_network_interface_id(interface.clone());
            request.set_private_ip_addresses(Some(new)).send().await?;
        }
    }
    let Some(count) = changed(&prior.ipv6_address_count, &planned.ipv6_address_count) else { return Ok(()) };
    let more = count - prior.ipv6_address_count.unwrap_or_default();
    if more > 0 {
        let request = aws.ec2.assign_ipv6_addresses().set_network_interface_id(interface);
        request.ipv6_address_count(more).send().await?;
    } else {
        let surplus = usize::try_from(-more).unwrap_or_default();
        let all = prior.ipv6_addresses.clone().unwrap_or_default();
        let request = aws.ec2.unassign_ipv6_addresses().set_network_interface_id(interface);
        let gone = all.into_iter().rev().take(surplus).collect();
        request.set_ipv6_addresses(Some(gone)).send().await?;
    }
    Ok(())
}
