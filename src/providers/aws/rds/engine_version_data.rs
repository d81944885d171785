//! Data source `aws_rds_engine_version`: a version of an engine that RDS offers.

use std::cmp::Ordering;

use super::prelude::*;
use aws_sdk_rds::types::{DbEngineVersion, Filter as AwsFilter};

/// A version of an engine that RDS offers.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_rds_engine_version")]
pub struct EngineVersion {
    id: Computed<String>,
    default_character_set: Computed<String>,
    default_only: Optional<bool>,
    engine: Required<String>,
    engine_description: Computed<String>,
    exportable_log_types: Computed<Set<String>>,
    #[attr(block)]
    filter: Optional<Set<Filter>>,
    has_major_target: Optional<bool>,
    has_minor_target: Optional<bool>,
    include_all: Optional<bool>,
    latest: Optional<bool>,
    parameter_group_family: Defaulted<String>,
    preferred_major_targets: Optional<Vec<String>>,
    preferred_upgrade_targets: Optional<Vec<String>>,
    #[attr(conflicts = ["version"])]
    preferred_versions: Optional<Vec<String>>,
    status: Computed<String>,
    supported_character_sets: Computed<Set<String>>,
    supported_feature_names: Computed<Set<String>>,
    supported_modes: Computed<Set<String>>,
    supported_timezones: Computed<Set<String>>,
    supports_certificate_rotation_without_restart: Computed<bool>,
    supports_global_databases: Computed<bool>,
    supports_integrations: Computed<bool>,
    supports_limitless_database: Computed<bool>,
    supports_local_write_forwarding: Computed<bool>,
    supports_log_exports_to_cloudwatch: Computed<bool>,
    supports_parallel_query: Computed<bool>,
    supports_read_replica: Computed<bool>,
    valid_major_targets: Computed<Set<String>>,
    valid_minor_targets: Computed<Set<String>>,
    valid_upgrade_targets: Computed<Set<String>>,
    #[attr(conflicts = ["preferred_versions"])]
    version: Defaulted<String>,
    version_actual: Computed<String>,
    version_description: Computed<String>,
}

/// What the versions are to have.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Filter {
    name: Required<String>,
    values: Required<Set<String>>,
}

impl Data<Aws> for EngineVersion {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let preferred = self.preferred_versions.clone().unwrap_or_default();
        let says_nothing = given(&self.version).is_none()
            && preferred.is_empty()
            && given(&self.parameter_group_family).is_none()
            && !self.latest.unwrap_or_default()
            && self.filter.as_ref().is_none_or(|filters| filters.is_empty());
        let filters = self.filter.iter().flat_map(|filters| filters.iter());
        let filters: Vec<_> = filters
            .map(|one| AwsFilter::builder().name(&one.name).set_values(Some(one.values.0.clone())).build())
            .collect();
        let request = aws
            .rds
            .describe_db_engine_versions()
            .engine(&self.engine)
            .set_engine_version(given(&self.version))
            .set_db_parameter_group_family(given(&self.parameter_group_family))
            .set_default_only(self.default_only.or(Some(says_nothing)).filter(|only| *only))
            .set_filters(Some(filters).filter(|filters| !filters.is_empty()))
            .set_include_all(self.include_all.filter(|all| *all))
            .list_supported_character_sets(true)
            .list_supported_timezones(true);
        let found = request.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await?;
        let found = self.choose(found)?;
        Ok(self.filled(found))
    }
}

impl EngineVersion {
    /// The one version that is asked for.
    fn choose(&self, mut found: Vec<DbEngineVersion>) -> Result<DbEngineVersion> {
        let targets = |one: &DbEngineVersion, major: Option<bool>| -> Vec<String> {
            let all = one.valid_upgrade_target.iter().flatten();
            let all = all.filter(|target| {
                major.is_none_or(|major| target.is_major_version_upgrade.unwrap_or_default() == major)
            });
            all.filter_map(|target| target.engine_version.clone()).collect()
        };
        let has = |wanted: &Option<Vec<String>>, own: &[String]| {
            wanted
                .as_ref()
                .is_none_or(|wanted| wanted.is_empty() || wanted.iter().any(|one| own.contains(one)))
        };
        found.retain(|one| {
            has(&self.preferred_upgrade_targets, &targets(one, None))
                && has(&self.preferred_major_targets, &targets(one, Some(true)))
                && (!self.has_major_target.unwrap_or_default() || !targets(one, Some(true)).is_empty())
                && (!self.has_minor_target.unwrap_or_default() || !targets(one, Some(false)).is_empty())
        });
        let version = |one: &DbEngineVersion| one.engine_version.clone().unwrap_or_default();
        let preferred = self.preferred_versions.clone().unwrap_or_default();
        if !preferred.is_empty() {
            found.retain(|one| preferred.contains(&version(one)));
            if !self.latest.unwrap_or_default() {
                found.sort_by_key(|one| preferred.iter().position(|name| *name == version(one)));
                found.truncate(1);
            }
        }
        if self.latest.unwrap_or_default() {
            found.sort_by(|a, b| newer(&version(b), &version(a)));
            found.truncate(1);
        }
        match (found.pop(), found.len()) {
            (Some(one), 0) => Ok(one),
            (Some(_), more) => Err(Error::Invalid(format!(
                "{} versions of `{}` fit. Say `version`, `latest` or `preferred_versions`.",
                more + 1,
                self.engine
            ))),
            (None, _) => Err(Error::Invalid(format!("RDS offers no such version of `{}`.", self.engine))),
        }
    }

