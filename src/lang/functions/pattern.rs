//! Regular expressions as RE2 has them, over the `regex` crate: what is written differently is rewritten, and what
//! is expanded differently in a replacement is expanded here.

use regex::{Captures, Regex, RegexBuilder};

use super::FunctionError;

/// The largest compiled expression, in bytes.
const LIMIT: usize = 64 << 20;

/// Compiles an expression written for RE2.
pub(super) fn compile(expression: &str) -> Result<Regex, String> {
    let rewritten = rewrite(expression)?;
    RegexBuilder::new(&rewritten).size_limit(LIMIT).octal(false).build().map_err(|error| {
        let why = match &error {
            regex::Error::Syntax(text) => {
                text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
            }
            other => other.to_string(),
        };
        format!("invalid regexp pattern: {why} in {expression}")
    })
}

/// The same expression in the syntax of the `regex` crate.
///
/// There classes know `[a&&b]`, `[a--b]`, `[a~~b]` and classes inside classes, RE2's do not; RE2 knows `\Q…\E`,
/// `\C`, octal escapes and Perl's ASCII-only `\d \s \w \b`; a lone `{`, `}` or `]` stands for itself.
fn rewrite(expression: &str) -> Result<String, String> {
    let mut out = String::with_capacity(expression.len() + 16);
    let mut rest = expression;
    let mut repeated = false;
    while let Some(c) = rest.chars().next() {
        let repeats = matches!(c, '*' | '+' | '?') || (c == '{' && is_repetition(rest));
        if repeats && repeated {
            return Err(format!(
                "invalid regexp pattern: invalid nested repetition operator in {expression}"
            ));
        }
        let mut len = match c {
            '\\' => escape(rest, false, &mut out)?,
            '[' => class(rest, &mut out)?,
            '{' if repeats => {
                let end = rest.find('}').map_or(rest.len(), |at| at + 1);
                check_repetition(&rest[1..end - 1])?;
                out.push_str(&rest[..end]);
                end
            }
            '{' | '}' | ']' => {
                out.push('\\');
                out.push(c);
                1
            }
            _ => {
                out.push(c);
                c.len_utf8()
            }
        };
        if repeats && rest[len..].starts_with('?') {
            out.push('?');
            len += 1;
        }
        repeated = repeats;
        rest = &rest[len..];
    }
    Ok(out)
}

/// Whether `{…` is a repetition count: `{2}`, `{2,}` or `{2,3}`.
fn is_repetition(rest: &str) -> bool {
    let Some(inside) = rest[1..].split_once('}').map(|(inside, _)| inside) else { return false };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match inside.split_once(',') {
        None => number(inside),
        Some((least, most)) => number(least) && (most.is_empty() || number(most)),
    }
}

/// RE2 counts to 1000.
fn check_repetition(inside: &str) -> Result<(), String> {
    let above = |text: &str| text.parse::<u32>().map_or(!text.is_empty(), |count| count > 1000);
    if inside.split(',').any(above) {
        return Err(format!("invalid regexp pattern: invalid repeat count in {{{inside}}}"));
    }
    Ok(())
}

