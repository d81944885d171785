//! A sandbox that runs.

use std::{
    env,
    ffi::OsStr,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command},
};

use super::{
    emulator::{self, Life},
    environment,
    error::Result,
    folders, install,
    progress::Report,
};

/// How a sandbox is wanted.
#[derive(Clone, Default)]
pub struct Options {
    /// The region for those who say none; `us-east-1` without it.
    pub region: Option<String>,
    /// Who is told what takes a while.
    pub report: Report,
}

/// An emulator that answers, and its folder.
///
/// One that was started for a command ends when it is dropped, and when the process that started it dies, however
/// it dies. One that is kept (see [`Sandbox::keep`]) goes on. Its folder, with all states in it, goes with the emulator.
pub struct Sandbox {
    pub(super) folder: PathBuf,
    pub(super) port: u16,
    pub(super) region: Option<String>,
    /// The process, where the sandbox is ours to end.
    pub(super) child: Option<Child>,
}

impl Sandbox {
    /// Starts a sandbox of its own for one command or one test. Any number of them may run at once. Blocks for about
    /// half a second; the first one ever installs the emulator.
    ///
    /// # Errors
    /// When the emulator cannot be installed or does not start.
    pub fn start(options: &Options) -> Result<Self> {
        // First of all: while packages come, an empty folder would look like that of a dead sandbox.
        let python = install::python(&options.report)?;
        let folder = folders::for_one_command()?;
        let started = emulator::start(&python, &folder, &new_token(), Life::WithParent, &options.report);
        match started {
            Ok(emulator) => Ok(Self {
                folder,
                port: emulator.port,
                region: options.region.clone(),
                child: Some(emulator.child),
            }),
            Err(error) => {
                // The error has what the log says; nothing else is worth keeping.
                let _ = fs::remove_dir_all(&folder);
                Err(error)
            }
        }
    }

    /// The address of the emulator: `http://127.0.0.1:PORT`.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The folder of the sandbox: its log, its states.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What to set for a command in the sandbox. What to take away is in [`Sandbox::foreign`].
    pub fn environment(&self) -> Vec<(String, String)> {
        environment::variables(&self.folder, self.port, self.region.as_deref(), |name| env::var(name).ok())
    }

    /// The variables of this process that must not reach a command in the sandbox: credentials, profiles, endpoints.
    pub fn foreign() -> Vec<std::ffi::OsString> {
        environment::foreign(env::vars_os().map(|(name, _)| name))
    }

    /// A command that runs in the sandbox.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        for name in Self::foreign() {
            command.env_remove(name);
        }
        command.envs(self.environment());
        command
    }

    /// The state that stands in for a real one: a sandbox never touches the state of the real environment.
    pub fn state_dir(&self, real_state_path: &Path) -> PathBuf {
        environment::stand_in(&self.folder, real_state_path)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        // There is nobody to tell; it ends anyway when its stdin is closed.
        let _ = child.kill();
        let _ = child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A token that nobody guesses.
pub(super) fn new_token() -> String {
    rand::random::<[u8; 16]>().iter().fold(String::new(), |mut text, byte| {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
