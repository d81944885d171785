//! `stackctl state rm`.

use std::process::ExitCode;

use crate::{
    address::{Instance, Target},
    cli::{
        context::Context,
        one::{One, StateFlags},
    },
    diagnostic::{Diagnostic, Result},
    state::State,
};

/// The arguments of `state rm`.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    /// Addresses of instances, resources or modules.
    #[arg(value_name = "ADDRESS", required = true)]
    addresses: Vec<String>,
    /// Only say what would be forgotten.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    flags: StateFlags,
}

/// Forgets objects. They stay where they are.
///
/// # Errors
/// Nothing is at an address.
pub async fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let targets = args.addresses.iter().map(|text| Target::parse(text)).collect::<Result<Vec<_>, _>>()?;
    let one = One::open(context, "state", args.flags.settings(context)?)?;
    if args.dry_run {
        for address in named(&one.state()?, &targets)? {
            context.ui.line(&format!("Would remove {address}"));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let removed = one
        .change("State", |state| {
            let removed = named(state, &targets)?;
            for address in &removed {
                state.remove(address);
            }
            Ok(removed)
        })
        .await?;
    for address in &removed {
        context.ui.line(&format!("Removed {address}"));
    }
    context.ui.line(&format!("Successfully removed {} resource instance(s).", removed.len()));
    Ok(ExitCode::SUCCESS)
}

/// The instances that the targets name.
fn named(state: &State, targets: &[Target]) -> Result<Vec<Instance>> {
    let inside = |target: &Target| state.instances().any(|(address, _)| target.contains(&address));
    if let Some(target) = targets.iter().find(|target| !inside(target)) {
        let detail =
            format!("The state holds nothing at {target}. `stackctl state list` shows all addresses.");
        return Err(Diagnostic::error("Invalid target address").detail(detail).into());
    }
    let all = state.instances().map(|(address, _)| address);
    Ok(all.filter(|address| targets.iter().any(|target| target.contains(address))).collect())
}
