//! What only the evaluator can call, because the arguments must not be evaluated first: listed here so that they
//! are found by name.

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, gives_any, gives_bool},
};
use crate::lang::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("can", &[Parameter::any("expression")], gives_bool, refuse).special(),
    Function::new("try", &[], gives_any, refuse).variadic(Parameter::any("expressions")).special(),
];

fn refuse(_: &[Value], _: &Context) -> Answer {
    Err(FunctionError::new("it can be called by its own name only"))
}
