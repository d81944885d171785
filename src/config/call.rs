//! `module` blocks.

use super::{
    block::{Reader, label, literal, traversal},
    provider::ProviderRef,
    resource::Repetition,
};
use crate::{
    address::Name,
    diagnostic::{Diagnostic, Diagnostics, Range},
    lang::syntax::{Attribute, Block, Body, Expr, ExprKind, Traversal},
};

/// A `module` block: a call of another module.
#[derive(Debug, Clone)]
pub struct Call {
    /// Where the module comes from.
    pub source: Expr,
    /// Which versions of a registry module are fine.
    pub version: Option<Expr>,
    /// How often it is there.
    pub repetition: Repetition,
    /// What must be done before anything in it.
    pub depends_on: Vec<Traversal>,
    /// The provider configurations that it passes, by their name in the called module.
    pub providers: Vec<(ProviderRef, ProviderRef)>,
    /// Whether it is wanted at all.
    pub enabled: Option<Expr>,
    /// The values of the called module's variables.
    pub arguments: Vec<Attribute>,
    /// Where it is declared.
    pub range: Range,
}

impl Call {
    /// Reads a `module` block.
    pub fn read(block: &Block, diagnostics: &mut Diagnostics) -> Option<(Name, Self)> {
        let name = label(block, "the module's name", diagnostics)?;
        let mut reader = Reader::new(&block.body);
        let source = reader.expr("source");
        let version = reader.expr("version");
        let repetition = Repetition::read(&mut reader);
        let depends_on = reader.references("depends_on");
        let providers = reader
            .expr("providers")
            .map(|expr| providers(&expr, &mut reader.diagnostics))
            .unwrap_or_default();
        let enabled = reader.block("lifecycle").and_then(|block| {
            let mut inner = Reader::new(&block.body);
            let enabled = inner.expr("enabled");
            reader.diagnostics.extend(inner.finish());
            enabled
        });
        let (Body { attributes: arguments, blocks, .. }, found) = reader.rest();
        diagnostics.extend(found);
        for block in &blocks {
            let detail = format!("Blocks of type {:?} are not expected here.", block.kind);
            diagnostics.push(Diagnostic::error("Unsupported block type").detail(detail).at(&block.header));
        }
        let Some(source) = source else {
            let detail = "The argument \"source\" is required, but no definition was found.";
            diagnostics.push(Diagnostic::error("Missing required argument").detail(detail).at(&block.header));
            return None;
        };
        let range = block.header.clone();
        Some((name, Self { source, version, repetition, depends_on, providers, enabled, arguments, range }))
    }
}

fn providers(expr: &Expr, diagnostics: &mut Diagnostics) -> Vec<(ProviderRef, ProviderRef)> {
    let ExprKind::Object(items) = &*expr.kind else {
        let detail = "An object is required here, such as { aws = aws.tokyo }.";
        diagnostics.push(Diagnostic::error("Invalid providers argument").detail(detail).at(&expr.range));
        return Vec::new();
    };
    let mut found = Vec::new();
    for (key, value) in items {
        // A key is a bare name, which is a literal, or `aws.tokyo`, which is a traversal.
        let inside = match literal(key).and_then(|key| key.as_str()) {
            Some(name) => Some(match name.split_once('.') {
                Some((name, alias)) => ProviderRef { name: name.into(), alias: Some(alias.into()) },
                None => ProviderRef::default_of(name),
            }),
            None => traversal(key).and_then(|traversal| ProviderRef::of(&traversal)),
        };
        match (inside, traversal(value).and_then(|traversal| ProviderRef::of(&traversal))) {
            (Some(inside), Some(outside)) => found.push((inside, outside)),
            _ => diagnostics.push(
                Diagnostic::error("Invalid provider reference")
                    .detail("A reference to a provider is required, such as aws or aws.tokyo.")
                    .at(&value.range),
            ),
        }
    }
    found
}
