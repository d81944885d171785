//! Commands that work on one unit or module: which one, and its state.

use std::path::PathBuf;

use super::{arguments::Selection, context::Context};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Result},
    lang::value::{Type, Value},
    runner::{Job, Scope, Session, Settings},
    state::{Backend, State, Writer},
};

/// How a command that changes a state reaches it.
#[derive(Debug, Default, Clone, clap::Args)]
pub struct StateFlags {
    /// Another state file.
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Whether the state is locked.
    #[arg(long, value_name = "BOOL", default_value = "true", default_missing_value = "true", num_args = 0..=1, require_equals = true, action = clap::ArgAction::Set)]
    pub lock: bool,
    /// How long a held lock is waited for: 30s, 5m.
    #[arg(long, value_name = "DURATION", default_value = "0s")]
    pub lock_timeout: String,
    /// Accepted for Terraform's sake: the backup is always FILE.backup.
    #[arg(long, value_name = "FILE", hide = true)]
    pub backup: Option<PathBuf>,
}

impl StateFlags {
    /// The settings of a job.
    ///
    /// # Errors
    /// A duration that is none.
    pub fn settings(&self, context: &Context) -> Result<Settings> {
        let lock_timeout = crate::schema::parse_duration(&self.lock_timeout).ok_or_else(|| {
            let detail = format!("{:?} is not a duration such as 30s or 5m.", self.lock_timeout);
            Diagnostics::from(Diagnostic::error("Invalid -lock-timeout").detail(detail))
        })?;
        let state = self.state.as_ref().map(|path| context.dir.join(path));
        Ok(Settings { state, lock_timeout, unlocked: !self.lock, ..Settings::default() })
    }
}

/// The unit or module in the folder, with the session that it is in.
pub struct One {
    /// The session.
    pub session: Session,
    at: usize,
}

impl One {
    /// The one that a command is called for.
    ///
    /// # Errors
    /// There is none, or there are several; or something is wrong in it.
    pub fn open(context: &Context, command: &str, settings: Settings) -> Result<Self> {
        let session = Selection::default().session(context, command, settings)?;
        let mut taking = (0..session.jobs.len()).filter(|at| session.takes_part[*at]);
        match (session.scope, taking.next()) {
            (Scope::One, Some(at)) => Ok(Self { session, at }),
            _ => {
                let names: Vec<&str> = session.jobs.iter().map(|job| job.name.as_str()).collect();
                let detail = format!(
                    "`stackctl {command}` works on one unit. Change to its folder, or say -chdir=UNIT. Units here: {}.",
                    names.join(", ")
                );
                Err(Diagnostic::error("Several units").detail(detail).into())
            }
        }
    }

    /// The job.
    pub fn job(&self) -> &Job {
        &self.session.jobs[self.at]
    }

    /// Where its state is kept.
    ///
    /// # Errors
    /// What is wrong in the unit or module.
    pub fn backend(&self) -> Result<Backend> {
        backend_of(self.job(), &self.session.settings)
    }

    /// Its state; an empty one if there is none yet.
    ///
    /// # Errors
    /// A state that cannot be read.
    pub fn state(&self) -> Result<State> {
        Ok(self.backend()?.read()?.map(|(state, _)| state).unwrap_or_default())
    }

    /// Changes its state under the lock. What fails changes nothing.
    ///
    /// # Errors
    /// The lock is held, the state cannot be read or written, or `change` fails.
    pub async fn change<T>(
        &self,
        operation: &str,
        change: impl FnOnce(&mut State) -> Result<T>,
    ) -> Result<T> {
        let (backend, settings) = (self.backend()?, &self.session.settings);
        let lock = if settings.unlocked {
            backend.no_lock()?
        } else {
            backend.lock(operation, settings.lock_timeout)?
        };
        let writer = Writer::open(backend, lock)?;
        let before = writer.state();
        let mut state = before.clone();
        let value = change(&mut state)?;
        if state != before {
            writer.update(|all| *all = state).await?;
        }
        Ok(value)
    }
}

/// Where the state of a job is kept.
///
/// # Errors
/// What is wrong in the unit or module.
pub fn backend_of(job: &Job, settings: &Settings) -> Result<Backend> {
    let unknown = |_: &str| Some(Value::unknown(Type::Dynamic));
    if settings.state.is_none()
        && let Some(backend) = job.backend_alone(&unknown)?
    {
        return Ok(backend);
    }
    job.module_backend(settings)
}

/// The state of a job; an empty one if there is none yet.
///
/// # Errors
/// A state that cannot be read.
pub fn state_of(job: &Job) -> Result<State> {
    Ok(backend_of(job, &Settings::default())?.read()?.map(|(state, _)| state).unwrap_or_default())
}
