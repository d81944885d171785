//! How often a resource or module is there: `count`, `for_each`, `enabled`.

use crate::{
    address::{Key, Name},
    config::Repetition,
    diagnostic::{Diagnostic, Diagnostics, Range, Result},
    lang::{
        eval::{Scope, evaluate},
        syntax::Expr,
        value::{Kind, Type, Value, convert},
    },
};

/// The instances of a resource or module.
#[derive(Debug, Clone, PartialEq)]
pub enum Expansion {
    /// One, without a key.
    Single,
    /// So many, with an index each.
    Count(u64),
    /// One for each of these keys, with the element of `for_each`.
    ForEach(Vec<(Name, Value)>),
    /// None, because it is not enabled.
    Disabled,
}

impl Expansion {
    /// The expansion that the configuration asks for.
    ///
    /// # Errors
    /// A value that is unknown, sensitive, null or of the wrong type.
    pub fn evaluate(repetition: &Repetition, enabled: Option<&Expr>, scope: &dyn Scope) -> Result<Self> {
        if let Some(expr) = enabled {
            let value = evaluate(expr, scope)?;
            let enabled =
                convert(value, &Type::Bool).ok().and_then(|value| value.as_bool()).ok_or_else(|| {
                    invalid(
                        "Invalid enabled argument",
                        "It must be true or false, and known at plan.",
                        &expr.range,
                    )
                })?;
            if !enabled {
                return Ok(Self::Disabled);
            }
        }
        match repetition {
            Repetition::Single => Ok(Self::Single),
            Repetition::Count(expr) => count(evaluate(expr, scope)?, &expr.range).map(Self::Count),
            Repetition::ForEach(expr) => for_each(evaluate(expr, scope)?, &expr.range).map(Self::ForEach),
        }
    }

    /// The keys of the instances, in order.
    pub fn keys(&self) -> Vec<Option<Key>> {
        match self {
            Self::Single => vec![None],
            Self::Count(count) => (0..*count).map(|index| Some(Key::Index(index))).collect(),
            Self::ForEach(elements) => {
                elements.iter().map(|(name, _)| Some(Key::Name(name.clone()))).collect()
            }
            Self::Disabled => Vec::new(),
        }
    }

    /// What `each` is for the instance with this key.
    pub fn each(&self, key: Option<&Key>) -> Option<(Name, Value)> {
        let (Self::ForEach(elements), Some(Key::Name(name))) = (self, key) else { return None };
        let at = elements.binary_search_by(|(element, _)| element.cmp(name)).ok()?;
        Some(elements[at].clone())
    }
}

fn count(value: Value, range: &Range) -> Result<u64, Diagnostics> {
    let summary = "Invalid count argument";
    if value.is_sensitive() {
        let detail =
            "A sensitive value cannot decide how many instances there are: the number would show it.";
        return Err(invalid(summary, detail, range));
    }
    if !value.is_known() {
        return Err(not_known(summary, "The \"count\" value", "how many instances there will be", range));
    }
    let number = convert(value, &Type::Number).ok().filter(|value| !value.is_null());
    match number.as_ref().and_then(Value::as_number).map(|number| (number, number.as_u64())) {
        Some((_, Some(count))) => Ok(count),
        Some((number, None)) => Err(invalid(
            summary,
            &format!("It must be a whole number that is not negative, not {number}."),
            range,
        )),
        None => Err(invalid(summary, "It must be a whole number that is not negative.", range)),
    }
}

fn for_each(value: Value, range: &Range) -> Result<Vec<(Name, Value)>, Diagnostics> {
    let summary = "Invalid for_each argument";
    if value.is_sensitive() {
        let detail = "A sensitive value cannot decide which instances there are: their keys would show it.";
        return Err(invalid(summary, detail, range));
    }
    let wanted = "The \"for_each\" argument must be a map, or a set of strings";
    if !value.is_known() {
        let ty = value.type_of();
        if !matches!(ty, Type::Map(_) | Type::Object(_) | Type::Set(_) | Type::Dynamic) {
            return Err(invalid(summary, &format!("{wanted}; this is a {ty}."), range));
        }
        return Err(not_known(summary, "The \"for_each\" value", "the keys of the instances", range));
    }
    match value.kind() {
        Kind::Map(_) | Kind::Object(_) => {
            let entries = value.as_mapping().into_iter().flatten();
            Ok(entries.map(|(name, value)| (name.clone(), value.clone())).collect())
        }
        Kind::Set(set) => {
            if set.items.iter().any(|item| !item.is_known()) {
                return Err(not_known(summary, "The \"for_each\" set", "the keys of the instances", range));
            }
            let names = set.items.iter().map(|item| Some((Name::from(item.as_str()?), item.clone())));
            names.collect::<Option<_>>().ok_or_else(|| {
                invalid(summary, &format!("{wanted}; this is a {} or holds null.", value.type_of()), range)
            })
        }
        Kind::Null(_) => Err(invalid(summary, &format!("{wanted}; this is null."), range)),
        _ => {
            let hint = match value.kind() {
                Kind::List(_) | Kind::Tuple(_) => " Use toset(…) if the elements are unique strings.",
                _ => "",
            };
            Err(invalid(summary, &format!("{wanted}; this is a {}.{hint}", value.type_of()), range))
        }
    }
}

fn invalid(summary: &str, detail: &str, range: &Range) -> Diagnostics {
    Diagnostic::error(summary).detail(detail).at(range).into()
}

/// The error of something that must be known at plan and is not.
fn not_known(summary: &str, what: &str, why: &str, range: &Range) -> Diagnostics {
    let detail = format!(
        "{what} depends on values that are known only after apply, so it cannot be told {why}. Use values that are in \
         the configuration, or apply first what it depends on, with -target."
    );
    Diagnostic { deferred: true, ..Diagnostic::error(summary).detail(detail).at(range) }.into()
}
