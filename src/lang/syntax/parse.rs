//! Text to syntax trees: files, single expressions, template files.

use std::sync::Arc;

use hcl_edit::parser;

use super::{
    Body, Expr, ExprKind,
    lower::Lower,
    mistakes,
    template::{self, Form},
};
use crate::diagnostic::{Diagnostic, Diagnostics, Range, Result, Source};

const BOM: &str = "\u{feff}";

/// Reads a file of arguments and blocks (`*.tf`, `terragrunt.hcl`, `*.tfvars`). Errors are those of the syntax.
pub fn parse_body(source: &Arc<Source>) -> Result<Body> {
    let (text, skipped) = without_bom(&source.text);
    let lower = Lower { parsed: text, source, shift: skipped, place: None, diagnostics: Diagnostics::new() };
    let mut parsed = Parsed::new(text);
    let body = parsed.retry(&lower, parser::parse_body)?;
    let mut lower = lower;
    let lowered = lower.body(&body, 0..text.len());
    lower.diagnostics.into_result(lowered)
}

/// Reads one expression; newlines in it mean nothing, comments around it are skipped.
pub fn parse_expr(source: &Arc<Source>) -> Result<Expr> {
    let (text, skipped) = without_bom(&source.text);
    expr_of(text, source, skipped, None)
}

/// Reads an expression that is a string of another file, at `place` as a whole.
pub(super) fn parse_expr_at(text: &str, place: &Range) -> Result<Expr> {
    expr_of(text, &place.source, 0, Some(place.clone()))
}

fn expr_of(text: &str, source: &Arc<Source>, skipped: isize, place: Option<Range>) -> Result<Expr> {
    // Brackets around it let comments and newlines in.
    const OPEN: &str = "x = (";
    let wrapped = format!("{OPEN}{text}\n)\n");
    let shift = skipped - OPEN.len() as isize;
    let mut lower = Lower { parsed: &wrapped, source, shift, place, diagnostics: Diagnostics::new() };
    if let Some(mistake) = mistakes::find(text, mistakes::Start::Expression) {
        let (start, end) = (mistake.at.start + OPEN.len(), mistake.at.end + OPEN.len());
        return Err(mistake.diagnostic_at(lower.range(start..end)).into());
    }
    let mut parsed = Parsed::new(&wrapped);
    let body = parsed.retry(&lower, parser::parse_body)?;
    let lowered = lower.body(&body, 0..wrapped.len());
    std::mem::take(&mut lower.diagnostics).into_result(())?;
    match lowered.attributes.as_slice() {
        [attribute] if lowered.blocks.is_empty() => match &*attribute.expr.kind {
            ExprKind::Parenthesised(inner) => Ok(inner.clone()),
            _ => Err(mistakes::extra_characters(&attribute.expr.range).into()),
        },
        _ => Err(mistakes::extra_characters(&lowered.range).into()),
    }
}

/// Reads the text of a template file; ranges point into `source`.
pub fn parse_template(source: &Arc<Source>) -> Result<Expr> {
    let (text, skipped) = without_bom(&source.text);
    template_of(
        text,
        Lower { parsed: text, source, shift: skipped, place: None, diagnostics: Diagnostics::new() },
    )
}

/// Reads a template that is a string of another file, at `place` as a whole.
pub(super) fn parse_template_at(text: &str, place: &Range) -> Result<Expr> {
    let (place, source) = (place.clone(), place.source.clone());
    template_of(
        text,
        Lower {
            parsed: text,
            source: &source,
            shift: 0,
            place: Some(place),
            diagnostics: Diagnostics::new(),
        },
    )
}

fn template_of(text: &str, mut lower: Lower) -> Result<Expr> {
    let mut parsed = Parsed::new(text);
    let template = parsed.retry_as(&lower, parser::parse_template, mistakes::Start::Template)?;
    let lowered = template::lower(&mut lower, &template, Form::Bare, 0..text.len());
    lower.diagnostics.into_result(lowered)
}

fn without_bom(text: &str) -> (&str, isize) {
    text.strip_prefix(BOM).map_or((text, 0), |text| (text, BOM.len() as isize))
}

/// The text that `hcl-edit` is given. It differs from the source where that repeats an object's key, which
/// Terraform allows (the last one wins) and `hcl-edit` does not: such a key is spelt differently, at equal length.
/// Lowering reads the key from the source again.
struct Parsed<'a> {
    source: &'a str,
    masked: Option<String>,
    masks: u32,
}

impl<'a> Parsed<'a> {
    fn new(source: &'a str) -> Self {
        Self { source, masked: None, masks: 0 }
    }

    fn retry<T>(&mut self, lower: &Lower, parse: fn(&str) -> Result<T, parser::Error>) -> Result<T> {
        self.retry_as(lower, parse, mistakes::Start::Body)
    }

    fn retry_as<T>(
        &mut self,
        lower: &Lower,
        parse: fn(&str) -> Result<T, parser::Error>,
        start: mistakes::Start,
    ) -> Result<T> {
        loop {
            let text = self.masked.as_deref().unwrap_or(self.source);
            let error = match parse(text) {
                Ok(tree) => return Ok(tree),
                Err(error) => error,
            };
            let at = error.location().offset();
            let masked = if error.message().contains("redefined object key") {
                self.mask(at)
            } else {
                self.mask_exponent(at)
            };
            if masked {
                continue;
            }
            let diagnostic = match mistakes::find(self.source, start) {
                Some(mistake) => mistake.diagnostic_at(lower.range(mistake.at.clone())),
                None => unexpected(lower, self.source, &error, at),
            };
            return Err(diagnostic.into());
        }
    }

