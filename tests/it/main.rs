//! What only whole programs show. One binary, for each one links the whole AWS SDK; a module a subject.

mod emulator;
mod sandbox;
