//! `aws_network_interface`: an interface of its own, with addresses and groups, that instances come and go from.

use super::{network_interface_change as change, prelude::*};
use aws_sdk_ec2::types::{self, NetworkInterfaceCreationType, NetworkInterfaceStatus};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_network_interface")]
pub struct NetworkInterface {
    pub id: Computed<String>,
    arn: Computed<String>,
    #[attr(block)]
    pub attachment: Defaulted<Set<Attachment>>,
    pub description: Optional<String>,
    #[attr(force_new)]
    enable_primary_ipv6: Defaulted<bool>,
    #[attr(force_new, one_of = ["efa", "efa-only", "branch", "trunk"])]
    interface_type: Defaulted<String>,
    #[attr(conflicts = ["ipv4_prefixes"])]
    pub ipv4_prefix_count: Defaulted<i32>,
    #[attr(conflicts = ["ipv4_prefix_count"])]
    pub ipv4_prefixes: Defaulted<Set<String>>,
    #[attr(conflicts = ["ipv6_addresses"])]
    pub ipv6_address_count: Defaulted<i32>,
    ipv6_address_list: Defaulted<Vec<String>>,
    #[attr(default = false)]
    ipv6_address_list_enabled: Optional<bool>,
    #[attr(conflicts = ["ipv6_address_count"])]
    pub ipv6_addresses: Defaulted<Set<String>>,
    #[attr(conflicts = ["ipv6_prefixes"])]
    pub ipv6_prefix_count: Defaulted<i32>,
    #[attr(conflicts = ["ipv6_prefix_count"])]
    pub ipv6_prefixes: Defaulted<Set<String>>,
    mac_address: Computed<String>,
    outpost_arn: Computed<String>,
    owner_id: Computed<String>,
    private_dns_name: Computed<String>,
    pub private_ip: Defaulted<String>,
    private_ip_list: Defaulted<Vec<String>>,
    #[attr(default = false)]
    private_ip_list_enabled: Optional<bool>,
    #[attr(conflicts = ["private_ips_count"])]
    pub private_ips: Defaulted<Set<String>>,
    #[attr(conflicts = ["private_ips"])]
    pub private_ips_count: Defaulted<i32>,
    pub security_groups: Defaulted<Set<String>>,
    #[attr(default = true)]
    pub source_dest_check: Optional<bool>,
    #[attr(force_new)]
    subnet_id: Required<String>,
    tags: Optional<Tags>,
    pub tags_all: Defaulted<Tags>,
}

/// The instance that has the interface.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Attachment {
    pub attachment_id: Computed<String>,
    pub device_index: Required<i32>,
    pub instance: Required<String>,
}

