//! Steps into values: attributes and elements.

use super::{Answer, Evaluator, scope::Frame};
use crate::{
    diagnostic::{Diagnostic, did_you_mean},
    lang::{
        syntax::{Expr, Step, StepKind},
        value::{Kind, Name, Type, Value, convert},
    },
};

impl Evaluator<'_> {
    pub(super) fn steps(&self, value: Value, steps: &[Step], expr: &Expr, frame: Option<&Frame>) -> Answer {
        steps.iter().try_fold(value, |value, step| {
            self::step(&value, step).map_err(|error| self.fail(error.at(&step.range), expr, expr, frame))
        })
    }
}

/// The value that a step leads to; it has the marks of what it was inside.
pub(super) fn step(value: &Value, step: &Step) -> Result<Value, Diagnostic> {
    match &step.kind {
        StepKind::Attribute(name) => attribute(value, name),
        StepKind::Index(key) => index(value, key),
    }
}

/// `value.name`.
pub fn attribute(value: &Value, name: &Name) -> Result<Value, Diagnostic> {
    let unsupported = |detail: String| Err(Diagnostic::error("Unsupported attribute").detail(detail));
    let found = match value.kind() {
        Kind::Object(object) => match object.get(name) {
            Some(found) => found.clone(),
            None => return no_attribute(name, object.keys()),
        },
        Kind::Map(map) => match map.entries.get(name) {
            Some(found) => found.clone(),
            None => {
                let near = did_you_mean(name, map.entries.keys().map(|key| &**key));
                return Err(Diagnostic::error("Missing map element")
                    .detail(format!("This map does not have an element with the key {name:?}.{near}")));
            }
        },
        Kind::Null(_) => {
            return Err(Diagnostic::error("Attempt to get attribute from null value")
                .detail("This value is null, so it does not have any attributes."));
        }
        Kind::Unknown(unknown) => match &unknown.ty {
            Type::Dynamic => Value::unknown(Type::Dynamic),
            Type::Map(element) => Value::unknown((**element).clone()),
            Type::Object(object) => match object.attributes.get(name) {
                Some(ty) => Value::unknown(ty.clone()),
                None => return no_attribute(name, object.attributes.keys()),
            },
            other => return unsupported(no_attributes(other)),
        },
        _ => return unsupported(no_attributes(&value.type_of())),
    };
    Ok(found.with_marks(value.marks()))
}

fn no_attribute<'a>(name: &str, names: impl Iterator<Item = &'a Name>) -> Result<Value, Diagnostic> {
    let near = did_you_mean(name, names.map(|name| &**name));
    Err(Diagnostic::error("Unsupported attribute")
        .detail(format!("This object does not have an attribute named {name:?}.{near}")))
}

fn no_attributes(ty: &Type) -> String {
    match ty {
        Type::List(element) | Type::Set(element) if matches!(**element, Type::Object(_)) => {
            let kind = if matches!(ty, Type::List(_)) { "list" } else { "set" };
            format!(
                "Can't access attributes on a {kind} of objects. Did you mean to access an attribute for a specific element of the {kind}, or across all elements of the {kind}?"
            )
        }
        ty if ty.is_primitive() => format!("Can't access attributes on a primitive-typed value ({ty})."),
        _ => "This value does not have any attributes.".into(),
    }
}

/// `value[key]`.
pub fn index(value: &Value, key: &Value) -> Result<Value, Diagnostic> {
    let marks = value.marks().union(key.marks());
    let invalid = |detail: String| Diagnostic::error("Invalid index").detail(detail);
    if value.is_null() {
        return Err(Diagnostic::error("Attempt to index null value")
            .detail("This value is null, so it does not have any indices."));
    }
    if key.is_null() {
        return Err(invalid("Can't use a null value as an indexing key.".into()));
    }
    let unknown_type = |value: &Value| matches!(value.kind(), Kind::Unknown(u) if u.ty == Type::Dynamic);
    if unknown_type(value) {
        return Ok(Value::unknown(Type::Dynamic).with_marks(marks));
    }
    let to = |ty: &Type| {
        convert(key.clone().without_marks(), ty).map_err(|error| {
            invalid(format!("The given key does not identify an element in this collection value: {error}."))
        })
    };
    let found = match value.kind() {
        Kind::List(_) | Kind::Tuple(_) => {
            let items = value.as_sequence().unwrap_or_default();
            let at = to(&Type::Number)?;
            match at.as_number() {
                Some(number) => items[position(number, items.len()).map_err(invalid)?].clone(),
                None => Value::unknown(match value.kind() {
                    Kind::List(list) => list.element.clone(),
                    _ => Type::Dynamic,
                }),
            }
        }
        Kind::Map(_) | Kind::Object(_) => {
            let key = to(&Type::String)?;
            match key.as_str() {
                Some(name) => value.get(name).cloned().ok_or_else(|| {
                    let names = value.as_mapping().into_iter().flatten().map(|(name, _)| &**name);
                    let near = did_you_mean(name, names);
                    invalid(format!(
                        "The given key does not identify an element in this collection value.{near}"
                    ))
                })?,
                None => Value::unknown(match value.kind() {
                    Kind::Map(map) => map.element.clone(),
                    _ => Type::Dynamic,
                }),
            }
        }
        Kind::Unknown(unknown) => Value::unknown(match &unknown.ty {
            Type::List(element) => {
                to(&Type::Number)?;
                (**element).clone()
            }
            Type::Map(element) => {
                to(&Type::String)?;
                (**element).clone()
            }
            Type::Tuple(items) => match to(&Type::Number)?.as_number() {
                Some(number) => items[position(number, items.len()).map_err(invalid)?].clone(),
                None => Type::Dynamic,
            },
            Type::Object(object) => match to(&Type::String)?.as_str() {
                Some(name) => object.attributes.get(name).cloned().ok_or_else(|| {
                    invalid("The given key does not identify an element in this collection value.".into())
                })?,
                None => Type::Dynamic,
            },
            other => return Err(invalid(no_indices(other))),
        }),
        _ => return Err(invalid(no_indices(&value.type_of()))),
    };
    Ok(found.with_marks(marks))
}

fn no_indices(ty: &Type) -> String {
    match ty {
        Type::Set(_) => "Elements of a set are identified only by their value and don't have any separate index or key to select with, so it's only possible to perform operations across all elements of the set.".into(),
        _ => "This value does not have any indices.".into(),
    }
}

/// The place that a number names in a sequence of this length.
fn position(number: &crate::lang::value::Number, length: usize) -> Result<usize, String> {
    let why = if number.is_negative() && !number.is_zero() {
        "a negative number is not a valid index for a sequence.".to_owned()
    } else if !number.is_integer() {
        format!(
            "indexing a sequence requires a whole number, but the given index ({number}) has a fractional part."
        )
    } else {
        match number.as_u64().and_then(|at| usize::try_from(at).ok()) {
            Some(at) if at < length => return Ok(at),
            _ if length == 0 => "the collection has no elements.".into(),
            _ => "the given index is greater than or equal to the length of the collection.".into(),
        }
    };
    Err(format!("The given key does not identify an element in this collection value: {why}"))
}
