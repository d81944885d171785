//! The contract between the engine and a resource type: the typed side that a resource's file implements, and its
//! object-safe twin that the engine calls.

use std::{any::Any, collections::BTreeMap, future::Future, marker::PhantomData, pin::Pin, sync::Arc};

use super::{Error, Refine, Result};
use crate::{
    lang::value::Object,
    schema::{Attribute, Schema},
};

/// One resource type of the provider whose client is `P`. The struct is the object's state; its methods make the
/// cloud agree with it.
///
/// The engine plans from the schema alone, so no method here sees an unknown value; and it calls `read` after
/// `create` and `update`, so neither has to fill in computed attributes.
pub trait Resource<P>: Schema + Default + Clone + Send + Sync + 'static {
    /// Makes the object. Sets `id` as soon as it is known: if a later step fails, the engine keeps the object,
    /// tainted.
    fn create(&mut self, client: &P) -> impl Future<Output = Result<()>> + Send;

    /// Every attribute as the cloud has it now; `None` if the object is gone. Attributes that the cloud does not
    /// tell keep the value of `self`. With only `id` set (an import) it works as well.
    fn read(self, client: &P) -> impl Future<Output = Result<Option<Self>>> + Send;

    /// Changes the object in place from `prior` to `self`.
    fn update(&mut self, prior: &Self, client: &P) -> impl Future<Output = Result<()>> + Send;

    /// Deletes the object and waits until it is gone. An object that is gone already is no error.
    fn delete(&mut self, client: &P) -> impl Future<Output = Result<()>> + Send;

    /// Changes the engine's plan where the schema cannot say it: conditional replacement, computed defaults.
    fn refine(_plan: &mut Refine<'_>) {}

    /// Says what of the configuration cannot work, beside what the schema says: attribute and sentence. Values may be
    /// unknown; absent ones are null.
    fn validate(_config: &Object) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The object with this import id, ready for `read`.
    ///
    /// # Errors
    /// [`Error::Invalid`] says what the id should look like.
    fn import(id: &str) -> Result<Self> {
        Ok(Self::decode(&Object::from([("id".into(), id.into())]))?)
    }

    /// The attributes of a state that an older version of the schema has written.
    ///
    /// # Errors
    /// [`Error::Invalid`] if that version is not supported.
    fn upgrade(version: u64, _attributes: serde_json::Value) -> Result<serde_json::Value> {
        Err(Error::Invalid(format!(
            "The state has version {version} of {}; this version of stackctl reads version {}. Run `terraform apply \
             -refresh-only` once with AWS provider 5.100 to bring it up to date.",
            Self::NAME,
            Self::VERSION
        )))
    }
}

/// One data source of the provider whose client is `P`.
pub trait Data<P>: Schema + Default + Clone + Send + Sync + 'static {
    /// Fills in every computed attribute from what the configuration asks for.
    fn read(self, client: &P) -> impl Future<Output = Result<Self>> + Send;

    /// As [`Resource::validate`].
    fn validate(_config: &Object) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// The client of a configured provider, whatever its type.
pub type Client = Arc<dyn Any + Send + Sync>;

/// A future that a provider gives to the engine.
pub type Task<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a create or update leaves behind.
#[derive(Debug)]
pub struct Written {
    /// The object as it is now; `None` if there is none (a create that failed before anything was made).
    pub object: Option<Object>,
    /// What went wrong, if something did. With an object after a create, the object is tainted.
    pub error: Option<Error>,
}

/// What the engine asks every resource type and data source for.
pub trait SchemaOf: Sync + Send {
    /// The type as configuration names it.
    fn name(&self) -> &'static str;
    /// The version of its state.
    fn version(&self) -> u64;
    /// What it is, for people.
    fn doc(&self) -> &'static str;
    /// Its attributes.
    fn attributes(&self) -> &'static [Attribute];
    /// What of the configuration cannot work, beside what the schema says.
    fn validate(&self, config: &Object) -> Vec<(&'static str, String)>;
}

/// [`Resource`] made object-safe: what the engine calls.
pub trait ResourceType: SchemaOf {
    /// See [`Resource::refine`].
    fn refine(&self, plan: &mut Refine<'_>);
    /// See [`Resource::import`].
    fn import(&self, id: &str) -> Result<Object>;
    /// See [`Resource::upgrade`].
    fn upgrade(&self, version: u64, attributes: serde_json::Value) -> Result<serde_json::Value>;
    /// Creates, then reads back.
    fn create<'a>(&self, planned: Object, client: &'a Client) -> Task<'a, Written>;
    /// See [`Resource::read`].
    fn read<'a>(&self, prior: Object, client: &'a Client) -> Task<'a, Result<Option<Object>>>;
    /// Updates, then reads back. If that fails, the object is what can be read, else the prior one.
    fn update<'a>(&self, prior: Object, planned: Object, client: &'a Client) -> Task<'a, Written>;
    /// See [`Resource::delete`].
    fn delete<'a>(&self, prior: Object, client: &'a Client) -> Task<'a, Result<()>>;
}

