//! Templates lowered: `~` trims, heredocs are dedented, directives become a tree.
//!
//! Terraform does both on a flat list of tokens, one for each line of text, and so does this: that is what makes
//! `~}` at the end of a line eat that line's end only.

use std::ops::Range as Bytes;

use hcl_edit::{
    Span,
    template::{Directive, Element, Strip, Template},
};

use super::{
    Expr, ExprKind, Part,
    lower::Lower,
    text::{unescape_markers, unescape_quoted},
};
use crate::lang::value::{Name, Value, nfc};

/// How the text of a template is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Between quotes: with backslash escapes, on one line.
    Quoted,
    /// As it is: a template file, or a heredoc.
    Bare,
    /// A heredoc whose common indent is removed (`<<-`).
    Dedented,
}

/// A piece of a template, before it becomes a tree.
enum Token {
    Text(String),
    Interpolation(Expr),
    If(Expr),
    Else,
    EndIf,
    For { key: Option<Name>, value: Name, collection: Expr },
    EndFor,
}

/// The template as an expression: a literal if it is text alone, the bare expression if it is one interpolation.
pub(super) fn lower(lower: &mut Lower, template: &Template, form: Form, span: Bytes<usize>) -> Expr {
    let mut tokens = Tokens { form, list: Vec::new(), trim_next: false };
    tokens.template(lower, template);
    let mut tokens = tokens.list;
    if form == Form::Dedented {
        dedent(&mut tokens);
    }
    let kind = if tokens.iter().all(|token| matches!(token, Token::Text(_))) {
        let text = tokens.iter().map(|token| if let Token::Text(text) = token { text } else { "" });
        ExprKind::Literal(Value::string(nfc(&text.collect::<String>())))
    } else if let [Token::Interpolation(expr)] = tokens.as_slice() {
        ExprKind::Wrapped(expr.clone())
    } else {
        ExprKind::Template(tree(&mut tokens.into_iter().peekable()))
    };
    lower.expr(kind, span)
}

struct Tokens {
    form: Form,
    list: Vec<Token>,
    /// Whether the text that follows loses the space at its start.
    trim_next: bool,
}

impl Tokens {
    fn template(&mut self, lower: &mut Lower, template: &Template) {
        for element in template {
            match element {
                Element::Literal(literal) => {
                    let span = literal.span().unwrap_or_default();
                    self.text(lower, span);
                }
                Element::Interpolation(interpolation) => {
                    let expr = lower.expression(&interpolation.expr);
                    self.marker(interpolation.strip, Token::Interpolation(expr));
                }
                Element::Directive(directive) => self.directive(lower, directive),
            }
        }
    }

    fn directive(&mut self, lower: &mut Lower, directive: &Directive) {
        match directive {
            Directive::If(directive) => {
                let condition = lower.expression(&directive.if_expr.cond_expr);
                self.marker(directive.if_expr.strip, Token::If(condition));
                self.template(lower, &directive.if_expr.template);
                if let Some(otherwise) = &directive.else_expr {
                    self.marker(otherwise.strip, Token::Else);
                    self.template(lower, &otherwise.template);
                }
                self.marker(directive.endif_expr.strip, Token::EndIf);
            }
            Directive::For(directive) => {
                let token = Token::For {
                    key: directive.for_expr.key_var.as_ref().map(|key| key.as_str().into()),
                    value: directive.for_expr.value_var.as_str().into(),
                    collection: lower.expression(&directive.for_expr.collection_expr),
                };
                self.marker(directive.for_expr.strip, token);
                self.template(lower, &directive.for_expr.template);
                self.marker(directive.endfor_expr.strip, Token::EndFor);
            }
        }
    }

    fn marker(&mut self, strip: Strip, token: Token) {
        if strip.strip_start()
            && let Some(Token::Text(text)) = self.list.last_mut()
        {
            text.truncate(text.trim_end().len());
        }
        self.list.push(token);
        self.trim_next = strip.strip_end();
    }

