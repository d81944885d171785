//! Reading a data source that had to wait for the apply.

use super::runner::Runner;
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Result, Severity},
    engine::{
        Change, codec, conditions, plan,
        pool::{self, ProviderAddress},
    },
    lang::value::{Object, Value},
    schema::decode_body,
};

impl Runner {
    /// Reads the data source of a change.
    pub async fn read_data(&self, change: &Change) -> Result<()> {
        let address = ProviderAddress::parse(&change.provider);
        let provider = address.map(|address| pool::find(&address.source)).transpose()?;
        let ty = provider.and_then(|provider| provider.data_source(&change.address.resource.kind));
        let module = self.evaluator.module(&change.address.module);
        let config = module.as_ref().and_then(|module| module.module.resources.get(&change.address.resource));
        let (Some(ty), Some(module), Some(config)) = (ty, &module, config) else {
            return Err(Diagnostic::error("Data source without configuration").about(&change.address).into());
        };
        let configured = self.provider(change).await?;
        let mut diagnostics = Diagnostics::new();
        let repeated = self.repeated(change, module)?;
        let wanted = {
            let scope = self.evaluator.scope(module, repeated.clone());
            decode_body(&config.body, ty.attributes(), &scope, &mut diagnostics)
        };
        if diagnostics.has_errors() {
            return Err(diagnostics);
        }
        let dir = self.evaluator.run.work_dir.clone();
        let read = plan::read_data(ty, &wanted, &configured, &change.address, &*self.observer);
        let object = crate::providers::in_dir(dir, read).await.map_err(|error| {
            Diagnostics::from(Diagnostic::error(error).at(&config.range).about(&change.address))
        })?;
        let marked = plan::marked_like(Value::object(object), &Value::object(wanted));
        let object = codec::mark_sensitive(ty.attributes(), marked.as_mapping().unwrap_or(&Object::new()));
        let state = plan::remembered(ty, &object);
        self.writer.update(|all| all.set_current(&change.address, &change.provider, Some(state))).await?;
        let value = Value::object(object);
        let scope = self.evaluator.scope(module, repeated).with_self(value.clone());
        let rules = &config.lifecycle.postconditions;
        conditions::check(rules, "Resource postcondition failed", Severity::Error, &scope, &mut diagnostics);
        self.evaluator.set_instance(module, &change.address.resource, change.address.key.clone(), value);
        diagnostics.into_result(())
    }
}
