//! `stackctl state mv`.

use std::process::ExitCode;

use crate::{
    address::{Instance, Mode, Target},
    cli::{
        context::Context,
        one::{One, StateFlags},
    },
    diagnostic::{Diagnostic, Result},
    state::State,
};

/// The arguments of `state mv`.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    /// What is moved: an instance, a resource or a module.
    #[arg(value_name = "FROM")]
    from: String,
    /// Its new address.
    #[arg(value_name = "TO")]
    to: String,
    /// Only say what would be moved.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    flags: StateFlags,
}

/// Gives what is at one address another address.
///
/// # Errors
/// Nothing is at the first address, something is at the second, or they do not fit each other.
pub async fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let (from, to) = (Target::parse(&args.from)?, Target::parse(&args.to)?);
    let one = One::open(context, "state", args.flags.settings(context)?)?;
    if args.dry_run {
        moved(&mut one.state()?, &from, &to)?;
        context.ui.line(&format!("Would move \"{from}\" to \"{to}\""));
        return Ok(ExitCode::SUCCESS);
    }
    let count = one.change("State", |state| moved(state, &from, &to)).await?;
    context.ui.line(&format!("Move \"{from}\" to \"{to}\"\nSuccessfully moved {count} object(s)."));
    Ok(ExitCode::SUCCESS)
}

/// Moves what is at `from` to `to`. Returns how many instances were moved.
fn moved(state: &mut State, from: &Target, to: &Target) -> Result<usize> {
    let wrong = |summary: &str, detail: String| Diagnostic::error(summary).detail(detail).into();
    let all: Vec<Instance> =
        state.instances().map(|(address, _)| address).filter(|address| from.contains(address)).collect();
    if all.is_empty() {
        let detail =
            format!("Cannot move {from}: the state holds nothing there. `stackctl state list` shows all.");
        return Err(wrong("Invalid source address", detail));
    }
    match (&from.resource, &to.resource) {
        (None, None) => {}
        (Some((a, _)), Some((b, _))) if a.kind == b.kind && a.mode == b.mode => {
            if a.mode == Mode::Data {
                let detail = "Data sources are read anew by every run; there is nothing to move.".to_owned();
                return Err(wrong("Invalid state move request", detail));
            }
        }
        (Some((a, _)), Some((b, _))) => {
            let detail = format!("Cannot move {from} to {to}: the type {:?} is not {:?}.", a.kind, b.kind);
            return Err(wrong("Invalid state move request", detail));
        }
        _ => {
            let detail = format!("Cannot move {from} to {to}: one is a module, the other a resource.");
            return Err(wrong("Invalid state move request", detail));
        }
    }
    for address in &all {
        let goal = goal(address, from, to);
        if state.instance(&goal).is_some() {
            let detail = format!("Cannot move to {goal}: there is an object at that address in the state.");
            return Err(wrong("Invalid target address", detail));
        }
        let key = (address.module.clone(), address.resource.clone());
        let provider =
            state.resources.get(&key).map(|resource| resource.provider.clone()).unwrap_or_default();
        if let Some(instance) = state.remove(address) {
            *state.instance_mut(&goal, &provider) = instance;
        }
    }
    Ok(all.len())
}

/// Where an instance inside of `from` goes.
fn goal(address: &Instance, from: &Target, to: &Target) -> Instance {
    match (&from.resource, &to.resource) {
        (Some((_, key)), Some((resource, wanted))) => Instance {
            module: to.module.clone(),
            resource: resource.clone(),
            // A whole resource keeps its keys; one instance gets the key that is asked for.
            key: if key.is_some() || wanted.is_some() { wanted.clone() } else { address.key.clone() },
        },
        _ => {
            let mut module = to.module.clone();
            module.0.extend(address.module.0.iter().skip(from.module.0.len()).cloned());
            Instance { module, ..address.clone() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(addresses: &[&str]) -> State {
        let mut state = State::default();
        for address in addresses {
            let address: Instance = address.parse().unwrap();
            state.instance_mut(&address, "provider[\"p\"]").current = Some(Default::default());
        }
        state
    }

    #[test]
    fn instances_resources_and_modules_are_moved() {
        for (before, from, to, after) in [
            (vec!["a_b.x"], "a_b.x", "a_b.y", vec!["a_b.y"]),
            (vec!["a_b.x"], "a_b.x", "a_b.y[0]", vec!["a_b.y[0]"]),
            (
                vec!["a_b.x[0]", "a_b.x[1]"],
                "a_b.x",
                "module.m.a_b.y",
                vec!["module.m.a_b.y[0]", "module.m.a_b.y[1]"],
            ),
            (vec!["a_b.x[0]", "a_b.x[1]"], "a_b.x[1]", "a_b.y", vec!["a_b.x[0]", "a_b.y"]),
            (
                vec!["module.m.a_b.x", "a_b.x"],
                "module.m",
                "module.n[\"k\"]",
                vec!["a_b.x", "module.n[\"k\"].a_b.x"],
            ),
        ] {
            let mut state = state(&before);
            moved(&mut state, &Target::parse(from).unwrap(), &Target::parse(to).unwrap()).unwrap();
            let found: Vec<String> = state.instances().map(|(address, _)| address.to_string()).collect();
            assert_eq!(found, after, "{from} to {to}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (from, to, summary) in [
            ("a_b.z", "a_b.y", "Invalid source address"),
            ("a_b.x", "a_c.x", "Invalid state move request"),
            ("a_b.x", "module.m", "Invalid state move request"),
            ("a_b.x", "a_b.w", "Invalid target address"),
        ] {
            let mut state = state(&["a_b.x", "a_b.w"]);
            let error = moved(&mut state, &Target::parse(from).unwrap(), &Target::parse(to).unwrap());
            assert_eq!(error.unwrap_err().0[0].summary, summary, "{from} to {to}");
        }
    }
}
