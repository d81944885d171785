//! The plan of a resource: each of its instances against what it is now.

use std::sync::Arc;

use futures::{StreamExt, stream};

use super::{object, planner::Planner, refined::planned_object, refresh::Current};
use crate::{
    address::{self, Instance, Key, Mode, Name},
    config::Resource,
    diagnostic::{Diagnostic, Diagnostics, Result, Severity},
    engine::{
        Action, Change, PlanMode, Reason, codec, conditions,
        evaluator::ModuleValues,
        expand::Expansion,
        graph::Node,
        pool::{self, Available, ProviderAddress},
        repeated::Repeated,
        scope::ModuleScope,
    },
    lang::{
        syntax::StepKind,
        value::{Object, Path, Step, Value},
    },
    providers::ResourceType,
    schema::decode_body,
};

impl Planner {
    /// Plans every instance of a resource in every instance of its module. False: it has no value.
    pub async fn plan_resource(&self, node: &Node, address: &address::Resource) -> bool {
        let modules = self.evaluator.instances(&node.module);
        let results = stream::iter(modules)
            .map(|module| async move {
                let outcome = match address.mode {
                    Mode::Managed => self.plan_managed(node, &module, address).await,
                    Mode::Data => self.plan_data(node, &module, address).await,
                };
                match outcome {
                    Ok(()) => true,
                    Err(diagnostics) => {
                        self.draft().diagnostics.extend(diagnostics);
                        false
                    }
                }
            })
            .buffer_unordered(64)
            .collect::<Vec<_>>()
            .await;
        results.into_iter().all(|fine| fine)
    }

    async fn plan_managed(
        &self,
        node: &Node,
        module: &Arc<ModuleValues>,
        address: &address::Resource,
    ) -> Result<()> {
        let Some(config) = module.module.resources.get(address) else { return Ok(()) };
        let provider = ProviderAddress::of(&self.tree, &node.module, &config.provider_ref());
        let at = |diagnostic: Diagnostic| Diagnostics::from(diagnostic.or_at(&config.range));
        let ty = pool::find(&provider.source)
            .map_err(at)?
            .resource(&address.kind)
            .ok_or_else(|| at(no_such_type(address, &provider.source)))?;
        let expansion = {
            let scope = self.evaluator.scope(module, Repeated::default());
            Expansion::evaluate(&config.repetition, config.lifecycle.enabled.as_ref(), &scope)?
        };
        self.evaluator.set_expansion(module, address, expansion.clone());
        let available = self.pool.get(&provider).await.map_err(|errors| {
            Diagnostics(errors.into_iter().map(|error| error.or_at(&config.range)).collect())
        })?;
        let target =
            Target { module, config, ty, provider: &provider, available: &available, expansion: &expansion };
        let results: Vec<Result<()>> = stream::iter(expansion.keys())
            .map(|key| self.plan_instance(&target, key))
            .buffer_unordered(256)
            .collect()
            .await;
        let mut diagnostics = Diagnostics::new();
        for result in results {
            diagnostics.take(result);
        }
        diagnostics.into_result(())
    }

