//! Data source `aws_partition`: the part of AWS that the region is in.

use crate::providers::aws::prelude::*;

/// The part of AWS that the region is in.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_partition")]
pub struct Partition {
    id: Computed<String>,
    dns_suffix: Computed<String>,
    partition: Computed<String>,
    reverse_dns_prefix: Computed<String>,
}

impl Data<Aws> for Partition {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let suffix = super::dns_suffix(aws.partition());
        let reverse: Vec<_> = suffix.split('.').rev().collect();
        Ok(Partition {
            id: Some(aws.partition().into()),
            dns_suffix: Some(suffix.into()),
            partition: Some(aws.partition().into()),
            reverse_dns_prefix: Some(reverse.join(".")),
        })
    }
}
