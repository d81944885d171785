//! What the attributes of a resource type are, and how they become Rust fields.

mod attribute;
mod body;
mod field;
mod json;
mod rules;
mod timeouts;

pub use self::{
    attribute::{Attribute, Setter, Shape, object_type},
    body::{body_references, decode_body},
    field::{Fallback, Field, Set, WrongType, decode},
    timeouts::{Timeouts, parse_duration, timeout},
};
use crate::lang::value::Object;
pub use stackctl_derive::Schema;

/// The attributes of a resource type, a data source or a nested block. Derive it with [`Schema`](derive@Schema).
pub trait Attributes: Sized {
    /// The attributes, as they stand in the struct.
    const ATTRIBUTES: &'static [Attribute];

    /// The struct of an object that is wholly known and of the schema's type.
    ///
    /// # Errors
    /// [`WrongType`] names the attribute that is of another type.
    fn decode(object: &Object) -> Result<Self, WrongType>;

    /// The object of the struct. Absent optional values are null.
    fn encode(self) -> Object;
}

/// A resource type or a data source. Derive it; see `derive/lib.rs`.
pub trait Schema: Attributes {
    /// The type as configuration names it.
    const NAME: &'static str;
    /// The version of its state, as the AWS provider counts it.
    const VERSION: u64;
    /// What it is, for people.
    const DOC: &'static str;

    /// The `id` that every resource has; empty before `create` has set it.
    fn id(&self) -> &str {
        ""
    }
}

/// The configuration sets it, always.
pub type Required<T> = T;
/// The configuration may set it.
pub type Optional<T> = Option<T>;
/// The cloud sets it.
pub type Computed<T> = Option<T>;
/// The configuration may set it; if it does not, the cloud does.
pub type Defaulted<T> = Option<T>;
