//! `aws_internet_gateway`: the door between a VPC and the internet.

use super::prelude::*;
use aws_sdk_ec2::types::AttachmentStatus;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_internet_gateway")]
pub struct InternetGateway {
    id: Computed<String>,
    arn: Computed<String>,
    owner_id: Computed<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "delete", "update"))]
    timeouts: Timeouts,
    vpc_id: Defaulted<String>,
}

impl Resource<Aws> for InternetGateway {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let tags = tagging::on_create(ResourceType::InternetGateway, &self.tags_all);
        let created = aws.ec2.create_internet_gateway().set_tag_specifications(tags).send().await?;
        self.id = created.internet_gateway.and_then(|gateway| gateway.internet_gateway_id);
        visible("the internet gateway", self.timeouts.create(minutes(20)), || find(self.id(), aws)).await?;
        self.attach(self.timeouts.create(minutes(20)), aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(gateway) = find(self.id(), aws).await? else { return Ok(None) };
        let owner = gateway.owner_id.clone().unwrap_or_default();
        let arn =
            format!("arn:{}:ec2:{}:{owner}:internet-gateway/{}", aws.partition(), aws.region, self.id());
        Ok(Some(InternetGateway {
            id: self.id,
            arn: Some(arn),
            owner_id: Some(owner),
            tags: self.tags,
            tags_all: tagging::from_ec2(gateway.tags),
            timeouts: self.timeouts,
            vpc_id: filled(
                gateway.attachments.and_then(|attachments| attachments.into_iter().next()?.vpc_id),
            ),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        if given(&prior.vpc_id) == given(&self.vpc_id) {
            return Ok(());
        }
        prior.detach(self.timeouts.update(minutes(20)), aws).await?;
        self.attach(self.timeouts.update(minutes(20)), aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.delete(minutes(20));
        self.detach(limit, aws).await?;
        wait::retry(
            limit,
            |error| error.is(holders::HELD),
            || async {
                let request = aws.ec2.delete_internet_gateway().internet_gateway_id(self.id());
                request.send().await.or_gone(&[GONE])?;
                Ok(())
            },
        )
        .await
    }
}

async fn find(id: &str, aws: &Aws) -> Result<Option<aws_sdk_ec2::types::InternetGateway>> {
    let found =
        aws.ec2.describe_internet_gateways().internet_gateway_ids(id).send().await.or_gone(&[GONE])?;
    Ok(found.and_then(|found| found.internet_gateways?.pop()))
}

const GONE: &str = "InvalidInternetGatewayID.NotFound";

impl InternetGateway {
    async fn attach(&self, limit: Duration, aws: &Aws) -> Result<()> {
        let Some(vpc) = given(&self.vpc_id) else { return Ok(()) };
        wait::retry(
            limit,
            |error| error.is(&[GONE]),
            || async {
                let request = aws.ec2.attach_internet_gateway().internet_gateway_id(self.id()).vpc_id(&vpc);
                request.send().await.or_gone(&["Resource.AlreadyAssociated"])?;
                Ok(())
            },
        )
        .await?;
        // EC2 says `available` here, which the SDK's list of states does not have.
        let attaching =
            [AttachmentStatus::Attaching, AttachmentStatus::Detaching, AttachmentStatus::Detached];
        wait::until("the attachment of the internet gateway", limit, || async {
            let gateway = find(self.id(), aws).await?;
            let state = gateway.and_then(|gateway| gateway.attachments?.pop()?.state);
            Ok(match state {
                Some(state) if !attaching.contains(&state) => Progress::Ready(()),
                state => Progress::Pending(state.map_or("not visible".into(), |state| state.to_string())),
            })
        })
        .await
    }

    /// EC2 lets the gateway go only when no public address of the VPC is in use.
    async fn detach(&self, limit: Duration, aws: &Aws) -> Result<()> {
        let Some(vpc) = given(&self.vpc_id) else { return Ok(()) };
        holders::delete(aws, limit, ("vpc-id", &vpc), || async {
            let request = aws.ec2.detach_internet_gateway().internet_gateway_id(self.id()).vpc_id(&vpc);
            request.send().await.or_gone(&["Gateway.NotAttached", GONE])?;
            Ok(())
        })
        .await?;
        wait::until("the detachment of the internet gateway", limit, || async {
            let gateway = find(self.id(), aws).await?;
            let attached = gateway.is_some_and(|gateway| !gateway.attachments().is_empty());
            Ok(if attached { Progress::Pending("attached".into()) } else { Progress::Ready(()) })
        })
        .await
    }
}
