//! What a person who waits for a sandbox is told.

use std::{fmt, path::PathBuf, sync::Arc};

/// A step that takes a while, or that is worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Another process installs the emulator; this one waits.
    WaitingForInstall,
    /// The emulator is being installed into this folder, once.
    Installing(PathBuf),
    /// The emulator is installed.
    Installed,
    /// The emulator is being started.
    Starting,
    /// The emulator answers on this port.
    Ready(u16),
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WaitingForInstall => write!(f, "Waiting for another stackctl to install the emulator"),
            Self::Installing(folder) => {
                write!(f, "Installing the emulator into {} (once, about half a minute)", folder.display())
            }
            Self::Installed => write!(f, "The emulator is installed"),
            Self::Starting => write!(f, "Starting the sandbox"),
            Self::Ready(port) => write!(f, "The sandbox answers on 127.0.0.1:{port}"),
        }
    }
}

/// Who is told. Nothing in this room prints.
#[derive(Clone)]
pub struct Report(Arc<dyn Fn(&Progress) + Send + Sync>);

impl Report {
    /// Tells this function.
    pub fn new(tell: impl Fn(&Progress) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    pub(super) fn say(&self, progress: &Progress) {
        (self.0)(progress);
    }
}

impl Default for Report {
    /// Tells nobody.
    fn default() -> Self {
        Self::new(|_| {})
    }
}
