//! Text in other clothes: base64, URLs, character sets.

use std::io::Read;

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use encoding_rs::Encoding;
use flate2::read::MultiGzDecoder;

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, gives_string, string, text},
    deflate,
};
use crate::lang::value::Value;

const STR: Parameter = Parameter::string("str");

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("base64decode", &[STR], gives_string, base64decode),
    Function::new("base64encode", &[STR], gives_string, |args, _| Ok(STANDARD.encode(text(args, 0)).into())),
    Function::new("base64gzip", &[STR], gives_string, |args, _| {
        Ok(STANDARD.encode(deflate::gzip(text(args, 0).as_bytes())).into())
    }),
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

/// A character set that text can be encoded in.
enum Charset {
    Utf16 {
        big_endian: bool,
        /// Whether the text begins with a byte order mark.
        mark: bool,
    },
    Latin1,
    Ascii,
    Other(&'static Encoding),
}

impl Charset {
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().as_str() {
            "UTF-16LE" => Self::Utf16 { big_endian: false, mark: false },
            "UTF-16BE" => Self::Utf16 { big_endian: true, mark: false },
            "UTF-16" => Self::Utf16 { big_endian: true, mark: true },
            "ISO-8859-1" | "ISO_8859-1" | "ISO_8859-1:1987" | "LATIN1" | "L1" | "ISO-IR-100" | "IBM819"
            | "CP819" | "CSISOLATIN1" => Self::Latin1,
            "US-ASCII" | "ASCII" | "ANSI_X3.4-1968" | "ISO646-US" | "US" | "IBM367" | "CP367" => Self::Ascii,
            _ => Self::Other(Encoding::for_label_no_replacement(name.as_bytes())?),
        })
    }

    /// The bytes of a text; `None` if it holds a character that the set has not.
    fn encode(&self, text: &str) -> Option<Vec<u8>> {
        let below = |limit: u32| {
            text.chars().map(move |c| u8::try_from(c as u32).ok().filter(|_| (c as u32) < limit))
        };
        match self {
            Self::Utf16 { big_endian, mark } => {
                let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
                let bytes = |unit: u16| if *big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
                Some(units.flat_map(bytes).collect())
            }
            Self::Latin1 => below(256).collect(),
            Self::Ascii => below(128).collect(),
            Self::Other(encoding) => {
                let (bytes, _, unmappable) = encoding.encode(text);
                (!unmappable).then(|| bytes.into_owned())
            }
        }
    }

    /// The text of these bytes; `None` if they are none of this set.
    fn decode(&self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Utf16 { big_endian, mark } => {
                let (mut big_endian, mut bytes) = (*big_endian, bytes);
                if *mark
                    && let [a @ (0xFE | 0xFF), b @ (0xFE | 0xFF), rest @ ..] = bytes
                    && a != b
                {
                    (big_endian, bytes) = (*a == 0xFE, rest);
                }
                let units = bytes.chunks(2).map(|pair| match *pair {
                    [a, b] => Some(u16::from_be_bytes(if big_endian { [a, b] } else { [b, a] })),
                    _ => None,
                });
                String::from_utf16(&units.collect::<Option<Vec<_>>>()?).ok()
            }
            Self::Latin1 => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
            Self::Ascii => bytes.is_ascii().then(|| bytes.iter().map(|byte| char::from(*byte)).collect()),
            Self::Other(encoding) => {
                let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
                Some(text.into_owned())
            }
        }
    }
}

fn charset(args: &[Value]) -> Result<Charset, FunctionError> {
    let name = text(args, 1);
    Charset::named(name).ok_or_else(|| {
        FunctionError::argument(1, format!("{name:?} is not a supported IANA encoding name or alias"))
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
    let decoded = charset.decode(&bytes).ok_or_else(|| {
        let message = format!("the given string contains symbols that are not defined for {}", text(args, 1));
        FunctionError::argument(0, message)
    })?;
    Ok(string(decoded))
}
