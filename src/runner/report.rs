//! What a run did, unit by unit.

use std::{collections::BTreeMap, time::Duration};

use crate::{
    address::Name,
    diagnostic::Diagnostics,
    engine::{PlanMode, Summary},
    lang::value::Value,
};

/// What a run did.
#[derive(Debug, Default)]
pub struct Report {
    /// The units in the order in which they would run.
    pub units: Vec<UnitReport>,
    /// How long it took.
    pub elapsed: Duration,
    /// Whether it was ended early.
    pub interrupted: bool,
}

/// What became of one unit.
#[derive(Debug)]
pub struct UnitReport {
    /// Its name.
    pub name: String,
    /// What became of it.
    pub result: Result,
    /// How long it took.
    pub elapsed: Duration,
    /// How many objects were, or are to be, affected.
    pub summary: Summary,
    /// Whether the plan has changes.
    pub changes: bool,
    /// What kind of run it was.
    pub mode: PlanMode,
    /// The outputs as they are now, after an apply; sensitive ones are marked.
    pub outputs: BTreeMap<Name, Value>,
    /// What went wrong, and warnings.
    pub diagnostics: Diagnostics,
}

impl UnitReport {
    /// A report that says nothing more yet.
    pub fn new(name: impl Into<String>, result: Result) -> Self {
        Self {
            name: name.into(),
            result,
            elapsed: Duration::ZERO,
            summary: Summary::default(),
            changes: false,
            mode: PlanMode::Normal,
            outputs: BTreeMap::new(),
            diagnostics: Diagnostics::new(),
        }
    }
}

/// What became of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Result {
    /// It is done.
    Succeeded,
    /// It failed.
    Failed,
    /// It was not begun, because the unit of this name failed.
    EarlyExit(String),
    /// It takes no part, because it says so.
    Excluded,
    /// It was not begun, because the run was ended.
    Stopped,
}

impl Report {
    /// Whether every unit that took part is done.
    pub fn succeeded(&self) -> bool {
        self.units.iter().all(|unit| matches!(unit.result, Result::Succeeded | Result::Excluded))
    }

    /// All units together.
    pub fn total(&self) -> Summary {
        self.units.iter().fold(Summary::default(), |sum, unit| sum.plus(unit.summary))
    }
}