    async fn plan_instance(&self, target: &Target<'_>, key: Option<Key>) -> Result<()> {
        let Target { module, config, ty, provider, available, expansion } = *target;
        let resource = config.address.clone();
        let address = Instance { module: module.instance.clone(), resource, key };
        self.draft().seen.insert(address.clone());
        self.plan_deposed(&address, ty, provider, available).await?;
        let mut current = self.current(&address, None, ty, provider, available).await?;
        if !self.selection.contains(&address) || self.options.mode == PlanMode::RefreshOnly {
            // Not asked for, or only to be looked at: it stays as it is.
            if let Some(current) = current {
                self.evaluator.set_instance(
                    module,
                    &address.resource,
                    address.key.clone(),
                    Value::object(current.object),
                );
            } else {
                let unknown = Value::unknown(crate::schema::object_type(ty.attributes()));
                self.evaluator.set_instance(module, &address.resource, address.key.clone(), unknown);
            }
            return Ok(());
        }
        let importing = match &current {
            None => self.import_id(module, &address)?,
            Some(_) => None,
        };
        if let (Some(id), Available::Ready(_)) = (&importing, available) {
            current = Some(self.import(&address, id, target).await?);
        }

        let scope = self.evaluator.scope(module, Repeated::of(expansion, address.key.as_ref()));
        let mut diagnostics = Diagnostics::new();
        let rules = &config.lifecycle.preconditions;
        conditions::check(rules, "Resource precondition failed", Severity::Error, &scope, &mut diagnostics);
        if diagnostics.has_errors() {
            return Err(about(diagnostics, &address));
        }
        let wanted = decode_body(&config.body, ty.attributes(), &scope, &mut diagnostics);
        if diagnostics.has_errors() {
            return Err(about(diagnostics, &address));
        }
        for (attribute, sentence) in ty.validate(&unmarked(&wanted)) {
            let place =
                config.body.attribute(attribute).map_or(&config.range, |argument| &argument.expr.range);
            diagnostics.push(Diagnostic::error("Invalid value for argument").detail(sentence).at(place));
        }
        let triggered = self.triggered(config, &scope, module, &mut diagnostics);
        let asked = Asked { address: &address, wanted, importing, triggered };
        let change = self.change(target, asked, current.as_ref()).map_err(|d| about(d, &address))?;

        let after = Value::object(codec::mark_sensitive(ty.attributes(), &mapping(&change.after)));
        let rules = &config.lifecycle.postconditions;
        if !rules.is_empty() {
            let scope = self.evaluator.scope(module, Repeated::of(expansion, address.key.as_ref()));
            let scope = scope.with_self(after.clone());
            conditions::check(
                rules,
                "Resource postcondition failed",
                Severity::Error,
                &scope,
                &mut diagnostics,
            );
        }
        self.evaluator.set_instance(module, &address.resource, address.key.clone(), after);
        let mut draft = self.draft();
        draft.changes.insert((address.clone(), None), change);
        let fine = !diagnostics.has_errors();
        let diagnostics = about(diagnostics, &address);
        if fine {
            draft.diagnostics.extend(diagnostics);
            return Ok(());
        }
        Err(diagnostics)
    }

    /// What happens to one instance.
    fn change(&self, target: &Target<'_>, asked: Asked<'_>, current: Option<&Current>) -> Result<Change> {
        let Target { config, ty, provider, available, .. } = *target;
        let Asked { address, wanted, importing, triggered } = asked;
        let attributes = ty.attributes();
        let prior = current.map(|current| unmarked(&current.object));
        let plain = unmarked(&wanted);
        let tags = match available {
            Available::Ready(configured) => Some(&configured.tags),
            Available::NotYet => None,
        };
        let plan_from =
            |prior: Option<&Object>| planned_object(config, ty, &plain, prior, tags.map(|tags| &**tags));
        let (action, reason, planned, replace_paths) = match &prior {
            None => (Action::Create, None, plan_from(None).allowed(config)?, Vec::new()),
            Some(prior) => {
                let refined = plan_from(Some(prior));
                let mut paths = object::replace_paths(attributes, prior, &refined.planned);
                for name in refined.replace.iter().cloned() {
                    let path = Path::attribute(name);
                    if !paths.contains(&path) {
                        paths.push(path);
                    }
                }
                let tainted = current.is_some_and(|current| current.state.tainted);
                let reason = if tainted {
                    Some(Reason::Tainted)
                } else if self.options.replace.contains(address) {
                    Some(Reason::Requested)
                } else if !paths.is_empty() {
                    Some(Reason::CannotUpdate)
                } else {
                    triggered.then_some(Reason::Triggered)
                };
                if reason.is_some() {
                    let create_before_destroy = self.creates_before_destroying(address, config);
                    let planned = plan_from(None).allowed(config)?;
                    (Action::Replace { create_before_destroy }, reason, planned, paths)
                } else {
                    let planned = refined.allowed(config)?;
                    let same = attributes.iter().all(|attribute| {
                        let of = |object: &Object| object.get(attribute.name).cloned().unwrap_or_default();
                        !object::differs(&of(prior), &of(&planned))
                    });
                    let remarked = current.is_some_and(|current| {
                        let after =
                            marked_like(Value::object(planned.clone()), &Value::object(wanted.clone()));
                        let marks = |object: &Object| {
                            Value::object(codec::mark_sensitive(attributes, object)).marked_paths()
                        };
                        marks(&current.object) != marks(&mapping(&after))
                    });
                    let action = if same && !remarked { Action::NoOp } else { Action::Update };
                    (action, None, if same { prior.clone() } else { planned }, Vec::new())
                }
            }
        };
        if let (Action::Replace { .. }, Some(range)) = (action, &config.lifecycle.prevent_destroy) {
            return Err(prevented(address, range, &replace_paths).into());
        }
        let before = current.map_or(Value::NULL, |current| Value::object(current.object.clone()));
        Ok(Change {
            address: address.clone(),
            previous_address: self.moved.get(address).cloned(),
            deposed: None,
            provider: provider.to_string(),
            action,
            reason,
            before,
            after: marked_like(Value::object(planned), &Value::object(wanted)),
            replace_paths,
            importing,
            attributes,
        })
    }

