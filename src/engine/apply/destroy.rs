//! Destroying an object, or forgetting it.

use std::time::Instant;

use super::{create::resource_type, runner::Runner};
use crate::{
    address::Name,
    diagnostic::{Diagnostic, Result},
    engine::{Action, Change, codec, event::Event},
    lang::value::Value,
};

impl Runner {
    /// Destroys the object of a change; of a replacement the old one. One that is to be forgotten stays where it is.
    pub async fn remove(&self, change: &Change) -> Result<()> {
        if change.action == Action::Forget {
            self.writer.update(|state| state.set_current(&change.address, &change.provider, None)).await?;
            self.count(Action::Forget, false);
            return Ok(());
        }
        let ty = resource_type(change)?;
        let configured = self.provider(change).await?;
        let deposed = self.deposed_key(change);
        let object = self.writer.with(|state| {
            let instance = state.instance(&change.address)?;
            match &deposed {
                None => instance.current.clone(),
                Some(key) => instance.deposed.get(key).cloned(),
            }
        });
        let Some(object) = object else { return Ok(()) };
        let attributes = crate::engine::plan::unmarked(&codec::decode(ty, &object)?);
        if deposed.is_none() && !object.tainted {
            self.provision_destroy(change, &Value::object(attributes.clone())).await?;
        }
        let id = attributes.get("id").and_then(Value::as_str).map(str::to_owned);
        let (address, action) = (change.address.clone(), Action::Delete);
        self.observer.event(Event::Started {
            address: address.clone(),
            deposed: deposed.clone(),
            action,
            id,
        });
        let start = Instant::now();
        let dir = self.evaluator.run.work_dir.clone();
        let deleted = crate::providers::in_dir(dir, ty.delete(attributes, &configured.client)).await;
        let elapsed = start.elapsed();
        if let Err(error) = deleted {
            self.observer.event(Event::Failed { address: address.clone(), deposed, action, elapsed });
            return Err(Diagnostic::error(error.to_string()).about(&address).into());
        }
        self.writer
            .update(|state| match &deposed {
                None => state.set_current(&address, &change.provider, None),
                Some(key) => state.set_deposed(&address, &change.provider, key, None),
            })
            .await?;
        self.observer.event(Event::Finished { address, deposed, action, id: None, elapsed });
        self.count(Action::Delete, false);
        Ok(())
    }

    /// Under which key the object to destroy is deposed; `None` for the current one.
    fn deposed_key(&self, change: &Change) -> Option<Name> {
        if change.deposed.is_some() {
            return change.deposed.clone();
        }
        let Action::Replace { create_before_destroy: true } = change.action else { return None };
        // The one that this run deposed: it was not there when the plan was made.
        let before = self
            .plan
            .prior
            .instance(&change.address)
            .map(|instance| instance.deposed.clone())
            .unwrap_or_default();
        self.writer.with(|state| {
            let instance = state.instance(&change.address)?;
            instance.deposed.keys().find(|key| !before.contains_key(*key)).cloned()
        })
    }
}
