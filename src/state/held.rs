//! The state files that this process has locked.
//!
//! A POSIX lock goes when its process closes any handle of the file, so that to open a locked file once more, only to
//! read it, would give the lock away. Who wants such a file takes the handle from here.

use std::{
    collections::BTreeMap,
    fs::File,
    io,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

static HELD: Mutex<BTreeMap<PathBuf, Arc<File>>> = Mutex::new(BTreeMap::new());

/// Says that the file at `path` is open and locked.
pub fn hold(path: &Path, file: Arc<File>) {
    held().insert(absolute(path), file);
}

/// Says that the file at `path` is not locked any more.
pub fn release(path: &Path) {
    held().remove(&absolute(path));
}

/// The handle of a file that is locked here.
pub fn handle(path: &Path) -> Option<Arc<File>> {
    held().get(&absolute(path)).cloned()
}

/// All bytes of a file, read without moving its position.
pub fn bytes(file: &File) -> io::Result<Vec<u8>> {
    let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, 0)?;
    Ok(bytes)
}

fn held() -> MutexGuard<'static, BTreeMap<PathBuf, Arc<File>>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
