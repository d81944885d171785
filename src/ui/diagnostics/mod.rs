//! Errors and warnings: in words with the excerpt that they are about, or as JSON in Terraform's form.

mod json;
mod snippet;
mod text;

use std::sync::atomic::Ordering;

pub use self::{json::to_json, snippet::Here};
use super::Ui;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};

impl Ui {
    /// Shows errors and warnings.
    pub fn diagnostics(&self, diagnostics: &Diagnostics) {
        self.diagnostics_of("", diagnostics);
    }

    /// Shows errors and warnings of a unit; one without a name is the only one.
    pub fn diagnostics_of(&self, unit: &str, diagnostics: &Diagnostics) {
        if self.json.load(Ordering::Relaxed) {
            return self.diagnostic_events(unit, diagnostics.0.iter());
        }
        let compact = self.compact_warnings.load(Ordering::Relaxed) && !diagnostics.has_errors();
        let mut warnings: Vec<(&str, usize)> = Vec::new();
        for diagnostic in &diagnostics.0 {
            if compact && diagnostic.severity == Severity::Warning {
                match warnings.iter_mut().find(|(summary, _)| *summary == diagnostic.summary) {
                    Some((_, count)) => *count += 1,
                    None => warnings.push((&diagnostic.summary, 1)),
                }
                continue;
            }
            self.notice(&self.diagnostic_text(unit, diagnostic));
        }
        if !warnings.is_empty() {
            self.notice("\nWarnings:\n");
            for (summary, count) in warnings {
                let more = if count > 1 { format!(" ({count} times)") } else { String::new() };
                self.notice(&format!("- {summary}{more}"));
            }
            self.notice("\nTo see the full warnings, run the command without -compact-warnings.");
        }
    }

    fn diagnostic_text(&self, unit: &str, diagnostic: &Diagnostic) -> String {
        text::render(unit, diagnostic, &self.here, self.colour_err, super::text::columns())
    }
}
