//! Values: what configuration, plans and state are made of.
//!
//! They are Terraform's: exact types, null and unknown values with a type, refinements of what is unknown, marks,
//! 512-bit numbers. A value is cheap to clone; everything inside is shared.

mod convert;
mod display;
mod equality;
mod json;
mod marks;
mod number;
mod path;
mod set;
mod text;
mod types;
mod unify;
mod unknown;

use std::{collections::BTreeMap, sync::Arc};

pub use self::{
    convert::{ConvertError, conforms, conversion, convert, mismatch},
    display::{display, display_type, quote},
    equality::{compare, equals},
    json::{from_json, implied, to_json, to_json_as},
    marks::Marks,
    number::{NotANumber, Number},
    path::{Path, Step},
    text::nfc,
    types::{ObjectType, Type},
    unify::{unify, unify_unsafe},
    unknown::{Refinement, Unknown},
};
pub use crate::address::Name;

/// Values under attribute names.
pub type Object = BTreeMap<Name, Value>;

/// A value with its marks.
#[derive(Clone, PartialEq)]
pub struct Value {
    kind: Kind,
    marks: Marks,
}

/// What a value is, without its own marks. Values inside keep theirs.
#[derive(Clone, PartialEq)]
pub enum Kind {
    /// No value, of a type.
    Null(Type),
    /// Not known yet.
    Unknown(Arc<Unknown>),
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text, NFC-normalised.
    String(Name),
    /// A sequence of values of one type.
    List(Arc<Sequence>),
    /// Values of one type, each once, in canonical order ([`Value::set`] makes it so).
    Set(Arc<Sequence>),
    /// Values of one type under keys.
    Map(Arc<Mapping>),
    /// A sequence of values, each of its own type.
    Tuple(Arc<Vec<Value>>),
    /// Values under attribute names, each of its own type.
    Object(Arc<Object>),
}

/// The elements of a list or set.
#[derive(Clone, PartialEq)]
pub struct Sequence {
    /// The type that all elements have; it is there even if there is no element.
    pub element: Type,
    /// The elements.
    pub items: Vec<Value>,
}

/// The entries of a map.
#[derive(Clone, PartialEq)]
pub struct Mapping {
    /// The type that all elements have; it is there even if there is no element.
    pub element: Type,
    /// The elements by key, in the order of the keys' bytes.
    pub entries: Object,
}

impl Value {
    /// `true`.
    pub const TRUE: Value = Value { kind: Kind::Bool(true), marks: Marks::NONE };
    /// `false`.
    pub const FALSE: Value = Value { kind: Kind::Bool(false), marks: Marks::NONE };
    /// The `null` of no particular type, as it is written in configuration.
    pub const NULL: Value = Value { kind: Kind::Null(Type::Dynamic), marks: Marks::NONE };

    /// No value, of this type.
    pub fn null(ty: Type) -> Self {
        Kind::Null(ty).into()
    }

    /// A value of this type that is not known yet.
    pub fn unknown(ty: Type) -> Self {
        Self::refined(ty, Refinement::default())
    }

    /// A value of this type that is not known yet, but something of it is.
    pub fn refined(ty: Type, refinement: Refinement) -> Self {
        Kind::Unknown(Arc::new(Unknown { ty, refinement })).into()
    }

    /// Text. It must be NFC-normalised already, as all text from files and functions is.
    pub fn string(text: impl Into<Name>) -> Self {
        Kind::String(text.into()).into()
    }

    /// A list of elements that have the type `element`.
    pub fn list(element: Type, items: Vec<Value>) -> Self {
        Kind::List(Arc::new(Sequence { element, items })).into()
    }

    /// A map of elements that have the type `element`.
    pub fn map(element: Type, entries: Object) -> Self {
        Kind::Map(Arc::new(Mapping { element, entries })).into()
    }

    /// A sequence of values of any types.
    pub fn tuple(items: Vec<Value>) -> Self {
        Kind::Tuple(Arc::new(items)).into()
    }

    /// Values of any types under attribute names.
    pub fn object(attributes: impl IntoIterator<Item = (Name, Value)>) -> Self {
        Kind::Object(Arc::new(attributes.into_iter().collect())).into()
    }

    /// What it is, without its own marks.
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Its own marks; values inside may have more.
    pub fn marks(&self) -> Marks {
        self.marks
    }

