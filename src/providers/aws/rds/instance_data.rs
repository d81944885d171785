//! Data source `aws_db_instance`: a database server by its name or its tags.

use super::{
    instance::{GONE, MasterUserSecret},
    prelude::*,
};
use aws_sdk_rds::types::DbInstance;

/// A database server by its name or its tags.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_db_instance")]
pub struct Instance {
    id: Computed<String>,
    address: Computed<String>,
    allocated_storage: Computed<i64>,
    auto_minor_version_upgrade: Computed<bool>,
    availability_zone: Computed<String>,
    backup_retention_period: Computed<i64>,
    ca_cert_identifier: Computed<String>,
    database_insights_mode: Computed<String>,
    db_cluster_identifier: Computed<String>,
    db_instance_arn: Computed<String>,
    db_instance_class: Computed<String>,
    db_instance_identifier: Defaulted<String>,
    db_instance_port: Computed<i64>,
    db_name: Computed<String>,
    db_parameter_groups: Computed<Vec<String>>,
    db_subnet_group: Computed<String>,
    enabled_cloudwatch_logs_exports: Computed<Vec<String>>,
    endpoint: Computed<String>,
    engine: Computed<String>,
    engine_version: Computed<String>,
    hosted_zone_id: Computed<String>,
    iops: Computed<i64>,
    kms_key_id: Computed<String>,
    license_model: Computed<String>,
    master_user_secret: Computed<Vec<MasterUserSecret>>,
    master_username: Computed<String>,
    max_allocated_storage: Computed<i64>,
    monitoring_interval: Computed<i64>,
    monitoring_role_arn: Computed<String>,
    multi_az: Computed<bool>,
    network_type: Computed<String>,
    option_group_memberships: Computed<Vec<String>>,
    port: Computed<i64>,
    preferred_backup_window: Computed<String>,
    preferred_maintenance_window: Computed<String>,
    publicly_accessible: Computed<bool>,
    replicate_source_db: Computed<String>,
    resource_id: Computed<String>,
    storage_encrypted: Computed<bool>,
    storage_throughput: Computed<i64>,
    storage_type: Computed<String>,
    tags: Defaulted<Tags>,
    timezone: Computed<String>,
    vpc_security_groups: Computed<Vec<String>>,
}

impl Data<Aws> for Instance {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let name = given(&self.db_instance_identifier);
        let tags = self.tags.clone().unwrap_or_default();
        let request = aws.rds.describe_db_instances().set_db_instance_identifier(name.clone());
        let mut pages = request.into_paginator().items().send();
        let mut found = Vec::new();
        while let Some(instance) = pages.next().await {
            let instance = match instance.map_err(Error::from) {
                Err(error) if error.is(GONE) => break,
                instance => instance?,
            };
            let own = from_rds(instance.tag_list.clone()).unwrap_or_default();
            if tags.iter().all(|(key, value)| own.get(key) == Some(value)) {
                found.push(instance);
            }
        }
        let what = name.map_or_else(|| "with these tags".to_owned(), |name| format!("`{name}`"));
        match (found.pop(), found.len()) {
            (Some(one), 0) => Ok(Self::of(one)),
            (Some(_), more) => Err(Error::Invalid(format!(
                "{} database instances fit. Say `db_instance_identifier`, or tags that only one has.",
                more + 1
            ))),
            (None, _) => {
                Err(Error::Invalid(format!("There is no database instance {what} in {}.", aws.region)))
            }
        }
    }
}

impl Instance {
    fn of(found: DbInstance) -> Self {
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let number = |number: Option<i32>| Some(i64::from(number.unwrap_or_default()));
        let switch = |switch: Option<bool>| Some(switch.unwrap_or_default());
        let endpoint = found.endpoint;
        let port = endpoint.as_ref().and_then(|end| end.port);
        let address = endpoint.as_ref().and_then(|end| end.address.clone());
        let groups = found.db_parameter_groups.unwrap_or_default().into_iter();
        let options = found.option_group_memberships.unwrap_or_default().into_iter();
        let security = found.vpc_security_groups.unwrap_or_default().into_iter();
        Self {
            id: found.db_instance_identifier.clone(),
            endpoint: Some(match (&address, port) {
                (Some(address), Some(port)) => format!("{address}:{port}"),
                _ => String::new(),
            }),
            address: text(address),
            allocated_storage: number(found.allocated_storage),
            auto_minor_version_upgrade: switch(found.auto_minor_version_upgrade),
            availability_zone: text(found.availability_zone),
            backup_retention_period: number(found.backup_retention_period),
            ca_cert_identifier: text(found.ca_certificate_identifier),
            database_insights_mode: text(found.database_insights_mode.map(|mode| mode.to_string())),
            db_cluster_identifier: text(found.db_cluster_identifier),
            db_instance_arn: text(found.db_instance_arn),
            db_instance_class: text(found.db_instance_class),
            db_instance_identifier: found.db_instance_identifier,
            db_instance_port: number(found.db_instance_port),
            db_name: text(found.db_name),
            db_parameter_groups: Some(groups.filter_map(|group| group.db_parameter_group_name).collect()),
            db_subnet_group: text(found.db_subnet_group.and_then(|group| group.db_subnet_group_name)),
            enabled_cloudwatch_logs_exports: Some(found.enabled_cloudwatch_logs_exports.unwrap_or_default()),
            engine: text(found.engine),
            engine_version: text(found.engine_version),
            hosted_zone_id: text(endpoint.and_then(|end| end.hosted_zone_id)),
            iops: number(found.iops),
            kms_key_id: text(found.kms_key_id),
            license_model: text(found.license_model),
            master_user_secret: Some(
                found.master_user_secret.map(MasterUserSecret::from_aws).into_iter().collect(),
            ),
            master_username: text(found.master_username),
            max_allocated_storage: number(found.max_allocated_storage),
            monitoring_interval: number(found.monitoring_interval),
            monitoring_role_arn: text(found.monitoring_role_arn),
            multi_az: switch(found.multi_az),
            network_type: text(found.network_type),
            option_group_memberships: Some(options.filter_map(|option| option.option_group_name).collect()),
            port: number(port),
            preferred_backup_window: text(found.preferred_backup_window),
            preferred_maintenance_window: text(found.preferred_maintenance_window),
            publicly_accessible: switch(found.publicly_accessible),
            replicate_source_db: text(found.read_replica_source_db_instance_identifier),
            resource_id: text(found.dbi_resource_id),
            storage_encrypted: switch(found.storage_encrypted),
            storage_throughput: number(found.storage_throughput),
            storage_type: text(found.storage_type),
            tags: from_rds(found.tag_list),
            timezone: text(found.timezone),
            vpc_security_groups: Some(security.filter_map(|group| group.vpc_security_group_id).collect()),
        }
    }
}
