//! The `time` provider: moments that stay in the state, and pauses.

mod moment;
mod offset;
mod rotating;
mod sleep;
mod r#static;

use super::{Configured, OfResource, Provider};

/// The client of the provider: nothing.
pub struct Time;

/// The table of the provider.
pub static PROVIDER: Provider = Provider {
    name: "time",
    source: "registry.terraform.io/hashicorp/time",
    attributes: || &[],
    configure: |_| Box::pin(async { Ok(Configured::new(Time)) }),
    resources: &[&[
        OfResource::<offset::Offset, Time>::TYPE,
        OfResource::<rotating::Rotating, Time>::TYPE,
        OfResource::<sleep::Sleep, Time>::TYPE,
        OfResource::<r#static::Static, Time>::TYPE,
    ]],
    data_sources: &[],
};

/// What every file of this folder uses.
mod prelude {
    pub use super::{Time, moment::Moment};
    pub use crate::{
        lang::value::{Object, Type, Value},
        providers::{Error, Refine, Resource, Result},
        schema::{Computed, Defaulted, Optional, Schema},
    };
    pub use std::collections::BTreeMap;
    /// Values whose change makes the object anew.
    pub type Triggers = BTreeMap<String, String>;
}
