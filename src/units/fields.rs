//! The arguments of a block (or of an object in its place), typed and with their places.

use std::collections::BTreeMap;

use super::{evaluation::Evaluation, merge::MergeStrategy};
use crate::{
    diagnostic::{Diagnostic, Range},
    lang::{
        syntax::{Block, Body, Expr},
        value::{Name, Type, Value, convert},
    },
};

/// The arguments of a block or of an object.
pub struct Fields<'a> {
    evaluation: &'a Evaluation<'a>,
    /// What they belong to, for messages: `include "root"`.
    what: String,
    /// Where that is.
    pub range: Range,
    from: From<'a>,
}

/// Where arguments come from.
enum From<'a> {
    Body(&'a Body),
    Object(Value, BTreeMap<Name, Range>),
}

impl<'a> Fields<'a> {
    /// The arguments of a block.
    pub fn of_block(evaluation: &'a Evaluation<'a>, block: &'a Block) -> Self {
        let what = match block.label(0) {
            Some(label) => format!("{} {label:?}", block.kind),
            None => block.kind.to_string(),
        };
        Self { evaluation, what, range: block.header.clone(), from: From::Body(&block.body) }
    }

    /// The arguments at the top of the file.
    pub fn of_file(evaluation: &'a Evaluation<'a>) -> Self {
        let body = &evaluation.file().file.body;
        Self { evaluation, what: "the file".to_owned(), range: body.range.clone(), from: From::Body(body) }
    }

    /// The entries of an object, for attributes that may stand in the place of a block.
    ///
    /// # Errors
    /// A value that is no object.
    pub fn of_value(
        evaluation: &'a Evaluation<'a>,
        what: impl Into<String>,
        (value, ranges, range): Entries,
    ) -> Result<Self, Diagnostic> {
        let fields = Self { evaluation, what: what.into(), range, from: From::Object(value, ranges) };
        match &fields.from {
            From::Object(value, _) if value.as_mapping().is_none() => {
                Err(Diagnostic::error(format!("Wrong value of {}", fields.what))
                    .detail(format!("It must be an object, and this is {}.", kind_of(value)))
                    .at(&fields.range))
            }
            _ => Ok(fields),
        }
    }

    /// The argument of this name, unless it is missing or null.
    pub fn get(&self, name: &str) -> Result<Option<(Value, Range)>, Diagnostic> {
        let found = match &self.from {
            From::Body(body) => match body.attribute(name) {
                Some(attribute) => {
                    let value = self.evaluation.linked(
                        &format!("{} of {}", name, self.what),
                        &attribute.name_range,
                        |inner| inner.evaluate(&attribute.expr),
                    )?;
                    Some((value, attribute.expr.range.clone()))
                }
                None => None,
            },
            From::Object(object, ranges) => {
                let range = ranges.get(name).unwrap_or(&self.range);
                object.get(name).map(|value| (value.clone(), range.clone()))
            }
        };
        Ok(found.filter(|(value, _)| !value.is_null()))
    }

    /// The argument with the places of its own entries.
    pub fn object(&self, name: &str) -> Result<Option<Entries>, Diagnostic> {
        let Some((value, range)) = self.get(name)? else { return Ok(None) };
        let ranges = match &self.from {
            From::Body(body) => {
                body.attribute(name).map(|attribute| places(&attribute.expr)).unwrap_or_default()
            }
            From::Object(..) => BTreeMap::new(),
        };
        if value.is_known() && value.as_mapping().is_none() {
            return Err(self.mistyped(name, "an object", &value, &range));
        }
        self.known(name, value, &range).map(|value| Some((value, ranges, range)))
    }

    fn typed(&self, name: &str, ty: &Type, wanted: &str) -> Result<Option<(Value, Range)>, Diagnostic> {
        let Some((value, range)) = self.get(name)? else { return Ok(None) };
        let value = self.known(name, value, &range)?;
        match convert(value.without_marks_deep(), ty) {
            Ok(converted) if converted.is_wholly_known() => Ok(Some((converted, range))),
            Ok(_) => self
                .known(name, Value::unknown(Type::Dynamic), &range)
                .map(|value| Some((value, range.clone()))),
            Err(_) => Err(self.mistyped(name, wanted, &value, &range)),
        }
    }

    fn known(&self, name: &str, value: Value, range: &Range) -> Result<Value, Diagnostic> {
        if value.is_known() {
            return Ok(value);
        }
        Err(Diagnostic::error(format!("{name:?} of {} is not known yet", self.what))
            .detail("It needs an output of a unit that is not applied. Apply that unit first.")
            .at(range))
    }

    fn mistyped(&self, name: &str, wanted: &str, value: &Value, range: &Range) -> Diagnostic {
        Diagnostic::error(format!("Wrong type of {name:?} of {}", self.what))
            .detail(format!("It must be {wanted}, and this is {}.", kind_of(value)))
            .at(range)
    }

