//! `aws_network_acl`: what may go into subnets and out of them.

use super::{
    acl_entries::{self as acl, Entry},
    prelude::*,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_network_acl")]
pub struct NetworkAcl {
    id: Computed<String>,
    arn: Computed<String>,
    egress: Defaulted<Set<Rule>>,
    ingress: Defaulted<Set<Rule>>,
    owner_id: Computed<String>,
    subnet_ids: Defaulted<Set<String>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(force_new)]
    vpc_id: Required<String>,
}

/// One rule of `ingress` or `egress`.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Rule {
    action: Optional<String>,
    cidr_block: Optional<String>,
    from_port: Optional<i32>,
    icmp_code: Optional<i32>,
    icmp_type: Optional<i32>,
    ipv6_cidr_block: Optional<String>,
    protocol: Optional<String>,
    rule_no: Optional<i32>,
    to_port: Optional<i32>,
}

impl Resource<Aws> for NetworkAcl {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let tags = tagging::on_create(ResourceType::NetworkAcl, &self.tags_all);
        let request = aws.ec2.create_network_acl().vpc_id(&self.vpc_id).set_tag_specifications(tags);
        self.id = request.send().await?.network_acl.and_then(|acl| acl.network_acl_id);
        visible("the network ACL", minutes(5), || acl::find(self.id(), aws)).await?;
        self.change(&Self::default(), aws).await
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
            egress: rules(true),
            id: self.id,
            ingress: rules(false),
            owner_id: Some(owner),
            subnet_ids: Some(acl::subnets(&acl)),
            tags: self.tags,
            tags_all: tagging::from_ec2(acl.tags.clone()),
            vpc_id: acl.vpc_id.clone().unwrap_or_default(),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        self.change(prior, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let Some(acl) = acl::find(self.id(), aws).await? else { return Ok(()) };
        self.release(acl::subnets(&acl).0, aws).await?;
        wait::retry(
            minutes(5),
            |error| error.is(holders::HELD),
            || async {
                aws.ec2.delete_network_acl().network_acl_id(self.id()).send().await.or_gone(&[acl::GONE])?;
                Ok(())
            },
        )
        .await
    }

    fn refine(plan: &mut Refine<'_>) {
        for direction in ["ingress", "egress"] {
            plan.set(direction, normalize(plan.planned(direction)));
        }
    }
}

impl NetworkAcl {
    async fn change(&self, prior: &Self, aws: &Aws) -> Result<()> {
        acl::change(self.id(), &prior.entries(), &self.entries(), aws).await?;
        self.release(added(&self.subnet_ids, &prior.subnet_ids).unwrap_or_default(), aws).await?;
        for subnet in added(&prior.subnet_ids, &self.subnet_ids).into_iter().flatten() {
            if acl::guard(&subnet, self.id(), aws).await?.is_none() {
                return Err(Error::Invalid(format!(
                    "Subnet {subnet} has no network ACL that this one could replace."
                )));
            }
        }
        Ok(())
    }

    /// Puts subnets back under the VPC's default ACL, where another one does not guard them yet.
    async fn release(&self, subnets: Vec<String>, aws: &Aws) -> Result<()> {
        if subnets.is_empty() {
            return Ok(());
        }
        let default = defaults::network_acl(&self.vpc_id, aws).await?;
        let default = default.ok_or(Error::Missing("the VPC's default network ACL"))?;
        for subnet in subnets {
            let now = acl::association("association.subnet-id", &subnet, aws).await?;
            if now.is_some_and(|now| now.network_acl_id() == Some(self.id())) {
                acl::guard(&subnet, &default, aws).await?;
            }
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

/// The planned rules as the state will have them: nothing null, protocols by number.
fn normalize(rules: &Value) -> Value {
    if rules.is_null() || !rules.is_known() {
        return rules.clone();
    }
    rules.clone().map_children(|_, rule| {
        let Some(fields) = rule.as_mapping().filter(|_| rule.is_known()) else { return rule.clone() };
        let mut fields = fields.clone();
        for (name, fallback) in crate::schema::Attributes::encode(Rule::of(Entry::default())) {
            let field = fields.entry(name.clone()).or_insert(Value::NULL);
            match (&*name, field.is_null()) {
                (_, true) => *field = fallback,
                ("protocol", _) => *field = acl::numbered(field),
                ("action", _) => {
                    *field = field.as_str().map_or(field.clone(), |text| text.to_lowercase().into())
                }
                _ => {}
            }
        }
        Value::object(fields).with_marks(rule.marks())
    })
}

impl Rule {
    /// The rule of an entry; nothing in it is null.
    pub fn of(entry: Entry) -> Self {
        Self {
            action: Some(entry.action),
            cidr_block: Some(entry.cidr_block),
            from_port: Some(entry.ports.0),
            icmp_code: Some(entry.icmp.1),
            icmp_type: Some(entry.icmp.0),
            ipv6_cidr_block: Some(entry.ipv6_cidr_block),
            protocol: Some(entry.protocol),
            rule_no: Some(entry.number),
            to_port: Some(entry.ports.1),
        }
    }

    /// The entry that the rule stands for.
    pub fn entry(&self, egress: bool) -> Entry {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Entry {
            egress,
            number: self.rule_no.unwrap_or_default(),
            protocol: acl::number_of(&text(&self.protocol)),
            action: text(&self.action).to_lowercase(),
            cidr_block: text(&self.cidr_block),
            ipv6_cidr_block: text(&self.ipv6_cidr_block),
            ports: (self.from_port.unwrap_or_default(), self.to_port.unwrap_or_default()),
            icmp: (self.icmp_type.unwrap_or_default(), self.icmp_code.unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planned_rule_is_what_will_be_read() {
        let said = Rule {
            action: Some("ALLOW".into()),
            cidr_block: Some("10.0.0.0/8".into()),
            protocol: Some("tcp".into()),
            rule_no: Some(100),
            ..Rule::default()
        };
        let planned = normalize(&crate::schema::Field::encode(Set(vec![said.clone()])));
        let read = crate::schema::Field::encode(Set(vec![Rule::of(said.entry(false))]));
        assert_eq!(planned, read);
    }
}
