//! Text as it stands in a source, made into the text that it means.

use std::borrow::Cow;

/// Why an escape in a quoted string means nothing: its bytes, and what is wrong with it.
pub(super) struct BadEscape {
    pub at: std::ops::Range<usize>,
    pub why: String,
}

/// What the inside of a quoted string means: `\n`, `\u00e9`, `$${` and so on are replaced.
pub(super) fn unescape_quoted(raw: &str) -> Result<Cow<'_, str>, BadEscape> {
    if !raw.contains(['\\', '$', '%']) {
        return Ok(Cow::Borrowed(raw));
    }
    let mut text = String::with_capacity(raw.len());
    let mut at = 0;
    while let Some(character) = raw[at..].chars().next() {
        let rest = &raw[at..];
        if rest.starts_with("$${") || rest.starts_with("%%{") {
            text.push_str(&rest[1..3]);
            at += 3;
        } else if character == '\\' {
            let (meant, length) =
                escape(rest).map_err(|(length, why)| BadEscape { at: at..at + length, why })?;
            text.push(meant);
            at += length;
        } else {
            text.push(character);
            at += character.len_utf8();
        }
    }
    Ok(Cow::Owned(text))
}

/// The character that the escape at the start of `rest` means, and its length in bytes.
fn escape(rest: &str) -> Result<(char, usize), (usize, String)> {
    let selector = rest[1..].chars().next().unwrap_or('\\');
    let digits = match selector {
        'n' => return Ok(('\n', 2)),
        'r' => return Ok(('\r', 2)),
        't' => return Ok(('\t', 2)),
        '"' => return Ok(('"', 2)),
        '\\' => return Ok(('\\', 2)),
        'u' => 4,
        'U' => 8,
        other => {
            let why = format!("The symbol {:?} is not a valid escape sequence selector.", other.to_string());
            return Err((1 + other.len_utf8(), why));
        }
    };
    rest.get(2..2 + digits)
        .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
        .and_then(|hex| u32::from_str_radix(hex, 16).ok())
        .and_then(char::from_u32)
        .map(|character| (character, 2 + digits))
        .ok_or_else(|| {
            let why = format!("The \\{selector} escape sequence must be followed by {digits} hexadecimal digits that name a character.");
            (2, why)
        })
}

/// What the text of a heredoc or template file means: only `$${` and `%%{` are replaced.
pub(super) fn unescape_markers(raw: &str) -> Cow<'_, str> {
    if !raw.contains("$${") && !raw.contains("%%{") {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(character) = rest.chars().next() {
        if rest.starts_with("$${") || rest.starts_with("%%{") {
            text.push_str(&rest[1..3]);
            rest = &rest[3..];
        } else {
            text.push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_mean_what_they_mean_in_terraform() {
        for (raw, meant) in [
            (r"a\nb", "a\nb"),
            (r#"\"\\\t\r"#, "\"\\\t\r"),
            (r"\u00e9\U0001F600", "é😀"),
            ("$${x} %%{y} $ % $$ $x", "${x} %{y} $ % $$ $x"),
            ("$$$${x}", "$$${x}"),
        ] {
            assert_eq!(unescape_quoted(raw).ok().as_deref(), Some(meant), "{raw}");
        }
        for raw in [r"\x41", r"\u12", r"\uZZZZ", r"\UFFFFFFFF"] {
            assert!(unescape_quoted(raw).is_err(), "{raw}");
        }
        assert_eq!(unescape_markers(r"\n $${x}"), r"\n ${x}");
    }
}
