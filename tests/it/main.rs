//! What only whole programs show. One binary, for each one links the whole AWS SDK; a module a subject.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod cli;
mod cloud;
mod emulator;
mod environment;
mod kill;
mod lifecycle;
mod mistakes;
mod rooms;
mod sandbox;
mod schema_facts;
mod world;
