//! The types of values, and how they are written.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use serde_json::{Value as Json, json};

use crate::address::Name;

/// The type of a value, or a constraint on one (with [`Type::Dynamic`] and optional attributes).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// Any type; not known yet.
    Dynamic,
    /// `true` and `false`.
    Bool,
    /// A number of any size.
    Number,
    /// Unicode text.
    String,
    /// A sequence of values of one type.
    List(Arc<Type>),
    /// Values of one type, each once, in no order of the user's.
    Set(Arc<Type>),
    /// Values of one type under string keys.
    Map(Arc<Type>),
    /// A sequence with a type for each place.
    Tuple(Arc<Vec<Type>>),
    /// Values under attribute names, with a type for each.
    Object(Arc<ObjectType>),
}

/// The attributes of an object type.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectType {
    /// The type of each attribute.
    pub attributes: BTreeMap<Name, Type>,
    /// The attributes that a value converted to this type may leave out (`optional(…)`).
    pub optional: BTreeSet<Name>,
}

impl Type {
    /// A list of this type.
    pub fn list(element: Type) -> Self {
        Type::List(Arc::new(element))
    }

    /// A set of this type.
    pub fn set(element: Type) -> Self {
        Type::Set(Arc::new(element))
    }

    /// A map of this type.
    pub fn map(element: Type) -> Self {
        Type::Map(Arc::new(element))
    }

    /// A tuple of these types.
    pub fn tuple(elements: Vec<Type>) -> Self {
        Type::Tuple(Arc::new(elements))
    }

    /// An object of these attributes, none optional.
    pub fn object(attributes: impl IntoIterator<Item = (Name, Type)>) -> Self {
        Type::Object(Arc::new(ObjectType {
            attributes: attributes.into_iter().collect(),
            optional: BTreeSet::new(),
        }))
    }

    /// Whether it is a string, a number or a bool.
    pub fn is_primitive(&self) -> bool {
        matches!(self, Type::Bool | Type::Number | Type::String)
    }

    /// Whether it is a list, a set or a map.
    pub fn is_collection(&self) -> bool {
        matches!(self, Type::List(_) | Type::Set(_) | Type::Map(_))
    }

    /// The type of the elements of a collection.
    pub fn element(&self) -> Option<&Type> {
        match self {
            Type::List(element) | Type::Set(element) | Type::Map(element) => Some(element),
            _ => None,
        }
    }

    /// Whether `Dynamic` is, or is inside, this type.
    pub fn has_dynamic(&self) -> bool {
        match self {
            Type::Dynamic => true,
            Type::Bool | Type::Number | Type::String => false,
            Type::List(element) | Type::Set(element) | Type::Map(element) => element.has_dynamic(),
            Type::Tuple(elements) => elements.iter().any(Type::has_dynamic),
            Type::Object(object) => object.attributes.values().any(Type::has_dynamic),
        }
    }

    /// The same type with no attribute optional: what values have.
    #[must_use]
    pub fn without_optional(&self) -> Type {
        match self {
            Type::Dynamic | Type::Bool | Type::Number | Type::String => self.clone(),
            Type::List(element) => Type::list(element.without_optional()),
            Type::Set(element) => Type::set(element.without_optional()),
            Type::Map(element) => Type::map(element.without_optional()),
            Type::Tuple(elements) => Type::tuple(elements.iter().map(Type::without_optional).collect()),
            Type::Object(object) => {
                Type::object(object.attributes.iter().map(|(name, ty)| (name.clone(), ty.without_optional())))
            }
        }
    }

    /// The type in the JSON of a state file: `"string"`, `["list", "string"]`, `["object", {…}]`.
    pub fn to_json(&self) -> Json {
        match self {
            Type::Dynamic => json!("dynamic"),
            Type::Bool => json!("bool"),
            Type::Number => json!("number"),
            Type::String => json!("string"),
            Type::List(element) => json!(["list", element.to_json()]),
            Type::Set(element) => json!(["set", element.to_json()]),
            Type::Map(element) => json!(["map", element.to_json()]),
            Type::Tuple(elements) => json!(["tuple", elements.iter().map(Type::to_json).collect::<Vec<_>>()]),
            Type::Object(object) => {
                let attributes: serde_json::Map<_, _> =
                    object.attributes.iter().map(|(name, ty)| (name.to_string(), ty.to_json())).collect();
                match object.optional.iter().map(|name| &**name).collect::<Vec<&str>>() {
                    optional if optional.is_empty() => json!(["object", attributes]),
                    optional => json!(["object", attributes, optional]),
                }
            }
        }
    }

    /// Reads what [`Type::to_json`] writes; `None` if it is something else.
    pub fn from_json(json: &Json) -> Option<Type> {
        match json {
            Json::String(name) => Some(match name.as_str() {
                "dynamic" => Type::Dynamic,
                "bool" => Type::Bool,
                "number" => Type::Number,
                "string" => Type::String,
                _ => return None,
            }),
            Json::Array(parts) => {
                let [kind, argument, ..] = parts.as_slice() else { return None };
                Some(match kind.as_str()? {
                    "list" => Type::list(Type::from_json(argument)?),
                    "set" => Type::set(Type::from_json(argument)?),
                    "map" => Type::map(Type::from_json(argument)?),
                    "tuple" => {
                        Type::tuple(argument.as_array()?.iter().map(Type::from_json).collect::<Option<_>>()?)
                    }
                    "object" => {
                        let attributes = argument.as_object()?;
                        let attributes = attributes
                            .iter()
                            .map(|(name, ty)| Some((name.as_str().into(), Type::from_json(ty)?)));
                        let optional = parts.get(2).and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
                        Type::Object(Arc::new(ObjectType {
                            attributes: attributes.collect::<Option<_>>()?,
                            optional: optional
                                .iter()
                                .filter_map(|name| Some(name.as_str()?.into()))
                                .collect(),
                        }))
                    }
                    _ => return None,
                })
            }
            _ => None,
        }
    }
}

impl fmt::Display for Type {
    /// As a message says it: "list of string", "object", "dynamic".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Dynamic => f.write_str("dynamic"),
            Type::Bool => f.write_str("bool"),
            Type::Number => f.write_str("number"),
            Type::String => f.write_str("string"),
            Type::List(element) => write!(f, "list of {}", Element(element)),
            Type::Set(element) => write!(f, "set of {}", Element(element)),
            Type::Map(element) => write!(f, "map of {}", Element(element)),
            Type::Tuple(_) => f.write_str("tuple"),
            Type::Object(_) => f.write_str("object"),
        }
    }
}

/// The element type of a collection, as a message says it.
struct Element<'a>(&'a Type);

impl fmt::Display for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Type::Dynamic => f.write_str("any single type"),
            other => write!(f, "{other}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_survive_json() {
        let object = Type::object([("a".into(), Type::Bool), ("b".into(), Type::tuple(vec![Type::Dynamic]))]);
        for ty in [Type::String, Type::list(Type::set(Type::Number)), Type::map(object)] {
            assert_eq!(Type::from_json(&ty.to_json()), Some(ty));
        }
        assert_eq!(Type::from_json(&json!(["heap", "string"])), None);
    }
}