    /// The same value with these marks added to its own.
    #[must_use]
    pub fn with_marks(mut self, marks: Marks) -> Self {
        self.marks = self.marks.union(marks);
        self
    }

    /// The same value without marks of its own; values inside keep theirs.
    #[must_use]
    pub fn without_marks(mut self) -> Self {
        self.marks = Marks::NONE;
        self
    }

    /// Whether the value itself must not be shown.
    pub fn is_sensitive(&self) -> bool {
        self.marks.contains(Marks::SENSITIVE)
    }

    /// All marks of the value and of every value inside it.
    pub fn marks_deep(&self) -> Marks {
        self.children().fold(self.marks, |marks, child| marks.union(child.marks_deep()))
    }

    /// The same value with no mark anywhere.
    #[must_use]
    pub fn without_marks_deep(&self) -> Value {
        if self.marks_deep().is_empty() {
            return self.clone();
        }
        self.clone().without_marks().map_children(|_, child| child.without_marks_deep())
    }

    /// The outermost places that are marked, with the marks there, in order.
    pub fn marked_paths(&self) -> Vec<(Path, Marks)> {
        fn walk(value: &Value, path: &Path, found: &mut Vec<(Path, Marks)>) {
            if !value.marks.is_empty() {
                found.push((path.clone(), value.marks));
            } else {
                value.for_each_child(|step, child| walk(child, &path.then(step), found));
            }
        }
        let mut found = Vec::new();
        if !self.marks_deep().is_empty() {
            walk(self, &Path::root(), &mut found);
        }
        found
    }

    /// The same value with `marks` added at each of these places; a place that does not exist is skipped.
    #[must_use]
    pub fn with_marks_at(&self, path: &[Step], marks: Marks) -> Value {
        match path {
            [] => self.clone().with_marks(marks),
            [first, rest @ ..] => self.clone().map_children(|step, child| {
                if step == *first { child.with_marks_at(rest, marks) } else { child.clone() }
            }),
        }
    }

    /// Its type.
    pub fn type_of(&self) -> Type {
        match &self.kind {
            Kind::Null(ty) => ty.clone(),
            Kind::Unknown(unknown) => unknown.ty.clone(),
            Kind::Bool(_) => Type::Bool,
            Kind::Number(_) => Type::Number,
            Kind::String(_) => Type::String,
            Kind::List(list) => Type::list(list.element.clone()),
            Kind::Set(set) => Type::set(set.element.clone()),
            Kind::Map(map) => Type::map(map.element.clone()),
            Kind::Tuple(items) => Type::tuple(items.iter().map(Value::type_of).collect()),
            Kind::Object(object) => {
                Type::object(object.iter().map(|(name, value)| (name.clone(), value.type_of())))
            }
        }
    }

