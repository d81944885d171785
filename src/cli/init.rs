//! `stackctl init`: there is nothing to initialise.

use std::process::ExitCode;

use super::{arguments::Selection, context::Context};
use crate::diagnostic::Result;

/// The arguments of `init`: those of Terraform, which are accepted and need nothing to be done.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    /// Accepted for Terraform's sake.
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true)]
    upgrade: Option<Option<bool>>,
    /// Accepted for Terraform's sake.
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true)]
    reconfigure: Option<Option<bool>>,
    /// Accepted for Terraform's sake.
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true)]
    backend: Option<Option<bool>>,
    /// Accepted for Terraform's sake.
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true)]
    input: Option<Option<bool>>,
}

/// Says that there is nothing to do, once everything could be loaded.
///
/// # Errors
/// What is wrong in a unit.
pub fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let session = args.selection.session(context, "init", crate::runner::Settings::default())?;
    context.ui.notice(&format!(
        "Nothing to initialise: providers are built in, and modules are read where they are ({} found).",
        match session.takes_part.iter().filter(|part| **part).count() {
            1 => "1 unit".to_owned(),
            n => format!("{n} units"),
        }
    ));
    Ok(ExitCode::SUCCESS)
}
