//! The evaluator of the dialect: what names mean in a configuration file.
//!
//! Every name is evaluated when something asks for it, and once. A name that asks for itself is a cycle.

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::HashMap,
    path::Path,
};

use super::{
    config::{Config, Frame, Local},
    dependency::Dependency,
    functions::{self, Bound},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Range, did_you_mean},
    lang::{
        eval::{Callable, LookupError, Scope},
        syntax::{Expr, Step, StepKind, Traversal},
        value::{Name, Value},
    },
    work_dir::WorkDir,
};

/// Gives the outputs of a dependency: an object, perhaps unknown; or `Err` says why there are none.
pub type OutputsOf<'a> = &'a dyn Fn(&Dependency) -> Result<Value, Diagnostic>;

/// What is known while something is evaluated: nothing of other units (while loading), or their outputs.
pub struct Stage<'a> {
    /// The folder of the unit that all is evaluated for.
    pub original_dir: &'a Path,
    /// The dependencies of the unit, and their outputs; `None` while loading.
    pub outputs: Option<(&'a [Dependency], OutputsOf<'a>)>,
    /// Values that hold for this stage only, by config, frame and name.
    private: RefCell<HashMap<Key, Value>>,
    /// How often something was asked for that holds for this stage only.
    touched: Cell<usize>,
}

impl<'a> Stage<'a> {
    /// Nothing is known of other units yet.
    pub fn loading(original_dir: &'a Path) -> Self {
        Self { original_dir, outputs: None, private: RefCell::default(), touched: Cell::new(0) }
    }

    /// The outputs of the unit's dependencies can be asked for.
    pub fn resolving(original_dir: &'a Path, dependencies: &'a [Dependency], of: OutputsOf<'a>) -> Self {
        Self { outputs: Some((dependencies, of)), ..Self::loading(original_dir) }
    }

    /// Notes that what is being evaluated holds for this stage only.
    pub fn touch(&self) {
        self.touched.set(self.touched.get() + 1);
    }
}

/// A value, and how many steps of a traversal that took.
type Found = Result<(Value, usize), LookupError>;

/// Something that is being evaluated: the config, the frame in it, and the name.
type Key = (usize, usize, Name);

/// What is being evaluated, and for what.
struct Link<'a> {
    key: Key,
    range: Range,
    up: Option<&'a Link<'a>>,
}

/// Evaluates expressions of one file of a config.
#[derive(Clone, Copy)]
pub struct Evaluation<'a> {
    /// The config that the file belongs to.
    pub config: &'a Config,
    /// The file: its place among the frames of the config.
    pub frame: usize,
    /// What is known of other units.
    pub stage: &'a Stage<'a>,
    link: Option<&'a Link<'a>>,
}

impl<'a> Evaluation<'a> {
    /// Evaluates for a frame of a config.
    pub fn new(config: &'a Config, frame: usize, stage: &'a Stage<'a>) -> Self {
        Self { config, frame, stage, link: None }
    }

    /// The same for another file of the same config.
    pub fn in_frame(&self, frame: usize) -> Self {
        Self { frame, ..*self }
    }

