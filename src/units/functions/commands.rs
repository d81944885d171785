//! The command that is run, and lists of commands for `extra_arguments`.

use super::{Answer, Call, Entry};
use crate::lang::value::{Type, Value};

pub(super) const FUNCTIONS: &[Entry] = &[
    ("get_terraform_command", (0, 0), |call| {
        Ok(call.evaluation.config.session.options.command.as_str().into())
    }),
    ("get_terraform_cli_args", (0, 0), get_terraform_cli_args),
    ("get_terragrunt_source_cli_flag", (0, 0), get_terragrunt_source_cli_flag),
    ("get_terraform_commands_that_need_vars", (0, 0), |_| {
        list(&["apply", "console", "destroy", "import", "plan", "push", "refresh"])
    }),
    ("get_terraform_commands_that_need_locking", (0, 0), |_| {
        list(&["apply", "destroy", "import", "plan", "refresh", "taint", "untaint"])
    }),
    ("get_terraform_commands_that_need_input", (0, 0), |_| {
        list(&["apply", "import", "init", "plan", "refresh"])
    }),
    ("get_terraform_commands_that_need_parallelism", (0, 0), |_| list(&["apply", "plan", "destroy"])),
];

fn list(commands: &[&str]) -> Answer {
    Ok(Value::list(Type::String, commands.iter().map(|command| Value::from(*command)).collect()))
}

fn get_terraform_cli_args(call: &Call) -> Answer {
    let arguments: Vec<&str> =
        call.evaluation.config.session.options.arguments.iter().map(String::as_str).collect();
    list(&arguments)
}

fn get_terragrunt_source_cli_flag(call: &Call) -> Answer {
    Ok(call.evaluation.config.session.options.source.as_deref().unwrap_or_default().into())
}
