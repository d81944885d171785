//! The v4 state file, its backends, locks, and the one writer. Knows no resource type.

mod backend;
mod file;
mod held;
mod local;
mod lock;
mod model;
mod writer;

pub use self::{
    backend::Backend,
    file::{parse, print},
    local::Local,
    lock::{Lock, LockInfo},
    model::{InstanceState, ObjectState, OutputState, ResourceState, State},
    writer::Writer,
};
