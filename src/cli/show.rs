//! `stackctl show`.

use std::process::ExitCode;

use super::{arguments::Selection, context::Context, one::state_of};
use crate::{
    diagnostic::Result,
    runner::{Direction, Settings},
};

/// The arguments of `show`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    /// Terraform's JSON form of a state.
    #[arg(long)]
    json: bool,
}

/// Shows the states.
///
/// # Errors
/// A state that cannot be read.
pub fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let session = args.selection.session(context, "show", Settings::default())?;
    for at in session.order(Direction::Up) {
        let job = &session.jobs[at];
        let state = state_of(job)?;
        context.ui.state(&job.name, &state, args.json)?;
    }
    Ok(ExitCode::SUCCESS)
}
