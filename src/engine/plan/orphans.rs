//! Objects that the configuration does not declare any more, and the destruction of everything.

use futures::{StreamExt, stream};

use super::{
    instance::{deletion, prevented},
    planner::Planner,
};
use crate::{
    address::{Instance, Key, Mode},
    config::Repetition,
    diagnostic::{Diagnostic, Diagnostics, Result},
    engine::{
        Action, PlanMode, Reason, codec,
        expand::Expansion,
        pool::{self, ProviderAddress},
    },
    lang::value::Value,
};

impl Planner {
    /// Plans the destruction of every managed object of the state that the configuration does not declare; in a
    /// destroy plan of every one. Data sources that are not declared are forgotten.
    pub async fn plan_orphans(&self) {
        let failed = self.draft().diagnostics.has_errors();
        let (orphans, data): (Vec<_>, Vec<_>) = {
            let draft = self.draft();
            let unseen = draft.state.instances().filter(|(address, _)| !draft.seen.contains(address));
            unseen.map(|(address, _)| address).partition(|address| address.resource.mode == Mode::Managed)
        };
        for address in data {
            self.draft().state.remove(&address);
        }
        let orphans = orphans.into_iter().filter(|address| self.selection.contains(address));
        let results: Vec<Result<()>> = stream::iter(orphans)
            // After an error it is not known what the configuration declares: nothing may be taken for an orphan.
            .filter(|address| futures::future::ready(!failed || self.is_surely_orphan(address)))
            .map(|address| self.plan_orphan(address))
            .buffer_unordered(64)
            .collect()
            .await;
        let mut draft = self.draft();
        for result in results {
            draft.diagnostics.take(result);
        }
    }

    /// Whether no block of the configuration could mean the instance.
    fn is_surely_orphan(&self, address: &Instance) -> bool {
        let tree = self.tree.at(&address.module.path());
        tree.is_none_or(|tree| !tree.module.resources.contains_key(&address.resource))
    }

    async fn plan_orphan(&self, address: Instance) -> Result<()> {
        let provider = {
            let draft = self.draft();
            let resource = draft.state.resources.get(&(address.module.clone(), address.resource.clone()));
            resource.map(|resource| resource.provider.clone()).unwrap_or_default()
        };
        let about = |diagnostic: Diagnostic| Diagnostics::from(diagnostic.about(&address));
        let provider = ProviderAddress::parse(&provider).ok_or_else(|| {
            let detail = format!("The state names {provider:?} as the provider of {address}.");
            about(Diagnostic::error("Invalid provider address in state").detail(detail))
        })?;
        let ty = pool::find(&provider.source)
            .map_err(about)?
            .resource(&address.resource.kind)
            .ok_or_else(|| about(super::instance::no_such_type(&address.resource, &provider.source)))?;
        let available = self.pool.get(&provider).await?;
        self.plan_deposed(&address, ty, &provider, &available).await?;
        let Some(current) = self.current(&address, None, ty, &provider, &available).await? else {
            return Ok(());
        };
        if self.options.mode == PlanMode::RefreshOnly {
            return Ok(());
        }
        let tree = self.tree.at(&address.module.path());
        let config = tree.and_then(|tree| tree.module.resources.get(&address.resource));
        let (action, reason) = if self.options.mode == PlanMode::Destroy {
            (Action::Delete, None)
        } else if self.is_forgotten(&address) {
            (Action::Forget, None)
        } else {
            (Action::Delete, Some(self.orphan_reason(&address)))
        };
        if let (Action::Delete, Some(range)) =
            (action, config.and_then(|config| config.lifecycle.prevent_destroy.as_ref()))
        {
            return Err(prevented(&address, range, &[]).into());
        }
        let mut change = deletion(&address, None, ty, &provider, &current, reason);
        change.action = action;
        self.draft().changes.insert((address.clone(), None), change);
        Ok(())
    }

    /// Whether a `removed` block says that the object stays where it is.
    fn is_forgotten(&self, address: &Instance) -> bool {
        self.tree.walk().into_iter().any(|(path, tree)| {
            tree.module.removed.iter().any(|removed| {
                let inside = address.module.0.len() >= path.len()
                    && address.module.0.iter().zip(&path).all(|(step, name)| step.name == *name);
                let local = Instance {
                    module: crate::address::ModuleInstance(
                        address.module.0[path.len().min(address.module.0.len())..].to_vec(),
                    ),
                    ..address.clone()
                };
                inside && !removed.destroy && removed.from.contains(&local)
            })
        })
    }

    fn orphan_reason(&self, address: &Instance) -> Reason {
        let Some(tree) = self.tree.at(&address.module.path()) else { return Reason::NoModule };
        let Some(config) = tree.module.resources.get(&address.resource) else { return Reason::NotConfigured };
        if self.evaluator.module(&address.module).is_none() {
            return Reason::NoModule;
        }
        match (&config.repetition, &address.key) {
            (Repetition::Count(_), Some(Key::Index(_))) => Reason::BeyondCount,
            (Repetition::ForEach(_), Some(Key::Name(_))) => Reason::NotInForEach,
            _ => Reason::WrongRepetition,
        }
    }

    /// In a destroy plan nothing of the configuration is evaluated but what providers need: references to resources
    /// get the values that the state remembers.
    pub fn values_from_state(&self) {
        for at in &self.graph.order {
            let node = &self.graph.graph[*at];
            if let crate::engine::graph::Object::Call(name) = &node.object {
                for module in self.evaluator.instances(&node.module) {
                    // A module whose number cannot be told any more has no provider that could be needed.
                    let _ = self.evaluator.expand_call(&module, name);
                }
            }
            let crate::engine::graph::Object::Resource(address) = &node.object else { continue };
            for module in self.evaluator.instances(&node.module) {
                let draft = self.draft();
                let Some(state) = draft.state.resources.get(&(module.instance.clone(), address.clone()))
                else {
                    continue;
                };
                let keys: Vec<_> = state.instances.keys().cloned().collect();
                let expansion = match keys.first() {
                    Some(Some(Key::Index(_))) => Expansion::Count(keys.len() as u64),
                    Some(Some(Key::Name(_))) => Expansion::ForEach(
                        keys.iter()
                            .filter_map(|key| match key {
                                Some(Key::Name(name)) => Some((name.clone(), Value::NULL)),
                                _ => None,
                            })
                            .collect(),
                    ),
                    _ => Expansion::Single,
                };
                self.evaluator.set_expansion(&module, address, expansion);
                for (key, instance) in &state.instances {
                    let Some(object) = &instance.current else { continue };
                    let provider = ProviderAddress::parse(&state.provider);
                    let attributes = provider.and_then(|provider| {
                        let provider = pool::find(&provider.source).ok()?;
                        match address.mode {
                            Mode::Managed => Some(provider.resource(&address.kind)?.attributes()),
                            Mode::Data => Some(provider.data_source(&address.kind)?.attributes()),
                        }
                    });
                    let json = serde_json::Value::Object(object.attributes.clone());
                    let decoded =
                        attributes.and_then(|attributes| codec::decode_attributes(attributes, &json).ok());
                    self.evaluator.set_instance(
                        &module,
                        address,
                        key.clone(),
                        decoded.map(Value::object).unwrap_or_default(),
                    );
                }
            }
        }
    }
}
