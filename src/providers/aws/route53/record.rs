//! `aws_route53_record`: a record of a zone.

use std::time::Duration;

use super::{prelude::*, record_set};
use crate::lang::value::Type;
use aws_sdk_route53::types::{
    AliasTarget, Change, ChangeAction, ChangeBatch, CidrRoutingConfig, Coordinates as SdkCoordinates,
    GeoLocation, GeoProximityLocation, ResourceRecord, ResourceRecordSet, ResourceRecordSetFailover,
    ResourceRecordSetRegion, RrType,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_route53_record", version = 2)]
pub struct Record {
    id: Computed<String>,
    #[attr(block, max_items = 1, conflicts = ["records", "ttl"])]
    alias: Optional<Vec<Alias>>,
    allow_overwrite: Defaulted<bool>,
    #[attr(block, max_items = 1, conflicts = ["failover_routing_policy", "geolocation_routing_policy", "geoproximity_routing_policy", "latency_routing_policy", "multivalue_answer_routing_policy", "weighted_routing_policy"], required_with = ["set_identifier"])]
    cidr_routing_policy: Optional<Vec<CidrRoutingPolicy>>,
    #[attr(block, max_items = 1, conflicts = ["cidr_routing_policy", "geolocation_routing_policy", "geoproximity_routing_policy", "latency_routing_policy", "multivalue_answer_routing_policy", "weighted_routing_policy"], required_with = ["set_identifier"])]
    failover_routing_policy: Optional<Vec<FailoverRoutingPolicy>>,
    fqdn: Computed<String>,
    #[attr(block, max_items = 1, conflicts = ["cidr_routing_policy", "failover_routing_policy", "geoproximity_routing_policy", "latency_routing_policy", "multivalue_answer_routing_policy", "weighted_routing_policy"], required_with = ["set_identifier"])]
    geolocation_routing_policy: Optional<Vec<GeolocationRoutingPolicy>>,
    #[attr(block, max_items = 1, conflicts = ["cidr_routing_policy", "failover_routing_policy", "geolocation_routing_policy", "latency_routing_policy", "multivalue_answer_routing_policy", "weighted_routing_policy"], required_with = ["set_identifier"])]
    geoproximity_routing_policy: Optional<Vec<GeoproximityRoutingPolicy>>,
    health_check_id: Optional<String>,
    #[attr(block, max_items = 1, conflicts = ["cidr_routing_policy", "failover_routing_policy", "geolocation_routing_policy", "geoproximity_routing_policy", "multivalue_answer_routing_policy", "weighted_routing_policy"], required_with = ["set_identifier"])]
    latency_routing_policy: Optional<Vec<LatencyRoutingPolicy>>,
    #[attr(conflicts = ["cidr_routing_policy", "failover_routing_policy", "geolocation_routing_policy", "geoproximity_routing_policy", "latency_routing_policy", "weighted_routing_policy"], required_with = ["set_identifier"])]
    multivalue_answer_routing_policy: Optional<bool>,
    #[attr(force_new, normalize = name::normalize)]
    name: Required<String>,
    #[attr(exactly_one_of = ["alias", "records"])]
    records: Optional<Set<String>>,
    set_identifier: Optional<String>,
    #[attr(timeouts("create", "delete", "update"))]
    timeouts: Timeouts,
    #[attr(required_with = ["records"])]
    ttl: Optional<i64>,
    #[attr(one_of = ["SOA", "A", "TXT", "NS", "CNAME", "MX", "NAPTR", "PTR", "SRV", "SPF", "AAAA", "CAA", "DS", "TLSA", "SSHFP", "SVCB", "HTTPS"])]
    r#type: Required<String>,
    #[attr(block, max_items = 1, conflicts = ["cidr_routing_policy", "failover_routing_policy", "geolocation_routing_policy", "geoproximity_routing_policy", "latency_routing_policy", "multivalue_answer_routing_policy"], required_with = ["set_identifier"])]
    weighted_routing_policy: Optional<Vec<WeightedRoutingPolicy>>,
    #[attr(force_new)]
    zone_id: Required<String>,
}

/// A target in AWS that stands for the record's values.
#[derive(Debug, Default, Clone, Schema)]
pub struct Alias {
    evaluate_target_health: Required<bool>,
    #[attr(length = (1, 1024), normalize = name::normalize, equal = name::same_alias)]
    name: Required<String>,
    #[attr(length = (1, 32))]
    zone_id: Required<String>,
}

/// By the address of who asks.
#[derive(Debug, Default, Clone, Schema)]
pub struct CidrRoutingPolicy {
    collection_id: Required<String>,
    location_name: Required<String>,
}

/// By health: one of two records.
#[derive(Debug, Default, Clone, Schema)]
pub struct FailoverRoutingPolicy {
    #[attr(one_of = ["PRIMARY", "SECONDARY"])]
    r#type: Required<String>,
}

/// By where who asks is.
#[derive(Debug, Default, Clone, Schema)]
pub struct GeolocationRoutingPolicy {
    continent: Optional<String>,
    country: Optional<String>,
    subdivision: Optional<String>,
}

/// By the distance to who asks.
#[derive(Debug, Default, Clone, Schema)]
pub struct GeoproximityRoutingPolicy {
    aws_region: Optional<String>,
    #[attr(range = (-90, 90))]
    bias: Optional<i64>,
    #[attr(block)]
    coordinates: Optional<Set<Coordinates>>,
    local_zone_group: Optional<String>,
}

/// A place on earth, in degrees.
#[derive(Debug, Default, Clone, Schema)]
pub struct Coordinates {
    latitude: Required<String>,
    longitude: Required<String>,
}

/// By the latency to who asks.
#[derive(Debug, Default, Clone, Schema)]
pub struct LatencyRoutingPolicy {
    region: Required<String>,
}

/// By chance.
#[derive(Debug, Default, Clone, Schema)]
pub struct WeightedRoutingPolicy {
    weight: Required<i64>,
}

/// How long the servers may take to know of a change.
const LIMIT: Duration = minutes(30);
const NO_ZONE: &str = "NoSuchHostedZone";

impl Resource<Aws> for Record {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let zone = self.zone_name(aws).await?.ok_or_else(|| {
            Error::Invalid(format!(
                "The hosted zone {} of the record {} does not exist.",
                self.zone_id, self.name
            ))
        })?;
        self.fqdn = Some(name::whole(&self.name, &zone));
        let overwrite = self.allow_overwrite.unwrap_or_default();
        let action = if overwrite { ChangeAction::Upsert } else { ChangeAction::Create };
        let change = Change::builder().action(action).resource_record_set(self.to_sdk()?).build()?;
        let wait = self.submit(vec![change], aws).await?;
        self.id = Some(self.make_id());
        change::wait(aws, wait, self.timeouts.create(LIMIT)).await
    }

    async fn read(mut self, aws: &Aws) -> Result<Option<Self>> {
        if self.fqdn.as_deref().unwrap_or_default().is_empty() {
            let Some(zone) = self.zone_name(aws).await? else { return Ok(None) };
            self.fqdn = Some(name::whole(&self.name, &zone));
        }
        Ok(self.find(aws).await?.map(|set| self.filled_from(set)))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let change = |action, set: ResourceRecordSet| {
            Change::builder().action(action).resource_record_set(set).build()
        };
        let kept = self.r#type == prior.r#type
            && self.set_identifier == prior.set_identifier
            && self.policy() == prior.policy();
        // What identifies a record cannot change: then the old one goes as the new one comes.
        let mut changes = Vec::new();
        if kept {
            changes.push(change(ChangeAction::Upsert, self.to_sdk()?)?);
        } else {
            let old = prior.find(aws).await?.map(|old| change(ChangeAction::Delete, old));
            changes.extend(old.transpose()?);
            changes.push(change(ChangeAction::Create, self.to_sdk()?)?);
        }
        let wait = self.submit(changes, aws).await?;
        self.id = Some(self.make_id());
        change::wait(aws, wait, self.timeouts.update(LIMIT)).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        // Only the record exactly as it is can be deleted.
        let Some(set) = self.find(aws).await? else { return Ok(()) };
        let change = Change::builder().action(ChangeAction::Delete).resource_record_set(set).build()?;
        match self.submit(vec![change], aws).await {
            Ok(wait) => change::wait(aws, wait, self.timeouts.delete(LIMIT)).await,
            Err(error) if error.is(&[NO_ZONE]) || error.says("but it was not found") => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The id is known as soon as its parts are, and another one when type or set identifier change.
    fn refine(plan: &mut Refine<'_>) {
        if plan.is_changed("type") || plan.is_changed("set_identifier") {
            plan.set_unknown("id", Type::String);
        }
    }

    /// The import id is `ZONE_name_TYPE` or `ZONE_name_TYPE_set-identifier`.
    fn import(id: &str) -> Result<Self> {
        let wrong = || {
            Error::Invalid(format!(
                "`{id}` is no id of an aws_route53_record. It is `ZONEID_name_TYPE`, or `ZONEID_name_TYPE_SET` with \
                 the set identifier, such as `Z4KAPRWWNC7JR_dev.example.com_NS_dev`."
            ))
        };
        let (zone, rest) =
            name::zone_id(id).split_once('_').map(|(a, b)| (a.to_owned(), b.to_owned())).ok_or_else(wrong)?;
        let parts: Vec<&str> = rest.split('_').collect();
        let at = (1..parts.len()).find(|at| TYPES.contains(&parts[*at])).ok_or_else(wrong)?;
        let set = parts[at + 1..].join("_");
        Ok(Self {
            id: Some(id.to_owned()),
            zone_id: zone,
            name: name::clean(&parts[..at].join("_")),
            r#type: parts[at].to_owned(),
            set_identifier: Some(set).filter(|set| !set.is_empty()),
            ..Self::default()
        })
    }
}

const TYPES: [&str; 17] = [
    "SOA", "A", "TXT", "NS", "CNAME", "MX", "NAPTR", "PTR", "SRV", "SPF", "AAAA", "CAA", "DS", "TLSA",
    "SSHFP", "SVCB", "HTTPS",
];

impl Record {
    fn make_id(&self) -> String {
        let zone = name::zone_id(&self.zone_id);
        let id = format!("{zone}_{}_{}", self.name.to_lowercase(), self.r#type);
        match self.set_identifier.as_deref().filter(|set| !set.is_empty()) {
            Some(set) => format!("{id}_{set}"),
            None => id,
        }
    }

    fn fqdn(&self) -> &str {
        self.fqdn.as_deref().unwrap_or_default()
    }

    /// The name of the zone; `None` if it is gone.
    async fn zone_name(&self, aws: &Aws) -> Result<Option<String>> {
        let id = name::zone_id(&self.zone_id);
        let answer = aws.route53.get_hosted_zone().id(id).send().await.or_gone(&[NO_ZONE])?;
        Ok(answer.and_then(|answer| answer.hosted_zone).map(|zone| zone.name))
    }

    /// The record as Route 53 has it.
    async fn find(&self, aws: &Aws) -> Result<Option<ResourceRecordSet>> {
        let set = self.set_identifier.as_deref().filter(|set| !set.is_empty());
        let kind = RrType::from(self.r#type.as_str());
        let start = Some((self.fqdn(), kind.clone(), set));
        let found = record_set::list(&name::zone_id(&self.zone_id), start, aws).await?.unwrap_or_default();
        Ok(found.into_iter().find(|other| {
            name::clean(&other.name) == self.fqdn()
                && other.r#type == kind
                && other.set_identifier.as_deref().filter(|set| !set.is_empty()) == set
        }))
    }

    async fn submit(
        &self,
        changes: Vec<Change>,
        aws: &Aws,
    ) -> Result<Option<aws_sdk_route53::types::ChangeInfo>> {
        let batch =
            ChangeBatch::builder().comment("Managed by Terraform").set_changes(Some(changes)).build()?;
        let zone = name::zone_id(&self.zone_id);
        let send = || async {
            let request = aws.route53.change_resource_record_sets().hosted_zone_id(&zone);
            Ok(request.change_batch(batch.clone()).send().await?.change_info)
        };
        // A zone takes one batch after the other.
        wait::retry(minutes(5), |error| error.is(&["PriorRequestNotComplete", "Throttling"]), send).await
    }

    /// Which kind of routing it has: a change of it makes another record.
    fn policy(&self) -> [bool; 7] {
        [
            self.cidr_routing_policy.iter().flatten().next().is_some(),
            self.failover_routing_policy.iter().flatten().next().is_some(),
            self.geolocation_routing_policy.iter().flatten().next().is_some(),
            self.geoproximity_routing_policy.iter().flatten().next().is_some(),
            self.latency_routing_policy.iter().flatten().next().is_some(),
            self.multivalue_answer_routing_policy.unwrap_or_default(),
            self.weighted_routing_policy.iter().flatten().next().is_some(),
        ]
    }

    fn to_sdk(&self) -> Result<ResourceRecordSet> {
        let mut set = ResourceRecordSet::builder()
            .name(self.fqdn())
            .r#type(RrType::from(self.r#type.as_str()))
            .set_set_identifier(said(&self.set_identifier))
            .set_health_check_id(said(&self.health_check_id))
            .set_multi_value_answer(self.multivalue_answer_routing_policy.filter(|on| *on));
        if let Some(alias) = self.alias.iter().flatten().next() {
            let target = AliasTarget::builder()
                .dns_name(&alias.name)
                .hosted_zone_id(&alias.zone_id)
                .evaluate_target_health(alias.evaluate_target_health);
            set = set.alias_target(target.build()?);
        } else {
            set = set.ttl(self.ttl.unwrap_or_default());
            for value in self.records.iter().flat_map(|set| set.iter()) {
                let value = if self.is_text() { format!("\"{value}\"") } else { value.clone() };
                set = set.resource_records(ResourceRecord::builder().value(value).build()?);
            }
        }
        if let Some(policy) = self.cidr_routing_policy.iter().flatten().next() {
            let config = CidrRoutingConfig::builder()
                .collection_id(&policy.collection_id)
                .location_name(&policy.location_name);
            set = set.cidr_routing_config(config.build()?);
        }
        if let Some(policy) = self.failover_routing_policy.iter().flatten().next() {
            set = set.failover(ResourceRecordSetFailover::from(policy.r#type.as_str()));
        }
        if let Some(policy) = self.geolocation_routing_policy.iter().flatten().next() {
            let location = GeoLocation::builder()
                .set_continent_code(said(&policy.continent))
                .set_country_code(said(&policy.country))
                .set_subdivision_code(said(&policy.subdivision));
            set = set.geo_location(location.build());
        }
        if let Some(policy) = self.geoproximity_routing_policy.iter().flatten().next() {
            let place = policy.coordinates.iter().flat_map(|set| set.iter()).next();
            let place = place
                .map(|at| SdkCoordinates::builder().latitude(&at.latitude).longitude(&at.longitude).build());
            let location = GeoProximityLocation::builder()
                .set_aws_region(said(&policy.aws_region))
                .set_local_zone_group(said(&policy.local_zone_group))
                .set_bias(policy.bias.and_then(|bias| bias.try_into().ok()))
                .set_coordinates(place.transpose()?);
            set = set.geo_proximity_location(location.build());
        }
        if let Some(policy) = self.latency_routing_policy.iter().flatten().next() {
            set = set.region(ResourceRecordSetRegion::from(policy.region.as_str()));
        }
        if let Some(policy) = self.weighted_routing_policy.iter().flatten().next() {
            set = set.weight(policy.weight);
        }
        Ok(set.build()?)
    }

    fn filled_from(self, set: ResourceRecordSet) -> Self {
        let is_text = self.is_text();
        let value = |value: String| match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
            Some(inner) if is_text => inner.to_owned(),
            _ => value,
        };
        // The API tells the name of a target with a dot at its end, and of a load balancer with `dualstack.`.
        let given = self.alias.iter().flatten().next().map(|alias| alias.name.clone());
        let alias = |target: AliasTarget| {
            let name = name::clean(&target.dns_name);
            let same = |given: &String| name::same_alias(&given.as_str().into(), &name.as_str().into());
            Alias {
                evaluate_target_health: target.evaluate_target_health,
                name: given.filter(same).unwrap_or(name),
                zone_id: target.hosted_zone_id,
            }
        };
        let location = |at: GeoProximityLocation| GeoproximityRoutingPolicy {
            aws_region: at.aws_region,
            bias: at.bias.map(i64::from),
            coordinates: at
                .coordinates
                .map(|at| vec![Coordinates { latitude: at.latitude, longitude: at.longitude }].into()),
            local_zone_group: at.local_zone_group,
        };
        Record {
            alias: set.alias_target.map(|target| vec![alias(target)]),
            allow_overwrite: self.allow_overwrite,
            cidr_routing_policy: set.cidr_routing_config.map(|config| {
                vec![CidrRoutingPolicy {
                    collection_id: config.collection_id,
                    location_name: config.location_name,
                }]
            }),
            failover_routing_policy: set
                .failover
                .map(|failover| vec![FailoverRoutingPolicy { r#type: failover.to_string() }]),
            geolocation_routing_policy: set.geo_location.map(|at| {
                vec![GeolocationRoutingPolicy {
                    continent: at.continent_code,
                    country: at.country_code,
                    subdivision: at.subdivision_code,
                }]
            }),
            geoproximity_routing_policy: set.geo_proximity_location.map(|at| vec![location(at)]),
            health_check_id: set.health_check_id,
            latency_routing_policy: set
                .region
                .map(|region| vec![LatencyRoutingPolicy { region: region.to_string() }]),
            multivalue_answer_routing_policy: set.multi_value_answer,
            records: set
                .resource_records
                .map(|records| records.into_iter().map(|record| value(record.value)).collect()),
            set_identifier: set.set_identifier,
            ttl: set.ttl,
            r#type: set.r#type.to_string(),
            weighted_routing_policy: set.weight.map(|weight| vec![WeightedRoutingPolicy { weight }]),
            zone_id: name::zone_id(&self.zone_id),
            ..self
        }
    }

    /// Whether its values stand in quotes at the API.
    fn is_text(&self) -> bool {
        matches!(self.r#type.as_str(), "TXT" | "SPF")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_tells_zone_name_type_and_set() {
        let table = [
            ("Z1_www.example.com_A", ("www.example.com", "A", None)),
            ("Z1__acme_x.example.com._CNAME", ("_acme_x.example.com", "CNAME", None)),
            ("/hostedzone/Z1_dev_NS_blue_one", ("dev", "NS", Some("blue_one"))),
            ("Z1__MX", ("", "MX", None)),
        ];
        for (id, (name, kind, set)) in table {
            let record = Record::import(id).expect(id);
            let told = (record.name.as_str(), record.r#type.as_str(), record.set_identifier.as_deref());
            assert_eq!((record.zone_id.as_str(), told), ("Z1", (name, kind, set)), "{id}");
        }
        assert!(Record::import("Z1_www.example.com").is_err());
    }
}
