//! `stackctl state show`.

use std::process::ExitCode;

use crate::{
    address::Instance,
    cli::{
        context::Context,
        one::{One, StateFlags},
    },
    diagnostic::{Diagnostic, Result, did_you_mean},
    state::State,
};

/// The arguments of `state show`.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    /// The address of an instance.
    #[arg(value_name = "ADDRESS")]
    address: String,
    #[command(flatten)]
    flags: StateFlags,
}

/// Shows one object.
///
/// # Errors
/// There is no such object.
pub fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let address: Instance = args.address.parse()?;
    let state = One::open(context, "state", args.flags.settings(context)?)?.state()?;
    let Some(instance) = state.instance(&address) else {
        let known: Vec<String> = state.instances().map(|(known, _)| known.to_string()).collect();
        let hint = did_you_mean(&args.address, known.iter().map(String::as_str));
        let detail = format!(
            "The state holds no {address}.{hint} The address must name one instance; `stackctl state list` shows all."
        );
        return Err(Diagnostic::error("No instance found for the given address").detail(detail).into());
    };
    let key = (address.module.clone(), address.resource.clone());
    let mut only = State { outputs: Default::default(), ..State::default() };
    let provider = state.resources.get(&key).map(|resource| resource.provider.clone()).unwrap_or_default();
    *only.instance_mut(&address, &provider) = instance.clone();
    context.ui.state(None, &only);
    Ok(ExitCode::SUCCESS)
}
