//! One route of a route table: from a destination to a target. `aws_route` is one, `aws_route_table` holds many.

use std::time::Duration;

use aws_sdk_ec2::types::{self, RouteState, RouteTable};

use super::{answers::vanished, cidr};
use crate::providers::{
    Result,
    aws::{
        Aws,
        error::OrGone as _,
        wait::{self, Progress},
    },
};

/// One route. One of the first three is its destination, one of the others its target; the rest is `None`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Route {
    /// A range of IPv4 addresses.
    pub destination_cidr_block: Option<String>,
    /// A range of IPv6 addresses.
    pub destination_ipv6_cidr_block: Option<String>,
    /// A managed list of ranges.
    pub destination_prefix_list_id: Option<String>,
    /// To a carrier gateway.
    pub carrier_gateway_id: Option<String>,
    /// To a core network.
    pub core_network_arn: Option<String>,
    /// To an egress-only internet gateway.
    pub egress_only_internet_gateway_id: Option<String>,
    /// To an internet gateway or a virtual private gateway, or `local`.
    pub gateway_id: Option<String>,
    /// To a local gateway.
    pub local_gateway_id: Option<String>,
    /// To a NAT gateway.
    pub nat_gateway_id: Option<String>,
    /// To a network interface.
    pub network_interface_id: Option<String>,
    /// To a transit gateway.
    pub transit_gateway_id: Option<String>,
    /// To a gateway load balancer's endpoint.
    pub vpc_endpoint_id: Option<String>,
    /// To a peered VPC.
    pub vpc_peering_connection_id: Option<String>,
}

/// The error codes of "there is no such table or route".
const GONE: &[&str] = &["InvalidRoute.NotFound", "InvalidRouteTableID.NotFound"];

/// Fills in the route in a `CreateRoute` or `ReplaceRoute`.
macro_rules! say {
    ($request:expr, $table:expr, $route:expr) => {
        $request
            .route_table_id($table)
            .set_destination_cidr_block($route.destination_cidr_block.clone())
            .set_destination_ipv6_cidr_block($route.destination_ipv6_cidr_block.clone())
            .set_destination_prefix_list_id($route.destination_prefix_list_id.clone())
            .set_carrier_gateway_id($route.carrier_gateway_id.clone())
            .set_core_network_arn($route.core_network_arn.clone())
            .set_egress_only_internet_gateway_id($route.egress_only_internet_gateway_id.clone())
            .set_gateway_id($route.gateway_id.clone())
            .set_local_gateway_id($route.local_gateway_id.clone())
            .set_nat_gateway_id($route.nat_gateway_id.clone())
            .set_network_interface_id($route.network_interface_id.clone())
            .set_transit_gateway_id($route.transit_gateway_id.clone())
            .set_vpc_endpoint_id($route.vpc_endpoint_id.clone())
            .set_vpc_peering_connection_id($route.vpc_peering_connection_id.clone())
    };
}

impl Route {
    /// The destination, in the form that AWS gives it.
    pub fn destination(&self) -> String {
        let destination = self
            .destination_cidr_block
            .as_ref()
            .or(self.destination_ipv6_cidr_block.as_ref())
            .or(self.destination_prefix_list_id.as_ref());
        destination.map(|destination| cidr::canonical(destination)).unwrap_or_default()
    }

    /// The route as EC2 tells of it. It shows the endpoint of a gateway load balancer as a gateway.
    pub fn of(route: types::Route) -> Self {
        let (endpoint, gateway) = match route.gateway_id {
            Some(id) if id.starts_with("vpce-") => (Some(id), None),
            id => (None, id),
        };
        Self {
            destination_cidr_block: route.destination_cidr_block,
            destination_ipv6_cidr_block: route.destination_ipv6_cidr_block,
            destination_prefix_list_id: route.destination_prefix_list_id,
            carrier_gateway_id: route.carrier_gateway_id,
            core_network_arn: route.core_network_arn,
            egress_only_internet_gateway_id: route.egress_only_internet_gateway_id,
            gateway_id: gateway,
            local_gateway_id: route.local_gateway_id,
            nat_gateway_id: route.nat_gateway_id,
            network_interface_id: route.network_interface_id,
            transit_gateway_id: route.transit_gateway_id,
            vpc_endpoint_id: endpoint,
            vpc_peering_connection_id: route.vpc_peering_connection_id,
        }
    }

    /// Adds the route to the table and waits until it is active.
    ///
    /// # Errors
    /// Those of `CreateRoute`, among them `RouteAlreadyExists`.
    pub async fn create(&self, table: &str, limit: Duration, aws: &Aws) -> Result<()> {
        let early =
            ["InvalidParameterException", "InvalidTransitGatewayID.NotFound", "InvalidRouteTableID.NotFound"];
        wait::retry(
            limit,
            |error| error.is(&early),
            || async {
                say!(aws.ec2.create_route(), table, self).send().await?;
                Ok(())
            },
        )
        .await?;
        self.settle(table, limit, aws).await
    }

    /// Gives the route of this destination this target.
    ///
    /// # Errors
    /// Those of `ReplaceRoute`.
    pub async fn replace(&self, table: &str, limit: Duration, aws: &Aws) -> Result<()> {
        let mut route = self.clone();
        let to_local = route.gateway_id.take_if(|gateway| gateway == "local").map(|_| true);
        say!(aws.ec2.replace_route(), table, route).set_local_target(to_local).send().await?;
        self.settle(table, limit, aws).await
    }

    /// Removes the route and waits until it is gone.
    ///
    /// # Errors
    /// Those of `DeleteRoute`, but not that it is gone.
    pub async fn delete(&self, table: &str, limit: Duration, aws: &Aws) -> Result<()> {
        let request = aws
            .ec2
            .delete_route()
            .route_table_id(table)
            .set_destination_cidr_block(self.destination_cidr_block.clone())
            .set_destination_ipv6_cidr_block(self.destination_ipv6_cidr_block.clone())
            .set_destination_prefix_list_id(self.destination_prefix_list_id.clone());
        request.send().await.or_gone(GONE)?;
        vanished("the route", limit, || self.find(table, aws)).await
    }

    /// The route of this destination as EC2 has it now.
    ///
    /// # Errors
    /// Those of `DescribeRouteTables`, but not that the table is gone.
    pub async fn find(&self, table: &str, aws: &Aws) -> Result<Option<types::Route>> {
        let destination = self.destination();
        let routes = find_table(table, aws).await?.and_then(|table| table.routes);
        Ok(routes.into_iter().flatten().find(|route| Route::of(route.clone()).destination() == destination))
    }

    async fn settle(&self, table: &str, limit: Duration, aws: &Aws) -> Result<()> {
        wait::until("the route", limit, || async {
            let state = self.find(table, aws).await?.and_then(|route| route.state);
            Ok(match state {
                Some(RouteState::Active) => Progress::Ready(()),
                state => Progress::Pending(state.map_or("not visible".into(), |state| state.to_string())),
            })
        })
        .await
    }
}

/// The route table with this id, if there is one.
///
/// # Errors
/// Those of `DescribeRouteTables`, but not that the table is gone.
pub async fn find_table(id: &str, aws: &Aws) -> Result<Option<RouteTable>> {
    let found = aws.ec2.describe_route_tables().route_table_ids(id).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.route_tables?.pop()))
}
