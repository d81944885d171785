//! Equality as the language has it: it may be unknown.

use super::{Kind, Refinement, Type, Unknown, Value};

/// Whether two values are equal: a bool with the marks of both, unknown if it depends on what is not known. Values
/// of different types are never equal; two nulls always are.
pub fn equals(a: &Value, b: &Value) -> Value {
    let marks = a.marks_deep().union(b.marks_deep());
    let result = match compare(a, b) {
        Some(equal) => Value::from(equal),
        None => Value::refined(Type::Bool, Refinement::not_null()),
    };
    result.with_marks(marks)
}

/// Whether two values are equal, whatever their marks; `None` if that is not known.
pub fn compare(a: &Value, b: &Value) -> Option<bool> {
    match (a.kind(), b.kind()) {
        (Kind::Null(_), Kind::Null(_)) => Some(true),
        _ => compare_inside(a, b),
    }
}

/// As [`compare`], but nulls of different types differ: they make the types of what they are in differ.
fn compare_inside(a: &Value, b: &Value) -> Option<bool> {
    match (a.kind(), b.kind()) {
        (Kind::Unknown(a), Kind::Unknown(b)) => may_equal(a, b),
        (Kind::Unknown(unknown), _) => may_equal_known(unknown, b),
        (_, Kind::Unknown(unknown)) => may_equal_known(unknown, a),
        (Kind::Null(a), Kind::Null(b)) => Some(a == b),
        (Kind::Null(_), _) | (_, Kind::Null(_)) => Some(false),
        (Kind::Bool(a), Kind::Bool(b)) => Some(a == b),
        (Kind::Number(a), Kind::Number(b)) => Some(a == b),
        (Kind::String(a), Kind::String(b)) => Some(a == b),
        (Kind::List(a), Kind::List(b)) => {
            if a.element != b.element && !a.element.has_dynamic() && !b.element.has_dynamic() {
                return Some(false);
            }
            sequences(&a.items, &b.items)
        }
        (Kind::Tuple(a), Kind::Tuple(b)) => sequences(a, b),
        (Kind::Set(a), Kind::Set(b)) => {
            if a.element != b.element {
                return Some(false);
            }
            let known = |items: &[Value]| items.iter().all(Value::is_wholly_known);
            if !known(&a.items) || !known(&b.items) {
                return None;
            }
            sequences(&a.items, &b.items)
        }
        (Kind::Map(a), Kind::Map(b)) => {
            if a.element != b.element && !a.element.has_dynamic() && !b.element.has_dynamic() {
                return Some(false);
            }
            mappings(&a.entries, &b.entries)
        }
        (Kind::Object(a), Kind::Object(b)) => mappings(a, b),
        _ => Some(false),
    }
}

fn sequences(a: &[Value], b: &[Value]) -> Option<bool> {
    if a.len() != b.len() {
        return Some(false);
    }
    all(a.iter().zip(b))
}

fn mappings(a: &super::Object, b: &super::Object) -> Option<bool> {
    if a.len() != b.len() || a.keys().ne(b.keys()) {
        return Some(false);
    }
    all(a.values().zip(b.values()))
}

/// One difference decides, whatever else is not known.
fn all<'a>(mut pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Option<bool> {
    let mut known = true;
    let different = pairs.any(|(a, b)| match compare_inside(a, b) {
        Some(equal) => !equal,
        None => {
            known = false;
            false
        }
    });
    if different { Some(false) } else { known.then_some(true) }
}

fn may_equal(a: &Unknown, b: &Unknown) -> Option<bool> {
    if differ(&a.ty, &b.ty) {
        return Some(false);
    }
    let (a, b) = (&a.refinement, &b.refinement);
    if let (Some(a), Some(b)) = (&a.prefix, &b.prefix)
        && !a.starts_with(&**b)
        && !b.starts_with(&**a)
    {
        return Some(false);
    }
    let apart = |a: &Refinement, b: &Refinement| {
        matches!((a.min_length, b.max_length), (Some(min), Some(max)) if min > max)
            || matches!((&a.min, &b.max), (Some((min, _)), Some((max, _))) if min > max)
    };
    (apart(a, b) || apart(b, a)).then_some(false)
}

fn may_equal_known(unknown: &Unknown, known: &Value) -> Option<bool> {
    let refinement = &unknown.refinement;
    if known.is_null() {
        return refinement.not_null.then_some(false);
    }
    if unknown.ty != Type::Dynamic && differ(&unknown.ty, &known.type_of()) {
        return Some(false);
    }
    let impossible = match known.kind() {
        Kind::String(text) => refinement.prefix.as_ref().is_some_and(|prefix| !text.starts_with(&**prefix)),
        Kind::Number(number) => {
            refinement.min.as_ref().is_some_and(|(min, at)| number < min || (number == min && !at))
                || refinement.max.as_ref().is_some_and(|(max, at)| number > max || (number == max && !at))
        }
        _ => known.as_sequence().map(<[_]>::len).or(known.as_mapping().map(|m| m.len())).is_some_and(
            |length| {
                let length = length as u64;
                refinement.min_length.is_some_and(|min| length < min)
                    || refinement.max_length.is_some_and(|max| length > max)
            },
        ),
    };
    impossible.then_some(false)
}

/// Whether values of these types can never be equal, not even when what is dynamic is known.
fn differ(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Dynamic, _) | (_, Type::Dynamic) => false,
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            differ(a, b)
        }
        (Type::Tuple(a), Type::Tuple(b)) => {
            a.len() != b.len() || a.iter().zip(b.iter()).any(|(a, b)| differ(a, b))
        }
        (Type::Object(a), Type::Object(b)) => {
            a.attributes.keys().ne(b.attributes.keys())
                || a.attributes.values().zip(b.attributes.values()).any(|(a, b)| differ(a, b))
        }
        _ => a != b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equality_never_converts_and_may_be_unknown() {
        let unknown = |prefix: &str| Value::refined(Type::String, Refinement::prefix(prefix));
        for (a, b, equal) in [
            (Value::from(1), Value::from("1"), Some(false)),
            (Value::null(Type::String), Value::null(Type::Number), Some(true)),
            (Value::tuple(vec![Value::NULL]), Value::tuple(vec![Value::null(Type::String)]), Some(false)),
            (Value::tuple(vec![1.into()]), Value::list(Type::Number, vec![1.into()]), Some(false)),
            (unknown("x-"), Value::from("y"), Some(false)),
            (unknown("x-"), Value::from("x-1"), None),
            (unknown("x-"), Value::NULL, Some(false)),
            (Value::unknown(Type::Dynamic), Value::NULL, None),
            (
                Value::tuple(vec![unknown(""), 1.into()]),
                Value::tuple(vec!["a".into(), 2.into()]),
                Some(false),
            ),
        ] {
            assert_eq!(compare(&a, &b), equal, "{a:?} {b:?}");
        }
    }
}
