//! A unit: a folder that runs a module with inputs.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    backend::{self, Backend},
    config::Config,
    constraint,
    dependency::{self, Dependency},
    errors::{self, Errors},
    evaluation::{Evaluation, Stage},
    exclude::{self, Exclude},
    fields::Fields,
    generate::{self, Generated},
    inputs::{self, Inputs},
    options::{TERRAFORM_VERSION, TERRAGRUNT_VERSION},
    path,
    session::Session,
    source::{self, Source},
    terraform::{self, Hook, VarFile},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Range, Result},
    lang::value::{Name, Value},
};

/// A unit as far as it is known without any other unit.
pub struct Unit {
    /// Its folder, absolute.
    pub dir: PathBuf,
    /// The way to it from the folder that was loaded, with `/`; `.` for that folder itself.
    pub name: String,
    /// Its configuration file, absolute.
    pub config_path: PathBuf,
    /// Its module.
    pub source: Source,
    /// Where the source is written, if it is.
    pub source_range: Option<Range>,
    /// The units whose outputs it reads, in the order of the blocks.
    pub dependencies: Vec<Dependency>,
    /// The units that it only runs after, and where that is written.
    pub after: Vec<(PathBuf, Range)>,
    /// When it takes no part in a run, as far as that needs no outputs.
    pub exclude: Option<Exclude>,
    /// Whether it is outside the folder that was loaded, and here only because another unit depends on it.
    pub external: bool,
    config: Arc<Config>,
}

/// Whether mocks may stand for outputs that are not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mocks {
    /// Never: a unit that is not applied has no outputs.
    #[default]
    Never,
    /// Where the unit says so, and the command changes nothing. What was mocked is in [`Resolved::mocked`].
    WhereAllowed,
}

/// All of a unit, with the outputs of other units in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The values of the module's variables; unknown where they come from something not applied.
    pub inputs: Inputs,
    /// Where the state is kept; `None`: as the module says, else beside the unit's file.
    pub backend: Option<Backend>,
    /// Files that are added to the module.
    pub generated: Vec<Generated>,
    /// Variable files of the command, in their order.
    pub var_files: Vec<VarFile>,
    /// Other extra arguments of the command.
    pub arguments: Vec<String>,
    /// Extra environment variables of the command.
    pub env_vars: BTreeMap<String, String>,
    /// All hooks, in the order in which they run.
    pub hooks: Vec<Hook>,
    /// Whether the unit must not be destroyed.
    pub prevent_destroy: bool,
    /// When it takes no part in a run.
    pub exclude: Option<Exclude>,
    /// Which errors are tried again or ignored.
    pub errors: Option<Errors>,
    /// The role that is assumed first.
    pub role: Option<Role>,
    /// `download_dir`, absolute.
    pub download_dir: Option<PathBuf>,
    /// The dependencies whose outputs are mocks, in whole or in part.
    pub mocked: BTreeSet<Name>,
}

/// `iam_role` and what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// The ARN.
    pub arn: String,
    /// How long credentials are valid, in seconds.
    pub duration: Option<u64>,
    /// The name of the session.
    pub session_name: Option<String>,
    /// A token, or the file that holds it.
    pub web_identity_token: Option<String>,
}

impl Unit {
    /// Reads the unit with this configuration file; `root` is the folder that was loaded, `all` whether it is one
    /// of many.
    ///
    /// # Errors
    /// Everything that is wrong and can be told without other units.
    pub fn load(
        session: &Arc<Session>,
        config_path: &Path,
        root: &Path,
        all: bool,
        external: bool,
    ) -> Result<Self> {
        let dir = path::folder(config_path).to_owned();
        let name = path::text(&path::relative(root, &dir));
        let about = |diagnostics: Diagnostics| diagnostics.about(&name);
        let config = Arc::new(Config::open(session, config_path, None).map_err(about)?);
        let stage = Stage::loading(&dir);
        let evaluation = Evaluation::new(&config, 0, &stage);
        let mut diagnostics = Diagnostics::new();
        let dependencies = diagnostics.take(dependency::all(&evaluation)).unwrap_or_default();
        let after = diagnostics.take(dependency::ordered_after(&evaluation)).unwrap_or_default();
        diagnostics.take(check_versions(&evaluation));
        let found = diagnostics.take(module(&evaluation, all && !external));
        let exclude = exclude::exclude(&evaluation).unwrap_or_default();
        about_result(diagnostics.into_result(()), about)?;
        let (source, source_range) = found.unwrap_or((Source::parse(".", &dir), None));
        Ok(Self {
            dir: dir.clone(),
            name,
            config_path: config_path.to_owned(),
            source,
            source_range,
            dependencies,
            after,
            exclude,
            external,
            config: config.clone(),
        })
    }

    /// The folder of its module, if that is on this machine.
    pub fn module_dir(&self) -> Option<&Path> {
        match &self.source {
            Source::Local { module, .. } => Some(module),
            Source::Remote(_) => None,
        }
    }

