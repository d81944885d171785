//! The `archive` provider: files put together in a zip.

mod entries;
mod file;
mod zip;

use super::{Configured, OfData, OfResource, Provider};

/// The client of the provider: nothing but the file system.
pub struct Archive;

/// The table of the provider.
pub static PROVIDER: Provider = Provider {
    name: "archive",
    source: "registry.terraform.io/hashicorp/archive",
    attributes: || &[],
    configure: |_| Box::pin(async { Ok(Configured::new(Archive)) }),
    resources: &[&[OfResource::<file::ArchiveFile, Archive>::TYPE]],
    data_sources: &[&[OfData::<file::ArchiveFile, Archive>::TYPE]],
};
