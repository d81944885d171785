//! Why there is no sandbox.

use std::{io, path::PathBuf};

/// Why a sandbox could not be installed, started, asked or stopped. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no place for caches.
    #[error(
        "There is no cache folder: neither XDG_CACHE_HOME nor HOME is set to an absolute path. Set one of them."
    )]
    NoCache,
    /// A file or folder of the sandbox.
    #[error("Cannot {action} {}: {source}.", path.display())]
    File {
        /// What was tried, such as `write`.
        action: &'static str,
        /// What it was tried on.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No Python, or too old a one.
    #[error(
        "The sandbox needs Python {needed} or newer, and {found}. Install it, or name one in STACKCTL_PYTHON."
    )]
    Python {
        /// The version that is needed.
        needed: &'static str,
        /// What is there instead, as the second half of a sentence.
        found: String,
    },
    /// Python without its parts for virtual environments.
    #[error(
        "{python} cannot make a virtual environment: its module `{module}` is missing. Install it; Debian and Ubuntu \
         have it in the package python3-venv."
    )]
    Venv {
        /// The Python that was asked.
        python: String,
        /// The module that it lacks.
        module: &'static str,
    },
    /// pip did not get the packages.
    #[error(
        "The emulator could not be installed: {reason}. It is installed once, with pip, from the package index that pip \
         is configured for; after that no network is needed. pip said:\n{output}"
    )]
    Install {
        /// The most likely reason.
        reason: &'static str,
        /// The end of pip's output.
        output: String,
    },
    /// The emulator ended before it answered, or took too long.
    #[error("The emulator did not start: {reason}.\n{log}")]
    Start {
        /// What happened.
        reason: String,
        /// The end of its log.
        log: String,
    },
    /// A kept sandbox that holds its lock and does not answer.
    #[error(
        "The sandbox runs (process {pid}) and does not answer on 127.0.0.1:{port}. `stackctl sandbox stop` ends it."
    )]
    Deaf {
        /// Its process.
        pid: u32,
        /// Its port.
        port: u16,
    },
}

/// The result of what can go wrong with a sandbox.
pub type Result<T> = std::result::Result<T, Error>;

/// Says what was tried, and on which file, when it goes wrong.
pub(super) trait On<T> {
    /// Makes an error of [`Error::File`].
    fn on(self, action: &'static str, path: impl Into<PathBuf>) -> Result<T>;
}

impl<T> On<T> for io::Result<T> {
    fn on(self, action: &'static str, path: impl Into<PathBuf>) -> Result<T> {
        self.map_err(|source| Error::File { action, path: path.into(), source })
    }
}
