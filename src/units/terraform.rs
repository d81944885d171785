//! `terraform { … }`: the module's source, extra arguments of commands, and hooks.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{evaluation::Evaluation, fields::Fields, path};
use crate::{
    diagnostic::{Diagnostic, Range},
    lang::{syntax::Block, value::Name},
};

/// `extra_arguments "name" { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtraArguments {
    /// The label.
    pub name: Name,
    /// The commands that it is for.
    pub commands: Vec<String>,
    /// Arguments as they are written.
    pub arguments: Vec<String>,
    /// Environment variables.
    pub env_vars: BTreeMap<String, String>,
    /// Variable files that must exist.
    pub required_var_files: Vec<String>,
    /// Variable files that are used if they exist.
    pub optional_var_files: Vec<String>,
    /// Where the block is.
    pub range: Range,
}

/// When a hook runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HookKind {
    /// Before the command; if it fails, the command is not run.
    Before,
    /// After the command.
    After,
    /// After a command that failed with an error that fits.
    Error,
}

/// `before_hook`, `after_hook` and `error_hook`.
#[derive(Debug, Clone, PartialEq)]
pub struct Hook {
    /// The label.
    pub name: Name,
    /// When it runs.
    pub kind: HookKind,
    /// The commands that it runs with.
    pub commands: Vec<String>,
    /// The program and its arguments.
    pub execute: Vec<String>,
    /// The folder that it runs in; `None`: that of the module.
    pub working_dir: Option<PathBuf>,
    /// Whether it also runs after an error.
    pub run_on_error: bool,
    /// Whether what it prints is dropped.
    pub suppress_stdout: bool,
    /// Whether it runs at all.
    pub condition: bool,
    /// For error hooks: the errors that it is for, as regular expressions.
    pub on_errors: Vec<String>,
    /// Where the block is.
    pub range: Range,
}

/// All hooks and extra arguments of a unit, what is included first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Terraform {
    /// Extra arguments in the order in which they are given to a command.
    pub extra_arguments: Vec<ExtraArguments>,
    /// Hooks in the order in which they run.
    pub hooks: Vec<Hook>,
}

