//! The verbs of a format string: `%s`, `%-8d`, `%[2]q`, `%08.3f`.

use unicode_segmentation::UnicodeSegmentation;

use super::{FunctionError, arguments::convert, float, json};
use crate::lang::value::{Kind, Number, Type, Value};

/// One verb as it is written.
#[derive(Default)]
struct Verb<'a> {
    raw: &'a str,
    offset: usize,
    letter: char,
    plus: bool,
    minus: bool,
    space: bool,
    sharp: bool,
    zero: bool,
    width: Option<usize>,
    precision: Option<usize>,
    /// The argument that is asked for, counted from 1.
    argument: usize,
}

/// The widest field.
const WIDEST: usize = 1 << 20;

/// The format with its verbs replaced. All arguments must be wholly known, and each must be used.
pub(super) fn formatted(format: &str, args: &[&Value]) -> Result<String, FunctionError> {
    let mut out = String::new();
    let (mut at, mut next, mut highest) = (0, 1, 0);
    while let Some(percent) = format[at..].find('%').map(|found| at + found) {
        out.push_str(&format[at..percent]);
        if format[percent + 1..].starts_with('%') {
            out.push('%');
            at = percent + 2;
            continue;
        }
        let verb = parse(format, percent, next)?;
        at = percent + verb.raw.len();
        if args.is_empty() || verb.argument > args.len() {
            return Err(verb.error(
                "not enough arguments for",
                &format!("need index {} but have {} total", verb.argument, args.len()),
            ));
        }
        next = verb.argument + 1;
        highest = highest.max(verb.argument);
        out.push_str(&verb.apply(args[verb.argument - 1])?);
    }
    out.push_str(&format[at..]);
    if highest < args.len() {
        let message = match highest {
            0 => "too many arguments; no verbs in format string".to_owned(),
            used => format!("too many arguments; only {used} used by format string"),
        };
        return Err(FunctionError::argument(highest + 1, message));
    }
    Ok(out)
}

/// Reads the verb that begins with the `%` at `start`.
fn parse(format: &str, start: usize, next: usize) -> Result<Verb<'_>, FunctionError> {
    let bytes = format.as_bytes();
    let mut verb = Verb { offset: start, argument: next, ..Verb::default() };
    let mut at = start + 1;
    let unexpected = |at: usize| match format[at..].chars().next() {
        None => FunctionError::new(format!("invalid format string starting at offset {at}")),
        Some(c) => FunctionError::new(format!("unrecognized format character {} at offset {at}", rune(c))),
    };
    let number = |at: &mut usize| -> Option<usize> {
        let digits = format[*at..].bytes().take_while(u8::is_ascii_digit).count();
        let text = &format[*at..*at + digits];
        *at += digits;
        (digits > 0).then(|| text.parse().unwrap_or(usize::MAX).min(WIDEST))
    };
    while let Some(flag @ (b'+' | b'-' | b' ' | b'#' | b'0')) = bytes.get(at) {
        match flag {
            b'+' => verb.plus = true,
            b'-' => verb.minus = true,
            b' ' => verb.space = true,
            b'#' => verb.sharp = true,
            _ => verb.zero = true,
        }
        at += 1;
    }
    verb.width = number(&mut at);
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        verb.precision = Some(number(&mut at).unwrap_or(0));
    }
    if bytes.get(at) == Some(&b'[') {
        at += 1;
        if !matches!(bytes.get(at), Some(b'1'..=b'9')) {
            return Err(unexpected(at));
        }
        verb.argument = number(&mut at).unwrap_or(1);
        if bytes.get(at) != Some(&b']') {
            return Err(unexpected(at));
        }
        at += 1;
    }
    match bytes.get(at) {
        Some(letter) if letter.is_ascii_alphabetic() => verb.letter = *letter as char,
        _ => return Err(unexpected(at)),
    }
    verb.raw = &format[start..=at];
    Ok(verb)
}

/// A character as a message shows it.
fn rune(c: char) -> String {
    format!("'{}'", c.escape_debug())
}

