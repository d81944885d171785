//! `inputs`: the values that a unit gives to the variables of its module.

use std::collections::BTreeMap;

use super::{evaluation::Evaluation, fields::places, merge, merge::MergeStrategy};
use crate::{
    diagnostic::{Diagnostic, Range},
    lang::value::{Name, Value},
};

/// Values of variables, each with the place where it is written.
pub type Inputs = BTreeMap<Name, (Value, Range)>;

/// The inputs of a config with all that it includes.
///
/// # Errors
/// An expression that cannot be evaluated, or that is no object.
pub fn inputs(evaluation: &Evaluation) -> Result<Inputs, Diagnostic> {
    let mut merged = Inputs::new();
    for (frame, strategy) in evaluation.config.merge_order().into_iter().rev() {
        let mut above = own(&evaluation.in_frame(frame))?;
        for (name, (value, range)) in merged {
            let value = match (above.get(&name), strategy) {
                (Some((parent, _)), MergeStrategy::Deep { lists }) => merge::deep(parent, &value, lists),
                _ => value,
            };
            above.insert(name, (value, range));
        }
        merged = above;
    }
    Ok(merged)
}

fn own(evaluation: &Evaluation) -> Result<Inputs, Diagnostic> {
    let Some(attribute) = evaluation.file().file.body.attribute("inputs") else { return Ok(Inputs::new()) };
    let value =
        evaluation.linked("inputs", &attribute.name_range, |inner| inner.evaluate(&attribute.expr))?;
    let whole = &attribute.expr.range;
    if value.is_null() {
        return Ok(Inputs::new());
    }
    if !value.is_known() {
        return Err(Diagnostic::error("Inputs are not known yet")
            .detail(
                "Which inputs there are depends on an output that is known after apply only. Name the inputs here, \
                 and let only their values come from outputs.",
            )
            .at(whole));
    }
    let Some(entries) = value.as_mapping() else {
        return Err(Diagnostic::error("Wrong type of inputs")
            .detail(format!("It must be an object, and this is a {}.", value.type_of()))
            .at(whole));
    };
    let places = places(&attribute.expr);
    let marks = value.marks();
    Ok(entries
        .iter()
        .map(|(name, value)| {
            let range = places.get(name).unwrap_or(whole).clone();
            (name.clone(), (value.clone().with_marks(marks), range))
        })
        .collect())
}
