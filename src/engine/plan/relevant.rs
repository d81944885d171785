//! What the changes of a plan come from: the attributes of resources to which the changed ones refer.

use std::collections::{BTreeSet, HashSet};

use crate::{
    address::{Mode, Name, Resource},
    config::ModuleTree,
    engine::{
        Action, Change,
        graph::{ModulePath, Node, Object},
        references::{self, Reference},
    },
    lang::syntax::{StepKind, Traversal},
};

/// Attributes of resources by module; without a name the whole resource is meant.
pub type Relevant = BTreeSet<(ModulePath, Resource, Option<Name>)>;

/// What these changes come from, through locals, variables and outputs of modules.
pub fn relevant<'a>(tree: &ModuleTree, changes: impl Iterator<Item = &'a Change>) -> Relevant {
    let mut walk = Walk { root: tree, found: Relevant::new(), seen: HashSet::new() };
    for change in changes {
        if change.action == Action::NoOp || change.address.resource.mode == Mode::Data {
            continue;
        }
        let path = change.address.module.path();
        let node = Node { module: path.clone(), object: Object::Resource(change.address.resource.clone()) };
        let config = tree.at(&path).and_then(|tree| tree.module.resources.get(&change.address.resource));
        let Some(config) = config.filter(|_| walk.seen.insert(node)) else { continue };
        walk.follow(&path, crate::schema::body_references(&config.body));
        if let Some(expr) = config.repetition.expr() {
            walk.follow(&path, expr.references());
        }
    }
    walk.found
}

struct Walk<'a> {
    root: &'a ModuleTree,
    found: Relevant,
    seen: HashSet<Node>,
}

impl Walk<'_> {
    fn follow(&mut self, path: &[Name], traversals: Vec<&Traversal>) {
        let root = self.root;
        let Some(tree) = root.at(path) else { return };
        let here = |object: Object| Node { module: path.to_vec(), object };
        for traversal in traversals {
            match references::resolve(traversal, tree) {
                Ok(Reference::Resource(address)) => {
                    let taken = references::resource_of(traversal).map_or(0, |(_, taken)| taken);
                    let attribute = traversal.steps[taken..].iter().find_map(|step| match &step.kind {
                        StepKind::Attribute(name) => Some(name.clone()),
                        StepKind::Index(_) => None,
                    });
                    self.found.insert((path.to_vec(), address, attribute));
                }
                Ok(Reference::Local(name)) if self.seen.insert(here(Object::Local(name.clone()))) => {
                    if let Some(local) = tree.module.locals.get(&name) {
                        self.follow(path, local.expr.references());
                    }
                }
                Ok(Reference::Variable(name)) if self.seen.insert(here(Object::Variable(name.clone()))) => {
                    let Some((call, outside)) = path.split_last() else { continue };
                    let call = root.at(outside).and_then(|tree| tree.module.calls.get(call));
                    let argument = call.and_then(|call| call.arguments.iter().find(|a| a.name == name));
                    if let Some(argument) = argument {
                        self.follow(outside, argument.expr.references());
                    }
                }
                Ok(Reference::Module { name, output }) => {
                    let inside = [path, std::slice::from_ref(&name)].concat();
                    let Some(child) = root.at(&inside) else { continue };
                    for (name, declared) in &child.module.outputs {
                        let node = Node { module: inside.clone(), object: Object::Output(name.clone()) };
                        if output.as_ref().is_none_or(|output| output == name) && self.seen.insert(node) {
                            self.follow(&inside, declared.value.references());
                        }
                    }
                }
                _ => {}
            }
        }
    }
}
