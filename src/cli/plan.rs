//! `stackctl plan`.

use std::process::ExitCode;

use super::{
    arguments::{Planning, Selection},
    context::Context,
    interrupt::stop_token,
};
use crate::{diagnostic::Result, engine::PlanMode, runner::Run};

/// The arguments of `plan`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    planning: Planning,
    /// Plan to destroy everything.
    #[arg(long)]
    destroy: bool,
    /// Exit with 2 if there are changes.
    #[arg(long)]
    detailed_exitcode: bool,
    /// One JSON object a line, for machines.
    #[arg(long)]
    json: bool,
}

/// Plans, and shows the plans.
///
/// # Errors
/// What keeps anything from being planned; what is wrong in one unit is told with its plan.
pub async fn run(context: &Context, args: Args) -> Result<ExitCode> {
    if args.json {
        context.ui.speak_json();
    }
    let session = args.selection.session(context, "plan", args.planning.settings(context)?)?;
    let mode = if args.destroy { PlanMode::Destroy } else { PlanMode::Normal };
    let listener = context.ui.listener(&session);
    let mut run = Run::new(session.into(), args.planning.options(mode)?, listener, stop_token(context));
    run.parallelism = args.selection.unit_parallelism.unwrap_or(usize::MAX);
    run.fail_fast = args.selection.fail_fast;
    run.ignore_errors = args.selection.queue_ignore_errors;
    let report = run.plan().await;
    context.ui.plans(&run, &report);
    if run.stop.is_cancelled() {
        return Ok(ExitCode::from(130));
    }
    Ok(match (report.succeeded(), args.detailed_exitcode) {
        (false, _) => ExitCode::from(1),
        (true, true) if report.units.iter().any(|unit| unit.changes) => ExitCode::from(2),
        (true, _) => ExitCode::SUCCESS,
    })
}