    /// Whether a replacement is created first: what it says, else what the state remembers, else whether something
    /// that needs it says so.
    fn creates_before_destroying(&self, address: &Instance, config: &Resource) -> bool {
        if let Some(flag) = config.lifecycle.create_before_destroy {
            return flag;
        }
        let remembered = self
            .draft()
            .state
            .instance(address)
            .and_then(|i| i.current.as_ref())
            .is_some_and(|o| o.create_before_destroy);
        remembered || self.forced_by_dependents(address)
    }

    /// Whether a resource that needs this one, however far away, is created before it is destroyed.
    pub fn forced_by_dependents(&self, address: &Instance) -> bool {
        use crate::engine::graph::Object;
        let node = Node { module: address.module.path(), object: Object::Resource(address.resource.clone()) };
        let Some(start) = self.graph.find(&node) else { return false };
        let mut stack: Vec<_> = self.graph.graph.neighbors(start).collect();
        let mut seen = std::collections::HashSet::new();
        while let Some(at) = stack.pop() {
            if !seen.insert(at) {
                continue;
            }
            let node = &self.graph.graph[at];
            if let Object::Resource(resource) = &node.object
                && let Some(config) =
                    self.tree.at(&node.module).and_then(|tree| tree.module.resources.get(resource))
                && config.lifecycle.create_before_destroy == Some(true)
            {
                return true;
            }
            stack.extend(self.graph.graph.neighbors(at));
        }
        false
    }

    /// Whether something of `replace_triggered_by` changes.
    fn triggered(
        &self,
        config: &Resource,
        scope: &ModuleScope<'_>,
        module: &Arc<ModuleValues>,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let mut triggered = false;
        for expr in &config.lifecycle.replace_triggered_by {
            let Some(traversal) = expr.references().into_iter().next() else { continue };
            let Some((resource, taken)) = crate::engine::references::resource_of(traversal) else {
                let detail = "Only resources and their attributes can trigger a replacement.";
                diagnostics.push(
                    Diagnostic::error("Invalid replace_triggered_by expression")
                        .detail(detail)
                        .at(&expr.range),
                );
                continue;
            };
            let steps: Vec<Step> = traversal.steps[taken..].iter().map(step).collect();
            // `aws_x.y[count.index]`: the key stands in the expression and not in the reference.
            let key = match &*expr.kind {
                crate::lang::syntax::ExprKind::Index(_, key) => diagnostics
                    .take(crate::lang::eval::evaluate(key, scope))
                    .map(|key| vec![Step::Index(key)]),
                _ => None,
            };
            let steps = key.unwrap_or(steps);
            let draft = self.draft();
            triggered |= draft.changes.values().any(|change| {
                change.address.module == module.instance
                    && change.address.resource == resource
                    && change_at(change, &steps)
            });
        }
        triggered
    }

    /// Plans the destruction of what earlier replacements left over.
    pub async fn plan_deposed(
        &self,
        address: &Instance,
        ty: &'static dyn ResourceType,
        provider: &ProviderAddress,
        available: &Available,
    ) -> Result<()> {
        let keys: Vec<Name> = {
            let draft = self.draft();
            draft.state.instance(address).map(|i| i.deposed.keys().cloned().collect()).unwrap_or_default()
        };
        for key in keys {
            if let Some(current) = self.current(address, Some(&key), ty, provider, available).await?
                && self.options.mode != PlanMode::RefreshOnly
            {
                let change = deletion(address, Some(key.clone()), ty, provider, &current, None);
                self.draft().changes.insert((address.clone(), Some(key)), change);
            }
        }
        Ok(())
    }

