//! `aws_eip_association`: who has a public address that another resource holds.

use super::prelude::*;
use aws_sdk_ec2::types::Address;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_eip_association")]
pub struct EipAssociation {
    id: Computed<String>,
    #[attr(force_new)]
    allocation_id: Defaulted<String>,
    #[attr(force_new)]
    allow_reassociation: Optional<bool>,
    #[attr(force_new)]
    instance_id: Defaulted<String>,
    #[attr(force_new)]
    network_interface_id: Defaulted<String>,
    #[attr(force_new)]
    private_ip_address: Defaulted<String>,
    #[attr(force_new)]
    public_ip: Defaulted<String>,
}

impl Resource<Aws> for EipAssociation {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let early = |error: &Error| error.is(&["InvalidAllocationID.NotFound", "InvalidInstanceID"]);
        let made = wait::retry(minutes(5), early, || async {
            let request = aws
                .ec2
                .associate_address()
                .set_allocation_id(given(&self.allocation_id))
                .set_allow_reassociation(self.allow_reassociation)
                .set_instance_id(given(&self.instance_id))
                .set_network_interface_id(given(&self.network_interface_id))
                .set_private_ip_address(given(&self.private_ip_address))
                .set_public_ip(given(&self.public_ip));
            Ok(request.send().await?)
        });
        self.id = made.await?.association_id;
        visible("the association of the address", minutes(5), || find(self.id(), aws)).await?;
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(address) = find(self.id(), aws).await? else { return Ok(None) };
        Ok(Some(Self {
            allocation_id: filled(address.allocation_id),
            instance_id: filled(address.instance_id),
            network_interface_id: filled(address.network_interface_id),
            private_ip_address: filled(address.private_ip_address),
            public_ip: filled(address.public_ip),
            ..self
        }))
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.ec2.disassociate_address().association_id(self.id());
        request.send().await.or_gone(&["InvalidAssociationID.NotFound"])?;
        Ok(())
    }
}

/// The address of the association with this id, if there is one.
async fn find(id: &str, aws: &Aws) -> Result<Option<Address>> {
    let found = aws.ec2.describe_addresses().filters(filter("association-id", id)).send().await?;
    Ok(found.addresses.and_then(|mut found| found.pop()))
}
