//! Plans and what came of them.

use super::{
    Ui,
    style::{paint, styles},
};
use crate::{
    engine::{Action, Plan},
    runner::{PlannedUnit, Report, Run, UnitResult},
};

impl Ui {
    /// Shows the plan of every unit in the order of the graph, then the total.
    pub fn plans(&self, run: &Run, report: &Report, json: bool) {
        run.with_plans(|units| {
            let several = run.session.scope == crate::runner::Scope::All;
            for unit in &units {
                self.plan(unit, several, json);
            }
        });
        if run.session.scope == crate::runner::Scope::All {
            self.report(report, "planned");
        }
    }

    fn plan(&self, unit: &PlannedUnit, several: bool, _json: bool) {
        if several {
            self.line(&format!("\n{}", paint(format!("── {} ", unit.name), styles::BOLD, self.colour)));
        }
        if let Some(plan) = &unit.plan {
            self.line(&render(plan, self.colour));
        }
        self.diagnostics(&unit.diagnostics);
    }

    /// Shows what was applied.
    pub fn applied(&self, run: &Run, report: &Report, _json: bool) {
        for unit in &report.units {
            self.diagnostics(&unit.diagnostics);
        }
        let total = report.total();
        self.line(&format!(
            "\nApply complete! Resources: {} added, {} changed, {} destroyed.",
            total.add, total.change, total.destroy
        ));
        if run.session.scope == crate::runner::Scope::All {
            self.report(report, "applied");
        }
    }

    fn report(&self, report: &Report, what: &str) {
        self.line(&format!(
            "\nRun Summary  {} units {what}  {:.1}s",
            report.units.len(),
            report.elapsed.as_secs_f64()
        ));
        for unit in &report.units {
            let result = match &unit.result {
                UnitResult::Succeeded => "ok".to_owned(),
                UnitResult::Failed => "failed".to_owned(),
                UnitResult::EarlyExit(because) => format!("not begun, because {because} failed"),
                UnitResult::Excluded => "excluded".to_owned(),
                UnitResult::Stopped => "not begun".to_owned(),
            };
            let s = unit.summary;
            self.line(&format!(
                "  {:<14} {result}: {} to add, {} to change, {} to destroy",
                unit.name, s.add, s.change, s.destroy
            ));
        }
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
