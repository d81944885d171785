//! Data `aws_security_group`: a security group that is there.

use super::{filters, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_security_group")]
pub struct SecurityGroup {
    id: Defaulted<String>,
    arn: Computed<String>,
    description: Computed<String>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    name: Defaulted<String>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    vpc_id: Defaulted<String>,
}

impl Data<Aws> for SecurityGroup {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let attributes = [("group-name", self.name.clone()), ("vpc-id", self.vpc_id.clone())];
        let request = aws
            .ec2
            .describe_security_groups()
            .set_filters(filters::of(&self.filter, &self.tags, &attributes))
            .set_group_ids(given(&self.id).map(|id| vec![id]));
        let found = request.send().await?.security_groups.unwrap_or_default();
        let group = filters::only("security group", found)?;
        let (owner, id) = (group.owner_id.unwrap_or_default(), group.group_id.unwrap_or_default());
        Ok(Self {
            arn: Some(format!("arn:{}:ec2:{}:{owner}:security-group/{id}", aws.partition(), aws.region)),
            id: Some(id),
            description: filled(group.description),
            name: filled(group.group_name),
            tags: tagging::from_ec2(group.tags),
            vpc_id: filled(group.vpc_id),
            ..self
        })
    }
}
