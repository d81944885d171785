//! `aws_default_route_table`: the main route table that a VPC is born with, taken into the configuration's hands.

use super::{prelude::*, route_table, routes};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_default_route_table")]
pub struct DefaultRouteTable {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(force_new)]
    default_route_table_id: Required<String>,
    owner_id: Computed<String>,
    propagating_vgws: Optional<Set<String>>,
    route: Defaulted<Set<Route>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "update"))]
    timeouts: Timeouts,
    vpc_id: Computed<String>,
}

/// One route of the table. What it does not use is empty, never null.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Route {
    cidr_block: Optional<String>,
    core_network_arn: Optional<String>,
    destination_prefix_list_id: Optional<String>,
    egress_only_gateway_id: Optional<String>,
    gateway_id: Optional<String>,
    instance_id: Optional<String>,
    ipv6_cidr_block: Optional<String>,
    nat_gateway_id: Optional<String>,
    network_interface_id: Optional<String>,
    transit_gateway_id: Optional<String>,
    vpc_endpoint_id: Optional<String>,
    vpc_peering_connection_id: Optional<String>,
}

impl Resource<Aws> for DefaultRouteTable {
    /// Finds the table, and leaves it with the routes of the configuration and no others.
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let id = self.default_route_table_id.clone();
        let Some(table) = routes::find_table(&id, aws).await? else {
            return Err(Error::Invalid(format!("There is no route table {id}.")));
        };
        let limit = self.timeouts.create(minutes(5));
        self.id = Some(id.clone());
        let gateways =
            table.propagating_vgws.into_iter().flatten().filter_map(|vgw| vgw.gateway_id).collect();
        route_table::propagate(&id, (&Some(gateways), &self.propagating_vgws), aws).await?;
        let there = Some(route_table::own(&None, table.routes));
        route_table::change(&id, (&there, &self.routes()), limit, aws).await?;
        tagging::update(aws, &id, &tagging::from_ec2(table.tags), &self.tags_all).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(table) = routes::find_table(self.id(), aws).await? else { return Ok(None) };
        let owner = table.owner_id.clone().unwrap_or_default();
        let gateways: Set<_> =
            table.propagating_vgws.into_iter().flatten().filter_map(|vgw| vgw.gateway_id).collect();
        let routes = route_table::own(&self.routes(), table.routes);
        let arn = format!("arn:{}:ec2:{}:{owner}:route-table/{}", aws.partition(), aws.region, self.id());
        Ok(Some(Self {
            arn: Some(arn),
            default_route_table_id: self.id.clone().unwrap_or_default(),
            id: self.id,
            owner_id: Some(owner),
            propagating_vgws: Some(gateways),
            route: Some(routes.into_iter().map(Route::of).collect()),
            tags: self.tags,
            tags_all: tagging::from_ec2(table.tags),
            timeouts: self.timeouts,
            vpc_id: filled(table.vpc_id),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        let limit = self.timeouts.update(minutes(2));
        route_table::change(self.id(), (&prior.routes(), &self.routes()), limit, aws).await?;
        route_table::propagate(self.id(), (&prior.propagating_vgws, &self.propagating_vgws), aws).await
    }

    /// A VPC cannot be without its main table: it stays as it is.
    async fn delete(&mut self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    fn refine(plan: &mut Refine<'_>) {
        plan.set("route", route_table::without_nulls(plan.planned("route")));
    }
}

impl DefaultRouteTable {
    /// The routes as those of other tables.
    fn routes(&self) -> Option<Set<route_table::Route>> {
        self.route.as_ref().map(|set| set.iter().cloned().map(Route::into).collect())
    }
}

impl From<Route> for route_table::Route {
    fn from(route: Route) -> Self {
        Self {
            cidr_block: route.cidr_block,
            core_network_arn: route.core_network_arn,
            destination_prefix_list_id: route.destination_prefix_list_id,
            egress_only_gateway_id: route.egress_only_gateway_id,
            gateway_id: route.gateway_id,
            ipv6_cidr_block: route.ipv6_cidr_block,
            nat_gateway_id: route.nat_gateway_id,
            network_interface_id: route.network_interface_id,
            transit_gateway_id: route.transit_gateway_id,
            vpc_endpoint_id: route.vpc_endpoint_id,
            vpc_peering_connection_id: route.vpc_peering_connection_id,
            ..Self::default()
        }
    }
}

impl Route {
    fn of(route: route_table::Route) -> Self {
        Self {
            cidr_block: route.cidr_block,
            core_network_arn: route.core_network_arn,
            destination_prefix_list_id: route.destination_prefix_list_id,
            egress_only_gateway_id: route.egress_only_gateway_id,
            gateway_id: route.gateway_id,
            instance_id: filled(None),
            ipv6_cidr_block: route.ipv6_cidr_block,
            nat_gateway_id: route.nat_gateway_id,
            network_interface_id: route.network_interface_id,
            transit_gateway_id: route.transit_gateway_id,
            vpc_endpoint_id: route.vpc_endpoint_id,
            vpc_peering_connection_id: route.vpc_peering_connection_id,
        }
    }
}
