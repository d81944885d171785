//! Reading a block: its known arguments and blocks, and an error for everything else.

use crate::{
    address::Name,
    diagnostic::{Diagnostic, Diagnostics, Range, did_you_mean},
    lang::{
        syntax::{Attribute, Block, Body, Expr, ExprKind, Traversal},
        value::Value,
    },
};

/// A reader of one body. What it was not asked for is an error in the end.
pub struct Reader<'a> {
    body: &'a Body,
    known_attributes: Vec<&'static str>,
    known_blocks: Vec<&'static str>,
    /// What was wrong so far.
    pub diagnostics: Diagnostics,
}

impl<'a> Reader<'a> {
    /// A reader of this body.
    pub fn new(body: &'a Body) -> Self {
        Self { body, known_attributes: Vec::new(), known_blocks: Vec::new(), diagnostics: Diagnostics::new() }
    }

    /// The argument of this name, if it is there.
    pub fn attribute(&mut self, name: &'static str) -> Option<&'a Attribute> {
        self.known_attributes.push(name);
        self.body.attribute(name)
    }

    /// The expression of the argument of this name, if it is there.
    pub fn expr(&mut self, name: &'static str) -> Option<Expr> {
        self.attribute(name).map(|attribute| attribute.expr.clone())
    }

    /// The text of an argument that must be a literal.
    pub fn text(&mut self, name: &'static str) -> Option<Name> {
        let expr = self.expr(name)?;
        match literal(&expr).and_then(|value| Some(Name::from(value.as_str()?))) {
            Some(text) => Some(text),
            None => {
                self.unsuitable(name, &expr, "a string without interpolation");
                None
            }
        }
    }

    /// An argument that must be `true` or `false`.
    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        let expr = self.expr(name)?;
        let flag = literal(&expr).and_then(|value| value.as_bool().or_else(|| value.as_str()?.parse().ok()));
        if flag.is_none() {
            self.unsuitable(name, &expr, "true or false, written out");
        }
        flag
    }

    /// An argument that must be a list of references: `[aws_vpc.main, module.x]`.
    pub fn references(&mut self, name: &'static str) -> Vec<Traversal> {
        let Some(expr) = self.expr(name) else { return Vec::new() };
        match traversals(&expr) {
            Ok(traversals) => traversals,
            Err(diagnostic) => {
                self.diagnostics.push(diagnostic);
                Vec::new()
            }
        }
    }

