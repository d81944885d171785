//! Creating and updating an object.

use std::{sync::Arc, time::Instant};

use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::runner::Runner;
use crate::{
    address::Name,
    config::Resource,
    diagnostic::{Diagnostic, Diagnostics, Result, Severity},
    engine::{
        Action, Change, codec, conditions,
        evaluator::ModuleValues,
        event::Event,
        graph::{Node, Object as NodeObject},
        plan,
        pool::{self, ProviderAddress},
        repeated::Repeated,
        steps::config_name,
        tags,
    },
    lang::value::{Object, Value},
    providers::{Configured, ResourceType, Written},
    schema::decode_body,
    state::ObjectState,
};

impl Runner {
    /// Creates or updates the object of a change; of a replacement it creates the new one.
    pub async fn write(&self, change: &Change) -> Result<()> {
        let ty = resource_type(change)?;
        let configured = self.provider(change).await?;
        let module = self.evaluator.module(&change.address.module);
        let config = module.as_ref().and_then(|module| module.module.resources.get(&change.address.resource));
        let (Some(module), Some(config)) = (&module, config) else {
            return Err(Diagnostic::error("Resource without configuration").about(&change.address).into());
        };
        let action = if change.action == Action::Update { Action::Update } else { Action::Create };
        let prior = (action == Action::Update).then(|| mapping(&change.before));
        let (wanted, marked) = self.wanted(change, config, ty, &configured, prior.as_ref())?;

        let deposed = match change.action {
            Action::Replace { create_before_destroy: true } => self.depose(change).await?,
            _ => None,
        };
        let id = prior.as_ref().and_then(|prior| prior.get("id")?.as_str().map(str::to_owned));
        self.observer.event(Event::Started { address: change.address.clone(), deposed: None, action, id });
        let start = Instant::now();
        let asked = without_unknowns(&wanted);
        let dir = self.evaluator.run.work_dir.clone();
        let written = match prior.clone() {
            None => crate::providers::in_dir(dir, ty.create(asked, &configured.client)).await,
            Some(prior) => {
                let prior = plan::unmarked(&prior);
                crate::providers::in_dir(dir, ty.update(prior, asked, &configured.client)).await
            }
        };
        let outcome = self.keep(change, config, ty, &configured, written, &wanted, &marked, action).await;
        let (object, mut diagnostics) = outcome?;
        if object.is_none()
            && let Some(key) = deposed
        {
            self.restore(change, &key).await?;
        }
        if let Some(object) = &object {
            let value = Value::object(object.clone());
            self.evaluator.set_instance(
                module,
                &change.address.resource,
                change.address.key.clone(),
                value.clone(),
            );
            if !diagnostics.has_errors() && action == Action::Create {
                diagnostics.extend(self.provision(change, config, &value).await);
            }
            if !diagnostics.has_errors() {
                let repeated = self.repeated(change, module)?;
                let scope = self.evaluator.scope(module, repeated).with_self(value);
                let rules = &config.lifecycle.postconditions;
                conditions::check(
                    rules,
                    "Resource postcondition failed",
                    Severity::Error,
                    &scope,
                    &mut diagnostics,
                );
            }
        }
        let (address, elapsed) = (change.address.clone(), start.elapsed());
        if diagnostics.has_errors() {
            self.observer.event(Event::Failed { address, deposed: None, action, elapsed });
            return Err(diagnostics.about(&change.address));
        }
        let id = object.as_ref().and_then(|object| object.get("id")?.as_str().map(str::to_owned));
        self.observer.event(Event::Finished { address, deposed: None, action, id, elapsed });
        self.count(action, change.importing.is_some());
        Ok(())
    }

    /// What the object should be, now that what it refers to is known: its planned attributes, write-only ones
    /// included, and the same as configured, with marks.
    fn wanted(
        &self,
        change: &Change,
        config: &Resource,
        ty: &'static dyn ResourceType,
        configured: &Configured,
        prior: Option<&Object>,
    ) -> Result<(Object, Value)> {
        let Some(module) = self.evaluator.module(&change.address.module) else {
            return Err(Diagnostics::new());
        };
        let repeated = self.repeated(change, &module)?;
        let scope = self.evaluator.scope(&module, repeated);
        let mut diagnostics = Diagnostics::new();
        let rules = &config.lifecycle.preconditions;
        conditions::check(rules, "Resource precondition failed", Severity::Error, &scope, &mut diagnostics);
        let body = decode_body(&config.body, ty.attributes(), &scope, &mut diagnostics);
        let unknown = body.iter().filter(|(_, value)| !value.is_wholly_known());
        diagnostics.extend(unknown.map(|(name, _)| still_unknown(config, name)));
        if diagnostics.has_errors() {
            return Err(diagnostics.about(&change.address));
        }
        let plain = plan::unmarked(&body);
        let prior = prior.map(plan::unmarked);
        let mut wanted =
            plan::planned_object(config, ty, &plain, prior.as_ref(), Some(&configured.tags)).planned;
        for attribute in ty.attributes() {
            let Some(value) = plain.get(attribute.name) else { continue };
            // Not where `ignore_changes` keeps what is there.
            let is_hidden =
                attribute.kept.is_some_and(|kept| wanted.get(attribute.name) == Some(&kept(value)));
            if attribute.write_only || is_hidden {
                wanted.insert(attribute.name.into(), value.clone());
            }
        }
        Ok((wanted, Value::object(body)))
    }