    /// The same for the first file of another config.
    pub fn in_config<'b>(&self, config: &'b Config) -> Evaluation<'b>
    where
        'a: 'b,
    {
        Evaluation { config, frame: 0, stage: self.stage, link: self.link }
    }

    /// The file.
    pub fn file(&self) -> &'a Frame {
        &self.config.frames[self.frame]
    }

    /// Evaluates an expression of the file.
    pub fn evaluate(&self, expr: &Expr) -> Result<Value, Diagnostic> {
        let names = Names { evaluation: *self, functions: OnceCell::new() };
        crate::lang::eval::evaluate(expr, &names).map_err(first)
    }

    /// Evaluates something that has a name, and refuses to if it is being evaluated already.
    ///
    /// # Errors
    /// A cycle, with all names in it; what `f` says.
    pub fn linked<T, E: From<Diagnostic>>(
        &self,
        name: &str,
        range: &Range,
        f: impl FnOnce(&Evaluation<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let key = self.key(name);
        let mut way = Vec::new();
        let mut link = self.link;
        while let Some(open) = link {
            way.push(format!("{} ({})", open.key.2, open.range));
            if open.key == key {
                way.reverse();
                way.push(name.to_owned());
                return Err(Diagnostic::error("Cycle of values")
                    .detail(format!("These values need each other: {}.", way.join(" → ")))
                    .at(&open.range)
                    .into());
            }
            link = open.up;
        }
        let link = Link { key, range: range.clone(), up: self.link };
        f(&Evaluation { link: Some(&link), ..*self })
    }

    fn key(&self, name: &str) -> Key {
        (std::ptr::from_ref(self.config) as usize, self.frame, name.into())
    }

    /// What a name and the steps after it mean, and how many of the steps that took.
    ///
    /// # Errors
    /// A name that there is not, with the nearest that there is.
    fn find(&self, traversal: &Traversal) -> Found {
        let steps = &traversal.steps;
        match &*traversal.root {
            "local" => self.local_path(steps, &traversal.root_range),
            "include" => self.include(steps, &traversal.root_range),
            "dependency" => self.dependency(steps, &traversal.root_range),
            "feature" => self.feature(steps, &traversal.root_range),
            "values" => Ok((self.values()?, 0)),
            other => {
                let names = ["local", "include", "dependency", "feature", "values"];
                let hint = match other {
                    "var" | "data" | "module" | "resource" | "path" | "terraform" => {
                        format!(" {other:?} belongs to modules; a unit gives them values with inputs.")
                    }
                    "unit" | "stack" => " Stack files are not supported yet.".to_owned(),
                    other if self.file().locals.contains_key(other) => {
                        format!(" Did you mean \"local.{other}\"?")
                    }
                    other => did_you_mean(other, names),
                };
                Err(LookupError::catchable(
                    Diagnostic::error(format!("Unknown variable {other:?}"))
                        .detail(format!("There is no variable of this name.{hint}"))
                        .at(&traversal.root_range),
                ))
            }
        }
    }

    /// `local`, `local.a`; and into files that a local reads, without evaluating all of them.
    fn local_path(&self, steps: &[Step], root: &Range) -> Found {
        let Some((name, range)) = name_at(steps, 0) else { return Ok((self.locals()?, 0)) };
        let local = self.declared(name, range, root)?;
        if local.value.get().is_none() && steps.len() > 1 {
            let found =
                self.linked(&format!("local.{name}"), &local.range, |inner| -> Result<_, LookupError> {
                    let Some((config, first)) = functions::read::config_of_call(inner, &local.expr)? else {
                        return Ok(None);
                    };
                    let way: Vec<Step> = first.iter().chain(&steps[1..]).cloned().collect();
                    let in_locals = name_at(&way, 0).is_some_and(|(section, _)| &**section == "locals");
                    if first.len() > usize::from(in_locals) * 2 {
                        return Ok(None);
                    }
                    let (value, taken) = inner.in_config(&config).section_path(&way)?;
                    Ok(taken.checked_sub(first.len()).map(|taken| (value, taken + 1)))
                })?;
            if let Some(found) = found {
                return Ok(found);
            }
        }
        Ok((self.local(name, local)?, 1))
    }

    fn declared(&self, name: &str, range: &Range, root: &Range) -> Result<&'a Local, LookupError> {
        let file = self.file();
        file.locals.get(name).ok_or_else(|| {
            let place = Range::new(&root.source, root.bytes.start..range.bytes.end.max(root.bytes.end));
            let included = self.config.frames[self.frame]
                .includes
                .iter()
                .find(|include| self.config.frames[include.frame].locals.contains_key(name));
            let hint = match included {
                Some(include) if !include.label.is_empty() => format!(
                    " The included file has one: include.{}.locals.{name}, if the include block says expose = true.",
                    include.label
                ),
                _ => did_you_mean(name, file.locals.keys().map(|known| &**known)),
            };
            LookupError::catchable(
                Diagnostic::error(format!("Undeclared local value {name:?}"))
                    .detail(format!("The locals block of this file has no argument of this name.{hint}"))
                    .at(&place),
            )
        })
    }

    /// A local value of the file.
    fn local(&self, name: &Name, local: &Local) -> Result<Value, Diagnostic> {
        if let Some(value) = local.value.get() {
            return Ok(value.clone());
        }
        let name = format!("local.{name}");
        let key = self.key(&name);
        if let Some(value) = self.stage.private.borrow().get(&key) {
            self.stage.touch();
            return Ok(value.clone());
        }
        let before = self.stage.touched.get();
        let value = self.linked(&name, &local.range, |inner| inner.evaluate(&local.expr))?;
        if self.stage.touched.get() == before {
            let _ = local.value.set(value.clone());
        } else {
            self.stage.private.borrow_mut().insert(key, value.clone());
        }
        Ok(value)
    }

    /// All local values of the file.
    pub fn locals(&self) -> Result<Value, Diagnostic> {
        let locals =
            self.file().locals.iter().map(|(name, local)| Ok((name.clone(), self.local(name, local)?)));
        Ok(Value::object(locals.collect::<Result<Vec<_>, Diagnostic>>()?))
    }

    /// `include.root.locals.a`, or `include.locals.a` with a bare include block.
    fn include(&self, steps: &[Step], root: &Range) -> Found {
        let includes = &self.file().includes;
        let bare = includes.iter().find(|include| include.label.is_empty());
        let (include, taken) = match (bare, name_at(steps, 0)) {
            (Some(bare), _) => (bare, 0),
            (None, Some((label, range))) => {
                let Some(include) = includes.iter().find(|include| include.label == *label) else {
                    let hint = did_you_mean(label, includes.iter().map(|include| &*include.label));
                    return Err(LookupError::catchable(
                        Diagnostic::error(format!("Undeclared include {label:?}"))
                            .detail(format!("There is no include block of this name in the file.{hint}"))
                            .at(range),
                    ));
                };
                (include, 1)
            }
            (None, None) => {
                return Err(Diagnostic::error("Incomplete reference")
                    .detail("Say which include block and what of it: include.root.locals.region.")
                    .at(root)
                    .into());
            }
        };
        if !include.expose {
            return Err(LookupError::catchable(
                Diagnostic::error("Include block is not exposed")
                    .detail(
                        "To refer to what the included file says, add expose = true to the include block.",
                    )
                    .at(root)
                    .value("include", format!("declared at {}", include.range)),
            ));
        }
        let (value, more) = self.in_frame(include.frame).section_path(&steps[taken..])?;
        Ok((value, taken + more))
    }

    /// `dependency.network.outputs.vpc_id`.
    fn dependency(&self, steps: &[Step], root: &Range) -> Found {
        let Some((name, range)) = name_at(steps, 0) else {
            return Ok((super::dependency::all_outputs(self, root)?, 0));
        };
        let outputs = super::dependency::outputs(self, name, range)?;
        let dependency = || Value::object([("outputs".into(), outputs.clone())]);
        let Some((section, range)) = name_at(steps, 1) else { return Ok((dependency(), 1)) };
        if &**section != "outputs" {
            let why = if &**section == "inputs" { " Inputs of a dependency cannot be read." } else { "" };
            return Err(LookupError::catchable(
                Diagnostic::error(format!("Unsupported attribute {section:?}"))
                    .detail(format!("A dependency has outputs only: dependency.{name}.outputs.…{why}"))
                    .at(range),
            ));
        }
        let Some((output, range)) = key_at(steps, 2) else { return Ok((outputs, 2)) };
        let Some(known) = outputs.as_mapping() else { return Ok((outputs, 2)) };
        match known.get(output) {
            Some(value) => Ok((value.clone().with_marks(outputs.marks()), 3)),
            None => {
                let names: Vec<&str> = known.keys().map(|name| &**name).collect();
                let all = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
                let near = did_you_mean(output, names);
                Err(LookupError::catchable(
                    Diagnostic::error(format!("The unit of dependency {name:?} has no output {output:?}"))
                        .detail(format!("Its outputs are: {all}.{near}"))
                        .at(range),
                ))
            }
        }
    }

    /// `feature.name.value`.
    fn feature(&self, steps: &[Step], root: &Range) -> Found {
        let Some((name, range)) = name_at(steps, 0) else {
            return Err(Diagnostic::error("Incomplete reference")
                .detail("Say which feature flag: feature.name.value.")
                .at(root)
                .into());
        };
        let value = super::feature::value(self, name, range)?;
        Ok((Value::object([("value".into(), value)]), 1))
    }

    /// `values`: what `terragrunt.values.hcl` beside the file says.
    fn values(&self) -> Result<Value, Diagnostic> {
        if let Some(values) = self.config.values.get() {
            return Ok(values.clone());
        }
        let path = self.config.dir().join("terragrunt.values.hcl");
        let values = functions::read::literal_file(&self.config.session, &path)?;
        Ok(self.config.values.get_or_init(|| values).clone())
    }
}

