//! `stackctl validate`.

use std::{process::ExitCode, sync::Arc};

use serde_json::{Value as Json, json};

use super::{arguments::Selection, context::Context};
use crate::{
    diagnostic::{Diagnostics, Result, Severity},
    engine,
    lang::value::{Type, Value},
    runner::{Direction, Job, Scope, Settings},
    ui::diagnostic_json,
    units::Mocks,
};

/// The arguments of `validate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    /// JSON, as Terraform prints it.
    #[arg(long)]
    json: bool,
    /// Accepted for Terraform's sake.
    #[arg(long, hide = true)]
    no_tests: bool,
    /// Accepted for Terraform's sake.
    #[arg(long, hide = true)]
    test_directory: Option<String>,
}

/// Checks the configuration for itself: no state is read, and nobody is asked.
///
/// # Errors
/// Units that cannot be loaded; what is wrong in a module is told.
pub fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let session = match args.selection.session(context, "validate", Settings::default()) {
        Ok(session) => session,
        Err(errors) if args.json => {
            print(context, &[(String::new(), errors)]);
            return Ok(ExitCode::from(1));
        }
        Err(errors) => return Err(errors),
    };
    let mut found = vec![(String::new(), session.warnings.clone())];
    for at in session.order(Direction::Up) {
        let job = &session.jobs[at];
        let name = if session.scope == Scope::All { job.name.clone() } else { String::new() };
        found.push((name, check(job)));
    }
    let failed = found.iter().any(|(_, diagnostics)| diagnostics.has_errors());
    if args.json {
        print(context, &found);
    } else {
        for (unit, diagnostics) in &found {
            context.ui.diagnostics_of(unit, diagnostics);
        }
        let warned = found.iter().any(|(_, diagnostics)| !diagnostics.is_empty());
        match (failed, warned) {
            (true, _) => {}
            (false, false) => context.ui.line("Success! The configuration is valid.\n"),
            (false, true) => context.ui.line(
                "Success! The configuration is valid, but there were some validation warnings as shown above.\n",
            ),
        }
    }
    Ok(ExitCode::from(u8::from(failed)))
}

/// What is wrong in a unit or module. The outputs of other units are unknown.
fn check(job: &Job) -> Diagnostics {
    let unknown = |_: &str| Some(Value::unknown(Type::Dynamic));
    let checked = || -> Result<Diagnostics> {
        let tree = job.tree(&unknown, Mocks::Never)?;
        let mut found = engine::validate(Arc::new(tree), job.run_context()?);
        // The inputs of a unit are the arguments of its module.
        if job.unit.is_some() {
            let settings = Settings { env: std::env::vars().collect(), ..Settings::default() };
            match job.load(&unknown, Mocks::Never, &settings) {
                Ok(ready) => found.extend(ready.warnings),
                Err(errors) => found.extend(errors),
            }
        }
        Ok(found)
    };
    checked().unwrap_or_else(|errors| errors)
}

/// All of it in Terraform's format, with the unit where there are units.
fn print(context: &Context, found: &[(String, Diagnostics)]) {
    let all = || found.iter().flat_map(|(unit, diagnostics)| diagnostics.0.iter().map(move |d| (unit, d)));
    let count = |severity| all().filter(|(_, diagnostic)| diagnostic.severity == severity).count();
    let diagnostics = all().map(|(unit, diagnostic)| {
        let mut json = diagnostic_json(diagnostic, context.ui.here());
        if !unit.is_empty() {
            json["unit"] = Json::String(unit.clone());
        }
        json
    });
    let errors = count(Severity::Error);
    let output = json!({
        "format_version": "1.0",
        "valid": errors == 0,
        "error_count": errors,
        "warning_count": count(Severity::Warning),
        "diagnostics": diagnostics.collect::<Vec<_>>(),
    });
    context.ui.line(&serde_json::to_string_pretty(&output).unwrap_or_default());
}
