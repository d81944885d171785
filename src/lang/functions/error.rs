//! Why a call of a function fails.

use super::Function;
use crate::diagnostic::Diagnostic;

/// Why a call fails.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FunctionError {
    /// The argument that is at fault, counted from 0, if it is one.
    pub argument: Option<usize>,
    /// What is wrong: a phrase without capital and period.
    pub message: String,
    /// What kind of mistake it is.
    pub kind: ErrorKind,
}

/// The kinds of mistakes in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// An argument is missing.
    TooFew,
    /// There is an argument too many.
    TooMany,
    /// An argument is not what the function takes.
    Argument,
    /// The function itself failed.
    Call,
}

impl FunctionError {
    /// The function failed with these arguments.
    pub fn new(message: impl Into<String>) -> Self {
        Self { argument: None, message: message.into(), kind: ErrorKind::Call }
    }

    /// The argument at this place is wrong.
    pub fn argument(at: usize, message: impl Into<String>) -> Self {
        Self { argument: Some(at), message: message.into(), kind: ErrorKind::Argument }
    }

    /// The diagnostic of this error in a call of `function`; the caller adds where.
    pub fn diagnostic(&self, function: &Function) -> Diagnostic {
        let name = function.name;
        let expected = function.parameters.len();
        let least = if function.variadic.is_some() { " at least" } else { "" };
        let parameter = self.argument.and_then(|at| function.parameter(at)).map_or("", |p| p.name);
        match self.kind {
            ErrorKind::TooFew => Diagnostic::error("Not enough function arguments").detail(format!(
                "Function {name:?} expects{least} {expected} argument(s). Missing value for {parameter:?}."
            )),
            ErrorKind::TooMany => Diagnostic::error("Too many function arguments")
                .detail(format!("Function {name:?} expects only {expected} argument(s).")),
            ErrorKind::Argument => Diagnostic::error("Invalid function argument")
                .detail(format!("Invalid value for {parameter:?} parameter: {}.", self.message)),
            ErrorKind::Call => Diagnostic::error("Error in function call")
                .detail(format!("Call to function {name:?} failed: {}.", self.message)),
        }
    }
}

impl From<String> for FunctionError {
    fn from(message: String) -> Self {
        Self::new(message)
    }
}
