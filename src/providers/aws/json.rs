//! JSON texts as attributes: one canonical form, and equality that does not see white space or the order of keys.

use serde_json::Value as Json;

use crate::lang::value::Value;

/// The text as the AWS provider keeps JSON in its state: no white space, keys in order, `<`, `>` and `&` escaped.
/// `None` if it is no JSON.
pub fn compact(text: &str) -> Option<String> {
    Some(render(&serde_json::from_str(text).ok()?))
}

/// A JSON value in that form.
pub fn render(value: &Json) -> String {
    fn write(value: &Json, out: &mut String) {
        match value {
            Json::Object(entries) => {
                let mut entries: Vec<_> = entries.iter().collect();
                entries.sort_by_key(|(key, _)| *key);
                out.push('{');
                for (i, (key, value)) in entries.into_iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    out.push_str(&text(key));
                    out.push(':');
                    write(value, out);
                }
                out.push('}');
            }
            Json::Array(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    write(item, out);
                }
                out.push(']');
            }
            Json::String(string) => out.push_str(&text(string)),
            scalar => out.push_str(&scalar.to_string()),
        }
    }
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// A JSON string with its quotes, with the characters escaped that Go escapes.
pub fn text(string: &str) -> String {
    let mut out = Json::from(string).to_string();
    for (plain, escaped) in [
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u{2028}", "\\u2028"),
        ("\u{2029}", "\\u2029"),
    ] {
        if out.contains(plain) {
            out = out.replace(plain, escaped);
        }
    }
    out
}

/// For `#[attr(normalize = …)]`: the compact form of a JSON text. Other text stays as it is.
pub fn normalize(value: &Value) -> Value {
    value.as_str().and_then(compact).map_or_else(|| value.clone(), Value::from)
}

/// For `#[attr(equal = …)]`: whether two JSON texts mean the same.
pub fn equal(a: &Value, b: &Value) -> bool {
    let parse = |value: &Value| value.as_str().and_then(|text| serde_json::from_str::<Json>(text).ok());
    a == b || matches!((parse(a), parse(b)), (Some(a), Some(b)) if render(&a) == render(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compact_form_is_that_of_go() {
        for (text, expected) in [
            (r#"{ "b": [1, 2.50], "a": "<x> & y" }"#, Some(r#"{"a":"\u003cx\u003e \u0026 y","b":[1,2.50]}"#)),
            ("{}", Some("{}")),
            ("{", None),
        ] {
            assert_eq!(compact(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn order_of_keys_and_white_space_do_not_matter() {
        let equal = |a: &str, b: &str| equal(&a.into(), &b.into());
        assert!(equal(r#"{"a":1,"b":2}"#, "{ \"b\": 2,\n \"a\": 1 }"));
        assert!(!equal("[1,2]", "[2,1]"));
        assert!(!equal("a", "b"));
    }
}
