//! The providers of a run: which one a resource belongs to, and its client.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError},
};

use tokio::sync::OnceCell;

use super::{
    evaluator::Evaluator,
    graph::{ModulePath, provider_of},
    repeated::Repeated,
};
use crate::{
    address::Name,
    config::{ModuleTree, ProviderRef},
    diagnostic::{Diagnostic, Diagnostics, Result},
    lang::value::{Object, Value, to_json_as},
    providers::{self, Configured, Provider},
    schema::decode_body,
};

/// A provider configuration, as a state names it: `module.x.provider["registry.terraform.io/hashicorp/aws"].tokyo`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProviderAddress {
    /// The module that declares it.
    pub module: ModulePath,
    /// The source address of the provider.
    pub source: String,
    /// Which of its configurations.
    pub alias: Option<Name>,
}

impl fmt::Display for ProviderAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for name in &self.module {
            write!(f, "module.{name}.")?;
        }
        write!(f, "provider[{:?}]", self.source)?;
        self.alias.as_ref().map_or(Ok(()), |alias| write!(f, ".{alias}"))
    }
}

impl ProviderAddress {
    /// Reads what a state names.
    pub fn parse(text: &str) -> Option<Self> {
        let at = text.find("provider[\"")?;
        let path = text[..at].trim_end_matches('.');
        let module =
            path.split('.').filter(|part| *part != "module" && !part.is_empty()).map(Name::from).collect();
        let (source, rest) = text[at + "provider[\"".len()..].split_once("\"]")?;
        let source = source.replacen("registry.opentofu.org/", "registry.terraform.io/", 1);
        Some(Self { module, source, alias: rest.strip_prefix('.').map(Name::from) })
    }

    /// The configuration that a resource of the module at `path` means by `provider`.
    pub fn of(tree: &ModuleTree, path: &[Name], provider: &ProviderRef) -> Self {
        let local = tree.at(path).map(|tree| tree.module.provider_source(&provider.name)).unwrap_or_default();
        match provider_of(tree, path, provider) {
            Some((module, found)) => Self { module, source: local, alias: found.alias },
            None => Self { module: Vec::new(), source: local, alias: None },
        }
    }
}

/// Clients by provider and configuration: shared by all units of a run, so that credentials are looked for once.
#[derive(Clone, Default)]
pub struct Clients(Arc<std::sync::Mutex<HashMap<ConfigurationKey, Arc<OnceCell<Configured>>>>>);

/// The provider's source, and a fingerprint of its configuration.
type ConfigurationKey = (String, String);

impl Clients {
    async fn get(&self, provider: &'static Provider, config: Object) -> Result<Configured, providers::Error> {
        let key = (provider.source.to_owned(), fingerprint(provider, &config));
        let cell = {
            let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            cells.entry(key).or_default().clone()
        };
        cell.get_or_try_init(|| (provider.configure)(config)).await.cloned()
    }
}

/// Tells configurations apart.
fn fingerprint(provider: &Provider, config: &Object) -> String {
    let attributes = (provider.attributes)();
    let parts = attributes.iter().map(|attribute| {
        let value = config.get(attribute.name).unwrap_or(&Value::NULL);
        to_json_as(&value.without_marks_deep(), &attribute.shape.ty()).to_string()
    });
    parts.collect::<Vec<_>>().join("\n")
}

/// A provider as far as it can be used now.
#[derive(Clone)]
pub enum Available {
    /// It can.
    Ready(Configured),
    /// Its configuration depends on values that are known only after apply.
    NotYet,
}

/// The provider with this source address.
///
/// # Errors
/// It is not built in.
pub fn find(source: &str) -> Result<&'static Provider, Diagnostic> {
    providers::PROVIDERS.iter().copied().find(|provider| provider.source == source).ok_or_else(|| {
        let names: Vec<_> = providers::PROVIDERS.iter().map(|provider| provider.name).collect();
        Diagnostic::error("Unsupported provider").detail(format!(
            "The provider {source} is not built into stackctl. Built in are: {}.",
            names.join(", ")
        ))
    })
}

/// The providers of one root module.
pub struct Pool {
    evaluator: Arc<Evaluator>,
    clients: Clients,
}

impl Pool {
    /// The providers of the modules of `evaluator`, with clients from `clients`.
    pub fn new(evaluator: Arc<Evaluator>, clients: Clients) -> Self {
        Self { evaluator, clients }
    }

    /// The provider, configured.
    ///
    /// # Errors
    /// What is wrong with its configuration, or that it is not built in.
    pub async fn get(&self, address: &ProviderAddress) -> Result<Available> {
        let provider = find(&address.source)?;
        let (config, range) = self.config(address, provider)?;
        if !config.values().all(Value::is_wholly_known) {
            return Ok(Available::NotYet);
        }
        let configured = self.clients.get(provider, config).await.map_err(|error| {
            let mut diagnostic =
                Diagnostic::error(format!("Provider {:?} cannot be configured", provider.name));
            diagnostic.detail = error.to_string();
            diagnostic.subject = range;
            Diagnostics::from(diagnostic)
        })?;
        Ok(Available::Ready(configured))
    }

    /// The values of a provider's block; all null if there is none.
    fn config(
        &self,
        address: &ProviderAddress,
        provider: &Provider,
    ) -> Result<(Object, Option<crate::diagnostic::Range>)> {
        let attributes = (provider.attributes)();
        let block = self.evaluator.tree.at(&address.module).and_then(|tree| {
            let module = &tree.module;
            let matches = |name: &ProviderRef| {
                name.alias == address.alias && module.provider_source(&name.name) == address.source
            };
            module.providers.iter().find(|(name, _)| matches(name)).map(|(_, block)| block)
        });
        let module = self.evaluator.instances(&address.module).into_iter().next();
        let (Some(block), Some(module)) = (block, module) else {
            if let Some(alias) = &address.alias {
                let detail = format!("No provider block declares {alias:?} of {}.", address.source);
                return Err(Diagnostic::error("Provider configuration not present").detail(detail).into());
            }
            let none =
                attributes.iter().map(|attribute| (attribute.name.into(), Value::null(attribute.shape.ty())));
            return Ok((none.collect(), None));
        };
        let mut diagnostics = Diagnostics::new();
        let scope = self.evaluator.scope(&module, Repeated::default());
        let config = decode_body(&block.body, attributes, &scope, &mut diagnostics);
        let unmarked = config.into_iter().map(|(name, value)| (name, value.without_marks_deep())).collect();
        diagnostics.into_result((unmarked, Some(block.range.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provider_addresses_are_printed_as_they_are_read() {
        for text in [
            r#"provider["registry.terraform.io/hashicorp/aws"]"#,
            r#"provider["registry.terraform.io/hashicorp/aws"].tokyo"#,
            r#"module.a.module.b.provider["terraform.io/builtin/terraform"]"#,
        ] {
            assert_eq!(ProviderAddress::parse(text).expect(text).to_string(), text);
        }
    }
}
