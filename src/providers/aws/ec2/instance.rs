//! `aws_instance`: a virtual machine.

use super::{
    instance_blocks::*, instance_change, instance_disks, instance_places::*, instance_plan, instance_read,
    prelude::*,
};
use aws_sdk_ec2::types::{self, InstanceStateName as State};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha1::{Digest as _, Sha1};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_instance", version = 1)]
pub struct Instance {
    pub id: Computed<String>,
    #[attr(force_new)]
    pub ami: Defaulted<String>,
    pub arn: Computed<String>,
    #[attr(force_new)]
    pub associate_public_ip_address: Defaulted<bool>,
    #[attr(force_new)]
    pub availability_zone: Defaulted<String>,
    #[attr(block, max_items = 1)]
    pub capacity_reservation_specification: Defaulted<Vec<CapacityReservation>>,
    #[attr(force_new, deprecated = "Use `cpu_options { core_count = … }` instead.")]
    pub cpu_core_count: Defaulted<i32>,
    #[attr(block, max_items = 1)]
    pub cpu_options: Defaulted<Vec<CpuOptions>>,
    #[attr(force_new, deprecated = "Use `cpu_options { threads_per_core = … }` instead.")]
    pub cpu_threads_per_core: Defaulted<i32>,
    #[attr(block, max_items = 1, equal = left_out)]
    pub credit_specification: Optional<Vec<CreditSpecification>>,
    pub disable_api_stop: Defaulted<bool>,
    pub disable_api_termination: Defaulted<bool>,
    #[attr(block)]
    pub ebs_block_device: Defaulted<Set<EbsBlockDevice>>,
    #[attr(force_new)]
    pub ebs_optimized: Defaulted<bool>,
    #[attr(force_new)]
    pub enable_primary_ipv6: Defaulted<bool>,
    #[attr(block, max_items = 1)]
    pub enclave_options: Defaulted<Vec<EnclaveOptions>>,
    #[attr(block)]
    pub ephemeral_block_device: Defaulted<Set<EphemeralBlockDevice>>,
    #[attr(default = false)]
    pub get_password_data: Optional<bool>,
    #[attr(force_new)]
    pub hibernation: Optional<bool>,
    #[attr(force_new)]
    pub host_id: Defaulted<String>,
    #[attr(force_new, conflicts = ["host_id"])]
    pub host_resource_group_arn: Defaulted<String>,
    pub iam_instance_profile: Defaulted<String>,
    pub instance_initiated_shutdown_behavior: Defaulted<String>,
    pub instance_lifecycle: Computed<String>,
    #[attr(block, force_new, max_items = 1)]
    pub instance_market_options: Defaulted<Vec<MarketOptions>>,
    pub instance_state: Computed<String>,
    pub instance_type: Defaulted<String>,
    #[attr(conflicts = ["ipv6_addresses"])]
    pub ipv6_address_count: Defaulted<i32>,
    #[attr(force_new, conflicts = ["ipv6_address_count"])]
    pub ipv6_addresses: Defaulted<Vec<String>>,
    #[attr(force_new)]
    pub key_name: Defaulted<String>,
    #[attr(block, max_items = 1)]
    pub launch_template: Optional<Vec<LaunchTemplate>>,
    #[attr(block, max_items = 1)]
    pub maintenance_options: Defaulted<Vec<MaintenanceOptions>>,
    #[attr(block, max_items = 1)]
    pub metadata_options: Defaulted<Vec<MetadataOptions>>,
    pub monitoring: Defaulted<bool>,
    #[attr(block)]
    pub network_interface: Defaulted<Set<NetworkInterface>>,
    pub outpost_arn: Computed<String>,
    pub password_data: Computed<String>,
    #[attr(force_new)]
    pub placement_group: Defaulted<String>,
    #[attr(force_new)]
    pub placement_partition_number: Defaulted<i32>,
    pub primary_network_interface_id: Computed<String>,
    pub private_dns: Computed<String>,
    #[attr(block, max_items = 1)]
    pub private_dns_name_options: Defaulted<Vec<PrivateDnsNameOptions>>,
    #[attr(force_new)]
    pub private_ip: Defaulted<String>,
    pub public_dns: Computed<String>,
    pub public_ip: Computed<String>,
    #[attr(block, max_items = 1)]
    pub root_block_device: Defaulted<Vec<RootBlockDevice>>,
    #[attr(conflicts = ["network_interface"])]
    pub secondary_private_ips: Defaulted<Set<String>>,
    #[attr(force_new)]
    pub security_groups: Defaulted<Set<String>>,
    #[attr(default = true)]
    pub source_dest_check: Optional<bool>,
    pub spot_instance_request_id: Computed<String>,
    #[attr(force_new, conflicts = ["network_interface"])]
    pub subnet_id: Defaulted<String>,
    pub tags: Optional<Tags>,
    pub tags_all: Defaulted<Tags>,
    #[attr(force_new, one_of = ["default", "dedicated", "host"])]
    pub tenancy: Defaulted<String>,
    #[attr(timeouts("create", "delete", "read", "update"))]
    pub timeouts: Timeouts,
    #[attr(conflicts = ["user_data_base64"], kept = kept_data)]
    pub user_data: Defaulted<String>,
    #[attr(conflicts = ["user_data"])]
    pub user_data_base64: Defaulted<String>,
    #[attr(default = false)]
    pub user_data_replace_on_change: Optional<bool>,
    pub volume_tags: Optional<Tags>,
    pub vpc_security_group_ids: Defaulted<Set<String>>,
}

