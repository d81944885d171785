//! One module or many units: loading, the queue over the graph, plans, applies, the report.

mod debug;
mod job;
mod outputs;
mod queue;
mod report;
mod run;
mod session;
mod unnamed;

pub use self::{
    job::{Job, Ready, Settings},
    outputs::read_outputs,
    queue::{Direction, Outcome},
    report::{Report, Result as UnitResult, UnitReport},
    run::{PlannedUnit, Run},
    session::{Listener, Scope, Session},
};
