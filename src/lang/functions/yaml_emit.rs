//! YAML as Terraform writes it: blocks, every string in double quotes or as a literal block, no indent for the
//! sequence of a key.

use std::fmt::Write;

use crate::lang::value::{Kind, Name, Value};

/// The column after which a quoted text is broken at the next space.
const WIDTH: usize = 80;
/// The longest key, in bytes, that is written before its colon without a question mark.
const LONGEST_KEY: usize = 128;

/// The whole document. The value must be wholly known.
pub(super) fn document(value: &Value) -> String {
    let mut out = Emitter { text: String::new() };
    out.node(value, 0);
    match value.kind() {
        // A bare scalar at the end of a document could go on: it is closed.
        Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) => out.text.push_str("\n...\n"),
        _ => {}
    }
    if !out.text.ends_with('\n') {
        out.text.push('\n');
    }
    out.text
}

struct Emitter {
    text: String,
}

impl Emitter {
    /// Writes a value after an indicator on the same line; what goes on below it begins at `indent`.
    fn node(&mut self, value: &Value, indent: usize) {
        match value.kind() {
            Kind::Null(_) | Kind::Unknown(_) => self.text.push_str("null"),
            Kind::Bool(bool) => self.text.push_str(if *bool { "true" } else { "false" }),
            Kind::Number(number) => self.text.push_str(&number.to_string()),
            Kind::String(text) => self.string(text, indent),
            Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => {
                let items: Vec<&Value> = value.children().collect();
                if items.is_empty() {
                    self.text.push_str("[]");
                }
                for (at, item) in items.into_iter().enumerate() {
                    self.line(at, indent);
                    self.text.push_str("- ");
                    self.node(item, indent + 2);
                }
            }
            Kind::Map(_) | Kind::Object(_) => self.mapping(value, indent),
        }
    }

    /// Begins the line of an entry; the first one goes on where the indicator before it stands.
    fn line(&mut self, at: usize, indent: usize) {
        if at > 0 {
            self.break_line(indent);
        }
    }

    fn break_line(&mut self, indent: usize) {
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    fn mapping(&mut self, value: &Value, indent: usize) {
        let entries: Vec<(&Name, &Value)> = value.as_mapping().into_iter().flatten().collect();
        if entries.is_empty() {
            self.text.push_str("{}");
        }
        for (at, (key, value)) in entries.into_iter().enumerate() {
            self.line(at, indent);
            if key.len() > LONGEST_KEY || key.contains('\n') {
                self.text.push_str("? ");
                self.string(key, indent + 2);
                self.break_line(indent);
                self.text.push_str(": ");
                self.node(value, indent + 2);
                continue;
            }
            self.quoted(key, None);
            self.text.push(':');
            let empty = value.children().next().is_none();
            match value.kind() {
                Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) if !empty => {
                    self.break_line(indent);
                    self.node(value, indent);
                }
                Kind::Map(_) | Kind::Object(_) if !empty => {
                    self.break_line(indent + 2);
                    self.node(value, indent + 2);
                }
                _ => {
                    self.text.push(' ');
                    self.node(value, indent + 2);
                }
            }
        }
    }

    fn string(&mut self, text: &str, indent: usize) {
        let indent = indent.max(2);
        if text.contains('\n') && fits_block(text) {
            self.literal(text, indent);
        } else {
            self.quoted(text, Some(indent));
        }
    }

    /// A literal block.
    fn literal(&mut self, text: &str, indent: usize) {
        self.text.push('|');
        if text.starts_with([' ', '\n']) {
            self.text.push('2');
        }
        if !text.ends_with('\n') {
            self.text.push('-');
        } else if text == "\n" || text.ends_with("\n\n") {
            self.text.push('+');
        }
        self.text.push('\n');
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            if !line.is_empty() {
                self.text.extend(std::iter::repeat_n(' ', indent));
                self.text.push_str(line);
            }
            self.text.push('\n');
        }
    }

    /// A text in double quotes, broken at spaces if `wrap` gives the indent of the next line.
    fn quoted(&mut self, text: &str, wrap: Option<usize>) {
        let line_start = self.text.rfind('\n').map_or(0, |at| at + 1);
        let mut column = self.text[line_start..].chars().count() + 1;
        self.text.push('"');
        let mut after_space = false;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let before = self.text.len();
            if c == ' ' {
                match wrap {
                    Some(indent) if !after_space && column > WIDTH && at > 0 && chars.peek().is_some() => {
                        self.break_line(indent);
                        column = indent;
                        if chars.peek().is_some_and(|(_, next)| *next == ' ') {
                            self.text.push('\\');
                            column += 1;
                        }
                    }
                    _ => {
                        self.text.push(' ');
                        column += 1;
                    }
                }
                after_space = true;
                continue;
            }
            after_space = false;
            self.escaped(c);
            column += self.text[before..].chars().count();
        }
        self.text.push('"');
    }

    fn escaped(&mut self, c: char) {
        let short = match c {
            '\0' => "\\0",
            '\x07' => "\\a",
            '\x08' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\x0b' => "\\v",
            '\x0c' => "\\f",
            '\r' => "\\r",
            '\x1b' => "\\e",
            '"' => "\\\"",
            '\\' => "\\\\",
            '\u{85}' => "\\N",
            '\u{2028}' => "\\L",
            '\u{2029}' => "\\P",
            c if printable(c) => {
                self.text.push(c);
                return;
            }
            c => {
                let code = c as u32;
                // Writing to a string cannot fail.
                let _ = match code {
                    0..=0xFF => write!(self.text, "\\x{code:02X}"),
                    0x100..=0xFFFF => write!(self.text, "\\u{code:04X}"),
                    _ => write!(self.text, "\\U{code:08X}"),
                };
                return;
            }
        };
        self.text.push_str(short);
    }
}

/// Whether a text can be a literal block: all is printable, and no line ends with a space.
fn fits_block(text: &str) -> bool {
    let plain = |c: char| c == '\n' || (printable(c) && !matches!(c, '\u{2028}' | '\u{2029}'));
    text.chars().all(plain) && !text.contains(" \n") && !text.ends_with(' ')
}

/// What is written as it is. That leaves out all beyond the basic plane.
fn printable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}
