//! The graph of everything that a tree of modules declares: what must be known before what.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use petgraph::{
    Direction,
    algo::{tarjan_scc, toposort},
    graph::{DiGraph, NodeIndex},
};

use super::references::{self, Reference};
use crate::{
    address::{self, Name},
    config::{ModuleTree, ProviderRef, Variable},
    diagnostic::{Diagnostic, Diagnostics, Range, Result},
    lang::syntax::Traversal,
};

/// The path of module calls to a module, without instance keys.
pub type ModulePath = Vec<Name>;

/// Something that is declared, in the module at a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// The module that declares it.
    pub module: ModulePath,
    /// What it is.
    pub object: Object,
}

/// Something that a module declares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Object {
    Variable(Name),
    Local(Name),
    /// How often a called module is there.
    Call(Name),
    Provider(ProviderRef),
    Resource(address::Resource),
    Check(Name),
    Output(Name),
}

impl std::fmt::Display for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for name in &self.module {
            write!(f, "module.{name}.")?;
        }
        match &self.object {
            Object::Variable(name) => write!(f, "var.{name}"),
            Object::Local(name) => write!(f, "local.{name}"),
            Object::Call(name) => write!(f, "module.{name}"),
            Object::Provider(provider) => write!(f, "provider.{provider}"),
            Object::Resource(resource) => write!(f, "{resource}"),
            Object::Check(name) => write!(f, "check.{name}"),
            Object::Output(name) => write!(f, "output.{name}"),
        }
    }
}

/// The graph. An edge goes from what is needed to what needs it.
pub struct Graph {
    /// The nodes and edges.
    pub graph: DiGraph<Node, ()>,
    /// The nodes so that everything comes after what it needs.
    pub order: Vec<NodeIndex>,
    index: HashMap<Node, NodeIndex>,
}

impl Graph {
    /// The graph of a tree of modules.
    ///
    /// # Errors
    /// References to what is not declared, and cycles with all their members.
    pub fn build(tree: &ModuleTree) -> Result<Self> {
        let mut builder = Builder { graph: DiGraph::new(), index: HashMap::new(), ranges: HashMap::new() };
        let modules = tree.walk();
        for (path, module) in &modules {
            builder.declare(path, module);
        }
        let mut diagnostics = Diagnostics::new();
        for (path, module) in &modules {
            builder.connect(tree, path, module, &mut diagnostics);
        }
        if diagnostics.has_errors() {
            return Err(diagnostics);
        }
        builder.finish()
    }

    /// The index of a node.
    pub fn find(&self, node: &Node) -> Option<NodeIndex> {
        self.index.get(node).copied()
    }

    /// The resources that a node needs directly or through values that are no resources.
    pub fn nearest_resources(&self, node: NodeIndex) -> BTreeSet<Node> {
        self.needs(node, |object| !matches!(object, Object::Resource(_)))
    }

    /// The resources that a node needs, however far away.
    pub fn all_resources(&self, node: NodeIndex) -> BTreeSet<Node> {
        self.needs(node, |_| true)
    }

    /// The resources that are found from `node` when the walk goes on behind objects for which `behind` is true.
    fn needs(&self, node: NodeIndex, behind: impl Fn(&Object) -> bool) -> BTreeSet<Node> {
        let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut stack: Vec<NodeIndex> = self.graph.neighbors_directed(node, Direction::Incoming).collect();
        while let Some(next) = stack.pop() {
            if !seen.insert(next) {
                continue;
            }
            let object = &self.graph[next].object;
            if let Object::Resource(_) = object {
                found.insert(self.graph[next].clone());
            }
            if behind(object) {
                stack.extend(self.graph.neighbors_directed(next, Direction::Incoming));
            }
        }
        found
    }
}

struct Builder {
    graph: DiGraph<Node, ()>,
    index: HashMap<Node, NodeIndex>,
    ranges: HashMap<NodeIndex, Range>,
}

