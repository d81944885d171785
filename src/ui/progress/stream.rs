//! The stream of `-json`: Terraform's machine-readable interface, one object a line, with the unit where there are
//! units. Sensitive values are never in it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde_json::{Map, Value as Json, json};

use super::{
    running::{Running, every},
    words::{label, sentence, verb},
};
use crate::{
    TERRAFORM_VERSION,
    address::{Instance, Key, Mode, Name},
    diagnostic::{Diagnostic, Severity},
    engine::{Action, Change, Event, Plan, PlanMode, Reason, Summary},
    lang::value::{Marks, Value, to_json},
    runner::{Listener, PlannedUnit, Report, UnitReport, UnitResult},
    ui::{Ui, diagnostics::to_json as diagnostic_json},
};

impl Ui {
    /// One message of the stream.
    pub(super) fn message(&self, unit: &str, level: &str, text: &str, kind: &str, more: Json) {
        let mut object = Map::new();
        object.insert("@level".into(), level.into());
        object.insert("@message".into(), text.into());
        object.insert("@module".into(), "terraform.ui".into());
        let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
        object.insert("@timestamp".into(), now.into());
        if let Json::Object(more) = more {
            object.extend(more);
        }
        object.insert("type".into(), kind.into());
        if !unit.is_empty() {
            object.insert("unit".into(), unit.into());
        }
        self.line(&Json::Object(object).to_string());
    }

    /// The first message of every stream.
    pub(super) fn version_event(&self) {
        let text = format!("stackctl {}", env!("CARGO_PKG_VERSION"));
        let more =
            json!({"terraform": TERRAFORM_VERSION, "stackctl": env!("CARGO_PKG_VERSION"), "ui": "1.2"});
        self.message("", "info", &text, "version", more);
    }

    /// Diagnostics as messages.
    pub fn diagnostic_events<'a>(&self, unit: &str, diagnostics: impl Iterator<Item = &'a Diagnostic>) {
        for diagnostic in diagnostics {
            let (level, word) = match diagnostic.severity {
                Severity::Error => ("error", "Error"),
                Severity::Warning => ("warn", "Warning"),
            };
            let text = format!("{word}: {}", diagnostic.summary);
            let more = json!({"diagnostic": diagnostic_json(diagnostic, &self.here)});
            self.message(unit, level, &text, "diagnostic", more);
        }
    }

    /// How a run over many units ended, as a message.
    pub(in crate::ui) fn report_event(&self, report: &Report) {
        let units = report.units.iter().map(|unit| {
            let (result, because) = match &unit.result {
                UnitResult::Succeeded => ("succeeded", None),
                UnitResult::Failed => ("failed", None),
                UnitResult::EarlyExit(because) => ("early exit", Some(because.as_str())),
                UnitResult::Excluded => ("excluded", None),
                UnitResult::Stopped => ("stopped", None),
            };
            json!({
                "name": unit.name,
                "result": result,
                "because": because,
                "elapsed_seconds": unit.elapsed.as_secs(),
                "changes": counts(unit.summary),
            })
        });
        let units: Vec<Json> = units.collect();
        let text = format!("Run summary: {} units", units.len());
        let more = json!({"units": units, "elapsed_seconds": report.elapsed.as_secs()});
        self.message("", "info", &text, "run_summary", more);
    }
}

/// One JSON object a line.
pub struct Stream {
    ui: Ui,
    running: Running,
    /// What was told of each unit, so that nothing is told twice.
    told: Mutex<BTreeMap<String, Vec<Diagnostic>>>,
}

impl Stream {
    /// Begins to print.
    pub fn start(ui: Ui, _several: bool) -> Arc<Self> {
        let stream = Arc::new(Self { ui, running: Running::default(), told: Mutex::default() });
        every(&stream, Duration::from_secs(1), |stream| {
            for (unit, task, elapsed) in stream.running.due(Instant::now()) {
                let mut hook = hook(&task.address, verb(task.action).name);
                with_id(&mut hook, task.id.as_ref());
                hook.insert("elapsed_seconds".into(), elapsed.as_secs().into());
                stream.ui.message(
                    &unit,
                    "info",
                    &task.still(elapsed),
                    "apply_progress",
                    json!({"hook": hook}),
                );
            }
        });
        stream
    }

