//! Data `aws_route_table`: a route table that is there.

use super::{filters, prelude::*, routes};
use aws_sdk_ec2::types::{RouteOrigin, RouteTableAssociation};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_route_table")]
pub struct RouteTable {
    id: Computed<String>,
    arn: Computed<String>,
    associations: Computed<Vec<Association>>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    gateway_id: Defaulted<String>,
    owner_id: Computed<String>,
    route_table_id: Defaulted<String>,
    routes: Computed<Vec<Route>>,
    subnet_id: Defaulted<String>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    vpc_id: Defaulted<String>,
}

/// What uses the table.
#[derive(Debug, Default, Clone, Schema)]
pub struct Association {
    gateway_id: Computed<String>,
    main: Computed<bool>,
    route_table_association_id: Computed<String>,
    route_table_id: Computed<String>,
    subnet_id: Computed<String>,
}

/// A route of the table.
#[derive(Debug, Default, Clone, Schema)]
pub struct Route {
    carrier_gateway_id: Computed<String>,
    cidr_block: Computed<String>,
    core_network_arn: Computed<String>,
    destination_prefix_list_id: Computed<String>,
    egress_only_gateway_id: Computed<String>,
    gateway_id: Computed<String>,
    instance_id: Computed<String>,
    ipv6_cidr_block: Computed<String>,
    local_gateway_id: Computed<String>,
    nat_gateway_id: Computed<String>,
    network_interface_id: Computed<String>,
    transit_gateway_id: Computed<String>,
    vpc_endpoint_id: Computed<String>,
    vpc_peering_connection_id: Computed<String>,
}

impl Data<Aws> for RouteTable {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let attributes = [
            ("route-table-id", self.route_table_id.clone()),
            ("vpc-id", self.vpc_id.clone()),
            ("association.subnet-id", self.subnet_id.clone()),
            ("association.gateway-id", self.gateway_id.clone()),
        ];
        let request = aws.ec2.describe_route_tables();
        let request = request.set_filters(filters::of(&self.filter, &self.tags, &attributes));
        let table = filters::only("route table", request.send().await?.route_tables.unwrap_or_default())?;
        let id = table.route_table_id.clone().unwrap_or_default();
        let owner = table.owner_id.clone().unwrap_or_default();
        let own = table.routes.into_iter().flatten().filter(|route| {
            route.origin() != Some(&RouteOrigin::CreateRouteTable)
                && route.origin() != Some(&RouteOrigin::EnableVgwRoutePropagation)
                && !(route.destination_prefix_list_id().is_some()
                    && route.gateway_id().is_some_and(|id| id.starts_with("vpce-")))
        });
        Ok(Self {
            arn: Some(format!("arn:{}:ec2:{}:{owner}:route-table/{id}", aws.partition(), aws.region)),
            associations: Some(table.associations.into_iter().flatten().map(Association::of).collect()),
            owner_id: Some(owner),
            routes: Some(own.map(Route::of).collect()),
            route_table_id: Some(id.clone()),
            id: Some(id),
            tags: tagging::from_ec2(table.tags),
            vpc_id: filled(table.vpc_id),
            ..self
        })
    }
}

impl Association {
    fn of(association: RouteTableAssociation) -> Self {
        Self {
            gateway_id: filled(association.gateway_id),
            main: filled(association.main),
            route_table_association_id: filled(association.route_table_association_id),
            route_table_id: filled(association.route_table_id),
            subnet_id: filled(association.subnet_id),
        }
    }
}

impl Route {
    fn of(route: aws_sdk_ec2::types::Route) -> Self {
        let instance_id = filled(route.instance_id.clone());
        let route = routes::Route::of(route);
        Self {
            carrier_gateway_id: filled(route.carrier_gateway_id),
            cidr_block: filled(route.destination_cidr_block),
            core_network_arn: filled(route.core_network_arn),
            destination_prefix_list_id: filled(route.destination_prefix_list_id),
            egress_only_gateway_id: filled(route.egress_only_internet_gateway_id),
            gateway_id: filled(route.gateway_id),
            instance_id,
            ipv6_cidr_block: filled(route.destination_ipv6_cidr_block),
            local_gateway_id: filled(route.local_gateway_id),
            nat_gateway_id: filled(route.nat_gateway_id),
            network_interface_id: filled(route.network_interface_id),
            transit_gateway_id: filled(route.transit_gateway_id),
            vpc_endpoint_id: filled(route.vpc_endpoint_id),
            vpc_peering_connection_id: filled(route.vpc_peering_connection_id),
        }
    }
}
