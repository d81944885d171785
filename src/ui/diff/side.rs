//! One of the two values that are compared, and the places that force a replacement.

use super::Sign;
use crate::lang::value::{Path, Step, Value};

/// A value before or after a change.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The value; `None` where there is no such place.
    pub value: Option<&'a Value>,
    /// Whether the place is there even if the value is null.
    pub explicit: bool,
    /// Whether it is not shown.
    pub sensitive: bool,
}

impl<'a> Side<'a> {
    /// No such place.
    pub const NONE: Side<'static> = Side { value: None, explicit: false, sensitive: false };

    /// A place that is there even if the value is null.
    pub fn at(value: Option<&'a Value>) -> Self {
        Self { value, explicit: value.is_some(), sensitive: value.is_some_and(Value::is_sensitive) }
    }

    /// A place where null is the same as nothing.
    pub fn set(value: Option<&'a Value>) -> Self {
        Self { explicit: false, ..Self::at(value) }
    }

    /// The value, unless it is null.
    pub fn some(self) -> Option<&'a Value> {
        self.value.filter(|value| !value.is_null())
    }

    /// Whether nothing is there, or null.
    pub fn is_nil(self) -> bool {
        self.some().is_none()
    }

    /// Whether the value will be known only after apply.
    pub fn is_unknown(self) -> bool {
        self.value.is_some_and(|value| !value.is_known())
    }

    /// The same place with its own value shown.
    #[must_use]
    pub fn shown(self) -> Self {
        Self { sensitive: false, ..self }
    }

    /// An attribute of the object or element of the map.
    pub fn get(self, name: &str) -> Side<'a> {
        Side::at(self.value.and_then(|value| value.get(name)))
    }

    /// The names of the attributes or keys of the elements.
    pub fn names(self) -> impl Iterator<Item = &'a crate::lang::value::Name> {
        self.value.and_then(Value::as_mapping).into_iter().flat_map(|mapping| mapping.keys())
    }

    /// The elements of the sequence.
    pub fn items(self) -> &'a [Value] {
        self.value.and_then(Value::as_sequence).unwrap_or_default()
    }

    /// What becomes of a plain value.
    pub fn sign(before: Side<'_>, after: Side<'_>) -> Sign {
        let there = |side: Side<'_>| side.explicit || !side.is_nil();
        match (there(before), there(after)) {
            (false, false) => Sign::Same,
            (false, true) => Sign::Add,
            (true, false) => Sign::Remove,
            (true, true) => match (before.some(), after.some()) {
                (None, None) => Sign::Same,
                (Some(before), Some(after)) if super::same(before, after) => Sign::Same,
                _ => Sign::Change,
            },
        }
    }

    /// What becomes of a collection as such, its elements apart.
    pub fn whole(before: Side<'_>, after: Side<'_>) -> Sign {
        match (before.is_nil(), after.is_nil()) {
            (true, false) => Sign::Add,
            (false, true) => Sign::Remove,
            _ => Sign::Same,
        }
    }
}

/// The places inside a value whose change replaces the object.
#[derive(Debug, Clone, Default)]
pub struct Replaced<'a>(Vec<&'a [Step]>);

impl<'a> Replaced<'a> {
    /// These places.
    pub fn new(paths: &'a [Path]) -> Self {
        Self(paths.iter().map(|path| &path.0[..]).collect())
    }

    /// Whether the value itself is one.
    pub fn here(&self) -> bool {
        self.0.iter().any(|path| path.is_empty())
    }

    /// Whether a place is inside an element of a set: such an element is another one as soon as it changes.
    pub fn in_set(&self) -> bool {
        let whole = |step: &Step| matches!(step, Step::Index(key) if key.as_str().is_none() && key.as_number().is_none());
        self.0.iter().any(|path| path.first().is_some_and(whole))
    }

    /// The places inside an attribute.
    pub fn attribute(&self, name: &str) -> Replaced<'a> {
        self.inside(|step| match step {
            Step::Attribute(attribute) => &**attribute == name,
            Step::Index(key) => key.as_str() == Some(name),
        })
    }

    /// The places inside an element.
    pub fn element(&self, at: usize) -> Replaced<'a> {
        let step = Step::index(at);
        self.inside(|other| *other == step)
    }

    fn inside(&self, is: impl Fn(&Step) -> bool) -> Replaced<'a> {
        let paths = self.0.iter().filter_map(|path| path.split_first().filter(|(first, _)| is(first)));
        Self(paths.map(|(_, rest)| rest).collect())
    }
}
