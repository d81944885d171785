//! The value of a YAML text: 1.1's words for bools, 1.2's numbers, anchors, merged mappings, one document.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;
use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};

use super::{
    FunctionError,
    arguments::{Answer, convert, nfc, string},
    moment::Moment,
};
use crate::lang::value::{Kind, Number, Object, Type, Value};

/// How deep a document may be nested.
const DEEPEST: usize = 1000;

/// Reads one document: tuples and objects, no lists and maps.
pub(super) fn decode(text: &str) -> Answer {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    if first.is_some_and(|line| line.starts_with('\t')) {
        return Err(FunctionError::new("a tab cannot indent: use spaces"));
    }
    let mut reader = Reader { parser: Parser::new_from_str(text), anchors: HashMap::new(), depth: 0 };
    let (mut event, mut span) = reader.next()?;
    while matches!(event, Event::StreamStart | Event::DocumentStart(_) | Event::Nothing) {
        (event, span) = reader.next()?;
    }
    if matches!(event, Event::StreamEnd) {
        return Err(FunctionError::new("on line 1, column 1: missing start of document"));
    }
    let value = reader.node(event, span)?;
    loop {
        match reader.next()? {
            (Event::StreamEnd, _) => return Ok(value),
            (Event::DocumentEnd | Event::Nothing, _) => {}
            (_, span) => return Err(error(span, "unexpected extra content after value")),
        }
    }
}

fn error(span: Span, message: &str) -> FunctionError {
    let (line, column) = (span.start.line(), span.start.col() + 1);
    FunctionError::new(format!("on line {line}, column {column}: {message}"))
}

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// The values that aliases mean; `None` while one is being read.
    anchors: HashMap<usize, Option<Value>>,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), FunctionError> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(wrong)) => {
                let (line, column) = (wrong.marker().line(), wrong.marker().col() + 1);
                Err(FunctionError::new(format!("on line {line}, column {column}: {}", wrong.info())))
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    /// The value that begins with this event.
    fn node(&mut self, event: Event<'a>, span: Span) -> Answer {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(error(span, "nested too deep"));
        }
        let (anchor, value) = match event {
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some(Some(value)) => (0, value.clone()),
                Some(None) => {
                    return Err(error(span, "cannot refer to an anchor from inside its own definition"));
                }
                None => return Err(error(span, "reference to undefined anchor")),
            },
            Event::Scalar(text, style, anchor, tag) => {
                let value = scalar(&text, style, tag.as_deref()).map_err(|why| error(span, &why))?;
                (anchor, value)
            }
            Event::SequenceStart(anchor, tag) => {
                check_tag(tag.as_deref(), "seq").map_err(|why| error(span, &why))?;
                self.anchors.insert(anchor, None);
                (anchor, self.sequence()?)
            }
            Event::MappingStart(anchor, tag) => {
                check_tag(tag.as_deref(), "map").map_err(|why| error(span, &why))?;
                self.anchors.insert(anchor, None);
                (anchor, self.mapping()?)
            }
            _ => return Err(error(span, "a value is expected")),
        };
        self.depth -= 1;
        if anchor > 0 {
            self.anchors.insert(anchor, Some(value.clone()));
        }
        Ok(value)
    }

    fn sequence(&mut self) -> Answer {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::tuple(items)),
                (event, span) => items.push(self.node(event, span)?),
            }
        }
    }

    /// What comes last under a key counts; `<<` puts in all entries of another mapping.
    fn mapping(&mut self) -> Answer {
        let mut entries = Object::new();
        loop {
            let (event, span) = self.next()?;
            let merges = match &event {
                Event::MappingEnd => return Ok(Value::object(entries)),
                Event::Scalar(text, ScalarStyle::Plain, _, None) => text == "<<",
                _ => false,
            };
            let key = self.node(event, span)?;
            let (event, value_span) = self.next()?;
            let value = self.node(event, value_span)?;
            if merges {
                match value.as_mapping() {
                    Some(merged) => entries.extend(merged.clone()),
                    None if value.is_null() => {}
                    None => {
                        let message = format!("cannot merge {} into mapping", value.type_of());
                        return Err(error(value_span, &message));
                    }
                }
                continue;
            }
            let key = match key.kind() {
                Kind::Null(_) => return Err(error(span, "mapping key cannot be null")),
                _ => convert(&key, &Type::String)
                    .map_err(|_| error(span, "only strings are allowed as mapping keys"))?,
            };
            entries.insert(nfc(key.as_str().unwrap_or_default()).into(), value);
        }
    }
}