    /// The id under which an `import` block brings the instance in.
    fn import_id(&self, module: &Arc<ModuleValues>, address: &Instance) -> Result<Option<String>> {
        // Import blocks stand in the root module and name whole addresses.
        let Some(root) = self.evaluator.instances(&[]).into_iter().next() else { return Ok(None) };
        let _ = module;
        for import in &root.module.imports {
            let elements = match &import.for_each {
                None => vec![Repeated::default()],
                Some(expr) => {
                    let scope = self.evaluator.scope(&root, Repeated::default());
                    let repetition = crate::config::Repetition::ForEach(expr.clone());
                    let expansion = Expansion::evaluate(&repetition, None, &scope)?;
                    expansion.keys().iter().map(|key| Repeated::of(&expansion, key.as_ref())).collect()
                }
            };
            for repeated in elements {
                let scope = self.evaluator.scope(&root, repeated);
                if target_address(&import.to, &scope)?.as_deref() != Some(&*address.to_string()) {
                    continue;
                }
                let id = crate::lang::eval::evaluate(&import.id, &scope)?;
                return match id.as_str() {
                    Some(id) if !id.is_empty() => Ok(Some(id.to_owned())),
                    _ => Err(Diagnostic::error("Invalid import id argument")
                        .detail("The id of an import must be a string that is known at plan and not empty.")
                        .at(&import.id.range)
                        .into()),
                };
            }
        }
        Ok(None)
    }

    async fn import(&self, address: &Instance, id: &str, target: &Target<'_>) -> Result<Current> {
        let Target { ty, available, config, provider, .. } = *target;
        let Available::Ready(configured) = available else { return Err(Diagnostics::new()) };
        let failed = |detail: String| {
            Diagnostics::from(
                Diagnostic::error("Cannot import").detail(detail).at(&config.range).about(address),
            )
        };
        let stub = ty.import(id).map_err(|error| failed(error.to_string()))?;
        let stub = codec::conform(ty.attributes(), &stub);
        let read = self.read(ty, stub, configured).await.map_err(|error| failed(error.to_string()))?;
        let Some(object) = read else {
            return Err(failed(format!("There is no {} with the id {id:?}.", ty.name())));
        };
        let object = codec::mark_sensitive(ty.attributes(), &object);
        let state = crate::state::ObjectState {
            schema_version: ty.version(),
            attributes: codec::encode(ty.attributes(), &object),
            sensitive: codec::sensitive_json(&object),
            ..Default::default()
        };
        self.draft().state.set_current(address, &provider.to_string(), Some(state.clone()));
        Ok(Current { state, object })
    }
}

/// What the instances of one resource in one module instance have in common.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub module: &'a Arc<ModuleValues>,
    pub config: &'a Resource,
    pub ty: &'static dyn ResourceType,
    pub provider: &'a ProviderAddress,
    pub available: &'a Available,
    pub expansion: &'a Expansion,
}

/// What is asked of one instance.
struct Asked<'a> {
    address: &'a Instance,
    wanted: Object,
    importing: Option<String>,
    triggered: bool,
}

/// The destruction of an object.
pub(super) fn deletion(
    address: &Instance,
    deposed: Option<Name>,
    ty: &dyn ResourceType,
    provider: &ProviderAddress,
    current: &Current,
    reason: Option<Reason>,
) -> Change {
    Change {
        address: address.clone(),
        previous_address: None,
        deposed,
        provider: provider.to_string(),
        action: Action::Delete,
        reason,
        before: Value::object(current.object.clone()),
        after: Value::NULL,
        replace_paths: Vec::new(),
        importing: None,
        attributes: ty.attributes(),
    }
}

