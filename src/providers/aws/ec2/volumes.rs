//! Volumes at EC2: found, and changed in place.

use super::prelude::*;
use aws_sdk_ec2::types::{self, VolumeModificationState as State};

/// The error codes of "there is no such volume".
pub const GONE: &[&str] = &["InvalidVolume.NotFound"];

/// The volume with this id, if there is one.
///
/// # Errors
/// Those of `DescribeVolumes`, but not that it is gone.
pub async fn find(id: &str, aws: &Aws) -> Result<Option<types::Volume>> {
    let found = aws.ec2.describe_volumes().volume_ids(id).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.volumes?.pop()))
}

/// What is to be changed of a volume.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Wish {
    /// The size in GiB; it only grows.
    pub size: Option<i32>,
    /// Such as `gp3`.
    pub kind: Option<String>,
    /// Operations a second.
    pub iops: Option<i32>,
    /// MiB a second.
    pub throughput: Option<i32>,
    /// Whether several instances may have it.
    pub multi_attach: Option<bool>,
}

/// Changes a volume, and waits until the change is in force. Nothing to change is no call.
///
/// # Errors
/// Those of the calls, and that of a change that fails.
pub async fn modify(id: &str, wish: Wish, limit: Duration, aws: &Aws) -> Result<()> {
    if wish == Wish::default() {
        return Ok(());
    }
    let request = aws
        .ec2
        .modify_volume()
        .volume_id(id)
        .set_iops(wish.iops.filter(|iops| *iops != 0))
        .set_multi_attach_enabled(wish.multi_attach)
        .set_size(wish.size)
        .set_throughput(wish.throughput.filter(|throughput| *throughput != 0))
        .set_volume_type(wish.kind.map(|kind| kind.as_str().into()));
    request.send().await?;
    // While it is optimizing, which takes hours, the volume already is what it should be.
    wait::until("the change of the volume", limit, || async {
        let found = aws.ec2.describe_volumes_modifications().volume_ids(id).send().await?;
        let all = found.volumes_modifications.unwrap_or_default();
        let last = all.into_iter().max_by_key(|one| one.start_time.map(|time| time.as_nanos()));
        Ok(match last.as_ref().and_then(|one| one.modification_state.as_ref()) {
            Some(State::Completed | State::Optimizing) => Progress::Ready(()),
            Some(State::Failed) => Progress::Failed {
                state: "failed".into(),
                reason: last.and_then(|one| one.status_message).unwrap_or_default(),
            },
            state => Progress::Pending(state.map_or("not visible".into(), ToString::to_string)),
        })
    })
    .await
}
