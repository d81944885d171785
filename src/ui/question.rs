//! The one question: whether to go on.

use std::io::{BufRead, IsTerminal, Write};

use super::Ui;
use crate::{
    diagnostic::{Diagnostic, Result},
    engine::{Action, PlanMode},
    runner::Run,
};

impl Ui {
    /// Asks whether the plans are to be applied; what will be destroyed was named before. In a sandbox nothing is at
    /// stake, so it does not ask.
    ///
    /// # Errors
    /// Nobody can be asked.
    pub fn approve(&self, run: &Run, mode: PlanMode) -> Result<bool> {
        if std::env::var_os(crate::sandbox::FOLDER_VARIABLE).is_some_and(|folder| !folder.is_empty()) {
            return Ok(true);
        }
        let destroyed: Vec<String> = run.with_plans(|units| {
            let all = units.iter().filter_map(|unit| Some((unit, unit.plan.as_ref()?)));
            all.flat_map(|(unit, plan)| {
                let gone = plan
                    .changes
                    .iter()
                    .filter(|change| change.action.destroys() && change.action != Action::NoOp);
                gone.map(|change| {
                    if unit.name.is_empty() {
                        change.address.to_string()
                    } else {
                        format!("{}: {}", unit.name, change.address)
                    }
                })
            })
            .collect()
        });
        if !destroyed.is_empty() {
            self.notice("\nWill be destroyed, with everything in it:");
            for address in &destroyed {
                self.notice(&format!("  - {address}"));
            }
        }
        let question = match mode {
            PlanMode::Destroy => "Do you really want to destroy all of this? There is no undo.",
            _ => "Do you want to perform these actions?",
        };
        self.notice(&format!("\n{question}\n  Only \"yes\" is accepted.\n"));
        let _ = write!(std::io::stderr().lock(), "  Enter a value: ");
        let mut answer = String::new();
        let read = std::io::stdin().lock().read_line(&mut answer);
        if !std::io::stdin().is_terminal() && !matches!(read, Ok(n) if n > 0) {
            return Err(Diagnostic::error("Nobody to ask")
                .detail("There is no terminal and no answer on standard input. Say -auto-approve (or --non-interactive) to go on without a question.")
                .into());
        }
        self.notice("");
        if answer.trim() == "yes" {
            return Ok(true);
        }
        self.notice("Cancelled. Nothing was changed.");
        Ok(false)
    }
}
