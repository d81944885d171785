//! One attribute, or one type of nested block, of a schema.

use crate::lang::value::{Name, Type, Value};

/// One attribute, or one type of nested block.
#[derive(Debug, Clone, Copy)]
pub struct Attribute {
    /// The name in configuration and state.
    pub name: &'static str,
    /// What it is, for people.
    pub doc: &'static str,
    /// Its type.
    pub shape: Shape,
    /// Who sets it.
    pub setter: Setter,
    /// It is written as a block: `Vec<T>` as any number of blocks, `Set<T>` likewise, `Option<T>` as at most one.
    pub block: bool,
    /// A change of it replaces the object.
    pub force_new: bool,
    /// It is never shown.
    pub sensitive: bool,
    /// It is taken from the configuration and never kept in plan or state.
    pub write_only: bool,
    /// What to use instead.
    pub deprecated: Option<&'static str>,
    /// The value when the configuration leaves it out.
    pub default: Option<fn() -> Value>,
    /// Attributes of the same body that must not be set together with it.
    pub conflicts: &'static [&'static str],
    /// Attributes of the same body of which exactly one must be set.
    pub exactly_one_of: &'static [&'static str],
    /// Attributes of the same body that must be set too.
    pub required_with: &'static [&'static str],
    /// The texts that are allowed.
    pub one_of: &'static [&'static str],
    /// The least and greatest number that is allowed.
    pub range: Option<(i64, i64)>,
    /// The least and greatest length of the text that is allowed, in characters.
    pub length: Option<(usize, usize)>,
    /// The least number of elements or blocks.
    pub min_items: usize,
    /// The greatest number of elements or blocks; 0 is no limit.
    pub max_items: usize,
    /// Whether two different known values mean the same: then the configuration is not a change.
    pub equal: Option<fn(&Value, &Value) -> bool>,
    /// What the plan and the state keep in place of a known value of the configuration.
    pub normalize: Option<fn(&Value) -> Value>,
    /// As `normalize`, but the provider itself is given the value as it is configured: state keeps the hash of a large
    /// or secret text. It must leave alone what it has made.
    pub kept: Option<fn(&Value) -> Value>,
}

impl Attribute {
    /// An optional string with no further rule.
    pub const NEW: Attribute = Attribute {
        name: "",
        doc: "",
        shape: Shape::String,
        setter: Setter::Optional,
        block: false,
        force_new: false,
        sensitive: false,
        write_only: false,
        deprecated: None,
        default: None,
        conflicts: &[],
        exactly_one_of: &[],
        required_with: &[],
        one_of: &[],
        range: None,
        length: None,
        min_items: 0,
        max_items: 0,
        equal: None,
        normalize: None,
        kept: None,
    };

    /// Whether the configuration may set it.
    pub fn is_configurable(&self) -> bool {
        self.setter != Setter::Computed
    }

    /// Whether the cloud sets it when the configuration does not.
    pub fn is_computed(&self) -> bool {
        matches!(self.setter, Setter::Computed | Setter::Defaulted)
    }

    /// The attributes of the blocks or objects that it holds, if it holds such.
    pub fn nested(&self) -> Option<&'static [Attribute]> {
        match self.shape {
            Shape::Object(attributes) => Some(attributes()),
            Shape::List(Shape::Object(attributes))
            | Shape::Set(Shape::Object(attributes))
            | Shape::Map(Shape::Object(attributes)) => Some(attributes()),
            _ => None,
        }
    }
}

/// Who sets an attribute. The aliases in `schema` say it in a resource's struct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setter {
    /// The configuration, always.
    Required,
    /// The configuration, if it likes.
    Optional,
    /// The cloud.
    Computed,
    /// The configuration, else the cloud.
    Defaulted,
}

/// The type of an attribute, known at compile time.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A value of any type.
    Dynamic,
    /// Text.
    String,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A list.
    List(&'static Shape),
    /// A set.
    Set(&'static Shape),
    /// A map.
    Map(&'static Shape),
    /// An object or block of these attributes.
    Object(fn() -> &'static [Attribute]),
}

impl Shape {
    /// The type of the values.
    pub fn ty(&self) -> Type {
        match self {
            Shape::Dynamic => Type::Dynamic,
            Shape::String => Type::String,
            Shape::Bool => Type::Bool,
            Shape::Number => Type::Number,
            Shape::List(element) => Type::list(element.ty()),
            Shape::Set(element) => Type::set(element.ty()),
            Shape::Map(element) => Type::map(element.ty()),
            Shape::Object(attributes) => object_type(attributes()),
        }
    }
}

/// The object type of a body with these attributes.
pub fn object_type(attributes: &[Attribute]) -> Type {
    Type::object(attributes.iter().map(|attribute| (Name::from(attribute.name), attribute.shape.ty())))
}
