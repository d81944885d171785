//! What was done, at the end: the last line, the outputs, the table of units, and the errors once more.

use std::{collections::BTreeMap, sync::atomic::Ordering, time::Duration};

use super::{
    Ui,
    style::{paint, styles},
    text::width,
};
use crate::{
    address::Name,
    diagnostic::Diagnostics,
    engine::{PlanMode, Summary},
    lang::value::{Marks, Value, display},
    runner::{Report, Run, Scope, UnitReport, UnitResult},
};

/// `Apply complete! Resources: 1 added, 0 changed, 0 destroyed.`
pub fn complete(s: Summary) -> String {
    let import = if s.import > 0 { format!("{} imported, ", s.import) } else { String::new() };
    let forget = if s.forget > 0 { format!(", {} forgotten", s.forget) } else { String::new() };
    format!(
        "Apply complete! Resources: {import}{} added, {} changed, {} destroyed{forget}.",
        s.add, s.change, s.destroy
    )
}

impl Ui {
    /// Shows what was applied.
    pub fn applied(&self, run: &Run, report: &Report) {
        let several = run.session.scope == Scope::All;
        if self.json.load(Ordering::Relaxed) {
            if several {
                self.report_event(report);
            }
            return;
        }
        for unit in &report.units {
            let warnings =
                unit.diagnostics.0.iter().filter(|d| d.severity == crate::diagnostic::Severity::Warning);
            let warnings = Diagnostics(warnings.cloned().collect());
            self.diagnostics_of(if several { &unit.name } else { "" }, &warnings);
        }
        let total = report.total();
        let destroy = run.options.mode == PlanMode::Destroy;
        let because = if report.interrupted { "it was interrupted" } else { "it failed" };
        let line = match (report.succeeded(), destroy) {
            (true, true) => Some(format!("Destroy complete! Resources: {} destroyed.", total.destroy)),
            (true, false) => Some(complete(total)),
            (false, _) if total == Summary::default() => None,
            (false, true) => {
                Some(format!("Destroy incomplete: {} destroyed, then {because}.", total.destroy))
            }
            (false, false) => Some(format!(
                "Apply incomplete: {} added, {} changed, {} destroyed, then {because}.",
                total.add, total.change, total.destroy
            )),
        };
        if let Some(line) = line {
            let style = if report.succeeded() { styles::ADD.bold() } else { styles::REMOVE.bold() };
            self.line(&format!("\n{}", paint(line, style, self.colour)));
        }
        if !destroy {
            for unit in report.units.iter().filter(|unit| !unit.outputs.is_empty()) {
                let of = if several { format!("Outputs of {}:", unit.name) } else { "Outputs:".to_owned() };
                self.line(&format!("\n{}\n", paint(of, styles::BOLD, self.colour)));
                self.output_values(&unit.outputs);
            }
        }
        if several {
            self.report(report);
        }
        self.failures(report, several);
    }

    /// Shows what became of every unit.
    pub fn report(&self, report: &Report) {
        if self.json.load(Ordering::Relaxed) {
            return self.report_event(report);
        }
        self.line("");
        for (at, line) in table(report).into_iter().enumerate() {
            let style = match at {
                0 => styles::BOLD,
                at => match at.checked_sub(2).and_then(|at| report.units.get(at)).map(|unit| &unit.result) {
                    Some(UnitResult::Failed) => styles::REMOVE,
                    Some(UnitResult::EarlyExit(_) | UnitResult::Stopped) => styles::CHANGE,
                    _ => anstyle::Style::new(),
                },
            };
            self.line(&paint(line, style, self.colour && style != anstyle::Style::new()));
        }
    }

    /// Repeats the errors at the end, where they are seen, unit by unit.
    pub fn failures(&self, report: &Report, several: bool) {
        for unit in &report.units {
            let errors =
                unit.diagnostics.0.iter().filter(|d| d.severity == crate::diagnostic::Severity::Error);
            let errors = Diagnostics(errors.cloned().collect());
            self.diagnostics_of(if several { &unit.name } else { "" }, &errors);
        }
    }

