//! `aws_route53_zone` as a data source: the zone of an id, or of a name and what else is known of it.

use super::{
    prelude::*,
    zone::{arn, name_servers, sorted, tags_of},
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_route53_zone")]
pub struct ZoneData {
    id: Computed<String>,
    arn: Computed<String>,
    caller_reference: Computed<String>,
    comment: Computed<String>,
    linked_service_description: Computed<String>,
    linked_service_principal: Computed<String>,
    #[attr(normalize = name::normalize, conflicts = ["zone_id"])]
    name: Defaulted<String>,
    name_servers: Computed<Vec<String>>,
    primary_name_server: Computed<String>,
    #[attr(default = false)]
    private_zone: Optional<bool>,
    resource_record_set_count: Computed<i64>,
    tags: Defaulted<Tags>,
    #[attr(conflicts = ["zone_id"])]
    vpc_id: Defaulted<String>,
    #[attr(conflicts = ["name"])]
    zone_id: Defaulted<String>,
}

impl Data<Aws> for ZoneData {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let id = match self.zone_id.as_deref().filter(|id| !id.is_empty()) {
            Some(id) => name::zone_id(id),
            None => self.search(aws).await?,
        };
        let answer = aws.route53.get_hosted_zone().id(&id).send().await?;
        let zone = answer.hosted_zone.ok_or(Error::Missing("the hosted zone"))?;
        let servers = match answer.delegation_set {
            Some(set) => set.name_servers,
            None => name_servers(&id, &zone.name, aws).await?,
        };
        let service = zone.linked_service;
        Ok(Self {
            arn: Some(arn(&id, aws)),
            caller_reference: Some(zone.caller_reference),
            comment: zone.config.as_ref().and_then(|config| config.comment.clone()),
            linked_service_description: service.as_ref().and_then(|service| service.description.clone()),
            linked_service_principal: service.and_then(|service| service.service_principal),
            name: Some(name::clean(&zone.name)),
            primary_name_server: servers.first().cloned(),
            name_servers: Some(sorted(servers)),
            private_zone: Some(zone.config.is_some_and(|config| config.private_zone)),
            resource_record_set_count: zone.resource_record_set_count,
            tags: tags_of(&id, aws).await?,
            vpc_id: self.vpc_id,
            zone_id: Some(id.clone()),
            id: Some(id),
        })
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let is_set = |name: &&str| config.get(*name).is_some_and(|value| !value.is_null());
        if ["name", "tags", "vpc_id", "zone_id"].iter().any(is_set) {
            return Vec::new();
        }
        vec![("name", "Say which zone: `zone_id`, `name`, `tags` or `vpc_id`.".into())]
    }
}

impl ZoneData {
    /// The id of the one zone that fits.
    async fn search(&self, aws: &Aws) -> Result<String> {
        let private = self.private_zone.unwrap_or_default() || self.vpc_id.is_some();
        let wanted = self.name.as_deref().map(name::clean).filter(|name| !name.is_empty());
        let mut found = Vec::new();
        let mut pages = aws.route53.list_hosted_zones().into_paginator().send();
        while let Some(page) = pages.next().await {
            for zone in page?.hosted_zones {
                let id = name::zone_id(&zone.id);
                let is_private = zone.config.is_some_and(|config| config.private_zone);
                if is_private == private
                    && wanted.as_ref().is_none_or(|wanted| *wanted == name::clean(&zone.name))
                    && self.has_tags(&id, aws).await?
                    && self.is_seen(&id, aws).await?
                {
                    found.push(id);
                }
            }
        }
        match <[String; 1]>::try_from(found) {
            Ok([id]) => Ok(id),
            Err(found) if found.is_empty() => Err(Error::Invalid(format!(
                "No {} hosted zone fits{}.",
                if private { "private" } else { "public" },
                wanted.map_or(String::new(), |name| format!(" the name `{name}`"))
            ))),
            Err(found) => Err(Error::Invalid(format!(
                "{} hosted zones fit: {}. Say `zone_id`, or more of `name`, `vpc_id` and `tags`.",
                found.len(),
                found.join(", ")
            ))),
        }
    }

    /// Whether the zone has all the tags that are asked for.
    async fn has_tags(&self, id: &str, aws: &Aws) -> Result<bool> {
        let Some(wanted) = self.tags.as_ref().filter(|tags| !tags.is_empty()) else { return Ok(true) };
        let tags = tags_of(id, aws).await?.unwrap_or_default();
        Ok(wanted.iter().all(|(key, value)| tags.get(key) == Some(value)))
    }

    /// Whether the VPC that is asked for sees the zone.
    async fn is_seen(&self, id: &str, aws: &Aws) -> Result<bool> {
        let Some(wanted) = &self.vpc_id else { return Ok(true) };
        let vpcs = aws.route53.get_hosted_zone().id(id).send().await?.vpcs.unwrap_or_default();
        Ok(vpcs.iter().any(|vpc| vpc.vpc_id.as_ref() == Some(wanted)))
    }
}
