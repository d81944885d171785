//! Data that list ids: `aws_vpcs`, `aws_route_tables`, `aws_security_groups`.

use super::{filters, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_vpcs")]
pub struct Vpcs {
    id: Computed<String>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    ids: Computed<Vec<String>>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
}

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_route_tables")]
pub struct RouteTables {
    id: Computed<String>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    ids: Computed<Vec<String>>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    vpc_id: Optional<String>,
}

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_security_groups")]
pub struct SecurityGroups {
    id: Computed<String>,
    arns: Computed<Vec<String>>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    ids: Computed<Vec<String>>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    vpc_ids: Computed<Vec<String>>,
}

impl Data<Aws> for Vpcs {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let filters = filters::of(&self.filter, &self.tags, &[]);
        let found = aws.ec2.describe_vpcs().set_filters(filters).into_paginator().items().send();
        let found: Vec<_> = found.try_collect().await?;
        let ids = found.into_iter().filter_map(|vpc| vpc.vpc_id).collect();
        Ok(Self { id: Some(aws.region.clone()), ids: Some(ids), ..self })
    }
}

impl Data<Aws> for RouteTables {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let filters = filters::of(&self.filter, &self.tags, &[("vpc-id", self.vpc_id.clone())]);
        let found = aws.ec2.describe_route_tables().set_filters(filters).into_paginator().items().send();
        let found: Vec<_> = found.try_collect().await?;
        let ids = found.into_iter().filter_map(|table| table.route_table_id).collect();
        Ok(Self { id: Some(aws.region.clone()), ids: Some(ids), ..self })
    }
}

impl Data<Aws> for SecurityGroups {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let filters = filters::of(&self.filter, &self.tags, &[]);
        let found = aws.ec2.describe_security_groups().set_filters(filters).into_paginator().items().send();
        let found: Vec<_> = found.try_collect().await?;
        let arn = |group: &aws_sdk_ec2::types::SecurityGroup| {
            let (owner, id) = (group.owner_id().unwrap_or_default(), group.group_id().unwrap_or_default());
            format!("arn:{}:ec2:{}:{owner}:security-group/{id}", aws.partition(), aws.region)
        };
        Ok(Self {
            id: Some(aws.region.clone()),
            arns: Some(found.iter().map(arn).collect()),
            ids: Some(found.iter().filter_map(|group| group.group_id.clone()).collect()),
            vpc_ids: Some(found.into_iter().map(|group| group.vpc_id.unwrap_or_default()).collect()),
            ..self
        })
    }
}
