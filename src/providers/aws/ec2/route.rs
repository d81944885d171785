//! `aws_route`: one route of a route table that another resource makes.

use super::{cidr, prelude::*, routes};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_route")]
pub struct Route {
    id: Computed<String>,
    #[attr(exactly_one_of = TARGETS)]
    carrier_gateway_id: Optional<String>,
    #[attr(exactly_one_of = TARGETS)]
    core_network_arn: Optional<String>,
    #[attr(force_new, exactly_one_of = DESTINATIONS)]
    destination_cidr_block: Optional<String>,
    #[attr(force_new, exactly_one_of = DESTINATIONS, equal = cidr::equal)]
    destination_ipv6_cidr_block: Optional<String>,
    #[attr(force_new, exactly_one_of = DESTINATIONS)]
    destination_prefix_list_id: Optional<String>,
    #[attr(exactly_one_of = TARGETS)]
    egress_only_gateway_id: Optional<String>,
    #[attr(exactly_one_of = TARGETS)]
    gateway_id: Optional<String>,
    instance_id: Computed<String>,
    instance_owner_id: Computed<String>,
    #[attr(exactly_one_of = TARGETS)]
    local_gateway_id: Optional<String>,
    #[attr(exactly_one_of = TARGETS)]
    nat_gateway_id: Optional<String>,
    #[attr(exactly_one_of = TARGETS)]
    network_interface_id: Defaulted<String>,
    origin: Computed<String>,
    #[attr(force_new)]
    route_table_id: Required<String>,
    state: Computed<String>,
    #[attr(timeouts("create", "delete", "update"))]
    timeouts: Timeouts,
    #[attr(exactly_one_of = TARGETS)]
    transit_gateway_id: Optional<String>,
    #[attr(exactly_one_of = TARGETS)]
    vpc_endpoint_id: Optional<String>,
    #[attr(exactly_one_of = TARGETS)]
    vpc_peering_connection_id: Optional<String>,
}

const DESTINATIONS: [&str; 3] =
    ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"];

const TARGETS: [&str; 10] = [
    "carrier_gateway_id",
    "core_network_arn",
    "egress_only_gateway_id",
    "gateway_id",
    "local_gateway_id",
    "nat_gateway_id",
    "network_interface_id",
    "transit_gateway_id",
    "vpc_endpoint_id",
    "vpc_peering_connection_id",
];

impl Resource<Aws> for Route {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let route = self.route();
        let created = route.create(&self.route_table_id, self.timeouts.create(minutes(5)), aws).await;
        // The local route is there from the start: to say it is to keep it.
        let is_local = route.gateway_id.as_deref() == Some("local");
        if !(is_local && created.as_ref().is_err_and(|error| error.is(&["RouteAlreadyExists"]))) {
            created?;
        }
        self.id = Some(id(&self.route_table_id, &route.destination()));
        Ok(())
    }

    async fn read(mut self, aws: &Aws) -> Result<Option<Self>> {
        let destination = self.route().destination();
        let Some(found) = self.route().find(&self.route_table_id, aws).await? else { return Ok(None) };
        let (origin, state) = (text_of(found.origin.clone()), text_of(found.state.clone()));
        let (instance_id, instance_owner_id) = (found.instance_id.clone(), found.instance_owner_id.clone());
        let route = routes::Route::of(found);
        if given(&self.destination_ipv6_cidr_block).is_none() {
            self.destination_ipv6_cidr_block = filled(route.destination_ipv6_cidr_block);
        }
        Ok(Some(Route {
            id: Some(id(&self.route_table_id, &destination)),
            carrier_gateway_id: filled(route.carrier_gateway_id),
            core_network_arn: filled(route.core_network_arn),
            destination_cidr_block: filled(route.destination_cidr_block),
            destination_ipv6_cidr_block: self.destination_ipv6_cidr_block,
            destination_prefix_list_id: filled(route.destination_prefix_list_id),
            egress_only_gateway_id: filled(route.egress_only_internet_gateway_id),
            gateway_id: filled(route.gateway_id),
            instance_id: filled(instance_id),
            instance_owner_id: filled(instance_owner_id),
            local_gateway_id: filled(route.local_gateway_id),
            nat_gateway_id: filled(route.nat_gateway_id),
            network_interface_id: filled(route.network_interface_id),
            origin,
            route_table_id: self.route_table_id,
            state,
            timeouts: self.timeouts,
            transit_gateway_id: filled(route.transit_gateway_id),
            vpc_endpoint_id: filled(route.vpc_endpoint_id),
            vpc_peering_connection_id: filled(route.vpc_peering_connection_id),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let mut route = self.route();
        // EC2 tells the interface behind an instance; a new target drops it.
        if route.network_interface_id == prior.route().network_interface_id && route != prior.route() {
            route.network_interface_id = None;
        }
        route.replace(&self.route_table_id, self.timeouts.update(minutes(2)), aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        self.route().delete(&self.route_table_id, self.timeouts.delete(minutes(5)), aws).await
    }

    /// `rtb-1_10.0.0.0/8`, or with an IPv6 range or a prefix list.
    fn import(id: &str) -> Result<Self> {
        let wrong = || {
            Error::Invalid(format!(
                "\"{id}\" is no route: write the route table's id and the destination, such as `rtb-1_0.0.0.0/0`."
            ))
        };
        let (table, destination) = id.split_once('_').ok_or_else(wrong)?;
        let mut route = Route { route_table_id: table.into(), ..Route::default() };
        let slot = match destination {
            list if list.starts_with("pl-") => &mut route.destination_prefix_list_id,
            range if range.contains(':') => &mut route.destination_ipv6_cidr_block,
            range if range.contains('/') => &mut route.destination_cidr_block,
            _ => return Err(wrong()),
        };
        *slot = Some(destination.into());
        route.id = Some(self::id(table, &route.route().destination()));
        Ok(route)
    }
}

/// The id that the AWS provider gives to a route.
fn id(table: &str, destination: &str) -> String {
    format!("r-{table}{}", hash(destination))
}

impl Route {
    fn route(&self) -> routes::Route {
        routes::Route {
            destination_cidr_block: given(&self.destination_cidr_block),
            destination_ipv6_cidr_block: given(&self.destination_ipv6_cidr_block),
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_aws_providers() {
        assert_eq!(id("rtb-1", "0.0.0.0/0"), "r-rtb-11080289494");
        assert_eq!(id("rtb-1", "::/0"), "r-rtb-12750132062");
    }

    #[test]
    fn an_import_id_names_table_and_destination() {
        let route = Route::import("rtb-1_2001:DB8::/32").expect("a route");
        assert_eq!(route.route_table_id, "rtb-1");
        assert_eq!(route.destination_ipv6_cidr_block.as_deref(), Some("2001:DB8::/32"));
        assert!(Route::import("rtb-1").is_err());
    }
}
