//! Data `aws_ami`: an image that instances start from.

use super::{filters, prelude::*};
use aws_sdk_ec2::types::{BlockDeviceMapping, Image, ProductCode};
use regex::Regex;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ami")]
pub struct Ami {
    id: Computed<String>,
    architecture: Computed<String>,
    arn: Computed<String>,
    block_device_mappings: Computed<Set<Mapping>>,
    boot_mode: Computed<String>,
    creation_date: Computed<String>,
    deprecation_time: Computed<String>,
    description: Computed<String>,
    ena_support: Computed<bool>,
    executable_users: Optional<Vec<String>>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    hypervisor: Computed<String>,
    image_id: Computed<String>,
    image_location: Computed<String>,
    image_owner_alias: Computed<String>,
    image_type: Computed<String>,
    imds_support: Computed<String>,
    #[attr(default = false)]
    include_deprecated: Optional<bool>,
    kernel_id: Computed<String>,
    last_launched_time: Computed<String>,
    #[attr(default = false)]
    most_recent: Optional<bool>,
    name: Computed<String>,
    name_regex: Optional<String>,
    owner_id: Computed<String>,
    owners: Optional<Vec<String>>,
    platform: Computed<String>,
    platform_details: Computed<String>,
    product_codes: Computed<Set<Code>>,
    public: Computed<bool>,
    ramdisk_id: Computed<String>,
    root_device_name: Computed<String>,
    root_device_type: Computed<String>,
    root_snapshot_id: Computed<String>,
    sriov_net_support: Computed<String>,
    state: Computed<String>,
    state_reason: Computed<Tags>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    tpm_support: Computed<String>,
    uefi_data: Optional<String>,
    usage_operation: Computed<String>,
    virtualization_type: Computed<String>,
}

/// A device of the image.
#[derive(Debug, Default, Clone, Schema)]
pub struct Mapping {
    device_name: Computed<String>,
    ebs: Computed<Tags>,
    no_device: Computed<String>,
    virtual_name: Computed<String>,
}

/// A product that the image contains.
#[derive(Debug, Default, Clone, Schema)]
pub struct Code {
    product_code_id: Computed<String>,
    product_code_type: Computed<String>,
}

impl Data<Aws> for Ami {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let request = aws
            .ec2
            .describe_images()
            .set_executable_users(self.executable_users.clone().filter(|users| !users.is_empty()))
            .set_filters(filters::of(&self.filter, &self.tags, &[]))
            .set_include_deprecated(self.include_deprecated)
            .set_owners(self.owners.clone().filter(|owners| !owners.is_empty()));
        let mut images = Vec::new();
        let mut pages = request.into_paginator().items().send();
        while let Some(image) = pages.next().await {
            images.push(image?);
        }
        if let Some(pattern) = given(&self.name_regex) {
            let pattern =
                Regex::new(&pattern).map_err(|error| Error::Invalid(format!("`name_regex`: {error}")))?;
            images.retain(|image| image.name().is_some_and(|name| pattern.is_match(name)));
        }
        if self.most_recent.unwrap_or_default() {
            images.sort_by(|a, b| b.creation_date().cmp(&a.creation_date()));
            images.truncate(1);
        }
        Ok(self.filled_in(filters::only("image", images)?, aws))
    }
}

impl Ami {
    fn filled_in(self, image: Image, aws: &Aws) -> Self {
        let id = image.image_id.unwrap_or_default();
        let devices = image.block_device_mappings.unwrap_or_default();
        let root = devices.iter().find(|device| device.device_name == image.root_device_name);
        let root_snapshot = root.and_then(|root| root.ebs()?.snapshot_id().map(str::to_owned));
        let reason = image.state_reason;
        let said =
            |text: Option<String>| text.filter(|text| !text.is_empty()).unwrap_or_else(|| "UNSET".into());
        let (code, message) = reason.map_or((None, None), |reason| (reason.code, reason.message));
        Self {
            architecture: text_of(image.architecture),
            arn: Some(format!("arn:{}:ec2:{}::image/{id}", aws.partition(), aws.region)),
            block_device_mappings: Some(devices.into_iter().map(Mapping::of).collect()),
            boot_mode: text_of(image.boot_mode),
            creation_date: filled(image.creation_date),
            deprecation_time: filled(image.deprecation_time),
            description: filled(image.description),
            ena_support: filled(image.ena_support),
            hypervisor: text_of(image.hypervisor),
            image_id: Some(id.clone()),
            id: Some(id),
            image_location: filled(image.image_location),
            image_owner_alias: filled(image.image_owner_alias),
            image_type: text_of(image.image_type),
            imds_support: text_of(image.imds_support),
            kernel_id: filled(image.kernel_id),
            last_launched_time: filled(image.last_launched_time),
            name: filled(image.name),
            owner_id: filled(image.owner_id),
            platform: text_of(image.platform),
            platform_details: filled(image.platform_details),
            product_codes: Some(image.product_codes.into_iter().flatten().map(Code::of).collect()),
            public: filled(image.public),
            ramdisk_id: filled(image.ramdisk_id),
            root_device_name: filled(image.root_device_name),
            root_device_type: text_of(image.root_device_type),
            root_snapshot_id: filled(root_snapshot),
            sriov_net_support: filled(image.sriov_net_support),
            state: text_of(image.state),
            state_reason: Some(Tags::from([("code".into(), said(code)), ("message".into(), said(message))])),
            tags: tagging::from_ec2(image.tags),
            tpm_support: text_of(image.tpm_support),
            usage_operation: filled(image.usage_operation),
            virtualization_type: text_of(image.virtualization_type),
            ..self
        }
    }
}

impl Mapping {
    fn of(device: BlockDeviceMapping) -> Self {
        let ebs = device.ebs.map(|ebs| {
            let number = |number: Option<i32>| number.unwrap_or_default().to_string();
            let switch = |on: Option<bool>| on.unwrap_or_default().to_string();
            Tags::from([
                ("delete_on_termination".into(), switch(ebs.delete_on_termination)),
                ("encrypted".into(), switch(ebs.encrypted)),
                ("iops".into(), number(ebs.iops)),
                ("snapshot_id".into(), ebs.snapshot_id.unwrap_or_default()),
                ("throughput".into(), number(ebs.throughput)),
                ("volume_initialization_rate".into(), number(ebs.volume_initialization_rate)),
                ("volume_size".into(), number(ebs.volume_size)),
                ("volume_type".into(), ebs.volume_type.map(|kind| kind.to_string()).unwrap_or_default()),
            ])
        });
        Self {
            device_name: filled(device.device_name),
            ebs: filled(ebs),
            no_device: filled(device.no_device),
            virtual_name: filled(device.virtual_name),
        }
    }
}

impl Code {
    fn of(code: ProductCode) -> Self {
        Self {
            product_code_id: filled(code.product_code_id),
            product_code_type: text_of(code.product_code_type),
        }
    }
}