/// The error of a resource that must not be destroyed.
pub(super) fn prevented(
    address: &Instance,
    range: &crate::diagnostic::Range,
    because: &[Path],
) -> Diagnostic {
    let because = match because {
        [] => String::new(),
        paths => {
            let paths: Vec<_> =
                paths.iter().map(|path| path.to_string().trim_start_matches('.').to_owned()).collect();
            format!(" It would be replaced because of {}.", paths.join(", "))
        }
    };
    Diagnostic::error("Instance cannot be destroyed")
        .detail(format!(
            "{address} has lifecycle.prevent_destroy set, but the plan calls for it to be destroyed.{because} Take \
             prevent_destroy out, or leave the object out of the plan with -target."
        ))
        .at(range)
        .about(address)
}

/// The error of a type that the provider with this source does not have.
pub fn no_such_type(address: &address::Resource, provider: &str) -> Diagnostic {
    let known = pool::find(provider).ok();
    let names: Vec<&str> = match (known, address.mode) {
        (Some(provider), Mode::Managed) => {
            provider.resources.iter().flat_map(|t| t.iter()).map(|ty| ty.name()).collect()
        }
        (Some(provider), Mode::Data) => {
            provider.data_sources.iter().flat_map(|t| t.iter()).map(|ty| ty.name()).collect()
        }
        (None, _) => Vec::new(),
    };
    let what = if address.mode == Mode::Data { "data source" } else { "resource type" };
    let hint = crate::diagnostic::did_you_mean(&address.kind, names);
    Diagnostic::error(format!("Unsupported {what}")).detail(format!(
        "The {what} {:?} is used by {address}, but stackctl does not have it (yet).{hint}",
        &*address.kind
    ))
}

fn about(diagnostics: Diagnostics, address: &Instance) -> Diagnostics {
    Diagnostics(diagnostics.into_iter().map(|diagnostic| diagnostic.about(address)).collect())
}

/// The object with no mark anywhere.
pub fn unmarked(object: &Object) -> Object {
    object.iter().map(|(name, value)| (name.clone(), value.without_marks_deep())).collect()
}

fn mapping(value: &Value) -> Object {
    value.as_mapping().cloned().unwrap_or_default()
}

/// `value` with the marks that `like` has at the same places.
pub fn marked_like(value: Value, like: &Value) -> Value {
    like.marked_paths().iter().fold(value, |value, (path, marks)| value.with_marks_at(&path.0, *marks))
}

pub(super) fn step(step: &crate::lang::syntax::Step) -> Step {
    match &step.kind {
        StepKind::Attribute(name) => Step::Attribute(name.clone()),
        StepKind::Index(key) => Step::Index(key.clone()),
    }
}

/// Whether a change changes what these steps, from the whole resource on, lead to.
fn change_at(change: &Change, steps: &[Step]) -> bool {
    let key = match &change.address.key {
        None => None,
        Some(Key::Index(index)) => Some(Step::index(*index as usize)),
        Some(Key::Name(name)) => Some(Step::Index(Value::string(name.clone()))),
    };
    let rest = match (&key, steps.split_first()) {
        (Some(key), Some((first, rest))) if first == key => rest,
        (Some(_), Some(_)) => return false,
        (Some(_), None) | (None, _) => steps,
    };
    if rest.is_empty() {
        return matches!(change.action, Action::Create | Action::Update | Action::Replace { .. });
    }
    let path = Path(rest.to_vec());
    let of = |value: &Value| value.at(&path).cloned().unwrap_or_default();
    change.action != Action::NoOp && object::differs(&of(&change.before), &of(&change.after))
}

/// The address that the `to` of an import names, with its keys evaluated.
fn target_address(expr: &crate::lang::syntax::Expr, scope: &ModuleScope<'_>) -> Result<Option<String>> {
    use crate::lang::syntax::ExprKind;
    if let ExprKind::Index(inner, key) = &*expr.kind {
        let key = crate::lang::eval::evaluate(key, scope)?;
        let key = match (key.as_str(), key.as_number().and_then(|n| n.as_u64())) {
            (Some(name), _) => Key::Name(name.into()),
            (_, Some(index)) => Key::Index(index),
            _ => return Ok(None),
        };
        return Ok(Some(format!("{}{key}", inner.range.text().trim())));
    }
    Ok(Some(expr.range.text().trim().to_owned()))
}
