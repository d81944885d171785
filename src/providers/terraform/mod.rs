//! The provider that is built into Terraform itself.

mod data;

use super::{Configured, OfResource, Provider};

/// The client of the provider: nothing.
pub struct Terraform;

/// The table of the provider.
pub static PROVIDER: Provider = Provider {
    name: "terraform",
    source: "terraform.io/builtin/terraform",
    attributes: || &[],
    configure: |_| Box::pin(async { Ok(Configured::new(Terraform)) }),
    resources: &[&[OfResource::<data::TerraformData, Terraform>::TYPE]],
    data_sources: &[],
};
