//! Other files as values: `read_terragrunt_config`, `read_tfvars_file`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Answer, Call, Entry, Failed};
use crate::{
    diagnostic::{Diagnostic, Source},
    lang::{
        eval::{NoScope, evaluate},
        functions,
        syntax::{Expr, ExprKind, Step, parse_body},
        value::{Name, Value},
    },
    units::{
        config::Config,
        discovery,
        evaluation::{Evaluation, first},
        path, section,
        session::{Session, lock},
    },
    work_dir::WorkDir,
};

pub(super) const FUNCTIONS: &[Entry] = &[
    ("read_terragrunt_config", (1, 2), read_terragrunt_config),
    ("read_tfvars_file", (1, 1), read_tfvars_file),
];

/// `read_terragrunt_config(path, default?)`: everything that another file says, as an object. The default counts
/// only if there is no such file.
fn read_terragrunt_config(call: &Call) -> Answer {
    match target(call.evaluation, &call.path(0)?) {
        Some(path) if path.file_name().is_some_and(|name| name == "terragrunt.values.hcl") => {
            Ok(literal_file(&call.evaluation.config.session, &path)?)
        }
        Some(path) => {
            let config = open(call.evaluation, &path)?;
            let range = config.frames[0].file.body.range.clone();
            let name = format!("the file {}", call.shown(&path));
            let inner = call.evaluation.in_config(&config);
            Ok(inner.linked(&name, &range, section::all)?)
        }
        None => call.args.get(1).cloned().ok_or_else(|| {
            call.error(format!(
                "there is no file {}. If it need not exist, give a default as the second argument",
                call.path(0).map(|path| call.shown(&path)).unwrap_or_default()
            ))
        }),
    }
}

/// The file that a path means: a folder means the unit in it.
fn target(evaluation: &Evaluation, path: &Path) -> Option<PathBuf> {
    let session = &evaluation.config.session;
    discovery::config_of(path, session.options.config.as_deref())
        .or_else(|| (session.exists(path) && !path.is_dir()).then(|| path.to_owned()))
}

/// The config at a path, opened at most once.
fn open(evaluation: &Evaluation, path: &Path) -> Result<Arc<Config>, Diagnostic> {
    let session = &evaluation.config.session;
    if path.file_name().is_some_and(|name| name == discovery::STACK) {
        return Err(Diagnostic::error("Stack files are not supported yet")
            .detail(format!("{} is one.", session.shown(path).display())));
    }
    if let Some(known) = lock(&session.configs).get(path) {
        return Ok(known.clone());
    }
    let config = Arc::new(Config::open(session, path, None).map_err(first)?);
    Ok(lock(&session.configs).entry(path.to_owned()).or_insert(config).clone())
}

/// A config that is read, and the steps into it.
type Found<'e> = (Arc<Config>, &'e [Step]);

/// If an expression is a call of `read_terragrunt_config` with steps after it, the config that it reads, and the
/// steps: then only what is asked of it need be evaluated.
pub fn config_of_call<'e>(evaluation: &Evaluation, expr: &'e Expr) -> Result<Option<Found<'e>>, Diagnostic> {
    let (call, steps): (&Expr, &[Step]) = match &*expr.kind {
        ExprKind::RelativeTraversal(source, steps) => (source, steps),
        _ => (expr, &[]),
    };
    let ExprKind::Call { name, arguments, expand: false, .. } = &*call.kind else { return Ok(None) };
    if &**name != "read_terragrunt_config" || arguments.is_empty() {
        return Ok(None);
    }
    let path = evaluation.evaluate(&arguments[0])?;
    let Some(path) = path.as_str().filter(|_| path.marks().is_empty()) else { return Ok(None) };
    let path = path::join(evaluation.config.dir(), path);
    match target(evaluation, &path) {
        Some(path) if path.file_name().is_none_or(|name| name != "terragrunt.values.hcl") => {
            open(evaluation, &path).map(|config| Some((config, steps)))
        }
        _ => Ok(None),
    }
}

/// `read_tfvars_file(path)`: what a variable file says, as JSON text.
fn read_tfvars_file(call: &Call) -> Answer {
    let path = call.path(0)?;
    let session = &call.evaluation.config.session;
    if path.extension().is_some_and(|extension| extension == "json") {
        session.note_read(&path);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| call.error(format!("{} cannot be read: {error}", call.shown(&path))))?;
        return Ok(text.into());
    }
    let object = literal_file(session, &path)?;
    let Some(jsonencode) = functions::lookup("jsonencode") else {
        return Err(call.error("there is no function jsonencode"));
    };
    jsonencode
        .invoke(vec![object], &functions::Context::new(&WorkDir::new(path::folder(&path))))
        .map_err(Failed)
}

/// A file of arguments alone, as an object: variable files, values files.
///
/// # Errors
/// A file that cannot be read, or that holds anything else.
pub fn literal_file(session: &Session, path: &Path) -> Result<Value, Diagnostic> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Diagnostic::error("File cannot be read")
            .detail(format!("{}: {error}.", session.shown(path).display()))
    })?;
    session.note_read(path);
    let source = Source::new(session.shown(path), text);
    let body = parse_body(&source).map_err(first)?;
    if let Some(block) = body.blocks.first() {
        return Err(Diagnostic::error("Unexpected block")
            .detail("This file holds values only: name = value.")
            .at(&block.header));
    }
    let values = body.attributes.iter().map(|attribute| {
        let value = evaluate(&attribute.expr, &NoScope).map_err(first)?;
        Ok((attribute.name.clone(), value))
    });
    Ok(Value::object(values.collect::<Result<Vec<(Name, Value)>, Diagnostic>>()?))
}
