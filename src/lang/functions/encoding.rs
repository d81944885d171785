//! Text in other clothes: base64, URLs, character sets.

use std::io::Read;

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use flate2::read::MultiGzDecoder;

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, gives_string, string, text},
};
use crate::lang::value::Value;

const STR: Parameter = Parameter::string("str");

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("base64decode", &[STR], gives_string, base64decode),
    Function::new("base64encode", &[STR], gives_string, |args, _| Ok(STANDARD.encode(text(args, 0)).into())),
    Function::new("base64gunzip", &[STR], gives_string, base64gunzip),
    Function::new(
        "textdecodebase64",
        &[Parameter::string("source"), Parameter::string("encoding")],
        gives_string,
        textdecodebase64,
    ),
    Function::new(
        "textencodebase64",
        &[Parameter::string("string"), Parameter::string("encoding")],
        gives_string,
        textencodebase64,
    ),
    Function::new("urldecode", &[STR], gives_string, urldecode),
    Function::new("urlencode", &[STR], gives_string, urlencode),
];

/// The bytes of a base64 text with its padding; line breaks in it do not count.
pub(super) fn bytes_of_base64(text: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::RequireCanonical)
            .with_decode_allow_trailing_bits(true),
    );
    let text: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    LENIENT.decode(text).ok()
}

fn decoded(args: &[Value]) -> Result<Vec<u8>, FunctionError> {
    bytes_of_base64(text(args, 0))
        .ok_or_else(|| FunctionError::new("failed to decode base64 data: it is not valid"))
}

fn utf8(bytes: Vec<u8>) -> Answer {
    let text = String::from_utf8(bytes);
    text.map(string)
        .map_err(|_| FunctionError::new("the result of decoding the provided string is not valid UTF-8"))
}

fn base64decode(args: &[Value], _: &Context) -> Answer {
    utf8(decoded(args)?)
}

fn base64gunzip(args: &[Value], _: &Context) -> Answer {
    let mut bytes = Vec::new();
    MultiGzDecoder::new(&decoded(args)?[..])
        .read_to_end(&mut bytes)
        .map_err(|error| FunctionError::new(format!("failed to decompress gzip data: {error}")))?;
    utf8(bytes)
}

fn urlencode(args: &[Value], _: &Context) -> Answer {
    let mut out = String::new();
    for byte in text(args, 0).bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte as char),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(out.into())
}

fn urldecode(args: &[Value], _: &Context) -> Answer {
    let text = text(args, 0);
    for (at, _) in text.match_indices('%') {
        let escape = text.get(at + 1..at + 3).unwrap_or_default();
        if escape.len() != 2 || !escape.bytes().all(|b| b.is_ascii_hexdigit()) {
            let shown: String = text[at..].chars().take(3).collect();
            return Err(FunctionError::new(format!("failed to decode URL: invalid URL escape {shown:?}")));
        }
    }
    let spaced = text.replace('+', " ");
    utf8(percent_encoding::percent_decode_str(&spaced).collect())
}

/// The character sets that text can be encoded in.
#[derive(Clone, Copy)]
enum Charset {
    Utf8,
    Utf16 { big_endian: bool, mark: bool },
    Latin1,
    Table(&'static [char; 128]),
}

impl Charset {
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().as_str() {
            "UTF-8" | "UTF8" => Self::Utf8,
            "UTF-16LE" => Self::Utf16 { big_endian: false, mark: false },
            "UTF-16BE" => Self::Utf16 { big_endian: true, mark: false },
            "UTF-16" => Self::Utf16 { big_endian: true, mark: true },
            "ISO-8859-1" | "ISO_8859-1" | "ISO_8859-1:1987" | "LATIN1" | "L1" | "ISO-IR-100" | "IBM819"
            | "CP819" | "CSISOLATIN1" => Self::Latin1,
            "WINDOWS-1252" | "CSWINDOWS1252" => Self::Table(&WINDOWS_1252),
            _ => return None,
        })
    }

    fn encode(self, text: &str) -> Option<Vec<u8>> {
        Some(match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf16 { big_endian, mark } => {
                let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
                units
                    .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
                    .collect()
            }
            Self::Latin1 => text.chars().map(|c| u8::try_from(c as u32).ok()).collect::<Option<_>>()?,
            Self::Table(upper) => text
                .chars()
                .map(|c| match u8::try_from(c as u32) {
                    Ok(ascii) if ascii < 128 => Some(ascii),
                    _ => upper.iter().position(|other| *other == c).map(|at| (at + 128) as u8),
                })
                .collect::<Option<_>>()?,
        })
    }

    fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Utf16 { mut big_endian, mark } => {
                let mut bytes = bytes;
                if mark
                    && let [a, b, rest @ ..] = bytes
                    && matches!((a, b), (0xFE, 0xFF) | (0xFF, 0xFE))
                {
                    (big_endian, bytes) = (*a == 0xFE, rest);
                }
                let pairs = bytes.chunks(2).map(|pair| match *pair {
                    [a, b] if big_endian => u16::from_be_bytes([a, b]),
                    [a, b] => u16::from_le_bytes([a, b]),
                    // Half a unit is no character.
                    _ => 0xDC00,
                });
                char::decode_utf16(pairs).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
            }
            Self::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
            Self::Table(upper) => bytes
                .iter()
                .map(|byte| match byte {
                    0..128 => char::from(*byte),
                    _ => upper[usize::from(*byte) - 128],
                })
                .collect(),
        }
    }
}

#[rustfmt::skip]
const WINDOWS_1252: [char; 128] = {
    let mut table = ['\0'; 128];
    let upper = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let mut at = 0;
    while at < 128 {
        table[at] = if at < 32 { upper[at] } else { (128 + at as u8) as char };
        at += 1;
    }
    table
};

fn charset(args: &[Value]) -> Result<Charset, FunctionError> {
    let name = text(args, 1);
    Charset::named(name).ok_or_else(|| {
        FunctionError::argument(
            1,
            format!("{name:?} is not a supported IANA encoding name or alias (supported: UTF-8, UTF-16, UTF-16LE, UTF-16BE, ISO-8859-1, windows-1252)"),
        )
    })
}

fn textencodebase64(args: &[Value], _: &Context) -> Answer {
    let charset = charset(args)?;
    let bytes = charset.encode(text(args, 0)).ok_or_else(|| {
        FunctionError::argument(
            0,
            format!("the given string contains characters that cannot be represented in {}", text(args, 1)),
        )
    })?;
    Ok(STANDARD.encode(bytes).into())
}

fn textdecodebase64(args: &[Value], _: &Context) -> Answer {
    let charset = charset(args)?;
    let bytes = bytes_of_base64(text(args, 0))
        .ok_or_else(|| FunctionError::argument(0, "the given value is not valid base64"))?;
    Ok(string(charset.decode(&bytes)))
}
