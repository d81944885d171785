//! Values from values: `deep_merge`, `constraint_check`, and the errors that are tried again by default.

use super::{Answer, Call, Entry};
use crate::{
    lang::value::{Type, Value},
    units::{constraint, merge},
};

pub(super) const FUNCTIONS: &[Entry] = &[
    ("deep_merge", (0, super::MANY), deep_merge),
    ("constraint_check", (2, 2), constraint_check),
    ("get_default_retryable_errors", (0, 0), get_default_retryable_errors),
];

/// `deep_merge(maps…)`: a later one wins; maps are merged all the way down, lists joined, null ignored.
fn deep_merge(call: &Call) -> Answer {
    let mut merged = Value::object([]);
    for (at, arg) in call.args.iter().enumerate().filter(|(_, arg)| !arg.is_null()) {
        if arg.as_mapping().is_none() {
            return Err(call.error(format!(
                "argument {} must be a map, and it is a {}",
                at + 1,
                arg.type_of()
            )));
        }
        merged = merge::deep(&merged, arg, true);
    }
    Ok(merged)
}

/// `constraint_check(version, constraint)`.
fn constraint_check(call: &Call) -> Answer {
    constraint::satisfies(&call.string(0)?, &call.string(1)?).map(Value::from).map_err(|why| call.error(why))
}

/// Errors that go away by themselves: of the network, of a busy registry, of AWS limits.
const RETRYABLE: [&str; 14] = [
    r"(?s).*Failed to load state.*tcp.*timeout.*",
    r"(?s).*Failed to load backend.*TLS handshake timeout.*",
    r"(?s).*Creating metric alarm failed.*request to update this alarm is in progress.*",
    r"(?s).*Error installing provider.*TLS handshake timeout.*",
    r"(?s).*Error configuring the backend.*TLS handshake timeout.*",
    r"(?s).*Error installing provider.*tcp.*timeout.*",
    r"(?s).*Error installing provider.*tcp.*connection reset by peer.*",
    r"NoSuchBucket: The specified bucket does not exist",
    r"(?s).*Error creating SSM parameter: TooManyUpdates:.*",
    r"(?s).*app.terraform.io.*: 429 Too Many Requests.*",
    r"(?s).*ssh_exchange_identification.*Connection closed by remote host.*",
    r"(?s).*Client\.Timeout exceeded while awaiting headers.*",
    r"(?s).*Could not download module.*The requested URL returned error: 429.*",
    r"(?s).*net/http: TLS handshake timeout.*",
];

fn get_default_retryable_errors(_: &Call) -> Answer {
    Ok(Value::list(Type::String, RETRYABLE.map(Value::from).into()))
}
