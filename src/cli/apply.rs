//! `stackctl apply`.

use std::process::ExitCode;

use super::{
    arguments::{Planning, Selection},
    context::Context,
    interrupt::stop_token,
};
use crate::{
    diagnostic::{Diagnostic, Result},
    engine::PlanMode,
    runner::{Run, Scope},
};

/// The arguments of `apply`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub planning: Planning,
    /// Do not ask before anything is changed.
    #[arg(long)]
    pub auto_approve: bool,
    /// Destroy everything, as `destroy` does.
    #[arg(long)]
    pub destroy: bool,
    /// One JSON object a line, for machines.
    #[arg(long)]
    pub json: bool,
    /// A saved plan.
    #[arg(value_name = "PLAN", hide = true)]
    pub plan: Option<String>,
}

/// Plans, asks, and applies.
///
/// # Errors
/// What keeps anything from being planned; what is wrong in one unit is told with it.
pub async fn run(context: &Context, args: Args) -> Result<ExitCode> {
    if let Some(plan) = &args.plan {
        let detail = format!("Applying a saved plan ({plan}) is not supported yet.");
        return Err(Diagnostic::error("Saved plans are not supported").detail(detail).into());
    }
    if args.json {
        context.ui.speak_json();
        if !args.auto_approve && !args.selection.non_interactive {
            let detail = "With -json nobody can be asked. Say -auto-approve to apply without a question.";
            return Err(Diagnostic::error("Plan file or auto-approve required").detail(detail).into());
        }
    }
    let mode = if args.destroy { PlanMode::Destroy } else { PlanMode::Normal };
    let command = if args.destroy { "destroy" } else { "apply" };
    let session = args.selection.session(context, command, args.planning.settings(context)?)?;
    let all = session.scope == Scope::All;
    let listener = context.ui.listener(&session);
    let mut run = Run::new(session.into(), args.planning.options(mode)?, listener, stop_token(context));
    run.applying = true;
    run.parallelism = args.selection.unit_parallelism.unwrap_or(usize::MAX);
    run.fail_fast = args.selection.fail_fast;
    run.ignore_errors = args.selection.queue_ignore_errors;

    let planned = run.plan().await;
    context.ui.plans(&run, &planned);
    if run.stop.is_cancelled() {
        context.ui.notice("Interrupted while planning. Nothing was changed.");
        return Ok(ExitCode::from(130));
    }
    if !planned.succeeded() && (!all || planned.units.iter().all(|unit| !unit.changes)) {
        return Ok(ExitCode::from(1));
    }
    let worth_asking = planned.units.iter().any(|unit| unit.changes);
    let approved = !worth_asking || args.auto_approve || args.selection.non_interactive;
    if !approved {
        if !context.ui.approve(&run, run.options.mode, args.planning.input()).await? {
            return Ok(ExitCode::from(if run.stop.is_cancelled() { 130 } else { 1 }));
        }
        run.agreed = true;
    }
    let report = run.apply().await;
    context.ui.applied(&run, &report);
    let code = if report.interrupted { 130 } else { u8::from(!report.succeeded()) };
    Ok(ExitCode::from(code))
}
