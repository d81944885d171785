//! `aws_route_table_association`: which route table a subnet or a gateway uses.

use super::prelude::*;
use aws_sdk_ec2::types::{RouteTableAssociation as Association, RouteTableAssociationStateCode as Code};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_route_table_association")]
pub struct RouteTableAssociation {
    id: Computed<String>,
    #[attr(force_new, exactly_one_of = ["subnet_id", "gateway_id"])]
    gateway_id: Optional<String>,
    route_table_id: Required<String>,
    #[attr(force_new, exactly_one_of = ["subnet_id", "gateway_id"])]
    subnet_id: Optional<String>,
    #[attr(timeouts("create", "delete", "update"))]
    timeouts: Timeouts,
}

impl Resource<Aws> for RouteTableAssociation {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.create(minutes(5));
        let created = wait::retry(
            limit,
            |error| error.is(&["InvalidRouteTableID.NotFound"]),
            || async {
                let request = aws
                    .ec2
                    .associate_route_table()
                    .route_table_id(&self.route_table_id)
                    .set_gateway_id(given(&self.gateway_id))
                    .set_subnet_id(given(&self.subnet_id));
                Ok(request.send().await?)
            },
        );
        self.id = created.await?.association_id;
        settle(self.id(), limit, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found =
            if self.id().is_empty() { self.look_up(aws).await? } else { find(self.id(), aws).await? };
        let Some(association) = found else { return Ok(None) };
        Ok(Some(RouteTableAssociation {
            id: association.route_table_association_id,
            gateway_id: filled(association.gateway_id),
            route_table_id: association.route_table_id.unwrap_or_default(),
            subnet_id: filled(association.subnet_id),
            timeouts: self.timeouts,
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        let request = aws.ec2.replace_route_table_association().association_id(self.id());
        let answer = request.route_table_id(&self.route_table_id).send().await?;
        self.id = answer.new_association_id.or(self.id.take());
        settle(self.id(), self.timeouts.update(minutes(2)), aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.ec2.disassociate_route_table().association_id(self.id()).send().await.or_gone(GONE)?;
        let limit = self.timeouts.delete(minutes(5));
        vanished("the association of the route table", limit, || find(self.id(), aws)).await
    }

    /// `subnet-1/rtb-1`, or with a gateway in place of the subnet.
    fn import(id: &str) -> Result<Self> {
        let Some((target, table)) = id.split_once('/') else {
            return Err(Error::Invalid(format!(
                "\"{id}\" is no association: write the ids of subnet or gateway and route table, such as `subnet-1/rtb-1`."
            )));
        };
        let (subnet, gateway) =
            if target.starts_with("subnet-") { (Some(target), None) } else { (None, Some(target)) };
        Ok(RouteTableAssociation {
            gateway_id: gateway.map(str::to_owned),
            route_table_id: table.into(),
            subnet_id: subnet.map(str::to_owned),
            ..Self::default()
        })
    }
}

const GONE: &[&str] = &["InvalidAssociationID.NotFound"];

/// The association with this id, unless it is gone.
pub async fn find(id: &str, aws: &Aws) -> Result<Option<Association>> {
    let request =
        aws.ec2.describe_route_tables().filters(filter("association.route-table-association-id", id));
    let tables = request.send().await?.route_tables.unwrap_or_default();
    let mut associations = tables.into_iter().flat_map(|table| table.associations.unwrap_or_default());
    let is_it = |one: &Association| {
        one.route_table_association_id() == Some(id) && state(one) != Some(Code::Disassociated)
    };
    Ok(associations.find(is_it))
}

/// Waits until the association is made.
pub async fn settle(id: &str, limit: Duration, aws: &Aws) -> Result<()> {
    wait::until("the association of the route table", limit, || async {
        let found = find(id, aws).await?;
        Ok(match found.as_ref().map(state) {
            None => Progress::Pending("not visible".into()),
            // Not every partition tells the state.
            Some(None | Some(Code::Associated)) => Progress::Ready(()),
            Some(Some(Code::Failed)) => Progress::Failed {
                state: "failed".into(),
                reason: found.and_then(|one| one.association_state?.status_message).unwrap_or_default(),
            },
            Some(Some(state)) => Progress::Pending(state.to_string()),
        })
    })
    .await
}

fn state(association: &Association) -> Option<Code> {
    association.association_state()?.state().cloned()
}

impl RouteTableAssociation {
    /// The association of these two: all that is known at an import.
    async fn look_up(&self, aws: &Aws) -> Result<Option<Association>> {
        let table = super::routes::find_table(&self.route_table_id, aws).await?;
        let associations = table.and_then(|table| table.associations).unwrap_or_default();
        Ok(associations.into_iter().find(|one| {
            let same = |have: Option<&str>, want: &Option<String>| want.is_some() && have == want.as_deref();
            same(one.subnet_id(), &self.subnet_id) || same(one.gateway_id(), &self.gateway_id)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_names_subnet_or_gateway_and_table() {
        let subnet = RouteTableAssociation::import("subnet-1/rtb-1").expect("an association");
        assert_eq!(
            (subnet.subnet_id.as_deref(), subnet.route_table_id.as_str()),
            (Some("subnet-1"), "rtb-1")
        );
        let gateway = RouteTableAssociation::import("igw-1/rtb-1").expect("an association");
        assert_eq!(gateway.gateway_id.as_deref(), Some("igw-1"));
        assert!(RouteTableAssociation::import("rtbassoc-1").is_err());
    }
}