impl Builder {
    fn declare(&mut self, path: &[Name], tree: &ModuleTree) {
        let module = &tree.module;
        let mut add = |object: Object, range: Option<&Range>| {
            let node = Node { module: path.to_vec(), object };
            let at = self.graph.add_node(node.clone());
            self.index.insert(node, at);
            if let Some(range) = range {
                self.ranges.insert(at, range.clone());
            }
        };
        module.variables.iter().for_each(|(name, v)| add(Object::Variable(name.clone()), Some(&v.range)));
        module.locals.iter().for_each(|(name, l)| add(Object::Local(name.clone()), Some(&l.range)));
        module.calls.iter().for_each(|(name, c)| add(Object::Call(name.clone()), Some(&c.range)));
        module.resources.iter().for_each(|(name, r)| add(Object::Resource(name.clone()), Some(&r.range)));
        module.checks.iter().for_each(|(name, c)| add(Object::Check(name.clone()), Some(&c.range)));
        module.outputs.iter().for_each(|(name, o)| add(Object::Output(name.clone()), Some(&o.range)));
        module.providers.iter().for_each(|(name, p)| add(Object::Provider(name.clone()), Some(&p.range)));
    }

    fn connect(
        &mut self,
        root: &ModuleTree,
        path: &[Name],
        tree: &ModuleTree,
        diagnostics: &mut Diagnostics,
    ) {
        let module = &tree.module;
        let mut edges: Vec<(Object, Vec<Node>)> = Vec::new();
        let here = |object: Object| Node { module: path.to_vec(), object };
        let resolve = |traversals: Vec<&Traversal>, diagnostics: &mut Diagnostics| -> Vec<Node> {
            let mut nodes = Vec::new();
            for traversal in traversals {
                match references::resolve(traversal, tree) {
                    Ok(reference) => nodes.extend(targets(&reference, path, tree)),
                    Err(diagnostic) => diagnostics.push(diagnostic),
                }
            }
            nodes
        };

        for (name, variable) in &module.variables {
            let mut needs = resolve(validations(variable), diagnostics);
            needs.retain(|node| node.object != Object::Variable(name.clone()));
            edges.push((Object::Variable(name.clone()), needs));
        }
        for (name, local) in &module.locals {
            edges.push((Object::Local(name.clone()), resolve(local.expr.references(), diagnostics)));
        }
        for (name, output) in &module.outputs {
            let mut needs = resolve(output.value.references(), diagnostics);
            needs.extend(resolve(output.depends_on.iter().collect(), diagnostics));
            for condition in &output.preconditions {
                needs.extend(resolve(condition.condition.references(), diagnostics));
                needs.extend(resolve(condition.message.references(), diagnostics));
            }
            edges.push((Object::Output(name.clone()), needs));
        }
        for (name, provider) in &module.providers {
            let needs = resolve(crate::schema::body_references(&provider.body), diagnostics);
            edges.push((Object::Provider(name.clone()), needs));
        }
        for (name, check) in &module.checks {
            let mut needs = Vec::new();
            for condition in &check.asserts {
                let scoped = check.data.as_ref().map(|data| data.address.clone());
                for expr in [&condition.condition, &condition.message] {
                    let outside = expr.references().into_iter().filter(|t| {
                        references::resolve(t, tree).is_ok()
                            || !scoped.as_ref().is_some_and(|scoped| references::names(t, scoped))
                    });
                    needs.extend(resolve(outside.collect(), diagnostics));
                }
            }
            if let Some(data) = &check.data {
                needs.extend(resolve(crate::schema::body_references(&data.body), diagnostics));
            }
            edges.push((Object::Check(name.clone()), needs));
        }
        for (address, resource) in &module.resources {
            let mut needs = resolve(resource_references(resource), diagnostics);
            needs.extend(resolve(resource.depends_on.iter().collect(), diagnostics));
            if let Some((module, provider)) = provider_of(root, path, &resource.provider_ref()) {
                needs.push(Node { module, object: Object::Provider(provider) });
            }
            needs.retain(|node| {
                *node != here(Object::Resource(address.clone())) || !resource.postcondition_self(node)
            });
            edges.push((Object::Resource(address.clone()), needs));
        }
        for (name, call) in &module.calls {
            let mut needs = Vec::new();
            if let Some(expr) = call.repetition.expr() {
                needs.extend(resolve(expr.references(), diagnostics));
            }
            if let Some(enabled) = &call.enabled {
                needs.extend(resolve(enabled.references(), diagnostics));
            }
            edges.push((Object::Call(name.clone()), needs));
            let Some(child) = tree.children.get(name) else { continue };
            let waits = resolve(call.depends_on.iter().collect(), diagnostics);
            let inside = [path, std::slice::from_ref(name)].concat();
            // A variable needs what its argument refers to, and how often the module is there.
            for variable in child.module.variables.keys() {
                let mut needs = vec![here(Object::Call(name.clone()))];
                if let Some(argument) = call.arguments.iter().find(|argument| argument.name == *variable) {
                    needs.extend(resolve(argument.expr.references(), diagnostics));
                }
                self.edges(
                    &Node { module: inside.clone(), object: Object::Variable(variable.clone()) },
                    needs,
                );
            }
            self.expanded_by(&here(Object::Call(name.clone())), &inside, child, &waits);
        }
        for (object, needs) in edges {
            self.edges(&here(object), needs);
        }
    }

