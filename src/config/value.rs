//! Named values of a module: variables, outputs, checks.

use super::{
    block::{Reader, label},
    lifecycle::{Condition, conditions},
    resource::Resource,
};
use crate::{
    address::Name,
    diagnostic::{Diagnostic, Diagnostics, Range, Result},
    lang::{
        constraint::{TypeConstraint, type_expr},
        eval::{NoScope, evaluate},
        syntax::{Block, Expr, Traversal},
        value::Value,
    },
};

/// A `variable` block.
#[derive(Debug, Clone)]
pub struct Variable {
    /// What values of it must be.
    pub ty: TypeConstraint,
    /// The value when none is given; a constant.
    pub default: Option<Expr>,
    /// For people.
    pub description: Option<Name>,
    /// Its value is never shown.
    pub sensitive: bool,
    /// `null` is a value of it.
    pub nullable: bool,
    /// Its value is never kept.
    pub ephemeral: bool,
    /// Further rules.
    pub validations: Vec<Condition>,
    /// Where it is declared.
    pub range: Range,
}

/// The names that a `module` block gives another meaning.
const RESERVED: &[&str] =
    &["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"];

impl Variable {
    /// Reads a `variable` block.
    pub fn read(block: &Block, diagnostics: &mut Diagnostics) -> Option<(Name, Self)> {
        let name = label(block, "the variable's name", diagnostics)?;
        if RESERVED.contains(&&*name) {
            let detail = format!("The name {name:?} is reserved: module blocks use it for something else.");
            diagnostics.push(Diagnostic::error("Invalid variable name").detail(detail).at(&block.header));
        }
        let mut reader = Reader::new(&block.body);
        let ty = match reader.expr("type") {
            None => Some(TypeConstraint::any()),
            Some(expr) => reader.diagnostics.take(type_expr(&expr)),
        };
        let variable = Self {
            ty: ty.unwrap_or_else(TypeConstraint::any),
            default: reader.expr("default"),
            description: reader.text("description"),
            sensitive: reader.flag("sensitive").unwrap_or(false),
            nullable: reader.flag("nullable").unwrap_or(true),
            ephemeral: reader.flag("ephemeral").unwrap_or(false),
            validations: conditions(&mut reader, "validation"),
            range: block.header.clone(),
        };
        reader.attribute("deprecated");
        diagnostics.extend(reader.finish());
        Some((name, variable))
    }
}

impl Variable {
    /// The value of the variable for one that is given, or none: with its default, of its type, not null where that is
    /// not allowed.
    ///
    /// # Errors
    /// No value and no default, a value of the wrong type, null.
    pub fn value_of(&self, name: &Name, given: Option<(Value, Range)>) -> Result<Value> {
        let null = given.as_ref().is_some_and(|(value, _)| value.is_null());
        let (value, range) = match (given, &self.default) {
            (Some(given), _) if !null || self.nullable => given,
            (_, Some(default)) => (evaluate(default, &NoScope)?, default.range.clone()),
            (Some((_, range)), None) => {
                let detail = format!("The variable {name:?} must not be null.");
                return Err(Diagnostic::error("Required variable not set").detail(detail).at(&range).into());
            }
            (None, None) => {
                let detail = format!("The variable {name:?} has no default, so it must be given a value.");
                let diagnostic = Diagnostic::error("No value for required variable");
                return Err(diagnostic.detail(detail).at(&self.range).into());
            }
        };
        self.ty.apply(value).map_err(|error| {
            let detail = format!("The value of the variable {name:?} does not fit its type: {error}.");
            Diagnostic::error("Invalid value for input variable").detail(detail).at(&range).into()
        })
    }
}

/// An `output` block.
#[derive(Debug, Clone)]
pub struct Output {
    /// Its value.
    pub value: Expr,
    /// For people.
    pub description: Option<Name>,
    /// Its value is not shown.
    pub sensitive: bool,
    /// Its value is never kept.
    pub ephemeral: bool,
    /// What must be done before it counts.
    pub depends_on: Vec<Traversal>,
    /// What must hold.
    pub preconditions: Vec<Condition>,
    /// Where it is declared.
    pub range: Range,
}

impl Output {
    /// Reads an `output` block.
    pub fn read(block: &Block, diagnostics: &mut Diagnostics) -> Option<(Name, Self)> {
        let name = label(block, "the output's name", diagnostics)?;
        let mut reader = Reader::new(&block.body);
        let value = reader.expr("value");
        let output = value.map(|value| Self {
            value,
            description: reader.text("description"),
            sensitive: reader.flag("sensitive").unwrap_or(false),
            ephemeral: reader.flag("ephemeral").unwrap_or(false),
            depends_on: reader.references("depends_on"),
            preconditions: conditions(&mut reader, "precondition"),
            range: block.header.clone(),
        });
        reader.attribute("deprecated");
        if output.is_none() {
            for name in ["description", "sensitive", "ephemeral", "depends_on"] {
                reader.attribute(name);
            }
            let detail = "The argument \"value\" is required, but no definition was found.";
            diagnostics.push(Diagnostic::error("Missing required argument").detail(detail).at(&block.header));
        }
        diagnostics.extend(reader.finish());
        Some((name, output?))
    }
}

/// A `check` block: what is looked at after every run; a failure is a warning.
#[derive(Debug, Clone)]
pub struct Check {
    /// A data source of its own.
    pub data: Option<Resource>,
    /// What must hold.
    pub asserts: Vec<Condition>,
    /// Where it is declared.
    pub range: Range,
}

impl Check {
    /// Reads a `check` block.
    pub fn read(block: &Block, diagnostics: &mut Diagnostics) -> Option<(Name, Self)> {
        let name = label(block, "the check's name", diagnostics)?;
        let mut reader = Reader::new(&block.body);
        let data = reader.block("data").and_then(|data| Resource::read(data, &mut reader.diagnostics));
        let check = Self { data, asserts: conditions(&mut reader, "assert"), range: block.header.clone() };
        if check.asserts.is_empty() {
            let detail = "A check needs at least one assert block.";
            diagnostics.push(Diagnostic::error("Zero assert blocks").detail(detail).at(&block.header));
        }
        diagnostics.extend(reader.finish());
        Some((name, check))
    }
}
