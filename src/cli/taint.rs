//! `stackctl taint` and `stackctl untaint`.

use std::process::ExitCode;

use super::{
    context::Context,
    one::{One, StateFlags},
};
use crate::{
    address::{Instance, Mode},
    diagnostic::{Diagnostic, Result},
};

/// The arguments of both.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    /// The address of an instance.
    #[arg(value_name = "ADDRESS")]
    address: String,
    /// An instance that is not there is only a warning.
    #[arg(long)]
    allow_missing: bool,
    #[command(flatten)]
    flags: StateFlags,
}

/// Marks an instance so that the next apply replaces it; or takes the mark away.
///
/// # Errors
/// There is no such instance; it is not marked.
pub async fn run(context: &Context, args: Args, taint: bool) -> Result<ExitCode> {
    let word = if taint { "taint" } else { "untaint" };
    let address: Instance = args.address.parse()?;
    if address.resource.mode != Mode::Managed {
        let detail = format!("Only resources can be tainted; {address} is a data source.");
        return Err(Diagnostic::error("Resource instance cannot be tainted").detail(detail).into());
    }
    let one = One::open(context, word, args.flags.settings(context)?)?;
    if args.allow_missing && one.state()?.instance(&address).is_none_or(|instance| instance.current.is_none())
    {
        let detail = format!("{address} was not found; that is fine, because -allow-missing was set.");
        context.ui.diagnostics(&Diagnostic::warning("No such resource instance").detail(detail).into());
        return Ok(ExitCode::SUCCESS);
    }
    one.change("State", |state| {
        let known: Vec<String> = state.instances().map(|(known, _)| known.to_string()).collect();
        let provider = state.resources.get(&(address.module.clone(), address.resource.clone()));
        let provider = provider.map(|resource| resource.provider.clone()).unwrap_or_default();
        let exists = state.instance(&address).is_some_and(|instance| instance.current.is_some());
        let object = exists.then(|| state.instance_mut(&address, &provider).current.as_mut()).flatten();
        let Some(object) = object else {
            let wanted = address.to_string();
            let hint = crate::diagnostic::did_you_mean(&wanted, known.iter().map(String::as_str));
            let detail = format!(
                "There is no {address} in the state.{hint} If it was just added to the configuration, apply first."
            );
            return Err(Diagnostic::error("No such resource instance").detail(detail).into());
        };
        if !taint && !object.tainted {
            let detail = format!("{address} is not tainted, so that cannot be taken back.");
            return Err(Diagnostic::error("Resource instance is not tainted").detail(detail).into());
        }
        object.tainted = taint;
        Ok(())
    })
    .await?;
    context.ui.line(&if taint {
        format!("Resource instance {address} has been marked as tainted.")
    } else {
        format!("Resource instance {address} has been successfully untainted.")
    });
    Ok(ExitCode::SUCCESS)
}
