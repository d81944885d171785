//! `-target`: some objects, and what they need.

use std::collections::HashSet;

use crate::{
    address::{Instance, Target},
    engine::graph::{Graph, Node, Object},
};

/// Which objects a plan is about.
pub struct Selection {
    targets: Vec<Target>,
    /// The resources that the targets need; those are taken whole.
    needed: HashSet<Node>,
}

impl Selection {
    /// The objects that the targets name, and all that these need; everything if there is no target.
    pub fn new(targets: &[Target], graph: &Graph) -> Self {
        let mut needed = HashSet::new();
        for at in graph.graph.node_indices() {
            let node = &graph.graph[at];
            if targets.iter().any(|target| may_name(target, node)) {
                needed.extend(graph.all_resources(at));
            }
        }
        Self { targets: targets.to_vec(), needed }
    }

    /// Whether the plan is about everything.
    pub fn is_all(&self) -> bool {
        self.targets.is_empty()
    }

    /// Whether the plan is about this instance.
    pub fn contains(&self, instance: &Instance) -> bool {
        self.is_all()
            || self.targets.iter().any(|target| target.contains(instance))
            || self.needed.contains(&Node {
                module: instance.module.path(),
                object: Object::Resource(instance.resource.clone()),
            })
    }
}

/// Whether instances of a node can be inside a target.
fn may_name(target: &Target, node: &Node) -> bool {
    let path = target.module.path();
    if !node.module.starts_with(&path) {
        return false;
    }
    match (&target.resource, &node.object) {
        (None, _) => true,
        (Some((resource, _)), Object::Resource(named)) => {
            node.module.len() == path.len() && resource == named
        }
        (Some(_), _) => false,
    }
}
