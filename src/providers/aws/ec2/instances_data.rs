//! Data `aws_instances`: the ids and addresses of instances.

use super::{filters, prelude::*};
use aws_sdk_ec2::types::Instance;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_instances")]
pub struct Instances {
    id: Computed<String>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    ids: Computed<Vec<String>>,
    instance_state_names: Optional<Set<String>>,
    instance_tags: Defaulted<Tags>,
    ipv6_addresses: Computed<Vec<String>>,
    private_ips: Computed<Vec<String>>,
    public_ips: Computed<Vec<String>>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
}

impl Data<Aws> for Instances {
    async fn read(self, aws: &Aws) -> Result<Self> {
        // Without a word on it, those that run.
        let states = given_all(&self.instance_state_names).unwrap_or_else(|| vec!["running".into()]);
        let mut filters = filters::of(&self.filter, &self.instance_tags, &[]).unwrap_or_default();
        let states =
            aws_sdk_ec2::types::Filter::builder().name("instance-state-name").set_values(Some(states));
        filters.push(states.build());
        let request = aws.ec2.describe_instances().set_filters(Some(filters)).into_paginator().items();
        let found: Vec<_> = request.send().try_collect().await?;
        let all: Vec<Instance> =
            found.into_iter().flat_map(|one| one.instances.unwrap_or_default()).collect();
        let texts = |of: fn(&Instance) -> Option<&str>| -> Option<Vec<String>> {
            let texts = all.iter().filter_map(of).filter(|text| !text.is_empty());
            Some(texts.map(str::to_owned).collect())
        };
        Ok(Self {
            id: Some(aws.region.clone()),
            ids: texts(Instance::instance_id),
            ipv6_addresses: texts(Instance::ipv6_address),
            private_ips: texts(Instance::private_ip_address),
            public_ips: texts(Instance::public_ip_address),
            ..self
        })
    }
}
