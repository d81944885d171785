//! `fileset`: the files that match a pattern.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use walkdir::WalkDir;

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, nfc, text},
    filesystem::{FILE, located},
};
use crate::lang::value::{Type, Value};

pub(super) const FUNCTIONS: &[Function] = &[Function::new(
    "fileset",
    &[FILE, Parameter::string("pattern").marked()],
    |_| Ok(Type::set(Type::String)),
    fileset,
)];

/// The paths are relative to the folder, with slashes. Links are followed; folders are left out.
fn fileset(args: &[Value], cx: &Context) -> Answer {
    let marks = args[0].marks().union(args[1].marks());
    let (folder, _) = located(args, cx)?;
    let pattern = text(args, 1);
    let (fixed, variable) = split(pattern);
    let mut found = Vec::new();
    if variable.is_empty() {
        if folder.join(&fixed).is_file() {
            found.push(relative(&fixed, Path::new("")));
        }
    } else {
        let matcher = compiled(&variable)?;
        let deep = variable.contains("**");
        let depth = if deep { usize::MAX } else { variable.split('/').count() };
        let start = folder.join(&fixed);
        let walk = WalkDir::new(&start).follow_links(true).min_depth(1).max_depth(depth);
        // A folder that cannot be read, or is not there, holds no file that matches.
        for entry in walk.into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            let Ok(inside) = entry.path().strip_prefix(&start) else { continue };
            if matcher.is_match(inside) {
                found.push(relative(&fixed, inside));
            }
        }
    }
    let found = found.into_iter().map(|path| Value::from(nfc(path))).collect();
    Ok(Value::set(Type::String, found).with_marks(marks))
}

/// The leading parts of a pattern that hold no wildcard, and the rest.
fn split(pattern: &str) -> (PathBuf, String) {
    let mut fixed = PathBuf::new();
    let mut parts = pattern.split('/').filter(|part| !part.is_empty() && *part != ".").peekable();
    while let Some(part) = parts.next_if(|part| !part.contains(['*', '?', '[', '{', '\\'])) {
        fixed.push(part);
    }
    (fixed, parts.collect::<Vec<_>>().join("/"))
}

fn relative(fixed: &Path, inside: &Path) -> String {
    fixed.join(inside).to_string_lossy().trim_end_matches('/').to_owned()
}

fn compiled(pattern: &str) -> Result<GlobMatcher, FunctionError> {
    let glob = GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build();
    glob.map(|glob| glob.compile_matcher()).map_err(|error| {
        FunctionError::argument(1, format!("failed to glob pattern {pattern:?}: {}", error.kind()))
    })
}
