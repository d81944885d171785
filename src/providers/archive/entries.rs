//! What goes into an archive: names, contents and modes, in order.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use globset::{GlobBuilder, GlobMatcher};

use crate::providers::{Error, Result};

/// One file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the archive, with `/`.
    pub name: String,
    /// What it holds.
    pub content: Vec<u8>,
    /// Its permissions; `None` if it is no file of this machine.
    pub mode: Option<u32>,
}

/// What of a folder stays out of the archive.
#[derive(Default)]
pub struct Excludes {
    /// Paths and patterns, relative to the folder.
    pub patterns: Vec<String>,
    /// Whether folders behind symbolic links stay out too.
    pub linked_folders: bool,
}

/// The one file at `path`, under its own name.
///
/// # Errors
/// [`Error::Invalid`] if it cannot be read.
pub fn of_file(path: &Path, mode: Option<u32>) -> Result<Vec<Entry>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(vec![entry(path, name, mode)?])
}

/// Every file of the folder at `path`, in the order of the names.
///
/// # Errors
/// [`Error::Invalid`] if a file cannot be read, or if there is none.
pub fn of_folder(path: &Path, excludes: &Excludes, mode: Option<u32>) -> Result<Vec<Entry>> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !metadata.is_dir() {
        return Err(Error::Invalid(format!(
            "`source_dir` is {}, which is a file and no folder.",
            path.display()
        )));
    }
    let patterns = excludes.patterns.iter().filter(|pattern| !pattern.is_empty());
    let mut walk = Walk {
        exact: patterns.clone().cloned().collect(),
        globs: patterns.filter_map(|pattern| glob(pattern)).collect(),
        linked_folders: !excludes.linked_folders,
        mode,
        entries: Vec::new(),
    };
    walk.folder(path, Path::new(""))?;
    if walk.entries.is_empty() {
        return Err(Error::Invalid(format!("The archive of {} would be empty.", path.display())));
    }
    Ok(walk.entries)
}

struct Walk {
    exact: Vec<String>,
    globs: Vec<GlobMatcher>,
    linked_folders: bool,
    mode: Option<u32>,
    entries: Vec<Entry>,
}

impl Walk {
    fn folder(&mut self, path: &Path, name: &Path) -> Result<()> {
        let read = || -> io::Result<Vec<PathBuf>> {
            let mut paths: Vec<PathBuf> =
                fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
            paths.sort();
            Ok(paths)
        };
        for path in read().map_err(|error| unreadable(path, &error))? {
            let name = name.join(path.file_name().unwrap_or_default());
            let text = name.to_string_lossy().into_owned();
            if self.exact.contains(&text) || self.globs.iter().any(|glob| glob.is_match(&name)) {
                continue;
            }
            let is_link = path.is_symlink();
            if !path.is_dir() {
                self.entries.push(entry(&path, text, self.mode)?);
            } else if !is_link || self.linked_folders {
                self.folder(&path, &name)?;
            }
        }
        Ok(())
    }
}

fn entry(path: &Path, name: String, mode: Option<u32>) -> Result<Entry> {
    let read = || -> io::Result<Entry> {
        let permissions = fs::metadata(path)?.permissions().mode() & 0o777;
        Ok(Entry { name, content: fs::read(path)?, mode: Some(mode.unwrap_or(permissions)) })
    };
    read().map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::Invalid(format!("{} cannot be put into the archive: {error}.", path.display()))
}

fn glob(pattern: &str) -> Option<GlobMatcher> {
    Some(GlobBuilder::new(pattern).literal_separator(true).build().ok()?.compile_matcher())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_in_by_name_without_what_is_excluded() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.txt", "a/z.txt", "a/deep/x.log", "a.txt", "skip/me.txt"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            fs::write(path, name).expect("written");
        }
        let path = folder.path();
        let names = |patterns: &[&str]| -> Vec<String> {
            let patterns = patterns.iter().map(|pattern| pattern.to_string()).collect();
            let excludes = Excludes { patterns, linked_folders: false };
            of_folder(path, &excludes, None).expect("entries").into_iter().map(|entry| entry.name).collect()
        };
        assert_eq!(names(&["skip"]), ["a/deep/x.log", "a/z.txt", "a.txt", "b.txt"]);
        assert_eq!(names(&["**/*.log", "*.txt"]), ["a/z.txt", "skip/me.txt"]);
        let all = Excludes { patterns: vec!["**".into()], linked_folders: false };
        assert!(of_folder(path, &all, None).is_err());
    }
}
