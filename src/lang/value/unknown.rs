//! What is known of a value that is not known yet.

use super::{Name, Number, Type};

/// Limits on a value that is unknown. They let `"x-${unknown}" == "y"` be false already at plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Refinement {
    /// It will not be null.
    pub not_null: bool,
    /// For a string: what it will begin with.
    pub prefix: Option<Name>,
    /// For a collection: its least length.
    pub min_length: Option<u64>,
    /// For a collection: its greatest length.
    pub max_length: Option<u64>,
    /// For a number: the least it will be, and whether that itself is possible.
    pub min: Option<(Number, bool)>,
    /// For a number: the greatest it will be, and whether that itself is possible.
    pub max: Option<(Number, bool)>,
}

impl Refinement {
    /// Nothing but that it will not be null.
    pub fn not_null() -> Self {
        Self { not_null: true, ..Self::default() }
    }

    /// A string that will begin with `prefix`.
    pub fn prefix(prefix: impl Into<Name>) -> Self {
        Self { not_null: true, prefix: Some(prefix.into()), ..Self::default() }
    }

    /// A collection whose length will be within these bounds.
    pub fn length(min: u64, max: Option<u64>) -> Self {
        Self { not_null: true, min_length: Some(min), max_length: max, ..Self::default() }
    }
}

/// A value that is not known yet: its type (perhaps dynamic) and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Unknown {
    /// The type that it will have.
    pub ty: Type,
    /// What is known of it.
    pub refinement: Refinement,
}
