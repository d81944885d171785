//! The `random` provider: values that are drawn once and then stay in the state.

mod alphabet;
mod bytes;
mod generated;
mod id;
mod integer;
mod password;
mod pet;
mod seed;
mod shuffle;
mod string;
mod uuid;

use super::{Configured, OfResource, Provider};

/// The client of the provider: nothing, everything happens here.
pub struct Random;

/// The table of the provider.
pub static PROVIDER: Provider = Provider {
    name: "random",
    source: "registry.terraform.io/hashicorp/random",
    attributes: || &[],
    configure: |_| Box::pin(async { Ok(Configured::new(Random)) }),
    resources: &[&[
        OfResource::<bytes::Bytes, Random>::TYPE,
        OfResource::<id::Id, Random>::TYPE,
        OfResource::<integer::Integer, Random>::TYPE,
        OfResource::<password::Password, Random>::TYPE,
        OfResource::<pet::Pet, Random>::TYPE,
        OfResource::<shuffle::Shuffle, Random>::TYPE,
        OfResource::<string::Text, Random>::TYPE,
        OfResource::<uuid::Uuid, Random>::TYPE,
    ]],
    data_sources: &[],
};

/// What every file of this folder uses.
mod prelude {
    pub use super::{Random, generated::Generated};
    pub use crate::{
        lang::value::{Object, Value},
        providers::{Error, Refine, Result},
        schema::{Computed, Defaulted, Optional, Required, Schema},
    };
    pub use std::collections::BTreeMap;
    /// Values whose change draws a new value.
    pub type Keepers = BTreeMap<String, String>;
}
