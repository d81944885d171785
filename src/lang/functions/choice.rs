//! The first of several that says something: `coalesce`, `coalescelist`.

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, TypeAnswer, convert, unify},
};
use crate::lang::value::{Type, Value};

const VALUES: Parameter = Parameter::any("vals").null().unknown().dynamic();

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("coalesce", &[], gives_common, coalesce).variadic(VALUES),
    Function::new("coalescelist", &[], gives_list, coalescelist).variadic(VALUES),
];

fn gives_common(args: &[Value]) -> TypeAnswer {
    if args.is_empty() {
        return Err(FunctionError::new("at least one argument is required"));
    }
    let types: Vec<Type> = args.iter().map(Value::type_of).collect();
    unify(&types).ok_or_else(|| FunctionError::new("all arguments must have the same type"))
}

/// The first that is neither null nor the empty text.
fn coalesce(args: &[Value], _: &Context) -> Answer {
    let ty = gives_common(args)?;
    for arg in args {
        let value = convert(arg, &ty)?;
        if !value.is_known() {
            return Ok(Value::unknown(ty));
        }
        if !value.is_null() && value.as_str() != Some("") {
            return Ok(value);
        }
    }
    Err(FunctionError::new("no non-null, non-empty-string arguments"))
}

fn gives_list(args: &[Value]) -> TypeAnswer {
    if args.is_empty() {
        return Err(FunctionError::new("at least one argument is required"));
    }
    let mut common: Option<Type> = None;
    for (at, arg) in args.iter().enumerate() {
        let ty = arg.type_of();
        if !arg.is_known() {
            return Ok(Type::Dynamic);
        }
        if !matches!(ty, Type::List(_) | Type::Tuple(_)) {
            return Err(FunctionError::argument(at, "coalescelist arguments must be lists or tuples"));
        }
        match &common {
            Some(common) if *common != ty => return Ok(Type::Dynamic),
            _ => common = Some(ty),
        }
    }
    Ok(common.unwrap_or(Type::Dynamic))
}

/// The first that is neither null nor empty.
fn coalescelist(args: &[Value], _: &Context) -> Answer {
    let ty = gives_list(args)?;
    for arg in args {
        if !arg.is_known() {
            return Ok(Value::unknown(ty));
        }
        if arg.children().next().is_some() {
            return Ok(arg.clone());
        }
    }
    Err(FunctionError::new("no non-null arguments"))
}
