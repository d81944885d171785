//! `stackctl force-unlock`.

use std::process::ExitCode;

use super::{
    context::Context,
    one::{One, StateFlags},
};
use crate::diagnostic::Result;

/// The arguments of `force-unlock`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The ID that the error about the lock names.
    #[arg(value_name = "LOCK_ID")]
    id: String,
    /// Do not ask.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    flags: StateFlags,
}

/// Takes away a lock that somebody left behind.
///
/// # Errors
/// There is no lock, it is another one, or a process that lives holds it.
pub async fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let backend = One::open(context, "force-unlock", args.flags.settings(context)?)?.backend()?;
    if !args.force {
        context.ui.line(&format!(
            "Do you really want to force-unlock {}?\n  If somebody is still at work, two runs will write the same state.",
            backend.describe()
        ));
        if context.ui.ask("  Only \"yes\" is accepted.\n\n  Enter a value: ").await? != "yes" {
            context.ui.line("force-unlock cancelled.");
            return Ok(ExitCode::from(1));
        }
    }
    backend.force_unlock(&args.id)?;
    context.ui.line("The state has been unlocked.");
    Ok(ExitCode::SUCCESS)
}
