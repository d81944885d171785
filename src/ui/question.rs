//! The one question: whether to go on.

use std::{
    io::{BufRead, Write},
    sync::atomic::Ordering,
};

use super::{
    Ui,
    style::{paint, styles},
};
use crate::{
    diagnostic::{Diagnostic, Result},
    engine::{Action, PlanMode},
    runner::{PlannedUnit, Run},
};

/// What is destroyed is named up to this many objects; the plan above names all.
const MOST: usize = 30;

impl Ui {
    /// Asks whether the plans are to be applied, and names what will be destroyed. In a sandbox nothing is at stake, so
    /// it does not ask. `input` says whether anybody may be asked at all.
    ///
    /// # Errors
    /// Nobody can be asked.
    pub async fn approve(&self, run: &Run, mode: PlanMode, input: bool) -> Result<bool> {
        if crate::sandbox::is_inside() {
            return Ok(true);
        }
        if self.json.load(Ordering::Relaxed) || !input {
            return Err(nobody("Questions are switched off (-json, -input=false)."));
        }
        self.line(&paint(question(mode), styles::BOLD, self.colour));
        let destroyed = run.with_plans(destroyed);
        if !destroyed.is_empty() {
            let objects = if destroyed.len() == 1 { "object" } else { "objects" };
            let text = format!("  This destroys {} {objects}:", destroyed.len());
            self.line(&paint(text, styles::REMOVE, self.colour));
            for address in destroyed.iter().take(MOST) {
                self.line(&format!("    - {address}"));
            }
            if destroyed.len() > MOST {
                self.line(&format!("    … and {} more, named above", destroyed.len() - MOST));
            }
        }
        let asked = self.ask("\n  Only \"yes\" is accepted.\n\n  Enter a value: ");
        let answer = tokio::select! {
            answer = asked => answer?,
            () = run.stop.cancelled() => String::new(),
        };
        self.line("");
        if answer == "yes" {
            return Ok(true);
        }
        let word = if mode == PlanMode::Destroy { "Destroy" } else { "Apply" };
        self.line(&format!("{word} cancelled. Nothing was changed."));
        Ok(false)
    }

    /// Asks for a line. Who gives up waiting leaves a thread that still reads.
    ///
    /// # Errors
    /// Nobody can be asked.
    pub async fn ask(&self, text: &str) -> Result<String> {
        let _ = write!(std::io::stdout().lock(), "{text}");
        let _ = std::io::stdout().flush();
        let read = tokio::task::spawn_blocking(|| {
            let mut answer = String::new();
            std::io::stdin().lock().read_line(&mut answer).map(|read| (read, answer))
        });
        let (read, answer) = read.await.ok().and_then(Result::ok).unwrap_or_default();
        if read == 0 {
            self.line("");
            return Err(nobody("There is no terminal, and no answer on standard input."));
        }
        Ok(answer.trim().to_owned())
    }
}

fn nobody(why: &str) -> crate::diagnostic::Diagnostics {
    let detail = format!("{why} Say -auto-approve (or --non-interactive) to go on without a question.");
    Diagnostic::error("Nobody to ask for approval").detail(detail).into()
}

fn question(mode: PlanMode) -> &'static str {
    match mode {
        PlanMode::Destroy => "\nDo you really want to destroy all of this? There is no undo.",
        PlanMode::RefreshOnly => "\nWould you like to update the state to reflect these detected changes?",
        PlanMode::Normal => "\nDo you want to perform these actions?",
    }
}

/// What the plans destroy, with the unit and with what replaces it.
fn destroyed(units: Vec<&PlannedUnit>) -> Vec<String> {
    let several = units.len() > 1;
    let mut found = Vec::new();
    for unit in units {
        let Some(plan) = &unit.plan else { continue };
        for change in plan.changes.iter().filter(|change| change.action.destroys()) {
            let prefix = if several { format!("{}: ", unit.name) } else { String::new() };
            let deposed = change.deposed.as_ref();
            let deposed = deposed.map_or_else(String::new, |key| format!(" (deposed object {key})"));
            let replaced = if change.action == Action::Delete { "" } else { " (replaced)" };
            found.push(format!("{prefix}{}{deposed}{replaced}", change.address));
        }
    }
    found
}
