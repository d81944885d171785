//! `stackctl dag graph`: the graph of units in DOT.

use std::process::ExitCode;

use super::{arguments::Selection, context::Context};
use crate::{diagnostic::Result, runner::Settings};

/// The arguments of `dag graph`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// `graph`, the only form there is.
    #[arg(default_value = "graph", value_parser = ["graph"])]
    form: String,
    #[command(flatten)]
    selection: Selection,
}

/// Prints the graph of the units in and below the folder. An edge goes from a unit to what it depends on.
///
/// # Errors
/// What is wrong in a unit.
pub fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let selection = Selection { all: true, ..args.selection };
    let session = selection.session(context, "plan", Settings::default())?;
    context.ui.line("digraph {");
    for job in &session.jobs {
        context.ui.line(&format!("\t{:?} ;", job.name));
    }
    for edge in session.graph.edge_indices() {
        if let Some((from, to)) = session.graph.edge_endpoints(edge) {
            let (dependency, dependent) = (session.graph[from], session.graph[to]);
            context.ui.line(&format!(
                "\t{:?} -> {:?};",
                session.jobs[dependent].name, session.jobs[dependency].name
            ));
        }
    }
    context.ui.line("}");
    Ok(ExitCode::SUCCESS)
}
