//! `stackctl state list`.

use std::process::ExitCode;

use crate::{
    address::Target,
    cli::{arguments::Selection, context::Context, one::backend_of},
    diagnostic::{Diagnostic, Result},
    runner::{Direction, Scope, Settings},
};

/// The arguments of `state list`.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    /// Only objects inside of these addresses.
    address: Vec<String>,
    /// Only objects with this id.
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Another state file.
    #[arg(long, value_name = "FILE")]
    state: Option<std::path::PathBuf>,
}

/// Lists the addresses of all objects, in order.
///
/// # Errors
/// A state that cannot be read, an address that is not in it.
pub fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let targets = args.address.iter().map(|text| Target::parse(text)).collect::<Result<Vec<_>, _>>()?;
    let settings = Settings { state: args.state.map(|path| context.dir.join(path)), ..Settings::default() };
    let session = args.selection.session(context, "state", settings)?;
    let mut found = vec![false; targets.len()];
    for at in session.order(Direction::Up) {
        let job = &session.jobs[at];
        let state = backend_of(job, &session.settings)?.read()?.map(|(state, _)| state).unwrap_or_default();
        let prefix = if session.scope == Scope::All { format!("{}: ", job.name) } else { String::new() };
        for (address, instance) in state.instances() {
            let wanted =
                targets.iter().zip(&mut found).fold(targets.is_empty(), |wanted, (target, found)| {
                    *found |= target.contains(&address);
                    wanted || target.contains(&address)
                });
            let id = instance.current.as_ref().and_then(|object| object.attributes.get("id")?.as_str());
            if wanted && args.id.as_deref().is_none_or(|asked| id == Some(asked)) {
                context.ui.line(&format!("{prefix}{address}"));
            }
        }
    }
    if let Some((target, _)) = targets.iter().zip(&found).find(|(_, found)| !**found)
        && args.id.is_none()
    {
        let detail = format!(
            "The state holds nothing at {target}. What is new in the configuration is there after an apply."
        );
        return Err(Diagnostic::error("Unknown resource").detail(detail).into());
    }
    Ok(ExitCode::SUCCESS)
}
