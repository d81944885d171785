//! `a ? b : c`: both sides are evaluated and made one type; only what is wrong with the chosen one counts.

use super::{Answer, Evaluator, scope::Frame};
use crate::{
    diagnostic::Diagnostic,
    lang::{
        syntax::Expr,
        value::{Kind, Number, Refinement, Type, Value, convert, unify_unsafe},
    },
};

impl Evaluator<'_> {
    pub(super) fn conditional(&self, parts: [&Expr; 3], expr: &Expr, frame: Option<&Frame>) -> Answer {
        let [condition_expr, yes_expr, no_expr] = parts;
        let condition = self.eval(condition_expr, frame)?;
        let marks = condition.marks();
        let condition = self.condition(condition, condition_expr, expr, frame)?;
        let sides = [self.eval(yes_expr, frame), self.eval(no_expr, frame)];
        // What does not exist at all is an error on whichever side it stands.
        let sides = sides.map(|side| match side {
            Err(failure) if !failure.catchable => Err(failure),
            side => Ok(side),
        });
        let [yes, no] = sides;
        let sides = [yes?, no?];
        // The type of a side that failed is not known, which is enough to go on with the other one.
        let unknown = Value::unknown(Type::Dynamic);
        let [yes, no] = sides.each_ref().map(|side| side.as_ref().unwrap_or(&unknown));
        let marks = marks.union(yes.marks()).union(no.marks());
        let Some(ty) = common_type(yes, no) else {
            let error = Diagnostic::error("Inconsistent conditional result types").detail(format!(
                "The true and false result expressions must have consistent types. {}",
                mismatch(&yes.type_of(), &no.type_of(), "")
            ));
            return Err(self.fail(error, expr, expr, frame));
        };
        let Some(condition) = condition else {
            let [yes, no] = sides;
            let ty = ty.known(&yes, &no);
            return Ok(Value::refined(ty.clone(), either(&yes?, &no?)).with_marks(marks));
        };
        let [yes, no] = sides;
        let (chosen, at, which) = if condition { (yes?, yes_expr, "true") } else { (no?, no_expr, "false") };
        let value = match ty {
            Common::Same => chosen,
            Common::Type(ty) => convert(chosen, &ty).map_err(|error| {
                let error = Diagnostic::error("Inconsistent conditional result types")
                    .detail(format!("The {which} result value has the wrong type: {error}."));
                self.fail(error, at, expr, frame)
            })?,
        };
        Ok(value.with_marks(marks))
    }

    /// The condition as a bool; `None` if it is not known.
    pub(super) fn condition(
        &self,
        value: Value,
        at: &Expr,
        around: &Expr,
        frame: Option<&Frame>,
    ) -> Answer<Option<bool>> {
        if value.is_null() {
            let error = Diagnostic::error("Null condition")
                .detail("The condition value is null. Conditions must either be true or false.");
            return Err(self.fail(error, at, around, frame));
        }
        let value = convert(value, &Type::Bool).map_err(|_| {
            let error = Diagnostic::error("Incorrect condition type")
                .detail("The condition expression must be of type bool.");
            self.fail(error, at, around, frame)
        })?;
        Ok(value.as_bool())
    }
}

/// The type of a conditional.
enum Common {
    /// That of either side as it is.
    Same,
    /// Both sides are converted to this one.
    Type(Type),
}

impl Common {
    fn known(&self, yes: &Answer, no: &Answer) -> Type {
        match (self, yes, no) {
            (Common::Type(ty), ..) => ty.clone(),
            (Common::Same, Ok(yes), Ok(no)) => {
                if matches!(yes.kind(), Kind::Null(Type::Dynamic)) {
                    no.type_of()
                } else {
                    yes.type_of()
                }
            }
            _ => Type::Dynamic,
        }
    }
}

