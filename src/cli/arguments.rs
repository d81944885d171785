//! Arguments that several commands have.

use std::{path::PathBuf, time::Duration};

use clap::{ArgMatches, Args, FromArgMatches, Parser};

use super::context::Context;
use crate::{
    address::{Instance, Target},
    config::Argument,
    diagnostic::{Diagnostic, Diagnostics, Result},
    engine::{PlanMode, plan},
    runner::{Session, Settings},
    units::LoadOptions,
};

/// Which units a command is about.
#[derive(Debug, Default, Clone, Args)]
pub struct Selection {
    /// Every unit in and below the folder.
    #[arg(long)]
    pub all: bool,
    /// Never ask.
    #[arg(long, env = "TG_NON_INTERACTIVE")]
    pub non_interactive: bool,
    /// How many units run at once.
    #[arg(long, value_name = "N", hide = true)]
    pub unit_parallelism: Option<usize>,
    /// After a failure nothing new is begun.
    #[arg(long, env = "TG_FAIL_FAST")]
    pub fail_fast: bool,
    /// A failed unit keeps nobody from running.
    #[arg(long, env = "TG_QUEUE_IGNORE_ERRORS")]
    pub queue_ignore_errors: bool,
    /// Another name of the file that makes a folder a unit.
    #[arg(long, value_name = "NAME", env = "TG_CONFIG")]
    pub config: Option<String>,
    /// A feature flag: name=value.
    #[arg(long, value_name = "NAME=VALUE")]
    pub feature: Vec<String>,
}

impl Selection {
    /// How units are loaded for a command.
    pub fn load_options(&self, command: &str) -> LoadOptions {
        let features = self.feature.iter().filter_map(|feature| feature.split_once('='));
        LoadOptions {
            config: self.config.clone(),
            features: features.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            ..LoadOptions::new(command)
        }
    }

    /// The jobs of a command that is called in the folder of `context`.
    ///
    /// # Errors
    /// Nothing to run, or something wrong in a unit.
    pub fn session(&self, context: &Context, command: &str, settings: Settings) -> Result<Session> {
        Session::open(context.folder()?, self.all, &self.load_options(command), settings)
    }
}

/// What a plan is asked for.
#[derive(Debug, Default, Clone)]
pub struct Planning {
    flags: PlanningFlags,
    /// `-var` and `-var-file`, in the order in which they stand.
    pub variables: Vec<Argument>,
}

#[derive(Debug, Default, Clone, Parser)]
struct PlanningFlags {
    /// The value of a variable: name=value.
    #[arg(long, value_name = "NAME=VALUE", allow_hyphen_values = true)]
    var: Vec<String>,
    /// A file of values of variables.
    #[arg(long, value_name = "FILE")]
    var_file: Vec<PathBuf>,
    /// Only these objects, and what they need.
    #[arg(long, value_name = "ADDRESS")]
    target: Vec<String>,
    /// Replace these objects in any case.
    #[arg(long, value_name = "ADDRESS")]
    replace: Vec<String>,
    /// Whether every object is looked at first.
    #[arg(long, value_name = "BOOL", default_value = "true", default_missing_value = "true", num_args = 0..=1, require_equals = true, action = clap::ArgAction::Set)]
    refresh: bool,
    /// Only make the state agree with the world.
    #[arg(long, conflicts_with = "replace")]
    refresh_only: bool,
    /// How many calls are under way at once.
    #[arg(long, value_name = "N", default_value_t = 10)]
    parallelism: usize,
    /// Whether the state is locked.
    #[arg(long, value_name = "BOOL", default_value = "true", default_missing_value = "true", num_args = 0..=1, require_equals = true, action = clap::ArgAction::Set)]
    lock: bool,
    /// How long a held lock is waited for: 30s, 5m.
    #[arg(long, value_name = "DURATION", default_value = "0s")]
    lock_timeout: String,
    /// Whether a person may be asked anything.
    #[arg(long, value_name = "BOOL", default_missing_value = "true", num_args = 0..=1, require_equals = true)]
    input: Option<bool>,
    /// Another state file.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// A line a warning.
    #[arg(long)]
    compact_warnings: bool,
    /// Write the values of each unit's variables, secrets too, into terragrunt-debug.tfvars.json in its folder.
    #[arg(long, env = "TG_INPUTS_DEBUG")]
    inputs_debug: bool,
}