    /// Everything in a called module needs to know how often the module is there; its resources, and those of the
    /// modules below, wait for what the call says in `depends_on`.
    fn expanded_by(&mut self, call: &Node, path: &[Name], tree: &ModuleTree, waits: &[Node]) {
        let module = &tree.module;
        let here = |object: Object| Node { module: path.to_vec(), object };
        for name in module.locals.keys() {
            self.edges(&here(Object::Local(name.clone())), vec![call.clone()]);
        }
        for name in module.outputs.keys() {
            self.edges(&here(Object::Output(name.clone())), vec![call.clone()]);
        }
        for name in module.checks.keys() {
            self.edges(&here(Object::Check(name.clone())), vec![call.clone()]);
        }
        for address in module.resources.keys() {
            let needs = [std::slice::from_ref(call), waits].concat();
            self.edges(&here(Object::Resource(address.clone())), needs);
        }
        for (name, child) in &tree.children {
            let inner = here(Object::Call(name.clone()));
            self.edges(&inner, vec![call.clone()]);
            if !waits.is_empty() {
                self.expanded_by(&inner, &[path, std::slice::from_ref(name)].concat(), child, waits);
            }
        }
    }

    fn edges(&mut self, to: &Node, needs: Vec<Node>) {
        let Some(&to) = self.index.get(to) else { return };
        for node in needs {
            if let Some(&from) = self.index.get(&node) {
                self.graph.update_edge(from, to, ());
            }
        }
    }

    fn finish(self) -> Result<Graph> {
        match toposort(&self.graph, None) {
            Ok(order) => Ok(Graph { graph: self.graph, order, index: self.index }),
            Err(_) => Err(self.cycles()),
        }
    }

    fn cycles(&self) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        for component in tarjan_scc(&self.graph) {
            let alone = component.len() == 1 && self.graph.find_edge(component[0], component[0]).is_none();
            if alone {
                continue;
            }
            let mut members: Vec<(String, Option<&Range>)> =
                component.iter().map(|at| (self.graph[*at].to_string(), self.ranges.get(at))).collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            let (summary, detail) = if let [(name, _)] = members.as_slice() {
                ("Self-referential block", format!("{name} refers to itself."))
            } else {
                let lines = members.iter().map(|(name, range)| {
                    range.map_or_else(|| format!("  {name}"), |range| format!("  {name} at {range}"))
                });
                let lines = lines.collect::<Vec<_>>().join("\n");
                ("Cycle", format!("These need each other in a circle:\n{lines}"))
            };
            let mut diagnostic = Diagnostic::error(summary).detail(detail);
            diagnostic.subject = members.iter().find_map(|(_, range)| range.cloned());
            diagnostics.push(diagnostic);
        }
        diagnostics
    }
}

