//! `aws_default_security_group`: the group that every VPC is born with, taken into the configuration's hands.

use super::{
    group_rules::{self, Direction},
    prelude::*,
    rules::{self, Rule},
    security_group::find,
};
use crate::providers::aws::names;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_default_security_group", version = 1)]
pub struct DefaultSecurityGroup {
    id: Computed<String>,
    arn: Computed<String>,
    description: Computed<String>,
    egress: Defaulted<Set<Rule>>,
    ingress: Defaulted<Set<Rule>>,
    name: Computed<String>,
    name_prefix: Computed<String>,
    owner_id: Computed<String>,
    #[attr(default = false)]
    revoke_rules_on_delete: Optional<bool>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(force_new)]
    vpc_id: Defaulted<String>,
}

impl Resource<Aws> for DefaultSecurityGroup {
    /// Finds the group, and leaves it with the rules of the configuration and no others.
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let vpc = match given(&self.vpc_id) {
            Some(vpc) => vpc,
            None => default_vpc(aws).await?,
        };
        let id = defaults::security_group(&vpc, aws).await?;
        let id = id.ok_or_else(|| Error::Invalid(format!("VPC {vpc} has no default security group.")))?;
        self.id = Some(id.clone());
        let Some(group) = find(&id, aws).await? else {
            return Err(Error::Missing("the default security group"));
        };
        tagging::update(aws, &id, &tagging::from_ec2(group.tags.clone()), &self.tags_all).await?;
        let owner = group.owner_id().unwrap_or_default();
        let (ingress, egress) = (
            rules::of_permissions(group.ip_permissions(), owner),
            rules::of_permissions(group.ip_permissions_egress(), owner),
        );
        group_rules::revoke(&id, Direction::Ingress, &ingress, aws).await?;
        group_rules::revoke(&id, Direction::Egress, &egress, aws).await?;
        self.change(&Self::default(), aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(group) = find(self.id(), aws).await? else { return Ok(None) };
        let owner = group.owner_id.clone().unwrap_or_default();
        let ingress = rules::of_permissions(group.ip_permissions(), &owner);
        let egress = rules::of_permissions(group.ip_permissions_egress(), &owner);
        let arn = format!("arn:{}:ec2:{}:{owner}:security-group/{}", aws.partition(), aws.region, self.id());
        Ok(Some(Self {
            arn: Some(arn),
            description: filled(group.description),
            egress: Some(rules::objects(&self.egress, egress, self.id())),
            ingress: Some(rules::objects(&self.ingress, ingress, self.id())),
            id: self.id,
            name_prefix: Some(names::prefix_of(group.group_name.as_deref().unwrap_or_default())),
            name: filled(group.group_name),
            owner_id: Some(owner),
            revoke_rules_on_delete: self.revoke_rules_on_delete,
            tags: self.tags,
            tags_all: tagging::from_ec2(group.tags),
            vpc_id: filled(group.vpc_id),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        self.change(prior, aws).await
    }

    /// A VPC cannot be without its default group: it stays as it is.
    async fn delete(&mut self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    fn refine(plan: &mut Refine<'_>) {
        for direction in ["ingress", "egress"] {
            plan.set(direction, rules::normalize(plan.planned(direction)));
        }
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        group_rules::validate(config)
    }
}

/// The id of the region's default VPC.
async fn default_vpc(aws: &Aws) -> Result<String> {
    let found = aws.ec2.describe_vpcs().filters(filter("isDefault", "true")).send().await?;
    let id = found.vpcs.and_then(|mut found| found.pop()?.vpc_id);
    id.ok_or_else(|| Error::Invalid("This region has no default VPC: set `vpc_id`.".into()))
}

impl DefaultSecurityGroup {
    async fn change(&self, prior: &Self, aws: &Aws) -> Result<()> {
        group_rules::change(self.id(), Direction::Ingress, (&prior.ingress, &self.ingress), aws).await?;
        group_rules::change(self.id(), Direction::Egress, (&prior.egress, &self.egress), aws).await
    }
}