    /// The folders of the units that must be there before it, and where that is written.
    pub fn edges(&self) -> impl Iterator<Item = (&PathBuf, &Range)> {
        let outputs = self.dependencies.iter().filter(|dependency| dependency.is_edge());
        let outputs = outputs.map(|dependency| (&dependency.target, &dependency.range));
        outputs.chain(self.after.iter().map(|(target, range)| (target, range)))
    }

    /// The files that its configuration includes, absolute.
    pub fn included_files(&self) -> impl Iterator<Item = PathBuf> {
        self.config.frames.iter().skip(1).map(|frame| frame.file.path.clone())
    }

    /// Everything of the unit, given the outputs of its dependencies: an object, perhaps unknown in whole or in
    /// part; `None` for a unit that is not applied. It is asked only for what is used.
    ///
    /// # Errors
    /// Everything that is wrong, with the unit's name on it.
    pub fn resolve(&self, outputs: &dyn Fn(&str) -> Option<Value>, mocks: Mocks) -> Result<Resolved> {
        let mocked = std::cell::RefCell::new(BTreeSet::new());
        let of = |dependency: &Dependency| self.outputs(dependency, outputs, mocks, &mocked);
        let stage = Stage::resolving(&self.dir, &self.dependencies, &of);
        let evaluation = Evaluation::new(&self.config, 0, &stage);
        let mut diagnostics = Diagnostics::new();
        let inputs = diagnostics.take(inputs::inputs(&evaluation)).unwrap_or_default();
        let backend = diagnostics.take(backend::backend(&evaluation)).flatten();
        let generated = diagnostics.take(generate::generated(&evaluation)).unwrap_or_default();
        let terraform = diagnostics.take(terraform::terraform(&evaluation)).unwrap_or_default();
        let exclude = diagnostics.take(exclude::exclude(&evaluation)).flatten();
        let errors = diagnostics.take(errors::errors(&evaluation)).flatten();
        let settings = diagnostics.take(Settings::read(&evaluation)).unwrap_or_default();
        let command = &self.config.session.options.command;
        let line = terraform.command_line(command, &self.dir, self.module_dir());
        diagnostics.extend(line.var_files.iter().filter(|file| !file.path.is_file()).map(missing_var_file));
        drop(stage);
        let resolved = Resolved {
            inputs,
            backend,
            generated,
            var_files: line.var_files,
            arguments: line.arguments,
            env_vars: line.env_vars,
            hooks: terraform.hooks,
            prevent_destroy: settings.prevent_destroy.unwrap_or(false),
            exclude,
            errors,
            role: settings.role(),
            download_dir: settings.download_dir,
            mocked: mocked.into_inner(),
        };
        about_result(diagnostics.into_result(resolved), |d| self.about(d))
    }

    /// Where its state is kept, without evaluating anything else.
    ///
    /// # Errors
    /// A `remote_state` that cannot be evaluated.
    pub fn backend(&self, outputs: &dyn Fn(&str) -> Option<Value>) -> Result<Option<Backend>> {
        let mocked = std::cell::RefCell::new(BTreeSet::new());
        let of = |dependency: &Dependency| self.outputs(dependency, outputs, Mocks::Never, &mocked);
        let stage = Stage::resolving(&self.dir, &self.dependencies, &of);
        let found = backend::backend(&Evaluation::new(&self.config, 0, &stage));
        found.map_err(|error| self.about(error.into()))
    }

    /// The outputs of a dependency, or the mocks in their place.
    fn outputs(
        &self,
        dependency: &Dependency,
        outputs: &dyn Fn(&str) -> Option<Value>,
        mocks: Mocks,
        mocked: &std::cell::RefCell<BTreeSet<Name>>,
    ) -> Result<Value, Diagnostic> {
        let name = &dependency.name;
        let mock = || {
            mocked.borrow_mut().insert(name.clone());
        };
        if dependency.is_mocked() {
            mock();
            return dependency.mocks.clone().ok_or_else(|| {
                let why = if dependency.enabled { "skip_outputs = true" } else { "enabled = false" };
                Diagnostic::error(format!("Dependency {name:?} has no outputs"))
                    .detail(format!("It says {why}. Give it mock_outputs, or do not read outputs of it."))
            });
        }
        let real = outputs(name);
        let allowed =
            mocks == Mocks::WhereAllowed && dependency.mocks_allowed(&self.config.session.options.command);
        if allowed {
            let completed = dependency.with_mocks(real.as_ref());
            if completed != real {
                mock();
            }
            if let Some(outputs) = completed {
                return Ok(outputs);
            }
        }
        real.ok_or_else(|| {
            Diagnostic::error(format!("Dependency {name:?} is not applied"))
                .detail(format!(
                    "The unit {} has no outputs yet. Apply it first, or run the command for both units together.",
                    self.config.session.shown(&dependency.target).display()
                ))
                .value("config_path", format!("declared at {}", dependency.range))
        })
    }

