//! A configuration with the values that a state remembers: what expressions of the console look at.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    codec,
    evaluator::{Evaluator, ModuleValues, RunContext},
    expand::Expansion,
    graph::{Graph, Object},
    pool,
    repeated::Repeated,
    scope::ModuleScope,
};
use crate::{
    address::{self, Mode, ModuleInstance, Name},
    config::ModuleTree,
    diagnostic::{Diagnostics, Result},
    lang::value::{Type, Value},
    providers::ResourceType,
    schema::{Attribute, object_type},
    state::{ObjectState, State},
};

/// A configuration with the values that a state remembers.
pub struct Inspection {
    evaluator: Evaluator,
    root: Arc<ModuleValues>,
}

impl Inspection {
    /// The values of a tree with these values of the root module's variables, and the objects of this state. Objects
    /// that the state does not have are unknown. Nobody is asked how they are now.
    ///
    /// # Errors
    /// References to what is not declared, and cycles.
    pub fn new(
        tree: Arc<ModuleTree>,
        variables: BTreeMap<Name, Value>,
        run: RunContext,
        state: &State,
    ) -> Result<Self> {
        let graph = Graph::build(&tree)?;
        let evaluator = Evaluator::new(tree, variables, run);
        // `uuid()` and the like are asked for their value, not for a promise of one.
        evaluator.start_applying();
        for at in &graph.order {
            let node = &graph.graph[*at];
            for module in evaluator.instances(&node.module) {
                match &node.object {
                    // One that cannot be told how often it is there is unknown.
                    Object::Call(name) => drop(evaluator.expand_call(&module, name)),
                    Object::Resource(address) => remember(&evaluator, &module, address, state),
                    _ => {}
                }
            }
        }
        let root = evaluator.module(&ModuleInstance::root()).ok_or_else(Diagnostics::new)?;
        Ok(Self { evaluator, root })
    }

    /// The scope of an expression in the root module.
    pub fn scope(&self) -> ModuleScope<'_> {
        self.evaluator.scope(&self.root, Repeated::default())
    }
}

/// Gives a resource the values that the state remembers.
fn remember(evaluator: &Evaluator, module: &Arc<ModuleValues>, address: &address::Resource, state: &State) {
    let Some(config) = module.module.resources.get(address) else { return };
    if !state.resources.contains_key(&(module.instance.clone(), address.clone())) {
        return evaluator.set_whole(module, address, Value::unknown(Type::Dynamic));
    }
    let scope = evaluator.scope(module, Repeated::default());
    let expansion = Expansion::evaluate(&config.repetition, config.lifecycle.enabled.as_ref(), &scope);
    let Ok(expansion) = expansion else {
        return evaluator.set_whole(module, address, Value::unknown(Type::Dynamic));
    };
    let source = module.module.provider_source(&config.provider_ref().name);
    let provider = pool::find(&source).ok();
    let managed = provider.and_then(|provider| provider.resource(&address.kind));
    let data = provider.and_then(|provider| provider.data_source(&address.kind));
    let attributes = match address.mode {
        Mode::Managed => managed.map(|ty| ty.attributes()),
        Mode::Data => data.map(|ty| ty.attributes()),
    };
    let keys = expansion.keys();
    evaluator.set_expansion(module, address, expansion);
    for key in keys {
        let instance = crate::address::Instance {
            module: module.instance.clone(),
            resource: address.clone(),
            key: key.clone(),
        };
        let object = state.instance(&instance).and_then(|instance| instance.current.as_ref());
        let value = object.and_then(|object| decode(managed, address.mode, attributes?, object));
        let unknown = || Value::unknown(attributes.map_or(Type::Dynamic, object_type));
        evaluator.set_instance(module, address, key, value.unwrap_or_else(unknown));
    }
}

fn decode(
    managed: Option<&dyn ResourceType>,
    mode: Mode,
    attributes: &[Attribute],
    object: &ObjectState,
) -> Option<Value> {
    let object = match (mode, managed) {
        (Mode::Managed, Some(ty)) => codec::decode(ty, object).ok()?,
        _ => {
            let json = serde_json::Value::Object(object.attributes.clone());
            codec::decode_attributes(attributes, &json).ok()?
        }
    };
    Some(Value::object(codec::mark_sensitive(attributes, &object)))
}