/// What both sides become; `None` if there is no such type. The types of big values are not computed if a look at
/// their kinds is enough.
fn common_type(yes: &Value, no: &Value) -> Option<Common> {
    match (yes.kind(), no.kind()) {
        (Kind::Null(Type::Dynamic), Kind::Null(Type::Dynamic))
        | (Kind::Bool(_), Kind::Bool(_))
        | (Kind::Number(_), Kind::Number(_))
        | (Kind::String(_), Kind::String(_)) => return Some(Common::Same),
        (Kind::List(a), Kind::List(b)) | (Kind::Set(a), Kind::Set(b)) if a.element == b.element => {
            return Some(Common::Same);
        }
        (Kind::Map(a), Kind::Map(b)) if a.element == b.element => return Some(Common::Same),
        (Kind::Null(Type::Dynamic), _) => return Some(Common::Type(no.type_of())),
        (_, Kind::Null(Type::Dynamic)) => return Some(Common::Type(yes.type_of())),
        _ => {}
    }
    unify_unsafe(&[yes.type_of(), no.type_of()]).map(Common::Type)
}

/// What is known of a value that will be one of these two.
fn either(yes: &Value, no: &Value) -> Refinement {
    let not_null = |value: &Value| match value.kind() {
        Kind::Unknown(unknown) => unknown.refinement.not_null,
        _ => !value.is_null(),
    };
    let mut known = Refinement { not_null: not_null(yes) && not_null(no), ..Refinement::default() };
    if let (Some((a_min, a_max)), Some((b_min, b_max))) = (lengths(yes), lengths(no)) {
        known.min_length = Some(a_min.min(b_min));
        known.max_length = a_max.zip(b_max).map(|(a, b)| a.max(b));
    }
    if let (Some(a), Some(b)) = (yes.as_number(), no.as_number()) {
        let (low, high): (&Number, &Number) = (a.min(b), a.max(b));
        known.min = Some((low.clone(), true));
        known.max = Some((high.clone(), true));
    }
    known
}

fn lengths(value: &Value) -> Option<(u64, Option<u64>)> {
    match value.kind() {
        Kind::List(list) => Some((list.items.len() as u64, Some(list.items.len() as u64))),
        Kind::Set(set) if value.is_wholly_known() => {
            Some((set.items.len() as u64, Some(set.items.len() as u64)))
        }
        Kind::Map(map) => Some((map.entries.len() as u64, Some(map.entries.len() as u64))),
        Kind::Unknown(unknown) if unknown.ty.is_collection() => {
            Some((unknown.refinement.min_length.unwrap_or(0), unknown.refinement.max_length))
        }
        _ => None,
    }
}

/// Where two types differ, in words.
fn mismatch(yes: &Type, no: &Type, place: &str) -> String {
    match (yes, no) {
        (Type::Tuple(a), Type::Tuple(b)) if a.len() == b.len() => {
            let differing = a
                .iter()
                .zip(b.iter())
                .enumerate()
                .find(|(_, (a, b))| unify_unsafe(&[(*a).clone(), (*b).clone()]).is_none());
            if let Some((i, (a, b))) = differing {
                return mismatch(a, b, &format!("{place}tuple element {i}: "));
            }
        }
        (Type::Object(a), Type::Object(b)) => {
            for (name, a) in &a.attributes {
                match b.attributes.get(name) {
                    Some(b) if unify_unsafe(&[a.clone(), b.clone()]).is_none() => {
                        return mismatch(a, b, &format!("{place}object attribute {name:?}: "));
                    }
                    Some(_) => {}
                    None => {
                        return format!(
                            "The 'true' value includes object attribute {name:?}, which is absent in the 'false' value."
                        );
                    }
                }
            }
            if let Some(name) = b.attributes.keys().find(|name| !a.attributes.contains_key(*name)) {
                return format!(
                    "The 'false' value includes object attribute {name:?}, which is absent in the 'true' value."
                );
            }
        }
        _ => {}
    }
    let begin = if place.is_empty() { String::new() } else { format!("Type mismatch for {place}") };
    format!("{begin}The 'true' value is {yes}, but the 'false' value is {no}.")
}