    fn diagnostics(&self, unit: &str, diagnostics: &[Diagnostic]) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let known = told.entry(unit.to_owned()).or_default();
        let fresh: Vec<Diagnostic> = diagnostics.iter().filter(|one| !known.contains(one)).cloned().collect();
        self.ui.diagnostic_events(unit, fresh.iter());
        known.extend(fresh);
    }

    fn plan(&self, unit: &str, plan: &Plan) {
        for change in &plan.drift {
            let (action, object) = (action_name(change), change_json(change));
            let text = format!("{}: Drift detected ({action})", change.address);
            self.ui.message(unit, "info", &text, "resource_drift", json!({"change": object}));
        }
        for change in &plan.changes {
            if change.action == Action::NoOp
                && change.previous_address.is_none()
                && change.importing.is_none()
            {
                continue;
            }
            let text = format!("{}: Plan to {}", change.address, action_name(change));
            self.ui.message(unit, "info", &text, "planned_change", json!({"change": change_json(change)}));
        }
        let s = plan.summary();
        let import = if s.import > 0 { format!("{} to import, ", s.import) } else { String::new() };
        let text =
            format!("Plan: {import}{} to add, {} to change, {} to destroy.", s.add, s.change, s.destroy);
        self.summary(unit, &text, s, "plan");
        if plan.mode != PlanMode::Destroy && !plan.outputs.is_empty() {
            let outputs = plan.outputs.iter().map(|(name, output)| {
                let action = match output.action {
                    Action::Create => "create",
                    Action::Update => "update",
                    Action::Delete => "delete",
                    _ => "noop",
                };
                (name.to_string(), json!({"sensitive": output.sensitive, "action": action}))
            });
            self.outputs(unit, outputs.collect());
        }
    }

    fn summary(&self, unit: &str, text: &str, summary: Summary, operation: &str) {
        let mut changes = counts(summary);
        changes["operation"] = operation.into();
        self.ui.message(unit, "info", text, "change_summary", json!({"changes": changes}));
    }

    fn outputs(&self, unit: &str, outputs: Map<String, Json>) {
        let text = format!("Outputs: {}", outputs.len());
        self.ui.message(unit, "info", &text, "outputs", json!({"outputs": outputs}));
    }
}

impl Listener for Stream {
    fn event(&self, unit: &str, event: Event) {
        self.running.note(unit, &event);
        let say = |text: &str, kind: &str, hook: Map<String, Json>| {
            self.ui.message(unit, "info", text, kind, json!({"hook": hook}));
        };
        let text = sentence(&event).unwrap_or_default();
        match event {
            Event::Refreshing { address, id } => {
                let mut hook = Map::from_iter([("resource".into(), resource(&address))]);
                with_id(&mut hook, id.as_ref());
                say(&text, "refresh_start", hook);
            }
            Event::Refreshed { address, id } => {
                let mut hook = Map::from_iter([("resource".into(), resource(&address))]);
                with_id(&mut hook, id.as_ref());
                let text = format!("{address}: Refresh complete{}", super::words::with_id(id.as_ref()));
                say(&text, "refresh_complete", hook);
            }
            Event::Reading { address } => {
                say(&format!("{address}: Refreshing..."), "apply_start", hook(&address, "read"));
            }
            Event::Read { address, id, elapsed } => {
                let text = format!(
                    "{address}: Refresh complete after {}{}",
                    super::words::seconds(elapsed),
                    super::words::with_id(id.as_ref())
                );
                let mut hook = hook(&address, "read");
                with_id(&mut hook, id.as_ref());
                hook.insert("elapsed_seconds".into(), elapsed.as_secs().into());
                say(&text, "apply_complete", hook);
            }
            Event::Started { address, deposed, action, id } => {
                let mut hook = hook(&address, verb(action).name);
                with_deposed(&mut hook, deposed.as_ref());
                with_id(&mut hook, id.as_ref());
                say(&text, "apply_start", hook);
            }
            Event::Finished { address, deposed, action, id, elapsed } => {
                let mut hook = hook(&address, verb(action).name);
                with_deposed(&mut hook, deposed.as_ref());
                with_id(&mut hook, id.as_ref());
                hook.insert("elapsed_seconds".into(), elapsed.as_secs().into());
                say(&text, "apply_complete", hook);
            }
            Event::Failed { address, deposed, action, elapsed } => {
                let (who, done) = (label(&address, deposed.as_ref()), verb(action).done);
                let text = format!("{who}: {done} errored after {}", super::words::seconds(elapsed));
                let mut hook = hook(&address, verb(action).name);
                with_deposed(&mut hook, deposed.as_ref());
                hook.insert("elapsed_seconds".into(), elapsed.as_secs().into());
                say(&text, "apply_errored", hook);
            }
            Event::Output { address, line } => {
                let mut hook = Map::from_iter([("resource".into(), resource(&address))]);
                hook.insert("provisioner".into(), "local-exec".into());
                hook.insert("output".into(), line.into());
                say(&text, "provision_progress", hook);
            }
            Event::Warning(warning) => self.diagnostics(unit, &[warning]),
        }
    }

