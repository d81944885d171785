//! Dependencies of a unit: `dependency "name" { … }`, their outputs and mocks, and `dependencies { paths = … }`.

use std::path::{Path, PathBuf};

use super::{
    config::Config,
    discovery,
    evaluation::Evaluation,
    fields::Fields,
    merge::{self, MergeStrategy},
    path,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Range, did_you_mean},
    lang::{
        eval::LookupError,
        value::{Name, Value},
    },
};

/// A unit whose outputs another unit reads.
#[derive(Debug, Clone, PartialEq)]
pub struct Dependency {
    /// The label of the block.
    pub name: Name,
    /// The folder of the unit that is depended on.
    pub target: PathBuf,
    /// Whether it counts; if not, there is no edge, and the mocks stand for the outputs.
    pub enabled: bool,
    /// Whether only the order matters; the mocks stand for the outputs.
    pub skip_outputs: bool,
    /// What stands for the outputs of a unit that is not applied.
    pub mocks: Option<Value>,
    /// The commands that mocks are meant for; empty: all.
    pub allowed_commands: Vec<String>,
    /// How mocks fill what real outputs lack.
    pub merge: MergeStrategy,
    /// Where the path of the unit is written.
    pub range: Range,
}

impl Dependency {
    /// Whether an edge of the graph comes from it.
    pub fn is_edge(&self) -> bool {
        self.enabled
    }

    /// Whether the outputs are never asked for, and the mocks always stand for them.
    pub fn is_mocked(&self) -> bool {
        !self.enabled || self.skip_outputs
    }

    /// Whether mocks may stand for outputs in this command. Never for one that changes something.
    pub fn mocks_allowed(&self, command: &str) -> bool {
        let changes = matches!(command, "apply" | "destroy" | "import" | "refresh");
        let meant = self.allowed_commands.is_empty() || self.allowed_commands.iter().any(|c| c == command);
        self.mocks.is_some() && meant && !changes
    }

    /// The outputs as mocks complete them; `None` if there is nothing to complete them with.
    pub fn with_mocks(&self, real: Option<&Value>) -> Option<Value> {
        let mocks = self.mocks.as_ref()?;
        let applied = real.filter(|real| real.as_mapping().is_none_or(|outputs| !outputs.is_empty()));
        Some(match (applied, self.merge) {
            (None, _) => mocks.clone(),
            (Some(real), MergeStrategy::NoMerge) => real.clone(),
            (Some(real), MergeStrategy::Shallow) => merge::shallow(mocks, real),
            (Some(real), MergeStrategy::Deep { .. }) => merge::deep(mocks, real, false),
        })
    }
}

/// What one `dependency` block says.
#[derive(Clone)]
struct Declared {
    name: Name,
    range: Range,
    path: Option<(String, Range)>,
    enabled: Option<bool>,
    skip_outputs: Option<bool>,
    mocks: Option<Value>,
    allowed_commands: Option<Vec<String>>,
    merge: Option<MergeStrategy>,
}

impl Declared {
    fn read(evaluation: &Evaluation, block: &crate::lang::syntax::Block) -> Result<Self, Diagnostic> {
        let fields = Fields::of_block(evaluation, block);
        let old_merge = fields.bool("mock_outputs_merge_with_state")?;
        let old_merge =
            old_merge.map(|merge| if merge { MergeStrategy::Shallow } else { MergeStrategy::NoMerge });
        Ok(Self {
            name: block.label(0).cloned().unwrap_or_else(|| "".into()),
            range: block.header.clone(),
            path: fields.string_at("config_path")?,
            enabled: fields.bool("enabled")?,
            skip_outputs: fields.bool("skip_outputs")?,
            mocks: fields.object("mock_outputs")?.map(|(value, ..)| value),
            allowed_commands: fields.strings("mock_outputs_allowed_terraform_commands")?,
            merge: fields.strategy("mock_outputs_merge_strategy_with_state")?.or(old_merge),
        })
    }

