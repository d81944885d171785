//! `stackctl destroy`.

use std::process::ExitCode;

use super::{apply, context::Context};
use crate::diagnostic::Result;

/// The arguments of `destroy`.
#[derive(Debug, clap::Args)]
#[group(skip)] // clap would name it as that of `apply`
pub struct Args {
    #[command(flatten)]
    apply: apply::Args,
}

/// Plans the destruction of everything, names what will be lost, asks, and destroys.
///
/// # Errors
/// As `apply`.
pub async fn run(context: &Context, args: Args) -> Result<ExitCode> {
    apply::run(context, apply::Args { destroy: true, ..args.apply }).await
}