    fn text(&mut self, lower: &mut Lower, span: Bytes<usize>) {
        let raw = lower.text(&span);
        if self.form != Form::Quoted {
            for line in raw.split_inclusive('\n') {
                self.piece(&unescape_markers(line));
            }
            return;
        }
        match lower.quoted(raw, span.start) {
            Some(text) => self.piece(&text),
            None => self.piece(""),
        }
    }

    fn piece(&mut self, text: &str) {
        let trim = std::mem::take(&mut self.trim_next);
        self.list.push(Token::Text(if trim { text.trim_start() } else { text }.to_owned()));
    }
}

impl Lower<'_> {
    /// What the inside of a quoted string means; `None` after reporting what is wrong with it.
    pub(super) fn quoted(&mut self, raw: &str, start: usize) -> Option<String> {
        // hcl-edit reads the text inside a directive as if it were not between quotes.
        let mut escaped = false;
        for (at, byte) in raw.bytes().enumerate() {
            if byte == b'\n' {
                self.error(
                    "Invalid multi-line string",
                    "Quoted strings may not be split over multiple lines. To produce a multi-line string, either use the \\n escape to represent a newline character or use the \"heredoc\" multi-line template syntax.",
                    start + at..start + at + 1,
                );
                return None;
            }
            if byte == b'"' && !escaped {
                self.error(
                    "Unexpected end of template",
                    "The string ends before the directive that it contains. Add the missing %{ endif } or %{ endfor }, or escape the quote as \\\".",
                    start + at..start + at + 1,
                );
                return None;
            }
            escaped = byte == b'\\' && !escaped;
        }
        match unescape_quoted(raw) {
            Ok(text) => Some(text.into_owned()),
            Err(bad) => {
                self.error("Invalid escape sequence", bad.why, start + bad.at.start..start + bad.at.end);
                None
            }
        }
    }
}

/// Removes the smallest indent of all lines from each. A line of white space alone neither counts nor changes.
fn dedent(tokens: &mut [Token]) {
    let mut least = usize::MAX;
    let mut adjust = Vec::new();
    let mut at_line_start = true;
    for (i, token) in tokens.iter().enumerate() {
        if std::mem::take(&mut at_line_start) {
            let indent = match token {
                Token::Text(text) if text.trim_start().is_empty() && text.ends_with('\n') => usize::MAX,
                Token::Text(text) => {
                    adjust.push(i);
                    text.chars().take_while(|c| c.is_whitespace()).count()
                }
                _ => 0,
            };
            least = least.min(indent);
        }
        at_line_start = matches!(token, Token::Text(text) if text.ends_with('\n'));
    }
    for i in adjust {
        if let Token::Text(text) = &mut tokens[i] {
            *text = text.chars().skip(least).collect();
        }
    }
}

/// The parts up to the end of the enclosing directive, which is left for the caller to take.
fn tree(tokens: &mut std::iter::Peekable<std::vec::IntoIter<Token>>) -> Vec<Part> {
    let mut parts = Vec::new();
    while let Some(token) =
        tokens.next_if(|token| !matches!(token, Token::Else | Token::EndIf | Token::EndFor))
    {
        match token {
            Token::Text(text) => parts.push(Part::Text(nfc(&text))),
            Token::Interpolation(expr) => parts.push(Part::Interpolation(expr)),
            Token::If(condition) => {
                let then = tree(tokens);
                let otherwise = if tokens.next_if(|token| matches!(token, Token::Else)).is_some() {
                    tree(tokens)
                } else {
                    Vec::new()
                };
                tokens.next();
                parts.push(Part::If { condition, then, otherwise });
            }
            Token::For { key, value, collection } => {
                let body = tree(tokens);
                tokens.next();
                parts.push(Part::For { key, value, collection, body });
            }
            Token::Else | Token::EndIf | Token::EndFor => {}
        }
    }
    parts
}
