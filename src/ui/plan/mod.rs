//! A plan as text: data in, text out.

mod drift;
mod outputs;
mod resource;
#[cfg(test)]
mod tests;

use super::{
    diff::Printer,
    style::{paint, styles},
};
use crate::engine::{Action, Change, Plan, PlanMode, Summary};

/// How a plan is shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// Whether there are colours.
    pub colour: bool,
    /// Whether an error kept the plan from being finished.
    pub failed: bool,
    /// Whether it is one of many, so that nothing to do is said in one line.
    pub brief: bool,
}

/// A line across the screen.
pub fn rule(colour: bool) -> String {
    paint("─".repeat(77), styles::FAINT, colour)
}

/// The plan of one root module.
pub fn render(plan: &Plan, shown: Shown) -> String {
    let colour = shown.colour;
    let printer = Printer { colour, symbols: true };
    let mut out = String::new();
    let drift = drift::render(plan, printer);
    out.push_str(&drift);
    let changes: Vec<&Change> = plan.changes.iter().filter(|change| is_shown(change)).collect();
    let outputs = outputs::render(plan, printer);
    if changes.is_empty() && outputs.is_empty() {
        out.push_str(&nothing(plan, shown, !drift.is_empty()));
        return out;
    }
    if !drift.is_empty() {
        out.push_str(&format!("\n{}\n", rule(colour)));
    }
    if !changes.is_empty() {
        out.push_str(&legend(&changes, colour));
        out.push_str(if shown.failed {
            "\nstackctl planned the following actions, but then encountered a problem:\n\n"
        } else {
            "\nstackctl will perform the following actions:\n\n"
        });
        for change in changes.iter() {
            out.push_str(&resource::render(change, printer, resource::Cause::Planned));
            out.push('\n');
        }
        out.push_str(&format!("{}\n", total("Plan:", plan.summary(), colour)));
    }
    if !outputs.is_empty() {
        out.push_str(&format!("\nChanges to Outputs:\n{outputs}"));
        if !changes.iter().any(|change| change.action != Action::NoOp) {
            out.push_str(
                "\nYou can apply this plan to save these new output values to the stackctl\nstate, without changing any \
                 real infrastructure.\n",
            );
        }
    }
    out
}

/// How much is planned, in one line.
pub fn total(what: &str, s: Summary, colour: bool) -> String {
    let import = if s.import > 0 { format!("{} to import, ", s.import) } else { String::new() };
    let what = paint(what, styles::BOLD, colour);
    format!("{what} {import}{} to add, {} to change, {} to destroy.", s.add, s.change, s.destroy)
}

fn is_shown(change: &Change) -> bool {
    change.action != Action::NoOp
        || (change.deposed.is_none() && (change.previous_address.is_some() || change.importing.is_some()))
}

fn legend(changes: &[&Change], colour: bool) -> String {
    let cbd = |create_before_destroy| Action::Replace { create_before_destroy };
    let lines = [
        (Action::Create, "create"),
        (Action::Update, "update in-place"),
        (Action::Delete, "destroy"),
        (cbd(false), "destroy and then create replacement"),
        (cbd(true), "create replacement and then destroy"),
        (Action::Read, "read (data resources)"),
    ];
    let used = lines.iter().filter(|(action, _)| changes.iter().any(|change| change.action == *action));
    let lines: String =
        used.map(|(action, text)| format!("{} {text}\n", resource::symbol(*action, colour))).collect();
    if lines.is_empty() && !changes.iter().any(|change| change.action == Action::Forget) {
        return lines;
    }
    format!(
        "\nstackctl used the selected providers to generate the following execution\nplan. Resource actions are indicated \
         with the following symbols:\n{lines}"
    )
}

/// What is said of a plan with no changes.
fn nothing(plan: &Plan, shown: Shown, drift: bool) -> String {
    let colour = shown.colour;
    let line = if drift { format!("\n{}\n", rule(colour)) } else { String::new() };
    if shown.failed {
        let failed = paint("Planning failed.", styles::LOST, colour);
        let why = paint("stackctl encountered an error while generating this plan.", styles::BOLD, colour);
        return format!("{line}\n{failed} {why}\n");
    }
    let (what, why) = match plan.mode {
        PlanMode::RefreshOnly if drift => return String::new(),
        PlanMode::RefreshOnly => (
            "Your infrastructure still matches the configuration.",
            "stackctl has checked that the real remote objects still match the result of\nyour most recent changes, and \
             found no differences.",
        ),
        PlanMode::Destroy => (
            "No objects need to be destroyed.",
            "Either you have not created any objects yet or the existing objects were\nalready deleted outside of stackctl.",
        ),
        PlanMode::Normal if drift => (
            "Your infrastructure matches the configuration.",
            "Your configuration already applies the changes detected above, so applying\nthis plan will only update the \
             stackctl state to include the changes detected\nabove and won't change any real infrastructure.",
        ),
        PlanMode::Normal => (
            "Your infrastructure matches the configuration.",
            "stackctl has compared your real infrastructure against your configuration\nand found no differences, so no \
             changes are needed.",
        ),
    };
    let none = paint("No changes.", styles::GOOD, colour);
    let first = format!("{line}\n{none} {}\n", paint(what, styles::BOLD, colour));
    if shown.brief { first } else { format!("{first}\n{why}\n") }
}