impl FromArgMatches for Planning {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let flags = PlanningFlags::from_arg_matches(matches)?;
        // The order of -var and -var-file among each other counts, so it is taken from the places of the words.
        let places = |name: &str| matches.indices_of(name).into_iter().flatten().collect::<Vec<_>>();
        let values =
            places("var").into_iter().zip(flags.var.iter().map(|text| Argument::Value(text.clone())));
        let files = places("var_file")
            .into_iter()
            .zip(flags.var_file.iter().map(|path| Argument::File(path.clone())));
        let mut variables: Vec<(usize, Argument)> = values.chain(files).collect();
        variables.sort_by_key(|(place, _)| *place);
        Ok(Self { flags, variables: variables.into_iter().map(|(_, argument)| argument).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Planning {
    fn augment_args(command: clap::Command) -> clap::Command {
        <PlanningFlags as Args>::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        <PlanningFlags as Args>::augment_args_for_update(command)
    }
}

impl Planning {
    /// The settings of every job.
    ///
    /// # Errors
    /// A duration that is none, a flag that asks for what is not done.
    pub fn settings(&self, context: &Context) -> Result<Settings> {
        if self.flags.compact_warnings {
            context.ui.compact_warnings();
        }
        let lock_timeout = duration(&self.flags.lock_timeout).ok_or_else(|| {
            let detail = format!("{:?} is not a duration such as 30s or 5m.", self.flags.lock_timeout);
            Diagnostics::from(Diagnostic::error("Invalid -lock-timeout").detail(detail))
        })?;
        let variables = self.variables.iter().map(|argument| match argument {
            Argument::File(path) => Argument::File(context.dir.join(path)),
            value => value.clone(),
        });
        let env =
            std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
        Ok(Settings {
            variables: variables.collect(),
            state: self.flags.state.as_ref().map(|path| context.dir.join(path)),
            lock_timeout,
            unlocked: !self.flags.lock,
            partial: false,
            env: env.collect(),
            inputs_debug: self.flags.inputs_debug,
        })
    }

    /// Asks for no more than that the state agrees with the world.
    pub fn refresh_only(&mut self) {
        self.flags.refresh_only = true;
    }

    /// Whether a person may be asked anything.
    pub fn input(&self) -> bool {
        self.flags.input.unwrap_or_else(|| !matches!(std::env::var("TF_INPUT").as_deref(), Ok("false" | "0")))
    }

    /// What the plans are asked for.
    ///
    /// # Errors
    /// An address that is none.
    pub fn options(&self, mode: PlanMode) -> Result<plan::Options> {
        let mut diagnostics = Diagnostics::new();
        let mode = match (mode, self.flags.refresh_only) {
            (PlanMode::Destroy, true) => {
                let detail = "-destroy and -refresh-only exclude each other: use only one of them.";
                diagnostics.push(Diagnostic::error("Incompatible plan mode options").detail(detail));
                mode
            }
            (_, true) => PlanMode::RefreshOnly,
            (mode, false) => mode,
        };
        if mode == PlanMode::RefreshOnly && !self.flags.refresh {
            let detail = "-refresh-only and -refresh=false leave nothing to do: use only one of them.";
            diagnostics.push(Diagnostic::error("Incompatible refresh options").detail(detail));
        }
        let targets =
            self.flags.target.iter().filter_map(|text| diagnostics.take(Target::parse(text))).collect();
        let replace =
            self.flags.replace.iter().filter_map(|text| diagnostics.take(text.parse::<Instance>())).collect();
        let (refresh, parallelism) = (self.flags.refresh, self.flags.parallelism);
        let options =
            plan::Options { mode, refresh, targets, replace, parallelism, ..plan::Options::default() };
        diagnostics.into_result(options)
    }
}

/// A duration such as `30s` or `1h5m`.
fn duration(text: &str) -> Option<Duration> {
    crate::schema::parse_duration(text)
}
