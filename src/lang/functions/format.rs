//! `format` and `formatlist`.

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, TypeAnswer, gives_string, string, text},
    verb,
};
use crate::lang::value::{Kind, Refinement, Type, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("format", &[Parameter::string("format")], gives_string, format)
        .variadic(Parameter::any("args").null().unknown()),
    Function::new("formatlist", &[Parameter::string("format")], gives_list, formatlist)
        .variadic(Parameter::any("args").null().unknown()),
];

fn gives_list(_: &[Value]) -> TypeAnswer {
    Ok(Type::list(Type::String))
}

fn format(args: &[Value], _: &Context) -> Answer {
    let format = text(args, 0);
    if !args.iter().all(Value::is_wholly_known) {
        let literal = format.split('%').next().filter(|literal| !literal.is_empty());
        let refinement = literal.map_or(Refinement::not_null(), Refinement::prefix);
        return Ok(Value::refined(Type::String, refinement));
    }
    let args: Vec<&Value> = args[1..].iter().collect();
    Ok(string(verb::formatted(format, &args)?))
}

/// Formats once for every element of the lists among the arguments, which must have one length; the other
/// arguments are the same each time.
fn formatlist(args: &[Value], _: &Context) -> Answer {
    let mut lengths = None;
    let mut unknown_length = false;
    for (at, arg) in args.iter().enumerate().skip(1) {
        if !iterates(arg) {
            continue;
        }
        let Some(items) = arg.as_sequence() else {
            unknown_length = true;
            continue;
        };
        let (first, length) = *lengths.get_or_insert((at, items.len()));
        if length != items.len() {
            return Err(FunctionError::argument(
                at,
                format!(
                    "argument {at} has length {}, which is inconsistent with argument {first} of length {length}",
                    items.len()
                ),
            ));
        }
    }
    if unknown_length {
        return Ok(Value::unknown(Type::list(Type::String)));
    }
    let count = lengths.map_or(1, |(_, length)| length);
    let one = |at: usize| -> Answer {
        let row: Vec<&Value> = args[1..]
            .iter()
            .map(|arg| if iterates(arg) { arg.as_sequence().map_or(arg, |items| &items[at]) } else { arg })
            .collect();
        if !row.iter().all(|value| value.is_wholly_known()) {
            return Ok(Value::unknown(Type::String));
        }
        let text = verb::formatted(text(args, 0), &row).map_err(|error| match lengths {
            Some(_) => FunctionError::new(format!("error on format iteration {at}: {error}")),
            None => error,
        })?;
        Ok(string(text))
    };
    Ok(Value::list(Type::String, (0..count).map(one).collect::<Result<_, _>>()?))
}

/// Whether it is a list, set or tuple that is not null.
fn iterates(arg: &Value) -> bool {
    !matches!(arg.kind(), Kind::Null(_))
        && matches!(arg.type_of(), Type::List(_) | Type::Set(_) | Type::Tuple(_))
}
