//! Desired and prior state make changes.

mod data;
mod instance;
mod object;
mod orphans;
mod outputs;
mod planner;
mod refresh;
mod request;
mod target;

pub use self::{
    object::{differs, ignore_changes, is_zero, planned, replace_paths},
    planner::{Planned, plan},
    request::{Failure, Options, Request},
};