    fn planned(&self, unit: &PlannedUnit) {
        self.running.end(&unit.name);
        if let Some(plan) = &unit.plan {
            self.plan(&unit.name, plan);
        }
        if !unit.deferred {
            self.diagnostics(&unit.name, &unit.diagnostics.0);
        }
    }

    fn started(&self, _: &str, _: &str) {}

    fn finished(&self, report: &UnitReport) {
        self.running.end(&report.name);
        self.diagnostics(&report.name, &report.diagnostics.0);
        if report.result != UnitResult::Succeeded {
            return;
        }
        let s = report.summary;
        let destroy = report.mode == PlanMode::Destroy;
        let (text, operation) = if destroy {
            (format!("Destroy complete! Resources: {} destroyed.", s.destroy), "destroy")
        } else {
            (super::super::summary::complete(s), "apply")
        };
        self.summary(&report.name, &text, s, operation);
        let outputs = report.outputs.iter().map(|(name, value)| (name.to_string(), output(value)));
        self.outputs(&report.name, outputs.collect());
    }
}

/// An output with its value, unless that is not to be seen.
fn output(value: &Value) -> Json {
    let sensitive = value.marks_deep().contains(Marks::SENSITIVE);
    let mut out = json!({"sensitive": sensitive, "type": value.type_of().to_json()});
    if !sensitive && value.is_wholly_known() {
        out["value"] = to_json(&value.without_marks_deep());
    }
    out
}

fn counts(summary: Summary) -> Json {
    json!({
        "add": summary.add, "change": summary.change, "import": summary.import, "remove": summary.destroy,
    })
}

/// An instance, in the members that Terraform gives it.
fn resource(address: &Instance) -> Json {
    let alone = Instance { module: crate::address::ModuleInstance::root(), ..address.clone() };
    let kind = &address.resource.kind;
    let key = match &address.key {
        None => Json::Null,
        Some(Key::Index(index)) => (*index).into(),
        Some(Key::Name(name)) => name.to_string().into(),
    };
    json!({
        "addr": address.to_string(),
        "module": if address.module.is_root() { String::new() } else { address.module.to_string() },
        "resource": alone.to_string(),
        "implied_provider": kind.split('_').next().unwrap_or_default(),
        "resource_type": kind.to_string(),
        "resource_name": address.resource.name.to_string(),
        "resource_key": key,
    })
}

fn hook(address: &Instance, action: &str) -> Map<String, Json> {
    Map::from_iter([("resource".into(), resource(address)), ("action".into(), action.into())])
}

fn with_id(hook: &mut Map<String, Json>, id: Option<&String>) {
    if let Some(id) = id {
        hook.insert("id_key".into(), "id".into());
        hook.insert("id_value".into(), id.clone().into());
    }
}

fn with_deposed(hook: &mut Map<String, Json>, deposed: Option<&Name>) {
    if let Some(key) = deposed {
        hook.insert("deposed".into(), key.to_string().into());
    }
}

fn action_name(change: &Change) -> &'static str {
    match change.action {
        Action::NoOp if change.previous_address.is_some() => "move",
        Action::NoOp if change.importing.is_some() => "import",
        Action::NoOp => "noop",
        Action::Create => "create",
        Action::Read => "read",
        Action::Update => "update",
        Action::Replace { .. } => "replace",
        Action::Delete => "delete",
        Action::Forget => "remove",
    }
}

fn change_json(change: &Change) -> Json {
    let mut out = Map::new();
    out.insert("resource".into(), resource(&change.address));
    if let Some(previous) = &change.previous_address {
        out.insert("previous_resource".into(), resource(previous));
    }
    out.insert("action".into(), action_name(change).into());
    if let Some(id) = &change.importing {
        out.insert("importing".into(), json!({"id": id}));
    }
    let replaced = matches!(change.action, Action::Replace { .. });
    let reason = change.reason.as_ref().map(|reason| match reason {
        Reason::Tainted => "tainted",
        Reason::Requested => "requested",
        Reason::CannotUpdate => "cannot_update",
        Reason::Triggered => "replace_triggered_by",
        Reason::NotConfigured => "delete_because_no_resource_config",
        Reason::NoModule => "delete_because_no_module",
        Reason::WrongRepetition => "delete_because_wrong_repetition",
        Reason::BeyondCount => "delete_because_count_index",
        Reason::NotInForEach => "delete_because_each_key",
        Reason::ConfigUnknown => "read_because_config_unknown",
        Reason::DependencyPending => "read_because_dependency_pending",
    });
    if let Some(reason) = reason.or((replaced && !change.replace_paths.is_empty()).then_some("cannot_update"))
    {
        out.insert("reason".into(), reason.into());
    }
    debug_assert!(change.address.resource.mode == Mode::Managed || !replaced);
    Json::Object(out)
}
