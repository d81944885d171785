//! Text to values: syntax, values, evaluation, functions. No I/O but reading files.

pub mod console;
pub mod constraint;
pub mod eval;
pub mod functions;
pub mod syntax;
pub mod value;

#[cfg(test)]
mod oracle_tests;
pub mod version;
