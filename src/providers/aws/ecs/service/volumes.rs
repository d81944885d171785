//! The `volume_configuration` of a service: EBS volumes that ECS makes for its tasks.

use super::{Service, tagging};
use crate::providers::aws::prelude::*;
use aws_sdk_ecs::types::{
    EbsResourceType, EbsTagSpecification, PropagateTags, ServiceManagedEbsVolumeConfiguration,
    ServiceVolumeConfiguration, TaskFilesystemType,
};

/// A volume of the task definition that is configured at launch.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct VolumeConfiguration {
    #[attr(block, min_items = 1, max_items = 1)]
    managed_ebs_volume: Required<Vec<EbsVolume>>,
    name: Required<String>,
}

/// The EBS volume that ECS makes for it.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct EbsVolume {
    #[attr(default = true)]
    encrypted: Optional<bool>,
    #[attr(default = "xfs", one_of = ["ext3", "ext4", "xfs", "ntfs"])]
    file_system_type: Optional<String>,
    iops: Optional<i32>,
    kms_key_id: Optional<String>,
    role_arn: Required<String>,
    size_in_gb: Optional<i32>,
    snapshot_id: Optional<String>,
    #[attr(block)]
    tag_specifications: Optional<Vec<TagSpecification>>,
    #[attr(range = (0, 1000))]
    throughput: Optional<i32>,
    volume_initialization_rate: Optional<i32>,
    volume_type: Optional<String>,
}

/// The tags of the volume.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct TagSpecification {
    #[attr(one_of = ["TASK_DEFINITION", "SERVICE", "NONE"])]
    propagate_tags: Optional<String>,
    #[attr(one_of = ["volume"])]
    resource_type: Required<String>,
    tags: Optional<Tags>,
}

impl Service {
    pub(super) fn volumes(&self) -> Result<Option<Vec<ServiceVolumeConfiguration>>> {
        let Some(blocks) = self.volume_configuration.as_ref().filter(|blocks| !blocks.is_empty()) else {
            return Ok(None);
        };
        let volumes = blocks.iter().map(|block| {
            let volume = block.managed_ebs_volume.first().map(EbsVolume::to_ecs).transpose()?;
            let builder = ServiceVolumeConfiguration::builder().name(&block.name);
            Ok(builder.set_managed_ebs_volume(volume).build()?)
        });
        Ok(Some(volumes.collect::<Result<_>>()?))
    }
}

impl VolumeConfiguration {
    pub(super) fn from_ecs(found: ServiceVolumeConfiguration) -> Self {
        Self {
            managed_ebs_volume: found.managed_ebs_volume.map(EbsVolume::from_ecs).into_iter().collect(),
            name: found.name,
        }
    }
}

impl EbsVolume {
    fn to_ecs(&self) -> Result<ServiceManagedEbsVolumeConfiguration> {
        let specifications = self.tag_specifications.iter().flatten().map(|block| {
            EbsTagSpecification::builder()
                .resource_type(EbsResourceType::from(block.resource_type.as_str()))
                .set_propagate_tags(
                    said(&block.propagate_tags).map(|from| PropagateTags::from(from.as_str())),
                )
                .set_tags(tagging::to_ecs(&block.tags))
                .build()
        });
        let specifications = specifications.collect::<Result<Vec<_>, _>>()?;
        let some = |number: Option<i32>| number.filter(|number| *number != 0);
        Ok(ServiceManagedEbsVolumeConfiguration::builder()
            .role_arn(&self.role_arn)
            .set_encrypted(self.encrypted)
            .set_filesystem_type(
                said(&self.file_system_type).map(|kind| TaskFilesystemType::from(kind.as_str())),
            )
            .set_iops(some(self.iops))
            .set_kms_key_id(said(&self.kms_key_id))
            .set_size_in_gib(some(self.size_in_gb))
            .set_snapshot_id(said(&self.snapshot_id))
            .set_tag_specifications(Some(specifications).filter(|all| !all.is_empty()))
            .set_throughput(some(self.throughput))
            .set_volume_initialization_rate(some(self.volume_initialization_rate))
            .set_volume_type(said(&self.volume_type))
            .build()?)
    }

    fn from_ecs(found: ServiceManagedEbsVolumeConfiguration) -> Self {
        let specifications = found.tag_specifications.into_iter().flatten();
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        Self {
            encrypted: found.encrypted,
            file_system_type: found.filesystem_type.map(|kind| kind.to_string()),
            iops: Some(found.iops.unwrap_or_default()),
            kms_key_id: text(found.kms_key_id),
            role_arn: found.role_arn,
            size_in_gb: Some(found.size_in_gib.unwrap_or_default()),
            snapshot_id: text(found.snapshot_id),
            tag_specifications: Some(
                specifications
                    .map(|found| TagSpecification {
                        propagate_tags: text(found.propagate_tags.map(|from| from.to_string())),
                        resource_type: found.resource_type.to_string(),
                        tags: tagging::from_ecs(found.tags),
                    })
                    .collect(),
            ),
            throughput: Some(found.throughput.unwrap_or_default()),
            volume_initialization_rate: Some(found.volume_initialization_rate.unwrap_or_default()),
            volume_type: text(found.volume_type),
        }
    }
}
