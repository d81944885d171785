//! What names mean: the seam between the evaluator and the two dialects.

use std::sync::LazyLock;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Range, did_you_mean},
    lang::{
        functions::FunctionError,
        syntax::Traversal,
        value::{Object, Value},
    },
    work_dir::WorkDir,
};

/// The names that an expression can use.
pub trait Scope {
    /// The value that a traversal begins at, and how many of its steps that took: `var.a.b` may give the value of
    /// `var.a` and 1. The evaluator takes the other steps. `try` does not catch an error, except one that is made
    /// with [`LookupError::catchable`].
    fn lookup(&self, traversal: &Traversal) -> Result<(Value, usize), LookupError>;

    /// A function that the language itself does not have.
    fn function(&self, _name: &str) -> Option<&dyn Callable> {
        None
    }

    /// The names of those functions, for suggestions.
    fn function_names(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Where relative paths of files start from.
    fn work_dir(&self) -> &WorkDir;

    /// The moment of the plan in RFC 3339, if there is one.
    fn plan_timestamp(&self) -> Option<&str> {
        None
    }

    /// Whether functions like `timestamp` give a value; at plan they are unknown.
    fn applying(&self) -> bool {
        false
    }
}

/// A function of one dialect only.
pub trait Callable {
    /// Calls it with evaluated arguments; `at` is where the call stands.
    fn call(&self, arguments: &[Value], at: &Range) -> Result<Value, FunctionError>;
}

/// Why a name means nothing.
#[derive(Debug)]
pub struct LookupError {
    /// What is wrong.
    pub diagnostics: Diagnostics,
    /// Whether `try` and `can` take it as an answer, as they do for what goes wrong inside an expression.
    pub catchable: bool,
}

impl LookupError {
    /// An error that `try` and `can` catch.
    pub fn catchable(error: impl Into<Diagnostics>) -> Self {
        Self { diagnostics: error.into(), catchable: true }
    }
}

impl<T: Into<Diagnostics>> From<T> for LookupError {
    fn from(error: T) -> Self {
        Self { diagnostics: error.into(), catchable: false }
    }
}

/// A scope with nothing in it, for values that must be constant.
pub struct NoScope;

impl Scope for NoScope {
    fn lookup(&self, _: &Traversal) -> Result<(Value, usize), LookupError> {
        Err(Diagnostic::error("Variables not allowed").detail("Variables may not be used here.").into())
    }

    fn work_dir(&self) -> &WorkDir {
        static HERE: LazyLock<WorkDir> = LazyLock::new(|| WorkDir::new("."));
        &HERE
    }
}

/// A scope of plain variables, as a template has them.
pub struct Variables<'a> {
    /// The values by name.
    pub values: &'a Object,
    /// Where relative paths of files start from.
    pub work_dir: &'a WorkDir,
}

impl Scope for Variables<'_> {
    fn lookup(&self, traversal: &Traversal) -> Result<(Value, usize), LookupError> {
        match self.values.get(&traversal.root) {
            Some(value) => Ok((value.clone(), 0)),
            None => {
                let near = did_you_mean(&traversal.root, self.values.keys().map(|name| &**name));
                Err(Diagnostic::error("Unknown variable")
                    .detail(format!("There is no variable named {:?}.{near}", traversal.root))
                    .at(&traversal.root_range)
                    .into())
            }
        }
    }

    fn work_dir(&self) -> &WorkDir {
        self.work_dir
    }
}

/// The variables of a `for` and of the `for`s around it.
pub(super) struct Frame<'a> {
    pub outer: Option<&'a Frame<'a>>,
    pub key: Option<(&'a str, Value)>,
    pub value: (&'a str, Value),
}

impl Frame<'_> {
    pub fn find(&self, name: &str) -> Option<&Value> {
        let mut frame = self;
        loop {
            if frame.value.0 == name {
                return Some(&frame.value.1);
            }
            match &frame.key {
                Some((key, value)) if *key == name => return Some(value),
                _ => frame = frame.outer?,
            }
        }
    }
}
