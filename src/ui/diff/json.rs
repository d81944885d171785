//! Values without a schema: dynamic attributes, outputs, the inside of JSON texts.

use std::collections::BTreeMap;

use super::{Diff, Node, Secret, Side, Sign, sequence};
use crate::lang::value::{Kind, Value};

/// Whether two values are the same as JSON; marks and the kinds of collections do not count.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a.kind(), b.kind()) {
        (Kind::Null(_), Kind::Null(_)) => true,
        (Kind::Bool(a), Kind::Bool(b)) => a == b,
        (Kind::Number(a), Kind::Number(b)) => a == b,
        (Kind::String(a), Kind::String(b)) => a == b,
        _ => match (a.as_sequence(), b.as_sequence(), a.as_mapping(), b.as_mapping()) {
            (Some(a), Some(b), ..) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
            (.., Some(a), Some(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|((x, a), (y, b))| x == y && same(a, b))
            }
            _ => false,
        },
    }
}

/// What becomes of a value that has no schema.
pub fn free(before: Side<'_>, after: Side<'_>) -> Diff {
    if let Some(diff) = hidden(before, after, free) {
        return diff;
    }
    let shapes = (before.some().map(shape), after.some().map(shape));
    match shapes {
        (Some(a), Some(b)) if a != b => {
            let (before, after) = (free(before, Side::NONE), free(Side::NONE, after));
            Diff::new(Sign::Change, Node::Retyped(Box::new(before), Box::new(after)))
        }
        (Some(Form::Array), _) | (_, Some(Form::Array)) => array(before, after),
        (Some(Form::Object), _) | (_, Some(Form::Object)) => object(before, after),
        _ => plain(before, after),
    }
}

/// A value that is sensitive or not known; `inner` says what becomes of it otherwise.
pub fn hidden(before: Side<'_>, after: Side<'_>, inner: impl Fn(Side<'_>, Side<'_>) -> Diff) -> Option<Diff> {
    if before.sensitive || after.sensitive {
        let sign = inner(before.shown(), after.shown()).sign;
        let secret = Secret { before: before.sensitive, after: after.sensitive, same: sign == Sign::Same };
        let sign = if secret.same && secret.before != secret.after { Sign::Change } else { sign };
        return Some(Diff::new(sign, Node::Sensitive(secret)));
    }
    if !after.is_unknown() {
        return None;
    }
    Some(if before.is_nil() && !before.explicit {
        Diff::new(Sign::Add, Node::Unknown(None))
    } else {
        Diff::new(Sign::Change, Node::Unknown(Some(Box::new(inner(before, Side::NONE)))))
    })
}

/// What becomes of a null, a bool, a number or a text.
pub fn plain(before: Side<'_>, after: Side<'_>) -> Diff {
    Diff::new(Side::sign(before, after), Node::Plain(before.value.cloned(), after.value.cloned()))
}

fn array(before: Side<'_>, after: Side<'_>) -> Diff {
    let (old, new) = (before.items(), after.items());
    // Arrays of one length are taken for tuples.
    let pairs = if old.len() == new.len() {
        (0..old.len()).map(|at| (Some(at), Some(at))).collect()
    } else {
        sequence::matched(old, new, same, |value| value.as_mapping().is_some())
    };
    let item = |items: &[Value], at: Option<usize>| at.and_then(|at| items.get(at)).cloned();
    let mut sign = Side::whole(before, after);
    let mut elements = Vec::new();
    for (b, a) in pairs {
        let (b, a) = (item(old, b), item(new, a));
        let element = free(Side::at(b.as_ref()), Side::at(a.as_ref()));
        sign = sign.with(element.sign);
        elements.push(element);
    }
    Diff::new(sign, Node::List(elements))
}

fn object(before: Side<'_>, after: Side<'_>) -> Diff {
    let mut sign = Side::whole(before, after);
    let mut attributes = BTreeMap::new();
    for name in before.names().chain(after.names()) {
        if attributes.contains_key(name) {
            continue;
        }
        let attribute = free(before.get(name), after.get(name));
        sign = sign.with(attribute.sign);
        attributes.insert(name.clone(), attribute);
    }
    Diff::new(sign, Node::Object(attributes))
}

/// What JSON calls a value's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Bool,
    Number,
    Text,
    Array,
    Object,
}

fn shape(value: &Value) -> Form {
    match value.kind() {
        Kind::Bool(_) => Form::Bool,
        Kind::Number(_) => Form::Number,
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => Form::Array,
        Kind::Map(_) | Kind::Object(_) => Form::Object,
        Kind::String(_) | Kind::Null(_) | Kind::Unknown(_) => Form::Text,
    }
}
