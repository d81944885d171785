//! Text to values: syntax, values, evaluation, functions. No I/O but reading files.

pub mod syntax;
pub mod value;
