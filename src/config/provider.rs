//! `provider` blocks, and which provider a name means.

use std::fmt;

use super::block::{Reader, label};
use crate::{
    address::Name,
    diagnostic::{Diagnostic, Diagnostics, Range},
    lang::syntax::{Block, Body, ExprKind, StepKind, Traversal},
};

/// A provider configuration as a module names it: `aws`, `aws.tokyo`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderRef {
    /// The local name of the provider.
    pub name: Name,
    /// Which of its configurations.
    pub alias: Option<Name>,
}

impl ProviderRef {
    /// The default configuration of this provider.
    pub fn default_of(name: impl Into<Name>) -> Self {
        Self { name: name.into(), alias: None }
    }

    /// The default configuration of the provider that a type belongs to by its first word.
    pub fn implied(kind: &str) -> Self {
        Self::default_of(kind.split_once('_').map_or(kind, |(first, _)| first))
    }

    /// What a reference such as `aws.tokyo` means.
    pub fn of(traversal: &Traversal) -> Option<Self> {
        let alias = match traversal.steps.as_slice() {
            [] => None,
            [step] => match &step.kind {
                StepKind::Attribute(alias) => Some(alias.clone()),
                StepKind::Index(_) => return None,
            },
            _ => return None,
        };
        Some(Self { name: traversal.root.clone(), alias })
    }
}

impl fmt::Display for ProviderRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.alias.as_ref().map_or(Ok(()), |alias| write!(f, ".{alias}"))
    }
}

/// A `provider` block.
#[derive(Debug, Clone)]
pub struct ProviderBlock {
    /// The arguments that the provider's schema describes.
    pub body: Body,
    /// Where it is declared.
    pub range: Range,
}

impl ProviderBlock {
    /// Reads a `provider` block.
    pub fn read(block: &Block, diagnostics: &mut Diagnostics) -> Option<(ProviderRef, Self)> {
        let name = label(block, "the provider's name", diagnostics)?;
        let mut reader = Reader::new(&block.body);
        let alias = reader.text("alias");
        reader.text("version");
        let (body, found) = reader.rest();
        diagnostics.extend(found);
        Some((ProviderRef { name, alias }, Self { body, range: block.header.clone() }))
    }
}

/// An entry of `required_providers`.
#[derive(Debug, Clone)]
pub struct RequiredProvider {
    /// The source address as written: `hashicorp/aws`.
    pub source: Option<Name>,
    /// The version constraint. Providers are built in; it is only looked at for its form.
    pub version: Option<Name>,
    /// The configurations that a calling module must pass.
    pub aliases: Vec<ProviderRef>,
    /// Where it is declared.
    pub range: Range,
}

impl RequiredProvider {
    /// Reads the entries of a `required_providers` block.
    pub fn read_all(block: &Block, diagnostics: &mut Diagnostics) -> Vec<(Name, Self)> {
        block
            .body
            .attributes
            .iter()
            .map(|attribute| {
                let range = attribute.name_range.clone();
                let mut required = Self { source: None, version: None, aliases: Vec::new(), range };
                match &*attribute.expr.kind {
                    ExprKind::Literal(value) => required.version = value.as_str().map(Name::from),
                    ExprKind::Object(items) => {
                        for (key, value) in items {
                            let text = || super::block::literal(value).and_then(|value| Some(Name::from(value.as_str()?)));
                            match super::block::literal(key).and_then(|key| key.as_str()) {
                                Some("source") => required.source = text(),
                                Some("version") => required.version = text(),
                                Some("configuration_aliases") => {
                                    let aliases = diagnostics.take(super::block::traversals(value)).unwrap_or_default();
                                    required.aliases = aliases.iter().filter_map(ProviderRef::of).collect();
                                }
                                _ => diagnostics.push(
                                    Diagnostic::error("Invalid required_providers object")
                                        .detail("Only source, version and configuration_aliases are allowed here.")
                                        .at(&key.range),
                                ),
                            }
                        }
                    }
                    _ => diagnostics.push(
                        Diagnostic::error("Invalid required_providers object")
                            .detail("An object with source and version is required here.")
                            .at(&attribute.expr.range),
                    ),
                }
                (attribute.name.clone(), required)
            })
            .collect()
    }
}

/// The whole source address of a provider: `hashicorp/aws` and `aws` are `registry.terraform.io/hashicorp/aws`.
pub fn full_source(source: &str) -> String {
    match source.split('/').count() {
        1 => format!("registry.terraform.io/hashicorp/{source}"),
        2 => format!("registry.terraform.io/{source}"),
        _ => source.replacen("registry.opentofu.org/", "registry.terraform.io/", 1),
    }
}