/// The name that the step at this place goes to, and where it stands.
fn name_at(steps: &[Step], at: usize) -> Option<(&Name, &Range)> {
    match steps.get(at) {
        Some(Step { kind: StepKind::Attribute(name), range }) => Some((name, range)),
        _ => None,
    }
}

/// The name or key that the step at this place goes to, and where it stands.
fn key_at(steps: &[Step], at: usize) -> Option<(&str, &Range)> {
    match steps.get(at)? {
        Step { kind: StepKind::Attribute(name), range } => Some((name, range)),
        Step { kind: StepKind::Index(key), range } => Some((key.as_str()?, range)),
    }
}

impl Evaluation<'_> {
    /// The part of a file that steps lead to (`locals.region`), evaluating no other part of it.
    pub fn section_path(&self, steps: &[Step]) -> Found {
        match (name_at(steps, 0), name_at(steps, 1)) {
            (Some((section, _)), Some((name, range))) if &**section == "locals" => {
                let Some(local) = self.file().locals.get(name) else {
                    let known = self.file().locals.keys().map(|known| &**known);
                    return Err(LookupError::catchable(
                        Diagnostic::error(format!("Undeclared local value {name:?}"))
                            .detail(format!(
                                "The locals block of {} has no argument of this name.{}",
                                self.config.session.shown(&self.file().file.path).display(),
                                did_you_mean(name, known)
                            ))
                            .at(range),
                    ));
                };
                Ok((self.local(name, local)?, 2))
            }
            (Some((section, range)), _) => match super::section::section(self, section)? {
                Some(value) => Ok((value, 1)),
                None => Err(LookupError::catchable(super::section::missing(self, section, range))),
            },
            (None, _) => Ok((super::section::all(self)?, 0)),
        }
    }
}

/// The names of one evaluation, as the evaluator asks for them.
struct Names<'a> {
    evaluation: Evaluation<'a>,
    functions: OnceCell<Vec<Bound<'a>>>,
}

impl Scope for Names<'_> {
    fn lookup(&self, traversal: &Traversal) -> Found {
        self.evaluation.find(traversal)
    }

    fn function(&self, name: &str) -> Option<&dyn Callable> {
        let at = functions::position(name)?;
        let all = self.functions.get_or_init(|| functions::bound(self.evaluation));
        all.get(at).map(|function| function as &dyn Callable)
    }

    fn function_names(&self) -> Vec<&str> {
        functions::names().collect()
    }

    fn work_dir(&self) -> &WorkDir {
        &self.evaluation.file().file.work_dir
    }

    fn applying(&self) -> bool {
        true
    }
}

/// The first of several errors, where one is enough.
pub fn first(diagnostics: Diagnostics) -> Diagnostic {
    let unknown = || Diagnostic::error("Configuration cannot be evaluated");
    diagnostics.into_iter().next().unwrap_or_else(unknown)
}
