//! A module: what its files declare, overrides, the values of its variables, the tree of modules.

mod block;
mod call;
mod files;
mod lifecycle;
mod load;
mod module;
mod overrides;
mod provider;
mod refactor;
mod resource;
mod settings;
mod tree;
mod value;
mod variables;

pub use self::{
    call::Call,
    files::Overlay,
    lifecycle::{Condition, IgnoreChanges, Lifecycle},
    module::{Local, Module},
    provider::{ProviderBlock, ProviderRef, RequiredProvider},
    refactor::{Import, Move, Removed},
    resource::{Connection, OnFailure, Provisioner, Repetition, Resource, When},
    settings::Settings,
    tree::ModuleTree,
    value::{Check, Output, Variable},
    variables::{Argument, Given, collect as collect_variables},
};
