//! `aws_main_route_table_association`: which route table the subnets of a VPC use that name none.

use super::{prelude::*, route_table_association::settle};
use aws_sdk_ec2::types::RouteTableAssociation;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_main_route_table_association")]
pub struct MainRouteTableAssociation {
    id: Computed<String>,
    original_route_table_id: Computed<String>,
    route_table_id: Required<String>,
    #[attr(timeouts("create", "delete", "update"))]
    timeouts: Timeouts,
    /// A VPC has exactly one main table: in another VPC this is another association.
    #[attr(force_new)]
    vpc_id: Required<String>,
}

impl Resource<Aws> for MainRouteTableAssociation {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let main =
            find("vpc-id", &self.vpc_id, aws).await?.ok_or(Error::Missing("the VPC's main route table"))?;
        self.original_route_table_id = main.route_table_id;
        let old = main.route_table_association_id.unwrap_or_default();
        self.id = replace(&old, &self.route_table_id, aws).await?;
        settle(self.id(), self.timeouts.create(minutes(5)), aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = find("association.route-table-association-id", self.id(), aws).await?;
        let Some(main) = found.filter(|main| main.route_table_association_id() == self.id.as_deref()) else {
            return Ok(None);
        };
        Ok(Some(Self { route_table_id: main.route_table_id.unwrap_or_default(), ..self }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.id = replace(self.id(), &self.route_table_id, aws).await?.or(self.id.take());
        settle(self.id(), self.timeouts.update(minutes(2)), aws).await
    }

    /// Gives the VPC the table back that was its main one before.
    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let original = given(&self.original_route_table_id).unwrap_or_default();
        let request = aws.ec2.replace_route_table_association().association_id(self.id());
        let answer = request.route_table_id(original).send().await;
        let answer = answer.or_gone(&["InvalidAssociationID.NotFound"])?;
        match answer.and_then(|answer| answer.new_association_id) {
            Some(id) => settle(&id, self.timeouts.delete(minutes(5)), aws).await,
            None => Ok(()),
        }
    }
}

async fn replace(association: &str, table: &str, aws: &Aws) -> Result<Option<String>> {
    let request = aws.ec2.replace_route_table_association().association_id(association);
    Ok(request.route_table_id(table).send().await?.new_association_id)
}

/// The main association that this filter finds.
async fn find(name: &str, value: &str, aws: &Aws) -> Result<Option<RouteTableAssociation>> {
    let request = aws.ec2.describe_route_tables().filters(filter(name, value));
    let tables = request.filters(filter("association.main", "true")).send().await?.route_tables;
    let mut all = tables.into_iter().flatten().flat_map(|table| table.associations.unwrap_or_default());
    Ok(all.find(|one| one.main.unwrap_or_default()))
}
