//! Configuration in JSON: `terragrunt.hcl.json`.

use std::sync::Arc;

use crate::{
    diagnostic::{Diagnostic, Range, Result, Source},
    lang::syntax::Body,
};

/// Reads a configuration file in JSON.
///
/// # Errors
/// Always: it is not supported yet.
pub fn parse(source: &Arc<Source>) -> Result<Body> {
    Err(Diagnostic::error("Configuration in JSON is not supported yet")
        .detail("Write this file as HCL.")
        .at(&Range::new(source, 0..0))
        .into())
}
