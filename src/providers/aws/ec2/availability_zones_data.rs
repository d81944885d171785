//! Data `aws_availability_zones`: the zones of the region.

use super::{filters, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_availability_zones")]
pub struct AvailabilityZones {
    id: Computed<String>,
    all_availability_zones: Optional<bool>,
    exclude_names: Optional<Set<String>>,
    exclude_zone_ids: Optional<Set<String>>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    group_names: Computed<Set<String>>,
    names: Computed<Vec<String>>,
    #[attr(one_of = ["available", "information", "impaired", "unavailable", "constrained"])]
    state: Optional<String>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    zone_ids: Computed<Vec<String>>,
}

impl Data<Aws> for AvailabilityZones {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let request = aws
            .ec2
            .describe_availability_zones()
            .set_all_availability_zones(self.all_availability_zones)
            .set_filters(filters::of(&self.filter, &None, &[("state", self.state.clone())]));
        let mut zones = request.send().await?.availability_zones.unwrap_or_default();
        let excluded = |set: &Option<Set<String>>, name: Option<&str>| {
            name.is_some_and(|name| set.iter().any(|set| set.iter().any(|other| other == name)))
        };
        zones.retain(|zone| {
            !excluded(&self.exclude_names, zone.zone_name())
                && !excluded(&self.exclude_zone_ids, zone.zone_id())
        });
        zones.sort_by(|a, b| a.zone_name().cmp(&b.zone_name()));
        let mut groups: Vec<_> =
            zones.iter().map(|zone| zone.group_name().unwrap_or_default().to_owned()).collect();
        groups.sort();
        groups.dedup();
        Ok(Self {
            id: Some(aws.region.clone()),
            group_names: Some(Set(groups)),
            names: Some(zones.iter().filter_map(|zone| zone.zone_name.clone()).collect()),
            zone_ids: Some(zones.into_iter().filter_map(|zone| zone.zone_id).collect()),
            ..self
        })
    }
}
