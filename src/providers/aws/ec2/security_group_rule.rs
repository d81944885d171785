//! `aws_security_group_rule`: ports of a security group that are open to one or more sources.

use super::{
    group_rules::{self, Direction},
    prelude::*,
    protocol,
    rules::{self, Opening, Peer},
    security_group,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_security_group_rule", version = 2)]
pub struct SecurityGroupRule {
    id: Computed<String>,
    #[attr(force_new, conflicts = ["source_security_group_id", "self"])]
    cidr_blocks: Optional<Vec<String>>,
    #[attr(length = (0, 255))]
    description: Optional<String>,
    #[attr(force_new)]
    from_port: Required<i32>,
    #[attr(force_new, conflicts = ["source_security_group_id", "self"])]
    ipv6_cidr_blocks: Optional<Vec<String>>,
    #[attr(force_new)]
    prefix_list_ids: Optional<Vec<String>>,
    #[attr(force_new, normalize = protocol::normalize)]
    protocol: Required<String>,
    #[attr(force_new)]
    security_group_id: Required<String>,
    security_group_rule_id: Computed<String>,
    #[attr(name = "self", force_new, default = false, conflicts = ["cidr_blocks", "ipv6_cidr_blocks", "source_security_group_id"])]
    itself: Optional<bool>,
    #[attr(force_new, conflicts = ["cidr_blocks", "ipv6_cidr_blocks", "self"])]
    source_security_group_id: Defaulted<String>,
    #[attr(timeouts("create"))]
    timeouts: Timeouts,
    #[attr(force_new)]
    to_port: Required<i32>,
    #[attr(force_new, one_of = ["egress", "ingress"])]
    r#type: Required<String>,
}

impl Resource<Aws> for SecurityGroupRule {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        group_rules::authorize(&self.security_group_id, self.direction(), &self.openings(), aws).await?;
        self.id = Some(self.make_id());
        group_rules::shown(&self.security_group_id, self.direction(), &self.openings(), aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(group) = security_group::find(&self.security_group_id, aws).await? else { return Ok(None) };
        let permissions = match self.direction() {
            Direction::Ingress => group.ip_permissions(),
            Direction::Egress => group.ip_permissions_egress(),
        };
        let there = rules::of_permissions(permissions, group.owner_id().unwrap_or_default());
        let wanted = self.openings();
        let mut found = Vec::new();
        for rule in &wanted {
            let Some(same) = there.iter().find(|one| one.is_same(rule)) else { return Ok(None) };
            found.push(same);
        }
        let Some(description) = found.first().map(|rule| rule.description()) else { return Ok(None) };
        let description =
            Some(description.to_owned()).filter(|text| !text.is_empty() || self.description.is_some());
        let rule_id = if wanted.len() == 1 { self.rule_id(&wanted[0], aws).await? } else { None };
        Ok(Some(SecurityGroupRule {
            id: Some(self.make_id()),
            description,
            protocol: protocol::canonical(&self.protocol),
            security_group_rule_id: filled(rule_id),
            ..self
        }))
    }

    /// Only the description can change.
    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        let permissions = Some(rules::to_permissions(&self.openings()));
        match self.direction() {
            Direction::Ingress => {
                let request = aws.ec2.update_security_group_rule_descriptions_ingress();
                request.group_id(&self.security_group_id).set_ip_permissions(permissions).send().await?;
            }
            Direction::Egress => {
                let request = aws.ec2.update_security_group_rule_descriptions_egress();
                request.group_id(&self.security_group_id).set_ip_permissions(permissions).send().await?;
            }
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        group_rules::revoke(&self.security_group_id, self.direction(), &self.openings(), aws).await
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let says = |name: &str| config.get(name).is_some_and(|value| !value.is_null());
        let itself =
            config.get("self").is_some_and(|value| !value.is_known() || value.as_bool() == Some(true));
        let sources = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "source_security_group_id"];
        if itself || sources.iter().any(|name| says(name)) {
            return Vec::new();
        }
        let why = "The rule is for nobody: set one of `cidr_blocks`, `ipv6_cidr_blocks`, `prefix_list_ids`, \
                   `source_security_group_id` and `self`.";
        vec![("cidr_blocks", why.into())]
    }

    /// `sg-1_ingress_tcp_443_443_10.0.0.0/8_…`: group, type, protocol, ports and all sources.
    fn import(id: &str) -> Result<Self> {
        let wrong = || {
            Error::Invalid(format!(
                "\"{id}\" is no rule: write group, type, protocol, from port, to port and the sources, such as \
                 `sg-1_ingress_tcp_443_443_10.0.0.0/8`. A source is a range, a group, a prefix list or `self`."
            ))
        };
        let parts: Vec<_> = id.split('_').collect();
        let [group, direction, protocol, from, to, sources @ ..] = parts.as_slice() else {
            return Err(wrong());
        };
        if sources.is_empty() || !["ingress", "egress"].contains(direction) {
            return Err(wrong());
        }
        // ICMP types have no name but `all`, which the AWS provider does not know either.
        let port = |text: &str| text.parse::<i32>().map_err(|_| wrong());
        let mut rule = SecurityGroupRule {
            from_port: port(from)?,
            protocol: protocol::canonical(protocol),
            security_group_id: (*group).into(),
            itself: Some(false),
            to_port: port(to)?,
            r#type: (*direction).into(),
            ..Self::default()
        };
        for source in sources {
            match *source {
                "self" => rule.itself = Some(true),
                id if id.starts_with("sg-") || id.contains("/sg-") => {
                    rule.source_security_group_id = Some(id.into())
                }
                id if id.starts_with("pl-") => rule.prefix_list_ids.get_or_insert_default().push(id.into()),
                range if range.contains(':') => {
                    rule.ipv6_cidr_blocks.get_or_insert_default().push(range.into())
                }
                range => rule.cidr_blocks.get_or_insert_default().push(range.into()),
            }
        }
        rule.id = Some(rule.make_id());
        Ok(rule)
    }
}

