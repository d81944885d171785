//! The `http` provider: what a URL answers.

mod client;
mod get;

pub use client::{Http, Tls, chain};

use super::{Configured, OfData, Provider};

/// The table of the provider.
pub static PROVIDER: Provider = Provider {
    name: "http",
    source: "registry.terraform.io/hashicorp/http",
    attributes: || &[],
    configure: |_| Box::pin(async { Ok(Configured::new(Http::default())) }),
    resources: &[],
    data_sources: &[&[OfData::<get::HttpData, Http>::TYPE]],
};
