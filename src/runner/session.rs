//! What a command works on, found from the folder that it is called in.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use petgraph::graph::DiGraph;

use super::{
    job::{Job, Settings},
    outputs::read_outputs,
    queue::Direction,
    report::UnitReport,
    run::PlannedUnit,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Result},
    engine::{Clients, Event, Observer},
    lang::value::{Type, Value},
    units::{Environment, LoadOptions},
};

/// What a command works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The unit or module in the folder.
    One,
    /// Every unit in and below the folder.
    All,
}

/// What a run tells while it works.
pub trait Listener: Send + Sync {
    /// An event of one unit. It must not block for long.
    fn event(&self, unit: &str, event: Event);
    /// A unit was planned.
    fn planned(&self, unit: &PlannedUnit);
    /// A unit begins to be planned or applied: `plan`, `apply` or `destroy`.
    fn started(&self, unit: &str, what: &str);
    /// A unit was applied, or there was nothing to apply.
    fn finished(&self, _: &UnitReport) {}
    /// All units were planned, or applied.
    fn ended(&self) {}
}

/// The jobs of a command, and what they share.
pub struct Session {
    /// The folder that it was called in, absolute.
    pub dir: PathBuf,
    /// The jobs; those that are only read for their outputs come with `takes_part` false.
    pub jobs: Vec<Job>,
    /// Whether a job takes part, or is only read for its outputs.
    pub takes_part: Vec<bool>,
    /// The graph of jobs.
    pub graph: DiGraph<usize, ()>,
    /// Whether it is about several units.
    pub scope: Scope,
    /// What the command line says for all of them.
    pub settings: Settings,
    /// Where providers get their clients.
    pub clients: Clients,
    /// Warnings of loading.
    pub warnings: Diagnostics,
}

impl Session {
    /// Finds the jobs of a command that is called in `dir`. A folder that holds units and is none itself stands for all
    /// of them, as with `all`.
    ///
    /// # Errors
    /// Nothing to run, or something wrong in a unit.
    pub fn open(dir: &Path, all: bool, options: &LoadOptions, settings: Settings) -> Result<Self> {
        let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
        let config = options.config.clone().unwrap_or_else(|| "terragrunt.hcl".into());
        let is_unit = dir.join(&config).is_file() || dir.join(format!("{config}.json")).is_file();
        let is_module = has_module_files(&dir);
        let (environment, scope) = match (all, is_unit, is_module) {
            (true, ..) | (false, false, false) => (Environment::load(&dir, options), Scope::All),
            (false, true, _) => (Environment::load_single(&dir, options), Scope::One),
            (false, false, true) => {
                let job = Job { name: String::new(), dir: dir.clone(), unit: None };
                let mut graph = DiGraph::new();
                graph.add_node(0);
                return Ok(Self {
                    dir,
                    jobs: vec![job],
                    takes_part: vec![true],
                    graph,
                    scope: Scope::One,
                    settings,
                    clients: Clients::default(),
                    warnings: Diagnostics::new(),
                });
            }
        };
        let environment = environment.map_err(|errors| nothing_to_run(errors, &dir, all))?;
        let warnings = environment.take_warnings();
        let graph = environment.graph().clone();
        let mut session = Self {
            dir,
            jobs: Vec::new(),
            takes_part: Vec::new(),
            graph,
            scope,
            settings,
            clients: Clients::default(),
            warnings,
        };
        for unit in environment.units {
            session.takes_part.push(!unit.external);
            session.jobs.push(Job {
                name: unit.name.clone(),
                dir: unit.dir.clone(),
                unit: Some(Arc::new(unit)),
            });
        }
        Ok(session)
    }

    /// The places of the jobs that take part, in the order in which they run.
    pub fn order(&self, direction: Direction) -> Vec<usize> {
        // Alphabetical within what the graph leaves open, so that two runs are told alike.
        let mut missing: Vec<usize> = self
            .graph
            .node_indices()
            .map(|at| self.graph.neighbors_directed(at, petgraph::Incoming).count())
            .collect();
        let mut done = vec![false; missing.len()];
        let mut order = Vec::new();
        loop {
            let level: Vec<usize> = (0..missing.len()).filter(|at| !done[*at] && missing[*at] == 0).collect();
            if level.is_empty() {
                break;
            }
            for at in level {
                done[at] = true;
                for next in self.graph.neighbors(petgraph::graph::NodeIndex::new(at)) {
                    missing[next.index()] -= 1;
                }
                if self.takes_part[at] {
                    order.push(at);
                }
            }
        }
        if direction == Direction::Down {
            order.reverse();
        }
        order
    }

    /// The outputs of what a unit depends on, as their states remember them, by the name of the dependency.
    ///
    /// # Errors
    /// A state that cannot be read.
    pub fn outputs_in_states(&self, job: &Job) -> Result<HashMap<String, Value>> {
        let unknown = |_: &str| Some(Value::unknown(Type::Dynamic));
        let mut outputs = HashMap::new();
        for dependency in job.unit.iter().flat_map(|unit| &unit.dependencies) {
            let Some(at) = self.job_at(&dependency.target) else { continue };
            if let Some(backend) = self.jobs[at].backend_alone(&unknown)?
                && let Some(value) = read_outputs(&backend)?
            {
                outputs.insert(dependency.name.to_string(), value);
            }
        }
        Ok(outputs)
    }

    /// The place of the job in this folder.
    pub fn job_at(&self, dir: &Path) -> Option<usize> {
        self.jobs.iter().position(|job| job.dir == dir)
    }
}

/// Tells a listener of the events of one unit.
pub(super) struct UnitObserver {
    pub unit: String,
    pub listener: Arc<dyn Listener>,
}

impl Observer for UnitObserver {
    fn event(&self, event: Event) {
        self.listener.event(&self.unit, event);
    }
}

/// Whether a folder holds a module's files.
fn has_module_files(dir: &Path) -> bool {
    let names = std::fs::read_dir(dir).into_iter().flatten().flatten();
    names
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .any(|name| !name.starts_with('.') && (name.ends_with(".tf") || name.ends_with(".tf.json")))
}

fn nothing_to_run(errors: Diagnostics, dir: &Path, all: bool) -> Diagnostics {
    let empty = errors.0.len() == 1 && errors.0[0].summary == "No units found";
    if !empty || all {
        return errors;
    }
    Diagnostic::error("Nothing to run here")
        .detail(format!(
            "{} holds neither units (terragrunt.hcl, here or below) nor a module (*.tf). Change to such a folder, or \
             name one with -chdir=….",
            dir.display()
        ))
        .into()
}
