//! `aws_default_network_acl`: the network ACL that a VPC is born with, taken into the configuration's hands.

use super::{
    acl_entries::{self as acl, Entry, numbered},
    prelude::*,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_default_network_acl")]
pub struct DefaultNetworkAcl {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(force_new)]
    default_network_acl_id: Required<String>,
    #[attr(block)]
    egress: Optional<Set<Rule>>,
    #[attr(block)]
    ingress: Optional<Set<Rule>>,
    owner_id: Computed<String>,
    subnet_ids: Optional<Set<String>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    vpc_id: Computed<String>,
}

/// One rule of an `ingress` or `egress` block.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Rule {
    #[attr(normalize = lower)]
    action: Required<String>,
    cidr_block: Optional<String>,
    from_port: Required<i32>,
    icmp_code: Optional<i32>,
    icmp_type: Optional<i32>,
    ipv6_cidr_block: Optional<String>,
    #[attr(normalize = numbered)]
    protocol: Required<String>,
    #[attr(range = (1, 32766))]
    rule_no: Required<i32>,
    to_port: Required<i32>,
}

impl Resource<Aws> for DefaultNetworkAcl {
    /// Finds the ACL, and leaves it with the rules of the configuration and no others.
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let id = self.default_network_acl_id.clone();
        let Some(found) = acl::find(&id, aws).await? else {
            return Err(Error::Invalid(format!("There is no network ACL {id}.")));
        };
        self.id = Some(id.clone());
        acl::change(&id, &acl::entries(&found), &self.entries(), aws).await?;
        self.guard(&Some(acl::subnets(&found)), aws).await?;
        tagging::update(aws, &id, &tagging::from_ec2(found.tags), &self.tags_all).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(acl) = acl::find(self.id(), aws).await? else { return Ok(None) };
        let owner = acl.owner_id.clone().unwrap_or_default();
        let rules = |egress| {
            let entries = acl::entries(&acl).into_iter();
            Some(entries.filter(|entry| entry.egress == egress).map(Rule::of).collect())
        };
        Ok(Some(Self {
            arn: Some(format!(
                "arn:{}:ec2:{}:{owner}:network-acl/{}",
                aws.partition(),
                aws.region,
                self.id()
            )),
            default_network_acl_id: self.id.clone().unwrap_or_default(),
            egress: rules(true),
            id: self.id,
            ingress: rules(false),
            owner_id: Some(owner),
            subnet_ids: Some(acl::subnets(&acl)),
            tags: self.tags,
            tags_all: tagging::from_ec2(acl.tags.clone()),
            vpc_id: filled(acl.vpc_id.clone()),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        acl::change(self.id(), &prior.entries(), &self.entries(), aws).await?;
        self.guard(&prior.subnet_ids, aws).await
    }

    /// A VPC cannot be without its default ACL: it stays as it is.
    async fn delete(&mut self, _aws: &Aws) -> Result<()> {
        Ok(())
    }
}

impl DefaultNetworkAcl {
    /// Puts subnets under the ACL. None ever leaves it from here: it would have to go under another one.
    async fn guard(&self, prior: &Option<Set<String>>, aws: &Aws) -> Result<()> {
        for subnet in added(prior, &self.subnet_ids).into_iter().flatten() {
            acl::guard(&subnet, self.id(), aws).await?;
        }
        Ok(())
    }

    fn entries(&self) -> Vec<Entry> {
        let of = |rules: &Option<Set<Rule>>, egress| -> Vec<_> {
            rules.iter().flat_map(|rules| rules.iter()).map(|rule| rule.entry(egress)).collect()
        };
        [of(&self.ingress, false), of(&self.egress, true)].concat()
    }
}

impl Rule {
    fn of(entry: Entry) -> Self {
        Self {
            action: entry.action,
            cidr_block: Some(entry.cidr_block),
            from_port: entry.ports.0,
            icmp_code: Some(entry.icmp.1),
            icmp_type: Some(entry.icmp.0),
            ipv6_cidr_block: Some(entry.ipv6_cidr_block),
            protocol: entry.protocol,
            rule_no: entry.number,
            to_port: entry.ports.1,
        }
    }

    fn entry(&self, egress: bool) -> Entry {
        Entry {
            egress,
            number: self.rule_no,
            protocol: acl::number_of(&self.protocol),
            action: self.action.to_lowercase(),
            cidr_block: self.cidr_block.clone().unwrap_or_default(),
            ipv6_cidr_block: self.ipv6_cidr_block.clone().unwrap_or_default(),
            ports: (self.from_port, self.to_port),
            icmp: (self.icmp_type.unwrap_or_default(), self.icmp_code.unwrap_or_default()),
        }
    }
}

/// For `#[attr(normalize = …)]`: `allow` for `ALLOW`.
fn lower(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |text| text.to_lowercase().into())
}
