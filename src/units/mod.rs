//! Units: the Terragrunt dialect, from a folder to typed inputs.
//!
//! [`Environment::load`] finds the units of a folder and how they depend on each other; that needs no outputs.
//! [`Unit::resolve`] gives all the rest once the outputs of a unit's dependencies are there, known or not.

mod backend;
mod config;
mod constraint;
mod dependency;
mod dialect;
mod discovery;
mod environment;
mod errors;
mod evaluation;
mod exclude;
mod feature;
mod fields;
mod functions;
mod generate;
mod graph;
mod inputs;
mod json;
mod merge;
mod options;
mod path;
mod section;
mod session;
mod source;
mod terraform;
#[cfg(test)]
mod tests;
mod unit;

pub use self::{
    backend::Backend,
    dependency::Dependency,
    environment::Environment,
    errors::{Errors, Ignore, Retry},
    exclude::Exclude,
    generate::{Generated, IfDisabled, IfExists},
    graph::UnitGraph,
    inputs::Inputs,
    merge::MergeStrategy,
    options::{Identity, IdentityHook, LoadOptions, TERRAFORM_VERSION},
    source::Source,
    terraform::{ExtraArguments, Hook, HookKind, VarFile},
    unit::{Mocks, Resolved, Role, Unit},
};
