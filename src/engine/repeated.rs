//! What `count.index` and `each` are for one instance of something.

use std::sync::Arc;

use super::{
    evaluator::{Evaluator, ModuleValues},
    expand::Expansion,
};
use crate::{
    address::{self, Key, Name},
    config::Repetition,
    diagnostic::Result,
    lang::value::{Type, Value},
};

/// Which instance of something an expression is evaluated for.
#[derive(Debug, Clone, Default)]
pub struct Repeated {
    /// `each.key` and `each.value`.
    pub each: Option<(Name, Value)>,
    /// `count.index`.
    pub index: Option<u64>,
    /// Whether neither is known: any instance is meant, as when a configuration is validated.
    pub any: bool,
}

impl Repeated {
    /// For the instance with this key of something that is expanded so.
    pub fn of(expansion: &Expansion, key: Option<&Key>) -> Self {
        let index = match key {
            Some(Key::Index(index)) => Some(*index),
            _ => None,
        };
        Self { each: expansion.each(key), index, any: false }
    }

    /// For any instance of something that is repeated so.
    pub fn any(repetition: &Repetition) -> Self {
        let (mut each, mut index) = (None, None);
        match repetition {
            Repetition::Single => {}
            Repetition::Count(_) => index = Some(0),
            Repetition::ForEach(_) => each = Some(("each".into(), Value::unknown(Type::Dynamic))),
        }
        Self { each, index, any: true }
    }

    fn is_wholly_known(&self) -> bool {
        self.each.as_ref().is_none_or(|(_, value)| value.is_wholly_known())
    }
}

/// The keys of instances are known at plan, but an element of `for_each` may be known only now: then the argument is
/// evaluated once more, for all instances at once.
impl Evaluator {
    /// For an instance of a resource, which has been expanded.
    ///
    /// # Errors
    /// What is wrong with its `for_each`.
    pub fn repeated_resource(
        &self,
        module: &Arc<ModuleValues>,
        resource: &address::Resource,
        key: Option<&Key>,
    ) -> Result<Repeated> {
        let Some(expansion) = self.resource_expansion(module, resource) else {
            return Ok(Repeated::default());
        };
        let repeated = Repeated::of(&expansion, key);
        let declared = module.module.resources.get(resource).map(|declared| &declared.repetition);
        let Some(expansion) = self.known_now(&repeated, declared, module)? else { return Ok(repeated) };
        let repeated = Repeated::of(&expansion, key);
        self.refine_resource(module, resource, expansion);
        Ok(repeated)
    }

    /// For an instance of a module, in the arguments of the call that makes it.
    ///
    /// # Errors
    /// What is wrong with its `for_each`.
    pub fn repeated_call(&self, caller: &Arc<ModuleValues>, called: &ModuleValues) -> Result<Repeated> {
        let Some(step) = called.instance.0.last() else { return Ok(Repeated::default()) };
        let Some(expansion) = self.call_expansion(caller, &step.name) else {
            let call = caller.module.calls.get(&step.name);
            return Ok(call.map(|call| Repeated::any(&call.repetition)).unwrap_or_default());
        };
        let repeated = Repeated::of(&expansion, step.key.as_ref());
        let declared = caller.module.calls.get(&step.name).map(|call| &call.repetition);
        let Some(expansion) = self.known_now(&repeated, declared, caller)? else { return Ok(repeated) };
        let repeated = Repeated::of(&expansion, step.key.as_ref());
        self.refine_call(caller, &step.name, expansion);
        Ok(repeated)
    }

    /// The expansion as it is during the apply, if the plan did not know all of it.
    fn known_now(
        &self,
        repeated: &Repeated,
        declared: Option<&Repetition>,
        module: &Arc<ModuleValues>,
    ) -> Result<Option<Expansion>> {
        match declared {
            Some(declared) if self.is_applying() && !repeated.is_wholly_known() => {
                Expansion::evaluate(declared, None, &self.scope(module, Repeated::default())).map(Some)
            }
            _ => Ok(None),
        }
    }
}
