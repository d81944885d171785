//! AWS KMS: keys, and their other names.

pub mod alias;
pub mod alias_data;
pub mod key;
pub mod key_data;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, Result, aws::Aws};
use aws_sdk_kms::types::AliasListEntry;

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] =
    &[OfResource::<alias::Alias, Aws>::TYPE, OfResource::<key::Key, Aws>::TYPE];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] =
    &[OfData::<alias_data::Alias, Aws>::TYPE, OfData::<key_data::Key, Aws>::TYPE];

/// The code of "there is no such key".
const GONE: &[&str] = &["NotFoundException"];

/// The alias of this name; `None` if there is none. KMS has no call for one.
async fn find_alias(name: &str, aws: &Aws) -> Result<Option<AliasListEntry>> {
    let mut pages = aws.kms.list_aliases().into_paginator().items().send();
    while let Some(alias) = pages.next().await {
        let alias = alias?;
        if alias.alias_name.as_deref() == Some(name) {
            return Ok(Some(alias));
        }
    }
    Ok(None)
}

/// The ARN of the key behind an alias: that of the alias, with the key in place of the name.
fn key_arn(alias_arn: &str, key: &str) -> String {
    match alias_arn.split_once(":alias/") {
        Some((start, _)) => format!("{start}:key/{key}"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_an_alias_is_in_its_region() {
        let alias = "arn:aws:kms:eu-central-1:123456789012:alias/app/db";
        assert_eq!(key_arn(alias, "k-1"), "arn:aws:kms:eu-central-1:123456789012:key/k-1");
        assert_eq!(key_arn("app", "k-1"), "");
    }
}
