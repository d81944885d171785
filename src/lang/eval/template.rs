//! Templates: text with interpolations and directives.

use unicode_segmentation::UnicodeSegmentation;

use super::{Answer, Evaluator, scope::Frame};
use crate::{
    diagnostic::Diagnostic,
    lang::{
        syntax::{Expr, Part},
        value::{Kind, Marks, Refinement, Type, Value, convert, nfc},
    },
};

/// The text so far. After the first unknown part, only marks are collected.
struct Output {
    text: String,
    known: bool,
    marks: Marks,
}

impl Evaluator<'_> {
    pub(super) fn template(&self, parts: &[Part], frame: Option<&Frame>) -> Answer {
        let mut output = Output { text: String::new(), known: true, marks: Marks::NONE };
        self.parts(parts, frame, &mut output)?;
        let value = if output.known {
            Value::string(nfc(&output.text))
        } else {
            let prefix = safe_prefix(&output.text);
            Value::refined(
                Type::String,
                if prefix.is_empty() { Refinement::not_null() } else { Refinement::prefix(nfc(prefix)) },
            )
        };
        Ok(value.with_marks(output.marks))
    }

    fn parts(&self, parts: &[Part], frame: Option<&Frame>, output: &mut Output) -> Answer<()> {
        for part in parts {
            match part {
                Part::Text(text) => output.push(text),
                Part::Interpolation(inner) => {
                    let value = self.eval(inner, frame)?;
                    self.interpolate(value, inner, frame, output)?;
                }
                Part::If { condition, then, otherwise } => {
                    let value = self.eval(condition, frame)?;
                    output.marks = output.marks.union(value.marks());
                    match self.condition(value, condition, condition, frame)? {
                        Some(true) => self.parts(then, frame, output)?,
                        Some(false) => self.parts(otherwise, frame, output)?,
                        None => output.known = false,
                    }
                }
                Part::For { key, value: name, collection, body } => {
                    let value = self.eval(collection, frame)?;
                    output.marks = output.marks.union(value.marks());
                    let Some(elements) = self.elements(&value, collection, collection, frame)? else {
                        output.known = false;
                        continue;
                    };
                    for (k, value) in elements {
                        let key = key.as_deref().map(|name| (name, k));
                        let inner = Frame { outer: frame, key, value: (name, value) };
                        self.parts(body, Some(&inner), output)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn interpolate(&self, value: Value, at: &Expr, frame: Option<&Frame>, output: &mut Output) -> Answer<()> {
        output.marks = output.marks.union(value.marks());
        let invalid = |detail: String| {
            self.fail(Diagnostic::error("Invalid template interpolation value").detail(detail), at, at, frame)
        };
        if value.is_null() {
            return Err(invalid(
                "The expression result is null. Cannot include a null value in a string template.".into(),
            ));
        }
        let value = convert(value, &Type::String).map_err(|error| {
            invalid(format!("Cannot include the given value in a string template: {error}."))
        })?;
        match value.kind() {
            Kind::String(text) => output.push(text),
            Kind::Unknown(unknown) => {
                if let Some(prefix) = &unknown.refinement.prefix {
                    output.push(prefix);
                }
                output.known = false;
            }
            _ => output.known = false,
        }
        Ok(())
    }
}

impl Output {
    fn push(&mut self, text: &str) {
        if self.known {
            self.text.push_str(text);
        }
    }
}

/// What of a known beginning stays as it is whatever follows: the last character may combine with the next one,
/// unless it is a mark that people put between parts of a name.
fn safe_prefix(text: &str) -> &str {
    const ENDS: &str = "-_:;/\\,.(){}|?!~ \t@#$%^&*+\"'";
    match text.grapheme_indices(true).next_back() {
        Some((_, last)) if ENDS.contains(last) => text,
        Some((at, _)) => &text[..at],
        None => text,
    }
}
