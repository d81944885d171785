//! The binary: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    stackctl::cli::main(std::env::args_os().collect())
}
