//! Data source `aws_kms_key`: a key by its id, ARN or alias.

use super::GONE;
use crate::providers::aws::{prelude::*, time};
use aws_sdk_kms::types::MultiRegionKey;

/// A key by its id, ARN or alias.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_kms_key")]
pub struct Key {
    id: Computed<String>,
    arn: Computed<String>,
    aws_account_id: Computed<String>,
    cloud_hsm_cluster_id: Computed<String>,
    creation_date: Computed<String>,
    custom_key_store_id: Computed<String>,
    customer_master_key_spec: Computed<String>,
    deletion_date: Computed<String>,
    description: Computed<String>,
    enabled: Computed<bool>,
    expiration_model: Computed<String>,
    grant_tokens: Optional<Vec<String>>,
    key_id: Required<String>,
    key_manager: Computed<String>,
    key_spec: Computed<String>,
    key_state: Computed<String>,
    key_usage: Computed<String>,
    multi_region: Computed<bool>,
    multi_region_configuration: Computed<Vec<MultiRegion>>,
    origin: Computed<String>,
    pending_deletion_window_in_days: Computed<i64>,
    valid_to: Computed<String>,
    xks_key_configuration: Computed<Vec<External>>,
}

/// The other regions that have the key.
#[derive(Debug, Default, Clone, Schema)]
pub struct MultiRegion {
    multi_region_key_type: Computed<String>,
    primary_key: Computed<Vec<Replica>>,
    replica_keys: Computed<Vec<Replica>>,
}

/// The key in one region.
#[derive(Debug, Default, Clone, Schema)]
pub struct Replica {
    arn: Computed<String>,
    region: Computed<String>,
}

/// The key in a store outside of AWS.
#[derive(Debug, Default, Clone, Schema)]
pub struct External {
    id: Computed<String>,
}

impl Data<Aws> for Key {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let request = aws.kms.describe_key().key_id(&self.key_id).set_grant_tokens(self.grant_tokens.clone());
        let found = request.send().await.or_gone(GONE)?;
        let Some(found) = found.and_then(|found| found.key_metadata) else {
            return Err(Error::Invalid(format!("There is no KMS key `{}` in {}.", self.key_id, aws.region)));
        };
        let replica = |key: MultiRegionKey| Replica { arn: key.arn, region: key.region };
        let regions = found.multi_region_configuration.map(|regions| MultiRegion {
            multi_region_key_type: regions.multi_region_key_type.map(|kind| kind.to_string()),
            primary_key: Some(regions.primary_key.map(replica).into_iter().collect()),
            replica_keys: Some(regions.replica_keys.unwrap_or_default().into_iter().map(replica).collect()),
        });
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let external = found.xks_key_configuration.map(|key| External { id: key.id });
        let spec = text(found.key_spec.map(|spec| spec.to_string()));
        Ok(Self {
            id: Some(found.key_id.clone()),
            arn: found.arn,
            aws_account_id: text(found.aws_account_id),
            cloud_hsm_cluster_id: text(found.cloud_hsm_cluster_id),
            creation_date: Some(time::rfc3339(found.creation_date.as_ref())),
            custom_key_store_id: text(found.custom_key_store_id),
            customer_master_key_spec: spec.clone(),
            deletion_date: Some(time::rfc3339(found.deletion_date.as_ref())),
            description: text(found.description),
            enabled: Some(found.enabled),
            expiration_model: text(found.expiration_model.map(|model| model.to_string())),
            grant_tokens: self.grant_tokens,
            key_id: self.key_id,
            key_manager: text(found.key_manager.map(|manager| manager.to_string())),
            key_spec: spec,
            key_state: text(found.key_state.map(|state| state.to_string())),
            key_usage: text(found.key_usage.map(|usage| usage.to_string())),
            multi_region: Some(found.multi_region.unwrap_or_default()),
            multi_region_configuration: Some(regions.into_iter().collect()),
            origin: text(found.origin.map(|origin| origin.to_string())),
            pending_deletion_window_in_days: Some(i64::from(
                found.pending_deletion_window_in_days.unwrap_or_default(),
            )),
            valid_to: Some(time::rfc3339(found.valid_to.as_ref())),
            xks_key_configuration: Some(external.into_iter().collect()),
        })
    }
}
