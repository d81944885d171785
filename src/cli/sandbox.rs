//! `stackctl sandbox`: any command against a local AWS emulator.

use std::{ffi::OsString, process::ExitCode};

use super::context::Context;
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Result},
    sandbox::{Options, Report, Sandbox, Status},
};

/// The arguments of `sandbox`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// `start`, `stop`, `status`, or any command of stackctl with its arguments.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true, value_name = "COMMAND")]
    words: Vec<OsString>,
}

/// Runs a command in a sandbox: the kept one if there is one, else one that ends with the command.
///
/// # Errors
/// The emulator cannot be installed or started.
pub fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let ui = context.ui.clone();
    let report = Report::new(move |progress| ui.notice(&progress.to_string()));
    let options = Options { report, ..Options::default() };
    let failed = |error: crate::sandbox::Error| {
        Diagnostics::from(Diagnostic::error("Sandbox").detail(error.to_string()))
    };
    match args.words.first().and_then(|word| word.to_str()) {
        Some("start") => {
            let sandbox = Sandbox::keep(&options).map_err(failed)?;
            context.ui.notice(&format!("The sandbox is running at {}.", sandbox.endpoint()));
            return Ok(ExitCode::SUCCESS);
        }
        Some("stop") => {
            let stopped = Sandbox::stop().map_err(failed)?;
            context.ui.notice(if stopped {
                "The sandbox is stopped; its state is gone."
            } else {
                "No sandbox is running."
            });
            return Ok(ExitCode::SUCCESS);
        }
        Some("status") => {
            let status = Sandbox::status().map_err(failed)?;
            let running = matches!(status, Status::Running { .. });
            let said = match &status {
                Status::Stopped => "No sandbox is running.".to_owned(),
                Status::Running { pid, endpoint, folder } => {
                    format!(
                        "A sandbox is running at {endpoint} (process {pid}, folder {}).",
                        folder.display()
                    )
                }
                Status::Deaf { pid, port } => {
                    format!(
                        "The sandbox's process {pid} lives, but does not answer on port {port}. Stop it with `sandbox stop`."
                    )
                }
            };
            context.ui.notice(&said);
            return Ok(ExitCode::from(if running { 0 } else { 3 }));
        }
        _ => {}
    }
    let sandbox = match Sandbox::kept().map_err(failed)? {
        Some(kept) => kept,
        None => Sandbox::start(&options).map_err(failed)?,
    };
    let program = std::env::current_exe().map_err(|error| {
        Diagnostics::from(
            Diagnostic::error("Sandbox").detail(format!("The program cannot find itself: {error}.")),
        )
    })?;
    let mut command = sandbox.command(program);
    command.args(&args.words).current_dir(&context.dir);
    let status = command.status().map_err(|error| {
        Diagnostics::from(Diagnostic::error("Sandbox").detail(format!("The command cannot be run: {error}.")))
    })?;
    drop(sandbox);
    Ok(ExitCode::from(u8::try_from(status.code().unwrap_or(130)).unwrap_or(1)))
}
