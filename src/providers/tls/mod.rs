//! The `tls` provider: keys that are made once and stay in the state.

mod curve;
mod key;
mod private_key;
mod public_key;

use super::{Configured, OfData, OfResource, Provider};

/// The client of the provider: nothing, everything happens here.
pub struct Tls;

/// The table of the provider.
pub static PROVIDER: Provider = Provider {
    name: "tls",
    source: "registry.terraform.io/hashicorp/tls",
    attributes: || &[],
    configure: |_| Box::pin(async { Ok(Configured::new(Tls)) }),
    resources: &[&[OfResource::<private_key::PrivateKeyResource, Tls>::TYPE]],
    data_sources: &[&[OfData::<public_key::PublicKeyData, Tls>::TYPE]],
};
