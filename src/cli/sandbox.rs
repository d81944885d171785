//! `stackctl sandbox`: any command against a local AWS emulator.

use std::{
    ffi::{OsStr, OsString},
    process::ExitCode,
};

use clap::CommandFactory as _;

use super::{Cli, context::Context};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Result},
    sandbox::{self, Options, Report, Sandbox, Status},
};

/// The arguments of `sandbox`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// `start`, `stop`, `status`; any command of stackctl with its arguments; or any program, such as `aws s3 ls`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true, value_name = "COMMAND")]
    words: Vec<OsString>,
}

/// Runs a command in a sandbox: the kept one if there is one, else one that ends with the command.
///
/// # Errors
/// The emulator cannot be installed or started, or the command cannot be run.
pub async fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let ui = context.ui.clone();
    let report = Report::new(move |progress| ui.notice(&progress.to_string()));
    let options = Options { report, ..Options::default() };
    match args.words.first().and_then(|word| word.to_str()) {
        Some("start") => {
            let sandbox = blocking(move || Sandbox::keep(&options)).await?;
            context.ui.notice(&format!("The sandbox is running at {}.", sandbox.endpoint()));
            Ok(ExitCode::SUCCESS)
        }
        Some("stop") => {
            let stopped = blocking(Sandbox::stop).await?;
            context.ui.notice(if stopped {
                "The sandbox is stopped; its state is gone."
            } else {
                "No sandbox is running."
            });
            Ok(ExitCode::SUCCESS)
        }
        Some("status") => {
            let status = blocking(Sandbox::status).await?;
            context.ui.notice(&said(&status));
            Ok(ExitCode::from(if matches!(status, Status::Running { .. }) { 0 } else { 3 }))
        }
        _ => {
            let sandbox = blocking(move || Sandbox::for_command(&options)).await?;
            let (program, words) = command(args.words)?;
            let status = sandbox.run(&program, &words, &context.dir).await.map_err(|error| failed(&error))?;
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            Ok(ExitCode::from(code.unwrap_or(130)))
        }
    }
}

fn said(status: &Status) -> String {
    match status {
        Status::Stopped => "No sandbox is running.".to_owned(),
        Status::Running { pid, endpoint, folder } => {
            format!("A sandbox is running at {endpoint} (process {pid}, folder {}).", folder.display())
        }
        Status::Deaf { pid, port } => format!(
            "The sandbox's process {pid} lives, but does not answer on port {port}. Stop it with `sandbox stop`."
        ),
    }
}

/// The program and its arguments: this one, if the words begin with one of its commands or flags.
fn command(mut words: Vec<OsString>) -> Result<(OsString, Vec<OsString>)> {
    if !is_ours(&words[0]) {
        let program = words.remove(0);
        return Ok((program, words));
    }
    let this = std::env::current_exe().map_err(|error| {
        Diagnostic::error("Sandbox").detail(format!("The program cannot find itself: {error}."))
    })?;
    Ok((this.into(), words))
}

fn is_ours(word: &OsStr) -> bool {
    let Some(word) = word.to_str() else { return false };
    let named = |command: &clap::Command| {
        command.get_name() == word || command.get_all_aliases().any(|alias| alias == word)
    };
    word == "run" || word.starts_with('-') || Cli::command().get_subcommands().any(named)
}

/// What the sandbox does waits for processes, and so must not keep a thread of the runtime.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> sandbox::Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| failed(&error)),
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

fn failed(error: &sandbox::Error) -> Diagnostics {
    Diagnostic::error("Sandbox").detail(error.to_string()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn words_that_are_no_command_of_stackctl_are_a_program() {
        for (word, ours) in [("plan", true), ("run", true), ("-chdir=x", true), ("graph-dependencies", true)]
        {
            assert_eq!(is_ours(OsStr::new(word)), ours, "{word}");
        }
        assert!(!is_ours(OsStr::new("aws")) && !is_ours(OsStr::new("./deploy.sh")));
    }
}
