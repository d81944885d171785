//! `errors`: which errors of a run are tried again, and which do not count.

use super::{evaluation::Evaluation, fields::Fields, merge::MergeStrategy, terraform::put};
use crate::{
    diagnostic::{Diagnostic, Range},
    lang::value::{Name, Value},
};

/// `retry "name" { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Retry {
    /// The label.
    pub name: Name,
    /// The errors, as regular expressions.
    pub errors: Vec<String>,
    /// How often the command is run at most.
    pub max_attempts: u64,
    /// How long to wait between two runs, in seconds.
    pub sleep_seconds: u64,
    /// Where the block is.
    pub range: Range,
}

/// `ignore "name" { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Ignore {
    /// The label.
    pub name: Name,
    /// The errors, as regular expressions; with `!` before: not these.
    pub errors: Vec<String>,
    /// What is said when an error is ignored.
    pub message: Option<String>,
    /// What is written to `error-signals.json` in the unit's folder.
    pub signals: Option<Value>,
    /// Where the block is.
    pub range: Range,
}

/// Which errors are tried again, and which do not count.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Errors {
    /// In the order of the blocks.
    pub retry: Vec<Retry>,
    /// In the order of the blocks; asked before `retry`.
    pub ignore: Vec<Ignore>,
}

/// What a config with all that it includes says; `None` without an `errors` block.
///
/// # Errors
/// A block that cannot be evaluated.
pub fn errors(evaluation: &Evaluation) -> Result<Option<Errors>, Diagnostic> {
    let mut merged: Option<Errors> = None;
    for (frame, strategy) in evaluation.config.merge_order().into_iter().rev() {
        let evaluation = evaluation.in_frame(frame);
        let Some(block) = evaluation.file().file.body.blocks_of("errors").next() else { continue };
        match &mut merged {
            Some(_) if !matches!(strategy, MergeStrategy::Deep { .. }) => {}
            Some(child) => {
                let mut above = own(&evaluation, &block.body)?;
                for mut retry in std::mem::take(&mut child.retry) {
                    if let Some(parent) = above.retry.iter().find(|parent| parent.name == retry.name) {
                        retry.errors = united(&parent.errors, &retry.errors);
                    }
                    put(&mut above.retry, retry, |a, b| a.name == b.name);
                }
                for mut ignore in std::mem::take(&mut child.ignore) {
                    if let Some(parent) = above.ignore.iter().find(|parent| parent.name == ignore.name) {
                        ignore.errors = united(&parent.errors, &ignore.errors);
                        ignore.message = ignore.message.or_else(|| parent.message.clone());
                        ignore.signals = ignore.signals.or_else(|| parent.signals.clone());
                    }
                    put(&mut above.ignore, ignore, |a, b| a.name == b.name);
                }
                *child = above;
            }
            None => merged = Some(own(&evaluation, &block.body)?),
        }
    }
    Ok(merged)
}

fn united(above: &[String], below: &[String]) -> Vec<String> {
    let new = below.iter().filter(|pattern| !above.contains(pattern));
    above.iter().chain(new).cloned().collect()
}

fn own(evaluation: &Evaluation, body: &crate::lang::syntax::Body) -> Result<Errors, Diagnostic> {
    let mut errors = Errors::default();
    for block in &body.blocks {
        let fields = Fields::of_block(evaluation, block);
        let name = block.label(0).cloned().unwrap_or_else(|| "".into());
        let range = block.header.clone();
        if &*block.kind == "retry" {
            let max_attempts = fields.count("max_attempts")?.ok_or_else(|| fields.missing("max_attempts"))?;
            if max_attempts == 0 {
                return Err(fields.wrong("max_attempts", "It must be 1 or more: it counts the first run."));
            }
            errors.retry.push(Retry {
                name,
                errors: patterns(&fields, "retryable_errors")?,
                max_attempts,
                sleep_seconds: fields
                    .count("sleep_interval_sec")?
                    .ok_or_else(|| fields.missing("sleep_interval_sec"))?,
                range,
            });
        } else {
            errors.ignore.push(Ignore {
                name,
                errors: patterns(&fields, "ignorable_errors")?,
                message: fields.string("message")?,
                signals: fields.object("signals")?.map(|(value, ..)| value),
                range,
            });
        }
    }
    Ok(errors)
}

/// A list of regular expressions, each of which must be one.
fn patterns(fields: &Fields, name: &str) -> Result<Vec<String>, Diagnostic> {
    let patterns = fields.strings(name)?.ok_or_else(|| fields.missing(name))?;
    for pattern in &patterns {
        let bare = pattern.strip_prefix('!').unwrap_or(pattern);
        if let Err(error) = regex::Regex::new(bare) {
            return Err(fields.wrong(name, &format!("{pattern:?} is no regular expression: {error}.")));
        }
    }
    Ok(patterns)
}
