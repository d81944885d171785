//! The `local` provider: files of this machine.

mod content;
mod file;
mod read;
mod sensitive_file;

use super::{Configured, OfData, OfResource, Provider};

/// The client of the provider: nothing but the file system.
pub struct Local;

/// The table of the provider.
pub static PROVIDER: Provider = Provider {
    name: "local",
    source: "registry.terraform.io/hashicorp/local",
    attributes: || &[],
    configure: |_| Box::pin(async { Ok(Configured::new(Local)) }),
    resources: &[&[
        OfResource::<file::File, Local>::TYPE,
        OfResource::<sensitive_file::SensitiveFile, Local>::TYPE,
    ]],
    data_sources: &[&[OfData::<read::FileData, Local>::TYPE, OfData::<read::SensitiveFileData, Local>::TYPE]],
};

/// What every file of this folder uses.
mod prelude {
    pub use super::Local;
    pub use crate::{
        providers::{
            Data, Error, Resource, Result,
            hashes::{self, Hashes},
        },
        schema::{Computed, Optional, Required, Schema},
    };
}
