//! Objects that change their address: `moved` blocks, and `count` that comes or goes.

use std::collections::BTreeMap;

use crate::{
    address::{Instance, Key, ModuleInstance, ModuleStep, Target},
    config::{ModuleTree, Move, Repetition},
    diagnostic::{Diagnostic, Diagnostics},
    state::State,
};

/// Moves the objects of a state as the modules say. Returns where each moved object was.
pub fn apply(
    state: &mut State,
    tree: &ModuleTree,
    warnings: &mut Diagnostics,
) -> BTreeMap<Instance, Instance> {
    let mut moved = BTreeMap::new();
    for (path, module) in tree.walk() {
        for step in ordered(&module.module.moves) {
            let instances: Vec<Instance> = state.instances().map(|(address, _)| address).collect();
            for from in instances {
                if let Some(to) = destination(step, &path, &from) {
                    relocate(state, &from, &to, &mut moved, warnings);
                }
            }
        }
    }
    implied(state, tree, &mut moved, warnings);
    moved
}

/// The blocks so that a chain a → b → c is walked from its beginning.
fn ordered(moves: &[Move]) -> Vec<&Move> {
    let mut left: Vec<&Move> = moves.iter().collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let first = left.iter().position(|m| !left.iter().any(|other| other.to == m.from)).unwrap_or(0);
        order.push(left.remove(first));
    }
    order
}

/// Where a block of the module at `path` moves an instance to.
fn destination(step: &Move, path: &[crate::address::Name], from: &Instance) -> Option<Instance> {
    // Addresses in the block count from the module that holds it, in every instance of that module.
    if from.module.0.len() < path.len()
        || !from.module.0.iter().zip(path).all(|(step, name)| step.name == *name)
    {
        return None;
    }
    let (outer, inner) = from.module.0.split_at(path.len());
    let local = Instance { module: ModuleInstance(inner.to_vec()), ..from.clone() };
    if !step.from.contains(&local) {
        return None;
    }
    let module = |mut target: Vec<ModuleStep>, written: &[ModuleStep]| {
        // A step without a key in `from` matched any instance: its key goes over.
        for (at, to) in target.iter_mut().enumerate() {
            if to.key.is_none() && written.get(at).is_some_and(|from| from.key.is_none()) {
                to.key = inner.get(at).and_then(|step| step.key.clone());
            }
        }
        target
    };
    let to = match (&step.from, &step.to) {
        (Target { module: from_module, resource: None }, Target { module: to_module, resource: None }) => {
            let mut steps = module(to_module.0.clone(), &from_module.0);
            steps.extend_from_slice(&inner[from_module.0.len()..]);
            Instance { module: ModuleInstance(steps), ..local }
        }
        (
            Target { module: from_module, resource: Some((_, from_key)) },
            Target { module: to_module, resource: Some((resource, key)) },
        ) => {
            let steps = module(to_module.0.clone(), &from_module.0);
            let key = if from_key.is_none() && key.is_none() { local.key.clone() } else { key.clone() };
            Instance { module: ModuleInstance(steps), resource: resource.clone(), key }
        }
        _ => return None,
    };
    Some(Instance { module: ModuleInstance([outer, &to.module.0].concat()), ..to })
}

/// `x` becomes `x[0]` when `count` comes, and the other way round when it goes.
fn implied(
    state: &mut State,
    tree: &ModuleTree,
    moved: &mut BTreeMap<Instance, Instance>,
    warnings: &mut Diagnostics,
) {
    let instances: Vec<Instance> = state.instances().map(|(address, _)| address).collect();
    for from in instances {
        let path = from.module.path();
        let Some(resource) = tree.at(&path).and_then(|tree| tree.module.resources.get(&from.resource)) else {
            continue;
        };
        let key = match (&resource.repetition, &from.key) {
            (Repetition::Count(_), None) => Some(Key::Index(0)),
            (Repetition::Single, Some(Key::Index(0))) => None,
            _ => continue,
        };
        let to = Instance { key, ..from.clone() };
        if state.instance(&to).is_none() {
            relocate(state, &from, &to, moved, warnings);
        }
    }
}

fn relocate(
    state: &mut State,
    from: &Instance,
    to: &Instance,
    moved: &mut BTreeMap<Instance, Instance>,
    warnings: &mut Diagnostics,
) {
    if from == to {
        return;
    }
    if state.instance(to).is_some_and(|instance| instance.current.is_some()) {
        let detail = format!("{from} cannot become {to}: there is an object at that address already.");
        warnings.push(Diagnostic::warning("Unresolved resource instance address changes").detail(detail));
        return;
    }
    let provider =
        state.resources.get(&(from.module.clone(), from.resource.clone())).map(|r| r.provider.clone());
    let (Some(instance), Some(provider)) = (state.remove(from), provider) else { return };
    *state.instance_mut(to, &provider) = instance;
    let origin = moved.remove(from).unwrap_or_else(|| from.clone());
    moved.insert(to.clone(), origin);
}
