//! The rules of a security group as its `ingress` and `egress` attributes say them, and as EC2 counts them.
//!
//! One object of the attribute opens ports to many sources; EC2 counts each source as a rule of its own. Here the
//! objects are taken apart into such rules, compared, and put together again.

use std::collections::BTreeMap;

use aws_sdk_ec2::types::{
    IpPermission, IpRange, Ipv6Range, PrefixListId, SecurityGroupRule, UserIdGroupPair,
};

use super::{cidr, protocol};
use crate::{
    lang::value::Value,
    schema::{Optional, Schema, Set},
};

/// One object of `ingress` or `egress`.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Rule {
    cidr_blocks: Optional<Vec<String>>,
    description: Optional<String>,
    from_port: Optional<i32>,
    ipv6_cidr_blocks: Optional<Vec<String>>,
    prefix_list_ids: Optional<Vec<String>>,
    protocol: Optional<String>,
    security_groups: Optional<Set<String>>,
    #[attr(name = "self")]
    itself: Optional<bool>,
    to_port: Optional<i32>,
}

/// Who may come in or be gone to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// A range of IPv4 addresses.
    Ipv4(String),
    /// A range of IPv6 addresses.
    Ipv6(String),
    /// A managed list of ranges.
    PrefixList(String),
    /// The members of a security group; of another account as `account/sg-1`.
    Group(String),
}

/// One rule as EC2 counts them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opening {
    protocol: String,
    ports: (i32, i32),
    description: String,
    peer: Peer,
}

impl Opening {
    /// The rule with its protocol by its usual name.
    pub fn new(protocol: &str, ports: (i32, i32), description: &str, peer: Peer) -> Self {
        Self { protocol: protocol::canonical(protocol), ports, description: description.into(), peer }
    }

    /// One of EC2's own rules; `None` if it is for nobody that is known here.
    pub fn of(rule: &SecurityGroupRule) -> Option<Self> {
        let owner = rule.group_owner_id();
        let group = rule.referenced_group_info().and_then(|info| {
            let id = info.group_id()?;
            let other = info.user_id().filter(|user| !user.is_empty() && Some(*user) != owner);
            Some(other.map_or_else(|| id.to_owned(), |user| format!("{user}/{id}")))
        });
        let text = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
        let peer = text(rule.cidr_ipv4())
            .map(Peer::Ipv4)
            .or_else(|| text(rule.cidr_ipv6()).map(Peer::Ipv6))
            .or_else(|| text(rule.prefix_list_id()).map(Peer::PrefixList))
            .or_else(|| group.map(Peer::Group))?;
        let ports = (rule.from_port().unwrap_or(-1), rule.to_port().unwrap_or(-1));
        Some(Self::new(rule.ip_protocol()?, ports, rule.description().unwrap_or_default(), peer))
    }

    /// Whether both open the same, whatever their descriptions. A rule for all protocols is for all ports.
    pub fn is_same(&self, other: &Self) -> bool {
        let group = |peer: &Peer| match peer {
            Peer::Group(id) => Peer::Group(id.rsplit('/').next().unwrap_or_default().to_owned()),
            peer => peer.clone(),
        };
        self.protocol == other.protocol
            && (self.ports == other.ports || self.protocol == "-1")
            && group(&self.peer) == group(&other.peer)
    }

    /// What people say of it.
    pub fn description(&self) -> &str {
        &self.description
    }
}

/// The rules that the objects stand for. `group` is the id of the security group itself.
pub fn openings(rules: &Option<Set<Rule>>, group: &str) -> Vec<Opening> {
    let mut openings: Vec<_> =
        rules.iter().flat_map(|rules| rules.iter()).flat_map(|rule| rule.openings(group)).collect();
    openings.sort();
    openings.dedup();
    openings
}

/// The rules that EC2 tells of. `owner` is the account of the security group.
pub fn of_permissions(permissions: &[IpPermission], owner: &str) -> Vec<Opening> {
    let mut openings = Vec::new();
    for permission in permissions {
        let mut add = |peer: Peer, description: Option<&str>| {
            openings.push(Opening {
                protocol: protocol::canonical(permission.ip_protocol().unwrap_or_default()),
                ports: (permission.from_port().unwrap_or_default(), permission.to_port().unwrap_or_default()),
                description: description.unwrap_or_default().into(),
                peer,
            });
        };
        for range in permission.ip_ranges() {
            add(Peer::Ipv4(range.cidr_ip().unwrap_or_default().into()), range.description());
        }
        for range in permission.ipv6_ranges() {
            add(Peer::Ipv6(range.cidr_ipv6().unwrap_or_default().into()), range.description());
        }
        for list in permission.prefix_list_ids() {
            add(Peer::PrefixList(list.prefix_list_id().unwrap_or_default().into()), list.description());
        }
        for pair in permission.user_id_group_pairs() {
            add(Peer::Group(peer_group(pair, owner)), pair.description());
        }
    }
    openings
}

