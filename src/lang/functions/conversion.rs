//! Conversion to a type that is asked for by name.

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, TypeAnswer},
};
use crate::lang::value::{self, Marks, Type, Value};

const PARAMETERS: &[Parameter] = &[Parameter::any("v").null().unknown().dynamic().marked()];

/// The function that converts to this type.
macro_rules! to {
    ($name:literal, $ty:expr) => {
        Function::new($name, PARAMETERS, |args| gives(args, &$ty), |args, _: &Context| to(args, &$ty))
            .nullable()
    };
}

pub(super) const FUNCTIONS: &[Function] = &[
    to!("tobool", Type::Bool),
    to!("tolist", Type::list(Type::Dynamic)),
    to!("tomap", Type::map(Type::Dynamic)),
    to!("tonumber", Type::Number),
    to!("toset", Type::set(Type::Dynamic)),
    to!("tostring", Type::String),
];

fn gives(args: &[Value], ty: &Type) -> TypeAnswer {
    Ok(to(args, ty)?.type_of())
}

fn to(args: &[Value], ty: &Type) -> Answer {
    let value = &args[0];
    value::convert(value.clone(), ty).map_err(|error| {
        let from = value.type_of();
        let message = match value.as_str() {
            _ if value.marks_deep().contains(Marks::SENSITIVE) => {
                format!("cannot convert this sensitive {from} to {ty}")
            }
            Some(text) if *ty == Type::Bool => {
                format!("cannot convert {text:?} to bool; only the strings \"true\" or \"false\" are allowed")
            }
            Some(text) if *ty == Type::Number => format!(
                "cannot convert {text:?} to number; given string must be a decimal representation of a number"
            ),
            _ => format!("cannot convert {from} to {ty}: {error}"),
        };
        FunctionError::argument(0, message)
    })
}
