//! `aws_vpc_security_group_ingress_rule` and `aws_vpc_security_group_egress_rule`: one rule of a security group, under
//! EC2's own id.

use super::{
    cidr,
    group_rules::{DUPLICATE, Direction},
    prelude::*,
    protocol,
    rules::{self, Opening, Peer},
};
use aws_sdk_ec2::types::{
    self, IpPermission, IpRange, Ipv6Range, PrefixListId, SecurityGroupRuleRequest, SecurityGroupRuleUpdate,
};

/// One rule; `EGRESS` says which way packets go.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = if EGRESS { "aws_vpc_security_group_egress_rule" } else { "aws_vpc_security_group_ingress_rule" })]
pub struct Rule<const EGRESS: bool> {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(exactly_one_of = PEERS)]
    cidr_ipv4: Optional<String>,
    #[attr(exactly_one_of = PEERS, equal = cidr::equal)]
    cidr_ipv6: Optional<String>,
    #[attr(length = (1, 255))]
    description: Optional<String>,
    #[attr(range = (-1, 65535))]
    from_port: Optional<i32>,
    #[attr(equal = protocol::equal)]
    ip_protocol: Required<String>,
    #[attr(exactly_one_of = PEERS)]
    prefix_list_id: Optional<String>,
    #[attr(exactly_one_of = PEERS)]
    referenced_security_group_id: Optional<String>,
    #[attr(force_new)]
    security_group_id: Required<String>,
    security_group_rule_id: Computed<String>,
    tags: Optional<Tags>,
    tags_all: Computed<Tags>,
    #[attr(range = (-1, 65535))]
    to_port: Optional<i32>,
}

const PEERS: [&str; 4] = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

impl<const EGRESS: bool> Resource<Aws> for Rule<EGRESS> {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let tags = tagging::on_create(ResourceType::SecurityGroupRule, &self.tags_all);
        let made = match Self::DIRECTION {
            Direction::Ingress => {
                let request = aws.ec2.authorize_security_group_ingress().group_id(&self.security_group_id);
                let request = request.ip_permissions(self.permission()).set_tag_specifications(tags);
                request.send().await.or_gone(&[DUPLICATE])?.and_then(|made| made.security_group_rules)
            }
            Direction::Egress => {
                let request = aws.ec2.authorize_security_group_egress().group_id(&self.security_group_id);
                let request = request.ip_permissions(self.permission()).set_tag_specifications(tags);
                request.send().await.or_gone(&[DUPLICATE])?.and_then(|made| made.security_group_rules)
            }
        };
        self.id = match made.and_then(|mut rules| rules.pop()) {
            Some(rule) => rule.security_group_rule_id,
            // A retried call has made it.
            None => self.look_up(aws).await?,
        };
        visible("the rule of the security group", minutes(5), || find(self.id(), aws)).await?;
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(rule) = find(self.id(), aws).await?.filter(|rule| rule.is_egress == Some(EGRESS)) else {
            return Ok(None);
        };
        let group = rule.group_id.clone().unwrap_or_default();
        let arn = aws.arn("ec2", &format!("security-group-rule/{}", self.id())).await?;
        let account = aws.account().await?;
        let spelt =
            |prior: Option<String>, read: Option<String>, same: fn(&str) -> String| match (prior, read) {
                (Some(prior), Some(read)) if same(&prior) == same(&read) => Some(prior),
                (_, read) => read,
            };
        let protocol = spelt(Some(self.ip_protocol), rule.ip_protocol, protocol::canonical);
        // EC2 says -1 where a protocol has no ports.
        let port = |said: Option<i32>, read: Option<i32>| read.filter(|port| *port != -1 || said.is_some());
        Ok(Some(Self {
            security_group_rule_id: self.id.clone(),
            id: self.id,
            arn: Some(arn),
            cidr_ipv4: given(&rule.cidr_ipv4),
            cidr_ipv6: spelt(self.cidr_ipv6, given(&rule.cidr_ipv6), cidr::canonical),
            description: given(&rule.description),
            from_port: port(self.from_port, rule.from_port),
            ip_protocol: protocol.unwrap_or_default(),
            prefix_list_id: given(&rule.prefix_list_id),
            referenced_security_group_id: rule.referenced_group_info.and_then(|info| named(info, account)),
            security_group_id: group,
            tags: self.tags,
            tags_all: tagging::from_ec2(rule.tags),
            to_port: port(self.to_port, rule.to_port),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        if self.opening() == prior.opening() {
            return Ok(());
        }
        let rule = SecurityGroupRuleRequest::builder()
            .set_cidr_ipv4(given(&self.cidr_ipv4))
            .set_cidr_ipv6(given(&self.cidr_ipv6))
            .set_description(given(&self.description))
            .set_from_port(self.from_port)
            .ip_protocol(protocol::canonical(&self.ip_protocol))
            .set_prefix_list_id(given(&self.prefix_list_id))
            .set_referenced_group_id(given(&self.referenced_security_group_id))
            .set_to_port(self.to_port);
        let update = SecurityGroupRuleUpdate::builder().security_group_rule_id(self.id());
        let update = update.security_group_rule(rule.build()).build();
        let request = aws.ec2.modify_security_group_rules().group_id(&self.security_group_id);
        request.security_group_rules(update).send().await?;
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        match Self::DIRECTION {
            Direction::Ingress => {
                let request = aws.ec2.revoke_security_group_ingress().group_id(&self.security_group_id);
                request.security_group_rule_ids(self.id()).send().await.or_gone(GONE)?;
            }
            Direction::Egress => {
                let request = aws.ec2.revoke_security_group_egress().group_id(&self.security_group_id);
                request.security_group_rule_ids(self.id()).send().await.or_gone(GONE)?;
            }
        }
        Ok(())
    }

    /// EC2 changes a source, but not its kind.
    fn refine(plan: &mut Refine<'_>) {
        for name in PEERS {
            if plan.is_changed(name) && (plan.prior(name).is_null() || plan.planned(name).is_null()) {
                plan.require_replace(name);
            }
        }
    }
}

async fn find(id: &str, aws: &Aws) -> Result<Option<types::SecurityGroupRule>> {
    let found =
        aws.ec2.describe_security_group_rules().security_group_rule_ids(id).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.security_group_rules?.pop()))
}

