//! The disks of an instance: what EC2 tells of them, their tags, and what of them changes in place.

use super::{instance::*, instance_blocks::*, prelude::*, volumes};
use aws_sdk_ec2::types;

/// The disks of an instance.
#[derive(Debug, Default)]
pub struct Disks {
    /// The one that it starts from.
    pub root: Option<RootBlockDevice>,
    /// The others.
    pub others: Set<EbsBlockDevice>,
    /// The tags of all together, where the configuration says them so.
    pub volume_tags: Option<Tags>,
}

/// The disks as EC2 has them now.
///
/// # Errors
/// Those of the calls.
pub async fn read(prior: &Instance, instance: &types::Instance, aws: &Aws) -> Result<Disks> {
    let devices = instance.block_device_mappings();
    let ids: Vec<_> =
        devices.iter().filter_map(|device| device.ebs()?.volume_id().map(str::to_owned)).collect();
    if ids.is_empty() {
        return Ok(Disks::default());
    }
    let volumes =
        aws.ec2.describe_volumes().set_volume_ids(Some(ids)).send().await?.volumes.unwrap_or_default();
    let volume_tags = volume_tags(prior, &volumes);
    let default = default_tags(prior);
    let (mut root, mut others) = (None, Vec::new());
    for volume in volumes {
        let of = |device: &&types::InstanceBlockDeviceMapping| {
            device.ebs().and_then(|ebs| ebs.volume_id()) == volume.volume_id()
        };
        let Some(device) = devices.iter().find(of).cloned() else { continue };
        let is_root = device.device_name() == instance.root_device_name();
        let mut disk = EbsBlockDevice::of(device, volume);
        // With `volume_tags`, the tags of all volumes are there and not in the blocks.
        if prior.volume_tags.as_ref().is_some_and(|tags| !tags.is_empty()) {
            (disk.tags, disk.tags_all) = (None, Some(Tags::new()));
        }
        let said = said_of(prior, &disk.device_name, is_root);
        // A disk without a block has its tags for itself, those of the provider among them.
        let own = |(key, value): &(&String, &String)| {
            said.as_ref().is_none_or(|said| said.contains_key(*key) || default.get(*key) != Some(*value))
        };
        let tags: Tags =
            disk.tags.iter().flatten().filter(own).map(|(k, v)| (k.clone(), v.clone())).collect();
        disk.tags = Some(tags).filter(|tags| !tags.is_empty());
        if is_root { root = Some(RootBlockDevice::from(disk)) } else { others.push(disk) }
    }
    Ok(Disks { root, others: Set(others), volume_tags })
}

/// The tags of the block that stands for a disk, if there is one.
fn said_of(prior: &Instance, device: &str, is_root: bool) -> Option<Tags> {
    if is_root {
        return Some(prior.root_block_device.iter().flatten().next()?.tags.clone().unwrap_or_default());
    }
    let mut disks = prior.ebs_block_device.iter().flat_map(|set| set.iter());
    Some(disks.find(|disk| disk.device_name == device)?.tags.clone().unwrap_or_default())
}

/// The tags that the volumes of an instance have in place of `volume_tags`: those that the state speaks of.
fn volume_tags(prior: &Instance, volumes: &[types::Volume]) -> Option<Tags> {
    let said = prior.volume_tags.as_ref().filter(|tags| !tags.is_empty())?;
    let default = default_tags(prior);
    let all = volumes.iter().filter_map(|volume| tagging::from_ec2(volume.tags.clone()));
    let mut tags: Tags = all.flatten().collect();
    tags.retain(|key, value| said.contains_key(key) || default.get(key) != Some(value));
    Some(tags)
}

/// The tags that the provider gives to everything: those of the instance that are not its own.
fn default_tags(instance: &Instance) -> Tags {
    let own = instance.tags.clone().unwrap_or_default();
    let all = instance.tags_all.clone().unwrap_or_default();
    all.into_iter().filter(|(key, _)| !own.contains_key(key)).collect()
}

