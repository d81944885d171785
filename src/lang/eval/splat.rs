//! `x[*].a` and `x.*.a`: the same steps into every element.

use super::{Answer, Evaluator, scope::Frame, steps};
use crate::{
    diagnostic::Diagnostic,
    lang::{
        syntax::{Expr, SplatStep},
        value::{Kind, Refinement, Type, Value},
    },
};

impl Evaluator<'_> {
    pub(super) fn splat(
        &self,
        source: &Expr,
        each: &[SplatStep],
        expr: &Expr,
        frame: Option<&Frame>,
    ) -> Answer {
        let value = self.eval(source, frame)?;
        self.splat_over(value, each, expr, frame)
    }

    fn splat_over(&self, value: Value, each: &[SplatStep], expr: &Expr, frame: Option<&Frame>) -> Answer {
        let marks = value.marks();
        let result = match value.kind() {
            Kind::Null(Type::List(_) | Type::Set(_) | Type::Tuple(_)) => {
                let error = Diagnostic::error("Splat of null value")
                    .detail("Splat expressions (with the * symbol) cannot be applied to null sequences.");
                return Err(self.fail(error, expr, expr, frame));
            }
            Kind::Null(_) => Value::tuple(Vec::new()),
            Kind::Tuple(items) => Value::tuple(self.step_each(items, each, expr, frame)?),
            Kind::List(list) | Kind::Set(list) => {
                let items = self.step_each(&list.items, each, expr, frame)?;
                listed(items, || self.result_type(&list.element, each, expr, frame))?
            }
            Kind::Unknown(unknown) => match &unknown.ty {
                Type::Dynamic => Value::unknown(Type::Dynamic),
                Type::List(element) | Type::Set(element) => {
                    let known = &unknown.refinement;
                    let ty = Type::list(self.result_type(element, each, expr, frame)?);
                    Value::refined(ty, Refinement { not_null: true, ..known.clone() })
                }
                Type::Tuple(items) => {
                    let types = items.iter().map(|item| self.result_type(item, each, expr, frame));
                    Value::refined(Type::tuple(types.collect::<Answer<_>>()?), Refinement::not_null())
                }
                // Null becomes no element and all else one, so the length is known only if it cannot be null.
                _ => {
                    let item = self.step_one(value.clone().without_marks(), each, expr, frame)?;
                    if unknown.refinement.not_null {
                        Value::tuple(vec![item])
                    } else {
                        Value::unknown(Type::Dynamic)
                    }
                }
            },
            _ => Value::tuple(vec![self.step_one(value.clone().without_marks(), each, expr, frame)?]),
        };
        Ok(result.with_marks(marks))
    }

    fn step_each(
        &self,
        items: &[Value],
        each: &[SplatStep],
        expr: &Expr,
        frame: Option<&Frame>,
    ) -> Answer<Vec<Value>> {
        items.iter().map(|item| self.step_one(item.clone(), each, expr, frame)).collect()
    }

    fn step_one(&self, mut value: Value, each: &[SplatStep], expr: &Expr, frame: Option<&Frame>) -> Answer {
        for (i, step) in each.iter().enumerate() {
            value = match step {
                SplatStep::Step(step) => steps::step(&value, step)
                    .map_err(|error| self.fail(error.at(&step.range), expr, expr, frame))?,
                SplatStep::Index(key) => {
                    let key = self.eval(key, frame)?;
                    steps::index(&value, &key).map_err(|error| self.fail(error, expr, expr, frame))?
                }
                SplatStep::Splat(_) => return self.splat_over(value, &each[i + 1..], expr, frame),
            };
        }
        Ok(value)
    }

    /// The type that the steps lead to from an element of this type.
    fn result_type(
        &self,
        element: &Type,
        each: &[SplatStep],
        expr: &Expr,
        frame: Option<&Frame>,
    ) -> Answer<Type> {
        Ok(self.step_one(Value::unknown(element.clone()), each, expr, frame)?.type_of())
    }
}

/// A list of these, which have one type unless a step led to an unknown type: then they stay a tuple.
fn listed(items: Vec<Value>, empty: impl FnOnce() -> Answer<Type>) -> Answer {
    let Some(first) = items.first() else { return Ok(Value::list(empty()?, items)) };
    let ty = first.type_of();
    Ok(if items.iter().all(|item| item.type_of() == ty) {
        Value::list(ty, items)
    } else {
        Value::tuple(items)
    })
}
