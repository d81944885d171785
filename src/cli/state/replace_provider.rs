//! `stackctl state replace-provider`.

use std::process::ExitCode;

use crate::{
    cli::{
        context::Context,
        one::{One, StateFlags},
    },
    diagnostic::{Diagnostic, Result},
};

/// The arguments of `state replace-provider`.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    /// The source address of the provider as it is: hashicorp/aws.
    from: String,
    /// The source address that takes its place.
    to: String,
    /// Do not ask.
    #[arg(long)]
    auto_approve: bool,
    #[command(flatten)]
    flags: StateFlags,
}

/// Gives all resources of a provider another provider.
///
/// # Errors
/// No resource has it.
pub async fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let (from, to) = (quoted(&args.from), quoted(&args.to));
    let one = One::open(context, "state", args.flags.settings(context)?)?;
    let state = one.state()?;
    let found = state.resources.iter().filter(|(_, resource)| resource.provider.contains(&from));
    let found: Vec<String> = found.map(|((_, resource), _)| resource.to_string()).collect();
    if found.is_empty() {
        context.ui.line("No matching resources found.");
        return Ok(ExitCode::SUCCESS);
    }
    context
        .ui
        .line(&format!("The provider of {} resources is replaced:\n\n  - {from}\n  + {to}\n", found.len()));
    if !args.auto_approve && context.ui.ask("Only \"yes\" is accepted.\n\nEnter a value: ").await? != "yes" {
        context.ui.line("Cancelled replacing providers.");
        return Ok(ExitCode::from(1));
    }
    let count = one
        .change("State", |state| {
            let mut count = 0;
            for resource in state.resources.values_mut().filter(|resource| resource.provider.contains(&from))
            {
                resource.provider = resource.provider.replace(&from, &to);
                count += 1;
            }
            if count == 0 {
                return Err(Diagnostic::error("The state changed meanwhile").into());
            }
            Ok(count)
        })
        .await?;
    context.ui.line(&format!("Successfully replaced provider for {count} resources."));
    Ok(ExitCode::SUCCESS)
}

/// A source address with all its parts, as a state holds it: `["registry.terraform.io/hashicorp/aws"]`.
fn quoted(source: &str) -> String {
    let full = match source.split('/').count() {
        1 => format!("registry.terraform.io/hashicorp/{source}"),
        2 => format!("registry.terraform.io/{source}"),
        _ => source.to_owned(),
    };
    format!("[{full:?}]")
}
