//! Where a state is kept.

use std::{path::Path, time::Duration};

use super::{file::parse, local::Local, lock::Lock, model::State};
use crate::{
    diagnostic::{Diagnostic, Result},
    lang::value::Object,
};

/// Where a state is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backend {
    /// In a local file.
    Local(Local),
}

impl Backend {
    /// The backend of a `backend` or `remote_state` block of this kind with these arguments. Relative paths count from
    /// `dir`.
    ///
    /// # Errors
    /// A kind that is not supported, an argument that is wrong.
    pub fn from_config(kind: &str, config: &Object, dir: &Path) -> Result<Self, Diagnostic> {
        match kind {
            "local" => {
                let path = match config.get("path") {
                    None => "terraform.tfstate",
                    Some(path) if path.is_null() => "terraform.tfstate",
                    Some(path) => path.as_str().ok_or_else(|| {
                        Diagnostic::error("Invalid backend configuration")
                            .detail("\"path\" must be a string.")
                    })?,
                };
                Ok(Self::Local(Local::new(dir.join(path))))
            }
            other => Err(Diagnostic::error("Unsupported backend type")
                .detail(format!("The backend {other:?} is not supported yet. Supported is: local."))),
        }
    }

    /// Where it is, for messages.
    pub fn describe(&self) -> String {
        match self {
            Self::Local(local) => local.path.display().to_string(),
        }
    }

    /// The state; `None` if there is none yet.
    ///
    /// # Errors
    /// A state that cannot be read, or is none.
    pub fn read(&self) -> Result<Option<(State, Vec<u8>)>, Diagnostic> {
        match self {
            Self::Local(local) => {
                let Some(bytes) = local.read()? else { return Ok(None) };
                Ok(Some((parse(&bytes, &local.path)?, bytes)))
            }
        }
    }

    /// Leave to write without a lock, for `-lock=false`.
    ///
    /// # Errors
    /// The file system's.
    pub fn no_lock(&self) -> Result<Lock, Diagnostic> {
        match self {
            Self::Local(local) => local.no_lock(),
        }
    }

    /// Takes away a lock that somebody left behind; `id` is the one that the error about it names.
    ///
    /// # Errors
    /// There is no lock, it is another one, or a process that lives holds it.
    pub fn force_unlock(&self, id: &str) -> Result<(), Diagnostic> {
        match self {
            Self::Local(local) => local.force_unlock(id),
        }
    }

    /// Takes the lock.
    ///
    /// # Errors
    /// Somebody else holds it, still after `timeout`.
    pub fn lock(&self, operation: &str, timeout: Duration) -> Result<Lock, Diagnostic> {
        match self {
            Self::Local(local) => local.lock(operation, timeout),
        }
    }
}