    fn output_values(&self, outputs: &BTreeMap<Name, Value>) {
        for (name, value) in outputs {
            let hidden = value.marks().contains(Marks::SENSITIVE);
            let text = if hidden { "<sensitive>".into() } else { display(value) };
            self.line(&format!("{name} = {text}"));
        }
    }
}

/// The table of units: a headline, the names of the columns, then a line a unit.
fn table(report: &Report) -> Vec<String> {
    let count =
        |wanted: fn(&UnitResult) -> bool| report.units.iter().filter(|unit| wanted(&unit.result)).count();
    let mut parts = Vec::new();
    for (count, word) in [
        (count(|r| *r == UnitResult::Succeeded), "succeeded"),
        (count(|r| *r == UnitResult::Failed), "failed"),
        (count(|r| matches!(r, UnitResult::EarlyExit(_) | UnitResult::Stopped)), "not begun"),
        (count(|r| *r == UnitResult::Excluded), "excluded"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    let units = if report.units.len() == 1 { "unit" } else { "units" };
    let head = format!(
        "Run summary  {} {units}  {}  {}",
        report.units.len(),
        time(report.elapsed),
        parts.join(", ")
    );
    let longest = report.units.iter().map(|unit| width(&unit.name)).max().unwrap_or(0).max(4);
    let pad = |name: &str| format!("{name}{}", " ".repeat(longest.saturating_sub(width(name))));
    let mut lines = vec![
        head,
        format!("  {}  {:<9} {:>5} {:>5} {:>5} {:>8}", pad("unit"), "result", "+", "~", "-", "time"),
    ];
    lines.extend(report.units.iter().map(|unit| format!("  {}  {}", pad(&unit.name), row(unit))));
    lines
}

fn row(unit: &UnitReport) -> String {
    let s = unit.summary;
    let (result, note) = match &unit.result {
        UnitResult::Succeeded => ("succeeded", String::new()),
        UnitResult::Failed => ("failed", String::new()),
        UnitResult::EarlyExit(because) => ("not begun", format!("  because {because} failed")),
        UnitResult::Excluded => ("excluded", String::new()),
        UnitResult::Stopped => ("not begun", "  because the run was ended".to_owned()),
    };
    if matches!(unit.result, UnitResult::Succeeded | UnitResult::Failed) {
        format!("{result:<9} {:>5} {:>5} {:>5} {:>8}", s.add, s.change, s.destroy, time(unit.elapsed))
    } else {
        format!("{result:<9}{note}")
    }
}

/// `0.4s`, `12.0s`, `1m02s`.
fn time(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    match seconds {
        0..60 => format!("{:.1}s", elapsed.as_secs_f64()),
        _ => format!("{}m{:02}s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_became_of_every_unit() {
        let unit = |name: &str, result, seconds, add| UnitReport {
            summary: Summary { add, ..Summary::default() },
            elapsed: Duration::from_millis(seconds),
            ..UnitReport::new(name, result)
        };
        let report = Report {
            units: vec![
                unit("network", UnitResult::Succeeded, 62_000, 21),
                unit("database", UnitResult::Failed, 1_240, 3),
                unit("compute", UnitResult::EarlyExit("database".into()), 0, 0),
            ],
            elapsed: Duration::from_secs(64),
            interrupted: false,
        };
        insta::assert_snapshot!(table(&report).join("\n"), @"
        Run summary  3 units  1m04s  1 succeeded, 1 failed, 1 not begun
          unit      result        +     ~     -     time
          network   succeeded    21     0     0    1m02s
          database  failed        3     0     0     1.2s
          compute   not begun  because database failed
        ");
    }

    #[test]
    fn the_last_line_counts_as_terraform_does() {
        let s = Summary { import: 1, add: 2, change: 0, destroy: 3, forget: 0 };
        assert_eq!(complete(s), "Apply complete! Resources: 1 imported, 2 added, 0 changed, 3 destroyed.");
    }
}
