//! Who holds a state.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::held;
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
    /// The state.
    pub(super) path: PathBuf,
    /// What the state file holds since it was made by taking the lock. If nothing else is written, it goes at the end.
    pub(super) placeholder: Option<Vec<u8>>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.info_path);
        let handle = held::handle(&self.path);
        if let (Some(placeholder), Some(file)) = (&self.placeholder, handle)
            && held::bytes(&file).is_ok_and(|bytes| bytes == *placeholder)
        {
            let _ = std::fs::remove_file(&self.path);
        }
        held::release(&self.path);
    }
}
