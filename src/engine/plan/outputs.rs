//! The outputs of the root module: what they are and what they will be.

use std::collections::BTreeMap;

use super::planner::Planner;
use crate::{
    address::Name,
    diagnostic::{Diagnostic, Diagnostics, Result},
    engine::{Action, OutputChange, PlanMode},
    lang::value::{Marks, Value, from_json},
    state::OutputState,
};

impl Planner {
    /// The changes of all outputs.
    ///
    /// # Errors
    /// An output that shows what is sensitive, or that has no value.
    pub fn plan_outputs(&self) -> Result<BTreeMap<Name, OutputChange>> {
        let mut diagnostics = Diagnostics::new();
        let mut changes = BTreeMap::new();
        let before = self.draft().state.outputs.clone();
        let failed = self.draft().diagnostics.has_errors();
        let root = self.evaluator.instances(&[]).into_iter().next();
        let declared = root.as_ref().map(|root| &root.module.outputs).into_iter().flatten();
        for (name, output) in declared {
            if self.options.mode == PlanMode::Destroy {
                continue;
            }
            let Some(root) = &root else { continue };
            // After an error, what is missing was told already.
            let value = match self.evaluator.output(root, name) {
                Ok(value) => value,
                Err(_) if failed => continue,
                Err(errors) => {
                    diagnostics.extend(errors);
                    continue;
                }
            };
            if value.marks_deep().contains(Marks::EPHEMERAL) {
                let detail = "An output of the root module cannot hold an ephemeral value: outputs are kept in the state.";
                diagnostics.push(
                    Diagnostic::error("Ephemeral value not allowed").detail(detail).at(&output.value.range),
                );
                continue;
            }
            if !output.sensitive && value.marks_deep().contains(Marks::SENSITIVE) {
                let detail = format!(
                    "The output {name:?} holds a sensitive value, which would be shown. If that is fine, say `sensitive \
                     = true` in the output; the value is then hidden."
                );
                diagnostics.push(
                    Diagnostic::error("Output refers to sensitive values").detail(detail).at(&output.range),
                );
                continue;
            }
            let after = value.without_marks_deep();
            let old = before.get(name);
            let action = match old {
                None if after.is_null() && after.is_known() => Action::NoOp,
                None => Action::Create,
                Some(old) if decode(old) == after && old.sensitive == output.sensitive => Action::NoOp,
                Some(_) => Action::Update,
            };
            let marks = if output.sensitive { Marks::SENSITIVE } else { Marks::NONE };
            changes.insert(
                name.clone(),
                OutputChange {
                    before: old.map(decode).unwrap_or_default(),
                    after: after.with_marks(marks),
                    sensitive: output.sensitive || old.is_some_and(|old| old.sensitive),
                    action,
                },
            );
        }
        let gone = before.iter().filter(|(name, _)| !changes.contains_key(*name)).collect::<Vec<_>>();
        if !failed && self.selection.is_all() {
            for (name, old) in gone {
                let change = OutputChange {
                    before: decode(old),
                    after: Value::NULL,
                    sensitive: old.sensitive,
                    action: Action::Delete,
                };
                changes.insert(name.clone(), change);
            }
        }
        diagnostics.into_result(changes)
    }
}

/// The value of an output as the state remembers it.
fn decode(output: &OutputState) -> Value {
    from_json(&output.value, &output.ty).unwrap_or_default()
}
