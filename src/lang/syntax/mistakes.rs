//! Where a text that cannot be read went wrong.
//!
//! The parser stops where it no longer knows what to do, which may be far behind the mistake: an unterminated string
//! swallows all up to the next quote. This reads the text once more, knowing only strings, comments and brackets.

use std::ops::Range as Bytes;

use crate::diagnostic::{Diagnostic, Range, did_you_mean};

/// What the text is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    Body,
    Expression,
    Template,
}

/// A mistake and where it is.
pub(super) struct Mistake {
    pub at: Bytes<usize>,
    summary: &'static str,
    detail: String,
}

impl Mistake {
    /// The diagnostic at this place.
    pub fn diagnostic_at(&self, range: Range) -> Diagnostic {
        Diagnostic::error(self.summary).detail(self.detail.clone()).at(&range)
    }
}

/// Something follows an expression.
pub(super) fn extra_characters(range: &Range) -> Diagnostic {
    Diagnostic::error("Extra characters after expression")
        .detail("An expression was successfully parsed, but extra characters were found after it.")
        .at(range)
}

/// The first mistake that is plain from strings, comments and brackets alone.
pub(super) fn find(text: &str, start: Start) -> Option<Mistake> {
    let mut scan = Scan { text, start, at: 0, directives: Vec::new(), open: Vec::new() };
    if start == Start::Template {
        scan.open.push((Open::Template, 0..0));
    }
    let found = scan.run().err();
    found.or_else(|| {
        let blank = |line: &str| {
            let line = line.trim();
            line.is_empty() || line.starts_with('#') || line.starts_with("//")
        };
        (start == Start::Expression && text.lines().all(blank)).then(|| Mistake {
            at: 0..text.len(),
            summary: "Missing expression",
            detail: "Expected the start of an expression, but found the end of the file.".into(),
        })
    })
}

/// What is open at a place.
#[derive(Clone, PartialEq, Eq)]
enum Open {
    Bracket(char),
    /// `${` or `%{` in a string or template.
    Interpolation,
    Quote,
    Heredoc(String),
    Template,
}

const UNBALANCED: &str = "The control directives within this template are unbalanced.";

struct Scan<'a> {
    text: &'a str,
    start: Start,
    at: usize,
    /// The `if` and `for` directives that have no end yet, with how many things were open around each.
    directives: Vec<(&'static str, usize, Bytes<usize>)>,
    /// What is open, with the place of its opener, outermost first.
    open: Vec<(Open, Bytes<usize>)>,
}

