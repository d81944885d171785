//! Changes: Route 53 takes them at once and spreads them to its servers in about a minute.

use std::time::Duration;

use aws_sdk_route53::types::{ChangeInfo, ChangeStatus};

use super::prelude::*;

/// Waits until all servers know of a change.
pub async fn wait(aws: &Aws, change: Option<ChangeInfo>, limit: Duration) -> Result<()> {
    let Some(change) = change.filter(|change| change.status != ChangeStatus::Insync) else { return Ok(()) };
    let id = change.id.trim_start_matches("/change/").to_owned();
    wait::until("the change of DNS", limit, || async {
        let status = aws.route53.get_change().id(&id).send().await?.change_info.map(|change| change.status);
        Ok(match status {
            Some(ChangeStatus::Insync) => Progress::Ready(()),
            status => Progress::Pending(status.map_or("unknown".into(), |status| status.to_string())),
        })
    })
    .await
}
