//! JSON text with the place of every value, which is what diagnostics need and `serde_json` does not keep.

use std::ops::Range as Bytes;

use crate::lang::value::Number;

/// How deep values may be inside each other.
const DEPTH: usize = 128;

/// A value and where it stands.
pub(super) struct Node {
    pub kind: NodeKind,
    pub span: Bytes<usize>,
}

pub(super) enum NodeKind {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Vec<Node>),
    /// The properties in order, with the place of each name.
    Object(Vec<(String, Bytes<usize>, Node)>),
}

type Read<T> = Result<T, (Bytes<usize>, String)>;

/// Reads one value and nothing after it; an error is its place and what is wrong.
pub(super) fn read(text: &str) -> Read<Node> {
    let mut reader = Reader { text, at: text.len() - text.trim_start_matches('\u{feff}').len(), depth: 0 };
    let node = reader.value()?;
    reader.space();
    if reader.at < text.len() {
        return Err(reader.unexpected("the end of the file"));
    }
    Ok(node)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    fn unexpected(&self, wanted: &str) -> (Bytes<usize>, String) {
        let found = self.rest().chars().next();
        let end = self.at + found.map_or(0, char::len_utf8);
        let found = found.map_or("the end of the file".to_owned(), |c| format!("{:?}", c.to_string()));
        (self.at..end, format!("Expected {wanted}, but found {found}."))
    }

    fn take(&mut self, token: &str) -> bool {
        self.space();
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn value(&mut self) -> Read<Node> {
        self.space();
        let start = self.at;
        self.depth += 1;
        if self.depth > DEPTH {
            return Err((start..start + 1, format!("Values may be at most {DEPTH} deep inside each other.")));
        }
        let kind = match self.rest().as_bytes().first().copied() {
            Some(b'{') => self.object()?,
            Some(b'[') => self.array()?,
            Some(b'"') => NodeKind::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ if self.take("true") => NodeKind::Bool(true),
            _ if self.take("false") => NodeKind::Bool(false),
            _ if self.take("null") => NodeKind::Null,
            _ => return Err(self.unexpected("a JSON value")),
        };
        self.depth -= 1;
        Ok(Node { kind, span: start..self.at })
    }

    fn object(&mut self) -> Read<NodeKind> {
        self.at += 1;
        let mut properties = Vec::new();
        if self.take("}") {
            return Ok(NodeKind::Object(properties));
        }
        loop {
            self.space();
            let start = self.at;
            if !self.rest().starts_with('"') {
                return Err(self.unexpected("the name of a property between quotes"));
            }
            let name = self.string()?;
            let span = start..self.at;
            if !self.take(":") {
                return Err(self.unexpected("a colon after the name of the property"));
            }
            properties.push((name, span, self.value()?));
            if self.take("}") {
                return Ok(NodeKind::Object(properties));
            }
            if !self.take(",") {
                return Err(self.unexpected("a comma or the closing brace of the object"));
            }
        }
    }

    fn array(&mut self) -> Read<NodeKind> {
        self.at += 1;
        let mut items = Vec::new();
        if self.take("]") {
            return Ok(NodeKind::Array(items));
        }
        loop {
            items.push(self.value()?);
            if self.take("]") {
                return Ok(NodeKind::Array(items));
            }
            if !self.take(",") {
                return Err(self.unexpected("a comma or the closing bracket of the array"));
            }
        }
    }

    /// A string, whose escapes `serde_json` knows.
    fn string(&mut self) -> Read<String> {
        let start = self.at;
        let mut escaped = false;
        let end = self.rest().bytes().enumerate().skip(1).find(|(_, byte)| {
            let ends = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            ends
        });
        let Some((length, _)) = end else {
            return Err((start..start + 1, "This string has no closing quote.".into()));
        };
        self.at = start + length + 1;
        serde_json::from_str(&self.text[start..self.at]).map_err(|_| {
            (
                start..self.at,
                "This string has an escape or a control character that JSON does not allow.".into(),
            )
        })
    }

    fn number(&mut self) -> Read<NodeKind> {
        let start = self.at;
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_ascii_digit() && !"+-.eE".contains(c)).unwrap_or(rest.len());
        self.at += length;
        self.text[start..self.at]
            .parse()
            .map(NodeKind::Number)
            .map_err(|_| (start..self.at, "This is not a valid number.".into()))
    }
}
