//! Data `aws_internet_gateway`: an internet gateway that is there.

use super::{filters, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_internet_gateway")]
pub struct InternetGateway {
    id: Computed<String>,
    arn: Computed<String>,
    attachments: Computed<Vec<Attachment>>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    internet_gateway_id: Defaulted<String>,
    owner_id: Computed<String>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
}

/// The VPC that the gateway is the door of.
#[derive(Debug, Default, Clone, Schema)]
pub struct Attachment {
    state: Computed<String>,
    vpc_id: Computed<String>,
}

impl Data<Aws> for InternetGateway {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let attributes = [("internet-gateway-id", self.internet_gateway_id.clone())];
        let request = aws.ec2.describe_internet_gateways();
        let request = request.set_filters(filters::of(&self.filter, &self.tags, &attributes));
        let found = request.send().await?.internet_gateways.unwrap_or_default();
        let gateway = filters::only("internet gateway", found)?;
        let id = gateway.internet_gateway_id.clone().unwrap_or_default();
        let owner = gateway.owner_id.clone().unwrap_or_default();
        let attachments = gateway.attachments.into_iter().flatten();
        Ok(Self {
            arn: Some(format!("arn:{}:ec2:{}:{owner}:internet-gateway/{id}", aws.partition(), aws.region)),
            attachments: Some(
                attachments
                    .map(|one| Attachment { state: text_of(one.state), vpc_id: filled(one.vpc_id) })
                    .collect(),
            ),
            id: Some(id.clone()),
            internet_gateway_id: Some(id),
            owner_id: Some(owner),
            tags: tagging::from_ec2(gateway.tags),
            ..self
        })
    }
}