impl Resource<Aws> for NetworkInterface {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .ec2
            .create_network_interface()
            .subnet_id(&self.subnet_id)
            .set_description(given(&self.description))
            .set_enable_primary_ipv6(self.enable_primary_ipv6.filter(|on| *on))
            .set_groups(given_all(&self.security_groups))
            .set_interface_type(
                given(&self.interface_type).map(|kind| NetworkInterfaceCreationType::from(kind.as_str())),
            )
            .set_ipv4_prefix_count(given_number(&self.ipv4_prefix_count))
            .set_ipv4_prefixes(
                given_all(&self.ipv4_prefixes).map(|all| all.into_iter().map(ipv4_prefix).collect()),
            )
            .set_ipv6_address_count(given_number(&self.ipv6_address_count))
            .set_ipv6_addresses(
                given_all(&self.ipv6_addresses).map(|all| all.into_iter().map(ipv6).collect()),
            )
            .set_ipv6_prefix_count(given_number(&self.ipv6_prefix_count))
            .set_ipv6_prefixes(
                given_all(&self.ipv6_prefixes).map(|all| all.into_iter().map(ipv6_prefix).collect()),
            )
            .set_private_ip_address(given(&self.private_ip))
            .set_private_ip_addresses(given_all(&self.private_ips).map(|all| self.addresses(all)))
            .set_secondary_private_ip_address_count(given_number(&self.private_ips_count))
            .set_tag_specifications(tagging::on_create(ResourceType::NetworkInterface, &self.tags_all));
        self.id = request.send().await?.network_interface.and_then(|made| made.network_interface_id);
        wait::until("the network interface", minutes(5), || async {
            Ok(match find(self.id(), aws).await?.and_then(|interface| interface.status) {
                Some(NetworkInterfaceStatus::Available) => Progress::Ready(()),
                state => Progress::Pending(state.map_or("not visible".into(), |state| state.to_string())),
            })
        })
        .await?;
        if self.source_dest_check == Some(false) {
            change::check_addresses(self.id(), false, aws).await?;
        }
        change::attach(self, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(interface) = find(self.id(), aws).await? else { return Ok(None) };
        let owner = interface.owner_id.clone().unwrap_or_default();
        let private: Vec<_> = interface
            .private_ip_addresses()
            .iter()
            .filter_map(|one| one.private_ip_address.clone())
            .collect();
        let ipv6: Vec<_> =
            interface.ipv6_addresses().iter().filter_map(|one| one.ipv6_address.clone()).collect();
        let ipv4_prefixes: Set<_> =
            interface.ipv4_prefixes().iter().filter_map(|one| one.ipv4_prefix.clone()).collect();
        let ipv6_prefixes: Set<_> =
            interface.ipv6_prefixes().iter().filter_map(|one| one.ipv6_prefix.clone()).collect();
        let count = |many: usize| i32::try_from(many).ok();
        let kind = text_of(interface.interface_type.clone());
        Ok(Some(Self {
            arn: Some(format!(
                "arn:{}:ec2:{}:{owner}:network-interface/{}",
                aws.partition(),
                aws.region,
                self.id()
            )),
            attachment: Some(interface.attachment.clone().into_iter().map(Attachment::of).collect()),
            description: filled(interface.description.clone()),
            interface_type: kind,
            ipv4_prefix_count: count(ipv4_prefixes.len()),
            ipv4_prefixes: Some(ipv4_prefixes),
            ipv6_address_count: count(ipv6.len()),
            ipv6_address_list: Some(ipv6.clone()),
            ipv6_addresses: Some(Set(ipv6)),
            ipv6_prefix_count: count(ipv6_prefixes.len()),
            ipv6_prefixes: Some(ipv6_prefixes),
            mac_address: filled(interface.mac_address.clone()),
            outpost_arn: filled(interface.outpost_arn.clone()),
            owner_id: Some(owner),
            private_dns_name: filled(interface.private_dns_name.clone()),
            private_ip: filled(interface.private_ip_address.clone()),
            private_ip_list: Some(private.clone()),
            private_ips_count: count(private.len().saturating_sub(1)),
            private_ips: Some(Set(private)),
            security_groups: Some(interface.groups().iter().filter_map(|one| one.group_id.clone()).collect()),
            source_dest_check: filled(interface.source_dest_check),
            subnet_id: interface.subnet_id.clone().unwrap_or_default(),
            tags_all: tagging::from_ec2(interface.tag_set.clone()),
            ..self
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        change::change(self, prior, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        change::detach(self.id(), aws).await?;
        wait::retry(
            minutes(10),
            |error| error.is(&["InvalidParameterValue"]) && error.says("in use"),
            || async {
                let request = aws.ec2.delete_network_interface().network_interface_id(self.id());
                request.send().await.or_gone(GONE)?;
                Ok(())
            },
        )
        .await?;
        vanished("the network interface", minutes(5), || find(self.id(), aws)).await
    }

    /// The first address stays for good; the others come and go. What is said one way is known only later the others.
    fn refine(plan: &mut Refine<'_>) {
        let texts = Type::set(Type::String);
        if plan.is_changed("private_ips") {
            let first = plan.prior("private_ip").clone();
            let keeps = plan.planned("private_ips").as_sequence().is_some_and(|all| all.contains(&first));
            if !keeps {
                plan.require_replace("private_ips");
            }
            plan.set_unknown("private_ips_count", Type::Number);
            plan.set_unknown("private_ip_list", Type::list(Type::String));
        } else if plan.is_changed("private_ips_count") {
            plan.set_unknown("private_ips", texts.clone());
            plan.set_unknown("private_ip_list", Type::list(Type::String));
        }
        for (set, count) in [
            ("ipv6_addresses", "ipv6_address_count"),
            ("ipv4_prefixes", "ipv4_prefix_count"),
            ("ipv6_prefixes", "ipv6_prefix_count"),
        ] {
            if plan.is_changed(set) {
                plan.set_unknown(count, Type::Number);
            } else if plan.is_changed(count) {
                plan.set_unknown(set, texts.clone());
            }
        }
        if !plan.planned("ipv6_addresses").is_known() || plan.is_changed("ipv6_addresses") {
            plan.set_unknown("ipv6_address_list", Type::list(Type::String));
        }
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let is_on = |name: &str| config.get(name).and_then(Value::as_bool).unwrap_or_default();
        let mut wrong = Vec::new();
        for (switch, instead) in
            [("private_ip_list_enabled", "private_ips"), ("ipv6_address_list_enabled", "ipv6_addresses")]
        {
            if is_on(switch) {
                wrong.push((
                    switch,
                    format!("Lists in which the order counts are not supported: use `{instead}`."),
                ));
            }
        }
        wrong
    }
}

/// The codes of "there is no such interface".
pub const GONE: &[&str] = &["InvalidNetworkInterfaceID.NotFound"];

/// The interface with this id, if there is one.
pub async fn find(id: &str, aws: &Aws) -> Result<Option<types::NetworkInterface>> {
    let found = aws.ec2.describe_network_interfaces().network_interface_ids(id).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.network_interfaces?.pop()))
}

fn ipv4_prefix(range: String) -> types::Ipv4PrefixSpecificationRequest {
    types::Ipv4PrefixSpecificationRequest::builder().ipv4_prefix(range).build()
}

fn ipv6_prefix(range: String) -> types::Ipv6PrefixSpecificationRequest {
    types::Ipv6PrefixSpecificationRequest::builder().ipv6_prefix(range).build()
}

fn ipv6(address: String) -> types::InstanceIpv6Address {
    types::InstanceIpv6Address::builder().ipv6_address(address).build()
}

impl NetworkInterface {
    /// Addresses as EC2 takes them: exactly one is the first.
    fn addresses(&self, all: Vec<String>) -> Vec<types::PrivateIpAddressSpecification> {
        let first = given(&self.private_ip).or_else(|| all.first().cloned());
        let one = |ip: String| {
            let primary = given(&self.private_ip).is_none() && Some(&ip) == first.as_ref();
            types::PrivateIpAddressSpecification::builder().primary(primary).private_ip_address(ip).build()
        };
        // The first one stands apart if it is said apart.
        let said = given(&self.private_ip);
        all.into_iter().filter(|ip| Some(ip) != said.as_ref()).map(one).collect()
    }
}

impl Attachment {
    fn of(attachment: types::NetworkInterfaceAttachment) -> Self {
        Self {
            attachment_id: filled(attachment.attachment_id),
            device_index: attachment.device_index.unwrap_or_default(),
            instance: attachment.instance_id.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_address_is_the_first() {
        let all = || vec!["10.0.0.4".to_owned(), "10.0.0.5".to_owned()];
        let firsts = |interface: NetworkInterface| -> Vec<_> {
            interface.addresses(all()).into_iter().map(|one| one.primary.unwrap_or_default()).collect()
        };
        assert_eq!(firsts(NetworkInterface::default()), [true, false]);
        let said = NetworkInterface { private_ip: Some("10.0.0.4".into()), ..NetworkInterface::default() };
        assert_eq!(firsts(said), [false], "the first is said apart");
    }
}
