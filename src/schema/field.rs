//! The Rust types that can be the field of a resource.

use std::{
    collections::BTreeMap,
    ops::{Deref, DerefMut},
};

use super::Shape;
use crate::lang::value::{Name, Number, Object, Type, Value};

/// A Rust type that can be the field of a resource.
///
/// As in Terraform's own AWS provider, an absent value of a `Required` field is the type's default:
/// `""`, `0`, `false` or an empty collection.
pub trait Field: Sized + Default {
    /// The type of the attribute.
    const SHAPE: Shape;

    /// The field of a known value; `None` if the value is of another type.
    fn decode(value: &Value) -> Option<Self>;

    /// The value of the field.
    fn encode(self) -> Value;
}

/// An object does not fit the struct that it should become.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("attribute `{0}` has the wrong type")]
pub struct WrongType(pub String);

/// The field `name` of an object; null and absent values are the field's default.
///
/// # Errors
/// [`WrongType`] if the value is of another type.
pub fn decode<T: Field>(object: &Object, name: &str) -> Result<T, WrongType> {
    match object.get(name) {
        None => Ok(T::default()),
        Some(value) if value.is_null() => Ok(T::default()),
        Some(value) => T::decode(value).ok_or_else(|| WrongType(name.to_owned())),
    }
}

/// What may stand after `default =` in an attribute's flags, for a field of this type.
pub trait Fallback<L>: Field {
    /// The field that the literal means.
    fn from_literal(literal: L) -> Self;
}

impl<T: Field, L: Into<T>> Fallback<L> for Option<T> {
    fn from_literal(literal: L) -> Self {
        Some(literal.into())
    }
}

impl Field for String {
    const SHAPE: Shape = Shape::String;

    fn decode(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }

    fn encode(self) -> Value {
        Value::from(self)
    }
}

impl Field for bool {
    const SHAPE: Shape = Shape::Bool;

    fn decode(value: &Value) -> Option<Self> {
        value.as_bool()
    }

    fn encode(self) -> Value {
        Value::from(self)
    }
}

impl Field for i32 {
    const SHAPE: Shape = Shape::Number;

    fn decode(value: &Value) -> Option<Self> {
        value.as_number()?.as_i64()?.try_into().ok()
    }

    fn encode(self) -> Value {
        Value::from(i64::from(self))
    }
}

impl Field for i64 {
    const SHAPE: Shape = Shape::Number;

    fn decode(value: &Value) -> Option<Self> {
        value.as_number()?.as_i64()
    }

    fn encode(self) -> Value {
        Value::from(self)
    }
}

impl Field for f64 {
    const SHAPE: Shape = Shape::Number;

    fn decode(value: &Value) -> Option<Self> {
        value.as_number().map(Number::to_f64)
    }

    /// Through the shortest decimal that means this double, so that 0.1 stays 0.1.
    fn encode(self) -> Value {
        format!("{self}").parse::<Number>().map_or(Value::null(Type::Number), Value::from)
    }
}

impl Field for Value {
    const SHAPE: Shape = Shape::Dynamic;

    fn decode(value: &Value) -> Option<Self> {
        Some(value.clone())
    }

    fn encode(self) -> Value {
        self
    }
}

impl<T: Field> Field for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn decode(value: &Value) -> Option<Self> {
        value.as_sequence()?.iter().map(element).collect()
    }

    fn encode(self) -> Value {
        Value::list(T::SHAPE.ty(), self.into_iter().map(T::encode).collect())
    }
}

/// A set: the order of the elements means nothing, and each counts once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set<T>(pub Vec<T>);

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Set<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> DerefMut for Set<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

impl<T> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T> From<Vec<T>> for Set<T> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T: Field> Field for Set<T> {
    const SHAPE: Shape = Shape::Set(&T::SHAPE);

    fn decode(value: &Value) -> Option<Self> {
        value.as_sequence()?.iter().map(element).collect()
    }

    fn encode(self) -> Value {
        Value::set(T::SHAPE.ty(), self.0.into_iter().map(T::encode).collect())
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    const SHAPE: Shape = Shape::Map(&T::SHAPE);

    fn decode(value: &Value) -> Option<Self> {
        value.as_mapping()?.iter().map(|(k, v)| Some((k.to_string(), element(v)?))).collect()
    }

    fn encode(self) -> Value {
        let entries = self.into_iter().map(|(k, v)| (Name::from(k), v.encode())).collect();
        Value::map(T::SHAPE.ty(), entries)
    }
}

impl<T: Field> Field for Option<T> {
    const SHAPE: Shape = T::SHAPE;

    fn decode(value: &Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::decode(value).map(Some) }
    }

    fn encode(self) -> Value {
        self.map_or_else(|| Value::null(T::SHAPE.ty()), T::encode)
    }
}

/// An element of a collection; a null one is the type's default.
fn element<T: Field>(value: &Value) -> Option<T> {
    if value.is_null() { Some(T::default()) } else { T::decode(value) }
}