    /// Text, and where it stands.
    pub fn string_at(&self, name: &str) -> Result<Option<(String, Range)>, Diagnostic> {
        let found = self.typed(name, &Type::String, "a string")?;
        Ok(found.map(|(value, range)| (value.as_str().unwrap_or_default().to_owned(), range)))
    }

    /// Text.
    pub fn string(&self, name: &str) -> Result<Option<String>, Diagnostic> {
        Ok(self.string_at(name)?.map(|(text, _)| text))
    }

    /// Text that must be given.
    pub fn required_string(&self, name: &str) -> Result<(String, Range), Diagnostic> {
        self.string_at(name)?.ok_or_else(|| self.missing(name))
    }

    /// `true` or `false`.
    pub fn bool(&self, name: &str) -> Result<Option<bool>, Diagnostic> {
        Ok(self.typed(name, &Type::Bool, "a bool")?.and_then(|(value, _)| value.as_bool()))
    }

    /// A number that counts something.
    pub fn count(&self, name: &str) -> Result<Option<u64>, Diagnostic> {
        let Some((value, range)) = self.typed(name, &Type::Number, "a number")? else { return Ok(None) };
        match value.as_number().and_then(|number| number.as_u64()) {
            Some(count) => Ok(Some(count)),
            None => Err(self.mistyped(name, "a whole number, 0 or more", &value, &range)),
        }
    }

    /// A list of texts.
    pub fn strings(&self, name: &str) -> Result<Option<Vec<String>>, Diagnostic> {
        let found = self.typed(name, &Type::list(Type::String), "a list of strings")?;
        Ok(found.map(|(value, _)| {
            value.children().map(|item| item.as_str().unwrap_or_default().to_owned()).collect()
        }))
    }

    /// Texts under names.
    pub fn string_map(&self, name: &str) -> Result<Option<BTreeMap<String, String>>, Diagnostic> {
        let found = self.typed(name, &Type::map(Type::String), "a map of strings")?;
        Ok(found.map(|(value, _)| {
            let entries = value.as_mapping().into_iter().flatten();
            entries
                .map(|(key, value)| (key.to_string(), value.as_str().unwrap_or_default().to_owned()))
                .collect()
        }))
    }

    /// The name of a merge strategy.
    pub fn strategy(&self, name: &str) -> Result<Option<MergeStrategy>, Diagnostic> {
        let Some((text, range)) = self.string_at(name)? else { return Ok(None) };
        MergeStrategy::parse(&text).map(Some).ok_or_else(|| {
            let hint =
                crate::diagnostic::did_you_mean(&text, ["no_merge", "shallow", "deep", "deep_map_only"]);
            Diagnostic::error(format!("Wrong value of {name:?} of {}", self.what))
                .detail(format!("There is no merge strategy {text:?}: no_merge, shallow, deep.{hint}"))
                .at(&range)
        })
    }

    /// One of some words.
    pub fn word<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<Option<T>, Diagnostic> {
        let Some((text, range)) = self.string_at(name)? else { return Ok(None) };
        let known = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        known.map(Some).ok_or_else(|| {
            let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            Diagnostic::error(format!("Wrong value of {name:?} of {}", self.what))
                .detail(format!("It must be one of {}, and this is {text:?}.", all.join(", ")))
                .at(&range)
        })
    }

    /// The error for an argument that is there and must not be what it is.
    pub fn wrong(&self, name: &str, why: &str) -> Diagnostic {
        let range = match &self.from {
            From::Body(body) => body.attribute(name).map(|attribute| &attribute.expr.range),
            From::Object(_, ranges) => ranges.get(name),
        };
        Diagnostic::error(format!("Wrong value of {name:?} of {}", self.what))
            .detail(why)
            .at(range.unwrap_or(&self.range))
    }

    /// The error for an argument that must be there.
    pub fn missing(&self, name: &str) -> Diagnostic {
        Diagnostic::error(format!("Missing argument {name:?}"))
            .detail(format!("It must be set in {}.", self.what))
            .at(&self.range)
    }
}

/// An object, the places of its entries as far as they are written one by one, and the place of it all.
pub type Entries = (Value, BTreeMap<Name, Range>, Range);

/// The places of the entries of an object that is written out.
pub fn places(expr: &Expr) -> BTreeMap<Name, Range> {
    let entries = expr.as_object().unwrap_or_default().iter();
    entries.filter_map(|(key, value)| Some((key.as_literal_str()?.into(), value.range.clone()))).collect()
}

fn kind_of(value: &Value) -> String {
    match value.type_of() {
        _ if value.is_null() => "null".to_owned(),
        ty @ Type::Object(_) => format!("an {ty}"),
        ty => format!("a {ty}"),
    }
}
