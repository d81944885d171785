//! The walk over the graph of a configuration that makes a plan.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use petgraph::{Direction, graph::NodeIndex};
use tokio::sync::Semaphore;

use super::{
    relevant::relevant,
    request::{Failure, Options, Request},
    target::Selection,
};
use crate::{
    address::{Instance, Name},
    config::ModuleTree,
    diagnostic::{Diagnostic, Diagnostics, Result, Severity},
    engine::{
        Change, Evaluator, Plan, PlanMode, conditions,
        event::Observer,
        graph::{Graph, Node, Object},
        moves,
        pool::Pool,
        repeated::Repeated,
    },
    state::State,
};

/// A finished plan, with everything that applying it needs.
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// The values, from which apply goes on.
    pub evaluator: Arc<Evaluator>,
    /// The graph of the configuration.
    pub graph: Arc<Graph>,
    /// The providers.
    pub pool: Arc<Pool>,
}

/// Makes a plan.
///
/// # Errors
/// Everything that is wrong, with what could be planned all the same.
pub async fn plan(request: Request) -> Result<Planned, Failure> {
    let graph = Arc::new(Graph::build(&request.tree)?);
    let mut state = request.state;
    let mut warnings = Diagnostics::new();
    let before = state.clone();
    let moved = moves::apply(&mut state, &request.tree, &mut warnings);
    let selection = Selection::new(&request.options.targets, &graph);
    let evaluator = Arc::new(Evaluator::new(request.tree.clone(), request.variables, request.run));
    let planner = Planner {
        pool: Arc::new(Pool::new(evaluator.clone(), request.clients)),
        evaluator,
        graph,
        observer: request.observer,
        permits: Semaphore::new(request.options.parallelism.max(1)),
        options: request.options,
        selection,
        moved,
        tree: request.tree,
        draft: Mutex::new(Draft {
            state,
            changes: BTreeMap::new(),
            drift: Vec::new(),
            seen: HashSet::new(),
            diagnostics: warnings,
        }),
    };
    planner.run(&before).await
}

/// A plan in the making.
pub(super) struct Planner {
    pub tree: Arc<ModuleTree>,
    pub evaluator: Arc<Evaluator>,
    pub graph: Arc<Graph>,
    pub pool: Arc<Pool>,
    pub observer: Arc<dyn Observer>,
    pub options: Options,
    pub selection: Selection,
    /// Where moved objects were.
    pub moved: BTreeMap<Instance, Instance>,
    /// Limits the calls that are under way.
    pub permits: Semaphore,
    draft: Mutex<Draft>,
}

/// What is known of the plan so far.
pub(super) struct Draft {
    /// The state, refreshed as the walk goes on.
    pub state: State,
    pub changes: BTreeMap<(Instance, Option<Name>), Change>,
    pub drift: Vec<Change>,
    /// The instances that the configuration declares.
    pub seen: HashSet<Instance>,
    pub diagnostics: Diagnostics,
}

impl Planner {
    /// The draft. The lock must not be held while waiting for anything.
    pub fn draft(&self) -> MutexGuard<'_, Draft> {
        self.draft.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn run(self, before: &State) -> Result<Planned, Failure> {
        if self.options.mode == PlanMode::Destroy {
            self.values_from_state();
        } else {
            self.walk().await;
        }
        self.plan_orphans().await;
        let outputs = self.plan_outputs();
        let Self { tree, evaluator, graph, pool, options, draft, .. } = self;
        let draft = draft.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut diagnostics = draft.diagnostics;
        let outputs = diagnostics.take(outputs).unwrap_or_default();
        let changes: Vec<Change> = draft.changes.into_values().collect();
        diagnostics.extend(cautions(&options, &changes));
        let mut warnings = Diagnostics::new();
        warnings.extend(diagnostics.clone().into_iter().filter(|d| d.severity == Severity::Warning));
        let managed = |state: &State| {
            let all = state.resources.iter().filter(|((_, r), _)| r.mode == crate::address::Mode::Managed);
            all.map(|(k, v)| (k.clone(), v.clone())).collect::<BTreeMap<_, _>>()
        };
        let plan = Plan {
            relevant: relevant(&tree, changes.iter()),
            state_changed: managed(before) != managed(&draft.state),
            changes,
            outputs,
            drift: draft.drift,
            prior: draft.state,
            warnings,
            mode: options.mode,
        };
        if diagnostics.has_errors() {
            return Err(Failure { diagnostics, partial: Some(plan) });
        }
        Ok(Planned { plan, evaluator, graph, pool })
    }

