//! `stackctl state`.

use std::process::ExitCode;

use clap::Subcommand;

use super::{arguments::Selection, context::Context, output::state_of};
use crate::{
    address::Target,
    diagnostic::Result,
    runner::{Direction, Scope, Settings},
};

/// The arguments of `state`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The addresses of all objects.
    List(ListArgs),
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    #[command(flatten)]
    selection: Selection,
    /// Only objects inside of these addresses.
    address: Vec<String>,
}

/// Looks into the state.
///
/// # Errors
/// A state that cannot be read, an address that is none.
pub fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let Command::List(args) = args.command;
    let targets = args.address.iter().map(|text| Target::parse(text)).collect::<Result<Vec<_>, _>>()?;
    let session = args.selection.session(context, "state", Settings::default())?;
    for at in session.order(Direction::Up) {
        let job = &session.jobs[at];
        let state = state_of(job)?;
        let prefix = if session.scope == Scope::All { format!("{}: ", job.name) } else { String::new() };
        for (address, _) in state.instances() {
            if targets.is_empty() || targets.iter().any(|target| target.contains(&address)) {
                context.ui.line(&format!("{prefix}{address}"));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
