//! All that a person sees. Nothing else prints.

mod diagnostics;
mod listener;
mod outputs;
mod plans;
mod question;
mod show;
mod style;

use std::io::{IsTerminal, Write};

use crate::diagnostic::Diagnostics;

/// The screen: data on standard output, everything else on standard error.
#[derive(Debug, Clone)]
pub struct Ui {
    /// Whether colours are wanted on standard output.
    colour: bool,
    /// Whether colours are wanted on standard error.
    colour_err: bool,
}

impl Ui {
    /// The screen; colours as the terminal, NO_COLOR and `--no-color` say.
    pub fn new(no_color: bool) -> Self {
        let wanted = !no_color && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let colour = wanted && std::io::stdout().is_terminal();
        Self { colour, colour_err: wanted && std::io::stderr().is_terminal() }
    }

    /// Prints a line of data. A reader that went away is not an error.
    pub fn line(&self, text: &str) {
        let _ = writeln!(std::io::stdout().lock(), "{text}");
    }

    /// Says something beside the data.
    pub fn notice(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// Says what went wrong where there is no diagnostic for it.
    pub fn error(&self, text: &str) {
        self.notice(&format!("Error: {text}"));
    }

    /// Shows errors and warnings.
    pub fn diagnostics(&self, diagnostics: &Diagnostics) {
        for diagnostic in &diagnostics.0 {
            self.notice(&diagnostics::render(diagnostic, self.colour_err));
        }
    }
}
