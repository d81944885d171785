//! What the engine tells while it works. It never prints; `ui` shows it.

use std::time::Duration;

use crate::{
    address::{Instance, Name},
    diagnostic::Diagnostic,
    engine::Action,
};

/// One thing that happens during plan or apply.
#[derive(Debug, Clone)]
pub enum Event {
    /// An object in the state is looked at.
    Refreshing {
        /// The instance.
        address: Instance,
        /// Its id, if it has one.
        id: Option<String>,
    },
    /// An object in the state was looked at.
    Refreshed {
        /// The instance.
        address: Instance,
        /// Its id, if it has one.
        id: Option<String>,
    },
    /// A data source is read.
    Reading {
        /// The instance.
        address: Instance,
    },
    /// A data source was read.
    Read {
        /// The instance.
        address: Instance,
        /// Its id, if it has one.
        id: Option<String>,
        /// How long it took.
        elapsed: Duration,
    },
    /// An object begins to change.
    Started {
        /// The instance.
        address: Instance,
        /// Which of its deposed objects.
        deposed: Option<Name>,
        /// [`Action::Create`], [`Action::Update`] or [`Action::Delete`].
        action: Action,
        /// Its id, if it has one already.
        id: Option<String>,
    },
    /// An object was changed.
    Finished {
        /// The instance.
        address: Instance,
        /// Which of its deposed objects.
        deposed: Option<Name>,
        /// As in [`Event::Started`].
        action: Action,
        /// Its id, if it still has one.
        id: Option<String>,
        /// How long it took.
        elapsed: Duration,
    },
    /// A change failed. The run's diagnostics hold the error, too.
    Failed {
        /// The instance.
        address: Instance,
        /// Which of its deposed objects.
        deposed: Option<Name>,
        /// As in [`Event::Started`].
        action: Action,
        /// How long it took.
        elapsed: Duration,
    },
    /// A line that a provisioner prints.
    Output {
        /// The instance.
        address: Instance,
        /// The line.
        line: String,
    },
    /// A warning that should not wait.
    Warning(Diagnostic),
}

/// Who wants to know.
pub trait Observer: Send + Sync {
    /// Takes an event. It must not block for long.
    fn event(&self, event: Event);
}

/// Nobody.
impl Observer for () {
    fn event(&self, _: Event) {}
}
