//! Sets: each value once, in one canonical order.

use std::{cmp::Ordering, sync::Arc};

use super::{Kind, Marks, Sequence, Type, Value};

impl Value {
    /// The set of these elements, which have the type `element`. Equal elements become one; marks of an element
    /// move to the whole set, because they would betray which elements were equal.
    pub fn set(element: Type, items: Vec<Value>) -> Self {
        let marks = items.iter().fold(Marks::NONE, |marks, item| marks.union(item.marks_deep()));
        let mut items: Vec<Value> = items.iter().map(Value::without_marks_deep).collect();
        items.sort_by(Value::canonical_cmp);
        items.dedup_by(|a, b| a == b && a.is_wholly_known());
        Value::from(Kind::Set(Arc::new(Sequence { element, items }))).with_marks(marks)
    }

    /// The order of a set's elements: strings by bytes, numbers by size, `false` before `true`, everything else by its
    /// [`identity`], null after those, unknown last. Marks do not count.
    pub fn canonical_cmp(&self, other: &Value) -> Ordering {
        fn rank(value: &Value) -> u8 {
            match value.kind() {
                Kind::Null(_) => 1,
                Kind::Unknown(_) => 2,
                _ => 0,
            }
        }
        match (self.kind(), other.kind()) {
            (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
            (Kind::Number(a), Kind::Number(b)) => a.cmp(b),
            (Kind::String(a), Kind::String(b)) => a.cmp(b),
            _ => rank(self).cmp(&rank(other)).then_with(|| identity(self).cmp(&identity(other))),
        }
    }
}

/// A text that tells a value from others. Its bytes are Terraform's, so that sets of objects have the same order in
/// both: a `for` over such a set, and every list made of it, shows that order.
fn identity(value: &Value) -> String {
    fn write(out: &mut String, value: &Value) {
        match value.kind() {
            Kind::Null(_) => out.push('~'),
            Kind::Unknown(_) => out.push('?'),
            Kind::Bool(bool) => out.push(if *bool { 'T' } else { 'F' }),
            Kind::Number(number) => out.push_str(&shortened(number)),
            Kind::String(text) => out.push_str(&super::quote(text)),
            Kind::List(sequence) | Kind::Set(sequence) => {
                out.push('[');
                for item in &sequence.items {
                    write(out, item);
                    out.push(';');
                }
                out.push(']');
            }
            Kind::Map(map) => {
                out.push('{');
                for (key, item) in &map.entries {
                    out.push_str(&super::quote(key));
                    out.push(':');
                    write(out, item);
                    out.push(';');
                }
                out.push('}');
            }
            Kind::Tuple(items) => {
                out.push('<');
                for item in items.iter() {
                    write(out, item);
                    out.push(';');
                }
                out.push('>');
            }
            Kind::Object(object) => {
                out.push('<');
                for item in object.values() {
                    write(out, item);
                    out.push(';');
                }
                out.push('>');
            }
        }
    }
    let mut out = String::new();
    write(&mut out, value);
    out
}

/// A number with ten significant digits; large ones with an exponent.
fn shortened(number: &super::Number) -> String {
    let text = number.to_string();
    let digits = text.trim_start_matches('-').len();
    if digits <= 10 {
        return text;
    }
    let scientific = format!("{:.9e}", number.to_f64());
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return text };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..10).contains(&exponent) {
        let decimals = usize::try_from(9 - exponent).unwrap_or_default();
        let fixed = format!("{:.decimals$}", number.to_f64());
        return match fixed.contains('.') {
            true => fixed.trim_end_matches('0').trim_end_matches('.').to_owned(),
            false => fixed,
        };
    }
    let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_each_value_once_in_order() {
        let set = Value::set(Type::String, vec!["b".into(), "a".into(), "b".into()]);
        assert_eq!(format!("{set:?}"), r#"{"a", "b"}"#);
    }

    #[test]
    fn objects_in_a_set_are_ordered_as_texts() {
        let object = |port: i64, text: &str| {
            Value::object([("port".into(), port.into()), ("text".into(), text.into())])
        };
        let items = vec![object(80, "b"), object(443, "a"), object(80, "a"), object(8, "z")];
        let set = Value::set(items[0].type_of(), items);
        let shown: Vec<String> =
            set.children().map(|o| format!("{:?} {:?}", o.get("port"), o.get("text"))).collect();
        let expected = [(443, "a"), (80, "a"), (80, "b"), (8, "z")]
            .map(|(port, text)| format!("Some({port}) Some({text:?})"));
        assert_eq!(shown, expected);
    }

    #[test]
    fn numbers_in_a_set_of_objects_have_ten_digits() {
        for (number, expected) in [
            ("0.5", "0.5"),
            ("12345678901", "1.23456789e+10"),
            ("-1", "-1"),
            ("0.333333333333333", "0.3333333333"),
        ] {
            assert_eq!(shortened(&number.parse().unwrap_or_else(|_| 0_u64.into())), expected);
        }
    }

    #[test]
    fn marks_of_an_element_move_to_the_set() {
        let set = Value::set(Type::String, vec![Value::from("a").with_marks(Marks::SENSITIVE)]);
        assert!(set.is_sensitive());
        assert_eq!(set.children().next(), Some(&Value::from("a")));
    }
}
