//! A command in a sandbox, from its start to its exit code.

use std::{
    ffi::{OsStr, OsString},
    path::Path,
    process::ExitStatus,
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::signal::unix::{SignalKind, signal};

use super::{
    error::{On as _, Result},
    running::{Options, Sandbox},
};

impl Sandbox {
    /// The sandbox for one command: the one that is kept, if it runs, and else a new one that goes with the command.
    ///
    /// # Errors
    /// When the kept one does not answer, or a new one cannot be started.
    pub fn for_command(options: &Options) -> Result<Self> {
        match Self::kept()? {
            Some(kept) => Ok(kept),
            None => Self::start(options),
        }
    }

    /// Runs a command in the sandbox and in the folder `dir`, on the terminal of this process, and waits for it.
    ///
    /// Ctrl-C is the command's to deal with: this process waits for it, so that the emulator is there as long as the
    /// command is. A request to terminate is handed on.
    ///
    /// # Errors
    /// When the command cannot be started.
    pub async fn run(&self, program: &OsStr, arguments: &[OsString], dir: &Path) -> Result<ExitStatus> {
        let mut command = self.command(program);
        command.args(arguments).current_dir(dir);
        let mut interrupts = signal(SignalKind::interrupt()).on("run", program)?;
        let mut terminations = signal(SignalKind::terminate()).on("run", program)?;
        let mut child = tokio::process::Command::from(command).spawn().on("run", program)?;
        loop {
            tokio::select! {
                status = child.wait() => return status.on("run", program),
                _ = interrupts.recv() => {} // the terminal has told the command too
                _ = terminations.recv() => {
                    let pid = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
                    if let Some(pid) = pid {
                        // It may end at this very moment.
                        let _ = kill_process(pid, Signal::TERM);
                    }
                }
            }
        }
    }
}
