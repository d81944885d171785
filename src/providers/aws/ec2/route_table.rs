//! `aws_route_table`: where the packets of subnets go.

use super::{cidr, prelude::*, routes};
use aws_sdk_ec2::types::RouteOrigin;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_route_table")]
pub struct RouteTable {
    id: Computed<String>,
    arn: Computed<String>,
    owner_id: Computed<String>,
    propagating_vgws: Defaulted<Set<String>>,
    route: Defaulted<Set<Route>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "delete", "update"))]
    timeouts: Timeouts,
    #[attr(force_new)]
    vpc_id: Required<String>,
}

/// One route of the table. What it does not use is empty, never null.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Route {
    pub(super) carrier_gateway_id: Optional<String>,
    pub(super) cidr_block: Optional<String>,
    pub(super) core_network_arn: Optional<String>,
    pub(super) destination_prefix_list_id: Optional<String>,
    pub(super) egress_only_gateway_id: Optional<String>,
    pub(super) gateway_id: Optional<String>,
    pub(super) ipv6_cidr_block: Optional<String>,
    pub(super) local_gateway_id: Optional<String>,
    pub(super) nat_gateway_id: Optional<String>,
    pub(super) network_interface_id: Optional<String>,
    pub(super) transit_gateway_id: Optional<String>,
    pub(super) vpc_endpoint_id: Optional<String>,
    pub(super) vpc_peering_connection_id: Optional<String>,
}

