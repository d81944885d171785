//! Plans.

use std::sync::atomic::Ordering;

use super::{
    Ui, plan,
    style::{paint, styles},
};
use crate::{
    diagnostic::{Diagnostics, Severity},
    runner::{PlannedUnit, Report, Run, Scope},
};

impl Ui {
    /// Shows the plan of every unit in the order of the graph, then the total. In a stream of JSON the listener told
    /// all that already.
    pub fn plans(&self, run: &Run, report: &Report) {
        let several = run.session.scope == Scope::All;
        if !self.json.load(Ordering::Relaxed) {
            run.with_plans(|units| {
                for unit in &units {
                    self.plan(unit, several);
                }
            });
        }
        if several {
            if !self.json.load(Ordering::Relaxed) {
                let planned = report.units.iter().filter(|unit| unit.changes).count();
                let what = format!("Plan for {planned} of {} units:", report.units.len());
                self.line(&format!("\n{}", plan::total(&what, report.total(), self.colour)));
            }
            self.report(report);
            if !self.json.load(Ordering::Relaxed) {
                self.failures(report, several);
            }
        }
    }

    fn plan(&self, unit: &PlannedUnit, several: bool) {
        if several {
            self.line(&format!("\n{}", paint(format!("── {} ", unit.name), styles::BOLD, self.colour)));
        }
        if let Some(plan) = &unit.plan {
            let shown =
                plan::Shown { colour: self.colour, failed: unit.diagnostics.has_errors(), brief: several };
            self.line(plan::render(plan, shown).trim_end_matches('\n'));
        }
        // Of many units the errors come at the end, where they are seen.
        let shown = unit.diagnostics.0.iter().filter(|d| !several || d.severity == Severity::Warning);
        let shown = Diagnostics(shown.cloned().collect());
        self.diagnostics_of(if several { &unit.name } else { "" }, &shown);
    }
}
