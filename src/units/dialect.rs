//! What may stand in a configuration file: every block and attribute of the dialect, and what was removed from it.

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Range, did_you_mean},
    lang::syntax::Body,
};

/// What may stand in a body.
pub struct Rules {
    /// What the body belongs to, for messages.
    name: &'static str,
    attributes: &'static [&'static str],
    blocks: &'static [BlockRule],
}

impl Rules {
    /// The fewest and the most labels of a block, and what may stand in it; `None` if there is no such block.
    pub fn block(&self, kind: &str) -> Option<((usize, usize), Option<&'static Rules>)> {
        self.blocks.iter().find(|rule| rule.kind == kind).map(|rule| (rule.labels, rule.inside))
    }

    /// Whether an argument of this name may stand there.
    pub fn allows(&self, attribute: &str) -> bool {
        self.attributes.contains(&attribute)
    }
}

/// A block that may stand in a body.
struct BlockRule {
    kind: &'static str,
    /// The fewest and the most labels.
    labels: (usize, usize),
    /// Whether it may stand there several times.
    many: bool,
    /// What may stand in it; `None`: anything.
    inside: Option<&'static Rules>,
}

const fn one(kind: &'static str, inside: Option<&'static Rules>) -> BlockRule {
    BlockRule { kind, labels: (0, 0), many: false, inside }
}

const fn named(kind: &'static str, inside: Option<&'static Rules>) -> BlockRule {
    BlockRule { kind, labels: (1, 1), many: true, inside }
}

const fn rules(
    name: &'static str,
    attributes: &'static [&'static str],
    blocks: &'static [BlockRule],
) -> Rules {
    Rules { name, attributes, blocks }
}

/// A configuration file.
pub static FILE: Rules = rules(
    "a configuration file",
    &[
        "inputs",
        "remote_state",
        "generate",
        "download_dir",
        "prevent_destroy",
        "iam_role",
        "iam_assume_role_duration",
        "iam_assume_role_session_name",
        "iam_web_identity_token",
        "terraform_binary",
        "terraform_version_constraint",
        "terragrunt_version_constraint",
    ],
    &[
        BlockRule { kind: "include", labels: (0, 1), many: true, inside: Some(&INCLUDE) },
        one("locals", None),
        named("feature", Some(&FEATURE)),
        named("dependency", Some(&DEPENDENCY)),
        one("dependencies", Some(&DEPENDENCIES)),
        one("terraform", Some(&TERRAFORM)),
        one("remote_state", Some(&REMOTE_STATE)),
        named("generate", Some(&GENERATE)),
        one("exclude", Some(&EXCLUDE)),
        one("errors", Some(&ERRORS)),
        one("engine", None),
        one("catalog", None),
    ],
);

static INCLUDE: Rules = rules("include", &["path", "expose", "merge_strategy"], &[]);
static FEATURE: Rules = rules("feature", &["default"], &[]);
static DEPENDENCY: Rules = rules(
    "dependency",
    &[
        "config_path",
        "enabled",
        "skip_outputs",
        "mock_outputs",
        "mock_outputs_allowed_terraform_commands",
        "mock_outputs_merge_strategy_with_state",
        "mock_outputs_merge_with_state",
    ],
    &[],
);
static DEPENDENCIES: Rules = rules("dependencies", &["paths"], &[]);
static TERRAFORM: Rules = rules(
    "terraform",
    &[
        "source",
        "version",
        "include_in_copy",
        "exclude_from_copy",
        "copy_terraform_lock_file",
        "mutable",
        "update_source_with_cas",
    ],
    &[
        named("extra_arguments", Some(&EXTRA_ARGUMENTS)),
        named("before_hook", Some(&HOOK)),
        named("after_hook", Some(&HOOK)),
        named("error_hook", Some(&ERROR_HOOK)),
    ],
);
static EXTRA_ARGUMENTS: Rules = rules(
    "extra_arguments",
    &["commands", "arguments", "env_vars", "required_var_files", "optional_var_files"],
    &[],
);
static HOOK: Rules =
    rules("a hook", &["commands", "execute", "working_dir", "run_on_error", "suppress_stdout", "if"], &[]);
static ERROR_HOOK: Rules =
    rules("error_hook", &["commands", "execute", "on_errors", "suppress_stdout", "working_dir"], &[]);