impl Resource<Aws> for Instance {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.create(minutes(10));
        let early = |error: &Error| {
            error.is(&["InvalidParameterValue"]) && error.says("Invalid IAM Instance Profile")
                || error.says("has no associated IAM Roles")
        };
        let root = match self.root_block_device.as_ref().and_then(|root| root.first()) {
            Some(root) => Some(root.request(&self.root_device(aws).await?)),
            None => None,
        };
        let started = wait::retry(minutes(2), early, || async {
            let request = self.request(root.clone(), aws)?;
            Ok(request.send().await?)
        });
        let instance = started.await?.instances.and_then(|mut instances| instances.pop());
        self.id = instance.and_then(|instance| instance.instance_id);
        instance_change::reach(self.id(), State::Running, limit, aws).await?;
        if self.source_dest_check == Some(false)
            && self.network_interface.as_ref().is_none_or(|set| set.is_empty())
        {
            instance_change::check_addresses(self.id(), false, aws).await?;
        }
        instance_disks::tag_new(self, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        instance_read::read(self, aws).await
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        instance_change::change(self, prior, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let modify = || aws.ec2.modify_instance_attribute().instance_id(self.id());
        if self.disable_api_termination.unwrap_or_default() {
            modify().disable_api_termination(switch(Some(false))).send().await.or_gone(GONE)?;
        }
        if self.disable_api_stop.unwrap_or_default() {
            modify().disable_api_stop(switch(Some(false))).send().await.or_gone(GONE)?;
        }
        // A request that stays would start the next instance.
        if let Some(request) = given(&self.spot_instance_request_id) {
            let request = aws.ec2.cancel_spot_instance_requests().spot_instance_request_ids(request);
            request.send().await.or_gone(&["InvalidSpotInstanceRequestID.NotFound"])?;
        }
        aws.ec2.terminate_instances().instance_ids(self.id()).send().await.or_gone(GONE)?;
        wait::until("the instance", self.timeouts.delete(minutes(20)), || async {
            let state = find(self.id(), aws).await?.and_then(|instance| instance.state?.name);
            Ok(match state {
                None | Some(State::Terminated) => Progress::Ready(()),
                Some(state) => Progress::Pending(state.to_string()),
            })
        })
        .await
    }

    fn refine(plan: &mut Refine<'_>) {
        instance_plan::refine(plan);
    }
}

/// The instance with this id, if there is one.
pub async fn find(id: &str, aws: &Aws) -> Result<Option<types::Instance>> {
    let found = aws.ec2.describe_instances().instance_ids(id).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.reservations?.pop()?.instances?.pop()))
}

/// The error codes of "there is no such instance".
pub const GONE: &[&str] = &["InvalidInstanceID.NotFound"];

