//! The walk over the steps.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use futures::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use petgraph::{Direction, graph::NodeIndex};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::{
    address::Name,
    diagnostic::{Diagnostic, Diagnostics, Result},
    engine::{
        Action, Change, Evaluator, Plan, PlanMode, Summary,
        event::Observer,
        graph::Graph,
        plan::Planned,
        pool::{Available, Pool, ProviderAddress},
        steps::{self, Step},
    },
    lang::value::Value,
    providers::Configured,
    state::Writer,
};

/// How to apply.
#[derive(Clone)]
pub struct Options {
    /// How many steps are under way at once.
    pub parallelism: usize,
    /// Ends the run: what is under way is finished, nothing new is begun.
    pub stop: CancellationToken,
}

/// What an apply did.
#[derive(Debug, Default)]
pub struct Applied {
    /// How many objects it affected.
    pub summary: Summary,
    /// The outputs as they are now.
    pub outputs: BTreeMap<Name, Value>,
    /// What went wrong, and warnings.
    pub diagnostics: Diagnostics,
    /// The addresses of what was planned and is left.
    pub left: Vec<String>,
    /// Whether it was ended early.
    pub interrupted: bool,
}

/// A run of apply.
pub(super) struct Runner {
    pub plan: Arc<Plan>,
    pub evaluator: Arc<Evaluator>,
    pub graph: Arc<Graph>,
    pub pool: Arc<Pool>,
    pub writer: Writer,
    pub observer: Arc<dyn Observer>,
    pub permits: Semaphore,
    summary: Mutex<Summary>,
}

/// Applies a plan. The state is on disk after every step.
pub async fn apply(
    planned: Planned,
    writer: Writer,
    observer: Arc<dyn Observer>,
    options: Options,
) -> Applied {
    let Planned { plan, evaluator, graph, pool } = planned;
    evaluator.start_applying();
    let steps = steps::of(&plan, &graph);
    let permits = Semaphore::new(options.parallelism.max(1));
    let plan = Arc::new(plan);
    let runner =
        Runner { plan, evaluator, graph, pool, writer, observer, permits, summary: Mutex::default() };
    runner.run(&steps, &options.stop).await
}

impl Runner {
    async fn run(self, steps: &steps::Steps, stop: &CancellationToken) -> Applied {
        let mut applied = Applied::default();
        // What the refresh and moves found is the ground that the steps stand on.
        if let Err(error) = self.adopt_prior().await {
            applied.diagnostics.push(error);
            return applied;
        }
        let mut missing: HashMap<NodeIndex, usize> = steps
            .node_indices()
            .map(|at| (at, steps.neighbors_directed(at, Direction::Incoming).count()))
            .collect();
        let mut ready: Vec<NodeIndex> = steps.node_indices().filter(|at| missing[at] == 0).collect();
        let mut failed: HashSet<NodeIndex> = HashSet::new();
        let mut running: FuturesUnordered<BoxFuture<'_, (NodeIndex, Result<()>)>> = FuturesUnordered::new();
        loop {
            while let Some(at) = ready.pop() {
                let spoiled =
                    steps.neighbors_directed(at, Direction::Incoming).any(|before| failed.contains(&before));
                let step = &steps[at];
                if spoiled || (stop.is_cancelled() && *step != Step::Barrier) {
                    if let Step::Write(change) | Step::Remove(change) | Step::Read(change) = step {
                        let address = self.plan.changes[*change].address.to_string();
                        if !applied.left.contains(&address) {
                            applied.left.push(address);
                        }
                    }
                    failed.insert(at);
                    release(steps, at, &mut missing, &mut ready);
                } else if *step == Step::Barrier {
                    release(steps, at, &mut missing, &mut ready);
                } else {
                    let runner = &self;
                    running.push(Box::pin(async move { (at, runner.step(step).await) }));
                }
            }
            let Some((at, outcome)) = running.next().await else { break };
            if let Err(errors) = outcome {
                applied.diagnostics.extend(errors);
                failed.insert(at);
            }
            release(steps, at, &mut missing, &mut ready);
        }
        applied.interrupted = stop.is_cancelled();
        let complete = applied.left.is_empty() && !applied.diagnostics.has_errors();
        applied.outputs = self.write_outputs(complete, &mut applied.diagnostics).await;
        applied.summary = *self.summary.lock().unwrap_or_else(PoisonError::into_inner);
        applied
    }

    async fn step(&self, step: &Step) -> Result<()> {
        let _permit = self.permits.acquire().await;
        match step {
            Step::Barrier => Ok(()),
            Step::Write(at) => self.write(&self.plan.changes[*at]).await,
            Step::Remove(at) => self.remove(&self.plan.changes[*at]).await,
            Step::Read(at) => self.read_data(&self.plan.changes[*at]).await,
        }
    }

    async fn adopt_prior(&self) -> Result<(), Diagnostic> {
        let prior = &self.plan.prior;
        let same = self.writer.with(|state| state.resources == prior.resources);
        if !same {
            self.writer.update(|state| state.resources = prior.resources.clone()).await?;
        }
        Ok(())
    }

    /// The provider of a change. It must be possible to configure it now.
    pub async fn provider(&self, change: &Change) -> Result<Configured> {
        let address = ProviderAddress::parse(&change.provider)
            .ok_or_else(|| Diagnostic::error("Invalid provider address").detail(change.provider.clone()))?;
        match self.pool.get(&address).await? {
            Available::Ready(configured) => Ok(configured),
            Available::NotYet => Err(Diagnostic::error("Provider configuration not known")
                .detail(format!("The configuration of {address} holds values that are still not known."))
                .about(&change.address)
                .into()),
        }
    }

    /// Counts what was done.
    pub fn count(&self, action: Action, importing: bool) {
        let mut summary = self.summary.lock().unwrap_or_else(PoisonError::into_inner);
        summary.import += usize::from(importing);
        match action {
            Action::Create => summary.add += 1,
            Action::Update => summary.change += 1,
            Action::Delete => summary.destroy += 1,
            Action::Forget => summary.forget += 1,
            Action::NoOp | Action::Read | Action::Replace { .. } => {}
        }
    }

    /// Whether everything is destroyed.
    pub fn is_destroy(&self) -> bool {
        self.plan.mode == PlanMode::Destroy
    }
}

/// Makes ready what waited only for this step.
fn release(
    steps: &steps::Steps,
    at: NodeIndex,
    missing: &mut HashMap<NodeIndex, usize>,
    ready: &mut Vec<NodeIndex>,
) {
    for next in steps.neighbors_directed(at, Direction::Outgoing) {
        if let Some(count) = missing.get_mut(&next) {
            *count -= 1;
            if *count == 0 {
                ready.push(next);
            }
        }
    }
}
