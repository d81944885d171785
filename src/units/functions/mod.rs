//! The functions that the dialect has beside those of the language. A file a family.
//!
//! In an included file they answer for the file that includes it.

mod aws;
mod commands;
mod data;
mod env;
mod include;
mod locate;
pub mod read;
mod run;
mod sops;
mod track;

use std::path::PathBuf;

use super::evaluation::Evaluation;
use crate::{
    diagnostic::Diagnostic,
    lang::value::{Marks, Type, Value, convert},
};

/// A call of a function with known arguments.
struct Call<'a> {
    evaluation: &'a Evaluation<'a>,
    name: &'a str,
    args: Vec<Value>,
}

type Answer = Result<Value, Diagnostic>;

/// A function: its name, the fewest and the most arguments, and the code.
type Entry = (&'static str, (usize, usize), fn(&Call) -> Answer);

const MANY: usize = usize::MAX;

/// The families.
const FAMILIES: [&[Entry]; 10] = [
    aws::FUNCTIONS,
    commands::FUNCTIONS,
    data::FUNCTIONS,
    env::FUNCTIONS,
    include::FUNCTIONS,
    locate::FUNCTIONS,
    read::FUNCTIONS,
    run::FUNCTIONS,
    sops::FUNCTIONS,
    track::FUNCTIONS,
];

/// The names of all functions of the dialect.
pub fn names() -> impl Iterator<Item = &'static str> {
    FAMILIES.into_iter().flatten().map(|(name, ..)| *name)
}

/// Calls a function of the dialect; `None` if there is none of this name. Marks of the arguments move to the
/// result, and an unknown argument makes it unknown.
pub fn call(evaluation: &Evaluation, name: &str, args: &[Value]) -> Option<Answer> {
    let (_, (fewest, most), code) = FAMILIES.into_iter().flatten().find(|(known, ..)| *known == name)?;
    if args.len() < *fewest || args.len() > *most {
        let wanted = match (*fewest, *most) {
            (0, 0) => "no argument".to_owned(),
            (fewest, MANY) => format!("{fewest} or more arguments"),
            (fewest, most) if fewest == most => format!("{fewest} argument(s)"),
            (fewest, most) => format!("{fewest} to {most} arguments"),
        };
        return Some(Err(Diagnostic::error("Wrong number of function arguments")
            .detail(format!("Function {name:?} expects {wanted}, and it is given {}.", args.len()))));
    }
    let marks = args.iter().fold(Marks::NONE, |marks, arg| marks.union(arg.marks_deep()));
    if args.iter().any(|arg| !arg.is_wholly_known()) {
        return Some(Ok(Value::unknown(Type::Dynamic).with_marks(marks)));
    }
    let args = args.iter().map(Value::without_marks_deep).collect();
    Some(code(&Call { evaluation, name, args }).map(|value| value.with_marks(marks)))
}

impl Call<'_> {
    /// The text at this place.
    fn string(&self, at: usize) -> Result<String, Diagnostic> {
        let given = self.args.get(at).cloned().unwrap_or_default();
        match convert(given.clone(), &Type::String) {
            Ok(text) if !text.is_null() => Ok(text.as_str().unwrap_or_default().to_owned()),
            _ => Err(self.error(format!(
                "Argument {} must be a string, and it is {}.",
                at + 1,
                if given.is_null() { "null".to_owned() } else { format!("a {}", given.type_of()) }
            ))),
        }
    }

    /// The text at this place, if there is an argument.
    fn optional(&self, at: usize) -> Result<Option<String>, Diagnostic> {
        if at < self.args.len() { self.string(at).map(Some) } else { Ok(None) }
    }

    /// All arguments from this place on, as texts.
    fn strings(&self, from: usize) -> Result<Vec<String>, Diagnostic> {
        (from..self.args.len()).map(|at| self.string(at)).collect()
    }

    /// A path given as an argument; a relative one starts from the folder of the config.
    fn path(&self, at: usize) -> Result<PathBuf, Diagnostic> {
        Ok(super::path::join(self.evaluation.config.dir(), self.string(at)?))
    }

    /// The path as a person sees it.
    fn shown(&self, path: &std::path::Path) -> String {
        self.evaluation.config.session.shown(path).display().to_string()
    }

    /// The error of this call.
    fn error(&self, why: impl Into<String>) -> Diagnostic {
        Diagnostic::error(format!("Call to function {:?} failed", self.name)).detail(why)
    }
}
