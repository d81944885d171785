//! Plain lines, for logs and pipes.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    running::{Running, every},
    words::sentence,
};
use crate::{
    engine::Event,
    runner::{Listener, PlannedUnit},
    ui::Ui,
};

/// A line an event.
pub struct Lines {
    ui: Ui,
    /// Whether lines begin with the unit.
    several: bool,
    running: Running,
}

impl Lines {
    /// Begins to print; what is slow is told as time goes on.
    pub fn start(ui: Ui, several: bool) -> Arc<Self> {
        let lines = Arc::new(Self { ui, several, running: Running::default() });
        every(&lines, Duration::from_secs(1), |lines| {
            for (unit, task, elapsed) in lines.running.due(Instant::now()) {
                lines.say(&unit, &task.still(elapsed));
            }
        });
        lines
    }

    fn say(&self, unit: &str, line: &str) {
        if self.several && !unit.is_empty() {
            self.ui.line(&format!("[{unit}] {line}"));
        } else {
            self.ui.line(line);
        }
    }
}

impl Listener for Lines {
    fn event(&self, unit: &str, event: Event) {
        self.running.note(unit, &event);
        if let Event::Warning(warning) = &event {
            self.ui.diagnostics_of(unit, &warning.clone().into());
        }
        if let Some(line) = sentence(&event) {
            self.say(unit, &line);
        }
    }

    fn planned(&self, unit: &PlannedUnit) {
        self.running.end(&unit.name);
    }

    fn started(&self, _: &str, _: &str) {}
}
