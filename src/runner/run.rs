//! Planning and applying the jobs of a session.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;

use super::{
    job::Ready,
    outputs::read_outputs,
    queue::{self, Direction, Outcome, Rules},
    report::{Report, Result as UnitResult, UnitReport},
    session::{Listener, Scope, Session, UnitObserver},
    unnamed,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Result, Severity},
    engine::{Event, Plan, PlanMode, apply, plan},
    lang::value::{Marks, Object, Type, Value},
    state::Writer,
    units::Mocks,
};

/// A run of a command over the jobs of a session.
pub struct Run {
    /// What it works on.
    pub session: Arc<Session>,
    /// What the plans are asked for.
    pub options: plan::Options,
    /// Who is told.
    pub listener: Arc<dyn Listener>,
    /// How many units run at once.
    pub parallelism: usize,
    /// After a failure nothing new is begun.
    pub fail_fast: bool,
    /// A failure keeps nobody from running.
    pub ignore_errors: bool,
    /// Whether the plans are going to be applied.
    pub applying: bool,
    /// Whether somebody saw the plans and agreed to them, so that nothing else may be destroyed.
    pub agreed: bool,
    /// Ends the run.
    pub stop: CancellationToken,
    outputs: Mutex<HashMap<usize, Option<Value>>>,
    planned: Mutex<HashMap<usize, PlannedUnit>>,
    reports: Mutex<HashMap<usize, UnitReport>>,
}

/// A unit with its plan.
pub struct PlannedUnit {
    /// The place of its job.
    pub at: usize,
    /// Its name.
    pub name: String,
    /// The plan; of a failed one what could be planned.
    pub plan: Option<Arc<Plan>>,
    /// What went wrong, and warnings.
    pub diagnostics: Diagnostics,
    /// How long it took.
    pub elapsed: Duration,
    /// It can be planned only once others are applied.
    pub deferred: bool,
    /// The dependencies whose outputs are mocks.
    pub mocked: Vec<String>,
    /// Whether something that it depends on is not known yet, so that it is planned again before it is applied.
    provisional: bool,
    /// Whether applying changes it, or something that it depends on.
    pending: bool,
    /// What applying it needs.
    ready: Option<(plan::Planned, Writer)>,
}

impl Run {
    /// A run with these options.
    pub fn new(
        session: Arc<Session>,
        options: plan::Options,
        listener: Arc<dyn Listener>,
        stop: CancellationToken,
    ) -> Self {
        Self {
            session,
            options,
            listener,
            parallelism: usize::MAX,
            fail_fast: false,
            ignore_errors: false,
            applying: false,
            agreed: false,
            stop,
            outputs: Mutex::default(),
            planned: Mutex::default(),
            reports: Mutex::default(),
        }
    }

    /// Which way the graph is walked.
    pub fn direction(&self) -> Direction {
        if self.options.mode == PlanMode::Destroy { Direction::Down } else { Direction::Up }
    }

    fn rules(&self) -> Rules {
        Rules {
            direction: self.direction(),
            parallelism: self.parallelism,
            fail_fast: self.fail_fast,
            ignore_errors: self.ignore_errors,
            stop: self.stop.clone(),
        }
    }

    /// Plans every job. In a destroy plan nothing waits for anything, since the states say all.
    pub async fn plan(&self) -> Report {
        let start = Instant::now();
        let outcomes = queue::walk(
            &self.session.graph,
            |at| self.takes_part(at),
            &self.rules(),
            |at| Box::pin(self.plan_one(at)),
        )
        .await;
        self.listener.ended();
        self.report(outcomes, start.elapsed())
    }

    /// Applies every plan.
    pub async fn apply(&self) -> Report {
        let start = Instant::now();
        self.outputs().clear();
        let outcomes = queue::walk(
            &self.session.graph,
            |at| self.takes_part(at),
            &self.rules(),
            |at| Box::pin(self.apply_one(at)),
        )
        .await;
        self.listener.ended();
        self.report(outcomes, start.elapsed())
    }

    /// The plans, in the order in which they run.
    pub fn with_plans<T>(&self, look: impl FnOnce(Vec<&PlannedUnit>) -> T) -> T {
        let planned = self.planned();
        look(self.session.order(self.direction()).iter().filter_map(|at| planned.get(at)).collect())
    }

    fn takes_part(&self, at: usize) -> bool {
        self.session.takes_part[at] && !self.is_excluded(at)
    }