/// The tags of one disk: the provider's, and over them those of its block.
fn tags_of(instance: &Instance, block: &Option<Tags>) -> Option<Tags> {
    let mut all = default_tags(instance);
    all.extend(block.clone().unwrap_or_default());
    Some(all)
}

/// Gives every volume of a new instance its tags. Those of `volume_tags` it has from the start.
///
/// # Errors
/// Those of the calls.
pub async fn tag_new(planned: &Instance, aws: &Aws) -> Result<()> {
    if planned.volume_tags.as_ref().is_some_and(|tags| !tags.is_empty()) {
        return Ok(());
    }
    let Some(instance) = find(planned.id(), aws).await? else { return Ok(()) };
    let root = planned.root_block_device.iter().flatten().next();
    for device in instance.block_device_mappings() {
        let Some(volume) = device.ebs().and_then(|ebs| ebs.volume_id()) else { continue };
        let block = if device.device_name() == instance.root_device_name() {
            root.and_then(|root| root.tags.clone())
        } else {
            let mut disks = planned.ebs_block_device.iter().flat_map(|set| set.iter());
            disks
                .find(|disk| device.device_name() == Some(&disk.device_name))
                .and_then(|disk| disk.tags.clone())
        };
        tagging::update(aws, volume, &None, &tags_of(planned, &block)).await?;
    }
    Ok(())
}

/// Makes the disks go from `prior` to `planned`: tags of all, and size, type and speed of the root.
///
/// # Errors
/// Those of the calls.
pub async fn change(planned: &Instance, prior: &Instance, aws: &Aws) -> Result<()> {
    let (was, will) = (disks(prior), disks(planned));
    for (volume, _) in was.iter().filter(|_| prior.volume_tags != planned.volume_tags) {
        tagging::update(aws, volume, &prior.volume_tags, &planned.volume_tags).await?;
    }
    let by_volume = prior.volume_tags.as_ref().is_some_and(|tags| !tags.is_empty())
        || planned.volume_tags.as_ref().is_some_and(|tags| !tags.is_empty());
    for (volume, tags) in will.iter().filter(|_| !by_volume) {
        let before =
            was.iter().find(|(id, _)| id == volume).map(|(_, tags)| tags.clone()).unwrap_or_default();
        tagging::update(aws, volume, &tags_of(prior, &before), &tags_of(planned, tags)).await?;
    }
    let first = |instance: &Instance| instance.root_block_device.iter().flatten().next().cloned();
    let (Some(was), Some(will)) = (first(prior), first(planned)) else { return Ok(()) };
    let id = given(&was.volume_id).unwrap_or_default();
    let wish = volumes::Wish {
        size: changed(&was.volume_size, &will.volume_size).copied(),
        kind: changed(&was.volume_type, &will.volume_type).cloned(),
        iops: changed(&was.iops, &will.iops).copied(),
        throughput: changed(&was.throughput, &will.throughput).copied(),
        multi_attach: None,
    };
    volumes::modify(&id, wish, planned.timeouts.update(minutes(10)), aws).await?;
    if let Some(goes) = changed(&was.delete_on_termination, &will.delete_on_termination) {
        let ebs = types::EbsInstanceBlockDeviceSpecification::builder().delete_on_termination(*goes).build();
        let device = types::InstanceBlockDeviceMappingSpecification::builder();
        let device = device.set_device_name(given(&was.device_name)).ebs(ebs).build();
        let request = aws.ec2.modify_instance_attribute().instance_id(planned.id());
        request.block_device_mappings(device).send().await?;
    }
    Ok(())
}

/// The volumes of the disks, each with the tags of its block.
fn disks(instance: &Instance) -> Vec<(String, Option<Tags>)> {
    let root = instance.root_block_device.iter().flatten().map(|disk| (&disk.volume_id, &disk.tags));
    let others =
        instance.ebs_block_device.iter().flat_map(|set| set.iter()).map(|disk| (&disk.volume_id, &disk.tags));
    root.chain(others).filter_map(|(id, tags)| Some((given(id)?, tags.clone()))).collect()
}
