//! What a run did, unit by unit.

use std::time::Duration;

use crate::{diagnostic::Diagnostics, engine::Summary};

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
    /// What went wrong, and warnings.
    pub diagnostics: Diagnostics,
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
