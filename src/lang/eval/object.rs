//! Object constructors: `{ a = 1, (b) = 2 }`.

use super::{Answer, Evaluator, scope::Frame};
use crate::{
    diagnostic::Diagnostic,
    lang::{
        syntax::{Expr, ExprKind},
        value::{Kind, Marks, Name, Object, Type, Value, convert},
    },
};

const AMBIGUOUS: &str = "If this expression is intended to be a reference, wrap it in parentheses. If it's instead \
                         intended as a literal name containing periods, wrap it in quotes to create a string literal.";

impl Evaluator<'_> {
    /// A later item replaces an earlier one of the same key. A key that is not known makes the whole unknown; marks
    /// of a key go to the whole.
    pub(super) fn object(&self, items: &[(Expr, Expr)], frame: Option<&Frame>) -> Answer {
        let mut object = Object::new();
        let mut marks = Marks::NONE;
        let mut known = true;
        for (key, value) in items {
            let name = match &*key.kind {
                ExprKind::Literal(value) if matches!(value.kind(), Kind::String(_)) => literal_name(value),
                // Only here, not where it is parsed: providers = { aws.tokyo = aws } is never evaluated.
                ExprKind::Traversal(_) => {
                    let error = Diagnostic::error("Ambiguous attribute key").detail(AMBIGUOUS);
                    return Err(self.fail(error, key, key, frame));
                }
                _ => {
                    let given = self.eval(key, frame)?;
                    marks = marks.union(given.marks());
                    self.key(given, key, frame)?
                }
            };
            let value = self.eval(value, frame)?;
            match name {
                Some(name) => {
                    object.insert(name, value);
                }
                None => known = false,
            }
        }
        let value = if known { Value::object(object) } else { Value::unknown(Type::Dynamic) };
        Ok(value.with_marks(marks))
    }

    /// The key as text; `None` if it is not known.
    fn key(&self, given: Value, at: &Expr, frame: Option<&Frame>) -> Answer<Option<Name>> {
        if given.is_null() {
            let error = Diagnostic::error("Null value as key").detail("Can't use a null value as a key.");
            return Err(self.fail(error, at, at, frame));
        }
        let key = convert(given, &Type::String).map_err(|error| {
            let error = Diagnostic::error("Incorrect key type")
                .detail(format!("Can't use this value as a key: {error}."));
            self.fail(error, at, at, frame)
        })?;
        Ok(literal_name(&key))
    }
}

fn literal_name(value: &Value) -> Option<Name> {
    match value.kind() {
        Kind::String(name) => Some(name.clone()),
        _ => None,
    }
}
