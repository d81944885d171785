//! One root module to run: a unit, or a folder of `.tf` files.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use crate::{
    config::{Argument, Given, ModuleTree, Overlay, collect_variables},
    diagnostic::{Diagnostic, Diagnostics, Result, Source},
    engine::RunContext,
    lang::value::{Name, Object, Value},
    sandbox,
    state::{Backend, Local},
    units::{Mocks, Resolved, Source as ModuleSource, Unit},
    work_dir::WorkDir,
};

/// What the command line says for every job of a run.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `-var` and `-var-file`, in their order.
    pub variables: Vec<Argument>,
    /// `-state`: another state file than the configured one.
    pub state: Option<PathBuf>,
    /// How long a held lock is waited for.
    pub lock_timeout: Duration,
    /// `-lock=false`: the state is not locked.
    pub unlocked: bool,
    /// Variables without a value are unknown instead of being an error.
    pub partial: bool,
    /// The environment variables.
    pub env: BTreeMap<String, String>,
    /// Whether the values of each unit's variables are written beside it.
    pub inputs_debug: bool,
}

/// One root module to run.
#[derive(Clone)]
pub struct Job {
    /// What people call it: the way to the unit; empty for a folder of `.tf` files.
    pub name: String,
    /// Its folder, absolute.
    pub dir: PathBuf,
    /// The unit; `None` for a folder of `.tf` files.
    pub unit: Option<Arc<Unit>>,
}

/// A job that is ready to be planned.
pub struct Ready {
    /// The modules.
    pub tree: Arc<ModuleTree>,
    /// The values of the root module's variables.
    pub variables: BTreeMap<Name, Value>,
    /// What the run knows of itself.
    pub run: RunContext,
    /// Where the state is kept.
    pub backend: Backend,
    /// Warnings.
    pub warnings: Diagnostics,
    /// What the unit says, if it is one.
    pub resolved: Option<Resolved>,
}

impl Job {
    /// Its modules, with the files that a unit generates; no values of variables are needed.
    ///
    /// # Errors
    /// Everything that is wrong in the unit or its module.
    pub fn tree(&self, outputs: &dyn Fn(&str) -> Option<Value>, mocks: Mocks) -> Result<ModuleTree> {
        let resolved = self.unit.as_ref().map(|unit| unit.resolve(outputs, mocks)).transpose()?;
        let module_dir = self.module_dir()?;
        let overlay =
            resolved.as_ref().map(|resolved| overlay(resolved, &module_dir)).transpose()?.unwrap_or_default();
        ModuleTree::load(&module_dir, &overlay)
    }

    /// What its run knows of itself.
    ///
    /// # Errors
    /// A source that is not on this machine, or not there.
    pub fn run_context(&self) -> Result<RunContext, Diagnostic> {
        Ok(RunContext {
            timestamp: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            workspace: "default".into(),
            work_dir: self.work_dir(&self.module_dir()?),
            root: PathBuf::from("."),
        })
    }

    /// Loads everything that a plan needs. `outputs` gives the outputs of a dependency by its name in the unit.
    ///
    /// # Errors
    /// Everything that is wrong in the unit, its module or the variables.
    pub fn load(
        &self,
        outputs: &dyn Fn(&str) -> Option<Value>,
        mocks: Mocks,
        settings: &Settings,
    ) -> Result<Ready> {
        let resolved = self.unit.as_ref().map(|unit| unit.resolve(outputs, mocks)).transpose()?;
        let module_dir = self.module_dir()?;
        let overlay =
            resolved.as_ref().map(|resolved| overlay(resolved, &module_dir)).transpose()?.unwrap_or_default();
        let tree = Arc::new(ModuleTree::load(&module_dir, &overlay)?);
        let mut warnings = resolved.as_ref().map(|resolved| self.skipped_hooks(resolved)).unwrap_or_default();
        let given = self.given(resolved.as_ref(), &tree, settings, &mut warnings);
        let mut env = settings.env.clone();
        env.extend(resolved.iter().flat_map(|resolved| resolved.env_vars.clone()));
        let environment = |name: &str| env.get(name).cloned();
        let variables = collect_variables(&tree.module, &module_dir, given, &environment, &mut warnings)?;
        if settings.inputs_debug && self.unit.is_some() {
            super::debug::write(&self.dir, &variables)?;
        }
        let backend = self.backend(resolved.as_ref(), &tree, settings)?;
        let run = self.run_context()?;
        Ok(Ready { tree, variables, run, backend, warnings, resolved })
    }