    /// The same, with the child's fields over it.
    fn merged(self, child: Self) -> Self {
        Self {
            path: child.path.or(self.path),
            enabled: child.enabled.or(self.enabled),
            skip_outputs: child.skip_outputs.or(self.skip_outputs),
            mocks: match (self.mocks, child.mocks) {
                (Some(above), Some(below)) => Some(merge::deep(&above, &below, true)),
                (above, below) => below.or(above),
            },
            allowed_commands: match (self.allowed_commands, child.allowed_commands) {
                (Some(above), Some(below)) => Some([above, below].concat()),
                (above, below) => below.or(above),
            },
            merge: child.merge.or(self.merge),
            name: child.name,
            range: child.range,
        }
    }

    fn finish(self, config: &Config) -> Result<Dependency, Diagnostic> {
        let Some((written, range)) = self.path else {
            return Err(Diagnostic::error("Missing argument \"config_path\"")
                .detail(format!(
                    "Dependency {:?} needs the folder of the unit that it depends on.",
                    self.name
                ))
                .at(&self.range));
        };
        let enabled = self.enabled.unwrap_or(true);
        let target = target(config, &written, &range, enabled)?;
        Ok(Dependency {
            name: self.name,
            target,
            enabled,
            skip_outputs: self.skip_outputs.unwrap_or(false),
            mocks: self.mocks,
            allowed_commands: self.allowed_commands.unwrap_or_default(),
            merge: self.merge.unwrap_or(MergeStrategy::NoMerge),
            range,
        })
    }
}

/// The folder of the unit that a path names, from the folder of the config.
fn target(config: &Config, written: &str, range: &Range, enabled: bool) -> Result<PathBuf, Diagnostic> {
    let session = &config.session;
    let path = path::join(config.dir(), written);
    let folder = match path.extension() {
        Some(extension) if (extension == "hcl" || extension == "json") && !path.is_dir() => {
            path::folder(&path).to_owned()
        }
        _ => path,
    };
    if !enabled || discovery::config_of(&folder, session.options.config.as_deref()).is_some() {
        return Ok(folder);
    }
    let shown = session.shown(&folder).display().to_string();
    let error = if !folder.is_dir() {
        Diagnostic::error("Dependency does not exist")
            .detail(format!("There is no folder {shown}.{}", neighbour(&folder)))
    } else if folder.join(discovery::STACK).is_file() {
        Diagnostic::error("Dependency on a stack is not supported yet")
            .detail(format!("{shown} is a stack. Depend on the units in it."))
    } else {
        Diagnostic::error("Dependency is not a unit")
            .detail(format!("There is no {} in {shown}.", discovery::CONFIG))
    };
    Err(error.at(range).value("config_path", format!("is {written:?}")))
}

/// A hint at a folder beside a missing one that is spelt nearly the same.
fn neighbour(missing: &Path) -> String {
    let name = missing.file_name().unwrap_or_default().to_string_lossy();
    let entries = missing.parent().and_then(|parent| std::fs::read_dir(parent).ok());
    let names: Vec<String> = entries
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    did_you_mean(&name, names.iter().map(String::as_str))
}

/// The dependencies of a config with all that it includes, in the order of the blocks.
///
/// # Errors
/// Everything that is wrong in any of the blocks.
pub fn all(evaluation: &Evaluation) -> Result<Vec<Dependency>, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut found: Vec<Declared> = Vec::new();
    for (frame, strategy) in evaluation.config.merge_order().into_iter().rev() {
        let evaluation = evaluation.in_frame(frame);
        let mut above = Vec::new();
        for block in evaluation.file().file.body.blocks_of("dependency") {
            above.extend(diagnostics.take(Declared::read(&evaluation, block).map_err(Diagnostics::from)));
        }
        for child in found {
            match above.iter_mut().find(|declared| declared.name == child.name) {
                Some(same) if matches!(strategy, MergeStrategy::Deep { .. }) => {
                    *same = same.clone().merged(child)
                }
                Some(same) => *same = child,
                None => above.push(child),
            }
        }
        found = above;
    }
    let mut finished = Vec::new();
    for declared in found {
        finished.extend(diagnostics.take(declared.finish(evaluation.config).map_err(Diagnostics::from)));
    }
    diagnostics.into_result(finished)
}

