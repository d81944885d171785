//! The records of a zone as the API lists them.

use aws_sdk_route53::types::{ResourceRecordSet, RrType};

use super::prelude::*;

/// Where a list starts: name, type, set identifier.
pub type Start<'a> = Option<(&'a str, RrType, Option<&'a str>)>;

/// The records of a zone: all, or the hundred from `start` on; `None` if there is no such zone.
pub async fn list(zone: &str, start: Start<'_>, aws: &Aws) -> Result<Option<Vec<ResourceRecordSet>>> {
    let mut all = Vec::new();
    let mut request = aws.route53.list_resource_record_sets().hosted_zone_id(zone);
    let once = start.is_some();
    if let Some((name, kind, set)) = start {
        request = request
            .start_record_name(name)
            .start_record_type(kind)
            .set_start_record_identifier(set.map(str::to_owned))
            .max_items(100);
    }
    loop {
        let Some(page) = request.send().await.or_gone(&["NoSuchHostedZone"])? else { return Ok(None) };
        all.extend(page.resource_record_sets);
        if once || !page.is_truncated {
            return Ok(Some(all));
        }
        request = aws
            .route53
            .list_resource_record_sets()
            .hosted_zone_id(zone)
            .set_start_record_name(page.next_record_name)
            .set_start_record_type(page.next_record_type)
            .set_start_record_identifier(page.next_record_identifier);
    }
}
