//! Walks the steps of a plan. Every one goes through the state.

mod create;
mod data;
mod destroy;
mod outputs;
mod provision;
mod runner;

pub use self::runner::{Applied, Options, apply};
