//! Places inside a value.

use std::fmt;

use super::{Number, Value};
use crate::address::Name;

/// One step into a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// An attribute of an object.
    Attribute(Name),
    /// An element by key: a string for maps, a number for lists and tuples, the element itself for sets.
    Index(Value),
}

impl Step {
    /// The element at this place of a list or tuple.
    pub fn index(at: usize) -> Self {
        Step::Index(Value::from(Number::from(at as u64)))
    }
}

/// The steps from a value to one inside it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The value itself.
    pub fn root() -> Self {
        Self::default()
    }

    /// An attribute of the value.
    pub fn attribute(name: impl Into<Name>) -> Self {
        Self(vec![Step::Attribute(name.into())])
    }

    /// This path and one step more.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// Whether `other` is this place or inside it.
    pub fn contains(&self, other: &Path) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl fmt::Display for Path {
    /// As a person writes it after a name: `.ingress[0].cidr_blocks`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.0 {
            match step {
                Step::Attribute(name) => write!(f, ".{name}")?,
                Step::Index(key) => match (key.as_str(), key.as_number()) {
                    (Some(key), _) => write!(f, "[{key:?}]")?,
                    (_, Some(index)) => write!(f, "[{index}]")?,
                    _ => f.write_str("[…]")?,
                },
            }
        }
        Ok(())
    }
}
