//! `aws_vpc_ipv4_cidr_block_association`: another range of addresses of a VPC.

use super::prelude::*;
use aws_sdk_ec2::types::{VpcCidrBlockAssociation, VpcCidrBlockStateCode as Code};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_vpc_ipv4_cidr_block_association")]
pub struct VpcIpv4CidrBlockAssociation {
    id: Computed<String>,
    #[attr(force_new)]
    cidr_block: Defaulted<String>,
    #[attr(force_new)]
    ipv4_ipam_pool_id: Optional<String>,
    #[attr(force_new, range = (16, 28), conflicts = ["cidr_block"], required_with = ["ipv4_ipam_pool_id"])]
    ipv4_netmask_length: Optional<i32>,
    #[attr(timeouts("create", "delete"))]
    timeouts: Timeouts,
    #[attr(force_new)]
    vpc_id: Required<String>,
}

impl Resource<Aws> for VpcIpv4CidrBlockAssociation {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .ec2
            .associate_vpc_cidr_block()
            .vpc_id(&self.vpc_id)
            .set_cidr_block(given(&self.cidr_block))
            .set_ipv4_ipam_pool_id(given(&self.ipv4_ipam_pool_id))
            .set_ipv4_netmask_length(given_number(&self.ipv4_netmask_length));
        self.id = request.send().await?.cidr_block_association.and_then(|made| made.association_id);
        wait::until("the range of the VPC", self.timeouts.create(minutes(10)), || async {
            let state = find(self.id(), aws).await?.and_then(|(_, range)| range.cidr_block_state);
            let reason = state.as_ref().and_then(|state| state.status_message.clone()).unwrap_or_default();
            Ok(match state.and_then(|state| state.state) {
                Some(Code::Associated) => Progress::Ready(()),
                Some(state @ (Code::Failed | Code::Failing)) => {
                    Progress::Failed { state: state.to_string(), reason }
                }
                state => Progress::Pending(state.map_or("not visible".into(), |state| state.to_string())),
            })
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some((vpc, range)) = find(self.id(), aws).await? else { return Ok(None) };
        Ok(Some(Self { cidr_block: filled(range.cidr_block), vpc_id: vpc, ..self }))
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.delete(minutes(10));
        // A subnet that is just going still holds the range.
        let held = |error: &Error| error.is(holders::HELD) || error.is(&["InvalidCidrBlock.InUse"]);
        wait::retry(limit, held, || async {
            let request = aws.ec2.disassociate_vpc_cidr_block().association_id(self.id());
            request.send().await.or_gone(&["InvalidVpcCidrBlockAssociationID.NotFound"])?;
            Ok(())
        })
        .await?;
        vanished("the range of the VPC", limit, || find(self.id(), aws)).await
    }
}

/// The association with this id, with the VPC that it belongs to, unless it is gone.
async fn find(id: &str, aws: &Aws) -> Result<Option<(String, VpcCidrBlockAssociation)>> {
    let request = aws.ec2.describe_vpcs().filters(filter("cidr-block-association.association-id", id));
    let vpcs = request.send().await.or_gone(&["InvalidVpcID.NotFound"])?.and_then(|found| found.vpcs);
    let mut all = vpcs.into_iter().flatten().flat_map(|vpc| {
        let id = vpc.vpc_id.unwrap_or_default();
        vpc.cidr_block_association_set.unwrap_or_default().into_iter().map(move |range| (id.clone(), range))
    });
    Ok(all.find(|(_, range)| {
        let state = range.cidr_block_state().and_then(|state| state.state());
        range.association_id() == Some(id) && state != Some(&Code::Disassociated)
    }))
}
