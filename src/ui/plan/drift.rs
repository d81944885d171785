//! What changed outside since the last apply, as far as it matters to the plan.

use super::resource::{self, Cause};
use crate::{
    engine::{Change, Plan, PlanMode},
    lang::value::{Object, Value},
    ui::{
        diff::{Printer, same},
        style::{paint, styles},
    },
};

/// The note on what changed outside; empty if nothing of it matters to the plan.
pub fn render(plan: &Plan, printer: Printer) -> String {
    let relevant = plan.drift.iter().filter_map(|change| match plan.mode {
        PlanMode::RefreshOnly => Some(change.clone()),
        _ => relevant(plan, change),
    });
    let mut drift: Vec<Change> = relevant.collect();
    if drift.is_empty() {
        return String::new();
    }
    drift.sort_by(|a, b| (&a.address, &a.deposed).cmp(&(&b.address, &b.deposed)));
    let mut out = format!(
        "\n{} {}\n\nstackctl detected the following changes made outside of stackctl since the\nlast \"stackctl apply\" \
         which may have affected this plan:\n\n",
        paint("Note:", styles::NOTE, printer.colour),
        paint("Objects have changed outside of stackctl", styles::BOLD, printer.colour)
    );
    for change in &drift {
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

/// The drift of the attributes from which the plan's changes come; `None` if there is none.
fn relevant(plan: &Plan, change: &Change) -> Option<Change> {
    let address = &change.address;
    let path = address.module.path();
    let matters = |name: &str| {
        plan.relevant.iter().any(|(module, resource, attribute)| {
            *module == path
                && *resource == address.resource
                && attribute.as_ref().is_none_or(|attribute| &**attribute == name)
        })
    };
    let before = change.before.as_mapping()?;
    let after: Object = before
        .iter()
        .map(|(name, value)| match matters(name) {
            true => (name.clone(), change.after.get(name).cloned().unwrap_or_default()),
            false => (name.clone(), value.clone()),
        })
        .collect();
    let after = Value::object(after);
    (!same(&change.before, &after)).then(|| Change { after, ..change.clone() })
}
