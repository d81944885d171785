//! Nothing is destroyed without being named first: a unit is planned again once the units that it depends on are
//! applied, and the new plan may destroy more than the one that people saw.

use std::collections::BTreeSet;

use crate::{diagnostic::Diagnostic, engine::Plan};

/// What a plan destroys and the one that was shown does not, by address.
fn unnamed(shown: Option<&Plan>, plan: &Plan) -> Vec<String> {
    let destroyed = |plan: &Plan| -> BTreeSet<String> {
        let changes = plan.changes.iter().filter(|change| change.action.destroys());
        changes
            .map(|change| match &change.deposed {
                Some(key) => format!("{} (deposed object {key})", change.address),
                None => change.address.to_string(),
            })
            .collect()
    };
    let named = shown.map(destroyed).unwrap_or_default();
    destroyed(plan).difference(&named).cloned().collect()
}

/// What to say of a new plan that destroys more than the one that was shown: an error if somebody agreed to that one,
/// else a warning.
pub fn check(shown: Option<&Plan>, plan: &Plan, agreed: bool) -> Option<Diagnostic> {
    let more = unnamed(shown, plan);
    if more.is_empty() {
        return None;
    }
    let list = more.iter().map(|address| format!("  - {address}")).collect::<Vec<_>>().join("\n");
    let why = "With the values that are known now that the units before it are applied, this unit's plan destroys \
               more than the one that was shown:";
    Some(if agreed {
        let next =
            "Nothing of this unit was changed. Run the command again to see the new plan and to agree to it.";
        Diagnostic::error("Plan destroys more than was shown").detail(format!("{why}\n{list}\n\n{next}"))
    } else {
        Diagnostic::warning("Plan destroys more than was shown").detail(format!("{why}\n{list}"))
    })
}
