//! `stackctl state pull`.

use std::{io::Write, process::ExitCode};

use crate::{
    cli::{
        context::Context,
        one::{One, StateFlags},
    },
    diagnostic::Result,
};

/// The arguments of `state pull`.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    #[command(flatten)]
    flags: StateFlags,
}

/// Prints the state as it is kept; nothing if there is none yet.
///
/// # Errors
/// A state that cannot be read.
pub fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let one = One::open(context, "state", args.flags.settings(context)?)?;
    if let Some((_, bytes)) = one.backend()?.read()? {
        let _ = std::io::stdout().lock().write_all(&bytes);
    }
    Ok(ExitCode::SUCCESS)
}
