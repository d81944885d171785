//! What EC2 tells of an instance.

use super::{instance::*, instance_blocks::*, instance_disks, prelude::*};
use aws_sdk_ec2::types::{self, InstanceAttributeName as Attribute, InstanceStateName as State};

/// The instance as EC2 has it now; `None` if it is gone or going.
///
/// # Errors
/// Those of the calls.
pub async fn read(prior: Instance, aws: &Aws) -> Result<Option<Instance>> {
    let Some(instance) = find(prior.id(), aws).await? else { return Ok(None) };
    let state = instance.state().and_then(|state| state.name().cloned());
    if matches!(state, Some(State::Terminated)) {
        return Ok(None);
    }
    let id = prior.id().to_owned();
    let ask = |name| aws.ec2.describe_instance_attribute().instance_id(&id).attribute(name).send();
    let termination = ask(Attribute::DisableApiTermination).await?.disable_api_termination;
    let stop = ask(Attribute::DisableApiStop).await.ok().and_then(|answer| answer.disable_api_stop);
    let shutdown =
        ask(Attribute::InstanceInitiatedShutdownBehavior).await?.instance_initiated_shutdown_behavior;
    let data = ask(Attribute::UserData).await?.user_data.and_then(|data| data.value);
    let disks = instance_disks::read(&prior, &instance, aws).await?;
    let primary = instance
        .network_interfaces()
        .iter()
        .find(|interface| interface.attachment().and_then(|attachment| attachment.device_index()) == Some(0));
    let public = primary.map(|interface| interface.association().is_some());
    let addresses = primary.map(|interface| interface.private_ip_addresses()).unwrap_or_default();
    let secondary = addresses.iter().filter(|one| one.primary() != Some(true));
    let secondary = secondary.filter_map(|one| one.private_ip_address.clone()).collect();
    let ipv6: Vec<_> = primary.map(|interface| interface.ipv6_addresses()).unwrap_or_default().to_vec();
    // The groups are the primary interface's, which is the one that always tells them.
    let groups = match instance.security_groups() {
        [] => primary.map(|interface| interface.groups()).unwrap_or_default().to_vec(),
        groups => groups.to_vec(),
    };
    // Only in a default VPC may the configuration name groups instead of their ids.
    let by_name = match instance.vpc_id() {
        Some(vpc) => super::vpc::find(vpc, aws).await?.and_then(|vpc| vpc.is_default).unwrap_or_default(),
        None => true,
    };
    let credits = credits(&instance, aws).await?;
    let names: Vec<_> = groups.iter().filter_map(|group| group.group_name.clone()).collect();
    let group_ids = groups.into_iter().filter_map(|group| group.group_id).collect();
    let placement = instance.placement.clone().unwrap_or(types::Placement::builder().build());
    let cpu = instance.cpu_options.clone();
    let profile = instance
        .iam_instance_profile()
        .and_then(|profile| profile.arn()?.rsplit('/').next())
        .map(str::to_owned);
    let arn = aws.arn("ec2", &format!("instance/{id}")).await?;
    let has_base64 = given(&prior.user_data_base64).is_some();
    let text = given(&data);
    let hash =
        if has_base64 { prior.user_data.as_deref().map(kept_hash) } else { text.as_deref().map(hash_of) };
    let password = password(&prior, aws).await?;
    Ok(Some(Instance {
        id: Some(id),
        ami: filled(instance.image_id),
        arn: Some(arn),
        associate_public_ip_address: public.or(prior.associate_public_ip_address),
        availability_zone: filled(placement.availability_zone),
        capacity_reservation_specification: Some(
            instance.capacity_reservation_specification.into_iter().map(CapacityReservation::of).collect(),
        ),
        cpu_core_count: cpu.as_ref().and_then(|cpu| cpu.core_count),
        cpu_threads_per_core: cpu.as_ref().and_then(|cpu| cpu.threads_per_core),
        cpu_options: Some(cpu.into_iter().map(CpuOptions::of).collect()),
        disable_api_stop: Some(stop.and_then(|stop| stop.value).unwrap_or_default()),
        disable_api_termination: Some(termination.and_then(|value| value.value).unwrap_or_default()),
        ebs_block_device: Some(disks.others),
        ebs_optimized: filled(instance.ebs_optimized),
        enclave_options: Some(
            instance
                .enclave_options
                .into_iter()
                .map(|options| EnclaveOptions { enabled: filled(options.enabled) })
                .collect(),
        ),
        credit_specification: Some(credits.into_iter().collect()),
        hibernation: filled(instance.hibernation_options.and_then(|options| options.configured)),
        host_id: filled(placement.host_id),
        host_resource_group_arn: placement.host_resource_group_arn,
        iam_instance_profile: filled(profile),
        instance_initiated_shutdown_behavior: filled(shutdown.and_then(|value| value.value)),
        instance_lifecycle: text_of(instance.instance_lifecycle),
        instance_state: text_of(state),
        instance_type: text_of(instance.instance_type),
        ipv6_address_count: i32::try_from(ipv6.len()).ok(),
        ipv6_addresses: Some(ipv6.into_iter().filter_map(|one| one.ipv6_address).collect()),
        key_name: filled(instance.key_name),
        maintenance_options: Some(
            instance
                .maintenance_options
                .into_iter()
                .map(|options| MaintenanceOptions { auto_recovery: text_of(options.auto_recovery) })
                .collect(),
        ),
        metadata_options: Some(instance.metadata_options.into_iter().map(MetadataOptions::of).collect()),
        monitoring: Some(
            instance.monitoring.and_then(|one| one.state).is_some_and(|state| state.as_str() == "enabled"),
        ),
        outpost_arn: filled(instance.outpost_arn),
        password_data: filled(password),
        placement_group: filled(placement.group_name),
        placement_partition_number: filled(placement.partition_number),
        primary_network_interface_id: filled(
            instance.network_interfaces.as_ref().and_then(|all| all.first()?.network_interface_id.clone()),
        ),
        private_dns: filled(instance.private_dns_name),
        private_dns_name_options: Some(
            instance
                .private_dns_name_options
                .into_iter()
                .map(|options| PrivateDnsNameOptions {
                    enable_resource_name_dns_a_record: filled(options.enable_resource_name_dns_a_record),
                    enable_resource_name_dns_aaaa_record: filled(
                        options.enable_resource_name_dns_aaaa_record,
                    ),
                    hostname_type: text_of(options.hostname_type),
                })
                .collect(),
        ),
        private_ip: filled(instance.private_ip_address),
        public_dns: filled(instance.public_dns_name),
        public_ip: filled(instance.public_ip_address),
        root_block_device: Some(disks.root.into_iter().collect()),
        secondary_private_ips: Some(secondary),
        security_groups: Some(Set(if by_name { names } else { Vec::new() })),
        source_dest_check: Some(instance.source_dest_check.unwrap_or(true)),
        spot_instance_request_id: filled(instance.spot_instance_request_id),
        subnet_id: filled(instance.subnet_id),
        tags_all: tagging::from_ec2(instance.tags),
        tenancy: text_of(placement.tenancy),
        user_data: hash,
        user_data_base64: if has_base64 { text } else { prior.user_data_base64.clone() },
        volume_tags: disks.volume_tags.or(prior.volume_tags),
        vpc_security_group_ids: Some(group_ids),
        launch_template: Some(prior.launch_template.unwrap_or_default()),
        ephemeral_block_device: Some(prior.ephemeral_block_device.unwrap_or_default()),
        instance_market_options: Some(prior.instance_market_options.unwrap_or_default()),
        network_interface: Some(prior.network_interface.unwrap_or_default()),
        ..prior
    }))
}

/// How the instance is paid for; only burstable types, which begin with a `t`, tell.
async fn credits(instance: &types::Instance, aws: &Aws) -> Result<Option<CreditSpecification>> {
    let is_burstable = instance.instance_type().is_some_and(|kind| {
        kind.as_str().strip_prefix('t').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    let Some(id) = instance.instance_id().filter(|_| is_burstable) else { return Ok(None) };
    let answer = aws.ec2.describe_instance_credit_specifications().instance_ids(id).send().await?;
    let found = answer.instance_credit_specifications.and_then(|mut found| found.pop());
    Ok(found.map(|found| CreditSpecification { cpu_credits: filled(found.cpu_credits) }))
}

/// The password of a Windows instance, encrypted with its key, if the configuration asks for it.
async fn password(prior: &Instance, aws: &Aws) -> Result<Option<String>> {
    if !prior.get_password_data.unwrap_or_default() {
        return Ok(prior.password_data.clone());
    }
    let answer = aws.ec2.get_password_data().instance_id(prior.id()).send().await?;
    Ok(answer.password_data.map(|text| text.trim().to_owned()))
}
