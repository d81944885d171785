//! `regex` and `regexall`: what an expression matches, as a text, a tuple or an object.

use ::regex::{Captures, Regex};

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, TypeAnswer, string, text},
    pattern,
};
use crate::lang::value::{Type, Value};

const PARAMETERS: &[Parameter] = &[Parameter::string("pattern"), Parameter::string("string")];

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("regex", PARAMETERS, gives_match, first),
    Function::new("regexall", PARAMETERS, |args| Ok(Type::list(gives_match(args)?)), every),
];

/// A text if the expression has no group, a tuple if its groups have no names, an object if they have.
fn gives_match(args: &[Value]) -> TypeAnswer {
    if !args[0].is_known() {
        return Ok(Type::Dynamic);
    }
    shape(&compiled(args)?)
}

fn compiled(args: &[Value]) -> Result<Regex, FunctionError> {
    pattern::compile(text(args, 0)).map_err(|message| FunctionError::argument(0, message))
}

fn shape(regex: &Regex) -> TypeAnswer {
    let groups = regex.captures_len() - 1;
    let names: Vec<&str> = regex.capture_names().flatten().collect();
    if names.is_empty() {
        return Ok(if groups == 0 { Type::String } else { Type::tuple(vec![Type::String; groups]) });
    }
    if names.len() < groups {
        let message = "invalid regexp pattern: cannot mix both named and unnamed capture groups";
        return Err(FunctionError::argument(0, message));
    }
    Ok(Type::object(names.into_iter().map(|name| (name.into(), Type::String))))
}

fn first(args: &[Value], _: &Context) -> Answer {
    let regex = compiled(args)?;
    let shape = shape(&regex)?;
    let captures = regex.captures(text(args, 1));
    let captures =
        captures.ok_or_else(|| FunctionError::new("pattern did not match any part of the given string"))?;
    Ok(matched(&captures, &regex, &shape))
}

fn every(args: &[Value], _: &Context) -> Answer {
    let regex = compiled(args)?;
    let shape = shape(&regex)?;
    let found =
        regex.captures_iter(text(args, 1)).map(|captures| matched(&captures, &regex, &shape)).collect();
    Ok(Value::list(shape, found))
}

fn matched(captures: &Captures, regex: &Regex, shape: &Type) -> Value {
    let group =
        |group: Option<::regex::Match>| group.map_or(Value::null(Type::String), |m| string(m.as_str()));
    match shape {
        Type::Tuple(_) => Value::tuple(captures.iter().skip(1).map(group).collect()),
        Type::Object(_) => {
            let names = regex.capture_names().flatten();
            Value::object(names.map(|name| (name.into(), group(captures.name(name)))))
        }
        _ => group(captures.get(0)),
    }
}
