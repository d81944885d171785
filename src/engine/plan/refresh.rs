//! Looking at the objects of a state as they are now.

use super::{instance::marked_like, planner::Planner};
use crate::{
    address::{Instance, Name},
    diagnostic::{Diagnostic, Diagnostics},
    engine::{
        Action, Change, codec,
        event::Event,
        pool::{Available, ProviderAddress},
        tags,
    },
    lang::value::{Object, Value},
    providers::{Configured, ResourceType},
    state::ObjectState,
};

/// An object of the state as it is now.
pub(super) struct Current {
    /// What is remembered of it, with its attributes as they are now.
    pub state: ObjectState,
    /// Its attributes.
    pub object: Object,
}

impl Planner {
    /// The object of an instance as it is now. `None`: there is none, or it is gone.
    ///
    /// # Errors
    /// What is remembered of it cannot be read, or the provider fails.
    pub async fn current(
        &self,
        address: &Instance,
        deposed: Option<&Name>,
        ty: &'static dyn ResourceType,
        provider: &ProviderAddress,
        available: &Available,
    ) -> Result<Option<Current>, Diagnostics> {
        let remembered = self.draft().state.instance(address).and_then(|instance| match deposed {
            None => instance.current.clone(),
            Some(key) => instance.deposed.get(key).cloned(),
        });
        let Some(mut state) = remembered else { return Ok(None) };
        let about = |diagnostic: Diagnostic| Diagnostics::from(diagnostic.about(address));
        let before = codec::decode(ty, &state).map_err(about)?;
        let (true, Available::Ready(configured)) = (self.options.refresh, available) else {
            return Ok(Some(Current { state, object: before }));
        };
        let id = before.get("id").and_then(Value::as_str).map(str::to_owned);
        self.observer.event(Event::Refreshing { address: address.clone(), id: id.clone() });
        let read = self.read(ty, before.clone(), configured).await;
        let read = read.map_err(|error| about(Diagnostic::error(error.to_string())))?;
        self.observer.event(Event::Refreshed { address: address.clone(), id });
        let Some(mut object) = read else {
            self.gone(address, deposed, ty, provider, &before);
            return Ok(None);
        };
        object = codec::mark_sensitive(ty.attributes(), &settled(ty, object, &before));
        // What was sensitive inside a value still is: a provider knows nothing of that.
        let marked = marked_like(Value::object(object), &Value::object(before.clone()));
        object = marked.as_mapping().cloned().unwrap_or_default();
        if object != before {
            let after = codec::encode(ty.attributes(), &object);
            let seen = after != state.attributes;
            if seen && deposed.is_none() && changed(ty, &before, &object) {
                self.drifted(address, ty, provider, &before, Value::object(object.clone()));
            }
            state.attributes = after;
        }
        state.schema_version = ty.version();
        let provider = provider.to_string();
        let mut draft = self.draft();
        match deposed {
            None => draft.state.set_current(address, &provider, Some(state.clone())),
            Some(key) => draft.state.set_deposed(address, &provider, key, Some(state.clone())),
        }
        drop(draft);
        Ok(Some(Current { state, object }))
    }

    /// Asks the provider for an object.
    pub async fn read(
        &self,
        ty: &'static dyn ResourceType,
        before: Object,
        configured: &Configured,
    ) -> crate::providers::Result<Option<Object>> {
        let permit = self.permits.acquire().await;
        let unmarked =
            before.iter().map(|(name, value)| (name.clone(), value.without_marks_deep())).collect();
        let read = self.in_module_dir(ty.read(unmarked, &configured.client)).await?;
        drop(permit);
        Ok(read.map(|object| {
            let mut object = codec::conform(ty.attributes(), &object);
            if tags::has_tags(ty.attributes()) {
                tags::after_read(&mut object, Some(&before), &configured.tags);
            }
            object
        }))
    }

    fn gone(
        &self,
        address: &Instance,
        deposed: Option<&Name>,
        ty: &'static dyn ResourceType,
        provider: &ProviderAddress,
        before: &Object,
    ) {
        if deposed.is_none() {
            self.drifted(address, ty, provider, before, Value::NULL);
        }
        let mut draft = self.draft();
        let provider = provider.to_string();
        match deposed {
            None => draft.state.set_current(address, &provider, None),
            Some(key) => draft.state.set_deposed(address, &provider, key, None),
        }
    }

    fn drifted(
        &self,
        address: &Instance,
        ty: &'static dyn ResourceType,
        provider: &ProviderAddress,
        before: &Object,
        after: Value,
    ) {
        let action = if after.is_null() { Action::Delete } else { Action::Update };
        self.draft().drift.push(Change {
            address: address.clone(),
            previous_address: None,
            deposed: None,
            provider: provider.to_string(),
            action,
            reason: None,
            before: Value::object(before.clone()),
            after,
            replace_paths: Vec::new(),
            importing: None,
            attributes: ty.attributes(),
        });
    }

    /// Runs a provider's future so that relative paths of files start from the module's folder.
    pub async fn in_module_dir<T>(&self, task: impl Future<Output = T>) -> T {
        crate::providers::in_dir(self.evaluator.run.work_dir.clone(), task).await
    }
}

/// What was read, with what was remembered wherever both say nothing or mean the same.
pub fn settled(ty: &dyn ResourceType, read: Object, before: &Object) -> Object {
    let settle = |name: &Name, value: Value| {
        let attribute = ty.attributes().iter().find(|attribute| attribute.name == &**name);
        let same = before.get(name).is_some_and(|before| {
            (super::is_zero(&value) && super::is_zero(before))
                || attribute.and_then(|attribute| attribute.equal).is_some_and(|equal| {
                    !value.is_null() && !before.is_null() && equal(&before.without_marks_deep(), &value)
                })
        });
        match before.get(name) {
            Some(before) if same => before.clone(),
            Some(before) => value.with_marks(before.marks()),
            None => value,
        }
    };
    read.into_iter().map(|(name, value)| (name.clone(), settle(&name, value))).collect()
}

fn changed(ty: &dyn ResourceType, before: &Object, after: &Object) -> bool {
    ty.attributes().iter().any(|attribute| {
        let of = |object: &Object| object.get(attribute.name).cloned().unwrap_or_default();
        super::differs(&of(before), &of(after))
    })
}
