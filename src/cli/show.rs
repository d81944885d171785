//! `stackctl show`.

use std::process::ExitCode;

use super::{arguments::Selection, context::Context, one::state_of};
use crate::{
    diagnostic::{Diagnostic, Result},
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
    if args.json {
        let detail =
            "The JSON form of a state is not written yet; `stackctl state pull` gives the state itself.";
        return Err(Diagnostic::error("show -json is not supported").detail(detail).into());
    }
    let session = args.selection.session(context, "show", Settings::default())?;
    for at in session.order(Direction::Up) {
        let job = &session.jobs[at];
        let state = state_of(job)?;
        let several = session.scope == crate::runner::Scope::All;
        context.ui.state(several.then_some(job.name.as_str()), &state);
    }
    Ok(ExitCode::SUCCESS)
}
