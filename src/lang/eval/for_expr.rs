//! `for` expressions, and the walk over a collection that they share with templates.

use std::collections::BTreeMap;

use super::{Answer, Evaluator, scope::Frame};
use crate::{
    diagnostic::Diagnostic,
    lang::{
        syntax::{Expr, For},
        value::{Kind, Marks, Name, Number, Object, Type, Value, convert},
    },
};

impl Evaluator<'_> {
    pub(super) fn for_expr(&self, for_expr: &For, expr: &Expr, frame: Option<&Frame>) -> Answer {
        let collection = self.eval(&for_expr.collection, frame)?;
        let mut marks = collection.marks();
        let Some(elements) = self.elements(&collection, &for_expr.collection, expr, frame)? else {
            return Ok(Value::unknown(Type::Dynamic).with_marks(marks));
        };
        let mut known = true;
        let mut items = Vec::new();
        let mut object = Object::new();
        let mut groups: BTreeMap<Name, Vec<Value>> = BTreeMap::new();
        for (key, value) in elements {
            let key = for_expr.key.as_deref().map(|name| (name, key));
            let inner = Frame { outer: frame, key, value: (&for_expr.value, value) };
            let frame = Some(&inner);
            if let Some(condition) = &for_expr.condition {
                let given = self.eval(condition, frame)?;
                marks = marks.union(given.marks());
                match self.included(given, condition, frame)? {
                    Some(true) => {}
                    Some(false) => continue,
                    None => known = false,
                }
            }
            let key = match &for_expr.result_key {
                Some(key) => {
                    let given = self.eval(key, frame)?;
                    marks = marks.union(given.marks());
                    Some((self.result_key(given, key, frame)?, key))
                }
                None => None,
            };
            let result = self.eval(&for_expr.result, frame)?;
            match key {
                None => items.push(result),
                Some((None, _)) => known = false,
                Some((Some(name), _)) if for_expr.group => groups.entry(name).or_default().push(result),
                Some((Some(name), at)) => {
                    if known && object.contains_key(&name) {
                        let error = Diagnostic::error("Duplicate object key").detail(format!(
                            "Two different items produced the key {:?} in this 'for' expression. If duplicates are expected, use the ellipsis (...) after the value expression to enable grouping by key.",
                            if marks.contains(Marks::SENSITIVE) { "(sensitive)" } else { &name },
                        ));
                        return Err(self.fail(error, at, at, frame));
                    }
                    object.insert(name, result);
                }
            }
        }
        let value = if !known {
            Value::unknown(Type::Dynamic)
        } else if for_expr.result_key.is_none() {
            Value::tuple(items)
        } else if for_expr.group {
            Value::object(groups.into_iter().map(|(name, items)| (name, Value::tuple(items))))
        } else {
            Value::object(object)
        };
        Ok(value.with_marks(marks))
    }

    /// The keys and elements of what is walked over, without the marks of the whole; `None` if they are not known.
    pub(super) fn elements(
        &self,
        collection: &Value,
        at: &Expr,
        around: &Expr,
        frame: Option<&Frame>,
    ) -> Answer<Option<Vec<(Value, Value)>>> {
        let numbered = |items: &[Value]| {
            let items = items.iter().enumerate();
            items.map(|(i, item)| (Value::from(Number::from(i as u64)), item.clone())).collect()
        };
        Ok(Some(match collection.kind() {
            Kind::List(list) => numbered(&list.items),
            Kind::Tuple(items) => numbered(items),
            Kind::Set(set) => set.items.iter().map(|item| (item.clone(), item.clone())).collect(),
            Kind::Map(_) | Kind::Object(_) => {
                let entries = collection.as_mapping().into_iter().flatten();
                entries.map(|(name, value)| (Value::string(name.clone()), value.clone())).collect()
            }
            Kind::Null(_) => {
                let error = Diagnostic::error("Iteration over null value")
                    .detail("A null value cannot be used as the collection in a 'for' expression.");
                return Err(self.fail(error, at, around, frame));
            }
            Kind::Unknown(unknown) if !unknown.ty.is_primitive() => return Ok(None),
            _ => {
                let error = Diagnostic::error("Iteration over non-iterable value").detail(format!(
                    "A value of type {} cannot be used as the collection in a 'for' expression.",
                    collection.type_of()
                ));
                return Err(self.fail(error, at, around, frame));
            }
        }))
    }

    /// Whether an element takes part; `None` if that is not known.
    fn included(&self, given: Value, at: &Expr, frame: Option<&Frame>) -> Answer<Option<bool>> {
        if given.is_null() {
            let error = Diagnostic::error("Condition is null")
                .detail("The value of the 'if' clause must not be null.");
            return Err(self.fail(error, at, at, frame));
        }
        let value = convert(given, &Type::Bool).map_err(|error| {
            let error = Diagnostic::error("Invalid 'for' condition")
                .detail(format!("The 'if' clause value is invalid: {error}."));
            self.fail(error, at, at, frame)
        })?;
        Ok(value.as_bool())
    }

    /// The key of a result; `None` if it is not known.
    fn result_key(&self, given: Value, at: &Expr, frame: Option<&Frame>) -> Answer<Option<Name>> {
        let invalid = |detail: String| Diagnostic::error("Invalid object key").detail(detail);
        if given.is_null() {
            let error = invalid("Key expression in 'for' expression must not produce a null value.".into());
            return Err(self.fail(error, at, at, frame));
        }
        let key = convert(given, &Type::String).map_err(|error| {
            self.fail(
                invalid(format!("The key expression produced an invalid result: {error}.")),
                at,
                at,
                frame,
            )
        })?;
        Ok(match key.kind() {
            Kind::String(name) => Some(name.clone()),
            _ => None,
        })
    }
}
