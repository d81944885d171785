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
    lang::value::{Kind, Object, Value},
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
fn settled(ty: &dyn ResourceType, read: Object, before: &Object) -> Object {
    merged(ty, read, before, |value, before| super::is_zero(value) && super::is_zero(before))
}

/// What was read after a write, with what was wanted wherever both mean the same or are collections with nothing in
/// them: the AWS provider keeps other values as they were read, be it an empty text where nothing was wanted.
pub fn settled_after_write(ty: &dyn ResourceType, read: Object, wanted: &Object) -> Object {
    merged(ty, read, wanted, says_nothing)
}

fn merged(
    ty: &dyn ResourceType,
    read: Object,
    before: &Object,
    say_nothing: impl Fn(&Value, &Value) -> bool,
) -> Object {
    let settle = |name: &Name, value: Value| {
        let attribute = ty.attributes().iter().find(|attribute| attribute.name == &**name);
        let same = before.get(name).is_some_and(|before| {
            say_nothing(&value, before)
                || attribute.and_then(|attribute| attribute.equal).is_some_and(|equal| {
                    let can_tell = before.is_wholly_known() && !value.is_null() && !before.is_null();
                    can_tell && equal(&before.without_marks_deep(), &value)
                })
        });
        match before.get(name) {
            Some(before) if same => before.clone(),
            Some(before) => settled_inside(value, before).with_marks(before.marks()),
            None => value,
        }
    };
    read.into_iter().map(|(name, value)| (name.clone(), settle(&name, value))).collect()
}

/// As [`settled_after_write`], inside of blocks.
fn settled_inside(value: Value, before: &Value) -> Value {
    match (value.kind(), before.kind()) {
        (Kind::Object(_), Kind::Object(_)) => value.map_children(|step, inner| match before.step(&step) {
            Some(before) if says_nothing(inner, before) => before.clone(),
            Some(before) => settled_inside(inner.clone(), before),
            None => inner.clone(),
        }),
        (Kind::List(list), Kind::List(others)) if list.items.len() == others.items.len() => value
            .map_children(|step, inner| match before.step(&step) {
                Some(before) => settled_inside(inner.clone(), before),
                None => inner.clone(),
            }),
        (Kind::Set(set), Kind::Set(others)) if before.is_wholly_known() => {
            let items = set.items.iter().map(|item| {
                let before = others.items.iter().find(|other| is_alike(item, other));
                before.map_or_else(|| item.clone(), |before| settled_in_set(item.clone(), before))
            });
            Value::set(set.element.clone(), items.collect()).with_marks(value.marks())
        }
        _ => value,
    }
}

/// As [`settled_inside`], for an object of a set. There the AWS provider keeps numbers, switches and maps that nobody
/// set as null, and lists and texts as empty.
fn settled_in_set(value: Value, before: &Value) -> Value {
    let Kind::Object(_) = value.kind() else { return value };
    value.map_children(|step, inner| match before.step(&step) {
        Some(before) if before.is_null() && super::is_zero(inner) => match inner.kind() {
            Kind::Bool(_) | Kind::Number(_) | Kind::Map(_) => before.clone(),
            _ => inner.clone(),
        },
        _ => inner.clone(),
    })
}

/// Whether both are collections with nothing in them, or none.
fn says_nothing(value: &Value, before: &Value) -> bool {
    value.type_of().is_collection() && super::is_zero(value) && super::is_zero(before)
}

/// Whether two values differ only in how they say nothing.
fn is_alike(a: &Value, b: &Value) -> bool {
    if super::is_zero(a) && super::is_zero(b) {
        return true;
    }
    match (a.kind(), b.kind()) {
        (Kind::Object(one), Kind::Object(other)) => {
            one.iter().all(|(name, value)| other.get(name).is_some_and(|other| is_alike(value, other)))
        }
        (Kind::List(one), Kind::List(other)) => {
            let mut pairs = one.items.iter().zip(&other.items);
            one.items.len() == other.items.len() && pairs.all(|(a, b)| is_alike(a, b))
        }
        (Kind::Set(one), Kind::Set(other)) => {
            one.items.len() == other.items.len()
                && one.items.iter().all(|a| other.items.iter().any(|b| is_alike(a, b)))
        }
        _ => a.without_marks_deep() == b.without_marks_deep(),
    }
}

fn changed(ty: &dyn ResourceType, before: &Object, after: &Object) -> bool {
    ty.attributes().iter().any(|attribute| {
        let of = |object: &Object| object.get(attribute.name).cloned().unwrap_or_default();
        super::differs(&of(before), &of(after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::value::Type;

    fn object(note: Value, list: Value) -> Value {
        Value::object([("note".into(), note), ("list".into(), list)])
    }

    #[test]
    fn blocks_keep_how_they_say_nothing() {
        let null = || Value::null(Type::list(Type::String));
        let empty = || Value::list(Type::String, Vec::new());
        let full = || Value::list(Type::String, vec!["a".into()]);
        let text = || Value::null(Type::String);
        let list = |item: Value| Value::list(item.type_of(), vec![item]);
        for (read, before, expected) in [
            (object("".into(), empty()), object(text(), null()), object("".into(), null())),
            (object("".into(), full()), object(text(), null()), object("".into(), full())),
            (object("".into(), empty()), object("x".into(), full()), object("".into(), empty())),
        ] {
            assert_eq!(settled_inside(list(read), &list(before)), list(expected));
        }
        let set = |item: Value| Value::set(item.type_of(), vec![item]);
        let number = || Value::null(Type::Number);
        for (read, before, expected) in [
            (object("".into(), empty()), object(text(), null()), object("".into(), empty())),
            (object(0.into(), empty()), object(number(), null()), object(number(), empty())),
            (object(1.into(), empty()), object(number(), null()), object(1.into(), empty())),
        ] {
            assert_eq!(settled_inside(set(read), &set(before)), set(expected));
        }
    }
}
