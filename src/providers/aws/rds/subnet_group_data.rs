//! Data source `aws_db_subnet_group`: the subnets of databases, by the name of their group.

use super::{prelude::*, subnet_group::GONE};

/// The subnets of databases, by the name of their group.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_db_subnet_group")]
pub struct SubnetGroup {
    id: Computed<String>,
    arn: Computed<String>,
    description: Computed<String>,
    name: Required<String>,
    status: Computed<String>,
    subnet_ids: Computed<Set<String>>,
    supported_network_types: Computed<Set<String>>,
    vpc_id: Computed<String>,
}

impl Data<Aws> for SubnetGroup {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let request = aws.rds.describe_db_subnet_groups().db_subnet_group_name(&self.name);
        let found = request.send().await.or_gone(GONE)?;
        let Some(group) = found.and_then(|found| found.db_subnet_groups?.pop()) else {
            return Err(Error::Invalid(format!(
                "There is no subnet group `{}` in {}.",
                self.name, aws.region
            )));
        };
        let subnets = group.subnets.unwrap_or_default().into_iter();
        Ok(Self {
            id: group.db_subnet_group_name.clone(),
            arn: group.db_subnet_group_arn,
            description: group.db_subnet_group_description,
            name: group.db_subnet_group_name.unwrap_or(self.name),
            status: group.subnet_group_status,
            subnet_ids: Some(subnets.filter_map(|subnet| subnet.subnet_identifier).collect()),
            supported_network_types: Some(group.supported_network_types.unwrap_or_default().into()),
            vpc_id: group.vpc_id,
        })
    }
}
