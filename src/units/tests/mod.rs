//! Tests over folders with files: what is said of a unit here holds for any tree.

mod environment;
mod errors;
mod evaluation;
mod functions;
mod merging;
mod resolving;
mod staging;

use std::{fs, path::PathBuf};

use super::{Environment, LoadOptions, Mocks, Resolved, Unit};
use crate::{
    diagnostic::{Diagnostics, Result},
    lang::value::{Marks, Value},
};

/// A folder with files in it, gone when it is dropped.
pub struct Tree {
    folder: tempfile::TempDir,
    pub options: LoadOptions,
}

impl Tree {
    /// Each file with its text; folders come by themselves.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let tree = Self {
            folder: tempfile::tempdir().unwrap(),
            options: LoadOptions { command: "plan".into(), ..LoadOptions::default() },
        };
        files.iter().for_each(|(path, text)| tree.write(path, text));
        tree
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn load(&self) -> Result<Environment> {
        Environment::load(self.folder.path(), &self.options)
    }

    /// The unit of this name, with no outputs of others.
    pub fn resolve(&self, unit: &str) -> Result<Resolved> {
        let environment = Environment::load_single(&self.path(unit), &self.options)?;
        environment.unit_at(&self.path(unit)).unwrap().resolve(&|_| None, Mocks::Never)
    }

    /// An input of a unit, with the folder of the tree written as `ROOT`.
    pub fn input(&self, unit: &str, name: &str) -> String {
        let resolved = self.resolve(unit).unwrap_or_else(|error| panic!("{}", self.text(&error)));
        self.rooted(&show(&resolved.inputs.get(name).expect(name).0))
    }

    /// The errors, a line each, with the folder of the tree written as `ROOT`.
    pub fn text(&self, errors: &Diagnostics) -> String {
        self.rooted(&errors.to_string())
    }

    fn rooted(&self, text: &str) -> String {
        text.replace(&self.folder.path().display().to_string(), "ROOT")
    }
}

/// A value as text; a sensitive one too.
pub fn show(value: &Value) -> String {
    let mark = if value.marks().contains(Marks::SENSITIVE) { "sensitive " } else { "" };
    format!("{mark}{:?}", value.without_marks_deep())
}

/// The values of inputs as text.
pub fn inputs(resolved: &Resolved) -> Vec<(String, String)> {
    resolved.inputs.iter().map(|(name, (value, _))| (name.to_string(), show(value))).collect()
}

/// The names of units.
pub fn names(units: &[Unit]) -> Vec<&str> {
    units.iter().map(|unit| unit.name.as_str()).collect()
}
