//! What all units of one run share: files parsed once, and answers that cost something to get.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{config::Config, dialect, options::LoadOptions, path};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Range, Source},
    lang::syntax::{Body, parse_body},
    work_dir::WorkDir,
};

/// A configuration file, parsed and checked against the dialect.
#[derive(Debug)]
pub struct File {
    /// Where it is, absolute.
    pub path: PathBuf,
    /// Where relative paths in it start from.
    pub work_dir: WorkDir,
    /// What it says.
    pub body: Body,
}

impl File {
    /// The folder that it is in.
    pub fn dir(&self) -> &Path {
        path::folder(&self.path)
    }
}

/// An answer that is asked for once and kept.
pub type Kept<K, V> = Mutex<HashMap<K, V>>;

/// What all units of one run share.
pub struct Session {
    /// What the person who runs the command says.
    pub options: LoadOptions,
    /// The folder that relative paths of the command line start from, and that paths are shown from.
    working_dir: PathBuf,
    files: Kept<PathBuf, Result<Arc<File>, Diagnostics>>,
    exists: Kept<PathBuf, bool>,
    /// The root of the repository of each folder that was asked for.
    pub repositories: Kept<PathBuf, Option<PathBuf>>,
    /// Files that `read_terragrunt_config` has read.
    pub configs: Kept<PathBuf, Arc<Config>>,
    /// What `run_cmd` printed, by folder and arguments.
    pub commands: Kept<(PathBuf, Vec<String>), String>,
    /// What `sops_decrypt_file` decrypted.
    pub decrypted: Kept<PathBuf, String>,
    /// What AWS answered about who is calling.
    pub identities: Kept<super::options::Identity, String>,
    read: Mutex<BTreeSet<PathBuf>>,
    warnings: Mutex<Diagnostics>,
}

/// The lock's content; nothing here is left half-done by a panic elsewhere.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Session {
    /// A session with nothing read yet.
    pub fn new(options: LoadOptions) -> Arc<Self> {
        Arc::new(Self {
            options,
            working_dir: std::env::current_dir().unwrap_or_default(),
            files: Kept::default(),
            exists: Kept::default(),
            repositories: Kept::default(),
            configs: Kept::default(),
            commands: Kept::default(),
            decrypted: Kept::default(),
            identities: Kept::default(),
            read: Mutex::default(),
            warnings: Mutex::default(),
        })
    }

    /// The absolute and clean form of a path of the command line.
    pub fn absolute(&self, given: &Path) -> PathBuf {
        path::join(&self.working_dir, given)
    }

    /// The path as a person sees it: from the working folder if it is below it.
    pub fn shown(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.working_dir).unwrap_or(path).to_owned()
    }

    /// The configuration file at an absolute path, parsed at most once. `asked` is what refers to it.
    ///
    /// # Errors
    /// What is wrong in it; for a file that cannot be read, with `asked` as the place.
    pub fn file(&self, path: &Path, asked: Option<&Range>) -> Result<Arc<File>, Diagnostics> {
        if let Some(known) = lock(&self.files).get(path) {
            return known.clone();
        }
        let text = std::fs::read_to_string(path).map_err(|error| {
            let unreadable = Diagnostic::error("Configuration file cannot be read")
                .detail(format!("{}: {error}.", self.shown(path).display()));
            Diagnostics::from(match asked {
                Some(range) => unreadable.at(range),
                None => unreadable,
            })
        })?;
        self.note_read(path);
        let parsed = self.parse(path, text);
        lock(&self.files).insert(path.to_owned(), parsed.clone());
        parsed
    }

    fn parse(&self, path: &Path, text: String) -> Result<Arc<File>, Diagnostics> {
        let source = Source::new(self.shown(path), text);
        let body = if path.extension().is_some_and(|extension| extension == "json") {
            super::json::parse(&source)?
        } else {
            parse_body(&source)?
        };
        let mut diagnostics = Diagnostics::new();
        dialect::check(&body, &dialect::FILE, &mut diagnostics);
        diagnostics.into_result(Arc::new(File {
            path: path.to_owned(),
            work_dir: WorkDir::new(path::folder(path)),
            body,
        }))
    }

    /// Whether a file or folder exists; asked of the file system at most once.
    pub fn exists(&self, path: &Path) -> bool {
        if let Some(known) = lock(&self.exists).get(path) {
            return *known;
        }
        let exists = path.exists();
        lock(&self.exists).insert(path.to_owned(), exists);
        exists
    }

    /// Remembers that configuration depends on this file.
    pub fn note_read(&self, path: &Path) {
        lock(&self.read).insert(path.to_owned());
    }

    /// Every file that configuration was read from so far, for `reading=` filters.
    pub fn files_read(&self) -> BTreeSet<PathBuf> {
        lock(&self.read).clone()
    }

    /// Keeps a warning for the caller.
    pub fn warn(&self, warning: Diagnostic) {
        let mut warnings = lock(&self.warnings);
        if !warnings.0.contains(&warning) {
            warnings.push(warning);
        }
    }

    /// The warnings so far, each once.
    pub fn take_warnings(&self) -> Diagnostics {
        std::mem::take(&mut lock(&self.warnings))
    }
}