/// The source as the most important file says it, and where.
///
/// # Errors
/// An expression that cannot be evaluated without outputs of other units.
pub fn source(evaluation: &Evaluation) -> Result<Option<(String, Range)>, Diagnostic> {
    for (frame, _) in evaluation.config.merge_order().into_iter().rev() {
        let evaluation = evaluation.in_frame(frame);
        for block in evaluation.file().file.body.blocks_of("terraform") {
            let found = Fields::of_block(&evaluation, block).string_at("source")?;
            if let Some(found) = found.filter(|(text, _)| !text.is_empty()) {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

/// Hooks and extra arguments, merged by name.
///
/// # Errors
/// A block that cannot be evaluated, or without an argument that it needs.
pub fn terraform(evaluation: &Evaluation) -> Result<Terraform, Diagnostic> {
    let mut all = Terraform::default();
    for (frame, _) in evaluation.config.merge_order() {
        let evaluation = evaluation.in_frame(frame);
        for terraform in evaluation.file().file.body.blocks_of("terraform") {
            for block in terraform.body.blocks_of("extra_arguments") {
                let extra = extra_arguments(&evaluation, block)?;
                put(&mut all.extra_arguments, extra, |a, b| a.name == b.name);
            }
            for block in &terraform.body.blocks {
                let kind = match &*block.kind {
                    "before_hook" => HookKind::Before,
                    "after_hook" => HookKind::After,
                    "error_hook" => HookKind::Error,
                    _ => continue,
                };
                let hook = hook(&evaluation, block, kind)?;
                put(&mut all.hooks, hook, |a, b| a.name == b.name && a.kind == b.kind);
            }
        }
    }
    Ok(all)
}

/// Puts `new` in the place of the one that is the same, or at the end.
pub fn put<T>(all: &mut Vec<T>, new: T, same: impl Fn(&T, &T) -> bool) {
    match all.iter_mut().find(|old| same(old, &new)) {
        Some(old) => *old = new,
        None => all.push(new),
    }
}

fn name_of(block: &Block) -> Name {
    block.label(0).cloned().unwrap_or_else(|| "".into())
}

fn extra_arguments(evaluation: &Evaluation, block: &Block) -> Result<ExtraArguments, Diagnostic> {
    let fields = Fields::of_block(evaluation, block);
    Ok(ExtraArguments {
        name: name_of(block),
        commands: fields.strings("commands")?.ok_or_else(|| fields.missing("commands"))?,
        arguments: fields.strings("arguments")?.unwrap_or_default(),
        env_vars: fields.string_map("env_vars")?.unwrap_or_default(),
        required_var_files: fields.strings("required_var_files")?.unwrap_or_default(),
        optional_var_files: fields.strings("optional_var_files")?.unwrap_or_default(),
        range: block.header.clone(),
    })
}

fn hook(evaluation: &Evaluation, block: &Block, kind: HookKind) -> Result<Hook, Diagnostic> {
    let fields = Fields::of_block(evaluation, block);
    let execute = fields.strings("execute")?.ok_or_else(|| fields.missing("execute"))?;
    if execute.is_empty() {
        return Err(fields.wrong("execute", "It must name a program to run."));
    }
    let working_dir = fields.string("working_dir")?;
    Ok(Hook {
        name: name_of(block),
        kind,
        commands: fields.strings("commands")?.ok_or_else(|| fields.missing("commands"))?,
        execute,
        working_dir: working_dir.map(|dir| path::join(evaluation.config.dir(), dir)),
        run_on_error: fields.bool("run_on_error")?.unwrap_or(false),
        suppress_stdout: fields.bool("suppress_stdout")?.unwrap_or(false),
        condition: fields.bool("if")?.unwrap_or(true),
        on_errors: fields.strings("on_errors")?.unwrap_or_default(),
        range: block.header.clone(),
    })
}

/// A variable file of a command.
#[derive(Debug, Clone, PartialEq)]
pub struct VarFile {
    /// The file, absolute.
    pub path: PathBuf,
    /// Whether it is an error if it does not exist. One that need not exist and does not is left out.
    pub required: bool,
    /// The block that asks for it.
    pub range: Range,
}

/// What the extra arguments of a unit add to one command.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CommandLine {
    /// Variable files; a later one wins.
    pub var_files: Vec<VarFile>,
    /// Other arguments.
    pub arguments: Vec<String>,
    /// Environment variables.
    pub env_vars: BTreeMap<String, String>,
}

impl Terraform {
    /// What is added to `command`. Relative paths of variable files start from the unit's folder, or from the
    /// module's if the file is there and not in the unit's.
    pub fn command_line(&self, command: &str, unit: &Path, module: Option<&Path>) -> CommandLine {
        let place = |file: &str| {
            let own = path::join(unit, file);
            let of_module = module.map(|module| path::join(module, file));
            of_module.filter(|path| !own.exists() && path.exists()).unwrap_or(own)
        };
        let mut line = CommandLine::default();
        for extra in self.extra_arguments.iter().filter(|extra| extra.commands.iter().any(|c| c == command)) {
            line.env_vars.extend(extra.env_vars.clone());
            let mut files: Vec<(&str, bool)> = Vec::new();
            let mut arguments = extra.arguments.iter();
            while let Some(argument) = arguments.next() {
                let bare = argument.trim_start_matches('-');
                match bare.strip_prefix("var-file=") {
                    Some(file) if argument.starts_with('-') => files.push((file, true)),
                    _ if bare == "var-file" && argument.starts_with('-') => {
                        files.extend(arguments.next().map(|file| (file.as_str(), true)));
                    }
                    _ => line.arguments.push(argument.clone()),
                }
            }
            files.extend(extra.required_var_files.iter().map(|file| (file.as_str(), true)));
            files.extend(extra.optional_var_files.iter().map(|file| (file.as_str(), false)));
            for (file, required) in files {
                let path = place(file);
                if required || path.exists() {
                    line.var_files.retain(|known| known.path != path);
                    line.var_files.push(VarFile { path, required, range: extra.range.clone() });
                }
            }
        }
        line
    }
}