    /// Does every node once all that it needs is done. What needs a node that failed is left out; everything else
    /// goes on.
    async fn walk(&self) {
        let graph = &self.graph.graph;
        let mut missing: HashMap<NodeIndex, usize> = graph
            .node_indices()
            .map(|at| (at, graph.neighbors_directed(at, Direction::Incoming).count()))
            .collect();
        let mut ready: Vec<NodeIndex> =
            self.graph.order.iter().copied().filter(|at| missing[at] == 0).collect();
        ready.reverse();
        let mut failed: BTreeSet<NodeIndex> = BTreeSet::new();
        let mut running: FuturesUnordered<BoxFuture<'_, (NodeIndex, bool)>> = FuturesUnordered::new();
        loop {
            while let Some(at) = ready.pop() {
                let spoiled =
                    graph.neighbors_directed(at, Direction::Incoming).any(|need| failed.contains(&need));
                let node = &graph[at];
                let done = match &node.object {
                    _ if spoiled => Some(false),
                    Object::Resource(resource) => {
                        running.push(Box::pin(async move { (at, self.plan_resource(node, resource).await) }));
                        None
                    }
                    _ => Some(self.evaluate(node)),
                };
                if let Some(fine) = done {
                    self.finish(at, fine, &mut failed, &mut missing, &mut ready);
                }
            }
            let Some((at, fine)) = running.next().await else { break };
            self.finish(at, fine, &mut failed, &mut missing, &mut ready);
        }
    }

    fn finish(
        &self,
        at: NodeIndex,
        fine: bool,
        failed: &mut BTreeSet<NodeIndex>,
        missing: &mut HashMap<NodeIndex, usize>,
        ready: &mut Vec<NodeIndex>,
    ) {
        if !fine {
            failed.insert(at);
        }
        for next in self.graph.graph.neighbors_directed(at, Direction::Outgoing) {
            if let Some(count) = missing.get_mut(&next) {
                *count -= 1;
                if *count == 0 {
                    ready.push(next);
                }
            }
        }
    }

    /// Evaluates a node that is no resource, in every instance of its module. False: it has no value.
    fn evaluate(&self, node: &Node) -> bool {
        let mut diagnostics = Diagnostics::new();
        if let Object::Call(name) = &node.object {
            check_arguments(&self.tree, &node.module, name, &mut diagnostics);
        }
        for module in self.evaluator.instances(&node.module) {
            match &node.object {
                Object::Variable(name) => {
                    if diagnostics.take(self.evaluator.variable(&module, name)).is_some()
                        && let Some(variable) = module.module.variables.get(name)
                    {
                        let scope = self.evaluator.scope(&module, Repeated::default());
                        let summary = "Invalid value for variable";
                        conditions::check(
                            &variable.validations,
                            summary,
                            Severity::Error,
                            &scope,
                            &mut diagnostics,
                        );
                    }
                }
                Object::Local(name) => {
                    diagnostics.take(self.evaluator.local(&module, name));
                }
                Object::Output(name) => {
                    if let Some(output) = module.module.outputs.get(name) {
                        let scope = self.evaluator.scope(&module, Repeated::default());
                        let summary = "Module output value precondition failed";
                        conditions::check(
                            &output.preconditions,
                            summary,
                            Severity::Error,
                            &scope,
                            &mut diagnostics,
                        );
                    }
                    diagnostics.take(self.evaluator.output(&module, name));
                }
                Object::Call(name) => {
                    diagnostics.take(self.evaluator.expand_call(&module, name));
                }
                Object::Provider(_) | Object::Check(_) | Object::Resource(_) => {}
            }
        }
        let fine = !diagnostics.has_errors();
        self.draft().diagnostics.extend(diagnostics);
        fine
    }
}

/// The arguments of a call against the variables of the called module.
pub fn check_arguments(root: &ModuleTree, path: &[Name], name: &Name, diagnostics: &mut Diagnostics) {
    let Some(tree) = root.at(path) else { return };
    let (Some(call), Some(child)) = (tree.module.calls.get(name), tree.children.get(name)) else {
        return;
    };
    for argument in &call.arguments {
        if !child.module.variables.contains_key(&argument.name) {
            let names = child.module.variables.keys().map(|name| &**name);
            let hint = crate::diagnostic::did_you_mean(&argument.name, names);
            let detail = format!("Module {name:?} has no variable named {:?}.{hint}", argument.name);
            diagnostics
                .push(Diagnostic::error("Unsupported argument").detail(detail).at(&argument.name_range));
        }
    }
    for (variable, declared) in &child.module.variables {
        if declared.default.is_none() && !call.arguments.iter().any(|argument| argument.name == *variable) {
            let detail = format!("The argument {variable:?} is required, but no definition was found.");
            diagnostics.push(Diagnostic::error("Missing required argument").detail(detail).at(&call.range));
        }
    }
}

/// What the user should know of a plan that leaves things out or lets them go.
fn cautions(options: &Options, changes: &[Change]) -> Diagnostics {
    let mut warnings = Diagnostics::new();
    if !options.targets.is_empty() {
        let detail = "The plan was made with -target: it may lack changes that the configuration asks for, and what is \
                      applied may not fit the rest. Plan without -target afterwards. It is meant for exceptions, such as \
                      recovery from an error.";
        warnings.push(Diagnostic::warning("Resource targeting is in effect").detail(detail));
    }
    let forgotten = changes.iter().filter(|change| change.action == crate::engine::Action::Forget);
    let forgotten: Vec<String> = forgotten.map(|change| format!(" - {}", change.address)).collect();
    if !forgotten.is_empty() {
        let detail = format!(
            "Applying this plan drops these objects from the state without destroying them:\n{}\n\nTo manage them \
             again, import them.",
            forgotten.join("\n")
        );
        let summary = "Some objects will no longer be managed by stackctl";
        warnings.push(Diagnostic::warning(summary).detail(detail));
    }
    warnings
}
