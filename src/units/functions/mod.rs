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
    diagnostic::{Diagnostic, Range, did_you_mean},
    lang::{
        eval::Callable,
        functions::FunctionError,
        value::{Marks, Type, Value, convert},
    },
};

/// A call of a function with known arguments.
struct Call<'a> {
    evaluation: &'a Evaluation<'a>,
    name: &'a str,
    args: Vec<Value>,
}

type Answer = Result<Value, Failed>;

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

/// The place of the function of this name in [`bound`].
pub fn position(name: &str) -> Option<usize> {
    names().position(|known| known == name)
}

/// All functions, for calls from one place.
pub fn bound(evaluation: Evaluation<'_>) -> Vec<Bound<'_>> {
    FAMILIES.into_iter().flatten().map(|entry| Bound { evaluation, entry }).collect()
}

/// A function, for calls from one place.
pub struct Bound<'a> {
    evaluation: Evaluation<'a>,
    entry: &'static Entry,
}

impl Callable for Bound<'_> {
    /// Marks of the arguments move to the result, and an unknown argument makes it unknown.
    fn call(&self, args: &[Value], _: &Range) -> Result<Value, FunctionError> {
        let (name, (fewest, most), code) = self.entry;
        if args.len() < *fewest || args.len() > *most {
            let wanted = match (*fewest, *most) {
                (0, 0) => "no argument".to_owned(),
                (fewest, MANY) => format!("{fewest} or more arguments"),
                (fewest, most) if fewest == most => format!("{fewest} argument(s)"),
                (fewest, most) => format!("{fewest} to {most} arguments"),
            };
            return Err(FunctionError::new(format!("it expects {wanted}, and it is given {}", args.len())));
        }
        let marks = args.iter().fold(Marks::NONE, |marks, arg| marks.union(arg.marks_deep()));
        if args.iter().any(|arg| !arg.is_wholly_known()) {
            return Ok(Value::unknown(Type::Dynamic).with_marks(marks));
        }
        let args = args.iter().map(Value::without_marks_deep).collect();
        let answer = code(&Call { evaluation: &self.evaluation, name, args });
        answer.map(|value| value.with_marks(marks)).map_err(|failed| failed.0)
    }
}

/// Why a call fails.
struct Failed(FunctionError);

impl From<Diagnostic> for Failed {
    /// An error inside another file, as a phrase with its place.
    fn from(error: Diagnostic) -> Self {
        Self(FunctionError::new(error.to_string().trim_end_matches('.')))
    }
}

impl Call<'_> {
    /// The text at this place.
    fn string(&self, at: usize) -> Result<String, Failed> {
        let given = self.args.get(at).cloned().unwrap_or_default();
        match convert(given.clone(), &Type::String) {
            Ok(text) if !text.is_null() => Ok(text.as_str().unwrap_or_default().to_owned()),
            _ => Err(self.error(format!(
                "argument {} must be a string, and it is {}",
                at + 1,
                if given.is_null() { "null".to_owned() } else { format!("a {}", given.type_of()) }
            ))),
        }
    }

    /// The text at this place, if there is an argument.
    fn optional(&self, at: usize) -> Result<Option<String>, Failed> {
        if at < self.args.len() { self.string(at).map(Some) } else { Ok(None) }
    }

    /// All arguments from this place on, as texts.
    fn strings(&self, from: usize) -> Result<Vec<String>, Failed> {
        (from..self.args.len()).map(|at| self.string(at)).collect()
    }

    /// A path given as an argument; a relative one starts from the folder of the config.
    fn path(&self, at: usize) -> Result<PathBuf, Failed> {
        Ok(super::path::join(self.evaluation.config.dir(), self.string(at)?))
    }

    /// The path as a person sees it.
    fn shown(&self, path: &std::path::Path) -> String {
        self.evaluation.config.session.shown(path).display().to_string()
    }

    /// A hint at the name that is nearest to `given`, to end a phrase with.
    fn near<'n>(&self, given: &str, names: impl IntoIterator<Item = &'n str>) -> String {
        match did_you_mean(given, names) {
            near if near.is_empty() => near,
            near => format!(".{}", near.trim_end_matches('?')),
        }
    }

    /// The error of this call.
    fn error(&self, why: impl Into<String>) -> Failed {
        Failed(FunctionError::new(why))
    }
}
