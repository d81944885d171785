//! `stackctl state`: what is remembered, looked at and changed.

mod list;
mod mv;
mod pull;
mod push;
mod replace_provider;
mod rm;
mod show;

use std::process::ExitCode;

use clap::Subcommand;

use super::context::Context;
use crate::diagnostic::Result;

/// The arguments of `state`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The addresses of all objects.
    List(list::Args),
    /// One object.
    Show(show::Args),
    /// Give an object, a resource or a module another address.
    Mv(mv::Args),
    /// Forget objects; they stay where they are.
    Rm(rm::Args),
    /// Print the state as it is kept.
    Pull(pull::Args),
    /// Put a state in the place of the one that is kept.
    Push(push::Args),
    /// Give all resources of a provider another provider.
    ReplaceProvider(replace_provider::Args),
}

/// Looks into the state, or changes it.
///
/// # Errors
/// A state that cannot be read, an address that is none.
pub async fn run(context: &Context, args: Args) -> Result<ExitCode> {
    match args.command {
        Command::List(args) => list::run(context, args),
        Command::Show(args) => show::run(context, args),
        Command::Mv(args) => mv::run(context, args).await,
        Command::Rm(args) => rm::run(context, args).await,
        Command::Pull(args) => pull::run(context, args),
        Command::Push(args) => push::run(context, args).await,
        Command::ReplaceProvider(args) => replace_provider::run(context, args).await,
    }
}
