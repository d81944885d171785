//! `aws_network_acl_rule`: one rule of a network ACL that another resource makes.

use super::{
    acl_entries::{self as acl, Entry, number_of, numbered},
    prelude::*,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_network_acl_rule")]
pub struct NetworkAclRule {
    id: Computed<String>,
    #[attr(force_new, exactly_one_of = RANGES)]
    cidr_block: Optional<String>,
    #[attr(force_new, default = false)]
    egress: Optional<bool>,
    #[attr(force_new)]
    from_port: Optional<i32>,
    #[attr(force_new)]
    icmp_code: Optional<i32>,
    #[attr(force_new)]
    icmp_type: Optional<i32>,
    #[attr(force_new, exactly_one_of = RANGES)]
    ipv6_cidr_block: Optional<String>,
    #[attr(force_new)]
    network_acl_id: Required<String>,
    #[attr(force_new, normalize = numbered)]
    protocol: Required<String>,
    #[attr(force_new, one_of = ["allow", "deny"])]
    rule_action: Required<String>,
    #[attr(force_new)]
    rule_number: Required<i32>,
    #[attr(force_new)]
    to_port: Optional<i32>,
}

const RANGES: [&str; 2] = ["cidr_block", "ipv6_cidr_block"];

impl Resource<Aws> for NetworkAclRule {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let entry = self.entry();
        entry.create(&self.network_acl_id, aws).await?;
        self.id = Some(id(&self.network_acl_id, &entry));
        visible("the rule of the network ACL", minutes(5), || self.find(aws)).await?;
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(entry) = self.find(aws).await? else { return Ok(None) };
        Ok(Some(Self {
            cidr_block: Some(entry.cidr_block),
            egress: Some(entry.egress),
            from_port: Some(entry.ports.0),
            icmp_code: Some(entry.icmp.1),
            icmp_type: Some(entry.icmp.0),
            ipv6_cidr_block: Some(entry.ipv6_cidr_block),
            protocol: entry.protocol,
            rule_action: entry.action,
            rule_number: entry.number,
            to_port: Some(entry.ports.1),
            ..self
        }))
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        self.entry().delete(&self.network_acl_id, aws).await
    }

    /// `acl-1:100:tcp:false`: ACL, number, protocol, whether it is for what goes out.
    fn import(import_id: &str) -> Result<Self> {
        let wrong = || {
            Error::Invalid(format!(
                "\"{import_id}\" is no rule: write ACL, number, protocol and whether it is egress, such as \
                 `acl-1:100:tcp:false`."
            ))
        };
        let parts: Vec<_> = import_id.split(':').collect();
        let [acl, number, protocol, egress] = parts[..] else { return Err(wrong()) };
        let mut rule = Self {
            egress: Some(egress.parse().map_err(|_| wrong())?),
            network_acl_id: acl.into(),
            protocol: protocol.into(),
            rule_number: number.parse().map_err(|_| wrong())?,
            ..Self::default()
        };
        rule.id = Some(id(acl, &rule.entry()));
        Ok(rule)
    }
}

/// The id that the AWS provider gives to a rule.
fn id(acl: &str, entry: &Entry) -> String {
    let Entry { number, egress, protocol, .. } = entry;
    format!("nacl-{}", hash(&format!("{acl}-{number}-{egress}-{protocol}-")))
}

impl NetworkAclRule {
    async fn find(&self, aws: &Aws) -> Result<Option<Entry>> {
        let wanted = (self.rule_number, self.egress.unwrap_or_default());
        let acl = acl::find(&self.network_acl_id, aws).await?;
        let entries = acl.as_ref().map(acl::entries).unwrap_or_default();
        Ok(entries.into_iter().find(|entry| (entry.number, entry.egress) == wanted))
    }

    fn entry(&self) -> Entry {
        Entry {
            egress: self.egress.unwrap_or_default(),
            number: self.rule_number,
            protocol: number_of(&self.protocol),
            action: self.rule_action.clone(),
            cidr_block: self.cidr_block.clone().unwrap_or_default(),
            ipv6_cidr_block: self.ipv6_cidr_block.clone().unwrap_or_default(),
            ports: (self.from_port.unwrap_or_default(), self.to_port.unwrap_or_default()),
            icmp: (self.icmp_type.unwrap_or_default(), self.icmp_code.unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_names_acl_number_protocol_and_direction() {
        let rule = NetworkAclRule::import("acl-1:100:tcp:true").expect("a rule");
        assert_eq!((rule.rule_number, rule.egress), (100, Some(true)));
        for wrong in ["acl-1:100:tcp", "acl-1:x:tcp:true", "acl-1:100:tcp:out"] {
            assert!(NetworkAclRule::import(wrong).is_err(), "{wrong}");
        }
    }
}
