//! `exclude`: when a unit takes no part in a run.

use super::{evaluation::Evaluation, fields::Fields, merge::MergeStrategy};
use crate::diagnostic::{Diagnostic, Range};

/// When a unit takes no part.
#[derive(Debug, Clone, PartialEq)]
pub struct Exclude {
    /// Whether it counts at all.
    pub condition: bool,
    /// The commands that it is for; `all`, `all_except_output`.
    pub actions: Vec<String>,
    /// Whether what the unit depends on takes no part either.
    pub exclude_dependencies: bool,
    /// Whether also a command for this unit alone is not run.
    pub no_run: bool,
    /// Where the block is.
    pub range: Range,
}

impl Exclude {
    /// Whether the unit takes no part in this command over many units.
    pub fn applies_to(&self, command: &str) -> bool {
        let listed = |action: &String| match action.as_str() {
            "all" => true,
            "all_except_output" => command != "output",
            action => action.eq_ignore_ascii_case(command),
        };
        self.condition && self.actions.iter().any(listed)
    }
}

/// What a config with all that it includes says.
///
/// # Errors
/// A block that cannot be evaluated.
pub fn exclude(evaluation: &Evaluation) -> Result<Option<Exclude>, Diagnostic> {
    let mut merged: Option<Exclude> = None;
    for (frame, strategy) in evaluation.config.merge_order().into_iter().rev() {
        let evaluation = evaluation.in_frame(frame);
        for block in evaluation.file().file.body.blocks_of("exclude") {
            let fields = Fields::of_block(&evaluation, block);
            let own = Exclude {
                condition: fields.bool("if")?.ok_or_else(|| fields.missing("if"))?,
                actions: fields.strings("actions")?.unwrap_or_default(),
                exclude_dependencies: fields.bool("exclude_dependencies")?.unwrap_or(false),
                no_run: fields.bool("no_run")?.unwrap_or(false),
                range: block.header.clone(),
            };
            merged = Some(match merged {
                Some(child) if child.actions.is_empty() && matches!(strategy, MergeStrategy::Deep { .. }) => {
                    Exclude { actions: own.actions, ..child }
                }
                Some(child) => child,
                None => own,
            });
        }
    }
    Ok(merged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    #[test]
    fn an_exclude_block_is_for_the_commands_that_it_lists() {
        let range = Range::new(&Source::new("a", ""), 0..0);
        for (condition, action, command, applies) in [
            (true, "all", "output", true),
            (true, "all_except_output", "output", false),
            (true, "all_except_output", "plan", true),
            (true, "Plan", "plan", true),
            (true, "plan", "apply", false),
            (false, "all", "plan", false),
        ] {
            let exclude = Exclude {
                condition,
                actions: vec![action.into()],
                exclude_dependencies: false,
                no_run: false,
                range: range.clone(),
            };
            assert_eq!(exclude.applies_to(command), applies, "{action} {command}");
        }
    }
}
