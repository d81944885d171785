//! Data `aws_prefix_list` and `aws_ec2_managed_prefix_list`: named lists of ranges.

use super::{filters, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_prefix_list")]
pub struct PrefixList {
    id: Computed<String>,
    cidr_blocks: Computed<Vec<String>>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    name: Defaulted<String>,
    prefix_list_id: Optional<String>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
}

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ec2_managed_prefix_list")]
pub struct ManagedPrefixList {
    id: Defaulted<String>,
    arn: Computed<String>,
    address_family: Computed<String>,
    entries: Computed<Set<Entry>>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    max_entries: Computed<i32>,
    name: Defaulted<String>,
    owner_id: Computed<String>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    version: Computed<i64>,
}

/// A range of the list.
#[derive(Debug, Default, Clone, Schema)]
pub struct Entry {
    cidr: Computed<String>,
    description: Computed<String>,
}

impl Data<Aws> for PrefixList {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let attributes = [("prefix-list-name", self.name.clone())];
        let request = aws
            .ec2
            .describe_prefix_lists()
            .set_filters(filters::of(&self.filter, &None, &attributes))
            .set_prefix_list_ids(given(&self.prefix_list_id).map(|id| vec![id]));
        let list = filters::only("prefix list", request.send().await?.prefix_lists.unwrap_or_default())?;
        let mut ranges = list.cidrs.unwrap_or_default();
        ranges.sort();
        Ok(Self {
            id: list.prefix_list_id,
            cidr_blocks: Some(ranges),
            name: filled(list.prefix_list_name),
            ..self
        })
    }
}

impl Data<Aws> for ManagedPrefixList {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let attributes = [("prefix-list-name", self.name.clone())];
        let request = aws
            .ec2
            .describe_managed_prefix_lists()
            .set_filters(filters::of(&self.filter, &self.tags, &attributes))
            .set_prefix_list_ids(given(&self.id).map(|id| vec![id]));
        let found = request.send().await?.prefix_lists.unwrap_or_default();
        let list = filters::only("managed prefix list", found)?;
        let id = list.prefix_list_id.unwrap_or_default();
        let entries = aws.ec2.get_managed_prefix_list_entries().prefix_list_id(&id);
        let entries: Vec<_> = entries.into_paginator().items().send().try_collect().await?;
        Ok(Self {
            id: Some(id),
            arn: filled(list.prefix_list_arn),
            address_family: filled(list.address_family),
            entries: Some(
                entries
                    .into_iter()
                    .map(|entry| Entry { cidr: filled(entry.cidr), description: filled(entry.description) })
                    .collect(),
            ),
            max_entries: filled(list.max_entries),
            name: filled(list.prefix_list_name),
            owner_id: filled(list.owner_id),
            tags: tagging::from_ec2(list.tags),
            version: filled(list.version),
            ..self
        })
    }
}
