//! Colours.

use std::fmt;

use anstyle::{AnsiColor, Style};

/// A style for every kind of text.
pub mod styles {
    use super::{AnsiColor, Style};

    pub const BOLD: Style = Style::new().bold();
    pub const ADD: Style = AnsiColor::Green.on_default();
    pub const CHANGE: Style = AnsiColor::Yellow.on_default();
    pub const REMOVE: Style = AnsiColor::Red.on_default();
    pub const GOOD: Style = AnsiColor::Green.on_default().bold();
    pub const LOST: Style = AnsiColor::Red.on_default().bold();
    pub const FAINT: Style = AnsiColor::BrightBlack.on_default();
    pub const NOTE: Style = AnsiColor::Cyan.on_default().bold();
    pub const READ: Style = AnsiColor::Cyan.on_default();
    pub const ERROR: Style = AnsiColor::Red.on_default().bold();
    pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
    pub const UNDERLINE: Style = Style::new().underline();
    pub const MARK: Style = AnsiColor::Red.on_default().bold();
    pub const DIM: Style = Style::new().dimmed();
}

/// A text in a style, or plain.
pub fn paint(text: impl fmt::Display, style: Style, colour: bool) -> String {
    if colour { format!("{style}{text}{style:#}") } else { text.to_string() }
}
