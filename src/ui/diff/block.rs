//! Objects and blocks of a schema.

use std::collections::BTreeMap;

use super::{
    Blocks, Diff, Node, Replaced, Secret, Side, Sign,
    attribute::{is_set, sided, typed},
    sequence,
};
use crate::{
    lang::value::Value,
    schema::{Attribute, Shape},
};

/// What becomes of the object of a resource, or of one block.
pub fn object_of_attributes(
    before: Side<'_>,
    after: Side<'_>,
    attributes: &[Attribute],
    replaced: &Replaced<'_>,
) -> Diff {
    let whole = Side::whole(before, after);
    let mut sign = whole;
    let mut found = BTreeMap::new();
    let mut blocks = BTreeMap::new();
    for attribute in attributes {
        let inside = replaced.attribute(attribute.name);
        if attribute.block {
            let group = blocks_of(before, after, attribute, &inside);
            if let Some(group) = group {
                sign = group.items.iter().fold(sign, |sign, item| sign.with(item.sign));
                blocks.insert(attribute.name.into(), group);
            }
            continue;
        }
        let diff = if attribute.write_only {
            Diff { replaces: inside.here(), ..Diff::new(whole, Node::WriteOnly) }
        } else if !is_set(before, attribute) && !is_set(after, attribute) {
            continue;
        } else {
            typed(sided(before, attribute), sided(after, attribute), &attribute.shape, &inside)
        };
        sign = sign.with(diff.sign);
        found.insert(attribute.name.into(), diff);
    }
    Diff { sign, replaces: replaced.here(), node: Node::Block(found, blocks) }
}

/// What becomes of the blocks of one type; `None` if there are none.
fn blocks_of(
    before: Side<'_>,
    after: Side<'_>,
    attribute: &Attribute,
    replaced: &Replaced<'_>,
) -> Option<Blocks> {
    let (before, after) =
        (Side::set(before.get(attribute.name).some()), Side::set(after.get(attribute.name).some()));
    let nested = attribute.nested().unwrap_or_default();
    let secret = (before.sensitive || attribute.sensitive, after.sensitive || attribute.sensitive);
    let one = |before: Option<&Value>, after: Option<&Value>, replaced: &Replaced<'_>| {
        let (before, after) = (Side::set(before), Side::set(after));
        let is_secret = (
            before.value.is_some() && (secret.0 || before.sensitive),
            after.value.is_some() && (secret.1 || after.sensitive),
        );
        if after.is_unknown() && !is_secret.1 {
            return Diff::new(Sign::Add, Node::Unknown(None));
        }
        let diff = object_of_attributes(before, after, nested, replaced);
        match is_secret {
            (false, false) => diff,
            (was, is) => {
                let known = Secret { before: was, after: is, same: diff.sign == Sign::Same };
                let both = before.value.is_some() && after.value.is_some();
                let sign = if known.same && both && was != is { Sign::Change } else { diff.sign };
                Diff { sign, node: Node::SensitiveBlock(known), ..diff }
            }
        }
    };
    let items = match attribute.shape {
        Shape::List(_) | Shape::Set(_) if after.is_unknown() => {
            let gone = before.items().iter().map(|item| one(Some(item), None, replaced));
            gone.chain([Diff::new(Sign::Add, Node::Unknown(None))]).collect()
        }
        Shape::List(_) | Shape::Set(_) => {
            let (old, new) = (before.items(), after.items());
            let pairs = match attribute.shape {
                Shape::Set(_) => sequence::in_sets(old, new),
                _ => sequence::matched(old, new, super::same, |_| true),
            };
            let item = |pair: (Option<usize>, Option<usize>)| {
                let inside = pair.0.or(pair.1).map(|at| replaced.element(at)).unwrap_or_default();
                one(pair.0.and_then(|at| old.get(at)), pair.1.and_then(|at| new.get(at)), &inside)
            };
            pairs.into_iter().map(item).collect::<Vec<_>>()
        }
        _ if before.value.is_none() && after.value.is_none() => Vec::new(),
        _ => vec![one(before.value, after.value, replaced)],
    };
    (!items.is_empty()).then(|| Blocks { items, replaces: replaced.here() || replaced.in_set() })
}
