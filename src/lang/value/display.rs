//! Values as the console prints them: nearly the language itself, over several lines.

use std::fmt::Write;

use super::{Kind, Marks, Type, Value};

/// The value as text, without a newline at the end. What is sensitive, ephemeral or unknown is said, not shown.
pub fn display(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value, 0);
    out
}

/// The type as text, in the form of the `type` function: one attribute a line.
pub fn display_type(ty: &Type) -> String {
    let mut out = String::new();
    write_type(&mut out, ty, 0);
    out
}

fn line(out: &mut String, indent: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

fn write_value(out: &mut String, value: &Value, indent: usize) {
    if value.marks().contains(Marks::SENSITIVE) {
        return out.push_str("(sensitive value)");
    }
    if value.marks().contains(Marks::EPHEMERAL) {
        return out.push_str("(ephemeral value)");
    }
    match value.kind() {
        Kind::Unknown(_) => out.push_str("(known after apply)"),
        Kind::Null(ty) => out.push_str(&null(ty)),
        Kind::Bool(bool) => out.push_str(if *bool { "true" } else { "false" }),
        Kind::Number(number) => _ = write!(out, "{number}"),
        Kind::String(text) if text.contains('\n') => heredoc(out, text, indent),
        Kind::String(text) => write_quoted(out, text),
        Kind::List(list) => wrapped(out, "tolist(", &list.items, indent),
        Kind::Set(set) => wrapped(out, "toset(", &set.items, indent),
        Kind::Tuple(items) => sequence(out, items, indent),
        Kind::Map(map) => {
            out.push_str("tomap(");
            mapping(out, &map.entries, indent);
            out.push(')');
        }
        Kind::Object(object) => mapping(out, object, indent),
    }
}

fn null(ty: &Type) -> String {
    match ty {
        Type::Dynamic => "null".into(),
        Type::String => "tostring(null)".into(),
        Type::Number => "tonumber(null)".into(),
        Type::Bool => "tobool(null)".into(),
        Type::List(element) => format!("tolist(null) /* of {} */", constraint_free(element)),
        Type::Set(element) => format!("toset(null) /* of {} */", constraint_free(element)),
        Type::Map(element) => format!("tomap(null) /* of {} */", constraint_free(element)),
        other => format!("null /* {other} */"),
    }
}

fn constraint_free(ty: &Type) -> String {
    ty.to_string()
}

fn wrapped(out: &mut String, begin: &str, items: &[Value], indent: usize) {
    out.push_str(begin);
    sequence(out, items, indent);
    out.push(')');
}

fn sequence(out: &mut String, items: &[Value], indent: usize) {
    out.push('[');
    for item in items {
        line(out, indent + 2);
        write_value(out, item, indent + 2);
        out.push(',');
    }
    if !items.is_empty() {
        line(out, indent);
    }
    out.push(']');
}

fn mapping(out: &mut String, entries: &super::Object, indent: usize) {
    out.push('{');
    for (name, value) in entries {
        line(out, indent + 2);
        if name.contains('\n') {
            heredoc(out, name, indent + 2)
        } else {
            write_quoted(out, name)
        }
        out.push_str(" = ");
        write_value(out, value, indent + 2);
    }
    if !entries.is_empty() {
        line(out, indent);
    }
    out.push('}');
}

fn heredoc(out: &mut String, text: &str, indent: usize) {
    let mut marker = String::from("EOT");
    while text.split('\n').any(|line| line.trim() == marker) {
        marker.push('_');
    }
    out.push_str(if indent > 0 { "<<-" } else { "<<" });
    out.push_str(&marker);
    for text in text.split('\n') {
        line(out, indent);
        out.push_str(text);
    }
    line(out, indent);
    out.push_str(&marker);
}

/// Text between quotes, with the escapes that a Go program prints.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_quoted(&mut out, text);
    out
}

fn write_quoted(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            c if c.is_ascii_control() => _ = write!(out, "\\x{:02x}", c as u32),
            c if !printable(c) && (c as u32) < 0x10000 => _ = write!(out, "\\u{:04x}", c as u32),
            c if !printable(c) => _ = write!(out, "\\U{:08x}", c as u32),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Whether a character is shown as it is: no control, space (but the plain one), format or private character.
fn printable(c: char) -> bool {
    match c {
        ' ' => true,
        '\u{ad}' | '\u{61c}' | '\u{feff}' => false,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => false,
        '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{10ffff}' => {
            ('\u{e0100}'..='\u{e01ef}').contains(&c)
        }
        c => !c.is_control() && !c.is_whitespace(),
    }
}

fn write_type(out: &mut String, ty: &Type, indent: usize) {
    match ty {
        Type::List(element) => collection(out, "list(", element, indent),
        Type::Set(element) => collection(out, "set(", element, indent),
        Type::Map(element) => collection(out, "map(", element, indent),
        Type::Tuple(items) => {
            out.push_str("tuple([");
            for item in items.iter() {
                line(out, indent + 4);
                write_type(out, item, indent + 4);
                out.push(',');
            }
            if !items.is_empty() {
                line(out, indent);
            }
            out.push_str("])");
        }
        Type::Object(object) => {
            out.push_str("object({");
            for (name, ty) in &object.attributes {
                line(out, indent + 4);
                _ = write!(out, "{name}: ");
                write_type(out, ty, indent + 4);
                out.push(',');
            }
            if !object.attributes.is_empty() {
                line(out, indent);
            }
            out.push_str("})");
        }
        primitive => _ = write!(out, "{primitive}"),
    }
}

fn collection(out: &mut String, begin: &str, element: &Type, indent: usize) {
    out.push_str(begin);
    let mut inside = String::new();
    write_type(&mut inside, element, indent + 4);
    if inside.contains('\n') {
        line(out, indent + 4);
        out.push_str(&inside);
        out.push(',');
        line(out, indent);
    } else {
        out.push_str(&inside);
    }
    out.push(')');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_print_as_in_the_console() {
        let object = Value::object([
            ("a".into(), Value::list(Type::String, vec!["x\ty".into()])),
            ("b".into(), Value::from("two\nlines")),
            ("c".into(), Value::from("p").with_marks(Marks::SENSITIVE)),
            ("d".into(), Value::null(Type::list(Type::String))),
            ("e".into(), Value::tuple(vec![])),
            ("f".into(), Value::unknown(Type::Bool)),
        ]);
        let expected = r#"{
  "a" = tolist([
    "x\ty",
  ])
  "b" = <<-EOT
  two
  lines
  EOT
  "c" = (sensitive value)
  "d" = tolist(null) /* of string */
  "e" = []
  "f" = (known after apply)
}"#;
        assert_eq!(display(&object), expected);
        assert_eq!(
            display_type(&Type::object([("a".into(), Type::list(Type::Bool))])),
            "object({\n    a: list(bool),\n})"
        );
    }
}
