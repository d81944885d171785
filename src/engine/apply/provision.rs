//! Provisioners: what a resource runs when it is created or destroyed.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};

use super::runner::Runner;
use crate::{
    config::{OnFailure, Provisioner, Resource, When},
    diagnostic::{Diagnostic, Diagnostics, Result},
    engine::{Change, event::Event},
    lang::value::Value,
    schema::{Attributes as _, Optional, Required, Schema, decode_body},
};

/// The arguments of `local-exec`.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "local-exec")]
struct LocalExec {
    command: Required<String>,
    environment: Optional<std::collections::BTreeMap<String, String>>,
    interpreter: Optional<Vec<String>>,
    quiet: Optional<bool>,
    when: Optional<String>,
    working_dir: Optional<String>,
}

impl Runner {
    /// Runs what a resource runs after it was created. A failure taints the object.
    pub async fn provision(&self, change: &Change, config: &Resource, this: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        for provisioner in config.provisioners.iter().filter(|p| p.when == When::Create) {
            if let Err(errors) = self.run_provisioner(change, provisioner, this).await {
                if provisioner.on_failure == OnFailure::Continue {
                    diagnostics.extend(
                        errors
                            .into_iter()
                            .map(|d| Diagnostic { severity: crate::diagnostic::Severity::Warning, ..d }),
                    );
                    continue;
                }
                diagnostics.extend(errors);
                let tainted = self.writer.update(|state| {
                    if let Some(object) = &mut state.instance_mut(&change.address, &change.provider).current {
                        object.tainted = true;
                    }
                });
                if let Err(error) = tainted.await {
                    diagnostics.push(error);
                }
                break;
            }
        }
        diagnostics
    }

    /// Runs what a resource runs before it is destroyed. A failure keeps the object.
    pub async fn provision_destroy(&self, change: &Change, this: &Value) -> Result<()> {
        let tree = self.evaluator.tree.at(&change.address.module.path());
        let Some(config) = tree.and_then(|tree| tree.module.resources.get(&change.address.resource)) else {
            return Ok(());
        };
        for provisioner in config.provisioners.iter().filter(|p| p.when == When::Destroy) {
            match self.run_provisioner(change, provisioner, this).await {
                Err(errors) if provisioner.on_failure == OnFailure::Fail => return Err(errors),
                _ => {}
            }
        }
        Ok(())
    }

    async fn run_provisioner(&self, change: &Change, provisioner: &Provisioner, this: &Value) -> Result<()> {
        let failed = |summary: &str, detail: String| {
            Diagnostics::from(
                Diagnostic::error(summary).detail(detail).at(&provisioner.range).about(&change.address),
            )
        };
        if &*provisioner.kind != "local-exec" {
            let detail =
                format!("The provisioner {:?} is not supported yet; local-exec is.", provisioner.kind);
            return Err(failed("Unsupported provisioner", detail));
        }
        let Some(module) = self.evaluator.module(&change.address.module) else { return Ok(()) };
        let mut diagnostics = Diagnostics::new();
        let scope = self.evaluator.scope(&module, self.repeated(change, &module)?).with_self(this.clone());
        let object = decode_body(&provisioner.body, LocalExec::ATTRIBUTES, &scope, &mut diagnostics);
        let secret = object.values().any(|value| !value.marks_deep().is_empty());
        let object = diagnostics.into_result(crate::engine::plan::unmarked(&object))?;
        let exec =
            LocalExec::decode(&object).map_err(|error| failed("Invalid provisioner", error.to_string()))?;
        let interpreter = exec.interpreter.clone().filter(|words| !words.is_empty());
        let interpreter = interpreter.unwrap_or_else(|| vec!["/bin/sh".into(), "-c".into()]);
        let mut command = tokio::process::Command::new(&interpreter[0]);
        command.args(&interpreter[1..]).arg(&exec.command).envs(exec.environment.clone().unwrap_or_default());
        let dir = self.evaluator.run.work_dir.module().join(exec.working_dir.as_deref().unwrap_or_default());
        command.current_dir(dir).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| {
            failed("local-exec provisioner error", format!("{} cannot be run: {error}.", interpreter[0]))
        })?;
        let say = |line: String| {
            let line = if secret {
                "(output suppressed: the command holds sensitive values)".to_owned()
            } else {
                line
            };
            self.observer.event(Event::Output { address: change.address.clone(), line });
        };
        let out = child.stdout.take().map(|out| BufReader::new(out).lines());
        let err = child.stderr.take().map(|err| BufReader::new(err).lines());
        let (mut last, quiet) = (String::new(), exec.quiet.unwrap_or_default());
        if let (Some(mut out), Some(mut err)) = (out, err) {
            let (mut out_open, mut err_open) = (true, true);
            while out_open || err_open {
                tokio::select! {
                    line = out.next_line(), if out_open => match line {
                        Ok(Some(line)) if !quiet => say(line),
                        Ok(Some(_)) => {}
                        _ => out_open = false,
                    },
                    line = err.next_line(), if err_open => match line {
                        Ok(Some(line)) => {
                            last.clone_from(&line);
                            if !quiet { say(line) }
                        }
                        _ => err_open = false,
                    },
                }
            }
        }
        let status =
            child.wait().await.map_err(|error| failed("local-exec provisioner error", error.to_string()))?;
        if status.success() {
            return Ok(());
        }
        let last = if secret { String::new() } else { format!(" {last}") };
        Err(failed("local-exec provisioner error", format!("The command ended with {status}.{last}")))
    }
}
