//! The `lifecycle` block of a resource, and the conditions that many blocks have.

use super::block::{Reader, literal, traversal, traversals};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Range},
    lang::syntax::{Block, Expr, ExprKind, Traversal},
};

/// How a resource wants to be treated.
#[derive(Debug, Clone, Default)]
pub struct Lifecycle {
    /// A replacement is created before the old object is destroyed.
    pub create_before_destroy: Option<bool>,
    /// The object must not be destroyed; where that is said.
    pub prevent_destroy: Option<Range>,
    /// What of the configuration counts only on create.
    pub ignore_changes: IgnoreChanges,
    /// A change of one of these replaces the object.
    pub replace_triggered_by: Vec<Expr>,
    /// What must hold before.
    pub preconditions: Vec<Condition>,
    /// What must hold after.
    pub postconditions: Vec<Condition>,
    /// Whether the object is wanted at all.
    pub enabled: Option<Expr>,
}

/// What of a configuration counts only on create.
#[derive(Debug, Clone)]
pub enum IgnoreChanges {
    /// These attributes; none is the default.
    Only(Vec<Traversal>),
    /// All of it.
    All,
}

impl Default for IgnoreChanges {
    fn default() -> Self {
        Self::Only(Vec::new())
    }
}

impl Lifecycle {
    /// Reads a `lifecycle` block of a managed resource or of a data source.
    pub fn read(block: &Block, managed: bool, diagnostics: &mut Diagnostics) -> Self {
        let mut reader = Reader::new(&block.body);
        let mut lifecycle = Self {
            preconditions: conditions(&mut reader, "precondition"),
            postconditions: conditions(&mut reader, "postcondition"),
            enabled: reader.expr("enabled"),
            ..Self::default()
        };
        if managed {
            lifecycle.create_before_destroy = reader.flag("create_before_destroy");
            let range = reader.attribute("prevent_destroy").map(|attribute| attribute.expr.range.clone());
            lifecycle.prevent_destroy = range.filter(|_| reader.flag("prevent_destroy") == Some(true));
            if let Some(expr) = reader.expr("ignore_changes") {
                lifecycle.ignore_changes = reader.diagnostics.take(ignore_changes(&expr)).unwrap_or_default();
            }
            if let Some(expr) = reader.expr("replace_triggered_by") {
                match &*expr.kind {
                    ExprKind::Tuple(items) => lifecycle.replace_triggered_by = items.clone(),
                    _ => reader.diagnostics.push(
                        Diagnostic::error("Invalid replace_triggered_by expression")
                            .detail("A list of references is required here.")
                            .at(&expr.range),
                    ),
                }
            }
        }
        diagnostics.extend(reader.finish());
        lifecycle
    }
}

fn ignore_changes(expr: &Expr) -> Result<IgnoreChanges, Diagnostic> {
    let all =
        traversal(expr).is_some_and(|traversal| &*traversal.root == "all" && traversal.steps.is_empty());
    if all || literal(expr).and_then(|value| value.as_str()) == Some("all") {
        return Ok(IgnoreChanges::All);
    }
    let paths = traversals(expr)?;
    if paths.iter().any(|path| &*path.root == "*") {
        return Ok(IgnoreChanges::All);
    }
    Ok(IgnoreChanges::Only(paths))
}

/// A condition with the message for when it does not hold.
#[derive(Debug, Clone)]
pub struct Condition {
    /// What must hold.
    pub condition: Expr,
    /// What is said if it does not.
    pub message: Expr,
    /// Where the block stands.
    pub range: Range,
}

/// Reads the blocks of this type as conditions.
pub fn conditions(reader: &mut Reader<'_>, kind: &'static str) -> Vec<Condition> {
    let mut found = Vec::new();
    for block in reader.blocks(kind) {
        let mut inner = Reader::new(&block.body);
        let (condition, message) = (inner.expr("condition"), inner.expr("error_message"));
        for (name, missing) in [("condition", condition.is_none()), ("error_message", message.is_none())] {
            if missing {
                let detail = format!("The argument {name:?} is required, but no definition was found.");
                let diagnostic = Diagnostic::error("Missing required argument").detail(detail);
                reader.diagnostics.push(diagnostic.at(&block.header));
            }
        }
        reader.diagnostics.extend(inner.finish());
        if let (Some(condition), Some(message)) = (condition, message) {
            found.push(Condition { condition, message, range: block.header.clone() });
        }
    }
    found
}
