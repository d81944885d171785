//! `stackctl refresh`: the state is made to agree with the world, without a question.

use std::process::ExitCode;

use super::{apply, context::Context};
use crate::diagnostic::Result;

/// The arguments of `refresh`.
#[derive(Debug, clap::Args)]
#[group(skip)] // clap would name it as that of `apply`
pub struct Args {
    #[command(flatten)]
    apply: apply::Args,
}

/// As `apply -refresh-only -auto-approve`.
///
/// # Errors
/// As `apply`.
pub async fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let mut args = args.apply;
    args.planning.refresh_only();
    args.auto_approve = true;
    apply::run(context, args).await
}
