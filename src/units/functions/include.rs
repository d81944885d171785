//! Where the config is, seen from an included file, and the other way round.

use std::path::Path;

use super::{Answer, Call, Entry, Failed};
use crate::units::path;

pub(super) const FUNCTIONS: &[Entry] = &[
    ("path_relative_to_include", (0, 1), path_relative_to_include),
    ("path_relative_from_include", (0, 1), path_relative_from_include),
    ("get_parent_terragrunt_dir", (0, 1), get_parent_terragrunt_dir),
];

/// The folder of the config, from that of the included file.
fn path_relative_to_include(call: &Call) -> Answer {
    Ok(path::text(&path::relative(included(call)?, call.evaluation.config.dir())).into())
}

/// The folder of the included file, from that of the config.
fn path_relative_from_include(call: &Call) -> Answer {
    Ok(path::text(&path::relative(call.evaluation.config.dir(), included(call)?)).into())
}

/// The folder of the included file; that of the config if there is none.
fn get_parent_terragrunt_dir(call: &Call) -> Answer {
    Ok(path::text(included(call)?).into())
}

/// The folder of the file that is meant: in an included file that file itself, else the only included one, or the
/// one whose label is given. The config's own folder if it includes nothing.
fn included<'a>(call: &'a Call) -> Result<&'a Path, Failed> {
    let evaluation = call.evaluation;
    if evaluation.frame != 0 {
        return Ok(evaluation.file().file.dir());
    }
    let includes = &evaluation.file().includes;
    let label = call.optional(0)?;
    let include = match (includes.as_slice(), label) {
        ([], _) => return Ok(evaluation.config.dir()),
        ([only], _) => only,
        (several, Some(label)) => match several.iter().find(|include| *include.label == *label) {
            Some(include) => include,
            None => {
                let near = call.near(&label, several.iter().map(|include| &*include.label));
                return Err(call.error(format!("there is no include block {label:?} in the file{near}")));
            }
        },
        (several, None) => {
            let labels: Vec<&str> = several.iter().map(|include| &*include.label).collect();
            return Err(call.error(format!(
                "the file has several include blocks. Say which one is meant: {}({:?}), of {}",
                call.name,
                labels[0],
                labels.join(", ")
            )));
        }
    };
    Ok(evaluation.config.frames[include.frame].file.dir())
}