    /// Whether the unit itself says that it takes no part.
    fn is_excluded(&self, at: usize) -> bool {
        let Some(exclude) = self.session.jobs[at].unit.as_ref().and_then(|unit| unit.exclude.as_ref()) else {
            return false;
        };
        self.session.scope == Scope::All && exclude.condition && exclude.applies_to(self.command())
    }

    /// The command as units know it.
    fn command(&self) -> &'static str {
        match (self.options.mode, self.applying) {
            (PlanMode::Destroy, true) => "destroy",
            (_, true) => "apply",
            (_, false) => "plan",
        }
    }

    async fn plan_one(&self, at: usize) -> bool {
        let name = self.session.jobs[at].name.clone();
        self.listener.started(&name, "plan");
        let start = Instant::now();
        let made = tokio::select! {
            made = self.make_plan(at, None) => made,
            // Nothing is at stake yet, so nobody has to wait.
            () = self.stop.cancelled() => return false,
        };
        let unit = match made {
            Ok(mut unit) => {
                unit.elapsed = start.elapsed();
                unit
            }
            Err(failure) => self.unplanned(at, failure, start.elapsed()),
        };
        let fine = unit.ready.is_some() || unit.deferred;
        let outputs = match &unit.plan {
            Some(plan) if fine && !unit.deferred => Some(outputs_of(plan)),
            _ if unit.deferred => Some(Value::unknown(Type::Dynamic)),
            _ => None,
        };
        self.outputs().insert(at, outputs);
        self.listener.planned(&unit);
        self.planned().insert(at, unit);
        fine
    }

    /// A job whose plan is not whole. If nothing is wrong with it but that values of others are not known yet, it is
    /// planned again once they are applied, and so has not failed.
    fn unplanned(&self, at: usize, failure: plan::Failure, elapsed: Duration) -> PlannedUnit {
        let plan::Failure { mut diagnostics, partial } = failure;
        let waits = self.applying || self.waits_for_changes(at);
        let deferred = waits && !diagnostics.is_empty() && diagnostics.0.iter().all(|d| d.deferred);
        if deferred {
            diagnostics.0.iter_mut().for_each(|d| d.severity = Severity::Warning);
        }
        PlannedUnit {
            at,
            name: self.session.jobs[at].name.clone(),
            plan: partial.map(Arc::new),
            deferred,
            diagnostics,
            elapsed,
            mocked: Vec::new(),
            provisional: true,
            pending: true,
            ready: None,
        }
    }

    /// Plans a job. `again` is its writer when it was planned before.
    async fn make_plan(&self, at: usize, again: Option<Writer>) -> Result<PlannedUnit, plan::Failure> {
        let job = &self.session.jobs[at];
        let destroy = self.options.mode == PlanMode::Destroy;
        let mut outputs: HashMap<String, Option<Value>> = HashMap::new();
        let mut provisional = false;
        for dependency in job.unit.iter().flat_map(|unit| &unit.dependencies) {
            let value = self.outputs_of(&dependency.target, destroy)?;
            provisional |= value.as_ref().is_some_and(|value| !value.is_wholly_known());
            // Marks end at the border of a unit, as they do where Terragrunt hands over JSON: the module on the other
            // side says itself which of its variables are sensitive.
            outputs.insert(dependency.name.to_string(), value.map(|value| value.without_marks_deep()));
        }
        let mocks = if self.applying || self.session.scope == Scope::All {
            Mocks::Never
        } else {
            Mocks::WhereAllowed
        };
        let look_up = |name: &str| outputs.get(name).cloned().flatten();
        let ready = job.load(&look_up, mocks, &self.session.settings)?;
        let Ready { tree, variables, run, backend, warnings, resolved } = ready;
        if destroy && self.applying && resolved.as_ref().is_some_and(|resolved| resolved.prevent_destroy) {
            return Err(Diagnostics::from(
                Diagnostic::error("Unit is protected from destruction")
                    .detail("It says prevent_destroy = true. Take that out if it is really to be destroyed.")
                    .about(&job.name),
            )
            .into());
        }
        let writer = match again {
            Some(writer) => writer,
            None => {
                let operation = if self.applying { "Apply" } else { "Plan" };
                let timeout = self.session.settings.lock_timeout;
                let unlocked = self.session.settings.unlocked;
                let locked = tokio::task::spawn_blocking({
                    let backend = backend.clone();
                    move || {
                        let lock =
                            if unlocked { backend.no_lock() } else { backend.lock(operation, timeout) }?;
                        Writer::open(backend, lock)
                    }
                });
                let opened = locked.await.map_err(|error| {
                    Diagnostics::from(
                        Diagnostic::error("Error acquiring the state lock").detail(error.to_string()),
                    )
                })?;
                opened.map_err(|error| Diagnostics::from(error.about(&job.name)))?
            }
        };
        let upstream_pending = !destroy && self.waits_for_changes(at);
        // Data sources may find something else once that is done.
        provisional |= upstream_pending && tree.reads_data();
        let request = plan::Request {
            tree,
            variables,
            run,
            state: writer.state(),
            clients: self.session.clients.clone(),
            observer: Arc::new(UnitObserver { unit: job.name.clone(), listener: self.listener.clone() }),
            options: plan::Options { upstream_pending, ..self.options.clone() },
        };
        let planned = plan::plan(request).await?;
        let mut diagnostics = warnings;
        diagnostics.extend(planned.plan.warnings.clone());
        Ok(PlannedUnit {
            at,
            name: job.name.clone(),
            plan: Some(Arc::new(planned.plan.clone())),
            diagnostics,
            elapsed: Duration::ZERO,
            deferred: false,
            mocked: resolved.iter().flat_map(|resolved| &resolved.mocked).map(ToString::to_string).collect(),
            provisional,
            pending: upstream_pending || !planned.plan.is_empty(),
            ready: Some((planned, writer)),
        })
    }

    /// Whether something that a job depends on is planned and not applied yet.
    fn waits_for_changes(&self, at: usize) -> bool {
        let graph = &self.session.graph;
        let Some(node) = graph.node_indices().find(|node| graph[*node] == at) else { return false };
        let planned = self.planned();
        graph
            .neighbors_directed(node, petgraph::Incoming)
            .any(|need| planned.get(&graph[need]).is_some_and(|unit| unit.pending))
    }

    /// The outputs of the unit in a folder: those of this run, else of its state. `None`: it is not applied.
    fn outputs_of(&self, dir: &std::path::Path, destroy: bool) -> Result<Option<Value>> {
        let Some(at) = self.session.job_at(dir) else { return Ok(None) };
        if !destroy && let Some(outputs) = self.outputs().get(&at) {
            return Ok(outputs.clone());
        }
        let unknown = |_: &str| Some(Value::unknown(Type::Dynamic));
        let outputs = match self.session.jobs[at].backend_alone(&unknown)? {
            Some(backend) => read_outputs(&backend)?,
            None => None,
        };
        // Destroying needs no outputs: what is not there does not matter.
        Ok(outputs.or_else(|| destroy.then(|| Value::unknown(Type::Dynamic))))
    }

    /// Plans a job now that what it depends on is applied. `shown` is the plan that people saw.
    async fn plan_again(
        &self,
        at: usize,
        writer: Option<Writer>,
        shown: Option<Arc<Plan>>,
    ) -> Result<PlannedUnit> {
        let unit = self.make_plan(at, writer).await.map_err(|failure| failure.diagnostics)?;
        let more = unit.plan.as_deref().and_then(|plan| unnamed::check(shown.as_deref(), plan, self.agreed));
        match more {
            Some(error) if error.severity == Severity::Error => return Err(error.into()),
            Some(warning) => self.listener.event(&unit.name, Event::Warning(warning)),
            None => {}
        }
        Ok(unit)
    }

    async fn apply_one(&self, at: usize) -> bool {
        let start = Instant::now();
        let name = self.session.jobs[at].name.clone();
        let Some(mut unit) = self.planned().remove(&at) else { return false };
        let mode = self.options.mode;
        let failed = UnitReport { mode, ..UnitReport::new(&name, UnitResult::Failed) };
        if (unit.provisional || unit.deferred) && self.options.mode != PlanMode::Destroy {
            // What it depends on is applied now: the plan with the real values is the one to apply.
            let writer = unit.ready.take().map(|(_, writer)| writer);
            unit = match self.plan_again(at, writer, unit.plan.take()).await {
                Ok(unit) => unit,
                Err(diagnostics) => {
                    self.finished(at, UnitReport { elapsed: start.elapsed(), diagnostics, ..failed });
                    return false;
                }
            };
        }
        let Some((planned, writer)) = unit.ready.take() else { return false };
        let mut diagnostics = unit.diagnostics;
        if planned.plan.is_empty() && !planned.plan.state_changed {
            let outputs = outputs_of(&planned.plan);
            self.outputs().insert(at, Some(outputs));
            let (result, elapsed) = (UnitResult::Succeeded, start.elapsed());
            let outputs = planned.plan.output_values();
            self.finished(at, UnitReport { result, elapsed, outputs, diagnostics, ..failed });
            return true;
        }
        self.listener.started(&name, self.command());
        let observer = Arc::new(UnitObserver { unit: name, listener: self.listener.clone() });
        let options = apply::Options { parallelism: self.options.parallelism, stop: self.stop.clone() };
        let applied = apply::apply(planned, writer, observer, options).await;
        let fine = !applied.diagnostics.has_errors() && applied.left.is_empty();
        diagnostics.extend(applied.diagnostics);
        if !applied.left.is_empty() {
            let left =
                applied.left.iter().map(|address| format!("  {address}")).collect::<Vec<_>>().join("\n");
            let summary = if applied.interrupted { "Interrupted" } else { "Not everything was applied" };
            let detail = format!(
                "What is left to do:\n{left}\n\nThe state is saved. The next apply goes on from here."
            );
            diagnostics.push(Diagnostic::error(summary).detail(detail));
        }
        let outputs: Object =
            applied.outputs.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        self.outputs().insert(at, Some(Value::object(outputs)));
        let result = if fine { UnitResult::Succeeded } else { UnitResult::Failed };
        let (elapsed, summary, outputs) = (start.elapsed(), applied.summary, applied.outputs);
        let report = UnitReport { result, elapsed, summary, changes: true, outputs, diagnostics, ..failed };
        self.finished(at, report);
        fine
    }

    fn finished(&self, at: usize, report: UnitReport) {
        self.listener.finished(&report);
        self.reports.lock().unwrap_or_else(PoisonError::into_inner).insert(at, report);
    }

    /// The outputs of a unit as this run leaves them.
    pub fn outputs_at(&self, at: usize) -> Option<Value> {
        self.outputs().get(&at).cloned().flatten()
    }

    fn report(&self, outcomes: HashMap<usize, Outcome>, elapsed: Duration) -> Report {
        let mut reports = std::mem::take(&mut *self.reports.lock().unwrap_or_else(PoisonError::into_inner));
        let planned = self.planned();
        let units = self.session.order(self.direction()).into_iter().map(|at| {
            let name = || self.session.jobs[at].name.clone();
            if let Some(report) = reports.remove(&at) {
                return report;
            }
            let result = match outcomes.get(&at) {
                None => UnitResult::Excluded,
                Some(Outcome::Done) => UnitResult::Succeeded,
                Some(Outcome::Failed) => UnitResult::Failed,
                Some(Outcome::EarlyExit(because)) => {
                    UnitResult::EarlyExit(self.session.jobs[*because].name.clone())
                }
                Some(Outcome::Stopped) => UnitResult::Stopped,
            };
            let unit = planned.get(&at);
            let plan = unit.and_then(|unit| unit.plan.as_deref());
            // A unit that was planned and then not begun did nothing.
            let begun = matches!(result, UnitResult::Succeeded | UnitResult::Failed);
            UnitReport {
                elapsed: unit.map(|unit| unit.elapsed).unwrap_or_default(),
                summary: plan.filter(|_| begun).map(Plan::summary).unwrap_or_default(),
                changes: plan.is_some_and(|plan| !plan.is_empty()),
                mode: self.options.mode,
                diagnostics: unit.map(|unit| unit.diagnostics.clone()).unwrap_or_default(),
                ..UnitReport::new(name(), result)
            }
        });
        Report { units: units.collect(), elapsed, interrupted: self.stop.is_cancelled() }
    }

    fn outputs(&self) -> MutexGuard<'_, HashMap<usize, Option<Value>>> {
        self.outputs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn planned(&self) -> MutexGuard<'_, HashMap<usize, PlannedUnit>> {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The outputs of a plan as other units see them.
fn outputs_of(plan: &Plan) -> Value {
    let values = plan.output_values().into_iter();
    Value::object(values.map(|(name, value)| {
        let value = if value.marks().contains(Marks::SENSITIVE) { value.without_marks() } else { value };
        (name, value)
    }))
}