    fn about(&self, diagnostics: Diagnostics) -> Diagnostics {
        Diagnostics(diagnostics.into_iter().map(|diagnostic| diagnostic.about(&self.name)).collect())
    }
}

impl std::fmt::Debug for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unit").field("name", &self.name).field("source", &self.source).finish_non_exhaustive()
    }
}

fn about_result<T>(result: Result<T>, about: impl FnOnce(Diagnostics) -> Diagnostics) -> Result<T> {
    result.map_err(about)
}

fn missing_var_file(file: &VarFile) -> Diagnostic {
    Diagnostic::error("Variable file does not exist")
        .detail(format!(
            "There is no file {}. If it need not exist, use optional_var_files.",
            file.path.display()
        ))
        .at(&file.range)
}

/// The module of a unit; its own folder if it names none.
pub(super) fn module(evaluation: &Evaluation, all: bool) -> Result<(Source, Option<Range>), Diagnostic> {
    let session = &evaluation.config.session;
    let written = terraform::source(evaluation)?;
    let own = written.as_ref().map(|(text, _)| text.as_str());
    let text = match &session.options.source {
        Some(given) => {
            let given = source::overridden(own, given, all);
            match Source::parse(&given, &session.absolute(Path::new("."))) {
                Source::Local { module, .. } => path::text(&module),
                Source::Remote(text) => text,
            }
        }
        None => source::mapped(own.unwrap_or("."), &session.options.source_map),
    };
    let source = Source::parse(&text, evaluation.config.dir());
    let range = written.map(|(_, range)| range);
    if let (Source::Local { module, .. }, Some(range)) = (&source, &range)
        && !session.exists(module)
    {
        let registry = text.split('/').count() >= 3 && !text.starts_with(['.', '/']);
        let hint = if registry {
            format!(" A module of a registry is written tfr:///{text}?version=…")
        } else {
            String::new()
        };
        return Err(Diagnostic::error("Module source does not exist")
            .detail(format!("There is no folder {}.{hint}", session.shown(module).display()))
            .at(range)
            .value("source", format!("is {text:?}")));
    }
    Ok((source, range))
}

/// Checks the versions that the files want.
fn check_versions(evaluation: &Evaluation) -> Result<()> {
    for (name, version) in [
        ("terraform_version_constraint", TERRAFORM_VERSION),
        ("terragrunt_version_constraint", TERRAGRUNT_VERSION),
    ] {
        for (frame, _) in evaluation.config.merge_order().into_iter().rev() {
            let evaluation = evaluation.in_frame(frame);
            let fields = Fields::of_file(&evaluation);
            let Some((constraint, range)) = fields.string_at(name)? else { continue };
            match constraint::satisfies(version, &constraint) {
                Ok(true) => {}
                Ok(false) if name.starts_with("terraform") => {
                    return Err(Diagnostic::error("Unsupported Terraform version")
                        .detail(format!(
                            "This is Terraform's language of version {version}, and {constraint:?} is wanted."
                        ))
                        .at(&range)
                        .into());
                }
                Ok(false) => evaluation.config.session.warn(
                    Diagnostic::warning("Other Terragrunt version wanted")
                        .detail(format!(
                            "This is the dialect of version {version}, and {constraint:?} is wanted."
                        ))
                        .at(&range),
                ),
                Err(why) => return Err(fields.wrong(name, &format!("{why}.")).into()),
            }
            break;
        }
    }
    Ok(())
}

/// The attributes at the top of the files.
#[derive(Default)]
struct Settings {
    prevent_destroy: Option<bool>,
    download_dir: Option<PathBuf>,
    role: Option<String>,
    duration: Option<u64>,
    session_name: Option<String>,
    web_identity_token: Option<String>,
}

impl Settings {
    fn read(evaluation: &Evaluation) -> Result<Self, Diagnostic> {
        let mut all = Self::default();
        for (frame, _) in evaluation.config.merge_order() {
            let evaluation = evaluation.in_frame(frame);
            let fields = Fields::of_file(&evaluation);
            let download_dir = fields.string("download_dir")?;
            all = Self {
                prevent_destroy: fields.bool("prevent_destroy")?.or(all.prevent_destroy),
                download_dir: download_dir
                    .map(|dir| path::join(evaluation.config.dir(), dir))
                    .or(all.download_dir),
                role: fields.string("iam_role")?.or(all.role),
                duration: fields.count("iam_assume_role_duration")?.or(all.duration),
                session_name: fields.string("iam_assume_role_session_name")?.or(all.session_name),
                web_identity_token: fields.string("iam_web_identity_token")?.or(all.web_identity_token),
            };
        }
        Ok(all)
    }

    fn role(&self) -> Option<Role> {
        Some(Role {
            arn: self.role.clone().filter(|arn| !arn.is_empty())?,
            duration: self.duration,
            session_name: self.session_name.clone(),
            web_identity_token: self.web_identity_token.clone(),
        })
    }
}
