//! `aws_egress_only_internet_gateway`: the way out over IPv6, and none in.

use super::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_egress_only_internet_gateway")]
pub struct EgressOnlyInternetGateway {
    id: Computed<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(force_new)]
    vpc_id: Required<String>,
}

impl Resource<Aws> for EgressOnlyInternetGateway {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let tags = tagging::on_create(ResourceType::EgressOnlyInternetGateway, &self.tags_all);
        let request = aws.ec2.create_egress_only_internet_gateway().vpc_id(&self.vpc_id);
        let made = request.set_tag_specifications(tags).send().await?.egress_only_internet_gateway;
        self.id = made.and_then(|gateway| gateway.egress_only_internet_gateway_id);
        visible("the egress-only internet gateway", minutes(5), || find(self.id(), aws)).await?;
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(gateway) = find(self.id(), aws).await? else { return Ok(None) };
        let vpc = gateway.attachments.and_then(|attachments| attachments.into_iter().next()?.vpc_id);
        let vpc_id = vpc.unwrap_or_default();
        Ok(Some(Self { id: self.id, tags: self.tags, tags_all: tagging::from_ec2(gateway.tags), vpc_id }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request =
            aws.ec2.delete_egress_only_internet_gateway().egress_only_internet_gateway_id(self.id());
        request.send().await.or_gone(GONE)?;
        vanished("the egress-only internet gateway", minutes(5), || find(self.id(), aws)).await
    }
}

const GONE: &[&str] = &["InvalidGatewayID.NotFound", "InvalidEgressOnlyInternetGatewayId.NotFound"];

async fn find(id: &str, aws: &Aws) -> Result<Option<aws_sdk_ec2::types::EgressOnlyInternetGateway>> {
    let request = aws.ec2.describe_egress_only_internet_gateways().egress_only_internet_gateway_ids(id);
    let found = request.send().await.or_gone(GONE)?.and_then(|found| found.egress_only_internet_gateways);
    Ok(found.into_iter().flatten().find(|one| one.egress_only_internet_gateway_id() == Some(id)))
}
