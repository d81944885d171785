//! The blocks of `aws_instance`: each with what to ask EC2 for and what EC2 tells of it.

use super::prelude::*;
use aws_sdk_ec2::types;

/// How the instance may ask for its own data.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct MetadataOptions {
    #[attr(default = "enabled", one_of = ["disabled", "enabled"])]
    http_endpoint: Optional<String>,
    #[attr(default = "disabled", one_of = ["disabled", "enabled"])]
    http_protocol_ipv6: Optional<String>,
    #[attr(range = (1, 64))]
    http_put_response_hop_limit: Defaulted<i32>,
    #[attr(one_of = ["optional", "required"])]
    http_tokens: Defaulted<String>,
    #[attr(one_of = ["disabled", "enabled"])]
    instance_metadata_tags: Defaulted<String>,
}

impl MetadataOptions {
    /// What to ask for when the instance is made.
    pub fn request(&self) -> types::InstanceMetadataOptionsRequest {
        types::InstanceMetadataOptionsRequest::builder()
            .set_http_endpoint(given(&self.http_endpoint).map(|text| text.as_str().into()))
            .set_http_protocol_ipv6(given(&self.http_protocol_ipv6).map(|text| text.as_str().into()))
            .set_http_put_response_hop_limit(given_number(&self.http_put_response_hop_limit))
            .set_http_tokens(given(&self.http_tokens).map(|text| text.as_str().into()))
            .set_instance_metadata_tags(given(&self.instance_metadata_tags).map(|text| text.as_str().into()))
            .build()
    }

    /// Gives an instance these options.
    pub async fn apply(&self, id: &str, aws: &Aws) -> Result<()> {
        let request = aws
            .ec2
            .modify_instance_metadata_options()
            .instance_id(id)
            .set_http_endpoint(given(&self.http_endpoint).map(|text| text.as_str().into()))
            .set_http_protocol_ipv6(given(&self.http_protocol_ipv6).map(|text| text.as_str().into()))
            .set_http_put_response_hop_limit(given_number(&self.http_put_response_hop_limit))
            .set_http_tokens(given(&self.http_tokens).map(|text| text.as_str().into()))
            .set_instance_metadata_tags(given(&self.instance_metadata_tags).map(|text| text.as_str().into()));
        request.send().await?;
        Ok(())
    }

    /// As EC2 tells of it.
    pub fn of(options: types::InstanceMetadataOptionsResponse) -> Self {
        Self {
            http_endpoint: text_of(options.http_endpoint),
            http_protocol_ipv6: text_of(options.http_protocol_ipv6),
            http_put_response_hop_limit: filled(options.http_put_response_hop_limit),
            http_tokens: text_of(options.http_tokens),
            instance_metadata_tags: text_of(options.instance_metadata_tags),
        }
    }
}

/// The processors of the instance.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct CpuOptions {
    #[attr(force_new, one_of = ["enabled", "disabled"])]
    amd_sev_snp: Defaulted<String>,
    #[attr(force_new)]
    core_count: Defaulted<i32>,
    #[attr(force_new)]
    threads_per_core: Defaulted<i32>,
}

impl CpuOptions {
    /// What to ask for; the two numbers can also stand outside the block.
    pub fn request(&self, cores: Option<i32>, threads: Option<i32>) -> types::CpuOptionsRequest {
        types::CpuOptionsRequest::builder()
            .set_amd_sev_snp(given(&self.amd_sev_snp).map(|text| text.as_str().into()))
            .set_core_count(given_number(&self.core_count.or(cores)))
            .set_threads_per_core(given_number(&self.threads_per_core.or(threads)))
            .build()
    }

    /// As EC2 tells of it.
    pub fn of(options: types::CpuOptions) -> Self {
        Self {
            amd_sev_snp: text_of(options.amd_sev_snp),
            core_count: filled(options.core_count),
            threads_per_core: filled(options.threads_per_core),
        }
    }
}

/// How a burstable instance is paid for.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct CreditSpecification {
    #[attr(one_of = ["standard", "unlimited"])]
    pub cpu_credits: Optional<String>,
}

/// Isolated parts of the instance.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct EnclaveOptions {
    #[attr(force_new)]
    pub enabled: Defaulted<bool>,
}

/// What happens when the hardware fails.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct MaintenanceOptions {
    #[attr(one_of = ["disabled", "default"])]
    pub auto_recovery: Defaulted<String>,
}

/// The host name of the instance.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct PrivateDnsNameOptions {
    pub enable_resource_name_dns_a_record: Defaulted<bool>,
    pub enable_resource_name_dns_aaaa_record: Defaulted<bool>,
    #[attr(force_new, one_of = ["ip-name", "resource-name"])]
    pub hostname_type: Defaulted<String>,
}

/// Which reserved capacity the instance may use.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct CapacityReservation {
    #[attr(one_of = ["capacity-reservations-only", "open", "none"])]
    pub capacity_reservation_preference: Optional<String>,
    #[attr(block, max_items = 1)]
    pub capacity_reservation_target: Optional<Vec<CapacityReservationTarget>>,
}

/// One reservation, or a group of them.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct CapacityReservationTarget {
    capacity_reservation_id: Optional<String>,
    capacity_reservation_resource_group_arn: Optional<String>,
}