/// The nodes that a reference means.
fn targets(reference: &Reference, path: &[Name], tree: &ModuleTree) -> Vec<Node> {
    let here = |object: Object| Node { module: path.to_vec(), object };
    match reference {
        Reference::Variable(name) => vec![here(Object::Variable(name.clone()))],
        Reference::Local(name) => vec![here(Object::Local(name.clone()))],
        Reference::Resource(address) => vec![here(Object::Resource(address.clone()))],
        Reference::Module { name, output } => {
            let inside = [path, std::slice::from_ref(name)].concat();
            let call = here(Object::Call(name.clone()));
            let Some(child) = tree.children.get(name) else { return vec![call] };
            let outputs =
                child.module.outputs.keys().filter(|o| output.as_ref().is_none_or(|wanted| wanted == *o));
            let outputs = outputs.map(|o| Node { module: inside.clone(), object: Object::Output(o.clone()) });
            outputs.chain([call]).collect()
        }
        Reference::Context => Vec::new(),
    }
}

fn validations(variable: &Variable) -> Vec<&Traversal> {
    let exprs = variable.validations.iter().flat_map(|rule| [&rule.condition, &rule.message]);
    exprs.flat_map(|expr| expr.references()).collect()
}

/// Every reference of a resource block, but for `depends_on`.
pub fn resource_references(resource: &crate::config::Resource) -> Vec<&Traversal> {
    let mut found = crate::schema::body_references(&resource.body);
    found.extend(resource.repetition.expr().into_iter().flat_map(|expr| expr.references()));
    let lifecycle = &resource.lifecycle;
    found.extend(lifecycle.enabled.iter().flat_map(|expr| expr.references()));
    found.extend(lifecycle.replace_triggered_by.iter().flat_map(|expr| expr.references()));
    for condition in lifecycle.preconditions.iter().chain(&lifecycle.postconditions) {
        found.extend(condition.condition.references());
        found.extend(condition.message.references());
    }
    for provisioner in &resource.provisioners {
        found.extend(crate::schema::body_references(&provisioner.body));
        found.extend(provisioner.connection.iter().flat_map(|c| crate::schema::body_references(&c.body)));
    }
    found.extend(resource.connection.iter().flat_map(|c| crate::schema::body_references(&c.body)));
    found
}

impl crate::config::Resource {
    /// Whether the node is the resource itself and only its own postconditions refer to it by name.
    fn postcondition_self(&self, node: &Node) -> bool {
        let Object::Resource(address) = &node.object else { return false };
        let outside = resource_references_without_postconditions(self);
        !outside.iter().any(|traversal| references::names(traversal, address))
    }
}

fn resource_references_without_postconditions(resource: &crate::config::Resource) -> Vec<&Traversal> {
    let mut found = crate::schema::body_references(&resource.body);
    found.extend(resource.repetition.expr().into_iter().flat_map(|expr| expr.references()));
    found
}

/// The module that declares the provider configuration which `provider` means in the module at `path`, and its name
/// there. `None`: no module declares it, so the provider's defaults are used.
pub fn provider_of(
    root: &ModuleTree,
    path: &[Name],
    provider: &ProviderRef,
) -> Option<(ModulePath, ProviderRef)> {
    let tree = root.at(path)?;
    if tree.module.providers.contains_key(provider) {
        return Some((path.to_vec(), provider.clone()));
    }
    let (name, parent) = path.split_last()?;
    let call = root.at(parent)?.module.calls.get(name)?;
    let passed = call.providers.iter().find(|(inside, _)| inside == provider).map(|(_, outside)| outside);
    // What is not passed is inherited, but for aliases.
    let outside = passed.or_else(|| (provider.alias.is_none()).then_some(provider))?;
    provider_of(root, parent, outside)
}

/// Groups the nodes of resources by module path: for tests and for `graph`.
pub fn resources_by_module(graph: &Graph) -> BTreeMap<ModulePath, Vec<address::Resource>> {
    let mut found: BTreeMap<ModulePath, Vec<address::Resource>> = BTreeMap::new();
    for node in graph.graph.node_weights() {
        if let Object::Resource(address) = &node.object {
            found.entry(node.module.clone()).or_default().push(address.clone());
        }
    }
    found
}
