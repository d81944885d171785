//! A configuration checked for itself: without values of variables, without a state, without asking anybody.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    evaluator::{Evaluator, ModuleValues, RunContext},
    expand::Expansion,
    graph::{Graph, Object},
    plan, pool,
    repeated::Repeated,
};
use crate::{
    address::{self, Mode, Name},
    config::{Condition, ModuleTree, Resource},
    diagnostic::{Diagnostic, Diagnostics},
    lang::{
        eval::evaluate,
        value::{Type, Value},
    },
    schema::{Attribute, decode_body},
};

/// Everything that is wrong in a tree of modules, whatever the values of its variables are; and warnings. In the order
/// of the files.
pub fn validate(tree: Arc<ModuleTree>, run: RunContext) -> Diagnostics {
    let graph = match Graph::build(&tree) {
        Ok(graph) => graph,
        Err(errors) => return sorted(errors),
    };
    let evaluator = Evaluator::new(tree.clone(), BTreeMap::new(), run);
    let mut validator = Validator { tree, evaluator, found: Diagnostics::new() };
    for at in &graph.order {
        let node = &graph.graph[*at];
        for module in validator.evaluator.instances(&node.module) {
            validator.check(&node.module, &module, &node.object);
        }
    }
    // What would be known after an apply is no mistake.
    sorted(Diagnostics(validator.found.0.into_iter().filter(|diagnostic| !diagnostic.deferred).collect()))
}

fn sorted(mut diagnostics: Diagnostics) -> Diagnostics {
    let place = |diagnostic: &Diagnostic| {
        diagnostic.subject.as_ref().map(|range| (range.source.path.clone(), range.bytes.start))
    };
    diagnostics.0.sort_by_key(place);
    diagnostics.0.dedup();
    diagnostics
}

struct Validator {
    tree: Arc<ModuleTree>,
    evaluator: Evaluator,
    found: Diagnostics,
}

impl Validator {
    fn check(&mut self, path: &[Name], module: &Arc<ModuleValues>, object: &Object) {
        match object {
            Object::Variable(name) => {
                if let Some(variable) = module.module.variables.get(name) {
                    if variable.default.is_some() {
                        self.found.take(variable.value_of(name, None));
                    }
                    if !path.is_empty() {
                        self.found.take(self.evaluator.variable(module, name));
                    }
                    self.conditions(module, &variable.validations, None, Repeated::default());
                }
            }
            Object::Local(name) => {
                self.found.take(self.evaluator.local(module, name));
            }
            Object::Output(name) => {
                if let Some(output) = module.module.outputs.get(name) {
                    self.conditions(module, &output.preconditions, None, Repeated::default());
                }
                self.found.take(self.evaluator.output(module, name));
            }
            Object::Call(name) => {
                plan::check_arguments(&self.tree, path, name, &mut self.found);
                if let Some(call) = module.module.calls.get(name) {
                    let scope = self.evaluator.scope(module, Repeated::default());
                    let expansion = Expansion::evaluate(&call.repetition, call.enabled.as_ref(), &scope);
                    self.found.take(expansion);
                }
                self.evaluator.assume_call(module, name);
            }
            Object::Provider(name) => {
                let source = module.module.provider_source(&name.name);
                let Some(block) = module.module.providers.get(name) else { return };
                let provider = pool::find(&source).map_err(|error| error.or_at(&block.range));
                if let Some(provider) = self.found.take(provider) {
                    let scope = self.evaluator.scope(module, Repeated::default());
                    decode_body(&block.body, (provider.attributes)(), &scope, &mut self.found);
                }
            }
            Object::Check(name) => {
                if let Some(check) = module.module.checks.get(name)
                    && check.data.is_none()
                {
                    self.conditions(module, &check.asserts, None, Repeated::default());
                }
            }
            Object::Resource(address) => self.resource(module, address),
        }
    }

    fn resource(&mut self, module: &Arc<ModuleValues>, address: &address::Resource) {
        let Some(config) = module.module.resources.get(address) else { return };
        // Whatever is wrong with it, what refers to it is looked at too.
        self.evaluator.set_whole(module, address, Value::unknown(Type::Dynamic));
        let scope = self.evaluator.scope(module, Repeated::default());
        let expansion = Expansion::evaluate(&config.repetition, config.lifecycle.enabled.as_ref(), &scope);
        self.found.take(expansion);
        let Some(attributes) = self.attributes(module, config) else { return };
        let repeated = Repeated::any(&config.repetition);
        let scope = self.evaluator.scope(module, repeated.clone());
        let mut found = Diagnostics::new();
        let body = decode_body(&config.body, attributes, &scope, &mut found);
        let fine = !found.has_errors();
        self.found.extend(found);
        let object = plan::planned(attributes, &plan::unmarked(&body), None);
        let value = plan::marked_like(Value::object(object), &Value::object(body));
        let single = matches!(config.repetition, crate::config::Repetition::Single);
        if single && config.lifecycle.enabled.is_none() && fine {
            self.evaluator.set_whole(module, address, value.clone());
        }
        self.conditions(module, &config.lifecycle.preconditions, None, repeated.clone());
        self.conditions(module, &config.lifecycle.postconditions, Some(value), repeated);
    }

    /// The schema of a resource's type.
    fn attributes(&mut self, module: &ModuleValues, config: &Resource) -> Option<&'static [Attribute]> {
        let source = module.module.provider_source(&config.provider_ref().name);
        let provider = pool::find(&source).map_err(|error| error.or_at(&config.range));
        let provider = self.found.take(provider)?;
        let kind = &config.address.kind;
        let attributes = match config.address.mode {
            Mode::Managed => provider.resource(kind).map(|ty| ty.attributes()),
            Mode::Data => provider.data_source(kind).map(|ty| ty.attributes()),
        };
        if attributes.is_none() {
            self.found.push(plan::no_such_type(&config.address, provider.source).at(&config.range));
        }
        attributes
    }

    fn conditions(
        &mut self,
        module: &Arc<ModuleValues>,
        rules: &[Condition],
        this: Option<Value>,
        repeated: Repeated,
    ) {
        let scope = self.evaluator.scope(module, repeated);
        let scope = match this {
            Some(this) => scope.with_self(this),
            None => scope,
        };
        for rule in rules {
            // Whether it holds is for the plan to say; that it can be evaluated is a matter of the configuration.
            self.found.take(evaluate(&rule.condition, &scope));
            self.found.take(evaluate(&rule.message, &scope));
        }
    }
}
