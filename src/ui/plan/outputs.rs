//! The changes of outputs.

use crate::{
    engine::{OutputChange, Plan},
    lang::value::Value,
    ui::diff::{Printer, Side, Sign, free},
};

/// A line or more for each output that changes; empty if none does.
pub fn render(plan: &Plan, printer: Printer) -> String {
    let width = plan.outputs.keys().map(|name| name.chars().count()).max().unwrap_or_default();
    let mut out = String::new();
    for (name, change) in &plan.outputs {
        let side = |value| side(value, change);
        let diff = free(side(&change.before), side(&change.after));
        if diff.sign == Sign::Same {
            continue;
        }
        let value = printer.value(&diff, 0, Printer::look(false));
        out.push_str(&format!("{}{name:width$} = {value}\n", printer.begin(0, diff.sign)));
    }
    out
}

/// One value of an output. One that is not shown before or after is not shown at all.
fn side<'a>(value: &'a Value, change: &OutputChange) -> Side<'a> {
    let there = !value.is_null();
    Side { value: there.then_some(value), explicit: false, sensitive: change.sensitive && there }
}
