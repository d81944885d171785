//! Changing a network interface in place: its addresses, its groups, the instance that has it.

use super::{network_interface::*, prelude::*};
use aws_sdk_ec2::types::{AttachmentStatus, AttributeValue};

/// Makes the interface go from `prior` to `planned`.
///
/// # Errors
/// Those of the calls.
pub async fn change(planned: &NetworkInterface, prior: &NetworkInterface, aws: &Aws) -> Result<()> {
    let id = planned.id();
    tagging::update(aws, id, &prior.tags_all, &planned.tags_all).await?;
    let modify = || aws.ec2.modify_network_interface_attribute().network_interface_id(id);
    if given(&prior.description) != given(&planned.description) {
        let text = AttributeValue::builder().value(given(&planned.description).unwrap_or_default()).build();
        modify().description(text).send().await?;
    }
    if let Some(groups) = changed(&prior.security_groups, &planned.security_groups) {
        modify().set_groups(Some(groups.0.clone())).send().await?;
    }
    if let Some(on) = changed(&prior.source_dest_check, &planned.source_dest_check) {
        check_addresses(id, *on, aws).await?;
    }
    private_addresses(planned, prior, aws).await?;
    ipv6_addresses(planned, prior, aws).await?;
    prefixes(planned, prior, aws).await?;
    if places(prior) != places(planned) {
        detach(id, aws).await?;
        attach(planned, aws).await?;
    }
    Ok(())
}

/// How many more the second number is than the first.
fn more(prior: &Option<i32>, planned: &Option<i32>) -> i32 {
    planned.map_or(0, |planned| planned - prior.unwrap_or_default())
}

/// The last `count` elements of a set, the first address left out.
fn surplus(all: &Option<Set<String>>, first: &Option<String>, count: i32) -> Vec<String> {
    let rest = all.iter().flat_map(|set| set.iter()).filter(|ip| Some(*ip) != first.as_ref());
    rest.rev().take(usize::try_from(count).unwrap_or_default()).cloned().collect()
}

async fn private_addresses(planned: &NetworkInterface, prior: &NetworkInterface, aws: &Aws) -> Result<()> {
    let assign = || aws.ec2.assign_private_ip_addresses().network_interface_id(planned.id());
    let unassign = |gone: Vec<String>| {
        let request = aws.ec2.unassign_private_ip_addresses().network_interface_id(planned.id());
        request.set_private_ip_addresses(Some(gone)).send()
    };
    if planned.private_ips.is_some() {
        if let Some(gone) = added(&planned.private_ips, &prior.private_ips) {
            unassign(gone).await?;
        }
        if let Some(new) = added(&prior.private_ips, &planned.private_ips) {
            assign().set_private_ip_addresses(Some(new)).send().await?;
        }
        return Ok(());
    }
    match more(&prior.private_ips_count, &planned.private_ips_count) {
        0 => {}
        more @ 1.. => drop(assign().secondary_private_ip_address_count(more).send().await?),
        less => drop(unassign(surplus(&prior.private_ips, &prior.private_ip, -less)).await?),
    }
    Ok(())
}

async fn ipv6_addresses(planned: &NetworkInterface, prior: &NetworkInterface, aws: &Aws) -> Result<()> {
    let assign = || aws.ec2.assign_ipv6_addresses().network_interface_id(planned.id());
    let unassign = |gone: Vec<String>| {
        let request = aws.ec2.unassign_ipv6_addresses().network_interface_id(planned.id());
        request.set_ipv6_addresses(Some(gone)).send()
    };
    if planned.ipv6_addresses.is_some() {
        if let Some(gone) = added(&planned.ipv6_addresses, &prior.ipv6_addresses) {
            unassign(gone).await?;
        }
        if let Some(new) = added(&prior.ipv6_addresses, &planned.ipv6_addresses) {
            assign().set_ipv6_addresses(Some(new)).send().await?;
        }
        return Ok(());
    }
    match more(&prior.ipv6_address_count, &planned.ipv6_address_count) {
        0 => {}
        more @ 1.. => drop(assign().ipv6_address_count(more).send().await?),
        less => drop(unassign(surplus(&prior.ipv6_addresses, &None, -less)).await?),
    }
    Ok(())
}

