//! Discovery: which folders below a folder are units.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Diagnostics, Result};

/// The file that makes a folder a unit.
pub const CONFIG: &str = "terragrunt.hcl";
/// The same file in JSON.
pub const CONFIG_JSON: &str = "terragrunt.hcl.json";
/// The file that makes a folder a stack.
pub const STACK: &str = "terragrunt.stack.hcl";

/// Folders that hold copies and tools' own files, never units. Other hidden folders are searched, as
/// `.terragrunt-stack` holds generated units.
const SKIPPED: [&str; 3] = [".terragrunt-cache", ".git", ".terraform"];

/// The config file of the unit in `folder`, if it is a unit. `name` replaces the usual file name.
pub fn config_of(folder: &Path, name: Option<&str>) -> Option<PathBuf> {
    let names = name.map_or_else(|| vec![CONFIG, CONFIG_JSON], |name| vec![name]);
    names.into_iter().map(|name| folder.join(name)).find(|path| path.is_file())
}

/// The config files of all units in and below `folder`, in alphabetical order of their folders.
///
/// # Errors
/// A folder that cannot be read; a folder that is a unit and a stack at once.
pub fn discover(folder: &Path, name: Option<&str>) -> Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut stacks = Vec::new();
    let mut diagnostics = Diagnostics::new();
    let walk = WalkDir::new(folder).into_iter().filter_entry(|entry| {
        entry.depth() == 0
            || !entry.file_type().is_dir()
            || !SKIPPED.iter().any(|skipped| entry.file_name() == OsStr::new(skipped))
    });
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                diagnostics.push(
                    Diagnostic::error("Folder cannot be read")
                        .detail(format!("Searching {} for units failed: {error}.", folder.display())),
                );
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let file = entry.file_name();
        let wanted = match name {
            Some(name) => file == name,
            None => file == CONFIG || file == CONFIG_JSON,
        };
        if wanted && entry.path().is_file() {
            found.push(entry.into_path());
        } else if file == STACK {
            stacks.push(entry.into_path());
        }
    }
    found.sort_by(|a, b| (a.parent(), a).cmp(&(b.parent(), b)));
    found.dedup_by(|json, hcl| json.parent() == hcl.parent());
    for stack in stacks {
        if let Ok(at) = found.binary_search_by(|unit| unit.parent().cmp(&stack.parent())) {
            diagnostics.push(Diagnostic::error("A folder is a unit and a stack at once").detail(format!(
                "{} and {} stand in one folder. Move one of them to a folder of its own.",
                found[at].display(),
                stack.display()
            )));
        }
    }
    diagnostics.into_result(found)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        root
    }

    #[test]
    fn units_are_found_in_alphabetical_order_and_copies_are_not() {
        let root = tree(&[
            "b/terragrunt.hcl",
            "a/x/terragrunt.hcl.json",
            "a/terragrunt.hcl",
            "a/terragrunt.hcl.json",
            "a/.terragrunt-cache/k/terragrunt.hcl",
            "a/.terraform/terragrunt.hcl",
            ".git/terragrunt.hcl",
            "s/.terragrunt-stack/u/terragrunt.hcl",
            "root.hcl",
        ]);
        let found = discover(root.path(), None).unwrap();
        let names: Vec<_> =
            found.iter().map(|path| path.strip_prefix(root.path()).unwrap().display().to_string()).collect();
        assert_eq!(
            names,
            [
                "a/terragrunt.hcl",
                "a/x/terragrunt.hcl.json",
                "b/terragrunt.hcl",
                "s/.terragrunt-stack/u/terragrunt.hcl"
            ]
        );
    }

    #[test]
    fn a_folder_is_not_a_unit_and_a_stack() {
        let root = tree(&["a/terragrunt.hcl", "a/terragrunt.stack.hcl"]);
        let error = discover(root.path(), None).unwrap_err();
        assert_eq!(error.0[0].summary, "A folder is a unit and a stack at once");
    }
}
