//! Data `aws_availability_zone`: one zone of the region.

use super::{filters, prelude::*};
use aws_sdk_ec2::types::AvailabilityZone as Zone;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_availability_zone")]
pub struct AvailabilityZone {
    id: Computed<String>,
    all_availability_zones: Optional<bool>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    group_name: Computed<String>,
    name: Defaulted<String>,
    name_suffix: Computed<String>,
    network_border_group: Computed<String>,
    opt_in_status: Computed<String>,
    parent_zone_id: Computed<String>,
    parent_zone_name: Computed<String>,
    region: Computed<String>,
    state: Defaulted<String>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    zone_id: Defaulted<String>,
    zone_type: Computed<String>,
}

impl Data<Aws> for AvailabilityZone {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let request = aws
            .ec2
            .describe_availability_zones()
            .set_all_availability_zones(self.all_availability_zones)
            .set_zone_ids(given(&self.zone_id).map(|id| vec![id]))
            .set_zone_names(given(&self.name).map(|name| vec![name]))
            .set_filters(filters::of(&self.filter, &None, &[("state", self.state.clone())]));
        let found = request.send().await?.availability_zones.unwrap_or_default();
        let zone: Zone = filters::only("availability zone", found)?;
        let name = zone.zone_name.unwrap_or_default();
        let region = zone.region_name.unwrap_or_default();
        Ok(Self {
            id: Some(name.clone()),
            group_name: filled(zone.group_name),
            name_suffix: Some(suffix(&name, &region)),
            name: Some(name),
            network_border_group: filled(zone.network_border_group),
            opt_in_status: text_of(zone.opt_in_status),
            parent_zone_id: filled(zone.parent_zone_id),
            parent_zone_name: filled(zone.parent_zone_name),
            region: Some(region),
            state: text_of(zone.state),
            zone_id: filled(zone.zone_id),
            zone_type: filled(zone.zone_type),
            ..self
        })
    }
}

/// What tells the zone from others of the region: `a` of `eu-central-1a`.
fn suffix(name: &str, region: &str) -> String {
    name.strip_prefix(region).unwrap_or(name).trim_start_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_have_a_suffix() {
        assert_eq!(suffix("eu-central-1a", "eu-central-1"), "a");
        assert_eq!(suffix("us-west-2-lax-1a", "us-west-2"), "lax-1a");
    }
}
