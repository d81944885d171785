//! Waiting until the cloud is ready: early and often at first, then less and less.

use std::{future::Future, time::Duration};

use tokio::time::{Instant, sleep};

use crate::providers::{Error, Result};

/// What a look at an object tells.
pub enum Progress<T> {
    /// It is what it should be.
    Ready(T),
    /// It is not yet; this is its state.
    Pending(String),
    /// It will never be; this is its state, and why.
    Failed {
        /// The state that it is in.
        state: String,
        /// Why, if the API says so; else empty.
        reason: String,
    },
}

/// The first and the longest pause between two looks.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(10));

/// Looks until `probe` says that the object is ready, for at most `limit`.
///
/// # Errors
/// [`Error::Timeout`] after `limit`, [`Error::Failed`] if the object went into a state that it does not leave, and
/// every error of `probe`.
pub async fn until<T, F>(what: &str, limit: Duration, mut probe: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<Progress<T>>>,
{
    let (start, mut pause) = (Instant::now(), PAUSES.0);
    loop {
        let last = match probe().await? {
            Progress::Ready(value) => return Ok(value),
            Progress::Failed { state, reason } => {
                return Err(Error::Failed { what: what.into(), state, reason });
            }
            Progress::Pending(state) => state,
        };
        if start.elapsed() + pause > limit {
            return Err(Error::Timeout { what: what.into(), after: limit, last });
        }
        sleep(pause).await;
        pause = (pause * 3 / 2).min(PAUSES.1);
    }
}

/// Repeats a call while its error is one that time heals (`heals`), for at most `limit`: an IAM role that other
/// services do not see yet, an object that something still holds.
///
/// # Errors
/// The call's last error.
pub async fn retry<T, F>(
    limit: Duration,
    heals: impl Fn(&Error) -> bool,
    mut call: impl FnMut() -> F,
) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    let (start, mut pause) = (Instant::now(), PAUSES.0 * 5);
    loop {
        match call().await {
            Err(error) if heals(&error) && start.elapsed() + pause <= limit => sleep(pause).await,
            outcome => return outcome,
        }
        pause = (pause * 3 / 2).min(PAUSES.1);
    }
}

/// So many minutes.
pub const fn minutes(n: u64) -> Duration {
    Duration::from_secs(60 * n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waiting_ends_when_the_object_is_ready_or_time_is_up() {
        let mut looks = 0;
        let ready = until("it", minutes(1), || {
            looks += 1;
            let progress = if looks < 3 { Progress::Pending("new".into()) } else { Progress::Ready(looks) };
            async move { Ok(progress) }
        });
        assert_eq!(ready.await.expect("ready"), 3);
        let never =
            until::<(), _>("it", Duration::from_millis(1), || async { Ok(Progress::Pending("new".into())) });
        assert_eq!(
            never.await.expect_err("late").to_string(),
            "it was not ready after 0 s (last state: new)"
        );
    }
}