    /// Writes the exponent of the number at this place as zeros, which `hcl-edit` takes: it wants to hold the number
    /// in 64 bits. `false` if there is no such number.
    fn mask_exponent(&mut self, at: usize) -> bool {
        let text = self.masked.as_deref().unwrap_or(self.source);
        let part = |c: &u8| c.is_ascii_digit() || *c == b'.';
        let start = at - text.as_bytes()[..at].iter().rev().take_while(|c| part(c)).count();
        let mantissa = text.as_bytes()[start..].iter().take_while(|c| part(c)).count();
        let Some(exponent) = text[start + mantissa..].strip_prefix(['e', 'E']) else { return false };
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let digits = exponent[sign..].bytes().take_while(u8::is_ascii_digit).count();
        let from = start + mantissa + 1 + sign;
        if mantissa == 0 || digits < 3 || text[from..from + digits].bytes().all(|c| c == b'0') {
            return false;
        }
        let text = self.masked.get_or_insert_with(|| self.source.to_owned());
        text.replace_range(from..from + digits, &"0".repeat(digits));
        true
    }

    /// Spells the key at this place differently; `false` if that cannot be done.
    fn mask(&mut self, at: usize) -> bool {
        self.masks += 1;
        if self.masks > 1000 {
            return false;
        }
        let text = self.masked.get_or_insert_with(|| self.source.to_owned());
        let start = if text[at..].starts_with('"') { at + 1 } else { at };
        let length = text[start..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        if length == 0 {
            return false;
        }
        let mut spelling = self.masks as usize;
        let digits = b"QXZJKVWqxzjkvw";
        let name: String = (0..length)
            .map(|_| {
                let digit = digits[spelling % digits.len()];
                spelling /= digits.len();
                digit as char
            })
            .collect();
        text.replace_range(start..start + length, &name);
        true
    }
}

/// What `hcl-edit` says, in Terraform's words where there are such.
fn unexpected(lower: &Lower, text: &str, error: &parser::Error, at: usize) -> Diagnostic {
    let at = at.min(text.len());
    let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    let range = lower.range(line_end_back(text, at)..end);
    let (message, rest) = (error.message(), text[at..].trim());
    // In the brackets that an expression is read in, the end is the closing one.
    let at_end = rest.is_empty() || rest == ")" && range.bytes.start >= lower.source.text.trim_end().len();
    let inside_for =
        enclosing(text, at).is_some_and(|open| text[open + 1..].trim_start().starts_with("for "));
    let wants = |what: &str| message.contains(&format!("expected `{what}`"));
    let (summary, detail) = if message.contains("traversal operator") {
        ("Invalid attribute name", "An attribute name is required after a dot.".into())
    } else if message.contains("invalid expression") && at_end {
        ("Missing expression", "Expected the start of an expression, but found the end of the file.".into())
    } else if message.contains("invalid expression") {
        (
            "Invalid expression",
            "Expected the start of an expression, but found an invalid expression token.".into(),
        )
    } else if message.contains("redefined attribute") {
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || "_-".contains(*c)).collect();
        (
            "Attribute redefined",
            format!(
                "The argument {name:?} was already set in this body. Each argument may be set only once."
            ),
        )
    } else if message.contains("nesting depth") || message.contains("chained binary") {
        (
            "Expression nested too deeply",
            format!("This cannot be read: {message}. Split it with local values."),
        )
    } else if inside_for && wants("in") {
        (
            "Invalid 'for' expression",
            "For expression requires the 'in' keyword after its name declarations.".into(),
        )
    } else if inside_for && wants("=>") {
        ("Invalid 'for' expression", "Key expression is required when building an object.".into())
    } else if inside_for && wants("]") && rest.starts_with("...") {
        ("Invalid 'for' expression", "Grouping ellipsis (...) cannot be used when building a tuple.".into())
    } else if rest.starts_with("..") && text[..at].ends_with(|c: char| c.is_ascii_digit()) {
        ("Invalid number literal", "Failed to recognize the value of this number literal.".into())
    } else if wants(":") && message.starts_with("expected") {
        (
            "Missing false expression in conditional",
            "The conditional operator (...?...:...) requires a false expression, delimited by a colon."
                .into(),
        )
    } else if message.contains("object value assignment") {
        (
            "Missing key/value separator",
            "Expected an equals sign (\"=\") to mark the beginning of the attribute value.".into(),
        )
    } else if wants(")") && lower.shift < 0 && text.starts_with("x = (") {
        (
            "Extra characters after expression",
            "An expression was successfully parsed, but extra characters were found after it.".into(),
        )
    } else if message.contains("newline") && rest.starts_with(',') {
        (
            "Unexpected comma after argument",
            "Argument definitions must be separated by newlines, not commas. An argument definition must end with a newline.".into(),
        )
    } else if message.contains("newline") {
        (
            "Missing newline after argument",
            "An argument or block definition is required to end with a newline, but something else follows here."
                .into(),
        )
    } else {
        ("Invalid syntax", format!("This cannot be read here: {message}."))
    };
    Diagnostic::error(summary).detail(detail).at(&range)
}

/// The bracket that is open around this place.
fn enclosing(text: &str, at: usize) -> Option<usize> {
    let mut closed = 0;
    text[..at].char_indices().rev().find_map(|(i, c)| match c {
        ')' | ']' | '}' => {
            closed += 1;
            None
        }
        '(' | '[' | '{' if closed > 0 => {
            closed -= 1;
            None
        }
        '(' | '[' | '{' => Some(i),
        _ => None,
    })
}

/// A place at the start of a line that follows the one at fault is moved back to the end of that line's text.
fn line_end_back(text: &str, at: usize) -> usize {
    if at == text.len() { text.trim_end().len().saturating_sub(1).min(at) } else { at }
}
