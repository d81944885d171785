//! The `terraform` block.

use semver::Version;

use super::{block::Reader, provider::RequiredProvider};
use crate::{
    TERRAFORM_VERSION,
    address::Name,
    diagnostic::{Diagnostic, Diagnostics, Range},
    lang::{
        syntax::{Block, Body},
        version::Constraint,
    },
};

/// What a `terraform` block says beside the providers.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The kind of backend, its arguments, and where it is declared.
    pub backend: Option<(Name, Body, Range)>,
}

impl Settings {
    /// Reads a `terraform` block into the settings of the module; returns the providers that it requires.
    pub fn read(&mut self, block: &Block, diagnostics: &mut Diagnostics) -> Vec<(Name, RequiredProvider)> {
        let mut reader = Reader::new(&block.body);
        if let (Some(text), Some(attribute)) =
            (reader.text("required_version"), block.body.attribute("required_version"))
        {
            check_version(&text, &attribute.expr.range, &mut reader.diagnostics);
        }
        reader.attribute("experiments");
        reader.blocks("provider_meta");
        reader.blocks("encryption");
        if let Some(cloud) = reader.block("cloud") {
            let detail = "HCP Terraform is not supported. Keep the state in a local file or in S3.";
            reader
                .diagnostics
                .push(Diagnostic::error("Unsupported block type").detail(detail).at(&cloud.header));
        }
        if let Some(backend) = reader.block("backend")
            && let Some(kind) = super::block::label(backend, "the backend's type", &mut reader.diagnostics)
        {
            self.backend = Some((kind, backend.body.clone(), backend.header.clone()));
        }
        let required = reader.blocks("required_providers");
        let required = required
            .into_iter()
            .flat_map(|block| RequiredProvider::read_all(block, &mut reader.diagnostics))
            .collect();
        diagnostics.extend(reader.finish());
        required
    }
}

fn check_version(text: &str, range: &Range, diagnostics: &mut Diagnostics) {
    let diagnostic = match (Constraint::parse(text), Version::parse(TERRAFORM_VERSION)) {
        (Ok(constraint), Ok(version)) if constraint.allows(&version) => return,
        (Ok(_), _) => Diagnostic::error("Unsupported Terraform Core version").detail(format!(
            "This module asks for Terraform {text}. stackctl does what Terraform {TERRAFORM_VERSION} does."
        )),
        (Err(error), _) => Diagnostic::error("Invalid version constraint").detail(error),
    };
    diagnostics.push(diagnostic.at(range));
}