const GONE: &[&str] = &[
    "InvalidSecurityGroupRuleId.NotFound",
    "InvalidPermission.NotFound",
    "InvalidGroup.NotFound",
    "InvalidSecurityGroupID.NotFound",
];

/// The group that a rule names, with its account if that is another one.
fn named(info: types::ReferencedSecurityGroup, account: &str) -> Option<String> {
    let id = given(&info.group_id)?;
    match info.user_id {
        Some(user) if !user.is_empty() && user != account => Some(format!("{user}/{id}")),
        _ => Some(id),
    }
}

impl<const EGRESS: bool> Rule<EGRESS> {
    const DIRECTION: Direction = if EGRESS { Direction::Egress } else { Direction::Ingress };

    fn permission(&self) -> IpPermission {
        let text = given(&self.description);
        let permission = IpPermission::builder()
            .ip_protocol(protocol::canonical(&self.ip_protocol))
            .set_from_port(self.from_port)
            .set_to_port(self.to_port);
        match self.peer() {
            Peer::Ipv4(range) => {
                permission.ip_ranges(IpRange::builder().cidr_ip(range).set_description(text).build())
            }
            Peer::Ipv6(range) => {
                permission.ipv6_ranges(Ipv6Range::builder().cidr_ipv6(range).set_description(text).build())
            }
            Peer::PrefixList(id) => permission
                .prefix_list_ids(PrefixListId::builder().prefix_list_id(id).set_description(text).build()),
            Peer::Group(id) => permission.user_id_group_pairs(rules::pair(&id).set_description(text).build()),
        }
        .build()
    }

    fn peer(&self) -> Peer {
        let ipv4 = given(&self.cidr_ipv4).map(Peer::Ipv4);
        let ipv6 = || given(&self.cidr_ipv6).map(|range| Peer::Ipv6(cidr::canonical(&range)));
        let list = || given(&self.prefix_list_id).map(Peer::PrefixList);
        let group = || Peer::Group(self.referenced_security_group_id.clone().unwrap_or_default());
        ipv4.or_else(ipv6).or_else(list).unwrap_or_else(group)
    }

    fn opening(&self) -> Opening {
        let ports = (self.from_port.unwrap_or(-1), self.to_port.unwrap_or(-1));
        Opening::new(&self.ip_protocol, ports, self.description.as_deref().unwrap_or_default(), self.peer())
    }

    /// The id of the rule that says the same.
    async fn look_up(&self, aws: &Aws) -> Result<Option<String>> {
        let request =
            aws.ec2.describe_security_group_rules().filters(filter("group-id", &self.security_group_id));
        let mut pages = request.into_paginator().items().send();
        while let Some(rule) = pages.next().await {
            let rule = rule?;
            if rule.is_egress == Some(EGRESS)
                && Opening::of(&rule).is_some_and(|one| one.is_same(&self.opening()))
            {
                return Ok(rule.security_group_rule_id);
            }
        }
        Ok(None)
    }
}
