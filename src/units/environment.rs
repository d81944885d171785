//! An environment: the units of a folder and how they depend on each other.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    discovery,
    graph::{self, UnitGraph},
    options::LoadOptions,
    session::Session,
    source::Source,
    unit::Unit,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Result},
    lang::value::{Type, Value},
};

/// The units of a folder, and the units outside that they depend on.
pub struct Environment {
    /// The folder, absolute.
    pub dir: PathBuf,
    /// All units in the alphabetical order of their folders.
    pub units: Vec<Unit>,
    graph: UnitGraph,
    session: Arc<Session>,
}

impl Environment {
    /// Loads every unit in and below `dir`, and those outside that they depend on.
    ///
    /// # Errors
    /// What is wrong in any of them; units that wait for each other; a folder without units.
    pub fn load(dir: &Path, options: &LoadOptions) -> Result<Self> {
        let session = Session::new(options.clone());
        let dir = session.absolute(dir);
        let found = discovery::discover(&dir, options.config.as_deref())?;
        if found.is_empty() {
            return Err(no_units(&session, &dir).into());
        }
        Loading::new(session, dir, true).run(found, |_, _| true)
    }

    /// Loads the unit in `dir`, and the units whose outputs it needs; those of them that those need only if where
    /// their state is kept depends on it.
    ///
    /// # Errors
    /// What is wrong in any of them.
    pub fn load_single(dir: &Path, options: &LoadOptions) -> Result<Self> {
        let session = Session::new(options.clone());
        let dir = session.absolute(dir);
        let Some(config) = discovery::config_of(&dir, options.config.as_deref()) else {
            return Err(no_units(&session, &dir).into());
        };
        Loading::new(session, dir, false)
            .run(vec![config], |unit, external| !external || needs_outputs_for_state(unit))
    }

    /// The graph: an edge from each dependency to each unit that depends on it. There is no cycle in it.
    pub fn graph(&self) -> &UnitGraph {
        &self.graph
    }

    /// The places of the units in groups that can run one after the other; the units of a group do not wait for
    /// each other.
    pub fn levels(&self) -> Vec<Vec<usize>> {
        graph::levels(&self.graph)
    }

    /// The unit in this folder.
    pub fn unit_at(&self, dir: &Path) -> Option<&Unit> {
        self.units.binary_search_by(|unit| unit.dir.as_path().cmp(dir)).ok().map(|at| &self.units[at])
    }

    /// The unit of this name.
    pub fn unit(&self, name: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.name == name)
    }

    /// What was odd but no error. Each warning is given once.
    pub fn take_warnings(&self) -> Diagnostics {
        self.session.take_warnings()
    }

    /// The configuration and data files that were read so far, absolute.
    pub fn files_read(&self) -> BTreeSet<PathBuf> {
        self.session.files_read()
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Environment")
            .field("dir", &self.dir)
            .field("units", &self.units)
            .finish_non_exhaustive()
    }
}

fn no_units(session: &Session, dir: &Path) -> Diagnostic {
    let shown = session.shown(dir);
    let shown =
        if shown.as_os_str().is_empty() { "this folder".to_owned() } else { shown.display().to_string() };
    if !dir.is_dir() {
        return Diagnostic::error("Folder does not exist").detail(format!("There is no folder {shown}."));
    }
    let stack = if dir.join(discovery::STACK).is_file() {
        " It is a stack: units of stacks are not generated yet."
    } else {
        ""
    };
    Diagnostic::error("No units found")
        .detail(format!("There is no {} in {shown} or below it.{stack}", discovery::CONFIG))
}

/// Whether where the state of a unit is kept depends on outputs of other units.
fn needs_outputs_for_state(unit: &Unit) -> bool {
    match unit.backend(&|_| Some(Value::unknown(Type::Dynamic))) {
        Ok(Some(backend)) => backend.config.values().any(|(value, _)| !value.is_wholly_known()),
        Ok(None) => false,
        Err(_) => true,
    }
}

/// Units being loaded, and those that they make necessary.
struct Loading {
    session: Arc<Session>,
    dir: PathBuf,
    all: bool,
    units: BTreeMap<PathBuf, Unit>,
    diagnostics: Diagnostics,
}

impl Loading {
    fn new(session: Arc<Session>, dir: PathBuf, all: bool) -> Self {
        Self { session, dir, all, units: BTreeMap::new(), diagnostics: Diagnostics::new() }
    }

    /// Loads these units, and what those that `follow` says depend on.
    fn run(mut self, configs: Vec<PathBuf>, follow: impl Fn(&Unit, bool) -> bool) -> Result<Environment> {
        let mut seen: BTreeSet<PathBuf> =
            configs.iter().map(|path| super::path::folder(path).to_owned()).collect();
        let mut queue: VecDeque<(PathBuf, bool)> =
            configs.into_iter().map(|config| (config, false)).collect();
        while let Some((config, external)) = queue.pop_front() {
            let loaded = Unit::load(&self.session, &config, &self.dir, self.all, external);
            let Some(unit) = self.diagnostics.take(loaded) else { continue };
            if follow(&unit, external) {
                for (target, _) in
                    unit.edges().filter(|(target, _)| !seen.contains(*target)).collect::<Vec<_>>()
                {
                    let config = discovery::config_of(target, self.session.options.config.as_deref());
                    if let Some(config) = config.filter(|_| seen.insert(target.clone())) {
                        queue.push_back((config, true));
                    }
                }
            }
            self.units.insert(unit.dir.clone(), unit);
        }
        self.diagnostics.into_result(())?;
        let mut units: Vec<Unit> = self.units.into_values().collect();
        if self.all {
            drop_partials(&mut units, &self.session);
        }
        if units.is_empty() {
            return Err(no_units(&self.session, &self.dir).into());
        }
        let graph = graph::build(&units)?;
        Ok(Environment { dir: self.dir, units, graph, session: self.session })
    }
}

/// Drops folders with a configuration file but nothing to run: no source, no module of their own, and no unit
/// depends on them. That is a warning, unless the file is there for others to include.
fn drop_partials(units: &mut Vec<Unit>, session: &Session) {
    let targets: BTreeSet<PathBuf> =
        units.iter().flat_map(|unit| unit.edges().map(|(target, _)| target.clone())).collect();
    let included: BTreeSet<PathBuf> = units.iter().flat_map(Unit::included_files).collect();
    units.retain(|unit| {
        let runs = unit.source_range.is_some()
            || matches!(unit.source, Source::Remote(_))
            || targets.contains(&unit.dir)
            || unit.module_dir().is_some_and(has_module);
        if !runs && !included.contains(&unit.config_path) {
            session.warn(
                Diagnostic::warning("Unit without a module")
                    .detail(format!(
                        "{} names no source, and there is no .tf file beside it. It is left out.",
                        session.shown(&unit.config_path).display()
                    ))
                    .about(&unit.name),
            );
        }
        runs
    });
}

fn has_module(dir: &Path) -> bool {
    let entries = std::fs::read_dir(dir).into_iter().flatten().filter_map(|entry| entry.ok());
    entries.map(|entry| entry.file_name()).any(|name| {
        let name = name.to_string_lossy();
        name.ends_with(".tf") || name.ends_with(".tf.json")
    })
}