static REMOTE_STATE: Rules = rules(
    "remote_state",
    &["backend", "config", "generate", "disable_init", "disable_dependency_optimization", "encryption"],
    &[],
);
static GENERATE: Rules = rules(
    "generate",
    &[
        "path",
        "if_exists",
        "contents",
        "if_disabled",
        "comment_prefix",
        "disable_signature",
        "disable",
        "hcl_fmt",
        "mutable",
    ],
    &[],
);
static EXCLUDE: Rules = rules("exclude", &["if", "actions", "exclude_dependencies", "no_run"], &[]);
static ERRORS: Rules = rules("errors", &[], &[named("retry", Some(&RETRY)), named("ignore", Some(&IGNORE))]);
static RETRY: Rules = rules("retry", &["retryable_errors", "max_attempts", "sleep_interval_sec"], &[]);
static IGNORE: Rules = rules("ignore", &["ignorable_errors", "message", "signals"], &[]);

/// What was in older versions of the dialect, and what to write instead.
const REMOVED: [(&str, &str, &str); 6] = [
    ("a configuration file", "skip", "Write an exclude block: exclude { if = …, actions = [\"all\"] }."),
    (
        "a configuration file",
        "retryable_errors",
        "Write errors { retry \"name\" { retryable_errors = […] } }.",
    ),
    ("a configuration file", "retry_max_attempts", "Write errors { retry \"name\" { max_attempts = … } }."),
    (
        "a configuration file",
        "retry_sleep_interval_sec",
        "Write errors { retry \"name\" { sleep_interval_sec = … } }.",
    ),
    ("a configuration file", "terragrunt", "Write what stands in it at the top of the file."),
    ("dependency", "expansion", "Write one dependency block for each unit."),
];

/// Says everything that does not belong into `body`.
pub fn check(body: &Body, rules: &Rules, diagnostics: &mut Diagnostics) {
    for attribute in &body.attributes {
        if !rules.attributes.contains(&&*attribute.name) {
            diagnostics.push(unsupported(rules, "argument", &attribute.name, &attribute.name_range));
        }
    }
    let mut seen = std::collections::HashSet::new();
    for block in &body.blocks {
        let Some(rule) = rules.blocks.iter().find(|rule| rule.kind == &*block.kind) else {
            diagnostics.push(unsupported(rules, "block", &block.kind, &block.header));
            continue;
        };
        if !(rule.labels.0..=rule.labels.1).contains(&block.labels.len()) {
            let wanted = if rule.labels.1 == 0 { "no label" } else { "one label, its name" };
            diagnostics.push(
                Diagnostic::error(format!("Wrong labels of a {} block", rule.kind))
                    .detail(format!("A {} block has {wanted}.", rule.kind))
                    .at(&block.header),
            );
        }
        let key = (rule.kind, if rule.many { block.label(0) } else { None });
        if !seen.insert(key) {
            let what = key.1.map_or(rule.kind.to_owned(), |label| format!("{} {label:?}", rule.kind));
            diagnostics.push(
                Diagnostic::error(format!("Duplicate {} block", rule.kind))
                    .detail(format!("There is a block {what} in this file already. Make them one."))
                    .at(&block.header),
            );
        }
        if let Some(inside) = rule.inside {
            check(&block.body, inside, diagnostics);
        }
    }
}

/// The error for a name that is not known, with the nearest that is.
fn unsupported(rules: &Rules, what: &str, name: &str, range: &Range) -> Diagnostic {
    if let Some((_, _, instead)) =
        REMOVED.iter().find(|(of, removed, _)| *of == rules.name && *removed == name)
    {
        return Diagnostic::error(format!("Removed {what} {name:?}"))
            .detail(format!("It is not part of the dialect any more. {instead}"))
            .at(range);
    }
    if rules.name == "dependency" && name == "inputs" {
        return Diagnostic::error(format!("Removed {what} {name:?}"))
            .detail("Inputs of a dependency cannot be read. Read one of its outputs.")
            .at(range);
    }
    let (same, other, other_word): (Vec<&str>, Vec<&str>, _) = {
        let attributes = rules.attributes.to_vec();
        let blocks = rules.blocks.iter().map(|rule| rule.kind).collect();
        if what == "block" { (blocks, attributes, "an argument") } else { (attributes, blocks, "a block") }
    };
    let hint = if other.contains(&name) {
        format!(" It is written as {other_word}.")
    } else {
        did_you_mean(name, same.into_iter().chain(other))
    };
    Diagnostic::error(format!("Unsupported {what} {name:?}"))
        .detail(format!("No {what} of this name is expected in {}.{hint}", rules.name))
        .at(range)
}
