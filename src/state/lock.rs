//! Who holds a state.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{TERRAFORM_VERSION, diagnostic::Diagnostic};

/// Who holds a lock, as Terraform writes it beside the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct LockInfo {
    /// What `force-unlock` asks for.
    #[serde(rename = "ID")]
    pub id: String,
    /// What is done under the lock: `OperationTypeApply`.
    pub operation: String,
    /// Anything more.
    pub info: String,
    /// The user and machine.
    pub who: String,
    /// The version of the program.
    pub version: String,
    /// When it was taken, in RFC 3339.
    pub created: String,
    /// The state.
    pub path: String,
}

impl Default for LockInfo {
    fn default() -> Self {
        let none = String::new;
        Self {
            id: none(),
            operation: none(),
            info: none(),
            who: none(),
            version: none(),
            created: none(),
            path: none(),
        }
    }
}

impl LockInfo {
    /// A lock of this process for an operation (`Plan`, `Apply`, …).
    pub fn new(operation: &str, path: &str) -> Self {
        let user =
            std::env::var("USER").or_else(|_| std::env::var("LOGNAME")).unwrap_or_else(|_| "unknown".into());
        let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
        Self {
            id: uuid::Uuid::new_v4().to_string(),
            operation: format!("OperationType{operation}"),
            info: String::new(),
            who: format!("{user}@{host}"),
            version: TERRAFORM_VERSION.into(),
            created: jiff::Timestamp::now().to_string(),
            path: path.to_owned(),
        }
    }

    /// The error for somebody who comes later.
    pub fn held(&self) -> Diagnostic {
        let operation = self.operation.trim_start_matches("OperationType").to_lowercase();
        Diagnostic::error("Error acquiring the state lock").detail(format!(
            "The state {} is locked by {} (operation {operation}, since {}).\n\nLock Info:\n  ID:        {}\n  Path:      \
             {}\n  Operation: {}\n  Who:       {}\n  Version:   {}\n  Created:   {}\n\nWait until it is done, or say \
             -lock-timeout=5m to do so here.",
            self.path, self.who, self.created, self.id, self.path, self.operation, self.who, self.version, self.created,
        ))
    }
}

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    /// Who holds it: this process.
    pub info: LockInfo,
    /// The file that says so, removed at the end.
    pub(super) info_path: PathBuf,
    /// The state file as it is now; the lock is on it and moves with every write.
    pub(super) file: std::fs::File,
    /// Whether the state file was made by taking the lock; an empty one is removed at the end.
    pub(super) created: Option<PathBuf>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.info_path);
        if let Some(path) = &self.created
            && std::fs::metadata(path).is_ok_and(|meta| meta.len() == 0)
        {
            let _ = std::fs::remove_file(path);
        }
    }
}