/// The id of the group that a pair names, with its account if that is another one.
pub fn peer_group(pair: &UserIdGroupPair, owner: &str) -> String {
    let id = pair.group_id().or(pair.group_name()).unwrap_or_default();
    match pair.user_id() {
        Some(user) if !user.is_empty() && user != owner && pair.vpc_peering_connection_id().is_some() => {
            format!("{user}/{id}")
        }
        _ => id.to_owned(),
    }
}

/// The rules as EC2 takes them: one permission for the same protocol and ports.
pub fn to_permissions(openings: &[Opening]) -> Vec<IpPermission> {
    let mut permissions: BTreeMap<_, Vec<&Opening>> = BTreeMap::new();
    for opening in openings {
        permissions.entry((&opening.protocol, opening.ports)).or_default().push(opening);
    }
    permissions
        .into_iter()
        .map(|((protocol, (from, to)), openings)| {
            let permission = IpPermission::builder().ip_protocol(protocol).from_port(from).to_port(to);
            openings
                .into_iter()
                .fold(permission, |permission, opening| {
                    let text = Some(opening.description.clone()).filter(|text| !text.is_empty());
                    match &opening.peer {
                        Peer::Ipv4(range) => permission
                            .ip_ranges(IpRange::builder().cidr_ip(range).set_description(text).build()),
                        Peer::Ipv6(range) => permission
                            .ipv6_ranges(Ipv6Range::builder().cidr_ipv6(range).set_description(text).build()),
                        Peer::PrefixList(id) => permission.prefix_list_ids(
                            PrefixListId::builder().prefix_list_id(id).set_description(text).build(),
                        ),
                        Peer::Group(id) => {
                            permission.user_id_group_pairs(pair(id).set_description(text).build())
                        }
                    }
                })
                .build()
        })
        .collect()
}

/// A group as EC2 takes it, from `sg-1` or `account/sg-1`.
pub fn pair(group: &str) -> aws_sdk_ec2::types::builders::UserIdGroupPairBuilder {
    match group.split_once('/') {
        Some((account, id)) => UserIdGroupPair::builder().user_id(account).group_id(id),
        None => UserIdGroupPair::builder().group_id(group),
    }
}

/// EC2's rules as objects: in those of `known` where they are all there, the rest put together by protocol, ports and
/// description.
pub fn objects(known: &Option<Set<Rule>>, mut openings: Vec<Opening>, group: &str) -> Set<Rule> {
    let mut objects = Vec::new();
    for rule in known.iter().flat_map(|rules| rules.iter()) {
        let parts = rule.openings(group);
        if !parts.is_empty() && parts.iter().all(|part| openings.contains(part)) {
            openings.retain(|opening| !parts.contains(opening));
            objects.push(rule.clone().complete());
        }
    }
    let mut rest: BTreeMap<_, Rule> = BTreeMap::new();
    for opening in openings {
        let Opening { protocol, ports, description, peer } = opening;
        let rule = rest.entry((protocol.clone(), ports, description.clone())).or_insert_with(|| {
            let rule = Rule {
                description: Some(description),
                from_port: Some(ports.0),
                protocol: Some(protocol),
                to_port: Some(ports.1),
                ..Rule::default()
            };
            rule.complete()
        });
        match peer {
            Peer::Ipv4(range) => rule.cidr_blocks.get_or_insert_default().push(range),
            Peer::Ipv6(range) => rule.ipv6_cidr_blocks.get_or_insert_default().push(range),
            Peer::PrefixList(id) => rule.prefix_list_ids.get_or_insert_default().push(id),
            Peer::Group(id) if id == group => rule.itself = Some(true),
            Peer::Group(id) => rule.security_groups.get_or_insert_default().push(id),
        }
    }
    objects.into_iter().chain(rest.into_values()).collect()
}

