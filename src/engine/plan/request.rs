//! What a plan is asked for, and how it fails.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    address::{Instance, Name, Target},
    config::ModuleTree,
    diagnostic::Diagnostics,
    engine::{Clients, Plan, PlanMode, RunContext, event::Observer},
    lang::value::Value,
    state::State,
};

/// What a plan is asked for.
pub struct Request {
    /// The modules.
    pub tree: Arc<ModuleTree>,
    /// The values of the root module's variables.
    pub variables: BTreeMap<Name, Value>,
    /// What the run knows of itself.
    pub run: RunContext,
    /// The state before.
    pub state: State,
    /// Where providers get their clients.
    pub clients: Clients,
    /// Who is told.
    pub observer: Arc<dyn Observer>,
    /// What the user asks for beside that.
    pub options: Options,
}

/// What a user asks of a plan.
#[derive(Debug, Clone)]
pub struct Options {
    /// What kind of run it is for.
    pub mode: PlanMode,
    /// Whether every object is looked at first.
    pub refresh: bool,
    /// Only these objects and what they need; all if there is none.
    pub targets: Vec<Target>,
    /// Instances to replace in any case.
    pub replace: Vec<Instance>,
    /// How many calls are under way at once.
    pub parallelism: usize,
    /// Whether what this module depends on is going to change before it is applied: what a data source does not find
    /// now may be there then.
    pub upstream_pending: bool,
}

impl Default for Options {
    fn default() -> Self {
        let mode = PlanMode::Normal;
        Self {
            mode,
            refresh: true,
            targets: Vec::new(),
            replace: Vec::new(),
            parallelism: 10,
            upstream_pending: false,
        }
    }
}

/// A plan that could not be finished.
pub struct Failure {
    /// What is wrong.
    pub diagnostics: Diagnostics,
    /// What was planned before, if it got so far.
    pub partial: Option<Plan>,
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Self { diagnostics, partial: None }
    }
}
