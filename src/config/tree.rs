//! The tree of modules: a root module and the modules that it calls.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{block::literal, files::Overlay, module::Module};
use crate::{
    address::{Mode, Name},
    diagnostic::{Diagnostic, Diagnostics, Result},
};

/// A module and the modules that it calls.
#[derive(Debug, Clone)]
pub struct ModuleTree {
    /// What the module declares. Two calls of one source share it.
    pub module: Arc<Module>,
    /// The called modules, by the name of the call.
    pub children: BTreeMap<Name, ModuleTree>,
}

/// Module calls that are deeper than this call themselves in a circle.
const DEEPEST: usize = 64;

impl ModuleTree {
    /// Loads the root module in `dir` and every module below it. `overlay` holds files of the root module that exist
    /// only in memory.
    ///
    /// # Errors
    /// Everything that is wrong in any of them, at once.
    pub fn load(dir: &Path, overlay: &Overlay) -> Result<Self> {
        let mut loader = Loader { modules: BTreeMap::new(), diagnostics: Diagnostics::new() };
        let root = loader.module(dir, overlay, 0);
        match root {
            Some(root) => loader.diagnostics.into_result(root),
            None => Err(loader.diagnostics),
        }
    }

    /// The module at a path of call names.
    pub fn at(&self, path: &[Name]) -> Option<&ModuleTree> {
        path.iter().try_fold(self, |tree, name| tree.children.get(name))
    }

    /// Whether a data source stands in any of the modules.
    pub fn reads_data(&self) -> bool {
        let mut resources = self.module.resources.keys();
        resources.any(|resource| resource.mode == Mode::Data) || self.children.values().any(Self::reads_data)
    }

    /// Every module of the tree with its path, parents first.
    pub fn walk(&self) -> Vec<(Vec<Name>, &ModuleTree)> {
        fn visit<'a>(tree: &'a ModuleTree, path: &[Name], found: &mut Vec<(Vec<Name>, &'a ModuleTree)>) {
            found.push((path.to_vec(), tree));
            for (name, child) in &tree.children {
                visit(child, &[path, std::slice::from_ref(name)].concat(), found);
            }
        }
        let mut found = Vec::new();
        visit(self, &[], &mut found);
        found
    }
}

struct Loader {
    /// Modules that were loaded from disk already.
    modules: BTreeMap<PathBuf, Option<Arc<Module>>>,
    diagnostics: Diagnostics,
}

impl Loader {
    fn module(&mut self, dir: &Path, overlay: &Overlay, depth: usize) -> Option<ModuleTree> {
        let module = match self.modules.get(dir) {
            Some(module) if overlay.is_empty() => module.clone(),
            _ => {
                let module = self.diagnostics.take(Module::load(dir, overlay)).map(Arc::new);
                if overlay.is_empty() {
                    self.modules.insert(dir.to_owned(), module.clone());
                }
                module
            }
        }?;
        let mut children = BTreeMap::new();
        for (name, call) in &module.calls {
            let Some(source) = literal(&call.source).and_then(|value| value.as_str()) else {
                let detail = "The source of a module must be a string without interpolation.";
                self.diagnostics
                    .push(Diagnostic::error("Variables not allowed").detail(detail).at(&call.source.range));
                continue;
            };
            if depth >= DEEPEST {
                let detail = "The modules call each other in a circle.";
                self.diagnostics.push(Diagnostic::error("Module call cycle").detail(detail).at(&call.range));
                continue;
            }
            if !(source.starts_with("./") || source.starts_with("../") || source.starts_with('/')) {
                let detail =
                    format!("Only local modules (./… and ../…) are supported yet; {source:?} is not one.");
                self.diagnostics.push(
                    Diagnostic::error("Unsupported module source").detail(detail).at(&call.source.range),
                );
                continue;
            }
            let path = clean(&dir.join(source.replace("//", "/")));
            if !path.is_dir() {
                let detail =
                    format!("The module's folder {} does not exist.", super::files::shown(&path).display());
                self.diagnostics.push(
                    Diagnostic::error("Unreadable module directory").detail(detail).at(&call.source.range),
                );
                continue;
            }
            if let Some(child) = self.module(&path, &Overlay::new(), depth + 1) {
                children.insert(name.clone(), child);
            }
        }
        Some(ModuleTree { module, children })
    }
}

/// The path without `.` and `..` parts.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if clean.file_name().is_some() => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}
