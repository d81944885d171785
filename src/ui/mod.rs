//! All that a person sees. Nothing else prints.

mod diagnostics;
mod diff;
mod outputs;
mod plan;
mod plans;
mod progress;
mod question;
mod show;
mod style;
mod summary;
mod text;

use std::{
    io::{IsTerminal, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use indicatif::{MultiProgress, ProgressDrawTarget};

pub use self::diagnostics::{Here, to_json as diagnostic_json};
use crate::diagnostic::Diagnostic;

/// The screen: data and progress on standard output, errors and warnings on standard error.
#[derive(Debug, Clone)]
pub struct Ui {
    /// Whether colours are wanted on standard output.
    colour: bool,
    /// Whether colours are wanted on standard error.
    colour_err: bool,
    /// Whether standard output is a stream of JSON objects.
    json: Arc<AtomicBool>,
    /// Whether warnings are told in a line each.
    compact_warnings: Arc<AtomicBool>,
    /// Where paths are told from.
    here: Here,
    /// The moving lines at the bottom of a terminal.
    bars: MultiProgress,
}

impl Ui {
    /// The screen of a command that works in `dir`; colours as the terminal, the environment and `--no-color` say.
    pub fn new(no_color: bool, dir: &Path) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let off = no_color || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let wanted = |terminal: bool| !off && (set("CLICOLOR_FORCE") || (terminal && !dumb));
        let cwd = std::env::current_dir().unwrap_or_default();
        Self {
            colour: wanted(std::io::stdout().is_terminal()),
            colour_err: wanted(std::io::stderr().is_terminal()),
            json: Arc::default(),
            compact_warnings: Arc::default(),
            here: Here { cwd, dir: dir.to_owned() },
            bars: MultiProgress::with_draw_target(ProgressDrawTarget::stdout()),
        }
    }

    /// From now on standard output is a stream of JSON objects, one a line, and nothing else.
    pub fn speak_json(&self) {
        self.json.store(true, Ordering::Relaxed);
    }

    /// From now on warnings are told in a line each.
    pub fn compact_warnings(&self) {
        self.compact_warnings.store(true, Ordering::Relaxed);
    }

    /// Where paths are told from.
    pub fn here(&self) -> &Here {
        &self.here
    }

    /// Prints a line of data. A reader that went away is not an error.
    pub fn line(&self, text: &str) {
        self.bars.suspend(|| {
            let _ = writeln!(std::io::stdout().lock(), "{text}");
        });
    }

    /// Says something beside the data.
    pub fn notice(&self, text: &str) {
        self.bars.suspend(|| {
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        });
    }

    /// Says what went wrong where there is no diagnostic for it.
    pub fn error(&self, text: &str) {
        self.diagnostics(&Diagnostic::error(text).into());
    }
}
