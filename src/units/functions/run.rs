//! `run_cmd`: what a program prints.

use std::{path::PathBuf, process::Command};

use super::{Answer, Call, Entry};
use crate::{lang::value::Value, units::session::lock};

pub(super) const FUNCTIONS: &[Entry] = &[("run_cmd", (1, super::MANY), run_cmd)];

/// `run_cmd([flags,] program, arguments…)`: its standard output without the last line break. It runs in the folder
/// of the config, once for the same folder and arguments; with `--terragrunt-global-cache` once for the same
/// arguments.
fn run_cmd(call: &Call) -> Answer {
    let mut words = call.strings(0)?;
    let (mut global, mut fresh) = (false, false);
    while let Some(flag) = words.first() {
        match flag.as_str() {
            "--terragrunt-quiet" => {}
            "--terragrunt-global-cache" => global = true,
            "--terragrunt-no-cache" => fresh = true,
            _ => break,
        }
        words.remove(0);
    }
    if global && fresh {
        return Err(call.error("--terragrunt-global-cache and --terragrunt-no-cache exclude each other"));
    }
    let [program, arguments @ ..] = words.as_slice() else { return Err(call.error("name a program to run")) };
    let config = call.evaluation.config;
    let key = (if global { PathBuf::new() } else { config.dir().to_owned() }, words.clone());
    if !fresh && let Some(known) = lock(&config.session.commands).get(&key) {
        return Ok(known.as_str().into());
    }
    let output = Command::new(program)
        .args(arguments)
        .current_dir(config.dir())
        .env_clear()
        .envs(&config.session.options.env)
        .output()
        .map_err(|error| call.error(format!("the program {program:?} cannot be run: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last: Vec<&str> = said.trim().lines().rev().take(5).collect();
        let said: Vec<&str> = last.into_iter().rev().collect();
        return Err(call.error(format!(
            "the program {program:?} ended with {}.\n{}",
            output.status,
            said.join("\n")
        )));
    }
    let text = String::from_utf8(output.stdout)
        .map_err(|_| call.error(format!("what the program {program:?} prints is not UTF-8")))?;
    let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
    if !fresh {
        lock(&config.session.commands).insert(key, text.clone());
    }
    Ok(Value::string(crate::lang::syntax::nfc(&text)))
}