    /// The blocks of this type.
    pub fn blocks(&mut self, kind: &'static str) -> Vec<&'a Block> {
        self.known_blocks.push(kind);
        self.body.blocks.iter().filter(|block| &*block.kind == kind).collect()
    }

    /// The block of this type; a second one is an error.
    pub fn block(&mut self, kind: &'static str) -> Option<&'a Block> {
        let blocks = self.blocks(kind);
        if let [first, second, ..] = blocks.as_slice() {
            let detail =
                format!("Only one {kind} block is allowed here; the other one is at {}.", first.header);
            self.diagnostics
                .push(Diagnostic::error(format!("Duplicate {kind} block")).detail(detail).at(&second.header));
        }
        blocks.first().copied()
    }

    /// Reports every argument and block that nobody asked for.
    pub fn finish(mut self) -> Diagnostics {
        for attribute in self.body.attributes.iter().filter(|a| !self.known_attributes.contains(&&*a.name)) {
            let hint = did_you_mean(&attribute.name, self.known_attributes.iter().copied());
            let detail = format!("An argument named {:?} is not expected here.{hint}", attribute.name);
            self.diagnostics
                .push(Diagnostic::error("Unsupported argument").detail(detail).at(&attribute.name_range));
        }
        for block in self.body.blocks.iter().filter(|b| !self.known_blocks.contains(&&*b.kind)) {
            let hint = did_you_mean(&block.kind, self.known_blocks.iter().copied());
            let detail = format!("Blocks of type {:?} are not expected here.{hint}", block.kind);
            self.diagnostics
                .push(Diagnostic::error("Unsupported block type").detail(detail).at(&block.header));
        }
        self.diagnostics
    }

    /// Leaves everything else for a schema: returns a body without what was asked for, and what was wrong so far.
    pub fn rest(self) -> (Body, Diagnostics) {
        let rest = Body {
            attributes: self
                .body
                .attributes
                .iter()
                .filter(|attribute| !self.known_attributes.contains(&&*attribute.name))
                .cloned()
                .collect(),
            blocks: self
                .body
                .blocks
                .iter()
                .filter(|block| !self.known_blocks.contains(&&*block.kind))
                .cloned()
                .collect(),
            range: self.body.range.clone(),
        };
        (rest, self.diagnostics)
    }

    fn unsuitable(&mut self, name: &str, expr: &Expr, wanted: &str) {
        let detail = format!("The value of {name:?} must be {wanted}.");
        self.diagnostics.push(Diagnostic::error("Unsuitable value type").detail(detail).at(&expr.range));
    }
}

/// The value of an expression that is a literal.
pub fn literal(expr: &Expr) -> Option<&Value> {
    match &*expr.kind {
        ExprKind::Literal(value) => Some(value),
        ExprKind::Parenthesised(inner) => literal(inner),
        _ => None,
    }
}

/// The reference that an expression is. References in quotes, as old modules have them, count too.
pub fn traversal(expr: &Expr) -> Option<Traversal> {
    match &*expr.kind {
        ExprKind::Traversal(traversal) => Some(traversal.clone()),
        ExprKind::Literal(value) => {
            let text = value.as_str()?;
            let source = crate::diagnostic::Source::new(&expr.range.source.path, text);
            match &*crate::lang::syntax::parse_expr(&source).ok()?.kind {
                ExprKind::Traversal(traversal) => Some(traversal.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The references of a list of them.
///
/// # Errors
/// An error diagnostic at the first element that is none.
pub fn traversals(expr: &Expr) -> Result<Vec<Traversal>, Diagnostic> {
    let ExprKind::Tuple(items) = &*expr.kind else {
        let detail = "A list of references is required here, such as [aws_vpc.main].";
        return Err(Diagnostic::error("Invalid expression").detail(detail).at(&expr.range));
    };
    items
        .iter()
        .map(|item| {
            traversal(item).ok_or_else(|| {
                let detail = "Only references are allowed here, such as aws_vpc.main.";
                Diagnostic::error("Invalid reference").detail(detail).at(&item.range)
            })
        })
        .collect()
}

/// The one label that a block must have.
pub fn label(block: &Block, what: &str, diagnostics: &mut Diagnostics) -> Option<Name> {
    let [label] = labels::<1>(block, &[what], diagnostics)?;
    Some(label)
}

/// The labels that a block must have, each a valid name.
pub fn labels<const N: usize>(
    block: &Block,
    what: &[&str; N],
    diagnostics: &mut Diagnostics,
) -> Option<[Name; N]> {
    if block.labels.len() != N {
        let wanted = match what.join(" and ") {
            wanted if wanted.is_empty() => "no label".to_owned(),
            wanted => wanted,
        };
        let detail =
            format!("A {} block needs {wanted} as its label{}.", block.kind, if N == 2 { "s" } else { "" });
        let summary =
            if block.labels.len() < N { "Missing name for block" } else { "Extraneous label for block" };
        diagnostics.push(Diagnostic::error(summary).detail(detail).at(&block.header));
        return None;
    }
    for label in &block.labels {
        if !is_name(&label.text) {
            let detail = "A name must start with a letter or underscore and may contain only letters, digits, underscores, \
                          and dashes.";
            diagnostics.push(Diagnostic::error("Invalid name").detail(detail).at(&label.range));
        }
    }
    let names: Vec<Name> = block.labels.iter().map(|label| label.text.clone()).collect();
    names.try_into().ok()
}

/// Whether a text is a valid name.
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c))
        && chars.all(|c| c == '-' || unicode_ident::is_xid_continue(c))
}

/// Adds a declaration to a map; a second one of the same name is an error.
pub fn declare<K: Ord + std::fmt::Display, T>(
    map: &mut std::collections::BTreeMap<K, T>,
    key: K,
    item: T,
    what: &str,
    range: &Range,
    range_of: impl Fn(&T) -> Range,
    diagnostics: &mut Diagnostics,
) {
    if let Some(existing) = map.get(&key) {
        let detail = format!(
            "A {what} named \"{key}\" is declared already, at {}. Names must be unique in a module.",
            range_of(existing)
        );
        diagnostics
            .push(Diagnostic::error(format!("Duplicate {what} configuration")).detail(detail).at(range));
        return;
    }
    map.insert(key, item);
}