impl CapacityReservation {
    /// What to ask for.
    pub fn request(&self) -> types::CapacityReservationSpecification {
        let target =
            self.capacity_reservation_target.as_ref().and_then(|targets| targets.first()).map(|target| {
                types::CapacityReservationTarget::builder()
                    .set_capacity_reservation_id(given(&target.capacity_reservation_id))
                    .set_capacity_reservation_resource_group_arn(given(
                        &target.capacity_reservation_resource_group_arn,
                    ))
                    .build()
            });
        types::CapacityReservationSpecification::builder()
            .set_capacity_reservation_preference(
                given(&self.capacity_reservation_preference).map(|text| text.as_str().into()),
            )
            .set_capacity_reservation_target(target)
            .build()
    }

    /// As EC2 tells of it.
    pub fn of(answer: types::CapacityReservationSpecificationResponse) -> Self {
        let target = answer.capacity_reservation_target.map(|target| CapacityReservationTarget {
            capacity_reservation_id: filled(target.capacity_reservation_id),
            capacity_reservation_resource_group_arn: filled(target.capacity_reservation_resource_group_arn),
        });
        Self {
            capacity_reservation_preference: text_of(answer.capacity_reservation_preference),
            capacity_reservation_target: Some(target.into_iter().collect()),
        }
    }
}

/// A disk of the image, or a new one.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct RootBlockDevice {
    #[attr(default = true)]
    pub delete_on_termination: Optional<bool>,
    pub device_name: Computed<String>,
    #[attr(force_new)]
    pub encrypted: Defaulted<bool>,
    pub iops: Defaulted<i32>,
    #[attr(force_new)]
    pub kms_key_id: Defaulted<String>,
    pub tags: Optional<Tags>,
    pub tags_all: Defaulted<Tags>,
    pub throughput: Defaulted<i32>,
    pub volume_id: Computed<String>,
    pub volume_size: Defaulted<i32>,
    #[attr(one_of = ["standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"])]
    pub volume_type: Defaulted<String>,
}

/// Another disk.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct EbsBlockDevice {
    #[attr(force_new, default = true)]
    pub delete_on_termination: Optional<bool>,
    #[attr(force_new)]
    pub device_name: Required<String>,
    #[attr(force_new)]
    pub encrypted: Defaulted<bool>,
    #[attr(force_new)]
    pub iops: Defaulted<i32>,
    #[attr(force_new)]
    pub kms_key_id: Defaulted<String>,
    #[attr(force_new)]
    pub snapshot_id: Defaulted<String>,
    pub tags: Optional<Tags>,
    pub tags_all: Defaulted<Tags>,
    #[attr(force_new)]
    pub throughput: Defaulted<i32>,
    pub volume_id: Computed<String>,
    #[attr(force_new)]
    pub volume_size: Defaulted<i32>,
    #[attr(force_new, one_of = ["standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"])]
    pub volume_type: Defaulted<String>,
}

impl EbsBlockDevice {
    /// What to ask for.
    pub fn request(&self) -> types::BlockDeviceMapping {
        let ebs = types::EbsBlockDevice::builder()
            .set_delete_on_termination(self.delete_on_termination)
            .set_encrypted(self.encrypted.filter(|on| *on))
            .set_iops(given_number(&self.iops))
            .set_kms_key_id(given(&self.kms_key_id))
            .set_snapshot_id(given(&self.snapshot_id))
            .set_throughput(given_number(&self.throughput))
            .set_volume_size(given_number(&self.volume_size))
            .set_volume_type(given(&self.volume_type).map(|text| text.as_str().into()));
        types::BlockDeviceMapping::builder().device_name(&self.device_name).ebs(ebs.build()).build()
    }

    /// The disk of a volume, attached as `device`. The tags are the volume's.
    pub fn of(device: types::InstanceBlockDeviceMapping, volume: types::Volume) -> Self {
        Self {
            delete_on_termination: filled(device.ebs.and_then(|ebs| ebs.delete_on_termination)),
            device_name: device.device_name.unwrap_or_default(),
            encrypted: filled(volume.encrypted),
            iops: filled(volume.iops),
            kms_key_id: filled(volume.kms_key_id),
            snapshot_id: filled(volume.snapshot_id),
            tags: tagging::from_ec2(volume.tags.clone()).filter(|tags| !tags.is_empty()),
            tags_all: tagging::from_ec2(volume.tags),
            throughput: filled(volume.throughput),
            volume_id: filled(volume.volume_id),
            volume_size: filled(volume.size),
            volume_type: text_of(volume.volume_type),
        }
    }
}

impl RootBlockDevice {
    /// What to ask for, for the image's root device of this name.
    pub fn request(&self, device: &str) -> types::BlockDeviceMapping {
        EbsBlockDevice {
            delete_on_termination: self.delete_on_termination,
            device_name: device.into(),
            encrypted: self.encrypted,
            iops: self.iops,
            kms_key_id: self.kms_key_id.clone(),
            throughput: self.throughput,
            volume_size: self.volume_size,
            volume_type: self.volume_type.clone(),
            ..EbsBlockDevice::default()
        }
        .request()
    }
}

impl From<EbsBlockDevice> for RootBlockDevice {
    fn from(disk: EbsBlockDevice) -> Self {
        Self {
            delete_on_termination: disk.delete_on_termination,
            device_name: Some(disk.device_name),
            encrypted: disk.encrypted,
            iops: disk.iops,
            kms_key_id: disk.kms_key_id,
            tags: disk.tags,
            tags_all: disk.tags_all,
            throughput: disk.throughput,
            volume_id: disk.volume_id,
            volume_size: disk.volume_size,
            volume_type: disk.volume_type,
        }
    }
}
