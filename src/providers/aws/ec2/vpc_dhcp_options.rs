//! `aws_vpc_dhcp_options`: what instances are told when they ask for an address.

use super::prelude::*;
use aws_sdk_ec2::types::{DhcpOptions, NewDhcpConfiguration};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_vpc_dhcp_options")]
pub struct VpcDhcpOptions {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(force_new)]
    domain_name: Optional<String>,
    #[attr(force_new)]
    domain_name_servers: Optional<Vec<String>>,
    #[attr(force_new)]
    ipv6_address_preferred_lease_time: Optional<String>,
    #[attr(force_new)]
    netbios_name_servers: Optional<Vec<String>>,
    #[attr(force_new)]
    netbios_node_type: Optional<String>,
    #[attr(force_new)]
    ntp_servers: Optional<Vec<String>>,
    owner_id: Computed<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

impl Resource<Aws> for VpcDhcpOptions {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .ec2
            .create_dhcp_options()
            .set_dhcp_configurations(Some(self.configurations()))
            .set_tag_specifications(tagging::on_create(ResourceType::DhcpOptions, &self.tags_all));
        self.id = request.send().await?.dhcp_options.and_then(|options| options.dhcp_options_id);
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(options) = find(self.id(), aws).await? else { return Ok(None) };
        let owner = options.owner_id.clone().unwrap_or_default();
        let list = |name: &str| -> Vec<String> {
            let found = options.dhcp_configurations().iter().find(|one| one.key() == Some(name));
            found.into_iter().flat_map(|one| one.values()).filter_map(|value| value.value.clone()).collect()
        };
        let one = |name: &str| Some(list(name).into_iter().next().unwrap_or_default());
        Ok(Some(Self {
            arn: Some(format!(
                "arn:{}:ec2:{}:{owner}:dhcp-options/{}",
                aws.partition(),
                aws.region,
                self.id()
            )),
            domain_name: one(DOMAIN_NAME),
            domain_name_servers: Some(list(DOMAIN_NAME_SERVERS)),
            id: self.id,
            ipv6_address_preferred_lease_time: one(LEASE_TIME),
            netbios_name_servers: Some(list(NETBIOS_NAME_SERVERS)),
            netbios_node_type: one(NETBIOS_NODE_TYPE),
            ntp_servers: Some(list(NTP_SERVERS)),
            owner_id: Some(owner),
            tags: self.tags,
            tags_all: tagging::from_ec2(options.tags.clone()),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let vpcs = aws.ec2.describe_vpcs().filters(filter("dhcp-options-id", self.id())).send().await?.vpcs;
        for vpc in vpcs.into_iter().flatten().filter_map(|vpc| vpc.vpc_id) {
            associate("default", &vpc, aws).await?;
        }
        wait::retry(
            minutes(3),
            |error| error.is(holders::HELD),
            || async {
                aws.ec2.delete_dhcp_options().dhcp_options_id(self.id()).send().await.or_gone(GONE)?;
                Ok(())
            },
        )
        .await
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let names = [
            "domain_name",
            "domain_name_servers",
            "ipv6_address_preferred_lease_time",
            "netbios_name_servers",
            "netbios_node_type",
            "ntp_servers",
        ];
        let nothing = names.iter().all(|name| config.get(*name).is_none_or(Value::is_null));
        let sentence =
            format!("DHCP options need something to tell: set at least one of {}.", names.join(", "));
        if nothing { vec![(names[0], sentence)] } else { Vec::new() }
    }
}

const DOMAIN_NAME: &str = "domain-name";
const DOMAIN_NAME_SERVERS: &str = "domain-name-servers";
const LEASE_TIME: &str = "ipv6-address-preferred-lease-time";
const NETBIOS_NAME_SERVERS: &str = "netbios-name-servers";
const NETBIOS_NODE_TYPE: &str = "netbios-node-type";
const NTP_SERVERS: &str = "ntp-servers";

const GONE: &[&str] = &["InvalidDhcpOptionID.NotFound", "InvalidDhcpOptionsID.NotFound"];

async fn find(id: &str, aws: &Aws) -> Result<Option<DhcpOptions>> {
    let found = aws.ec2.describe_dhcp_options().dhcp_options_ids(id).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.dhcp_options?.pop()))
}

/// Gives a VPC these options; `default` stands for those of the region.
///
/// # Errors
/// Those of `AssociateDhcpOptions`, but not that the VPC is gone.
pub async fn associate(options: &str, vpc: &str, aws: &Aws) -> Result<()> {
    let request = aws.ec2.associate_dhcp_options().dhcp_options_id(options).vpc_id(vpc);
    request.send().await.or_gone(&["InvalidVpcID.NotFound"])?;
    Ok(())
}

impl VpcDhcpOptions {
    fn configurations(&self) -> Vec<NewDhcpConfiguration> {
        let one = |text: &Option<String>| given(text).into_iter().collect::<Vec<_>>();
        let list = |texts: &Option<Vec<String>>| texts.clone().unwrap_or_default();
        let all = [
            (DOMAIN_NAME, one(&self.domain_name)),
            (DOMAIN_NAME_SERVERS, list(&self.domain_name_servers)),
            (LEASE_TIME, one(&self.ipv6_address_preferred_lease_time)),
            (NETBIOS_NAME_SERVERS, list(&self.netbios_name_servers)),
            (NETBIOS_NODE_TYPE, one(&self.netbios_node_type)),
            (NTP_SERVERS, list(&self.ntp_servers)),
        ];
        let said = all.into_iter().filter(|(_, values)| !values.is_empty());
        said.map(|(key, values)| NewDhcpConfiguration::builder().key(key).set_values(Some(values)).build())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_is_told() {
        let options = VpcDhcpOptions {
            domain_name: Some("example.internal".into()),
            ntp_servers: Some(Vec::new()),
            domain_name_servers: Some(vec!["10.0.0.2".into(), "10.0.0.3".into()]),
            ..VpcDhcpOptions::default()
        };
        let told = options.configurations();
        let keys: Vec<_> = told.iter().filter_map(|one| one.key()).collect();
        assert_eq!(keys, [DOMAIN_NAME, DOMAIN_NAME_SERVERS]);
        assert_eq!(told[1].values(), ["10.0.0.2", "10.0.0.3"]);
    }
}
