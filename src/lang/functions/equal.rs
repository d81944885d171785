//! Whether two values are equal, as `==` says it.

use crate::lang::value::{Kind, Type, Unknown, Value};

/// Whether the values are equal, whatever their marks; `None` if that is not known yet. Values of different types
/// are not equal; a null is equal to any null.
pub(super) fn equal(a: &Value, b: &Value) -> Option<bool> {
    match (a.kind(), b.kind()) {
        (Kind::Unknown(unknown), _) => against_unknown(unknown, b),
        (_, Kind::Unknown(unknown)) => against_unknown(unknown, a),
        (Kind::Null(_), Kind::Null(_)) => Some(true),
        (Kind::Null(_), _) | (_, Kind::Null(_)) => Some(false),
        (Kind::List(a), Kind::List(b)) if a.element == b.element => all_equal(&a.items, &b.items),
        (Kind::Tuple(a), Kind::Tuple(b)) => all_equal(a, b),
        (Kind::Set(x), Kind::Set(y)) if x.element == y.element => {
            (a.is_wholly_known() && b.is_wholly_known()).then(|| all_equal(&x.items, &y.items)).flatten()
        }
        (Kind::Map(a), Kind::Map(b)) if a.element == b.element => {
            if !a.entries.keys().eq(b.entries.keys()) {
                return Some(false);
            }
            all_equal(a.entries.values(), b.entries.values())
        }
        (Kind::Object(a), Kind::Object(b)) => {
            if !a.keys().eq(b.keys()) {
                return Some(false);
            }
            all_equal(a.values(), b.values())
        }
        (Kind::Bool(a), Kind::Bool(b)) => Some(a == b),
        (Kind::Number(a), Kind::Number(b)) => Some(a == b),
        (Kind::String(a), Kind::String(b)) => Some(a == b),
        _ => Some(false),
    }
}

fn all_equal<'a>(
    a: impl IntoIterator<Item = &'a Value>,
    b: impl IntoIterator<Item = &'a Value>,
) -> Option<bool> {
    let (mut a, mut b) = (a.into_iter(), b.into_iter());
    let mut sure = true;
    loop {
        match (a.next(), b.next()) {
            (None, None) => return sure.then_some(true),
            (Some(a), Some(b)) => match equal(a, b) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => sure = false,
            },
            _ => return Some(false),
        }
    }
}

/// What is known of an unknown value can be enough to tell that it is another one.
fn against_unknown(unknown: &Unknown, other: &Value) -> Option<bool> {
    let known = &unknown.refinement;
    let ty = other.type_of();
    let differs = match other.kind() {
        Kind::Null(_) => known.not_null,
        Kind::Unknown(_) => false,
        _ if unknown.ty != Type::Dynamic && !unknown.ty.has_dynamic() && !ty.has_dynamic() && unknown.ty != ty => true,
        Kind::String(text) => known.prefix.as_deref().is_some_and(|prefix| !text.starts_with(prefix)),
        Kind::Number(number) => {
            known.min.as_ref().is_some_and(|(min, included)| number < min || (number == min && !included))
                || known.max.as_ref().is_some_and(|(max, included)| number > max || (number == max && !included))
        }
        Kind::List(_) | Kind::Map(_) => {
            let length = other.children().count() as u64;
            known.min_length.is_some_and(|min| length < min) || known.max_length.is_some_and(|max| length > max)
        }
        _ => false,
    };
    differs.then_some(false)
}