    /// Whether it is null. An unknown value is not: that is not known.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null(_))
    }

    /// Whether the value itself is known; values inside it may not be.
    pub fn is_known(&self) -> bool {
        !matches!(self.kind, Kind::Unknown(_))
    }

    /// Whether it and everything inside it is known.
    pub fn is_wholly_known(&self) -> bool {
        self.is_known() && self.children().all(Value::is_wholly_known)
    }

    /// The bool, whatever its marks.
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(bool) => Some(bool),
            _ => None,
        }
    }

    /// The text, whatever its marks.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, whatever its marks.
    pub fn as_number(&self) -> Option<&Number> {
        match &self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The elements of a list, set or tuple, whatever its marks.
    pub fn as_sequence(&self) -> Option<&[Value]> {
        match &self.kind {
            Kind::List(sequence) | Kind::Set(sequence) => Some(&sequence.items),
            Kind::Tuple(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a map or the attributes of an object, whatever its marks.
    pub fn as_mapping(&self) -> Option<&Object> {
        match &self.kind {
            Kind::Map(map) => Some(&map.entries),
            Kind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// An attribute of an object or an element of a map, with its own marks only.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.as_mapping()?.get(name)
    }

    /// The values directly inside, in order.
    pub fn children(&self) -> impl Iterator<Item = &Value> {
        let sequence = self.as_sequence().unwrap_or_default();
        sequence.iter().chain(self.as_mapping().into_iter().flat_map(BTreeMap::values))
    }

    /// Calls `f` with each value directly inside, and the step to it.
    pub fn for_each_child(&self, mut f: impl FnMut(Step, &Value)) {
        match &self.kind {
            Kind::List(sequence) => {
                sequence.items.iter().enumerate().for_each(|(i, item)| f(Step::index(i), item))
            }
            Kind::Tuple(items) => items.iter().enumerate().for_each(|(i, item)| f(Step::index(i), item)),
            Kind::Set(sequence) => sequence.items.iter().for_each(|item| f(Step::Index(item.clone()), item)),
            Kind::Map(map) => {
                map.entries.iter().for_each(|(k, v)| f(Step::Index(Value::string(k.clone())), v))
            }
            Kind::Object(object) => object.iter().for_each(|(name, v)| f(Step::Attribute(name.clone()), v)),
            _ => {}
        }
    }

    /// The value that a step leads to, if there is one.
    pub fn step(&self, step: &Step) -> Option<&Value> {
        match (step, &self.kind) {
            (Step::Attribute(name), Kind::Object(object)) => object.get(name),
            (Step::Index(key), Kind::Map(map)) => map.entries.get(key.as_str()?),
            (Step::Index(key), Kind::List(_) | Kind::Tuple(_)) => {
                self.as_sequence()?.get(usize::try_from(key.as_number()?.as_u64()?).ok()?)
            }
            (Step::Index(key), Kind::Set(set)) => set.items.iter().find(|item| *item == key),
            _ => None,
        }
    }

    /// The value at a place inside this one, if there is one.
    pub fn at(&self, path: &Path) -> Option<&Value> {
        path.0.iter().try_fold(self, Value::step)
    }

    /// The same value with each value directly inside replaced. The types of collections are kept: `f` must keep
    /// the types of their elements.
    #[must_use]
    pub fn map_children(self, mut f: impl FnMut(Step, &Value) -> Value) -> Value {
        let kind = match &self.kind {
            Kind::List(list) => Kind::List(Arc::new(Sequence {
                element: list.element.clone(),
                items: list.items.iter().enumerate().map(|(i, item)| f(Step::index(i), item)).collect(),
            })),
            Kind::Tuple(items) => Kind::Tuple(Arc::new(
                items.iter().enumerate().map(|(i, item)| f(Step::index(i), item)).collect(),
            )),
            Kind::Set(set) => {
                let items = set.items.iter().map(|item| f(Step::Index(item.clone()), item)).collect();
                return Value::set(set.element.clone(), items).with_marks(self.marks);
            }
            Kind::Map(map) => Kind::Map(Arc::new(Mapping {
                element: map.element.clone(),
                entries: map
                    .entries
                    .iter()
                    .map(|(k, v)| (k.clone(), f(Step::Index(Value::string(k.clone())), v)))
                    .collect(),
            })),
            Kind::Object(object) => Kind::Object(Arc::new(
                object.iter().map(|(name, v)| (name.clone(), f(Step::Attribute(name.clone()), v))).collect(),
            )),
            _ => return self,
        };
        Value { kind, marks: self.marks }
    }
}

impl From<Kind> for Value {
    fn from(kind: Kind) -> Self {
        Self { kind, marks: Marks::NONE }
    }
}

impl From<bool> for Value {
    fn from(bool: bool) -> Self {
        Kind::Bool(bool).into()
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        Kind::Number(number).into()
    }
}

impl From<i64> for Value {
    fn from(int: i64) -> Self {
        Number::from(int).into()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::string(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::string(text)
    }
}

impl Default for Value {
    fn default() -> Self {
        Self::NULL
    }
}

impl std::fmt::Debug for Value {
    /// For tests and logs: a sensitive value is not shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.marks.is_empty() {
            return f.write_str("(marked)");
        }
        match &self.kind {
            Kind::Null(ty) => write!(f, "null({ty})"),
            Kind::Unknown(unknown) => write!(f, "unknown({})", unknown.ty),
            Kind::Bool(bool) => write!(f, "{bool}"),
            Kind::Number(number) => write!(f, "{number}"),
            Kind::String(text) => write!(f, "{text:?}"),
            Kind::List(list) => f.debug_list().entries(&list.items).finish(),
            Kind::Set(set) => f.debug_set().entries(&set.items).finish(),
            Kind::Tuple(items) => f.debug_list().entries(items.iter()).finish(),
            Kind::Map(map) => f.debug_map().entries(&map.entries).finish(),
            Kind::Object(object) => f.debug_map().entries(object.iter()).finish(),
        }
    }
}
