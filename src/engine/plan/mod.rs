//! Desired and prior state make changes.

mod data;
mod instance;
mod object;
mod orphans;
mod outputs;
mod planner;
mod refined;
mod refresh;
mod relevant;
mod request;
mod target;

pub use self::{
    data::{read as read_data, remembered},
    instance::{marked_like, no_such_type, unmarked},
    object::{differs, ignore_changes, is_zero, planned, replace_paths},
    planner::{Planned, check_arguments, plan},
    refined::planned_object,
    refresh::settled_after_write,
    relevant::Relevant,
    request::{Failure, Options, Request},
};