/// A collection has its own tag or none.
fn check_tag(tag: Option<&Tag>, own: &str) -> Result<(), String> {
    match tag {
        None => Ok(()),
        Some(tag) if tag.is_yaml_core_schema() && tag.suffix == own => Ok(()),
        Some(tag) => Err(format!("unsupported tag \"{}{}\"", tag.handle, tag.suffix)),
    }
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, String> {
    let plain = style == ScalarStyle::Plain;
    let resolved = || if plain { resolve(text) } else { Ok(string(text)) };
    let Some(tag) = tag else { return resolved() };
    if !tag.is_yaml_core_schema() {
        return Err(format!("unsupported tag \"{}{}\"", tag.handle, tag.suffix));
    }
    let value = match tag.suffix.as_str() {
        "str" | "binary" => return Ok(string(text)),
        "int" | "float" | "bool" | "null" | "timestamp" => resolved()?,
        other => return Err(format!("unsupported tag \"!!{other}\"")),
    };
    let fits = match tag.suffix.as_str() {
        "int" => value.as_number().is_some_and(Number::is_integer),
        "float" => value.as_number().is_some(),
        "bool" => value.as_bool().is_some(),
        "null" => value.is_null(),
        _ => value.as_str().is_some_and(|moment| Moment::parse(moment).is_ok()),
    };
    if fits || !plain { Ok(value) } else { Err(format!("cannot parse {text:?} as !!{}", tag.suffix)) }
}

/// What a scalar without quotes means.
fn resolve(text: &str) -> Result<Value, String> {
    static NUMBER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$").ok());
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::NULL,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Value::TRUE,
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Value::FALSE,
        ".nan" | ".NaN" | ".NAN" => return Err("floating point NaN is not supported".into()),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => infinity(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => infinity(f64::NEG_INFINITY),
        _ => {
            let number = match (text.strip_prefix("0x"), text.strip_prefix("0o")) {
                (Some(digits), _) => based(digits, 16),
                (_, Some(digits)) => based(digits, 8),
                _ if NUMBER.as_ref().is_some_and(|number| number.is_match(text)) => decimal(text),
                _ => None,
            };
            match number {
                Some(number) => number.into(),
                None => timestamp(text).map_or_else(|| string(text), Value::from),
            }
        }
    })
}

fn infinity(double: f64) -> Value {
    Number::from_f64(double).map_or(Value::NULL, Value::from)
}

fn based(digits: &str, base: u32) -> Option<Number> {
    let signed = digits.starts_with(['+', '-']);
    i64::from_str_radix(digits, base).ok().filter(|_| !signed).map(Number::from)
}

/// The number, whose whole or fraction may be left out.
fn decimal(text: &str) -> Option<Number> {
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (if text.starts_with('-') { "-" } else { "" }, digits),
        None => ("", text),
    };
    let digits = if digits.starts_with('.') { format!("0{digits}") } else { digits.to_owned() };
    let (mantissa, exponent) = digits.find(['e', 'E']).map_or((&*digits, ""), |at| digits.split_at(at));
    format!("{sign}{}{exponent}", mantissa.strip_suffix('.').unwrap_or(mantissa)).parse().ok()
}

/// A date, or a date and a time, as RFC 3339 to the second.
fn timestamp(text: &str) -> Option<String> {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let form =
            r"^(\d{4})-(\d\d?)-(\d\d?)(?:(?:([Tt])| )(\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?(Z|[-+]\d\d:\d\d)?)?$";
        Regex::new(form).ok()
    });
    let found = FORM.as_ref()?.captures(text)?;
    let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
    // With a `T` there must be an offset, with a space there must not.
    if found.get(5).is_some() && found.get(4).is_some() != found.get(8).is_some() {
        return None;
    }
    let zone = if part(8).is_empty() { "Z" } else { part(8) };
    let (month, day) = (part(2), part(3));
    let (hour, minute, second) = (part(5), part(6), part(7));
    let moment = format!("{}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}{zone}", part(1));
    Moment::parse(&moment).ok().map(Moment::rfc3339)
}
