//! What a schema says of the values of a body beside their types.

use super::Attribute;
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Range},
    lang::{
        syntax::Body,
        value::{Object, Value},
    },
};

/// Checks the values of a body against the rules of its attributes.
pub fn check(body: &Body, attributes: &[Attribute], object: &Object, diagnostics: &mut Diagnostics) {
    for attribute in attributes {
        let value = object.get(attribute.name).unwrap_or(&Value::NULL);
        let place = place(body, attribute.name);
        groups(attribute, object, value, &place, diagnostics);
        if let Some(detail) = fault(attribute, value) {
            let detail = format!("{:?} {detail}.", attribute.name);
            diagnostics.push(Diagnostic::error("Invalid value for argument").detail(detail).at(&place));
        }
    }
}

/// Where an attribute is set, else the whole body.
fn place(body: &Body, name: &str) -> Range {
    let argument = body.attribute(name).map(|argument| argument.expr.range.clone());
    argument
        .or_else(|| body.blocks_of(name).next().map(|b| b.header.clone()))
        .unwrap_or_else(|| body.range.clone())
}

/// Which attributes may or must stand together.
fn groups(
    attribute: &Attribute,
    object: &Object,
    value: &Value,
    place: &Range,
    diagnostics: &mut Diagnostics,
) {
    let set = |name: &str| object.get(name).is_some_and(is_set);
    let name = attribute.name;
    if is_set(value) {
        for other in attribute.conflicts.iter().filter(|other| set(other)) {
            let detail = format!("{name:?} and {other:?} exclude each other: set only one of them.");
            diagnostics
                .push(Diagnostic::error("Conflicting configuration arguments").detail(detail).at(place));
        }
        for other in attribute.required_with.iter().filter(|other| !set(other)) {
            let detail = format!("{name:?} needs {other:?} to be set too.");
            diagnostics.push(Diagnostic::error("Missing required argument").detail(detail).at(place));
        }
    }
    // Said once a group: by its first member.
    if attribute.exactly_one_of.first() == Some(&name) {
        let count = attribute.exactly_one_of.iter().filter(|member| set(member)).count();
        if count != 1 {
            let detail = format!(
                "Exactly one of {} must be set; {}.",
                attribute.exactly_one_of.join(", "),
                if count == 0 { "none is".into() } else { format!("{count} are") }
            );
            diagnostics.push(Diagnostic::error("Invalid combination of arguments").detail(detail).at(place));
        }
    }
}

/// Whether the configuration says something, be it not known yet what.
fn is_set(value: &Value) -> bool {
    let is_empty = value.type_of().is_collection() && value.is_known() && value.children().next().is_none();
    !(value.is_null() || is_empty)
}

/// What is wrong with a value that is known.
fn fault(attribute: &Attribute, value: &Value) -> Option<String> {
    if !attribute.is_configurable() {
        return None;
    }
    if let Some(text) = value.as_str() {
        if !attribute.one_of.is_empty() && !attribute.one_of.contains(&text) {
            let given = if attribute.sensitive || value.is_sensitive() {
                String::new()
            } else {
                format!(", not {text:?}")
            };
            return Some(format!("must be one of {}{given}", attribute.one_of.join(", ")));
        }
        if let Some((least, most)) = attribute.length {
            let length = text.chars().count();
            if length < least || length > most {
                return Some(format!("must have {least} to {most} characters, not {length}"));
            }
        }
    }
    if let (Some(number), Some((least, most))) = (value.as_number(), attribute.range)
        && (number < &least.into() || number > &most.into())
    {
        let limits =
            if most == i64::MAX { format!("at least {least}") } else { format!("from {least} to {most}") };
        return Some(format!("must be {limits}, not {number}"));
    }
    None
}
