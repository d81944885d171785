//! What a plan says: changes, their actions and reasons.

use std::{collections::BTreeMap, sync::Arc};

use super::plan::Relevant;
use crate::{
    address::{Instance, Name},
    diagnostic::Diagnostics,
    lang::value::{Path, Value},
    schema::Attribute,
    state::State,
};

/// What a run will do to one root module.
#[derive(Clone)]
pub struct Plan {
    /// The changes of all instances, those with nothing to do included, in the order of their addresses.
    pub changes: Vec<Change>,
    /// The changes of the outputs by name, those with nothing to do included.
    pub outputs: BTreeMap<Name, OutputChange>,
    /// What changed outside, where that is of interest.
    pub drift: Vec<Change>,
    /// The attributes from which the changes come: what of the drift matters to them.
    pub relevant: Relevant,
    /// The state after the refresh, on which the plan stands.
    pub prior: State,
    /// Whether the refresh or a move changed the state, so that it is worth writing even without changes.
    pub state_changed: bool,
    /// Warnings.
    pub warnings: Diagnostics,
    /// What kind of run it is for.
    pub mode: PlanMode,
}

/// What kind of run a plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanMode {
    /// Make the world agree with the configuration.
    Normal,
    /// Destroy everything.
    Destroy,
    /// Only make the state agree with the world.
    RefreshOnly,
}

/// What happens to one object.
#[derive(Clone)]
pub struct Change {
    /// The instance.
    pub address: Instance,
    /// Its address before it was moved.
    pub previous_address: Option<Instance>,
    /// Which of its deposed objects is meant; `None` for the current one.
    pub deposed: Option<Name>,
    /// The provider configuration, as the state names it.
    pub provider: String,
    /// What is done.
    pub action: Action,
    /// Why, where that is not plain.
    pub reason: Option<Reason>,
    /// The object as it is; null if there is none.
    pub before: Value,
    /// The object as it will be, as far as that is known; null if there will be none.
    pub after: Value,
    /// The attributes that force a replacement.
    pub replace_paths: Vec<Path>,
    /// The id by which it comes in from outside.
    pub importing: Option<String>,
    /// The schema of its type.
    pub attributes: &'static [Attribute],
}

/// What is done to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    NoOp,
    /// It is created.
    Create,
    /// A data source is read during apply.
    Read,
    /// It is changed in place.
    Update,
    /// It is replaced.
    Replace {
        /// The new one is created before the old one is destroyed.
        create_before_destroy: bool,
    },
    /// It is destroyed.
    Delete,
    /// It leaves the state and stays where it is.
    Forget,
}

impl Action {
    /// Whether an object goes away.
    pub fn destroys(self) -> bool {
        matches!(self, Action::Delete | Action::Replace { .. })
    }
}

/// Why something is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Its creation was not finished.
    Tainted,
    /// The user asked for it.
    Requested,
    /// An attribute cannot be changed in place.
    CannotUpdate,
    /// `replace_triggered_by`.
    Triggered,
    /// It is not in the configuration.
    NotConfigured,
    /// Its module is not in the configuration.
    NoModule,
    /// `count` or `for_each` came or went.
    WrongRepetition,
    /// Its index is beyond `count`.
    BeyondCount,
    /// Its key is not in `for_each`.
    NotInForEach,
    /// What a data source asks for is not known yet.
    ConfigUnknown,
    /// A data source waits for a change of something else.
    DependencyPending,
}

/// What happens to an output.
#[derive(Debug, Clone)]
pub struct OutputChange {
    /// Its value in the state; null if it is not there.
    pub before: Value,
    /// Its value after the run, as far as that is known; null if it goes.
    pub after: Value,
    /// Whether it is not shown.
    pub sensitive: bool,
    /// What is done.
    pub action: Action,
}

/// How many objects are affected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Summary {
    pub import: usize,
    pub add: usize,
    pub change: usize,
    pub destroy: usize,
    pub forget: usize,
}

impl Summary {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Summary) -> Summary {
        Summary {
            import: self.import + other.import,
            add: self.add + other.add,
            change: self.change + other.change,
            destroy: self.destroy + other.destroy,
            forget: self.forget + other.forget,
        }
    }
}

impl Plan {
    /// How many objects are affected. A replacement counts as one added and one destroyed.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for change in &self.changes {
            summary.import += usize::from(change.importing.is_some());
            match change.action {
                Action::Create => summary.add += 1,
                Action::Update => summary.change += 1,
                Action::Delete => summary.destroy += 1,
                Action::Forget => summary.forget += 1,
                Action::Replace { .. } => {
                    summary.add += 1;
                    summary.destroy += 1;
                }
                Action::NoOp | Action::Read => {}
            }
        }
        summary
    }

    /// Whether applying it would do anything to an object.
    pub fn has_resource_changes(&self) -> bool {
        self.changes.iter().any(|change| {
            change.action != Action::NoOp || change.importing.is_some() || change.previous_address.is_some()
        })
    }

    /// Whether applying it would change an output.
    pub fn has_output_changes(&self) -> bool {
        self.outputs.values().any(|output| output.action != Action::NoOp)
    }

    /// Whether there is nothing to apply.
    pub fn is_empty(&self) -> bool {
        let drifted = self.mode == PlanMode::RefreshOnly && !self.drift.is_empty();
        !drifted && !self.has_resource_changes() && !self.has_output_changes()
    }

    /// The outputs as they will be, as far as that is known: what other units see.
    pub fn output_values(&self) -> BTreeMap<Name, Value> {
        let kept = self.outputs.iter().filter(|(_, output)| output.action != Action::Delete);
        kept.map(|(name, output)| (name.clone(), output.after.clone())).collect()
    }
}

/// A plan that many may look at.
pub type SharedPlan = Arc<Plan>;
