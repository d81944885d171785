//! Files that configuration depends on without reading them, for `reading=` filters.

use std::path::Path;

use super::{Answer, Call, Entry};
use crate::{
    lang::value::{Type, Value},
    units::path,
};

pub(super) const FUNCTIONS: &[Entry] =
    &[("mark_as_read", (1, 1), mark_as_read), ("mark_glob_as_read", (1, 2), mark_glob_as_read)];

/// `mark_as_read(path)`: notes the file, and returns the path as it is given.
fn mark_as_read(call: &Call) -> Answer {
    call.evaluation.config.session.note_read(&call.path(0)?);
    Ok(call.string(0)?.into())
}

/// `mark_glob_as_read(pattern, boundary?)`: notes all files that fit, and returns their paths in order.
fn mark_glob_as_read(call: &Call) -> Answer {
    let pattern = call.path(0)?;
    let text = path::text(&pattern);
    let glob = globset::GlobBuilder::new(&text)
        .literal_separator(true)
        .build()
        .map_err(|error| call.error(format!("{text:?} is no pattern: {error}")))?
        .compile_matcher();
    let fixed = text.find(['*', '?', '[', '{']).map_or(text.as_str(), |at| &text[..at]);
    let base = path::folder(Path::new(&format!("{fixed}x"))).to_owned();
    let boundary = if call.args.len() > 1 { call.path(1)? } else { base.clone() };
    let mut found: Vec<String> = walkdir::WalkDir::new(&base)
        .into_iter()
        .filter_map(|entry| entry.ok())
        .filter(|entry| entry.file_type().is_file() && entry.path().starts_with(&boundary))
        .filter(|entry| glob.is_match(entry.path()))
        .map(|entry| path::text(entry.path()))
        .collect();
    found.sort();
    for file in &found {
        call.evaluation.config.session.note_read(Path::new(file));
    }
    Ok(Value::list(Type::String, found.into_iter().map(Value::from).collect()))
}
