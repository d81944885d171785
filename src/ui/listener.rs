//! What happens, while it happens: a line an event.

use std::{sync::Arc, time::Duration};

use super::Ui;
use crate::{
    engine::{Action, Event},
    runner::{Listener, PlannedUnit, Session},
};

impl Ui {
    /// Shows the events of a run over these jobs.
    pub fn listener(&self, session: &Session, json: bool) -> Arc<dyn Listener> {
        self.diagnostics(&session.warnings);
        Arc::new(Lines { ui: self.clone(), json })
    }
}

/// Plain lines, for logs and pipes.
struct Lines {
    ui: Ui,
    json: bool,
}

impl Listener for Lines {
    fn event(&self, unit: &str, event: Event) {
        if self.json {
            return;
        }
        let prefix = if unit.is_empty() { String::new() } else { format!("[{unit}] ") };
        if let Some(line) = sentence(&event) {
            self.ui.notice(&format!("{prefix}{line}"));
        }
    }

    fn planned(&self, _: &PlannedUnit) {}

    fn started(&self, _: &str, _: &str) {}
}

/// What an event says, in Terraform's words.
fn sentence(event: &Event) -> Option<String> {
    let with_id = |id: &Option<String>| id.as_ref().map_or_else(String::new, |id| format!(" [id={id}]"));
    let which = |deposed: &Option<crate::address::Name>| {
        deposed.as_ref().map_or_else(String::new, |key| format!(" (deposed object {key})"))
    };
    Some(match event {
        Event::Refreshing { address, id } => format!("{address}: Refreshing state...{}", with_id(id)),
        Event::Reading { address } => format!("{address}: Reading..."),
        Event::Read { address, id, elapsed } => {
            format!("{address}: Read complete after {}{}", seconds(*elapsed), with_id(id))
        }
        Event::Started { address, deposed, action, id } => {
            let verb = match action {
                Action::Create => "Creating",
                Action::Update => "Modifying",
                _ => "Destroying",
            };
            format!("{address}{}: {verb}...{}", which(deposed), with_id(id))
        }
        Event::Finished { address, deposed, action, id, elapsed } => {
            let noun = match action {
                Action::Create => "Creation",
                Action::Update => "Modifications",
                _ => "Destruction",
            };
            format!("{address}{}: {noun} complete after {}{}", which(deposed), seconds(*elapsed), with_id(id))
        }
        Event::Failed { address, deposed, elapsed, .. } => {
            format!("{address}{}: Failed after {}", which(deposed), seconds(*elapsed))
        }
        Event::Output { address, line } => format!("{address} (local-exec): {line}"),
        Event::Warning(_) => return None,
    })
}

/// Whole seconds, as Terraform counts them.
fn seconds(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    if seconds >= 60 { format!("{}m{}s", seconds / 60, seconds % 60) } else { format!("{seconds}s") }
}