impl Verb<'_> {
    fn error(&self, what: &str, why: &str) -> FunctionError {
        FunctionError::new(format!("{what} {:?} at {}: {why}", self.raw, self.offset))
    }

    fn unsupported(&self, why: &str) -> FunctionError {
        self.error("unsupported value for", why)
    }

    fn apply(&self, value: &Value) -> Result<String, FunctionError> {
        if self.letter != 'v' && value.is_null() {
            return Err(self.unsupported("null value cannot be formatted"));
        }
        match self.letter {
            'v' => Ok(self.padded(self.plainly(value)?)),
            't' => match convert(value, &Type::Bool) {
                Ok(bool) => Ok(bool.as_bool().unwrap_or_default().to_string()),
                Err(_) => Err(self.unsupported("bool required")),
            },
            'b' | 'd' | 'o' | 'x' | 'X' => self.integer(&self.number(value)?),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => Ok(self.float(&self.number(value)?)),
            's' | 'q' => self.string(value),
            letter => Err(FunctionError::new(format!(
                "unsupported format verb {} in {:?} at offset {}",
                rune(letter),
                self.raw,
                self.offset
            ))),
        }
    }

    /// A text as it is, a number shortly, all else as JSON.
    fn plainly(&self, value: &Value) -> Result<String, FunctionError> {
        Ok(match value.kind() {
            Kind::String(text) if !self.sharp => text.to_string(),
            Kind::Number(number) if !self.sharp => float::general(number, None, 'e'),
            _ => json::encode(value),
        })
    }

    fn number(&self, value: &Value) -> Result<Number, FunctionError> {
        let number = convert(value, &Type::Number);
        let number = number.as_ref().ok().and_then(Value::as_number).cloned();
        number.ok_or_else(|| self.unsupported("a number is required"))
    }

    fn string(&self, value: &Value) -> Result<String, FunctionError> {
        let text = convert(value, &Type::String);
        let Some(text) = text.as_ref().ok().and_then(Value::as_str) else {
            return Err(self.unsupported("string required"));
        };
        let text: String = match self.precision {
            Some(clusters) if clusters > 0 => text.graphemes(true).take(clusters).collect(),
            _ => text.to_owned(),
        };
        Ok(self.padded(if self.letter == 'q' { json::quoted(&text) } else { text }))
    }

    /// Padded to the width, counted in grapheme clusters.
    fn padded(&self, text: String) -> String {
        let width = self.width.unwrap_or(0);
        let missing = width.saturating_sub(text.graphemes(true).count());
        let pad = if self.zero { "0" } else { " " }.repeat(missing);
        if self.minus { text + &pad } else { pad + &text }
    }

    fn integer(&self, number: &Number) -> Result<String, FunctionError> {
        let int = number.to_bigint().ok_or_else(|| self.unsupported("an integer is required"))?;
        let negative = number.is_negative() && !number.is_zero();
        let radix = match self.letter {
            'b' => 2,
            'o' => 8,
            'd' => 10,
            _ => 16,
        };
        let mut digits = int.in_radix(radix).to_string().trim_start_matches('-').to_owned();
        if self.letter == 'X' {
            digits.make_ascii_uppercase();
        }
        let prefix = match (self.sharp, self.letter) {
            (true, 'b') => "0b",
            (true, 'o') => "0",
            (true, 'x') => "0x",
            (true, 'X') => "0X",
            _ => "",
        };
        if self.precision == Some(0) && number.is_zero() {
            digits.clear();
        }
        let mut zeros = self.precision.unwrap_or(0).saturating_sub(digits.len());
        let sign = self.sign(negative);
        let length = sign.len() + prefix.len() + zeros + digits.len();
        let missing = self.width.unwrap_or(0).saturating_sub(length);
        let (mut left, mut right) = (0, 0);
        if self.minus {
            right = missing;
        } else if self.zero && self.precision.is_none() {
            zeros += missing;
        } else {
            left = missing;
        }
        let (left, zeros, right) = (" ".repeat(left), "0".repeat(zeros), " ".repeat(right));
        Ok(format!("{left}{sign}{prefix}{zeros}{digits}{right}"))
    }

    fn float(&self, number: &Number) -> String {
        let negative = number.is_negative();
        let magnitude = if negative { number.neg() } else { number.clone() };
        let digits = match self.letter {
            _ if number.is_infinite() => "Inf".to_owned(),
            'f' | 'F' => float::fixed(&magnitude, self.precision.unwrap_or(6)),
            'e' | 'E' => float::scientific(&magnitude, Some(self.precision.unwrap_or(6)), self.letter),
            letter => float::general(&magnitude, self.precision, if letter == 'g' { 'e' } else { 'E' }),
        };
        let sign = match self.sign(negative) {
            "" if number.is_infinite() => "+",
            sign => sign,
        };
        let missing = self.width.unwrap_or(0).saturating_sub(sign.len() + digits.len());
        match (self.minus, self.zero && !number.is_infinite()) {
            (true, _) => format!("{sign}{digits}{}", " ".repeat(missing)),
            (_, true) => format!("{sign}{}{digits}", "0".repeat(missing)),
            _ => format!("{}{sign}{digits}", " ".repeat(missing)),
        }
    }

    fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        }
    }
}