    /// What `each` and `count` are for the instance of a change.
    pub fn repeated(&self, change: &Change, module: &Arc<ModuleValues>) -> Result<Repeated> {
        let address = &change.address;
        self.evaluator
            .repeated_resource(module, &address.resource, address.key.as_ref())
            .map_err(|errors| errors.about(address))
    }

    /// Keeps what a provider left behind in the state. Returns the object, if there is one, and what went wrong.
    #[allow(clippy::too_many_arguments)]
    async fn keep(
        &self,
        change: &Change,
        config: &Resource,
        ty: &'static dyn ResourceType,
        configured: &Configured,
        written: Written,
        wanted: &Object,
        marked: &Value,
        action: Action,
    ) -> Result<(Option<Object>, Diagnostics)> {
        let mut diagnostics = Diagnostics::new();
        let failed = written.error.is_some();
        if let Some(error) = written.error {
            diagnostics.push(Diagnostic::error(error.to_string()).at(&config.range));
        }
        let Some(object) = written.object else { return Ok((None, diagnostics)) };
        let mut object = codec::conform(ty.attributes(), &object);
        for attribute in ty.attributes() {
            if let (Some(kept), Some(value)) = (attribute.kept, object.get_mut(attribute.name)) {
                *value = kept(value);
            }
        }
        for attribute in ty.attributes().iter().filter(|attribute| attribute.write_only) {
            object.insert(attribute.name.into(), Value::null(attribute.shape.ty()));
        }
        if tags::has_tags(ty.attributes()) {
            tags::after_read(&mut object, Some(wanted), &configured.tags);
        }
        let object = plan::settled_after_write(ty, object, wanted);
        // A provider that fails early gives back what it was asked for, in which the unknown is null.
        let object = without_unknowns(&object);
        let object = plan::marked_like(Value::object(object), marked);
        let object = codec::mark_sensitive(ty.attributes(), &mapping(&object));
        let node = Node {
            module: change.address.module.path(),
            object: NodeObject::Resource(change.address.resource.clone()),
        };
        let needs = self.graph.find(&node).map(|at| self.graph.all_resources(at)).unwrap_or_default();
        let state = ObjectState {
            tainted: failed && action == Action::Create,
            schema_version: ty.version(),
            attributes: codec::encode(ty.attributes(), &object),
            sensitive: codec::sensitive_json(&object),
            private: private(ty.version()),
            dependencies: needs.iter().map(config_name).collect(),
            create_before_destroy: config.lifecycle.create_before_destroy == Some(true)
                || matches!(change.action, Action::Replace { create_before_destroy: true }),
            identity: None,
        };
        self.writer.update(|all| all.set_current(&change.address, &change.provider, Some(state))).await?;
        Ok((Some(object), diagnostics))
    }

    /// Marks the current object as one to be destroyed later, under a new key.
    async fn depose(&self, change: &Change) -> Result<Option<Name>> {
        let key: Name = uuid::Uuid::new_v4().simple().to_string()[..8].into();
        self.writer
            .update(|state| {
                let instance = state.instance_mut(&change.address, &change.provider);
                if let Some(object) = instance.current.take() {
                    instance.deposed.insert(key.clone(), object);
                }
            })
            .await?;
        Ok(Some(key))
    }

    /// Makes a deposed object the current one again, after its replacement could not be created.
    async fn restore(&self, change: &Change, key: &Name) -> Result<()> {
        self.writer
            .update(|state| {
                let instance = state.instance_mut(&change.address, &change.provider);
                if let Some(object) = instance.deposed.remove(key) {
                    instance.current = Some(object);
                }
            })
            .await?;
        Ok(())
    }
}

/// The error of an argument whose value should have come from something that was applied before.
fn still_unknown(config: &Resource, name: &str) -> Diagnostic {
    Diagnostic::error("Value still unknown")
        .detail(format!(
            "The argument {name:?} depends on a value that is not known, although all that it refers to was applied. \
             Apply what gives the value first, without -target."
        ))
        .at(config.body.attributes.iter().find(|a| &*a.name == name).map_or(&config.range, |a| &a.expr.range))
}

/// The resource type of a change.
pub(super) fn resource_type(change: &Change) -> Result<&'static dyn ResourceType, Diagnostic> {
    let address = ProviderAddress::parse(&change.provider);
    let provider = address.map(|address| pool::find(&address.source)).transpose()?;
    provider
        .and_then(|provider| provider.resource(&change.address.resource.kind))
        .ok_or_else(|| Diagnostic::error("Unsupported resource type").about(&change.address))
}

fn mapping(value: &Value) -> Object {
    value.as_mapping().cloned().unwrap_or_default()
}

/// The object as a provider takes it: what is not known is for it to decide, so it is null.
fn without_unknowns(object: &Object) -> Object {
    fn known(value: &Value) -> Value {
        if !value.is_known() {
            return Value::null(value.type_of()).with_marks(value.marks());
        }
        if value.is_wholly_known() {
            value.clone()
        } else {
            value.clone().map_children(|_, child| known(child))
        }
    }
    object.iter().map(|(name, value)| (name.clone(), known(value))).collect()
}

/// What the real AWS provider keeps beside an object, so that it can take it over.
fn private(version: u64) -> Option<String> {
    (version > 0).then(|| BASE64_STANDARD.encode(format!(r#"{{"schema_version":"{version}"}}"#)))
}
