//! The plan of a data source: it is read at once, unless that must wait for the apply.

use std::{sync::Arc, time::Instant};

use super::{
    instance::{marked_like, no_such_type, unmarked},
    planner::Planner,
};
use crate::{
    address::{self, Instance, Key},
    config::Resource,
    diagnostic::{Diagnostic, Diagnostics, Result, Severity},
    engine::{
        Action, Change, PlanMode, Reason, codec, conditions,
        evaluator::ModuleValues,
        event::Event,
        expand::Expansion,
        graph::{Node, Object as NodeObject},
        pool::{self, Available, ProviderAddress},
        repeated::Repeated,
    },
    lang::value::{Object, Value},
    providers::DataSourceType,
    schema::decode_body,
    state::ObjectState,
};

impl Planner {
    /// Plans every instance of a data source in one instance of its module.
    pub async fn plan_data(
        &self,
        node: &Node,
        module: &Arc<ModuleValues>,
        address: &address::Resource,
    ) -> Result<()> {
        let Some(config) = module.module.resources.get(address) else { return Ok(()) };
        let provider = ProviderAddress::of(&self.tree, &node.module, &config.provider_ref());
        let at = |diagnostic: Diagnostic| Diagnostics::from(diagnostic.or_at(&config.range));
        let ty = pool::find(&provider.source).map_err(at)?.data_source(&address.kind);
        let ty = ty.ok_or_else(|| at(no_such_type(address, &provider.source)))?;
        let expansion = {
            let scope = self.evaluator.scope(module, Repeated::default());
            Expansion::evaluate(&config.repetition, config.lifecycle.enabled.as_ref(), &scope)?
        };
        self.evaluator.set_expansion(module, address, expansion.clone());
        let available = self.pool.get(&provider).await?;
        let pending = self.has_pending_dependency(node, config);
        let instances = expansion.keys().into_iter().map(|key| {
            let source = Source { module, config, ty, provider: &provider, available: &available, pending };
            let repeated = Repeated::of(&expansion, key.as_ref());
            self.plan_data_instance(source, key, repeated)
        });
        let mut diagnostics = Diagnostics::new();
        for result in futures::future::join_all(instances).await {
            diagnostics.take(result);
        }
        diagnostics.into_result(())
    }

    async fn plan_data_instance(
        &self,
        source: Source<'_>,
        key: Option<Key>,
        repeated: Repeated,
    ) -> Result<()> {
        let Source { module, config, ty, provider, available, pending } = source;
        let address = Instance { module: module.instance.clone(), resource: config.address.clone(), key };
        self.draft().seen.insert(address.clone());
        let about = |diagnostics: Diagnostics| diagnostics.about(&address);
        let mut diagnostics = Diagnostics::new();
        let scope = self.evaluator.scope(module, repeated.clone());
        let rules = &config.lifecycle.preconditions;
        conditions::check(rules, "Resource precondition failed", Severity::Error, &scope, &mut diagnostics);
        let wanted = decode_body(&config.body, ty.attributes(), &scope, &mut diagnostics);
        if diagnostics.has_errors() {
            return Err(about(diagnostics));
        }
        let asked = Value::object(wanted.clone());
        let known = wanted.values().all(Value::is_wholly_known);
        let reason = match (known, pending, available) {
            (false, ..) => Some(Reason::ConfigUnknown),
            (_, true, _) => Some(Reason::DependencyPending),
            (_, _, Available::NotYet) => Some(Reason::ConfigUnknown),
            (true, false, Available::Ready(_)) => None,
        };
        let (read, reason) = match (reason, available) {
            (None, Available::Ready(configured)) => {
                let permit = self.permits.acquire().await;
                let read = self.in_module_dir(read(ty, &wanted, configured, &address, &*self.observer)).await;
                drop(permit);
                match read {
                    // A unit that this one depends on may be about to make it.
                    Ok(object) if self.options.upstream_pending && found_nothing(&object) => {
                        (None, Some(Reason::DependencyPending))
                    }
                    Err(_) if self.options.upstream_pending => (None, Some(Reason::DependencyPending)),
                    Ok(object) => (Some(object), None),
                    Err(error) => return Err(about(Diagnostic::error(error).at(&config.range).into())),
                }
            }
            (reason, _) => (None, reason),
        };
        let value = if let Some(object) = read {
            let marked = marked_like(Value::object(object), &asked);
            let object =
                codec::mark_sensitive(ty.attributes(), marked.as_mapping().unwrap_or(&Object::new()));
            let state = remembered(ty, &object);
            self.draft().state.set_current(&address, &provider.to_string(), Some(state));
            Value::object(object)
        } else {
            let object = super::planned(ty.attributes(), &unmarked(&wanted), None);
            let after = marked_like(Value::object(object), &asked);
            let change = Change {
                address: address.clone(),
                previous_address: None,
                deposed: None,
                provider: provider.to_string(),
                action: Action::Read,
                reason,
                before: Value::NULL,
                after: after.clone(),
                replace_paths: Vec::new(),
                importing: None,
                attributes: ty.attributes(),
            };
            if self.options.mode != PlanMode::RefreshOnly {
                self.draft().changes.insert((address.clone(), None), change);
            }
            Value::object(codec::mark_sensitive(
                ty.attributes(),
                after.as_mapping().unwrap_or(&Object::new()),
            ))
        };
        let rules = &config.lifecycle.postconditions;
        if !rules.is_empty() {
            let scope = self.evaluator.scope(module, repeated).with_self(value.clone());
            conditions::check(
                rules,
                "Resource postcondition failed",
                Severity::Error,
                &scope,
                &mut diagnostics,
            );
        }
        self.evaluator.set_instance(module, &address.resource, address.key.clone(), value);
        let fine = !diagnostics.has_errors();
        if fine {
            self.draft().diagnostics.extend(about(diagnostics));
            return Ok(());
        }
        Err(about(diagnostics))
    }

