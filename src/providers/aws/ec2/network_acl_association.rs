//! `aws_network_acl_association`: which network ACL guards a subnet.

use super::{acl_entries as acl, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_network_acl_association")]
pub struct NetworkAclAssociation {
    id: Computed<String>,
    #[attr(force_new)]
    network_acl_id: Required<String>,
    #[attr(force_new)]
    subnet_id: Required<String>,
}

impl Resource<Aws> for NetworkAclAssociation {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.id = acl::guard(&self.subnet_id, &self.network_acl_id, aws).await?;
        if self.id.is_none() {
            return Err(Error::Invalid(format!(
                "Subnet {} has no network ACL that could be replaced.",
                self.subnet_id
            )));
        }
        visible("the association of the network ACL", minutes(5), || find(self.id(), aws)).await?;
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find(self.id(), aws).await? else { return Ok(None) };
        Ok(Some(Self {
            network_acl_id: found.network_acl_id.unwrap_or_default(),
            subnet_id: found.subnet_id.unwrap_or_default(),
            ..self
        }))
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    /// A subnet is never without an ACL: the VPC's default one comes back.
    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let Some(found) = find(self.id(), aws).await? else { return Ok(()) };
        let subnet = found.subnet_id.unwrap_or_default();
        let vpc = super::subnet::find(&subnet, aws).await?.and_then(|subnet| subnet.vpc_id);
        let Some(vpc) = vpc else { return Ok(()) };
        let default = defaults::network_acl(&vpc, aws).await?;
        let default = default.ok_or(Error::Missing("the VPC's default network ACL"))?;
        acl::guard(&subnet, &default, aws).await?;
        Ok(())
    }
}

async fn find(id: &str, aws: &Aws) -> Result<Option<aws_sdk_ec2::types::NetworkAclAssociation>> {
    acl::association("association.association-id", id, aws).await
}