/// The planned objects as the state will have them: nothing null, protocols by their usual names.
pub fn normalize(rules: &Value) -> Value {
    if rules.is_null() || !rules.is_known() {
        return rules.clone();
    }
    rules.clone().map_children(|_, rule| {
        let Some(fields) = rule.as_mapping().filter(|_| rule.is_known()) else { return rule.clone() };
        let mut fields = fields.clone();
        let empty = Rule::default().complete();
        for (name, fallback) in crate::schema::Attributes::encode(empty) {
            let field = fields.entry(name.clone()).or_insert(Value::NULL);
            if field.is_null() {
                *field = fallback;
            } else if &*name == "protocol" && field.is_known() {
                *field = protocol::normalize(field);
            }
        }
        Value::object(fields).with_marks(rule.marks())
    })
}

impl Rule {
    fn openings(&self, group: &str) -> Vec<Opening> {
        let list = |items: &Option<Vec<String>>| items.clone().unwrap_or_default().into_iter();
        let peers = list(&self.cidr_blocks)
            .map(|range| Peer::Ipv4(cidr::canonical(&range)))
            .chain(list(&self.ipv6_cidr_blocks).map(|range| Peer::Ipv6(cidr::canonical(&range))))
            .chain(list(&self.prefix_list_ids).map(Peer::PrefixList))
            .chain(self.security_groups.clone().unwrap_or_default().into_iter().map(Peer::Group))
            .chain(self.itself.unwrap_or_default().then(|| Peer::Group(group.to_owned())));
        peers
            .map(|peer| Opening {
                protocol: protocol::canonical(self.protocol.as_deref().unwrap_or_default()),
                ports: (self.from_port.unwrap_or_default(), self.to_port.unwrap_or_default()),
                description: self.description.clone().unwrap_or_default(),
                peer,
            })
            .collect()
    }

    /// The object without absent fields.
    fn complete(self) -> Self {
        Self {
            cidr_blocks: Some(self.cidr_blocks.unwrap_or_default()),
            description: Some(self.description.unwrap_or_default()),
            from_port: Some(self.from_port.unwrap_or_default()),
            ipv6_cidr_blocks: Some(self.ipv6_cidr_blocks.unwrap_or_default()),
            prefix_list_ids: Some(self.prefix_list_ids.unwrap_or_default()),
            protocol: Some(protocol::canonical(&self.protocol.unwrap_or_default())),
            security_groups: Some(self.security_groups.unwrap_or_default()),
            itself: Some(self.itself.unwrap_or_default()),
            to_port: Some(self.to_port.unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(ranges: &[&str], description: &str) -> Rule {
        Rule {
            cidr_blocks: Some(ranges.iter().map(ToString::to_string).collect()),
            description: Some(description.into()),
            from_port: Some(443),
            protocol: Some("6".into()),
            to_port: Some(443),
            ..Rule::default()
        }
        .complete()
    }

    #[test]
    fn rules_come_back_in_the_objects_that_made_them() {
        let known = Some(Set(vec![rule(&["10.0.0.0/8"], "a"), rule(&["0.0.0.0/0", "10.0.0.0/9"], "a")]));
        let permissions = to_permissions(&openings(&known, "sg-1"));
        assert_eq!(permissions.len(), 1, "one protocol and port range is one permission");
        let back = objects(&known, of_permissions(&permissions, "1"), "sg-1");
        assert_eq!(Some(back), known);
    }

    #[test]
    fn rules_that_nobody_knows_are_put_together_by_ports_and_description() {
        let made =
            Some(Set(vec![rule(&["10.0.0.0/8"], "a"), rule(&["0.0.0.0/0"], "a"), rule(&["::/0"], "b")]));
        let back = objects(&None, openings(&made, "sg-1"), "sg-1");
        assert_eq!(back.len(), 2);
        assert_eq!(back[0].cidr_blocks, Some(vec!["0.0.0.0/0".into(), "10.0.0.0/8".into()]));
        assert_eq!(back[0].protocol.as_deref(), Some("tcp"));
    }

    #[test]
    fn a_rule_for_the_group_itself_is_self() {
        let rule = Rule { itself: Some(true), protocol: Some("all".into()), ..Rule::default() };
        let openings = openings(&Some(Set(vec![rule])), "sg-1");
        assert_eq!(openings[0].peer, Peer::Group("sg-1".into()));
        assert_eq!(openings[0].protocol, "-1");
        assert_eq!(objects(&None, openings, "sg-1")[0].itself, Some(true));
    }
}
