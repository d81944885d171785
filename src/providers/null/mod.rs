//! The `null` provider: objects that are nothing but their place in the graph.

mod data_source;
mod resource;

use super::{Configured, OfData, OfResource, Provider};

/// The client of the provider: nothing.
pub struct Null;

/// The table of the provider.
pub static PROVIDER: Provider = Provider {
    name: "null",
    source: "registry.terraform.io/hashicorp/null",
    attributes: || &[],
    configure: |_| Box::pin(async { Ok(Configured::new(Null)) }),
    resources: &[&[OfResource::<resource::NullResource, Null>::TYPE]],
    data_sources: &[&[OfData::<data_source::NullDataSource, Null>::TYPE]],
};