/// Writes the escape that `rest` begins with; gives its length.
fn escape(rest: &str, in_class: bool, out: &mut String) -> Result<usize, String> {
    let Some(c) = rest[1..].chars().next() else {
        return Err("invalid regexp pattern: trailing backslash at end of expression".into());
    };
    let len = 1 + c.len_utf8();
    match c {
        'Q' if !in_class => {
            let quoted = &rest[2..];
            let (literal, len) = match quoted.find(r"\E") {
                Some(end) => (&quoted[..end], end + 4),
                None => (quoted, rest.len()),
            };
            out.push_str(&regex::escape(literal));
            return Ok(len);
        }
        'd' => out.push_str(if in_class { "0-9" } else { "[0-9]" }),
        'D' => out.push_str("[^0-9]"),
        's' => out.push_str(if in_class { r"\t\n\f\r " } else { r"[\t\n\f\r ]" }),
        'S' => out.push_str(r"[^\t\n\f\r ]"),
        'w' => out.push_str(if in_class { "0-9A-Za-z_" } else { "[0-9A-Za-z_]" }),
        'W' => out.push_str("[^0-9A-Za-z_]"),
        'b' if !in_class => out.push_str(r"(?-u:\b)"),
        'B' if !in_class => out.push_str(r"(?-u:\B)"),
        'A' | 'z' if !in_class => out.push_str(&rest[..len]),
        'C' if !in_class => out.push_str("(?s:.)"),
        '0'..='7' => {
            let digits = rest[1..].bytes().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
            // A single digit other than 0 would be a back-reference, which RE2 has not.
            if c != '0' && digits < 2 {
                return Err(invalid_escape(&rest[..len]));
            }
            let code = u32::from_str_radix(&rest[1..=digits], 8).unwrap_or_default();
            out.push_str(&format!("\\x{{{code:x}}}"));
            return Ok(1 + digits);
        }
        'x' | 'p' | 'P' if rest[len..].starts_with('{') => {
            let end = rest.find('}').ok_or_else(|| invalid_escape(rest))? + 1;
            out.push_str(&rest[..end]);
            return Ok(end);
        }
        'a' | 'f' | 't' | 'n' | 'r' | 'v' | 'x' | 'p' | 'P' => out.push_str(&rest[..len]),
        c if c.is_ascii_punctuation() => out.push_str(&regex::escape(&rest[1..len])),
        _ => return Err(invalid_escape(&rest[..len])),
    }
    Ok(len)
}

fn invalid_escape(escape: &str) -> String {
    format!("invalid regexp pattern: invalid escape sequence in {escape}")
}

/// Writes the class `[…]` that `rest` begins with; gives its length.
fn class(rest: &str, out: &mut String) -> Result<usize, String> {
    let mut at = 1;
    out.push('[');
    if rest[at..].starts_with('^') {
        out.push('^');
        at += 1;
    }
    let first = at;
    loop {
        let Some(c) = rest[at..].chars().next() else {
            return Err(format!("invalid regexp pattern: missing closing ] in {rest}"));
        };
        match c {
            ']' if at > first => {
                out.push(']');
                return Ok(at + 1);
            }
            '\\' => at += escape(&rest[at..], true, out)?,
            '[' if rest[at..].starts_with("[:") && rest[at..].contains(":]") => {
                let end = at + rest[at..].find(":]").unwrap_or_default() + 2;
                out.push_str(&rest[at..end]);
                at = end;
            }
            '[' | ']' | '&' | '~' => {
                out.push('\\');
                out.push(c);
                at += 1;
            }
            '-' if at == first || rest[at + 1..].starts_with(']') => {
                out.push_str(r"\-");
                at += 1;
            }
            _ => {
                out.push(c);
                at += c.len_utf8();
            }
        }
    }
}

/// `text` with every match replaced; `$1`, `$name` and `${name}` in the replacement are groups of the match.
pub(super) fn replace_all(expression: &str, text: &str, replacement: &str) -> Result<String, FunctionError> {
    let regex = compile(expression).map_err(FunctionError::new)?;
    Ok(regex.replace_all(text, |captures: &Captures| expand(replacement, captures)).into_owned())
}

/// The replacement of one match. A `$` that begins no name stands for itself; a group that is not there is empty.
fn expand(template: &str, captures: &Captures) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let Some((name, after)) = group_name(rest) else {
            out.push('$');
            continue;
        };
        let group = match name.parse::<usize>() {
            Ok(number) => captures.get(number),
            Err(_) => captures.name(name),
        };
        out.push_str(group.map_or("", |group| group.as_str()));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The name of a group at the start of `rest`, in braces or as long as it can be, and what follows it.
fn group_name(rest: &str) -> Option<(&str, &str)> {
    let inside = rest.strip_prefix('{').unwrap_or(rest);
    let end = inside.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inside.len());
    let (name, after) = inside.split_at(end);
    if name.is_empty() {
        return None;
    }
    if inside.len() < rest.len() {
        after.strip_prefix('}').map(|after| (name, after))
    } else {
        Some((name, after))
    }
}
