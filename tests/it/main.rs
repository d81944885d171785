//! What only whole programs show. One binary, for each one links the whole AWS SDK; a module a subject.

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
