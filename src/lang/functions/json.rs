//! `jsonencode` and `jsondecode`.

use std::fmt::Write;

use serde_json::Value as Json;

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, TypeAnswer, gives_string, nfc, string, text},
};
use crate::lang::value::{Kind, Number, Refinement, Type, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("jsondecode", &[Parameter::string("str")], gives_decoded, |args, _| decode(text(args, 0)))
        .nullable(),
    Function::new(
        "jsonencode",
        &[Parameter::any("val").null().unknown().dynamic()],
        gives_string,
        jsonencode,
    ),
];

/// The JSON of a value that is not known yet begins in a way that its type tells.
fn jsonencode(args: &[Value], _: &Context) -> Answer {
    let value = &args[0];
    if value.is_wholly_known() {
        if has_infinity(value) {
            return Err(FunctionError::new("cannot serialize infinity as JSON"));
        }
        return Ok(string(encode(value)));
    }
    let could_be_null = matches!(value.kind(), Kind::Unknown(unknown) if !unknown.refinement.not_null);
    let prefix = match value.type_of() {
        _ if could_be_null => None,
        Type::String => Some("\""),
        Type::Object(_) | Type::Map(_) => Some("{"),
        Type::Tuple(_) | Type::List(_) | Type::Set(_) => Some("["),
        _ => None,
    };
    Ok(Value::refined(Type::String, prefix.map_or(Refinement::not_null(), Refinement::prefix)))
}

fn has_infinity(value: &Value) -> bool {
    value.as_number().is_some_and(Number::is_infinite) || value.children().any(has_infinity)
}

/// The value as compact JSON. It must be wholly known.
pub(super) fn encode(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value.kind() {
        Kind::Null(_) | Kind::Unknown(_) => out.push_str("null"),
        Kind::Bool(bool) => out.push_str(if *bool { "true" } else { "false" }),
        Kind::Number(number) => out.push_str(&number.to_string()),
        Kind::String(text) => quote(text, out),
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => {
            out.push('[');
            for (at, item) in value.children().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Kind::Map(_) | Kind::Object(_) => {
            out.push('{');
            for (at, (key, item)) in value.as_mapping().into_iter().flatten().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                quote(key, out);
                out.push(':');
                write(item, out);
            }
            out.push('}');
        }
    }
}

/// A text in double quotes. What would end a script or a line in HTML is escaped, too.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\x1f' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// A text as JSON writes it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quote(text, &mut out);
    out
}

fn gives_decoded(args: &[Value]) -> TypeAnswer {
    if args[0].is_known() { Ok(decode(text(args, 0))?.type_of()) } else { Ok(Type::Dynamic) }
}

/// The value that a JSON text says: tuples and objects, no lists and maps.
pub(super) fn decode(text: &str) -> Answer {
    let json: Json = serde_json::from_str(text).map_err(|error| {
        let message = if text.trim().is_empty() { "EOF".to_owned() } else { error.to_string() };
        FunctionError::new(message)
    })?;
    value_of(&json).ok_or_else(|| FunctionError::new("a number is beyond all bounds"))
}

fn value_of(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => Value::NULL,
        Json::Bool(bool) => (*bool).into(),
        Json::Number(number) => number.as_str().parse::<Number>().ok()?.into(),
        Json::String(text) => string(text.as_str()),
        Json::Array(items) => Value::tuple(items.iter().map(value_of).collect::<Option<_>>()?),
        Json::Object(object) => {
            let attributes = object.iter().map(|(name, value)| Some((nfc(name).into(), value_of(value)?)));
            Value::object(attributes.collect::<Option<Vec<_>>>()?)
        }
    })
}