    /// A warning for every hook of the unit: none of them is run yet, and that must not go unsaid.
    fn skipped_hooks(&self, resolved: &Resolved) -> Diagnostics {
        let runs = |command: &String| ["plan", "apply", "destroy"].contains(&command.as_str());
        let hooks = resolved.hooks.iter().filter(|hook| hook.condition && hook.commands.iter().any(runs));
        Diagnostics(
            hooks
                .map(|hook| {
                    let detail =
                        format!("stackctl does not run hooks yet. Left out: {:?}.", hook.execute.join(" "));
                    Diagnostic::warning("Hook is not run").detail(detail).at(&hook.range).about(&self.name)
                })
                .collect(),
        )
    }

    /// Where relative paths start from. What a unit writes goes where Terragrunt's copy of the module would be.
    fn work_dir(&self, module: &Path) -> WorkDir {
        if module == self.dir {
            return WorkDir::new(module);
        }
        let written = self.dir.join(".terragrunt-cache/files");
        WorkDir::of_unit(module, &self.dir, sandbox::state_path(&written).unwrap_or(written))
    }

    /// The folder of its module.
    ///
    /// # Errors
    /// A source that is not on this machine, or not there.
    pub fn module_dir(&self) -> Result<PathBuf, Diagnostic> {
        let Some(unit) = &self.unit else { return Ok(self.dir.clone()) };
        let at = |diagnostic: Diagnostic| match &unit.source_range {
            Some(range) => diagnostic.at(range).about(&self.name),
            None => diagnostic.about(&self.name),
        };
        match (&unit.source, unit.module_dir()) {
            (_, Some(dir)) if dir.is_dir() => Ok(dir.to_owned()),
            (_, Some(dir)) => Err(at(Diagnostic::error("Module folder does not exist")
                .detail(format!("The source of the unit is {}, which is not a folder.", dir.display())))),
            (ModuleSource::Remote(source), None) => Err(at(Diagnostic::error("Unsupported module source")
                .detail(format!("{source:?} is not a local folder. Only local sources are supported yet.")))),
            (ModuleSource::Local { module, .. }, None) => Ok(module.clone()),
        }
    }

    /// The values that the unit and the command line give. Inputs that the module does not declare are left out with a
    /// warning, as Terragrunt leaves them out in silence.
    fn given(
        &self,
        resolved: Option<&Resolved>,
        tree: &ModuleTree,
        settings: &Settings,
        warnings: &mut Diagnostics,
    ) -> Given {
        let mut given = Given { partial: settings.partial, ..Given::default() };
        let Some(resolved) = resolved else {
            given.arguments.clone_from(&settings.variables);
            return given;
        };
        for (name, (value, range)) in &resolved.inputs {
            if tree.module.variables.contains_key(name) {
                given.inputs.insert(name.clone(), (value.clone(), range.clone()));
            }
        }
        let files = resolved.var_files.iter().map(|file| Argument::File(file.path.clone()));
        given.arguments.extend(files);
        let mut words = resolved.arguments.iter();
        while let Some(word) = words.next() {
            let flag = word.trim_start_matches('-');
            match flag.split_once('=') {
                Some(("var", value)) => given.arguments.push(Argument::Value(value.to_owned())),
                Some(("var-file", path)) => given.arguments.push(Argument::File(self.dir.join(path))),
                None if flag == "var" => {
                    given.arguments.extend(words.next().map(|v| Argument::Value(v.clone())))
                }
                None if flag == "var-file" => {
                    given.arguments.extend(words.next().map(|path| Argument::File(self.dir.join(path))));
                }
                // Others steer Terraform itself: locks, parallelism, input. The command line of this run says those.
                _ => {}
            }
        }
        let _ = warnings;
        given.arguments.extend(settings.variables.clone());
        given
    }