    /// Whether a managed resource is going to change that the data source names itself, or that it or its module
    /// names in `depends_on`: what it would read now may not be there yet.
    fn has_pending_dependency(&self, node: &Node, config: &Resource) -> bool {
        let mut named: Vec<(Vec<crate::address::Name>, &crate::lang::syntax::Traversal)> =
            config.depends_on.iter().map(|traversal| (node.module.clone(), traversal)).collect();
        let own = crate::engine::graph::resource_references(config).into_iter();
        let own = own.filter(|traversal| !matches!(&*traversal.root, "data" | "module"));
        named.extend(own.map(|traversal| (node.module.clone(), traversal)));
        for depth in 0..node.module.len() {
            let (parent, name) = (&node.module[..depth], &node.module[depth]);
            if let Some(call) = self.tree.at(parent).and_then(|tree| tree.module.calls.get(name)) {
                named.extend(call.depends_on.iter().map(|traversal| (parent.to_vec(), traversal)));
            }
        }
        if named.is_empty() {
            return false;
        }
        let mut resources = std::collections::BTreeSet::new();
        for (module, traversal) in named {
            let objects: Vec<NodeObject> = match crate::engine::references::resource_of(traversal) {
                Some((resource, _)) if &*traversal.root != "module" => vec![NodeObject::Resource(resource)],
                _ => Vec::new(),
            };
            for object in objects {
                let needed = Node { module: module.clone(), object };
                if let Some(at) = self.graph.find(&needed) {
                    resources.extend(self.graph.all_resources(at));
                    resources.insert(needed);
                }
            }
            if &*traversal.root == "module"
                && let Some(crate::lang::syntax::StepKind::Attribute(name)) =
                    traversal.steps.first().map(|s| &s.kind)
            {
                let inside = [&module[..], std::slice::from_ref(name)].concat();
                let all = self.graph.graph.node_weights().filter(|node| node.module.starts_with(&inside));
                resources.extend(all.filter(|node| matches!(node.object, NodeObject::Resource(_))).cloned());
            }
        }
        let draft = self.draft();
        draft.changes.values().any(|change| {
            let node = Node {
                module: change.address.module.path(),
                object: NodeObject::Resource(change.address.resource.clone()),
            };
            let managed = change.address.resource.mode == address::Mode::Managed;
            managed && change.action != Action::NoOp && resources.contains(&node)
        })
    }
}

#[derive(Clone, Copy)]
struct Source<'a> {
    module: &'a Arc<ModuleValues>,
    config: &'a Resource,
    ty: &'static dyn DataSourceType,
    provider: &'a ProviderAddress,
    available: &'a Available,
    pending: bool,
}

/// Reads a data source, and tells of it.
pub async fn read(
    ty: &'static dyn DataSourceType,
    wanted: &Object,
    configured: &crate::providers::Configured,
    address: &Instance,
    observer: &dyn crate::engine::event::Observer,
) -> Result<Object, String> {
    observer.event(Event::Reading { address: address.clone() });
    let start = Instant::now();
    // What the configuration leaves out has its default, so that the provider need not know it twice.
    let asked = unmarked(wanted)
        .into_iter()
        .map(|(name, value)| {
            let default =
                ty.attributes().iter().find(|attribute| attribute.name == &*name).and_then(|a| a.default);
            let value = match default {
                Some(default) if value.is_null() => default(),
                _ => value,
            };
            (name, value)
        })
        .collect();
    let object = ty.read(asked, &configured.client).await.map_err(|error| error.to_string())?;
    let object = codec::conform(ty.attributes(), &object);
    let id = object.get("id").and_then(Value::as_str).map(str::to_owned);
    observer.event(Event::Read { address: address.clone(), id, elapsed: start.elapsed() });
    Ok(object)
}

/// Whether a data source that looks for several objects found none of them.
fn found_nothing(object: &Object) -> bool {
    ["ids", "names", "arns"]
        .iter()
        .any(|name| object.get(*name).and_then(Value::as_sequence).is_some_and(|found| found.is_empty()))
}

/// A data source as a state remembers it.
pub fn remembered(ty: &dyn DataSourceType, object: &Object) -> ObjectState {
    ObjectState {
        schema_version: ty.version(),
        attributes: codec::encode(ty.attributes(), object),
        sensitive: codec::sensitive_json(object),
        ..ObjectState::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_without_a_result_is_told_from_one_object() {
        let list = |items: Vec<Value>| Value::list(crate::lang::value::Type::String, items);
        for (name, value, nothing) in [
            ("ids", list(vec![]), true),
            ("ids", list(vec!["subnet-1".into()]), false),
            ("names", list(vec![]), true),
            ("security_groups", list(vec![]), false),
        ] {
            assert_eq!(found_nothing(&Object::from([(name.into(), value)])), nothing, "{name}");
        }
    }
}
