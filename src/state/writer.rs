//! The one place that writes state.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Mutex as AsyncMutex;

use super::{backend::Backend, file::print, lock::Lock, model::State};
use crate::diagnostic::{Diagnostic, Result};

/// Keeps a state in memory and on disk in step. Every change is written at once; changes that come while a write is
/// under way are written together by the next one.
#[derive(Clone)]
pub struct Writer(Arc<Shared>);

struct Shared {
    backend: Backend,
    state: Mutex<Versioned>,
    disk: AsyncMutex<Disk>,
}

struct Versioned {
    state: State,
    /// Counts the changes in memory.
    version: u64,
}

struct Disk {
    /// The version in memory that is on disk.
    version: u64,
    /// What was there when the lock was taken; kept as the backup at the first write.
    before: Option<Vec<u8>>,
    lock: Lock,
}

impl Writer {
    /// A writer of what `backend` holds, under its lock.
    ///
    /// # Errors
    /// A state that cannot be read, or is none.
    pub fn open(backend: Backend, lock: Lock) -> Result<Self, Diagnostic> {
        let (state, before) = match backend.read()? {
            Some((state, bytes)) => (state, lock.placeholder.is_none().then_some(bytes)),
            None => (State::fresh(), None),
        };
        let state = Mutex::new(Versioned { state, version: 0 });
        let disk = AsyncMutex::new(Disk { version: 0, before, lock });
        Ok(Self(Arc::new(Shared { backend, state, disk })))
    }

    /// The state as it is now.
    pub fn state(&self) -> State {
        self.locked().state.clone()
    }

    /// Looks at the state without copying it.
    pub fn with<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.locked().state)
    }

    /// Changes the state, and returns when the change is on disk. A change that changes nothing is not written.
    ///
    /// # Errors
    /// The state cannot be written; the change stays in memory and is tried again with the next one.
    pub async fn update<T>(&self, change: impl FnOnce(&mut State) -> T) -> Result<T, Diagnostic> {
        let (result, version) = {
            let mut locked = self.locked();
            let result = change(&mut locked.state);
            locked.version += 1;
            (result, locked.version)
        };
        self.persist(version).await?;
        Ok(result)
    }

    async fn persist(&self, version: u64) -> Result<(), Diagnostic> {
        let mut disk = self.0.disk.lock().await;
        if disk.version >= version {
            return Ok(());
        }
        let (text, version) = {
            let mut locked = self.locked();
            locked.state.serial += 1;
            (print(&locked.state), locked.version)
        };
        let Backend::Local(local) = &self.0.backend;
        if let Some(before) = disk.before.take() {
            local.back_up(&before)?;
        }
        local.write(&mut disk.lock, text.as_bytes())?;
        disk.version = version;
        Ok(())
    }

    fn locked(&self) -> MutexGuard<'_, Versioned> {
        // A panic elsewhere does not make the state wrong: every change is a whole one.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::state::Local;

    #[tokio::test]
    async fn every_change_is_on_disk_and_the_first_state_is_kept_as_backup() {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = Backend::Local(Local::new(folder.path().join("terraform.tfstate")));
        for run in 1..=2 {
            let lock = backend.lock("Apply", Duration::ZERO).expect("the lock");
            let writer = Writer::open(backend.clone(), lock).expect("a state");
            writer.update(|state| state.check_results = run.into()).await.expect("written");
            let (state, _) = backend.read().expect("readable").expect("there");
            assert_eq!((state.serial, state.check_results), (run, run.into()));
        }
        assert!(folder.path().join("terraform.tfstate.backup").exists());
    }
}
