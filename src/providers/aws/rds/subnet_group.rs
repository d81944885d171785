//! `aws_db_subnet_group`: the subnets that databases can be in.

use super::prelude::*;

/// The subnets that databases can be in.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_db_subnet_group")]
pub struct SubnetGroup {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(default = "Managed by Terraform")]
    description: Optional<String>,
    #[attr(force_new, conflicts = ["name_prefix"], length = (1, 255))]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"], length = (1, 229))]
    name_prefix: Defaulted<String>,
    subnet_ids: Required<Set<String>>,
    supported_network_types: Computed<Set<String>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    vpc_id: Computed<String>,
}

/// The code of "there is no such thing".
pub(super) const GONE: &[&str] = &["DBSubnetGroupNotFoundFault"];

impl Resource<Aws> for SubnetGroup {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .rds
            .create_db_subnet_group()
            .db_subnet_group_name(names::of(&self.name, &self.name_prefix))
            .set_db_subnet_group_description(self.description.clone())
            .set_subnet_ids(Some(self.subnet_ids.0.clone()))
            .set_tags(to_rds(&self.tags_all));
        self.id = request.send().await?.db_subnet_group.and_then(|group| group.db_subnet_group_name);
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws.rds.describe_db_subnet_groups().db_subnet_group_name(self.id());
        let found = request.send().await.or_gone(GONE)?;
        let Some(group) = found.and_then(|found| found.db_subnet_groups?.pop()) else { return Ok(None) };
        let arn = group.db_subnet_group_arn.unwrap_or_default();
        let tagged = aws.rds.list_tags_for_resource().resource_name(&arn).send().await?;
        let name = group.db_subnet_group_name.unwrap_or_default();
        let subnets = group.subnets.unwrap_or_default().into_iter();
        Ok(Some(SubnetGroup {
            id: self.id,
            arn: Some(arn),
            description: group.db_subnet_group_description,
            name_prefix: Some(names::prefix_of(&name)),
            name: Some(name),
            subnet_ids: subnets.filter_map(|subnet| subnet.subnet_identifier).collect(),
            supported_network_types: Some(group.supported_network_types.unwrap_or_default().into()),
            tags: self.tags,
            tags_all: from_rds(tagged.tag_list),
            vpc_id: group.vpc_id,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if (&prior.description, &prior.subnet_ids) != (&self.description, &self.subnet_ids) {
            let request = aws.rds.modify_db_subnet_group().db_subnet_group_name(self.id());
            let request = request.set_db_subnet_group_description(self.description.clone());
            request.set_subnet_ids(Some(self.subnet_ids.0.clone())).send().await?;
        }
        tag(prior.arn.as_deref().unwrap_or_default(), &prior.tags_all, &self.tags_all, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.rds.delete_db_subnet_group().db_subnet_group_name(self.id());
        request.send().await.or_gone(GONE)?;
        wait::until("the deletion of the subnet group", minutes(3), || async {
            let request = aws.rds.describe_db_subnet_groups().db_subnet_group_name(self.id());
            let found = request.send().await.or_gone(GONE)?;
            Ok(found.map_or(Progress::Ready(()), |_| Progress::Pending("still there".into())))
        })
        .await
    }
}
