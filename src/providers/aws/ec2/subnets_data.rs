//! Data `aws_subnets`: the ids of subnets that are there.

use super::{filters, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_subnets")]
pub struct Subnets {
    id: Computed<String>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    ids: Computed<Vec<String>>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
}

impl Data<Aws> for Subnets {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let request = aws.ec2.describe_subnets().set_filters(filters::of(&self.filter, &self.tags, &[]));
        let mut pages = request.into_paginator().items().send();
        let mut ids = Vec::new();
        while let Some(subnet) = pages.next().await {
            ids.extend(subnet?.subnet_id);
        }
        Ok(Self { id: Some(aws.region.clone()), ids: Some(ids), ..self })
    }
}
