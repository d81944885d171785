//! Where a provider reads and writes the files of the module that it works for. Several modules are at work at once, so
//! that is not the working folder of the process.

use std::path::{Path, PathBuf};

use crate::work_dir::WorkDir;

tokio::task_local! {
    static DIR: WorkDir;
}

/// Runs a future in which relative paths start from `dir`.
pub async fn in_dir<T>(dir: WorkDir, task: impl Future<Output = T>) -> T {
    DIR.scope(dir, task).await
}

/// Where the file of this path in a configuration is on this machine.
pub fn local_path(path: impl AsRef<Path>) -> PathBuf {
    DIR.try_with(|dir| dir.read(&path)).unwrap_or_else(|_| path.as_ref().to_path_buf())
}

/// Where a file of this path in a configuration is to be written on this machine.
pub fn written_path(path: impl AsRef<Path>) -> PathBuf {
    DIR.try_with(|dir| dir.write(&path)).unwrap_or_else(|_| path.as_ref().to_path_buf())
}
