//! The parts of a VPC endpoint: its names, its network interfaces, the addresses of its service.

use super::prelude::*;
use aws_sdk_ec2::types::{self, NetworkInterface, State};

/// A DNS name of the endpoint.
#[derive(Debug, Default, Clone, Schema)]
pub struct DnsEntry {
    dns_name: Optional<String>,
    hosted_zone_id: Optional<String>,
}

/// What the endpoint's DNS names answer.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct DnsOptions {
    #[attr(one_of = ["ipv4", "dualstack", "ipv6", "service-defined"])]
    pub dns_record_ip_type: Defaulted<String>,
    pub private_dns_only_for_inbound_resolver_endpoint: Optional<bool>,
}

/// One network interface of the endpoint: its subnet and addresses.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct SubnetConfiguration {
    ipv4: Defaulted<String>,
    ipv6: Defaulted<String>,
    subnet_id: Defaulted<String>,
}

impl DnsEntry {
    /// The name as EC2 tells of it.
    pub fn of(entry: types::DnsEntry) -> Self {
        Self { dns_name: filled(entry.dns_name), hosted_zone_id: filled(entry.hosted_zone_id) }
    }
}

impl DnsOptions {
    /// The options as EC2 tells of them.
    pub fn of(options: types::DnsOptions) -> Self {
        Self {
            dns_record_ip_type: text_of(options.dns_record_ip_type),
            private_dns_only_for_inbound_resolver_endpoint: filled(
                options.private_dns_only_for_inbound_resolver_endpoint,
            ),
        }
    }
}

impl SubnetConfiguration {
    /// What to ask EC2 for.
    pub fn request(&self) -> types::SubnetConfiguration {
        types::SubnetConfiguration::builder()
            .set_ipv4(given(&self.ipv4))
            .set_ipv6(given(&self.ipv6))
            .set_subnet_id(given(&self.subnet_id))
            .build()
    }

    /// The place of a network interface.
    pub fn of(interface: NetworkInterface) -> Self {
        let ipv6 = interface.ipv6_addresses.and_then(|mut addresses| addresses.pop()?.ipv6_address);
        Self {
            ipv4: filled(interface.private_ip_address),
            ipv6: filled(ipv6),
            subnet_id: filled(interface.subnet_id),
        }
    }
}

/// The network interfaces with these ids.
pub async fn interfaces(ids: &[String], aws: &Aws) -> Result<Vec<NetworkInterface>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let request = aws.ec2.describe_network_interfaces().set_network_interface_ids(Some(ids.to_vec()));
    let found = request.send().await.or_gone(&["InvalidNetworkInterfaceID.NotFound"])?;
    Ok(found.and_then(|found| found.network_interfaces).unwrap_or_default())
}

/// The list of a service's addresses, id and ranges: only services with gateway endpoints have one.
pub async fn prefix_list(service: Option<&str>, aws: &Aws) -> Result<Option<(Option<String>, Vec<String>)>> {
    let Some(service) = service else { return Ok(None) };
    let request = aws.ec2.describe_prefix_lists().filters(filter("prefix-list-name", service));
    let found = request.send().await?.prefix_lists.and_then(|mut lists| lists.pop());
    Ok(found.map(|list| (list.prefix_list_id, list.cidrs.unwrap_or_default())))
}

/// The state as the AWS provider writes it: EC2 is not of one mind on its capitals.
pub fn state_text(state: &State) -> String {
    let text = state.to_string();
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
