//! Where things are: folders of the config, folders above it, the repository.

use std::path::{Path, PathBuf};

use super::{Answer, Call, Entry, Failed};
use crate::units::{path, session::lock, source::Source, unit};

pub(super) const FUNCTIONS: &[Entry] = &[
    ("find_in_parent_folders", (0, 2), find_in_parent_folders),
    ("get_terragrunt_dir", (0, 0), get_terragrunt_dir),
    ("get_original_terragrunt_dir", (0, 0), get_original_terragrunt_dir),
    ("get_working_dir", (0, 0), get_working_dir),
    ("get_repo_root", (0, 0), get_repo_root),
    ("get_path_from_repo_root", (0, 0), get_path_from_repo_root),
    ("get_path_to_repo_root", (0, 0), get_path_to_repo_root),
];

/// How far up is searched.
const LEVELS: usize = 100;

/// `find_in_parent_folders(name?, fallback?)`: the file or folder of this name in the nearest folder above that of
/// the config, never in that folder itself.
fn find_in_parent_folders(call: &Call) -> Answer {
    let name = call.optional(0)?.unwrap_or_else(|| "terragrunt.hcl".to_owned());
    if name.is_empty() {
        return Err(call.error("the name of the file must not be empty"));
    }
    let dir = call.evaluation.config.dir();
    for above in dir.ancestors().skip(1).take(LEVELS) {
        let candidate = path::join(above, &name);
        if call.evaluation.config.session.exists(&candidate) {
            return Ok(path::text(&candidate).into());
        }
    }
    if let Some(fallback) = call.optional(1)? {
        return Ok(fallback.into());
    }
    Err(call.error(format!(
        "there is no {name} in any folder above {}. Create it, or give a fallback as the second argument",
        call.shown(dir)
    )))
}

fn get_terragrunt_dir(call: &Call) -> Answer {
    Ok(path::text(call.evaluation.config.dir()).into())
}

fn get_original_terragrunt_dir(call: &Call) -> Answer {
    call.evaluation.stage.touch();
    Ok(path::text(call.evaluation.stage.original_dir).into())
}

/// The folder that the module runs in: there is no copy of it, so it is the module's own.
fn get_working_dir(call: &Call) -> Answer {
    let config = call.evaluation.config;
    let range = &config.frames[0].file.body.range;
    let (source, _) = call
        .evaluation
        .linked("the module's source", range, |inner| unit::module(&inner.in_frame(0), false))?;
    match source {
        Source::Local { module, .. } => Ok(path::text(&module).into()),
        Source::Remote(text) => Err(call.error(format!("the module is not on this machine: {text}"))),
    }
}

fn get_repo_root(call: &Call) -> Answer {
    Ok(path::text(&repository(call)?).into())
}

fn get_path_from_repo_root(call: &Call) -> Answer {
    Ok(path::text(&path::relative(&repository(call)?, call.evaluation.config.dir())).into())
}

fn get_path_to_repo_root(call: &Call) -> Answer {
    Ok(path::text(&path::relative(call.evaluation.config.dir(), &repository(call)?)).into())
}

/// The nearest folder with a `.git` in it.
fn repository(call: &Call) -> Result<PathBuf, Failed> {
    let (dir, session) = (call.evaluation.config.dir(), &call.evaluation.config.session);
    let known = lock(&session.repositories).get(dir).cloned();
    let found = known.unwrap_or_else(|| {
        let root = dir.ancestors().find(|above| session.exists(&above.join(".git"))).map(Path::to_owned);
        lock(&session.repositories).insert(dir.to_owned(), root.clone());
        root
    });
    found.ok_or_else(|| call.error(format!("{} is not in a git repository", call.shown(dir))))
}