/// User data as the state keeps it: the SHA-1 of its bytes, base64 taken off.
pub fn hash_of(text: &str) -> String {
    let digest = match BASE64_STANDARD.decode(text) {
        Ok(bytes) if !text.is_empty() => Sha1::digest(bytes),
        _ => Sha1::digest(text.as_bytes()),
    };
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// For `#[attr(equal = …)]`: whether the configuration has no such block, and so leaves it as it is.
pub fn left_out(_: &Value, wanted: &Value) -> bool {
    wanted.children().next().is_none()
}

/// What the state keeps of user data that it may already keep as its hash.
pub fn kept_hash(text: &str) -> String {
    let is_hash = text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { text.to_owned() } else { hash_of(text) }
}

/// For `#[attr(kept = …)]`: see [`kept_hash`]. No data stays none.
pub fn kept_data(value: &Value) -> Value {
    value
        .as_str()
        .filter(|text| !text.is_empty())
        .map_or_else(|| value.clone(), |text| kept_hash(text).into())
}

impl Instance {
    /// The name of the image's root device.
    async fn root_device(&self, aws: &Aws) -> Result<String> {
        let id = self.ami.clone().unwrap_or_default();
        let images = aws.ec2.describe_images().image_ids(&id).send().await?.images;
        let image = images.and_then(|mut images| images.pop());
        image.and_then(|image| image.root_device_name).ok_or_else(|| {
            Error::Invalid(format!(
                "Image \"{id}\" has no root device, so `root_block_device` cannot change it."
            ))
        })
    }

    fn request(
        &self,
        root: Option<types::BlockDeviceMapping>,
        aws: &Aws,
    ) -> Result<aws_sdk_ec2::operation::run_instances::builders::RunInstancesFluentBuilder> {
        let disks = self.ebs_block_device.iter().flat_map(|set| set.iter()).map(EbsBlockDevice::request);
        let ephemeral =
            self.ephemeral_block_device.iter().flat_map(|set| set.iter()).map(EphemeralBlockDevice::request);
        let devices: Vec<_> = root.into_iter().chain(disks).chain(ephemeral).collect();
        let mut tags = tagging::on_create(ResourceType::Instance, &self.tags_all).unwrap_or_default();
        tags.extend(tagging::on_create(ResourceType::Volume, &self.volume_tags).unwrap_or_default());
        let data = given(&self.user_data_base64).or_else(|| {
            given(&self.user_data).map(|text| match BASE64_STANDARD.decode(&text) {
                Ok(_) => text,
                Err(_) => BASE64_STANDARD.encode(text),
            })
        });
        let profile = given(&self.iam_instance_profile)
            .map(|name| types::IamInstanceProfileSpecification::builder().name(name).build());
        let cpu = self.cpu_options.as_ref().and_then(|cpu| cpu.first());
        let numbers = given_number(&self.cpu_core_count).or(given_number(&self.cpu_threads_per_core));
        let cpu = cpu.cloned().or_else(|| numbers.map(|_| CpuOptions::default()));
        let market =
            self.instance_market_options.iter().flatten().next().map(MarketOptions::request).transpose()?;
        let request = aws
            .ec2
            .run_instances()
            .min_count(1)
            .max_count(1)
            .set_block_device_mappings(Some(devices).filter(|devices| !devices.is_empty()))
            .set_capacity_reservation_specification(
                self.capacity_reservation_specification
                    .iter()
                    .flatten()
                    .next()
                    .map(CapacityReservation::request),
            )
            .set_cpu_options(cpu.map(|cpu| cpu.request(self.cpu_core_count, self.cpu_threads_per_core)))
            .set_credit_specification(self.credit_specification.iter().flatten().find_map(|credit| {
                let kind = given(&credit.cpu_credits)?;
                Some(types::CreditSpecificationRequest::builder().cpu_credits(kind).build())
            }))
            .set_disable_api_stop(self.disable_api_stop.filter(|on| *on))
            .set_disable_api_termination(self.disable_api_termination.filter(|on| *on))
            .set_ebs_optimized(self.ebs_optimized.filter(|on| *on))
            .set_enclave_options(
                self.enclave_options.iter().flatten().next().map(|options| {
                    types::EnclaveOptionsRequest::builder().set_enabled(options.enabled).build()
                }),
            )
            .set_hibernation_options(
                self.hibernation
                    .filter(|on| *on)
                    .map(|on| types::HibernationOptionsRequest::builder().configured(on).build()),
            )
            .set_iam_instance_profile(profile)
            .set_image_id(given(&self.ami))
            .set_instance_initiated_shutdown_behavior(
                given(&self.instance_initiated_shutdown_behavior).map(|text| text.as_str().into()),
            )
            .set_instance_market_options(market)
            .set_instance_type(given(&self.instance_type).map(|text| text.as_str().into()))
            .set_key_name(given(&self.key_name))
            .set_launch_template(self.launch_template.iter().flatten().next().map(LaunchTemplate::request))
            .set_maintenance_options(self.maintenance_options.iter().flatten().next().map(|options| {
                let recovery = given(&options.auto_recovery).map(|text| text.as_str().into());
                types::InstanceMaintenanceOptionsRequest::builder().set_auto_recovery(recovery).build()
            }))
            .set_metadata_options(self.metadata_options.iter().flatten().next().map(MetadataOptions::request))
            .set_monitoring(
                self.monitoring.map(|on| types::RunInstancesMonitoringEnabled::builder().enabled(on).build()),
            )
            .set_placement(Some(self.placement()))
            .set_private_dns_name_options(self.private_dns_name_options.iter().flatten().next().map(
                |options| {
                    types::PrivateDnsNameOptionsRequest::builder()
                        .set_enable_resource_name_dns_a_record(options.enable_resource_name_dns_a_record)
                        .set_enable_resource_name_dns_aaaa_record(
                            options.enable_resource_name_dns_aaaa_record,
                        )
                        .set_hostname_type(given(&options.hostname_type).map(|text| text.as_str().into()))
                        .build()
                },
            ))
            .set_tag_specifications(Some(tags).filter(|tags| !tags.is_empty()))
            .set_user_data(data);
        Ok(self.on_network(request))
    }

    fn placement(&self) -> types::Placement {
        types::Placement::builder()
            .set_availability_zone(given(&self.availability_zone))
            .set_group_name(given(&self.placement_group))
            .set_host_id(given(&self.host_id))
            .set_host_resource_group_arn(given(&self.host_resource_group_arn))
            .set_partition_number(given_number(&self.placement_partition_number))
            .set_tenancy(given(&self.tenancy).map(|text| text.as_str().into()))
            .build()
    }

    /// Interfaces that are there, or one that EC2 makes; whether it has a public address can only be said of the latter.
    fn on_network(
        &self,
        request: aws_sdk_ec2::operation::run_instances::builders::RunInstancesFluentBuilder,
    ) -> aws_sdk_ec2::operation::run_instances::builders::RunInstancesFluentBuilder {
        let interfaces: Vec<_> =
            self.network_interface.iter().flat_map(|set| set.iter()).map(NetworkInterface::request).collect();
        if !interfaces.is_empty() {
            return request.set_network_interfaces(Some(interfaces));
        }
        let ipv6: Vec<_> = self
            .ipv6_addresses
            .iter()
            .flatten()
            .map(|ip| types::InstanceIpv6Address::builder().ipv6_address(ip).build())
            .collect();
        let ipv6 = Some(ipv6).filter(|ipv6| !ipv6.is_empty());
        let secondary = given_all(&self.secondary_private_ips);
        if self.associate_public_ip_address.is_none() && secondary.is_none() {
            return request
                .set_enable_primary_ipv6(self.enable_primary_ipv6)
                .set_ipv6_address_count(given_number(&self.ipv6_address_count))
                .set_ipv6_addresses(ipv6)
                .set_private_ip_address(given(&self.private_ip))
                .set_security_group_ids(given_all(&self.vpc_security_group_ids))
                .set_security_groups(given_all(&self.security_groups))
                .set_subnet_id(given(&self.subnet_id));
        }
        let private = secondary.map(|addresses| {
            addresses
                .into_iter()
                .map(|ip| {
                    types::PrivateIpAddressSpecification::builder()
                        .primary(false)
                        .private_ip_address(ip)
                        .build()
                })
                .collect()
        });
        let interface = types::InstanceNetworkInterfaceSpecification::builder()
            .device_index(0)
            .set_associate_public_ip_address(self.associate_public_ip_address)
            .set_groups(given_all(&self.vpc_security_group_ids))
            .set_ipv6_address_count(given_number(&self.ipv6_address_count))
            .set_ipv6_addresses(ipv6)
            .set_primary_ipv6(self.enable_primary_ipv6)
            .set_private_ip_address(given(&self.private_ip))
            .set_private_ip_addresses(private)
            .set_subnet_id(given(&self.subnet_id));
        request.network_interfaces(interface.build())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_data_is_kept_as_the_hash_of_its_bytes() {
        let hash = "8012ff51a005eaa8ed8f4c08ccdce580f462fff6";
        for text in ["unchanged", "dW5jaGFuZ2Vk", hash] {
            assert_eq!(kept_data(&text.into()), hash.into(), "{text}");
        }
        assert_eq!(kept_data(&"".into()), "".into());
        assert!(kept_data(&Value::NULL).is_null());
    }
}
