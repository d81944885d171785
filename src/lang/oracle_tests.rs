//! The recorded answers of `terraform console`, held against ours.
//!
//! Only the cases that are an expression alone are run here; those with a configuration of their own belong to the
//! command. `ORACLE_SHOW=category` prints every difference of that category (`all` for all).

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde_json::Value as Json;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Source, did_you_mean},
    lang::{
        console::answer,
        eval::{LookupError, Scope, deep},
        syntax::Traversal,
        value::Value,
    },
    work_dir::WorkDir,
};

/// A console in a folder with no configuration.
struct Console {
    work_dir: WorkDir,
}

impl Scope for Console {
    fn lookup(&self, traversal: &Traversal) -> Result<(Value, usize), LookupError> {
        if &*traversal.root != "path" {
            return Err(Diagnostic::error("Reference to undeclared resource").into());
        }
        let names = ["cwd", "module", "root"];
        match traversal.steps.first().map(|step| step.range.text().trim_start_matches('.')) {
            Some(name) if names.contains(&name) => Ok((Value::from("."), 1)),
            name => Err(Diagnostic::error("Invalid \"path\" attribute")
                .detail(did_you_mean(name.unwrap_or_default(), names))
                .into()),
        }
    }

    fn work_dir(&self) -> &WorkDir {
        &self.work_dir
    }

    fn applying(&self) -> bool {
        true
    }
}

fn print(text: &str, folder: PathBuf) -> Result<String, Diagnostics> {
    answer(&Source::new("<console-input>", text), &Console { work_dir: WorkDir::new(folder) })
}

/// Why the case fails; `None` if it passes.
fn failure(case: &Json) -> Option<String> {
    let expr = case["expr"].as_str()?;
    let folder = tempfile::tempdir().ok()?;
    for (name, text) in case["files"].as_object().into_iter().flatten() {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent()?).ok()?;
        std::fs::write(path, text.as_str()?).ok()?;
    }
    let got = print(expr, folder.path().to_owned());
    match (case["error"].as_str(), got) {
        (Some(want), Ok(got)) => Some(format!("{expr}\n    want error {want:?}, got {got:?}")),
        (Some(want), Err(errors)) => {
            let strict = std::env::var_os("ORACLE_STRICT").is_some();
            let same = errors.0.iter().any(|error| error.summary == want);
            (strict && !same).then(|| format!("{expr}\n    want error {want:?}, got {errors}"))
        }
        (None, Err(errors)) => Some(format!("{expr}\n    want {}, got error {errors}", case["result"])),
        (None, Ok(got)) => {
            let same =
                [&case["result"], &case["console_stdout"]].iter().any(|want| want.as_str() == Some(&got));
            (!same).then(|| format!("{expr}\n    want {}, got {got:?}", case["result"]))
        }
    }
}

#[test]
fn the_console_answers_as_terraforms() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/console.json");
    let recorded: Json = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let show = std::env::var("ORACLE_SHOW").unwrap_or_default();
    let mut table: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
    let failed = deep(|| {
        let mut failed = Vec::new();
        for case in recorded["cases"].as_array().unwrap() {
            let names_something = |text: &str| ["local.", "var."].iter().any(|root| text.contains(root));
            let plain = ["tfvars", "args", "env"].iter().all(|key| case[*key].is_null());
            let expr = case["expr"].as_str().unwrap_or_default();
            let configured = case["config"].as_str().is_some_and(|config| !config.trim().is_empty());
            let category = case["category"].as_str().unwrap_or_default();
            if !plain
                || category == "tfjson"
                || configured && (names_something(expr) || category != "template-functions")
            {
                continue;
            }
            let (run, wrong) = table.entry(category.to_owned()).or_default();
            *run += 1;
            if let Some(why) = failure(case) {
                let id = case["id"].as_str().unwrap_or_default().to_owned();
                wrong.push(format!("{id}: {why}"));
                failed.push(id);
            }
        }
        failed
    })
    .unwrap();
    for (category, (run, wrong)) in &table {
        println!("{category:24} {} of {run}", run - wrong.len());
        if show == *category || show == "all" {
            wrong.iter().for_each(|wrong| println!("  {wrong}"));
        }
    }
    assert!(
        failed.len() <= KNOWN.len() && failed.iter().all(|id| KNOWN.contains(&id.as_str())),
        "differ: {failed:?}"
    );
}

/// Cases that are known to differ.
const KNOWN: &[&str] = &[
    // They need a module around the expression.
    "errors-013",
    // Terraform refuses a null list there; we take the first list that is there.
    "collections-137",
];
