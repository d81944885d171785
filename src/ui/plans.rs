//! Plans.

use std::sync::atomic::Ordering;

use super::{
    Ui,
    style::{paint, styles},
};
use crate::{
    engine::{Action, Plan},
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
            self.report(report);
        }
    }

    fn plan(&self, unit: &PlannedUnit, several: bool) {
        if several {
            self.line(&format!("\n{}", paint(format!("── {} ", unit.name), styles::BOLD, self.colour)));
        }
        if let Some(plan) = &unit.plan {
            self.line(&render(plan, self.colour));
        }
        self.diagnostics_of(if several { &unit.name } else { "" }, &unit.diagnostics);
    }
}
fn render(plan: &Plan, _colour: bool) -> String {
    let mut out = String::new();
    for change in plan.changes.iter().filter(|change| change.action != Action::NoOp) {
        let symbol = match change.action {
            Action::Create => "+",
            Action::Update => "~",
            Action::Delete => "-",
            Action::Replace { .. } => "-/+",
            Action::Read => "<=",
            _ => ".",
        };
        out.push_str(&format!("{symbol} {}\n", change.address));
        if change.action != Action::Create && change.action != Action::Read {
            if let (Some(before), Some(after)) = (change.before.as_mapping(), change.after.as_mapping()) {
                for (name, value) in after {
                    if before.get(name) != Some(value) {
                        out.push_str(&format!("      {name}: {:?} -> {value:?}\n", before.get(name)));
                    }
                }
            }
        }
    }
    let s = plan.summary();
    if plan.is_empty() {
        out.push_str("No changes. Your infrastructure matches the configuration.");
    } else {
        out.push_str(&format!("Plan: {} to add, {} to change, {} to destroy.", s.add, s.change, s.destroy));
    }
    out
}
