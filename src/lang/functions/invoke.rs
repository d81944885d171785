//! What all calls have in common: the count of arguments, conversion, null, unknown values and marks.

use super::{Context, ErrorKind, Function, FunctionError, Parameter};
use crate::lang::value::{Kind, Marks, Refinement, Type, Value, convert};

impl Function {
    /// Calls it. Arguments are converted to the parameters' types; null is refused, an unknown argument makes the
    /// result unknown, and marks move to the result, except where a parameter says that the function deals with
    /// them itself.
    pub fn invoke(&self, args: Vec<Value>, cx: &Context) -> Result<Value, FunctionError> {
        self.check_count(args.len())?;
        let mut marks = Marks::NONE;
        let (mut of_unknown_type, mut unknown) = (false, false);
        let mut ready = Vec::with_capacity(args.len());
        for (at, arg) in args.into_iter().enumerate() {
            let Some(parameter) = self.parameter(at) else { continue };
            let arg = admitted(arg, at, parameter)?;
            of_unknown_type |= !parameter.dynamic && arg.type_of() == Type::Dynamic;
            unknown |= !parameter.unknown && !arg.is_known();
            if parameter.marked {
                ready.push(arg);
            } else {
                marks = marks.union(arg.marks_deep());
                ready.push(arg.without_marks_deep());
            }
        }
        if of_unknown_type {
            return Ok(Value::unknown(Type::Dynamic).with_marks(marks));
        }
        let value = if unknown || (self.impure && !cx.applying) {
            (self.result)(&ready).map(Value::unknown)
        } else {
            (self.call)(&ready, cx)
        };
        let value = value.map_err(|error| discreet(error, marks))?;
        Ok(self.refined(value).with_marks(marks))
    }

    fn check_count(&self, count: usize) -> Result<(), FunctionError> {
        let expected = self.parameters.len();
        let kind = if count < expected {
            ErrorKind::TooFew
        } else if count > expected && self.variadic.is_none() {
            ErrorKind::TooMany
        } else {
            return Ok(());
        };
        let message = format!("takes {expected} argument(s), not {count}");
        Err(FunctionError { argument: Some(count.min(expected)), message, kind })
    }

    /// Adds to an unknown result that it will not be null, if that is so.
    fn refined(&self, value: Value) -> Value {
        match value.kind() {
            Kind::Unknown(unknown) if !self.nullable && unknown.ty != Type::Dynamic => {
                let refinement = Refinement { not_null: true, ..unknown.refinement.clone() };
                Value::refined(unknown.ty.clone(), refinement).with_marks(value.marks())
            }
            _ => value,
        }
    }
}

/// The argument as the parameter takes it.
fn admitted(arg: Value, at: usize, parameter: &Parameter) -> Result<Value, FunctionError> {
    let arg =
        convert(arg, &(parameter.ty)()).map_err(|error| FunctionError::argument(at, error.to_string()))?;
    if arg.is_null() && !parameter.null {
        return Err(FunctionError::argument(at, "argument must not be null"));
    }
    Ok(arg)
}

/// The error without what a function, which does not see the marks, says of a sensitive argument.
fn discreet(error: FunctionError, marks: Marks) -> FunctionError {
    if !marks.contains(Marks::SENSITIVE) {
        return error;
    }
    let message = "why is not shown here, because an argument is sensitive".to_owned();
    FunctionError { message, ..error }
}
