//! The environment of the process and the platform.

use super::{Answer, Call, Entry};

pub(super) const FUNCTIONS: &[Entry] =
    &[("get_env", (1, 2), get_env), ("get_platform", (0, 0), get_platform)];

/// `get_env(name, default?)`.
fn get_env(call: &Call) -> Answer {
    let name = call.string(0)?;
    if name.is_empty() {
        return Err(call.error("the name of the variable must not be empty"));
    }
    let env = &call.evaluation.config.session.options.env;
    if let Some(value) = env.get(&name) {
        return Ok(value.as_str().into());
    }
    if let Some(default) = call.optional(1)? {
        return Ok(default.into());
    }
    let near = call.near(&name, env.keys().map(String::as_str));
    Err(call.error(format!(
        "the environment variable {name} is not set. Set it, or give a default as the second argument{near}"
    )))
}

/// The name of the operating system: `linux`, `darwin`, `windows`, `freebsd`.
fn get_platform(_: &Call) -> Answer {
    Ok(match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    }
    .into())
}
