//! The contract between the engine and a resource type, and the table of every provider.

pub mod archive;
pub mod aws;
mod contract;
mod dir;
mod error;
pub mod hashes;
pub mod http;
pub mod local;
pub mod null;
pub mod random;
mod refine;
pub mod terraform;
pub mod time;
pub mod tls;

pub use self::{
    contract::{
        Client, Configured, Data, DataSourceType, OfData, OfResource, Provider, ProviderTags, Resource,
        ResourceType, SchemaOf, Task, Written,
    },
    dir::{in_dir, local_path, written_path},
    error::{Error, Result},
    refine::Refine,
};

/// Every provider there is.
pub static PROVIDERS: &[&Provider] = &[
    &archive::PROVIDER,
    &aws::PROVIDER,
    &http::PROVIDER,
    &local::PROVIDER,
    &null::PROVIDER,
    &random::PROVIDER,
    &terraform::PROVIDER,
    &time::PROVIDER,
    &tls::PROVIDER,
];
