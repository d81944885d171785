//! What is remembered of a module's objects.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::{
    address::{Instance, Key, ModuleInstance, Name, Resource},
    lang::value::Type,
};

/// What is remembered of all objects and outputs of one root module.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Counts the versions of it.
    pub serial: u64,
    /// Tells it apart from every other state.
    pub lineage: String,
    /// The outputs of the root module.
    pub outputs: BTreeMap<Name, OutputState>,
    /// The resources, in the order of their addresses.
    pub resources: BTreeMap<(ModuleInstance, Resource), ResourceState>,
    /// What the checks of the last run found, as Terraform writes it.
    pub check_results: Json,
}

/// An output as it is remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputState {
    /// Its value.
    pub value: Json,
    /// Its type.
    pub ty: Type,
    /// Whether it is not shown.
    pub sensitive: bool,
}

/// The instances of one resource.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceState {
    /// The provider configuration that made them: `provider["registry.terraform.io/hashicorp/aws"].tokyo`.
    pub provider: String,
    /// The instances by key.
    pub instances: BTreeMap<Option<Key>, InstanceState>,
}

/// The objects of one instance.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InstanceState {
    /// The object that it is now.
    pub current: Option<ObjectState>,
    /// Objects that were replaced and are still to be destroyed, by their key of eight hexadecimal digits.
    pub deposed: BTreeMap<Name, ObjectState>,
}

/// One object as it is remembered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ObjectState {
    /// Its creation was not finished: it must be replaced.
    pub tainted: bool,
    /// The version of the schema that `attributes` follows.
    pub schema_version: u64,
    /// The attributes by name.
    pub attributes: serde_json::Map<String, Json>,
    /// The places of sensitive values, as Terraform writes them.
    pub sensitive: Json,
    /// What the real provider keeps for itself, verbatim.
    pub private: Option<String>,
    /// The resources that it was made after, as configuration addresses.
    pub dependencies: Vec<String>,
    /// Its replacement is created before it is destroyed.
    pub create_before_destroy: bool,
    /// Its identity, as newer versions of Terraform write it: version and attributes.
    pub identity: Option<(u64, Json)>,
}

impl State {
    /// A state of nothing, with a lineage of its own.
    pub fn fresh() -> Self {
        Self { lineage: uuid::Uuid::new_v4().to_string(), check_results: Json::Null, ..Self::default() }
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty() && self.outputs.is_empty()
    }

    /// Every instance with its objects, in order.
    pub fn instances(&self) -> impl Iterator<Item = (Instance, &InstanceState)> {
        self.resources.iter().flat_map(|((module, resource), state)| {
            state.instances.iter().map(move |(key, instance)| {
                (Instance { module: module.clone(), resource: resource.clone(), key: key.clone() }, instance)
            })
        })
    }

    /// The objects of an instance.
    pub fn instance(&self, address: &Instance) -> Option<&InstanceState> {
        // The tuple is cloned for the look-up; both parts are cheap.
        let resource = self.resources.get(&(address.module.clone(), address.resource.clone()))?;
        resource.instances.get(&address.key)
    }

    /// The objects of an instance, to be changed; made if there are none.
    pub fn instance_mut(&mut self, address: &Instance, provider: &str) -> &mut InstanceState {
        let key = (address.module.clone(), address.resource.clone());
        let resource = self
            .resources
            .entry(key)
            .or_insert_with(|| ResourceState { provider: provider.to_owned(), instances: BTreeMap::new() });
        resource.provider = provider.to_owned();
        resource.instances.entry(address.key.clone()).or_default()
    }

    /// Sets the current object of an instance; `None` removes it, and with the last object the instance.
    pub fn set_current(&mut self, address: &Instance, provider: &str, object: Option<ObjectState>) {
        self.instance_mut(address, provider).current = object;
        self.prune(address);
    }

    /// Sets a deposed object of an instance; `None` removes it, and with the last object the instance.
    pub fn set_deposed(
        &mut self,
        address: &Instance,
        provider: &str,
        key: &Name,
        object: Option<ObjectState>,
    ) {
        let instance = self.instance_mut(address, provider);
        match object {
            Some(object) => instance.deposed.insert(key.clone(), object),
            None => instance.deposed.remove(key),
        };
        self.prune(address);
    }

    /// Removes an instance and everything that is remembered of it.
    pub fn remove(&mut self, address: &Instance) -> Option<InstanceState> {
        let key = (address.module.clone(), address.resource.clone());
        let resource = self.resources.get_mut(&key)?;
        let removed = resource.instances.remove(&address.key);
        if resource.instances.is_empty() {
            self.resources.remove(&key);
        }
        removed
    }

    fn prune(&mut self, address: &Instance) {
        if self.instance(address).is_some_and(|i| i.current.is_none() && i.deposed.is_empty()) {
            self.remove(address);
        }
    }
}