    /// Where its state is kept: as `-state`, the unit or the module says, else beside its files. In a sandbox the
    /// sandbox's own state stands in for it.
    fn backend(
        &self,
        resolved: Option<&Resolved>,
        tree: &ModuleTree,
        settings: &Settings,
    ) -> Result<Backend> {
        if let Some(path) = &settings.state {
            return Ok(Backend::Local(Local::new(path)));
        }
        let backend = if let Some(backend) = resolved.and_then(|resolved| resolved.backend.as_ref()) {
            let config: Object =
                backend.config.iter().map(|(name, (value, _))| (name.clone(), value.clone())).collect();
            Backend::from_config(&backend.kind, &config, &self.dir)
                .map_err(|error| error.or_at(&backend.range))?
        } else if let Some((kind, body, range)) = &tree.module.settings.backend {
            let mut config = Object::new();
            for attribute in &body.attributes {
                let value = crate::lang::eval::evaluate(&attribute.expr, &crate::lang::eval::NoScope)?;
                config.insert(attribute.name.clone(), value);
            }
            Backend::from_config(kind, &config, &self.dir).map_err(|error| error.or_at(range))?
        } else {
            Backend::Local(Local::new(self.dir.join("terraform.tfstate")))
        };
        Ok(in_sandbox(backend))
    }

    /// Where the state of a folder of `.tf` files is kept.
    ///
    /// # Errors
    /// What is wrong in the module.
    pub fn module_backend(&self, settings: &Settings) -> Result<Backend> {
        let tree = ModuleTree::load(&self.module_dir()?, &Overlay::new())?;
        self.backend(None, &tree, settings)
    }

    /// Where the state of a unit is kept, without loading its module where that can be told.
    ///
    /// # Errors
    /// What is wrong with its `remote_state`.
    pub fn backend_alone(&self, outputs: &dyn Fn(&str) -> Option<Value>) -> Result<Option<Backend>> {
        let Some(unit) = &self.unit else { return Ok(None) };
        let Some(backend) = unit.backend(outputs)? else {
            let module_dir = self.module_dir()?;
            let tree = ModuleTree::load(&module_dir, &Overlay::new())?;
            return self.backend(None, &tree, &Settings::default()).map(Some);
        };
        let config: Object =
            backend.config.iter().map(|(name, (value, _))| (name.clone(), value.clone())).collect();
        let backend =
            Backend::from_config(&backend.kind, &config, &self.dir).map_err(|d| d.or_at(&backend.range))?;
        Ok(Some(in_sandbox(backend)))
    }
}

/// A sandbox never touches a real state.
fn in_sandbox(backend: Backend) -> Backend {
    match &backend {
        Backend::Local(local) => match sandbox::state_path(&local.path) {
            Some(path) => Backend::Local(Local::new(path)),
            None => backend,
        },
    }
}

/// The files that a unit generates, as the module sees them.
fn overlay(resolved: &Resolved, module_dir: &Path) -> Result<Overlay, Diagnostic> {
    use crate::units::IfExists;
    let mut overlay = Overlay::new();
    for generated in resolved.generated.iter().filter(|generated| !generated.disable) {
        let name = generated.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let exists = module_dir.join(&name).exists();
        match generated.if_exists {
            IfExists::Skip if exists => continue,
            IfExists::Error if exists => {
                let detail = format!("The module has a file {name} already, and if_exists is \"error\".");
                return Err(Diagnostic::error("Generated file exists").detail(detail).at(&generated.range));
            }
            _ => {}
        }
        overlay.insert(name.clone(), Source::new(format!("{name} (generated)"), generated.contents.clone()));
    }
    Ok(overlay)
}
