//! The steps of a plan and their order: the one graph that apply walks.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::{
    algo::has_path_connecting,
    graph::{DiGraph, NodeIndex},
};

use super::{
    change::{Action, Plan},
    graph::{Graph, Node, Object},
};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Creates or updates the object of the change at this place of the plan.
    Write(usize),
    /// Destroys or forgets the object of the change at this place of the plan.
    Remove(usize),
    /// Reads the data source of the change at this place of the plan.
    Read(usize),
    /// Nothing by itself: what comes after waits for all that comes before.
    Barrier,
}

/// The steps of a plan; an edge goes from what comes first to what waits for it.
pub type Steps = DiGraph<Step, ()>;

/// The steps of a plan and their order.
///
/// Edges between instances go over barriers a resource, so that their number grows with that of the instances and not
/// with its square.
pub fn of(plan: &Plan, graph: &Graph) -> Steps {
    let mut builder = Builder {
        steps: Steps::new(),
        begun: BTreeMap::new(),
        done: BTreeMap::new(),
        removed: BTreeMap::new(),
    };
    builder.barriers(graph);
    let mut writes: BTreeMap<usize, NodeIndex> = BTreeMap::new();
    let mut removals: BTreeMap<usize, NodeIndex> = BTreeMap::new();
    for (at, change) in plan.changes.iter().enumerate() {
        let name = change.address.config();
        match change.action {
            Action::NoOp => {}
            Action::Create | Action::Update => {
                writes.insert(at, builder.write(&name, Step::Write(at)));
            }
            Action::Read => {
                builder.write(&name, Step::Read(at));
            }
            Action::Delete | Action::Forget => {
                removals.insert(at, builder.remove(&name, at));
            }
            Action::Replace { create_before_destroy } => {
                let write = builder.write(&name, Step::Write(at));
                let remove = builder.remove(&name, at);
                let (first, then) = if create_before_destroy { (write, remove) } else { (remove, write) };
                builder.steps.update_edge(first, then, ());
                writes.insert(at, write);
                removals.insert(at, remove);
            }
        }
    }
    builder.order_removals(plan, graph, &writes, &removals);
    builder.steps
}

struct Builder {
    steps: Steps,
    /// Everything that a resource needs is done.
    begun: BTreeMap<String, NodeIndex>,
    /// Every instance of a resource is written.
    done: BTreeMap<String, NodeIndex>,
    /// Every instance of a resource that is to go is gone.
    removed: BTreeMap<String, NodeIndex>,
}

impl Builder {
    fn barriers(&mut self, graph: &Graph) {
        let mut resources = Vec::new();
        for at in &graph.order {
            let node = &graph.graph[*at];
            if let Object::Resource(_) = node.object {
                let begun = self.steps.add_node(Step::Barrier);
                let done = self.steps.add_node(Step::Barrier);
                self.steps.update_edge(begun, done, ());
                self.begun.insert(config_name(node), begun);
                self.done.insert(config_name(node), done);
                resources.push((*at, begun));
            }
        }
        for (at, begun) in resources {
            for needed in graph.nearest_resources(at) {
                if let Some(done) = self.done.get(&config_name(&needed)) {
                    self.steps.update_edge(*done, begun, ());
                }
            }
        }
    }

    fn write(&mut self, name: &str, step: Step) -> NodeIndex {
        let node = self.steps.add_node(step);
        if let (Some(begun), Some(done)) = (self.begun.get(name), self.done.get(name)) {
            self.steps.update_edge(*begun, node, ());
            self.steps.update_edge(node, *done, ());
        }
        node
    }

    fn remove(&mut self, name: &str, at: usize) -> NodeIndex {
        let node = self.steps.add_node(Step::Remove(at));
        let barrier =
            *self.removed.entry(name.to_owned()).or_insert_with(|| self.steps.add_node(Step::Barrier));
        self.steps.update_edge(node, barrier, ());
        node
    }

    fn order_removals(
        &mut self,
        plan: &Plan,
        graph: &Graph,
        writes: &BTreeMap<usize, NodeIndex>,
        removals: &BTreeMap<usize, NodeIndex>,
    ) {
        // Who needs whom is taken from the state: the configuration of what goes may be gone.
        let mut needed_by: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut users: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, change) in plan.changes.iter().enumerate() {
            let Some(instance) = plan.prior.instance(&change.address) else { continue };
            let object = match &change.deposed {
                None => instance.current.as_ref(),
                Some(key) => instance.deposed.get(key),
            };
            for needed in object.map(|object| object.dependencies.as_slice()).unwrap_or_default() {
                needed_by.entry(needed).or_default().insert(change.address.config());
                users.entry(needed).or_default().push(at);
            }
        }
        let mut later = Vec::new();
        for (&at, &removal) in removals {
            let change = &plan.changes[at];
            let name = change.address.config();
            for user in needed_by.get(name.as_str()).into_iter().flatten().filter(|user| **user != name) {
                if let Some(barrier) = self.removed.get(user) {
                    self.steps.update_edge(*barrier, removal, ());
                }
            }
            match change.action {
                Action::Replace { create_before_destroy: true } => {
                    // Those that use the old object go over to the new one first.
                    let node =
                        graph.graph.node_indices().find(|node| config_name(&graph.graph[*node]) == name);
                    for user in node.map(|node| users_of(graph, node)).unwrap_or_default() {
                        if let Some(done) = self.done.get(&user) {
                            self.steps.update_edge(*done, removal, ());
                        }
                    }
                }
                Action::Delete | Action::Forget => {
                    // What goes on without it lets go of it first, where that makes no circle.
                    for user in users.get(name.as_str()).into_iter().flatten() {
                        if let (Some(write), Action::Update) = (writes.get(user), plan.changes[*user].action)
                        {
                            later.push((*write, removal));
                        }
                    }
                }
                _ => {}
            }
        }
        for (first, then) in later {
            if !has_path_connecting(&self.steps, then, first, None) {
                self.steps.update_edge(first, then, ());
            }
        }
    }
}

/// The resources that need a node directly or through values that are no resources.
fn users_of(graph: &Graph, node: NodeIndex) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut stack: Vec<NodeIndex> = graph.graph.neighbors(node).collect();
    while let Some(at) = stack.pop() {
        if !seen.insert(at) {
            continue;
        }
        match graph.graph[at].object {
            Object::Resource(_) => {
                found.insert(config_name(&graph.graph[at]));
            }
            _ => stack.extend(graph.graph.neighbors(at)),
        }
    }
    found
}

/// The address of a node as the `dependencies` of a state name it.
pub fn config_name(node: &Node) -> String {
    node.to_string()
}
