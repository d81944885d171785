//! `aws_vpc_dhcp_options_association`: which DHCP options a VPC uses.

use super::{prelude::*, vpc, vpc_dhcp_options::associate};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_vpc_dhcp_options_association")]
pub struct VpcDhcpOptionsAssociation {
    id: Computed<String>,
    dhcp_options_id: Required<String>,
    #[attr(force_new)]
    vpc_id: Required<String>,
}

impl Resource<Aws> for VpcDhcpOptionsAssociation {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        associate(&self.dhcp_options_id, &self.vpc_id, aws).await?;
        self.id = Some(format!("{}-{}", self.dhcp_options_id, self.vpc_id));
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(vpc) = vpc::find(&self.vpc_id, aws).await? else { return Ok(None) };
        let options = vpc.dhcp_options_id.unwrap_or_default();
        if self.dhcp_options_id.is_empty() {
            // An import knows the VPC only.
            let id = Some(format!("{options}-{}", self.vpc_id));
            return Ok(Some(Self { id, dhcp_options_id: options, ..self }));
        }
        Ok(Some(self).filter(|association| association.dhcp_options_id == options))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.create(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        associate("default", &self.vpc_id, aws).await
    }

    /// The id of the VPC.
    fn import(id: &str) -> Result<Self> {
        Ok(Self { vpc_id: id.into(), ..Self::default() })
    }
}
