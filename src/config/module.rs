//! What one module declares.

use std::{collections::BTreeMap, path::PathBuf};

use super::{
    Call, Check, Import, Move, Output, ProviderBlock, ProviderRef, Removed, RequiredProvider, Resource,
    Settings, Variable,
};
use crate::{
    address::{self, Name},
    diagnostic::Range,
    lang::syntax::Expr,
};

/// What one module declares, after overrides.
#[derive(Debug, Clone, Default)]
pub struct Module {
    /// The folder of its files.
    pub dir: PathBuf,
    /// `variable` blocks by name.
    pub variables: BTreeMap<Name, Variable>,
    /// The arguments of all `locals` blocks by name.
    pub locals: BTreeMap<Name, Local>,
    /// `output` blocks by name.
    pub outputs: BTreeMap<Name, Output>,
    /// `resource` and `data` blocks.
    pub resources: BTreeMap<address::Resource, Resource>,
    /// `module` blocks by name.
    pub calls: BTreeMap<Name, Call>,
    /// `provider` blocks by local name and alias.
    pub providers: BTreeMap<ProviderRef, ProviderBlock>,
    /// The providers that it asks for, by local name.
    pub required_providers: BTreeMap<Name, RequiredProvider>,
    /// The rest of the `terraform` block.
    pub settings: Settings,
    /// `moved` blocks.
    pub moves: Vec<Move>,
    /// `removed` blocks.
    pub removed: Vec<Removed>,
    /// `import` blocks.
    pub imports: Vec<Import>,
    /// `check` blocks by name.
    pub checks: BTreeMap<Name, Check>,
}

impl Module {
    /// The source address of the provider with this local name: `registry.terraform.io/hashicorp/aws`.
    pub fn provider_source(&self, local_name: &str) -> String {
        match self.required_providers.get(local_name).and_then(|required| required.source.as_deref()) {
            Some(source) => super::provider::full_source(source),
            None if local_name == "terraform" => "terraform.io/builtin/terraform".into(),
            None => super::provider::full_source(local_name),
        }
    }
}

/// An argument of a `locals` block.
#[derive(Debug, Clone)]
pub struct Local {
    /// What it is set to.
    pub expr: Expr,
    /// Where the name stands.
    pub range: Range,
}