async fn prefixes(planned: &NetworkInterface, prior: &NetworkInterface, aws: &Aws) -> Result<()> {
    let id = planned.id();
    if planned.ipv4_prefixes.is_some() {
        if let Some(gone) = added(&planned.ipv4_prefixes, &prior.ipv4_prefixes) {
            let request = aws.ec2.unassign_private_ip_addresses().network_interface_id(id);
            request.set_ipv4_prefixes(Some(gone)).send().await?;
        }
        if let Some(new) = added(&prior.ipv4_prefixes, &planned.ipv4_prefixes) {
            let request = aws.ec2.assign_private_ip_addresses().network_interface_id(id);
            request.set_ipv4_prefixes(Some(new)).send().await?;
        }
    } else {
        match more(&prior.ipv4_prefix_count, &planned.ipv4_prefix_count) {
            0 => {}
            more @ 1.. => {
                let request = aws.ec2.assign_private_ip_addresses().network_interface_id(id);
                request.ipv4_prefix_count(more).send().await?;
            }
            less => {
                let request = aws.ec2.unassign_private_ip_addresses().network_interface_id(id);
                let gone = surplus(&prior.ipv4_prefixes, &None, -less);
                request.set_ipv4_prefixes(Some(gone)).send().await?;
            }
        }
    }
    if planned.ipv6_prefixes.is_some() {
        if let Some(gone) = added(&planned.ipv6_prefixes, &prior.ipv6_prefixes) {
            let request = aws.ec2.unassign_ipv6_addresses().network_interface_id(id);
            request.set_ipv6_prefixes(Some(gone)).send().await?;
        }
        if let Some(new) = added(&prior.ipv6_prefixes, &planned.ipv6_prefixes) {
            let request = aws.ec2.assign_ipv6_addresses().network_interface_id(id);
            request.set_ipv6_prefixes(Some(new)).send().await?;
        }
        return Ok(());
    }
    match more(&prior.ipv6_prefix_count, &planned.ipv6_prefix_count) {
        0 => {}
        more @ 1.. => {
            let request = aws.ec2.assign_ipv6_addresses().network_interface_id(id);
            request.ipv6_prefix_count(more).send().await?;
        }
        less => {
            let request = aws.ec2.unassign_ipv6_addresses().network_interface_id(id);
            request.set_ipv6_prefixes(Some(surplus(&prior.ipv6_prefixes, &None, -less))).send().await?;
        }
    }
    Ok(())
}

/// Which instances have the interface, and where.
fn places(interface: &NetworkInterface) -> Vec<(&str, i32)> {
    let all = interface.attachment.iter().flat_map(|set| set.iter());
    all.map(|attachment| (attachment.instance.as_str(), attachment.device_index)).collect()
}

/// Whether packets must come from or go to the interface itself: a router takes others too.
///
/// # Errors
/// Those of the call.
pub async fn check_addresses(id: &str, on: bool, aws: &Aws) -> Result<()> {
    let request = aws.ec2.modify_network_interface_attribute().network_interface_id(id);
    request.source_dest_check(switch(Some(on))).send().await?;
    Ok(())
}

/// Gives the interface to the instance of its `attachment`, if it has one.
///
/// # Errors
/// Those of the call, and a timeout.
pub async fn attach(planned: &NetworkInterface, aws: &Aws) -> Result<()> {
    let Some((instance, index)) = places(planned).into_iter().next() else { return Ok(()) };
    let request = aws.ec2.attach_network_interface().network_interface_id(planned.id());
    request.instance_id(instance).device_index(index).send().await?;
    wait::until("the attachment of the network interface", minutes(5), || async {
        let attachment = find(planned.id(), aws).await?.and_then(|interface| interface.attachment);
        Ok(match attachment.and_then(|attachment| attachment.status) {
            Some(AttachmentStatus::Attached) => Progress::Ready(()),
            state => Progress::Pending(state.map_or("not visible".into(), |state| state.to_string())),
        })
    })
    .await
}

/// Takes the interface from the instance that has it, if one has.
///
/// # Errors
/// Those of the call, and a timeout.
pub async fn detach(id: &str, aws: &Aws) -> Result<()> {
    let attachment = find(id, aws).await?.and_then(|interface| interface.attachment);
    let Some(attachment) = attachment.and_then(|attachment| given(&attachment.attachment_id)) else {
        return Ok(());
    };
    let request = aws.ec2.detach_network_interface().attachment_id(attachment).force(true);
    request.send().await.or_gone(&["InvalidAttachmentID.NotFound"])?;
    vanished("the attachment of the network interface", minutes(10), || async {
        Ok(find(id, aws).await?.and_then(|interface| interface.attachment?.attachment_id))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_address_never_goes() {
        let all = Some(Set(vec!["10.0.0.4".to_owned(), "10.0.0.5".into(), "10.0.0.6".into()]));
        let first = Some("10.0.0.6".to_owned());
        assert_eq!(surplus(&all, &first, 1), ["10.0.0.5"]);
        assert_eq!(surplus(&all, &first, 9), ["10.0.0.5", "10.0.0.4"]);
        assert_eq!(more(&Some(3), &Some(1)), -2);
        assert_eq!(more(&Some(3), &None), 0);
    }
}
