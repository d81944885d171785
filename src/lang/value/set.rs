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

    /// The order of a set's elements: strings by bytes, numbers by size, `false` before `true`, sequences and
    /// mappings element by element, null after those, unknown last. Marks do not count.
    pub fn canonical_cmp(&self, other: &Value) -> Ordering {
        fn rank(value: &Value) -> u8 {
            match value.kind() {
                Kind::Bool(_) => 0,
                Kind::Number(_) => 1,
                Kind::String(_) => 2,
                Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => 3,
                Kind::Map(_) | Kind::Object(_) => 4,
                Kind::Null(_) => 5,
                Kind::Unknown(_) => 6,
            }
        }
        match (self.kind(), other.kind()) {
            (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
            (Kind::Number(a), Kind::Number(b)) => a.cmp(b),
            (Kind::String(a), Kind::String(b)) => a.cmp(b),
            _ => rank(self).cmp(&rank(other)).then_with(|| match (self.as_mapping(), other.as_mapping()) {
                (Some(a), Some(b)) => {
                    let keys = a.keys().cmp(b.keys());
                    a.values()
                        .zip(b.values())
                        .fold(keys, |order, (a, b)| order.then_with(|| a.canonical_cmp(b)))
                }
                _ => {
                    let (a, b) =
                        (self.as_sequence().unwrap_or_default(), other.as_sequence().unwrap_or_default());
                    let elements = a
                        .iter()
                        .zip(b)
                        .fold(Ordering::Equal, |order, (a, b)| order.then_with(|| a.canonical_cmp(b)));
                    elements.then_with(|| a.len().cmp(&b.len()))
                }
            }),
        }
    }
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
    fn marks_of_an_element_move_to_the_set() {
        let set = Value::set(Type::String, vec![Value::from("a").with_marks(Marks::SENSITIVE)]);
        assert!(set.is_sensitive());
        assert_eq!(set.children().next(), Some(&Value::from("a")));
    }
}
