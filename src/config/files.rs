//! The files of a module: which ones count, in which order, and files that exist only in memory.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Result, Source},
    lang::syntax::{Body, parse_body, parse_json_body},
};

/// Files that are read as if they lay in a module's folder, by name: what a unit generates. They come before files of
/// the same name on disk.
pub type Overlay = BTreeMap<String, Arc<Source>>;

/// The parsed files of a module: the base in name order, then the overrides in name order.
pub struct Files {
    /// Files that declare.
    pub base: Vec<Body>,
    /// Files that override.
    pub overrides: Vec<Body>,
}

/// Reads every file of the module in `dir`.
///
/// # Errors
/// A folder or file that cannot be read, a syntax error; the errors of all files at once.
pub fn read(dir: &Path, overlay: &Overlay) -> Result<Files> {
    let mut sources: BTreeMap<String, Option<PathBuf>> = BTreeMap::new();
    for entry in std::fs::read_dir(dir).map_err(|error| cannot_read(dir, &error))? {
        let entry = entry.map_err(|error| cannot_read(dir, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if counts(&name) && entry.path().is_file() {
            sources.insert(name, Some(entry.path()));
        }
    }
    sources.extend(overlay.keys().filter(|name| counts(name)).map(|name| (name.clone(), None)));

    let (mut files, mut diagnostics) =
        (Files { base: Vec::new(), overrides: Vec::new() }, Diagnostics::new());
    for (name, path) in sources {
        let source = match (overlay.get(&name), path) {
            (Some(source), _) => Ok(source.clone()),
            (None, Some(path)) => match std::fs::read_to_string(&path) {
                Ok(text) => Ok(Source::new(shown(&path), text)),
                Err(error) => Err(cannot_read(&path, &error)),
            },
            (None, None) => continue,
        };
        let Some(source) = diagnostics.take(source) else { continue };
        let parsed = if name.ends_with(".json") { parse_json_body(&source) } else { parse_body(&source) };
        let Some(body) = diagnostics.take(parsed) else { continue };
        if is_override(&name) { files.overrides.push(body) } else { files.base.push(body) }
    }
    diagnostics.into_result(files)
}

/// Whether a file of this name belongs to a module.
fn counts(name: &str) -> bool {
    let hidden =
        name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'));
    !hidden && (name.ends_with(".tf") || name.ends_with(".tf.json"))
}

fn is_override(name: &str) -> bool {
    let stem = name.strip_suffix(".json").unwrap_or(name);
    let stem = stem.strip_suffix(".tf").unwrap_or(stem);
    stem == "override" || stem.ends_with("_override")
}

/// The path as a person wants to see it: relative to the working folder, where it is below that.
pub fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf))
        .unwrap_or_else(|| path.to_path_buf())
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("Failed to read module")
        .detail(format!("{} cannot be read: {error}.", shown(path).display()))
}
