//! What changed outside since the last apply.

use super::resource::{self, Cause};
use crate::{
    engine::{Plan, PlanMode},
    ui::{
        diff::Printer,
        style::{paint, styles},
    },
};

/// The note on what changed outside; empty if nothing of it matters to the plan.
pub fn render(plan: &Plan, printer: Printer) -> String {
    if plan.drift.is_empty() || plan.mode == PlanMode::Destroy {
        return String::new();
    }
    let mut drift: Vec<_> = plan.drift.iter().collect();
    drift.sort_by(|a, b| (&a.address, &a.deposed).cmp(&(&b.address, &b.deposed)));
    let mut out = format!(
        "\n{} {}\n\nstackctl detected the following changes made outside of stackctl since the\nlast \"stackctl apply\" \
         which may have affected this plan:\n\n",
        paint("Note:", styles::NOTE, printer.colour),
        paint("Objects have changed outside of stackctl", styles::BOLD, printer.colour)
    );
    for change in drift {
        out.push_str(&resource::render(change, printer, Cause::Drift));
        out.push('\n');
    }
    out.push_str(match plan.mode {
        PlanMode::RefreshOnly => {
            "\nThis is a refresh-only plan, so stackctl will not take any actions to undo\nthese. If you were expecting \
             these changes then you can apply this plan to\nrecord the updated values in the stackctl state without changing \
             any remote\nobjects.\n"
        }
        _ => {
            "\nUnless you have made equivalent changes to your configuration, or ignored the\nrelevant attributes using \
             ignore_changes, the following plan may include\nactions to undo or respond to these changes.\n"
        }
    });
    out
}
