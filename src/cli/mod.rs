//! The command line: a file a command, with its arguments and the call that it makes.

mod apply;
mod arguments;
mod console;
mod context;
mod destroy;
mod force_unlock;
mod graph;
mod init;
mod interrupt;
mod one;
mod output;
mod plan;
mod refresh;
mod sandbox;
mod show;
mod state;
mod taint;
mod validate;
mod version;
mod words;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// stackctl does for AWS what Terragrunt, Terraform and the AWS provider do together.
#[derive(Debug, Parser)]
#[command(name = "stackctl", version, propagate_version = true, disable_help_subcommand = true)]
struct Cli {
    /// Work as if called in this folder.
    #[arg(long, global = true, value_name = "DIR", visible_alias = "working-dir")]
    chdir: Option<PathBuf>,
    /// No colours.
    #[arg(long, global = true)]
    no_color: bool,
    #[command(subcommand)]
    command: Command,
}

/// The commands. Each stands for the unit or module in the folder, or for all units below it.
#[derive(Debug, Subcommand)]
enum Command {
    /// Show what apply would do.
    Plan(plan::Args),
    /// Make the world agree with the configuration.
    Apply(apply::Args),
    /// Destroy everything that the state knows of.
    Destroy(destroy::Args),
    /// Make the state agree with the world.
    Refresh(refresh::Args),
    /// Check the configuration for itself.
    Validate(validate::Args),
    /// Show outputs.
    Output(output::Args),
    /// Show the state.
    Show(show::Args),
    /// Look into the state.
    State(state::Args),
    /// Mark an object so that the next apply replaces it.
    Taint(taint::Args),
    /// Take that mark away.
    Untaint(taint::Args),
    /// Take away a lock that somebody left behind.
    ForceUnlock(force_unlock::Args),
    /// Try expressions against the variables and the state.
    Console(console::Args),
    /// Say which version this is.
    Version(version::Args),
    /// Nothing: there is nothing to initialise.
    Init(init::Args),
    /// The graph of units.
    #[command(alias = "graph-dependencies")]
    Dag(graph::Args),
    /// Run any command against a local AWS emulator, with a state of its own.
    Sandbox(sandbox::Args),
}

/// Runs the program with these words, the first being its name. Returns the exit code.
pub fn main(words: Vec<OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(words::normalise(words)) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(1) } else { ExitCode::SUCCESS };
        }
    };
    let context = context::Context::new(cli.chdir, cli.no_color);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            context.ui.error(&format!("The program cannot start: {error}."));
            return ExitCode::from(1);
        }
    };
    let outcome = runtime.block_on(async {
        match cli.command {
            Command::Plan(args) => plan::run(&context, args).await,
            Command::Apply(args) => apply::run(&context, args).await,
            Command::Destroy(args) => destroy::run(&context, args).await,
            Command::Output(args) => output::run(&context, args),
            Command::Show(args) => show::run(&context, args),
            Command::State(args) => state::run(&context, args).await,
            Command::Refresh(args) => refresh::run(&context, args).await,
            Command::Validate(args) => validate::run(&context, args),
            Command::Taint(args) => taint::run(&context, args, true).await,
            Command::Untaint(args) => taint::run(&context, args, false).await,
            Command::ForceUnlock(args) => force_unlock::run(&context, args).await,
            Command::Console(args) => console::run(&context, args),
            Command::Version(args) => version::run(&context, &args),
            Command::Init(args) => init::run(&context, args),
            Command::Dag(args) => graph::run(&context, args),
            Command::Sandbox(args) => sandbox::run(&context, args).await,
        }
    });
    // A provider call that hangs must not keep the program from ending.
    runtime.shutdown_background();
    match outcome {
        Ok(code) => code,
        Err(diagnostics) => {
            context.ui.diagnostics(&diagnostics);
            ExitCode::from(1)
        }
    }
}
