//! Values whose type the schema says.

use std::collections::BTreeMap;

use super::{
    Diff, Node, Replaced, Side,
    json::{free, hidden, plain},
    sequence,
};
use crate::{
    lang::value::Value,
    schema::{Attribute, Shape},
};

/// What becomes of a value of this shape.
pub fn typed(before: Side<'_>, after: Side<'_>, shape: &Shape, replaced: &Replaced<'_>) -> Diff {
    let inner = |before: Side<'_>, after: Side<'_>| shown(before, after, shape, replaced);
    let diff = hidden(before, after, inner).unwrap_or_else(|| shown(before, after, shape, replaced));
    // Inside a value without a schema nothing says what replaces the object.
    let blind =
        matches!(shape, Shape::Dynamic) && !matches!(diff.node, Node::Sensitive(_) | Node::Unknown(_));
    Diff { replaces: (replaced.here() || replaced.in_set()) && !blind, ..diff }
}

fn shown(before: Side<'_>, after: Side<'_>, shape: &Shape, replaced: &Replaced<'_>) -> Diff {
    match shape {
        Shape::Dynamic => free(before, after),
        Shape::String | Shape::Bool | Shape::Number => plain(before, after),
        Shape::List(element) => {
            let (old, new) = (before.items(), after.items());
            let objects = matches!(element, Shape::Object(_));
            let pairs = sequence::matched(old, new, super::same, |_| objects);
            elements(before, after, pairs, element, replaced, Node::List)
        }
        Shape::Set(element) => {
            let pairs = sequence::in_sets(before.items(), after.items());
            elements(before, after, pairs, element, replaced, Node::Set)
        }
        Shape::Map(element) => {
            let mut sign = Side::whole(before, after);
            let mut entries = BTreeMap::new();
            for name in before.names().chain(after.names()) {
                if !entries.contains_key(name) {
                    let entry = typed(before.get(name), after.get(name), element, &replaced.attribute(name));
                    sign = sign.with(entry.sign);
                    entries.insert(name.clone(), entry);
                }
            }
            Diff::new(sign, Node::Map(entries))
        }
        Shape::Object(attributes) => object(before, after, attributes(), replaced),
    }
}

fn elements(
    before: Side<'_>,
    after: Side<'_>,
    pairs: Vec<(Option<usize>, Option<usize>)>,
    shape: &Shape,
    replaced: &Replaced<'_>,
    node: fn(Vec<Diff>) -> Node,
) -> Diff {
    let item = |side: Side<'_>, at: Option<usize>| -> Option<Value> { side.items().get(at?).cloned() };
    let mut sign = Side::whole(before, after);
    let mut found = Vec::new();
    for (b, a) in pairs {
        let inside = b.or(a).map(|at| replaced.element(at)).unwrap_or_default();
        let (b, a) = (item(before, b), item(after, a));
        let element = typed(Side::at(b.as_ref()), Side::at(a.as_ref()), shape, &inside);
        sign = sign.with(element.sign);
        found.push(element);
    }
    Diff::new(sign, node(found))
}

fn object(before: Side<'_>, after: Side<'_>, attributes: &[Attribute], replaced: &Replaced<'_>) -> Diff {
    let mut sign = Side::whole(before, after);
    let mut found = BTreeMap::new();
    for attribute in
        attributes.iter().filter(|attribute| is_set(before, attribute) || is_set(after, attribute))
    {
        let (b, a) = (sided(before, attribute), sided(after, attribute));
        let diff = typed(b, a, &attribute.shape, &replaced.attribute(attribute.name));
        sign = sign.with(diff.sign);
        found.insert(attribute.name.into(), diff);
    }
    Diff::new(sign, Node::Object(found))
}

/// Whether an object has an attribute that is not null.
pub fn is_set(object: Side<'_>, attribute: &Attribute) -> bool {
    object.value.and_then(|value| value.get(attribute.name)).is_some_and(|value| !value.is_null())
}

/// An attribute of one side, where null and the empty text are the same as nothing.
pub fn sided<'a>(object: Side<'a>, attribute: &Attribute) -> Side<'a> {
    let value = object.value.and_then(|value| value.get(attribute.name));
    let value = value.filter(|value| value.as_str() != Some(""));
    let side = Side::set(value);
    Side { sensitive: side.sensitive || (attribute.sensitive && value.is_some()), ..side }
}
