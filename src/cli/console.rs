//! `stackctl console`: expressions against a module's variables and state.

use std::{
    io::{BufRead, IsTerminal, Write},
    process::ExitCode,
};

use super::{arguments::Planning, context::Context, one::One};
use crate::{
    config::ModuleTree,
    diagnostic::{Diagnostics, Result, Source},
    engine::Inspection,
    lang::console::answer,
    runner::{Job, Settings},
    state::State,
};

/// The arguments of `console`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    planning: Planning,
}

/// Answers expressions: one a line, or more lines while brackets are open. `exit`, or the end of the input, ends it.
///
/// # Errors
/// What is wrong in the module; on a terminal a wrong expression does not end it, elsewhere it does.
pub fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let inspection = inspect(context, &args)?;
    let scope = inspection.scope();
    let terminal = std::io::stdin().is_terminal();
    let prompt = |open: bool| {
        if terminal {
            let _ = write!(std::io::stdout().lock(), "{}", if open { "  " } else { "> " });
            let _ = std::io::stdout().flush();
        }
    };
    let mut text = String::new();
    prompt(false);
    let mut lines = std::io::stdin().lock().lines();
    loop {
        let line = lines.next().and_then(Result::ok);
        let ended = line.is_none();
        if let Some(line) = &line {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(line);
        }
        if !ended && is_open(&text) {
            prompt(true);
            continue;
        }
        let asked = std::mem::take(&mut text);
        match asked.trim() {
            "" => {}
            "exit" => return Ok(ExitCode::SUCCESS),
            "help" => context.ui.line(HELP),
            expression => {
                let source = Source::new("<console-input>", expression);
                match answer(&source, &scope) {
                    Ok(said) => context.ui.line(&said),
                    Err(errors) if terminal => context.ui.diagnostics(&errors),
                    Err(errors) => return Err(errors),
                }
            }
        }
        if ended {
            return Ok(ExitCode::SUCCESS);
        }
        prompt(false);
    }
}

const HELP: &str = "\
Type an expression to see its value: var.name, local.name, aws_vpc.main.id, cidrsubnet(\"10.0.0.0/16\", 8, 1).
Resources have the values that the state remembers. `type(…)` shows a type. `exit`, or Ctrl-D, ends the console.";

/// The values of the unit or module in the folder; of a folder without either only what the language has.
fn inspect(context: &Context, args: &Args) -> Result<Inspection> {
    let settings = Settings { partial: true, ..args.planning.settings(context)? };
    let one = match One::open(context, "console", settings) {
        Ok(one) => one,
        Err(errors) if errors.0.iter().any(|error| error.summary == "Nothing to run here") => {
            let job = Job { name: String::new(), dir: context.dir.clone(), unit: None };
            let tree = ModuleTree::load(context.folder()?, &Default::default())?;
            let run = job.run_context()?;
            return Inspection::new(tree.into(), Default::default(), run, &State::default());
        }
        Err(errors) => return Err(errors),
    };
    let outputs = one.session.outputs_in_states(one.job())?;
    let look_up = |name: &str| outputs.get(name).cloned();
    let ready = one.job().load(&look_up, crate::units::Mocks::WhereAllowed, &one.session.settings)?;
    let mut warnings = Diagnostics::new();
    warnings.extend(ready.warnings);
    context.ui.diagnostics(&warnings);
    let state = ready.backend.read()?.map(|(state, _)| state).unwrap_or_default();
    Inspection::new(ready.tree, ready.variables, ready.run, &state)
}

/// Whether a bracket is still open, so that the expression goes on in the next line. Brackets in quotes do not count.
fn is_open(text: &str) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0_i32, false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
    }
    depth > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_goes_on_while_a_bracket_is_open() {
        for (text, open) in
            [("[1,", true), ("[1]", false), ("\"[\"", false), ("f(\"\\\"(\")", false), ("}", false)]
        {
            assert_eq!(is_open(text), open, "{text}");
        }
    }
}