impl SecurityGroupRule {
    fn direction(&self) -> Direction {
        if self.r#type == "egress" { Direction::Egress } else { Direction::Ingress }
    }

    fn peers(&self) -> Vec<Peer> {
        let list = |items: &Option<Vec<String>>| items.clone().unwrap_or_default().into_iter();
        let group = given(&self.source_security_group_id);
        let itself = self.itself.unwrap_or_default().then(|| self.security_group_id.clone());
        list(&self.cidr_blocks)
            .map(Peer::Ipv4)
            .chain(list(&self.ipv6_cidr_blocks).map(|range| Peer::Ipv6(super::cidr::canonical(&range))))
            .chain(list(&self.prefix_list_ids).map(Peer::PrefixList))
            .chain(group.or(itself).map(Peer::Group))
            .collect()
    }

    fn openings(&self) -> Vec<Opening> {
        let description = self.description.clone().unwrap_or_default();
        let rule = |peer| Opening::new(&self.protocol, (self.from_port, self.to_port), &description, peer);
        self.peers().into_iter().map(rule).collect()
    }

    /// The id that the AWS provider makes of all that the rule says.
    fn make_id(&self) -> String {
        let mut text = format!("{}-", self.security_group_id);
        for port in [self.from_port, self.to_port] {
            if port > 0 {
                text += &format!("{port}-");
            }
        }
        text += &format!("{}-{}-", protocol::canonical(&self.protocol), self.r#type);
        let mut peers = self.peers();
        peers.sort();
        for peer in peers {
            text += &match peer {
                Peer::Ipv4(id) | Peer::Ipv6(id) | Peer::PrefixList(id) => format!("{id}-"),
                Peer::Group(id) => format!("{}--", id.rsplit('/').next().unwrap_or_default()),
            };
        }
        format!("sgrule-{}", hash(&text))
    }

    /// EC2's own id of a rule with one source.
    async fn rule_id(&self, wanted: &Opening, aws: &Aws) -> Result<Option<String>> {
        let request =
            aws.ec2.describe_security_group_rules().filters(filter("group-id", &self.security_group_id));
        let mut pages = request.into_paginator().items().send();
        while let Some(rule) = pages.next().await {
            let rule = rule?;
            if rule.is_egress == Some(self.direction() == Direction::Egress)
                && Opening::of(&rule).is_some_and(|one| one.is_same(wanted))
            {
                return Ok(rule.security_group_rule_id);
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_aws_providers() {
        for (import, id) in [
            ("sg-cfceccaa3f4c6792d_ingress_tcp_22_22_10.0.0.0/8", "sgrule-1630107490"),
            ("sg-cfceccaa3f4c6792d_ingress_tcp_23_23_192.168.0.0/16_10.0.0.0/8", "sgrule-3954739913"),
            ("sg-cfceccaa3f4c6792d_ingress_tcp_5432_5432_sg-00614e6f75c6be77e", "sgrule-2437533062"),
            ("sg-cfceccaa3f4c6792d_ingress_udp_0_65535_self", "sgrule-2087034618"),
            ("sg-cfceccaa3f4c6792d_egress_all_0_0_0.0.0.0/0", "sgrule-393413272"),
        ] {
            assert_eq!(SecurityGroupRule::import(import).expect(import).id(), id);
        }
    }

    #[test]
    fn an_import_id_names_all_of_the_rule() {
        for wrong in
            ["sg-1", "sg-1_ingress_tcp_22_22", "sg-1_sideways_tcp_22_22_self", "sg-1_ingress_tcp_a_22_self"]
        {
            assert!(SecurityGroupRule::import(wrong).is_err(), "{wrong}");
        }
    }
}