    fn filled(self, found: DbEngineVersion) -> Self {
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let set = |list: Option<Vec<String>>| Some(Set::from(list.unwrap_or_default()));
        let switch = |switch: Option<bool>| Some(switch.unwrap_or_default());
        let targets = found.valid_upgrade_target.unwrap_or_default();
        let valid = |major: Option<bool>| {
            let fit = targets.iter().filter(|target| {
                major.is_none_or(|major| target.is_major_version_upgrade.unwrap_or_default() == major)
            });
            Some(fit.filter_map(|target| target.engine_version.clone()).collect())
        };
        let sets = found.supported_character_sets.unwrap_or_default().into_iter();
        let zones = found.supported_timezones.unwrap_or_default().into_iter();
        Self {
            id: found.engine_version.clone(),
            default_character_set: text(found.default_character_set.and_then(|set| set.character_set_name)),
            engine: found.engine.unwrap_or(self.engine),
            engine_description: text(found.db_engine_description),
            exportable_log_types: set(found.exportable_log_types),
            parameter_group_family: text(found.db_parameter_group_family),
            status: text(found.status),
            supported_character_sets: Some(sets.filter_map(|set| set.character_set_name).collect()),
            supported_feature_names: set(found.supported_feature_names),
            supported_modes: set(found.supported_engine_modes),
            supported_timezones: Some(zones.filter_map(|zone| zone.timezone_name).collect()),
            supports_certificate_rotation_without_restart: switch(
                found.supports_certificate_rotation_without_restart,
            ),
            supports_global_databases: switch(found.supports_global_databases),
            supports_integrations: switch(found.supports_integrations),
            supports_limitless_database: switch(found.supports_limitless_database),
            supports_local_write_forwarding: switch(found.supports_local_write_forwarding),
            supports_log_exports_to_cloudwatch: switch(found.supports_log_exports_to_cloudwatch_logs),
            supports_parallel_query: switch(found.supports_parallel_query),
            supports_read_replica: switch(found.supports_read_replica),
            valid_major_targets: valid(Some(true)),
            valid_minor_targets: valid(Some(false)),
            valid_upgrade_targets: valid(None),
            version: found.engine_version.clone(),
            version_actual: found.engine_version,
            version_description: text(found.db_engine_version_description),
            default_only: self.default_only,
            filter: self.filter,
            has_major_target: self.has_major_target,
            has_minor_target: self.has_minor_target,
            include_all: self.include_all,
            latest: self.latest,
            preferred_major_targets: self.preferred_major_targets,
            preferred_upgrade_targets: self.preferred_upgrade_targets,
            preferred_versions: self.preferred_versions,
        }
    }
}

/// Compares versions by their numbers: `16.10` is newer than `16.9`, `8.0.mysql_aurora.3.10.0` than `….3.9.0`.
fn newer(a: &str, b: &str) -> Ordering {
    let parts = |version: &str| -> Vec<(u64, String)> {
        let parts = version.split(['.', '_', '-']);
        parts.map(|part| (part.parse().unwrap_or_default(), part.to_owned())).collect()
    };
    parts(a).cmp(&parts(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(names: &[&str]) -> Vec<DbEngineVersion> {
        names.iter().map(|name| DbEngineVersion::builder().engine_version(*name).build()).collect()
    }

    #[test]
    fn one_version_is_chosen_or_the_question_is_refused() {
        let list = |names: &[&str]| Some(names.iter().map(ToString::to_string).collect::<Vec<_>>());
        let base = EngineVersion { engine: "postgres".into(), ..EngineVersion::default() };
        let latest = EngineVersion { latest: Some(true), ..base.clone() };
        let wish = EngineVersion { preferred_versions: list(&["17.9", "16.9", "16.10"]), ..base.clone() };
        for (asked, offered, chosen) in [
            (&latest, vec!["16.9", "16.10", "9.6.24"], Some("16.10")),
            (&wish, vec!["16.10", "16.9"], Some("16.9")),
            (&base, vec!["16.10", "16.9"], None),
            (&base, vec![], None),
            (&base, vec!["16.10"], Some("16.10")),
        ] {
            let found = asked.choose(versions(&offered)).ok().and_then(|one| one.engine_version);
            assert_eq!(found.as_deref(), chosen, "{offered:?}");
        }
    }
}
