//! The sandbox: AWS on this machine, so that an environment can be tried without an account and without a bill.
//!
//! It is the emulator moto with patches where it differs from AWS (`patches/`), in a virtual environment of its own,
//! on a free port of the loopback interface. What is planned and applied in a sandbox has states of its own: they lie
//! in the sandbox's folder and go with it, for they describe what is in that emulator and nowhere else.
//!
//! | file | what |
//! |---|---|
//! | [`Sandbox`] | one that runs: its environment variables, its states |
//! | `run` | a command in it, from its start to its exit code |
//! | `kept` | one that stays between commands: start, status, stop |
//! | `install` | the virtual environment, made once |
//! | `emulator` | the process |
//! | `talk` | the two questions that a sandbox answers itself |
//! | `folders` | where all of it lies |
//! | `launcher.py`, `patches/*.py` | the emulator's side |

mod emulator;
mod environment;
mod error;
mod folders;
mod install;
mod kept;
mod progress;
mod run;
mod running;
mod talk;

pub use environment::{is_inside, state_path};
pub use error::{Error, Result};
pub use kept::Status;
pub use progress::{Progress, Report};
pub use running::{Options, Sandbox};