/// [`Data`] made object-safe: what the engine calls.
pub trait DataSourceType: SchemaOf {
    /// See [`Data::read`].
    fn read<'a>(&self, config: Object, client: &'a Client) -> Task<'a, Result<Object>>;
}

/// A typed resource as an entry of its provider's table.
pub struct OfResource<T, P>(PhantomData<fn() -> (T, P)>);

impl<T: Resource<P>, P: Send + Sync + 'static> OfResource<T, P> {
    /// The entry.
    pub const TYPE: &'static dyn ResourceType = &Self(PhantomData);
}

/// A typed data source as an entry of its provider's table.
pub struct OfData<T, P>(PhantomData<fn() -> (T, P)>);

impl<T: Data<P>, P: Send + Sync + 'static> OfData<T, P> {
    /// The entry.
    pub const TYPE: &'static dyn DataSourceType = &Self(PhantomData);
}

impl<T: Resource<P>, P: Send + Sync + 'static> SchemaOf for OfResource<T, P> {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn version(&self) -> u64 {
        T::VERSION
    }

    fn doc(&self) -> &'static str {
        T::DOC
    }

    fn attributes(&self) -> &'static [Attribute] {
        T::ATTRIBUTES
    }

    fn validate(&self, config: &Object) -> Vec<(&'static str, String)> {
        T::validate(config)
    }
}

impl<T: Resource<P>, P: Send + Sync + 'static> ResourceType for OfResource<T, P> {
    fn refine(&self, plan: &mut Refine<'_>) {
        T::refine(plan);
    }

    fn import(&self, id: &str) -> Result<Object> {
        T::import(id).map(T::encode)
    }

    fn upgrade(&self, version: u64, attributes: serde_json::Value) -> Result<serde_json::Value> {
        T::upgrade(version, attributes)
    }

    fn create<'a>(&self, planned: Object, client: &'a Client) -> Task<'a, Written> {
        Box::pin(async move {
            let (client, mut resource) = match (client_of::<P>(client), T::decode(&planned)) {
                (Ok(client), Ok(resource)) => (client, resource),
                (Err(error), _) => return Written { object: None, error: Some(error) },
                (_, Err(error)) => return Written { object: None, error: Some(error.into()) },
            };
            let created = resource.create(client).await;
            if !has_id::<T>() && created.is_err() || has_id::<T>() && resource.id().is_empty() {
                let error = created.err().unwrap_or(Error::Missing("the id of the new object"));
                return Written { object: None, error: Some(error) };
            }
            read_back(resource, planned, created, client).await
        })
    }

    fn read<'a>(&self, prior: Object, client: &'a Client) -> Task<'a, Result<Option<Object>>> {
        Box::pin(async move { Ok(T::decode(&prior)?.read(client_of::<P>(client)?).await?.map(T::encode)) })
    }

    fn update<'a>(&self, prior: Object, planned: Object, client: &'a Client) -> Task<'a, Written> {
        Box::pin(async move {
            let decoded = (client_of::<P>(client), T::decode(&prior), T::decode(&planned));
            let (client, before, mut resource) = match decoded {
                (Ok(client), Ok(before), Ok(resource)) => (client, before, resource),
                (Err(error), ..) => return Written { object: Some(prior), error: Some(error) },
                (_, Err(error), _) | (_, _, Err(error)) => {
                    return Written { object: Some(prior), error: Some(error.into()) };
                }
            };
            match resource.update(&before, client).await {
                Ok(()) => read_back(resource, planned, Ok(()), client).await,
                Err(error) => read_back(before, prior, Err(error), client).await,
            }
        })
    }

    fn delete<'a>(&self, prior: Object, client: &'a Client) -> Task<'a, Result<()>> {
        Box::pin(async move { T::decode(&prior)?.delete(client_of::<P>(client)?).await })
    }
}