impl Resource<Aws> for RouteTable {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .ec2
            .create_route_table()
            .set_tag_specifications(tagging::on_create(ResourceType::RouteTable, &self.tags_all))
            .vpc_id(&self.vpc_id);
        self.id = request.send().await?.route_table.and_then(|table| table.route_table_id);
        let limit = self.timeouts.create(minutes(5));
        visible("the route table", limit, || routes::find_table(self.id(), aws)).await?;
        self.change(&RouteTable::default(), limit, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(table) = routes::find_table(self.id(), aws).await? else { return Ok(None) };
        let owner = table.owner_id.clone().unwrap_or_default();
        let gateways =
            table.propagating_vgws.into_iter().flatten().filter_map(|vgw| vgw.gateway_id).collect();
        Ok(Some(RouteTable {
            arn: Some(format!(
                "arn:{}:ec2:{}:{owner}:route-table/{}",
                aws.partition(),
                aws.region,
                self.id()
            )),
            owner_id: Some(owner),
            propagating_vgws: Some(gateways),
            route: Some(own(&self.route, table.routes)),
            id: self.id,
            tags: self.tags,
            tags_all: tagging::from_ec2(table.tags),
            timeouts: self.timeouts,
            vpc_id: table.vpc_id.unwrap_or_default(),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        self.change(prior, self.timeouts.update(minutes(2)), aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.delete(minutes(5));
        let Some(table) = routes::find_table(self.id(), aws).await? else { return Ok(()) };
        let associations =
            table.associations.into_iter().flatten().filter(|one| !one.main.unwrap_or_default());
        for id in associations.filter_map(|association| association.route_table_association_id) {
            let request = aws.ec2.disassociate_route_table().association_id(id);
            request.send().await.or_gone(&["InvalidAssociationID.NotFound"])?;
        }
        wait::retry(
            limit,
            |error| error.is(holders::HELD),
            || async {
                aws.ec2.delete_route_table().route_table_id(self.id()).send().await.or_gone(&[GONE])?;
                Ok(())
            },
        )
        .await?;
        vanished("the route table", limit, || routes::find_table(self.id(), aws)).await
    }

    fn refine(plan: &mut Refine<'_>) {
        plan.set("route", without_nulls(plan.planned("route")));
    }
}

const GONE: &str = "InvalidRouteTableID.NotFound";

/// The routes that the configuration can say: neither the local ones that it does not name, nor those that a gateway
/// or an endpoint brings.
pub fn own(named: &Option<Set<Route>>, routes: Option<Vec<aws_sdk_ec2::types::Route>>) -> Set<Route> {
    let named: Vec<_> = named.iter().flat_map(|set| set.iter()).collect();
    let routes = routes.into_iter().flatten().filter(|route| {
        let is_endpoints = route.destination_prefix_list_id().is_some_and(|id| id.starts_with("pl-"))
            && route.gateway_id().is_some_and(|id| id.starts_with("vpce-"));
        route.origin() != Some(&RouteOrigin::EnableVgwRoutePropagation) && !is_endpoints
    });
    let routes = routes.map(routes::Route::of);
    routes
        .filter_map(|route| {
            let same = named.iter().find(|named| named.route().destination() == route.destination());
            let is_local = route.gateway_id.as_deref() == Some("local");
            (!is_local || same.is_some()).then(|| Route::of(route, same.copied()))
        })
        .collect()
}

/// The set of objects, with "" for every null: so EC2's answers are written.
pub fn without_nulls(set: &Value) -> Value {
    if set.is_null() || !set.is_known() {
        return set.clone();
    }
    let empty = |value: &Value| if value.is_null() { Value::from("") } else { value.clone() };
    set.clone().map_children(|_, route| {
        if route.is_known() && !route.is_null() {
            route.clone().map_children(|_, value| empty(value))
        } else {
            route.clone()
        }
    })
}

impl RouteTable {
    /// Makes the table's routes and gateways go from `prior` to what is planned.
    async fn change(&self, prior: &Self, limit: Duration, aws: &Aws) -> Result<()> {
        change(self.id(), (&prior.route, &self.route), limit, aws).await?;
        propagate(self.id(), (&prior.propagating_vgws, &self.propagating_vgws), aws).await
    }
}

/// Makes the routes of a table go from the first set to the second.
pub async fn change(
    table: &str,
    (prior, planned): (&Option<Set<Route>>, &Option<Set<Route>>),
    limit: Duration,
    aws: &Aws,
) -> Result<()> {
    let all = |set: &Option<Set<Route>>| -> Vec<_> {
        set.iter().flat_map(|set| set.iter()).map(Route::route).collect()
    };
    let (prior, planned) = (all(prior), all(planned));
    let among = |routes: &[routes::Route], route: &routes::Route| {
        routes.iter().any(|other| other.destination() == route.destination())
    };
    for route in prior.iter().filter(|route| !among(&planned, route)) {
        route.delete(table, limit, aws).await?;
    }
    for route in planned.iter().filter(|route| !prior.contains(route)) {
        if among(&prior, route) || route.gateway_id.as_deref() == Some("local") {
            route.replace(table, limit, aws).await?;
        } else {
            let created = route.create(table, limit, aws).await;
            if created.as_ref().is_err_and(|error| error.is(&["RouteAlreadyExists"])) {
                route.replace(table, limit, aws).await?;
            } else {
                created?;
            }
        }
    }
    Ok(())
}

/// Makes the gateways that announce routes to a table go from the first set to the second.
pub async fn propagate(
    table: &str,
    (prior, planned): (&Option<Set<String>>, &Option<Set<String>>),
    aws: &Aws,
) -> Result<()> {
    for gateway in added(planned, prior).into_iter().flatten() {
        let request = aws.ec2.disable_vgw_route_propagation().route_table_id(table).gateway_id(gateway);
        request.send().await.or_gone(&["Gateway.NotAttached"])?;
    }
    for gateway in added(prior, planned).into_iter().flatten() {
        wait::retry(
            minutes(2),
            |error| error.is(&["Gateway.NotAttached"]),
            || async {
                let request =
                    aws.ec2.enable_vgw_route_propagation().route_table_id(table).gateway_id(&gateway);
                request.send().await?;
                Ok(())
            },
        )
        .await?;
    }
    Ok(())
}

impl Route {
    fn route(&self) -> routes::Route {
        routes::Route {
            destination_cidr_block: given(&self.cidr_block),
            destination_ipv6_cidr_block: given(&self.ipv6_cidr_block),
            destination_prefix_list_id: given(&self.destination_prefix_list_id),
            carrier_gateway_id: given(&self.carrier_gateway_id),
            core_network_arn: given(&self.core_network_arn),
            egress_only_internet_gateway_id: given(&self.egress_only_gateway_id),
            gateway_id: given(&self.gateway_id),
            local_gateway_id: given(&self.local_gateway_id),
            nat_gateway_id: given(&self.nat_gateway_id),
            network_interface_id: given(&self.network_interface_id),
            transit_gateway_id: given(&self.transit_gateway_id),
            vpc_endpoint_id: given(&self.vpc_endpoint_id),
            vpc_peering_connection_id: given(&self.vpc_peering_connection_id),
        }
    }

    /// The route as EC2 has it, with the IPv6 range as the configuration spells it.
    fn of(route: routes::Route, named: Option<&Route>) -> Self {
        let spelt = named.and_then(|named| given(&named.ipv6_cidr_block));
        let spelt = spelt.filter(|range| Some(cidr::canonical(range)) == route.destination_ipv6_cidr_block);
        Route {
            carrier_gateway_id: filled(route.carrier_gateway_id),
            cidr_block: filled(route.destination_cidr_block),
            core_network_arn: filled(route.core_network_arn),
            destination_prefix_list_id: filled(route.destination_prefix_list_id),
            egress_only_gateway_id: filled(route.egress_only_internet_gateway_id),
            gateway_id: filled(route.gateway_id),
            ipv6_cidr_block: filled(spelt.or(route.destination_ipv6_cidr_block)),
            local_gateway_id: filled(route.local_gateway_id),
            nat_gateway_id: filled(route.nat_gateway_id),
            network_interface_id: filled(route.network_interface_id),
            transit_gateway_id: filled(route.transit_gateway_id),
            vpc_endpoint_id: filled(route.vpc_endpoint_id),
            vpc_peering_connection_id: filled(route.vpc_peering_connection_id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_ec2::types;

    #[test]
    fn only_routes_that_a_configuration_says_are_kept() {
        let route = |destination: &str, gateway: &str| {
            types::Route::builder().destination_cidr_block(destination).gateway_id(gateway)
        };
        let routes = vec![
            route("10.0.0.0/16", "local").build(),
            route("0.0.0.0/0", "igw-1").build(),
            route("172.16.0.0/12", "vgw-1").origin(RouteOrigin::EnableVgwRoutePropagation).build(),
            types::Route::builder().destination_prefix_list_id("pl-1").gateway_id("vpce-1").build(),
        ];
        let kept = own(&None, Some(routes));
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].gateway_id.as_deref(), Some("igw-1"));
        assert_eq!(kept[0].nat_gateway_id.as_deref(), Some(""));
    }
}
