//! What a resource type may still change in the engine's plan of it.

use crate::lang::value::{Name, Object, Type, Value};

/// The plan of one object, while the resource type may still change it. Values here can be unknown.
pub struct Refine<'a> {
    /// What the configuration says; null where it says nothing.
    pub config: &'a Object,
    /// The object as it is now; `None` if it is to be created.
    pub prior: Option<&'a Object>,
    /// The object as it is planned to become.
    pub planned: &'a mut Object,
    /// The attributes whose change replaces the object, beside those of the schema.
    pub replace: &'a mut Vec<Name>,
    /// Attributes whose change cannot be made at all, each with a sentence that says why and what to do.
    pub refused: &'a mut Vec<(Name, String)>,
}

impl Refine<'_> {
    /// The attribute as it is planned; null if there is none.
    pub fn planned(&self, name: &str) -> &Value {
        self.planned.get(name).unwrap_or(&Value::NULL)
    }

    /// The attribute as it is now; null if there is none.
    pub fn prior(&self, name: &str) -> &Value {
        self.prior.and_then(|prior| prior.get(name)).unwrap_or(&Value::NULL)
    }

    /// The attribute as the configuration says; null if it says nothing.
    pub fn config(&self, name: &str) -> &Value {
        self.config.get(name).unwrap_or(&Value::NULL)
    }

    /// Whether the object is there and the attribute is planned to change.
    pub fn is_changed(&self, name: &str) -> bool {
        self.prior.is_some() && self.prior(name) != self.planned(name)
    }

    /// Plans this value for the attribute.
    pub fn set(&mut self, name: &str, value: Value) {
        self.planned.insert(name.into(), value);
    }

    /// Makes the attribute "known after apply".
    pub fn set_unknown(&mut self, name: &str, ty: Type) {
        self.set(name, Value::unknown(ty));
    }

    /// Refuses the change of this attribute: the plan fails, and nothing is applied.
    pub fn refuse(&mut self, name: &str, why: impl Into<String>) {
        self.refused.push((name.into(), why.into()));
    }

    /// Replaces the object because of this attribute.
    pub fn require_replace(&mut self, name: &str) {
        self.replace.push(name.into());
    }
}
