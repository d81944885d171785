//! The outputs after an apply, and the checks.

use std::collections::BTreeMap;

use super::runner::Runner;
use crate::{
    address::Name,
    diagnostic::{Diagnostics, Severity},
    engine::{conditions, repeated::Repeated},
    lang::value::{Marks, Value, to_json},
    state::OutputState,
};

impl Runner {
    /// Evaluates the outputs of the root module and keeps them in the state. After a failure those that cannot be told
    /// keep what the state has.
    pub async fn write_outputs(
        &self,
        complete: bool,
        diagnostics: &mut Diagnostics,
    ) -> BTreeMap<Name, Value> {
        let mut values = BTreeMap::new();
        let mut outputs =
            if complete { BTreeMap::new() } else { self.writer.with(|state| state.outputs.clone()) };
        if !self.is_destroy() {
            for root in self.evaluator.instances(&[]) {
                for (name, output) in &root.module.outputs {
                    let value = match self.evaluator.output(&root, name) {
                        Ok(value) => value,
                        Err(_) if !complete => continue,
                        Err(errors) => {
                            diagnostics.extend(errors);
                            continue;
                        }
                    };
                    let plain = value.without_marks_deep();
                    if !plain.is_wholly_known() {
                        continue;
                    }
                    if plain.is_null() {
                        outputs.remove(name);
                        continue;
                    }
                    let ty = plain.type_of();
                    let state = OutputState { value: to_json(&plain), ty, sensitive: output.sensitive };
                    outputs.insert(name.clone(), state);
                    let marks = if output.sensitive { Marks::SENSITIVE } else { Marks::NONE };
                    values.insert(name.clone(), plain.with_marks(marks));
                }
                if complete {
                    for check in root.module.checks.values().filter(|check| check.data.is_none()) {
                        let scope = self.evaluator.scope(&root, Repeated::default());
                        let summary = "Check block assertion failed";
                        conditions::check(&check.asserts, summary, Severity::Warning, &scope, diagnostics);
                    }
                }
            }
        }
        let same = self.writer.with(|state| state.outputs == outputs);
        if !same && let Err(error) = self.writer.update(|state| state.outputs = outputs).await {
            diagnostics.push(error);
        }
        values
    }
}
