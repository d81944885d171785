//! How values of an included file and of the file that includes it become one.

use crate::lang::value::{Kind, Object, Value};

/// How an included file is merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MergeStrategy {
    /// Not at all.
    NoMerge,
    /// Name by name, the child's wins as a whole.
    #[default]
    Shallow,
    /// Objects and maps into each other; lists one after the other if `lists`, else replaced.
    Deep {
        /// Whether lists are joined.
        lists: bool,
    },
}

impl MergeStrategy {
    /// The strategy of this name. `deep_map_only` is for outputs alone.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "no_merge" => Some(Self::NoMerge),
            "shallow" => Some(Self::Shallow),
            "deep" => Some(Self::Deep { lists: true }),
            "deep_map_only" => Some(Self::Deep { lists: false }),
            _ => None,
        }
    }
}

/// `parent` and `child` with names of both; under one name the child's value. What is no object is the child's.
pub fn shallow(parent: &Value, child: &Value) -> Value {
    merged(parent, child, |_, child| child.clone())
}

/// `parent` and `child` merged into each other: objects and maps name by name, all the way down; sequences one
/// after the other if `lists`, the parent's first; everything else the child's.
pub fn deep(parent: &Value, child: &Value, lists: bool) -> Value {
    if lists
        && let (Kind::List(_) | Kind::Tuple(_), Kind::List(_) | Kind::Tuple(_)) =
            (parent.kind(), child.kind())
    {
        let both = [parent, child].map(|value| value.as_sequence().unwrap_or_default());
        return Value::tuple(both.concat()).with_marks(parent.marks().union(child.marks()));
    }
    merged(parent, child, |parent, child| deep(parent, child, lists))
}

/// Merges two mappings; `both` says what stands under a name of both.
fn merged(parent: &Value, child: &Value, both: impl Fn(&Value, &Value) -> Value) -> Value {
    let (Some(above), Some(below)) = (parent.as_mapping(), child.as_mapping()) else { return child.clone() };
    let mut all: Object = above.clone();
    for (name, value) in below {
        let value = all.get(name).map_or_else(|| value.clone(), |old| both(old, value));
        all.insert(name.clone(), value);
    }
    Value::object(all).with_marks(parent.marks().union(child.marks()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::value::Type;

    fn object(entries: &[(&str, Value)]) -> Value {
        Value::object(entries.iter().map(|(name, value)| ((*name).into(), value.clone())))
    }

    fn list(items: &[&str]) -> Value {
        Value::tuple(items.iter().map(|item| Value::from(*item)).collect())
    }

    #[test]
    fn values_merge_by_strategy() {
        let parent = object(&[
            ("a", "parent".into()),
            ("l", list(&["p"])),
            ("m", object(&[("x", "p".into()), ("y", list(&["p"]))])),
        ]);
        let child = object(&[("l", list(&["c"])), ("m", object(&[("y", list(&["c"])), ("z", "c".into())]))]);
        for (merged, l, m) in [
            (shallow(&parent, &child), list(&["c"]), object(&[("y", list(&["c"])), ("z", "c".into())])),
            (
                deep(&parent, &child, true),
                list(&["p", "c"]),
                object(&[("x", "p".into()), ("y", list(&["p", "c"])), ("z", "c".into())]),
            ),
            (
                deep(&parent, &child, false),
                list(&["c"]),
                object(&[("x", "p".into()), ("y", list(&["c"])), ("z", "c".into())]),
            ),
        ] {
            assert_eq!(merged, object(&[("a", "parent".into()), ("l", l), ("m", m)]));
        }
    }

    #[test]
    fn what_is_unknown_in_the_child_stays_unknown() {
        let unknown = Value::unknown(Type::Dynamic);
        assert_eq!(deep(&list(&["p"]), &unknown, true), unknown);
        let merged = deep(&object(&[("a", list(&["p"]))]), &object(&[("a", unknown.clone())]), true);
        assert_eq!(merged, object(&[("a", unknown)]));
    }
}
