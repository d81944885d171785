//! The rules of network ACLs at EC2: found, compared, made and deleted.

use super::prelude::*;
use aws_sdk_ec2::types::{self, IcmpTypeCode, NetworkAcl, NetworkAclEntry, PortRange, RuleAction};

/// The number of the rule that every ACL ends with and nobody can change; that of its IPv6 twin is one more.
const LAST: i32 = 32767;

/// One rule, in numbers as EC2 knows them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whether it is for what goes out.
    pub egress: bool,
    /// Its place among the others.
    pub number: i32,
    /// The number of the protocol, `-1` for all.
    pub protocol: String,
    /// `allow` or `deny`.
    pub action: String,
    /// A range of IPv4 addresses; else empty.
    pub cidr_block: String,
    /// A range of IPv6 addresses; else empty.
    pub ipv6_cidr_block: String,
    /// The first and the last port.
    pub ports: (i32, i32),
    /// Type and code of ICMP.
    pub icmp: (i32, i32),
}

impl Entry {
    /// One of EC2's; `None` for the rule that every ACL ends with.
    pub fn of(entry: &NetworkAclEntry) -> Option<Self> {
        let number = entry.rule_number().unwrap_or_default();
        if number >= LAST {
            return None;
        }
        let ports = entry.port_range();
        let icmp = entry.icmp_type_code();
        let port = |of: fn(&PortRange) -> Option<i32>| ports.and_then(of).unwrap_or_default();
        let code = |of: fn(&IcmpTypeCode) -> Option<i32>| icmp.and_then(of).unwrap_or_default();
        Some(Self {
            egress: entry.egress().unwrap_or_default(),
            number,
            protocol: number_of(entry.protocol().unwrap_or_default()),
            action: entry.rule_action().map(ToString::to_string).unwrap_or_default(),
            cidr_block: entry.cidr_block().unwrap_or_default().to_owned(),
            ipv6_cidr_block: entry.ipv6_cidr_block().unwrap_or_default().to_owned(),
            ports: (port(PortRange::from), port(PortRange::to)),
            icmp: (code(IcmpTypeCode::r#type), code(IcmpTypeCode::code)),
        })
    }

    /// Whether it speaks of types and codes and not of ports.
    fn is_icmp(&self) -> bool {
        ["1", "58"].contains(&self.protocol.as_str())
    }

    /// Adds the rule to an ACL.
    ///
    /// # Errors
    /// Those of `CreateNetworkAclEntry`.
    pub async fn create(&self, acl: &str, aws: &Aws) -> Result<()> {
        let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let icmp = IcmpTypeCode::builder().r#type(self.icmp.0).code(self.icmp.1).build();
        let ports = PortRange::builder().from(self.ports.0).to(self.ports.1).build();
        let request = aws
            .ec2
            .create_network_acl_entry()
            .network_acl_id(acl)
            .egress(self.egress)
            .rule_number(self.number)
            .protocol(&self.protocol)
            .rule_action(RuleAction::from(self.action.as_str()))
            .set_cidr_block(text(&self.cidr_block))
            .set_ipv6_cidr_block(text(&self.ipv6_cidr_block))
            .set_icmp_type_code(self.is_icmp().then_some(icmp))
            .port_range(ports);
        request.send().await?;
        Ok(())
    }

    /// Takes the rule out of an ACL.
    ///
    /// # Errors
    /// Those of `DeleteNetworkAclEntry`, but not that it is gone.
    pub async fn delete(&self, acl: &str, aws: &Aws) -> Result<()> {
        let request = aws.ec2.delete_network_acl_entry().network_acl_id(acl).egress(self.egress);
        request.rule_number(self.number).send().await.or_gone(&[GONE_ENTRY, GONE])?;
        Ok(())
    }
}

/// The code of "there is no such ACL".
pub const GONE: &str = "InvalidNetworkAclID.NotFound";
const GONE_ENTRY: &str = "InvalidNetworkAclEntry.NotFound";

/// Makes the rules of an ACL go from `prior` to `planned`. What is no more goes first: a number is there once.
///
/// # Errors
/// Those of the calls.
pub async fn change(acl: &str, prior: &[Entry], planned: &[Entry], aws: &Aws) -> Result<()> {
    for entry in prior.iter().filter(|entry| !planned.contains(entry)) {
        entry.delete(acl, aws).await?;
    }
    for entry in planned.iter().filter(|entry| !prior.contains(entry)) {
        entry.create(acl, aws).await?;
    }
    Ok(())
}

/// The rules of an ACL, without those that every ACL ends with.
pub fn entries(acl: &NetworkAcl) -> Vec<Entry> {
    acl.entries().iter().filter_map(Entry::of).collect()
}

/// The ACL with this id, if there is one.
///
/// # Errors
/// Those of `DescribeNetworkAcls`, but not that it is gone.
pub async fn find(id: &str, aws: &Aws) -> Result<Option<NetworkAcl>> {
    let found = aws.ec2.describe_network_acls().network_acl_ids(id).send().await.or_gone(&[GONE])?;
    Ok(found.and_then(|found| found.network_acls?.pop()))
}

/// The ids of the subnets that an ACL guards.
pub fn subnets(acl: &NetworkAcl) -> Set<String> {
    acl.associations().iter().filter_map(|one| one.subnet_id.clone()).collect()
}

/// The association that the filter finds, of this id or this subnet.
///
/// # Errors
/// Those of `DescribeNetworkAcls`.
pub async fn association(
    filter_name: &str,
    id: &str,
    aws: &Aws,
) -> Result<Option<types::NetworkAclAssociation>> {
    let found = aws.ec2.describe_network_acls().filters(filter(filter_name, id)).send().await?;
    let mut all =
        found.network_acls.into_iter().flatten().flat_map(|acl| acl.associations.unwrap_or_default());
    Ok(all.find(|one| one.subnet_id() == Some(id) || one.network_acl_association_id() == Some(id)))
}

/// Puts a subnet under an ACL; the id of the association that this makes. `None`: the subnet is gone.
///
/// # Errors
/// Those of the calls.
pub async fn guard(subnet: &str, acl: &str, aws: &Aws) -> Result<Option<String>> {
    let Some(old) = association("association.subnet-id", subnet, aws).await? else { return Ok(None) };
    let request = aws.ec2.replace_network_acl_association().network_acl_id(acl);
    let request = request.set_association_id(old.network_acl_association_id);
    let made = request.send().await.or_gone(&["InvalidAssociationID.NotFound"])?;
    Ok(made.and_then(|made| made.new_association_id))
}

/// The number of a protocol that is known by name; numbers stay.
pub fn number_of(protocol: &str) -> String {
    let lower = protocol.to_lowercase();
    let known = NUMBERS.iter().find(|(name, _)| *name == lower);
    known.map_or(lower, |(_, number)| (*number).to_owned())
}

/// For `#[attr(normalize = …)]`: see [`number_of`].
pub fn numbered(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |text| number_of(text).into())
}

const NUMBERS: [(&str, &str); 9] = [
    ("all", "-1"),
    ("icmp", "1"),
    ("tcp", "6"),
    ("udp", "17"),
    ("gre", "47"),
    ("esp", "50"),
    ("ah", "51"),
    ("icmpv6", "58"),
    ("ipv6-icmp", "58"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_are_kept_by_number() {
        for (said, kept) in [("TCP", "6"), ("all", "-1"), ("-1", "-1"), ("icmpv6", "58"), ("132", "132")] {
            assert_eq!(number_of(said), kept, "{said}");
        }
    }

    #[test]
    fn the_last_rule_of_every_acl_is_not_ours() {
        let entry = |number| {
            let entry =
                NetworkAclEntry::builder().rule_number(number).protocol("6").rule_action(RuleAction::Allow);
            entry.port_range(PortRange::builder().from(80).to(81).build()).build()
        };
        let ours = Entry::of(&entry(100)).expect("a rule");
        assert_eq!((ours.number, ours.ports, ours.action.as_str()), (100, (80, 81), "allow"));
        assert_eq!(Entry::of(&entry(32767)), None);
        assert_eq!(Entry::of(&entry(32768)), None);
    }
}
