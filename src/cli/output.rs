//! `stackctl output`.

use std::process::ExitCode;

use super::{arguments::Selection, context::Context, one::state_of};
use crate::{
    diagnostic::{Diagnostic, Result, did_you_mean},
    runner::Settings,
};

/// The arguments of `output`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    /// The output to show; all if none is named.
    name: Option<String>,
    /// JSON, secrets included.
    #[arg(long, conflicts_with = "raw")]
    json: bool,
    /// The value alone, without quotes.
    #[arg(long)]
    raw: bool,
}

/// Shows outputs from the states.
///
/// # Errors
/// A state that cannot be read, an output that is not there.
pub fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let session = args.selection.session(context, "output", Settings::default())?;
    let mut states = Vec::new();
    for at in session.order(crate::runner::Direction::Up) {
        let job = &session.jobs[at];
        states.push((job.name.clone(), state_of(job)?));
    }
    let several = session.scope == crate::runner::Scope::All;
    if let Some(name) = &args.name {
        for (_, state) in &states {
            if !several && !state.outputs.contains_key(name.as_str()) {
                let hint = did_you_mean(name, state.outputs.keys().map(|name| &**name));
                let detail =
                    format!("The state has no output named {name:?}.{hint} Outputs appear after an apply.");
                return Err(Diagnostic::error("Output not found").detail(detail).into());
            }
        }
    }
    context.ui.outputs(&states, args.name.as_deref(), args.json, args.raw, several)?;
    Ok(ExitCode::SUCCESS)
}