/// The folders of `dependencies { paths = […] }` of a config with all that it includes, each once.
///
/// # Errors
/// A path that is no unit.
pub fn ordered_after(evaluation: &Evaluation) -> Result<Vec<(PathBuf, Range)>, Diagnostics> {
    let mut found: Vec<(PathBuf, Range)> = Vec::new();
    for (frame, _) in evaluation.config.merge_order() {
        let evaluation = evaluation.in_frame(frame);
        for block in evaluation.file().file.body.blocks_of("dependencies") {
            let fields = Fields::of_block(&evaluation, block);
            let paths = fields.strings("paths")?.ok_or_else(|| fields.missing("paths"))?;
            let expr = block.body.attribute("paths").map(|attribute| &attribute.expr);
            for (at, written) in paths.iter().enumerate() {
                let item = expr.and_then(|expr| expr.as_tuple()).and_then(|items| items.get(at));
                let range = item.or(expr).map_or(&block.header, |expr| &expr.range);
                let target = target(evaluation.config, written, range, true)?;
                if !found.iter().any(|(known, _)| *known == target) {
                    found.push((target, range.clone()));
                }
            }
        }
    }
    Ok(found)
}

/// Every dependency with its outputs, for `dependency[name]` with a name that must be evaluated.
///
/// # Errors
/// Outputs that one of them does not have.
pub fn all_outputs(evaluation: &Evaluation, range: &Range) -> Result<Value, LookupError> {
    let mut all = Vec::new();
    for block in evaluation.config.frames.iter().flat_map(|frame| frame.file.body.blocks_of("dependency")) {
        let Some(name) = block.label(0) else { continue };
        let outputs = outputs(evaluation, name, range)?;
        all.push((name.clone(), Value::object([("outputs".into(), outputs)])));
    }
    Ok(Value::object(all))
}

/// The outputs of the dependency `name` that stands at `range`.
///
/// # Errors
/// A name that is not declared; outputs that nobody has, or that cannot be asked for yet.
pub fn outputs(evaluation: &Evaluation, name: &Name, range: &Range) -> Result<Value, LookupError> {
    let frames = &evaluation.config.frames;
    let declared = |frame: usize| {
        frames[frame].file.body.blocks_of("dependency").find(|block| block.label(0) == Some(name))
    };
    let Some((frame, block)) = (0..frames.len()).find_map(|frame| Some((frame, declared(frame)?))) else {
        let known: Vec<&str> = frames
            .iter()
            .flat_map(|frame| frame.file.body.blocks_of("dependency"))
            .filter_map(|block| block.label(0).map(|label| &**label))
            .collect();
        return Err(LookupError::catchable(
            Diagnostic::error(format!("Undeclared dependency {name:?}"))
                .detail(format!("There is no dependency block of this name.{}", did_you_mean(name, known)))
                .at(range),
        ));
    };
    let Some((dependencies, of)) = evaluation.stage.outputs else {
        return Err(Diagnostic::error("Outputs cannot be used here")
            .detail(
                "What a unit depends on, its module and what it includes must be known before any unit runs, so \
                 they cannot need an output of another unit.",
            )
            .at(range)
            .into());
    };
    evaluation.stage.touch();
    let own = evaluation.config.dir() == evaluation.stage.original_dir;
    let dependency = if own {
        dependencies.iter().find(|dependency| dependency.name == *name)
    } else {
        let inner = evaluation.in_frame(frame);
        let fields = Fields::of_block(&inner, block);
        let (written, _) = fields.required_string("config_path")?;
        let target = path::join(evaluation.config.dir(), written);
        dependencies.iter().find(|dependency| dependency.target == target)
    };
    match dependency {
        Some(dependency) => of(dependency).map_err(|error| error.or_at(range).into()),
        None => Err(Diagnostic::error(format!("Outputs of dependency {name:?} are not at hand"))
            .detail(format!(
                "{} depends on that unit, but the unit that reads this file does not. Give it a dependency block \
                 with the same config_path.",
                evaluation.config.session.shown(&evaluation.config.path).display()
            ))
            .at(range)
            .into()),
    }
}
