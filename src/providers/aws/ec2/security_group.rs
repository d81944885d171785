//! `aws_security_group`: who may talk to its members, and to whom they may talk.

use super::{
    group_rules::{self, Direction},
    prelude::*,
    rules::{self, Rule},
};
use crate::providers::aws::names;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_security_group", version = 1)]
pub struct SecurityGroup {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(force_new, default = "Managed by Terraform", length = (0, 255))]
    description: Optional<String>,
    egress: Defaulted<Set<Rule>>,
    ingress: Defaulted<Set<Rule>>,
    #[attr(force_new, conflicts = ["name_prefix"], length = (0, 255))]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"], length = (0, 229))]
    name_prefix: Defaulted<String>,
    owner_id: Computed<String>,
    #[attr(default = false)]
    revoke_rules_on_delete: Optional<bool>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "delete"))]
    timeouts: Timeouts,
    #[attr(force_new)]
    vpc_id: Defaulted<String>,
}

impl Resource<Aws> for SecurityGroup {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .ec2
            .create_security_group()
            .description(given(&self.description).unwrap_or_else(|| "Managed by Terraform".into()))
            .group_name(names::of(&self.name, &self.name_prefix))
            .set_tag_specifications(tagging::on_create(ResourceType::SecurityGroup, &self.tags_all))
            .set_vpc_id(given(&self.vpc_id));
        self.id = request.send().await?.group_id;
        let found = visible("the security group", self.timeouts.create(minutes(10)), || find(self.id(), aws));
        // Every new group may talk to everybody: that goes, whatever the configuration says of `egress`.
        let group = found.await?;
        let given =
            rules::of_permissions(group.ip_permissions_egress(), group.owner_id().unwrap_or_default());
        group_rules::revoke(self.id(), Direction::Egress, &given, aws).await?;
        self.change(&SecurityGroup::default(), aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(group) = find(self.id(), aws).await? else { return Ok(None) };
        let owner = group.owner_id.clone().unwrap_or_default();
        let ingress = rules::of_permissions(group.ip_permissions(), &owner);
        let egress = rules::of_permissions(group.ip_permissions_egress(), &owner);
        Ok(Some(SecurityGroup {
            arn: Some(format!(
                "arn:{}:ec2:{}:{owner}:security-group/{}",
                aws.partition(),
                aws.region,
                self.id()
            )),
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
            timeouts: self.timeouts,
            vpc_id: filled(group.vpc_id),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        self.change(prior, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        if self.revoke_rules_on_delete.unwrap_or_default() {
            group_rules::revoke_all(self.id(), aws).await?;
        }
        let limit = self.timeouts.delete(minutes(15));
        holders::delete(aws, limit, ("group-id", self.id()), || async {
            let deleted = aws.ec2.delete_security_group().group_id(self.id()).send().await.or_gone(GONE);
            if deleted.as_ref().is_err_and(|error| error.is(holders::HELD)) {
                // Two groups that name each other hold each other: what this one says is going anyway.
                group_rules::revoke_references(self.id(), aws).await?;
            }
            deleted.map(drop)
        })
        .await?;
        vanished("the security group", limit, || find(self.id(), aws)).await
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

/// The security group with this id, if there is one.
pub async fn find(id: &str, aws: &Aws) -> Result<Option<aws_sdk_ec2::types::SecurityGroup>> {
    let found = aws.ec2.describe_security_groups().group_ids(id).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.security_groups?.pop()))
}

/// The error codes of "there is no such group".
pub const GONE: &[&str] = &["InvalidGroup.NotFound", "InvalidSecurityGroupID.NotFound"];

impl SecurityGroup {
    async fn change(&self, prior: &Self, aws: &Aws) -> Result<()> {
        group_rules::change(self.id(), Direction::Ingress, (&prior.ingress, &self.ingress), aws).await?;
        group_rules::change(self.id(), Direction::Egress, (&prior.egress, &self.egress), aws).await
    }
}
