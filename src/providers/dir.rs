//! The folder that relative paths of a module's files start from. Several modules are at work at once, so it is not
//! the working folder of the process.

use std::path::{Path, PathBuf};

tokio::task_local! {
    static DIR: PathBuf;
}

/// Runs a future in which [`local_path`] starts from `dir`.
pub async fn in_dir<T>(dir: PathBuf, task: impl Future<Output = T>) -> T {
    DIR.scope(dir, task).await
}

/// Where a path of a configuration is on this machine.
pub fn local_path(path: impl AsRef<Path>) -> PathBuf {
    DIR.try_with(|dir| dir.join(path.as_ref())).unwrap_or_else(|_| path.as_ref().to_path_buf())
}