/// Whether the type has an `id`; `random_bytes` has none, and is made as soon as `create` succeeds.
fn has_id<T: Schema>() -> bool {
    T::ATTRIBUTES.iter().any(|attribute| attribute.name == "id")
}

/// Reads the object again after it was written. If that fails, what is known of it is kept.
async fn read_back<T: Resource<P>, P>(
    resource: T,
    known: Object,
    written: Result<()>,
    client: &P,
) -> Written {
    let mut fallback = known;
    if has_id::<T>() {
        fallback.insert("id".into(), resource.id().into());
    }
    match (resource.read(client).await, written) {
        (Ok(Some(object)), written) => Written { object: Some(object.encode()), error: written.err() },
        (Ok(None), Err(error)) => Written { object: None, error: Some(error) },
        (Ok(None), Ok(())) => Written {
            object: Some(fallback),
            error: Some(Error::Missing("the object that was just written")),
        },
        (Err(_), Err(error)) | (Err(error), Ok(())) => Written { object: Some(fallback), error: Some(error) },
    }
}

impl<T: Data<P>, P: Send + Sync + 'static> SchemaOf for OfData<T, P> {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn version(&self) -> u64 {
        T::VERSION
    }

    fn doc(&self) -> &'static str {
        T::DOC
    }

    fn attributes(&self) -> &'static [Attribute] {
        T::ATTRIBUTES
    }

    fn validate(&self, config: &Object) -> Vec<(&'static str, String)> {
        T::validate(config)
    }
}

impl<T: Data<P>, P: Send + Sync + 'static> DataSourceType for OfData<T, P> {
    fn read<'a>(&self, config: Object, client: &'a Client) -> Task<'a, Result<Object>> {
        Box::pin(async move { Ok(T::decode(&config)?.read(client_of::<P>(client)?).await?.encode()) })
    }
}

fn client_of<P: 'static>(client: &Client) -> Result<&P> {
    client
        .downcast_ref()
        .ok_or_else(|| Error::Invalid("The provider was configured for another type.".into()))
}

/// One provider: its configuration and its types.
pub struct Provider {
    /// The name that modules use when they name none: `aws`.
    pub name: &'static str,
    /// The source address, as a state file names it: `registry.terraform.io/hashicorp/aws`.
    pub source: &'static str,
    /// The attributes of a `provider` block.
    pub attributes: fn() -> &'static [Attribute],
    /// Makes a client of a `provider` block's values. Unknown values are null here.
    pub configure: fn(Object) -> Task<'static, Result<Configured>>,
    /// The resource types, a table a service.
    pub resources: &'static [&'static [&'static dyn ResourceType]],
    /// The data sources, a table a service.
    pub data_sources: &'static [&'static [&'static dyn DataSourceType]],
}

impl Provider {
    /// The resource type of this name.
    pub fn resource(&self, name: &str) -> Option<&'static dyn ResourceType> {
        self.resources.iter().copied().flatten().copied().find(|ty| ty.name() == name)
    }

    /// The data source of this name.
    pub fn data_source(&self, name: &str) -> Option<&'static dyn DataSourceType> {
        self.data_sources.iter().copied().flatten().copied().find(|ty| ty.name() == name)
    }
}

/// A provider that is ready for use.
#[derive(Clone)]
pub struct Configured {
    /// What its types take.
    pub client: Client,
    /// What the provider does with every resource that has tags.
    pub tags: Arc<ProviderTags>,
}

impl Configured {
    /// A provider that does nothing with tags.
    pub fn new(client: impl Any + Send + Sync) -> Self {
        Self { client: Arc::new(client), tags: Arc::default() }
    }
}

/// What a provider does with the tags of every resource: AWS's `default_tags` and `ignore_tags`.
#[derive(Debug, Default)]
pub struct ProviderTags {
    /// Tags that every resource gets, unless it sets another value.
    pub default: BTreeMap<String, String>,
    /// Tags that are never looked at.
    pub ignore_keys: Vec<String>,
    /// The beginnings of tags that are never looked at.
    pub ignore_prefixes: Vec<String>,
}
