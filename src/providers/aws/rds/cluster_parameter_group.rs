//! `aws_rds_cluster_parameter_group`: settings that clusters of a family have.

use super::{
    parameter_group::{AT_ONCE, GONE, Parameter},
    prelude::*,
};

/// Settings that clusters of a family have.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_rds_cluster_parameter_group")]
pub struct ClusterParameterGroup {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(force_new, default = "Managed by Terraform")]
    description: Optional<String>,
    #[attr(force_new)]
    family: Required<String>,
    #[attr(force_new, conflicts = ["name_prefix"], length = (1, 255))]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"], length = (1, 229))]
    name_prefix: Defaulted<String>,
    #[attr(block)]
    parameter: Optional<Set<Parameter>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

impl Resource<Aws> for ClusterParameterGroup {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .rds
            .create_db_cluster_parameter_group()
            .db_parameter_group_family(&self.family)
            .db_cluster_parameter_group_name(names::of(&self.name, &self.name_prefix))
            .set_description(self.description.clone())
            .set_tags(to_rds(&self.tags_all));
        let group = request.send().await?.db_cluster_parameter_group;
        self.id = group.and_then(|group| group.db_cluster_parameter_group_name);
        self.put(&[], aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let id = self.id().to_owned();
        let request = aws.rds.describe_db_cluster_parameter_groups().db_cluster_parameter_group_name(&id);
        let found = request.send().await.or_gone(GONE)?;
        let Some(group) = found.and_then(|found| found.db_cluster_parameter_groups?.pop()) else {
            return Ok(None);
        };
        let arn = group.db_cluster_parameter_group_arn.unwrap_or_default();
        let parameters = || aws.rds.describe_db_cluster_parameters().db_cluster_parameter_group_name(&id);
        let request = parameters().source("user").into_paginator().items().send();
        let mut set = request.collect::<Result<Vec<_>, _>>().await?;
        let known = self.parameter.unwrap_or_default();
        if Parameter::lacks(&set, &known) {
            let all = parameters().into_paginator().items().send().collect::<Result<Vec<_>, _>>().await?;
            Parameter::add_defaults(&mut set, all, &known);
        }
        let tagged = aws.rds.list_tags_for_resource().resource_name(&arn).send().await?;
        let name = group.db_cluster_parameter_group_name.unwrap_or_default();
        Ok(Some(Self {
            id: self.id,
            arn: Some(arn),
            description: group.description,
            family: group.db_parameter_group_family.unwrap_or_default(),
            name_prefix: Some(names::prefix_of(&name)),
            name: Some(name),
            parameter: Some(Parameter::from_aws(set, &known)),
            tags: self.tags,
            tags_all: from_rds(tagged.tag_list),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let before = prior.parameter.clone().unwrap_or_default();
        self.put(&before, aws).await?;
        let planned = self.parameter.clone().unwrap_or_default();
        for chunk in Parameter::missing(&before, &planned).chunks(AT_ONCE) {
            let request =
                aws.rds.reset_db_cluster_parameter_group().db_cluster_parameter_group_name(self.id());
            let request = request.reset_all_parameters(false).set_parameters(Some(chunk.to_vec()));
            wait::retry(minutes(3), held, || async { Ok(request.clone().send().await?) }).await?;
        }
        tag(prior.arn.as_deref().unwrap_or_default(), &prior.tags_all, &self.tags_all, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = || async {
            let request = aws.rds.delete_db_cluster_parameter_group();
            request.db_cluster_parameter_group_name(self.id()).send().await.or_gone(GONE)
        };
        wait::retry(minutes(3), held, request).await?;
        Ok(())
    }
}

/// Whether the group is in use, or at another change.
fn held(error: &Error) -> bool {
    error.is(&["InvalidDBParameterGroupState", "InvalidDBParameterGroupStateFault"])
}

impl ClusterParameterGroup {
    async fn put(&self, before: &[Parameter], aws: &Aws) -> Result<()> {
        let planned = self.parameter.iter().flat_map(|set| set.iter());
        let new: Vec<_> = planned.filter(|one| !before.contains(one)).map(Parameter::to_aws).collect();
        for chunk in new.chunks(AT_ONCE) {
            let request =
                aws.rds.modify_db_cluster_parameter_group().db_cluster_parameter_group_name(self.id());
            request.set_parameters(Some(chunk.to_vec())).send().await?;
        }
        Ok(())
    }
}
