//! From the files of a module to what it declares.

use std::path::Path;

use super::{
    block::declare,
    call::Call,
    files::{self, Overlay},
    module::{Local, Module},
    overrides,
    provider::ProviderBlock,
    refactor::{Import, Move, Removed},
    resource::Resource,
    value::{Check, Output, Variable},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Result, did_you_mean},
    lang::syntax::{Block, Body},
};

/// The types of blocks at the top of a file.
const BLOCKS: &[&str] = &[
    "terraform",
    "variable",
    "locals",
    "output",
    "resource",
    "data",
    "ephemeral",
    "module",
    "provider",
    "moved",
    "removed",
    "import",
    "check",
];

impl Module {
    /// Loads the module in `dir`; `overlay` holds files that exist only in memory.
    ///
    /// # Errors
    /// Everything that is wrong in its files, at once.
    pub fn load(dir: &Path, overlay: &Overlay) -> Result<Self> {
        let files = files::read(dir, overlay)?;
        let mut blocks: Vec<Block> = Vec::new();
        let mut diagnostics = Diagnostics::new();
        for body in files.base {
            only_blocks(&body, &mut diagnostics);
            blocks.extend(body.blocks);
        }
        for body in files.overrides {
            only_blocks(&body, &mut diagnostics);
            for block in body.blocks {
                overrides::merge(&mut blocks, block, &mut diagnostics);
            }
        }
        let mut module = Self { dir: dir.to_owned(), ..Self::default() };
        for block in &blocks {
            module.read(block, &mut diagnostics);
        }
        diagnostics.into_result(module)
    }

    fn read(&mut self, block: &Block, d: &mut Diagnostics) {
        let range = &block.header;
        match &*block.kind {
            "terraform" => {
                for (name, required) in self.settings.read(block, d) {
                    let of = |r: &super::RequiredProvider| r.range.clone();
                    let range = required.range.clone();
                    declare(&mut self.required_providers, name, required, "required provider", &range, of, d);
                }
            }
            "variable" => {
                if let Some((name, variable)) = Variable::read(block, d) {
                    declare(&mut self.variables, name, variable, "variable", range, |v| v.range.clone(), d);
                }
            }
            "locals" => {
                for attribute in &block.body.attributes {
                    let local = Local { expr: attribute.expr.clone(), range: attribute.name_range.clone() };
                    let range = &attribute.name_range;
                    declare(
                        &mut self.locals,
                        attribute.name.clone(),
                        local,
                        "local value",
                        range,
                        |l| l.range.clone(),
                        d,
                    );
                }
            }
            "output" => {
                if let Some((name, output)) = Output::read(block, d) {
                    declare(&mut self.outputs, name, output, "output", range, |o| o.range.clone(), d);
                }
            }
            "resource" | "data" => {
                if let Some(resource) = Resource::read(block, d) {
                    let what = if &*block.kind == "data" { "data source" } else { "resource" };
                    let address = resource.address.clone();
                    declare(&mut self.resources, address, resource, what, range, |r| r.range.clone(), d);
                }
            }
            "module" => {
                if let Some((name, call)) = Call::read(block, d) {
                    declare(&mut self.calls, name, call, "module call", range, |c| c.range.clone(), d);
                }
            }
            "provider" => {
                if let Some((name, provider)) = ProviderBlock::read(block, d) {
                    declare(&mut self.providers, name, provider, "provider", range, |p| p.range.clone(), d);
                }
            }
            "moved" => self.moves.extend(Move::read(block, d)),
            "removed" => self.removed.extend(Removed::read(block, d)),
            "import" => self.imports.extend(Import::read(block, d)),
            "check" => {
                if let Some((name, check)) = Check::read(block, d) {
                    declare(&mut self.checks, name, check, "check", range, |c| c.range.clone(), d);
                }
            }
            "ephemeral" => d.push(
                Diagnostic::error("Unsupported block type")
                    .detail("Ephemeral resources are not supported yet.")
                    .at(range),
            ),
            other => {
                let hint = did_you_mean(other, BLOCKS.iter().copied());
                let detail = format!("Blocks of type {other:?} are not expected here.{hint}");
                d.push(Diagnostic::error("Unsupported block type").detail(detail).at(range));
            }
        }
    }
}

fn only_blocks(body: &Body, diagnostics: &mut Diagnostics) {
    for attribute in &body.attributes {
        let detail = format!("An argument named {:?} is not expected here.", attribute.name);
        diagnostics.push(Diagnostic::error("Unsupported argument").detail(detail).at(&attribute.name_range));
    }
}