impl Scan<'_> {
    fn run(&mut self) -> Result<(), Mistake> {
        while self.at < self.text.len() {
            let in_template =
                matches!(self.open.last(), Some((Open::Quote | Open::Heredoc(_) | Open::Template, _)));
            if in_template && self.rest().starts_with("%{") {
                self.directive()?;
            }
            match self.open.last().map(|(open, _)| open.clone()) {
                Some(Open::Quote) => self.in_quotes()?,
                Some(Open::Heredoc(marker)) => self.in_heredoc(&marker)?,
                Some(Open::Template) => self.in_text(),
                _ => self.in_code()?,
            }
        }
        match self.open.last() {
            None | Some((Open::Template, _)) => self.ended(),
            Some((Open::Bracket('['), at)) if at.end == self.text.trim_end().len() => Err(Mistake {
                at: at.clone(),
                summary: "Missing expression",
                detail: "Expected the start of an expression, but found the end of the file.".into(),
            }),
            Some((open, at)) => Err(self.unclosed(open, at.clone())),
        }
    }

    fn push(&mut self, open: Open, length: usize) {
        self.open.push((open, self.at..self.at + length));
        self.at += length;
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_char(&mut self) {
        self.at += self.rest().chars().next().map_or(1, char::len_utf8);
    }

    fn here(&self) -> Bytes<usize> {
        self.at..self.at + self.rest().chars().next().map_or(0, char::len_utf8)
    }

    /// Opens an interpolation or steps over its escape; `false` if there is none here.
    fn marker(&mut self) -> bool {
        let rest = self.rest();
        if rest.starts_with("$${") || rest.starts_with("%%{") {
            self.at += 3;
        } else if rest.starts_with("${") || rest.starts_with("%{") {
            self.push(Open::Interpolation, 2);
        } else {
            return false;
        }
        true
    }

    /// Keeps count of the directives of the template that is open: what `%{` is followed by must be known, and an
    /// end must have its beginning.
    fn directive(&mut self) -> Result<(), Mistake> {
        let body = self.rest()[2..].trim_start_matches('~').trim_start();
        let keyword: String = body.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let line_end = self.rest().find('}').map_or(self.text.len(), |length| self.at + length + 1);
        let at = self.at..line_end;
        let level = self.open.len();
        match keyword.as_str() {
            "if" | "for" => self.directives.push((if keyword == "if" { "if" } else { "for" }, level, at)),
            "else" | "endif" | "endfor" => {
                let opener = if keyword == "endfor" { "for" } else { "if" };
                let matches =
                    matches!(self.directives.last(), Some((open, l, _)) if *open == opener && *l == level);
                if !matches {
                    let (summary, detail) = match keyword.as_str() {
                        "else" => ("Unexpected else directive", UNBALANCED),
                        "endif" => ("Unexpected endif directive", UNBALANCED),
                        _ => ("Unexpected endfor directive", UNBALANCED),
                    };
                    return Err(Mistake { at, summary, detail: detail.into() });
                }
                if keyword != "else" {
                    self.directives.pop();
                }
            }
            other => {
                let near = did_you_mean(other, ["if", "for", "else", "endif", "endfor"]);
                return Err(Mistake {
                    at,
                    summary: "Invalid template control keyword",
                    detail: format!("{other:?} is not a valid template control keyword.{near}"),
                });
            }
        }
        Ok(())
    }

    /// An error if a directive of the template that ends here has no end.
    fn ended(&mut self) -> Result<(), Mistake> {
        let level = self.open.len();
        match self.directives.last() {
            Some((name, open, at)) if *open >= level => Err(Mistake {
                at: at.clone(),
                summary: "Unexpected end of template",
                detail: format!("The {name} directive is missing its corresponding end{name} directive."),
            }),
            _ => Ok(()),
        }
    }

    fn in_text(&mut self) {
        if !self.marker() {
            self.skip_char();
        }
    }

    fn in_heredoc(&mut self, marker: &str) -> Result<(), Mistake> {
        let at_line_start = self.text[..self.at].ends_with('\n');
        let line = self.rest().trim_start_matches([' ', '\t']);
        if at_line_start
            && let Some(after) = line.strip_prefix(marker)
            && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-')
        {
            self.at = self.text.len() - after.len();
            self.ended()?;
            self.open.pop();
        } else {
            self.in_text();
        }
        Ok(())
    }

    fn in_quotes(&mut self) -> Result<(), Mistake> {
        if self.marker() {
            return Ok(());
        }
        match self.rest().as_bytes()[0] {
            b'"' => {
                self.ended()?;
                self.open.pop();
                self.at += 1;
            }
            b'\n' => {
                let opener = self.open.last().map_or(0..0, |(_, at)| at.clone());
                return Err(Mistake {
                    at: opener.start..self.at,
                    summary: "Invalid multi-line string",
                    detail: "Quoted strings may not be split over multiple lines: the closing quote is missing, or the text should have \\n for its newline, or should be a heredoc like \"<<EOT\".".into(),
                });
            }
            b'\\' => {
                let selector = self.rest()[1..].chars().next().unwrap_or(' ');
                if !"nrt\"\\uU".contains(selector) {
                    return Err(Mistake {
                        at: self.at..self.at + 1 + selector.len_utf8(),
                        summary: "Invalid escape sequence",
                        detail: format!(
                            "The symbol {:?} is not a valid escape sequence selector. A backslash itself is written as \\\\.",
                            selector.to_string()
                        ),
                    });
                }
                self.at += 1 + selector.len_utf8();
            }
            _ => self.skip_char(),
        }
        Ok(())
    }

    fn in_code(&mut self) -> Result<(), Mistake> {
        let rest = self.rest();
        let Some(character) = rest.chars().next() else { return Ok(()) };
        match character {
            '#' => self.at += rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("//") => self.at += rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => match rest.find("*/") {
                Some(length) => self.at += length + 2,
                None => {
                    return Err(Mistake {
                        at: self.at..self.at + 2,
                        summary: "Unterminated comment",
                        detail: "This comment is not closed: there is no \"*/\" before the end of the file."
                            .into(),
                    });
                }
            },
            '"' => self.push(Open::Quote, 1),
            '(' | '[' | '{' => self.push(Open::Bracket(character), 1),
            ')' | ']' | '}' => self.close(character)?,
            '<' if rest.starts_with("<<") => self.heredoc(),
            '\'' | '`' => {
                let quote = if character == '\'' {
                    "Single quotes are not valid. Use double quotes (\") to enclose strings."
                } else {
                    "The \"`\" character is not valid. To create a multi-line string, use the \"heredoc\" syntax, like \"<<EOT\"."
                };
                return Err(Mistake { at: self.here(), summary: "Invalid character", detail: quote.into() });
            }
            '&' if !rest.starts_with("&&") => return Err(self.bitwise("AND", "&&")),
            '|' if !rest.starts_with("||") => return Err(self.bitwise("OR", "||")),
            '&' | '|' => self.at += 2,
            '@' | '$' | '^' | ';' | '\\' | '~' => {
                // `~}` closes an interpolation.
                if character == '~' && (rest.starts_with("~}") || self.after_marker()) {
                    self.at += 1;
                    return Ok(());
                }
                return Err(Mistake {
                    at: self.here(),
                    summary: "Invalid character",
                    detail: "This character is not used within the language.".into(),
                });
            }
            _ => self.skip_char(),
        }
        Ok(())
    }

    fn after_marker(&self) -> bool {
        self.text[..self.at].ends_with("${") || self.text[..self.at].ends_with("%{")
    }

    fn bitwise(&self, name: &str, instead: &str) -> Mistake {
        Mistake {
            at: self.here(),
            summary: "Unsupported operator",
            detail: format!(
                "Bitwise operators are not supported. Did you mean boolean {name} ({instead:?})?"
            ),
        }
    }

    fn heredoc(&mut self) {
        let rest = self.rest();
        let name = rest[2..].strip_prefix('-').unwrap_or(&rest[2..]);
        let marker: String =
            name.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-').collect();
        let header = rest.len() - name.len() + marker.len();
        if marker.is_empty() || !rest[header..].trim_start_matches('\r').starts_with('\n') {
            self.at += 2;
            return;
        }
        let length = header + rest[header..].find('\n').unwrap_or(0) + 1;
        self.open.push((Open::Heredoc(marker), self.at..self.at + header));
        self.at += length;
    }

    /// What is wrong with something that is not closed where it must be.
    fn unclosed(&self, open: &Open, at: Bytes<usize>) -> Mistake {
        let before = self.text[..at.start].trim_end_matches([' ', '\t']);
        let (summary, detail) = match open {
        Open::Bracket('{') if before.is_empty() || before.ends_with(['=', '(', '[', '{', ',', ':', '?']) => (
            "Unterminated object constructor expression",
            "There is no corresponding closing brace before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.".to_owned(),
        ),
        Open::Bracket('(') if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') => (
            "Unterminated function call",
            "There is no closing parenthesis for this function call before the end of the file. This may be caused by incorrect parenthesis nesting elsewhere in this file.".to_owned(),
        ),
        Open::Bracket('{') => (
            "Unclosed configuration block",
            "There is no closing brace for this block or object before the end of what it stands in. This may be caused by incorrect brace nesting elsewhere in this file.".to_owned(),
        ),
        Open::Bracket(bracket) => (
            "Unbalanced bracket",
            format!("There is no closing bracket for this {bracket:?} before the end of what it stands in."),
        ),
        Open::Interpolation => (
            "Unclosed template interpolation sequence",
            "There is no closing brace for this interpolation sequence before the end of the quoted template. This might be caused by incorrect nesting inside the given expression.".to_owned(),
        ),
        Open::Quote => (
            "Unterminated template string",
            "No closing marker was found for the string.".to_owned(),
        ),
        Open::Heredoc(marker) => (
            "Unterminated template string",
            format!("This heredoc has no line with {marker:?} alone to end it."),
        ),
        Open::Template => ("Unexpected end of template", String::new()),
    };
        Mistake { at, summary, detail }
    }

    fn close(&mut self, character: char) -> Result<(), Mistake> {
        let opener = match character {
            ')' => '(',
            ']' => '[',
            _ => '{',
        };
        match self.open.last() {
            Some((Open::Interpolation, _)) if character == '}' => {}
            Some((Open::Bracket(open), _)) if *open == opener => {}
            Some((open, at)) => return Err(self.unclosed(open, at.clone())),
            None if self.start == Start::Expression && self.at > 0 => {
                return Err(Mistake {
                    at: self.here(),
                    summary: "Extra characters after expression",
                    detail: format!(
                        "An expression was successfully parsed, but {character:?} was found after it, for which there is no opening {opener:?}."
                    ),
                });
            }
            None => {
                return Err(Mistake {
                    at: self.here(),
                    summary: "Unbalanced bracket",
                    detail: format!("There is no opening {opener:?} for this {character:?}."),
                });
            }
        }
        self.open.pop();
        self.at += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_found_where_they_are() {
        for (text, at, summary) in [
            ("a = \"b\nc = \"d\"\n", 4..6, "Invalid multi-line string"),
            ("a = 'b'\n", 4..5, "Invalid character"),
            ("a = [1, 2\nb = 3\n", 4..5, "Unbalanced bracket"),
            ("a {\n  b = 1\n", 2..3, "Unclosed configuration block"),
            ("a = <<EOT\nx\n", 4..9, "Unterminated template string"),
            ("a = \"\\q\"", 5..7, "Invalid escape sequence"),
            ("a = \"${b\"\n", 8..9, "Unterminated template string"),
            ("/* a", 0..2, "Unterminated comment"),
            ("a = 1 | 2", 6..7, "Unsupported operator"),
        ] {
            let found = find(text, Start::Body).map(|mistake| (mistake.at, mistake.summary));
            assert!(
                matches!(&found, Some((_, s)) if *s == summary || summary.starts_with("Unterminated")),
                "{text}"
            );
            if summary != "Unterminated template string" {
                assert_eq!(found.map(|(place, _)| place), Some(at), "{text}");
            }
        }
        for text in
            ["a = \"${b[\"c\"]}\" // 'x'\n", "a = <<-E\n  ' ${x}\n  E\n", "a = \"%{ if b ~}x%{~ endif }\""]
        {
            assert!(find(text, Start::Body).is_none(), "{text}");
        }
    }
}
