//! Text: cutting, joining, trimming. Lengths and places count grapheme clusters, which is what a person calls
//! characters.

use unicode_segmentation::UnicodeSegmentation;

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, gives_bool, gives_string, gives_strings, int, items, string, text},
    pattern,
};
use crate::lang::value::{Kind, Type, Value};

const STR: Parameter = Parameter::string("str");

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("chomp", &[STR], gives_string, chomp),
    Function::new("endswith", &[STR, Parameter::string("suffix")], gives_bool, endswith),
    Function::new("indent", &[Parameter::number("spaces"), STR], gives_string, indent),
    Function::new("join", &[Parameter::string("separator")], gives_string, join)
        .variadic(Parameter::of("lists", || Type::list(Type::String))),
    Function::new(
        "replace",
        &[STR, Parameter::string("substr"), Parameter::string("replace")],
        gives_string,
        replace,
    ),
    Function::new("split", &[Parameter::string("separator"), STR], gives_strings, split),
    Function::new("startswith", &[STR.unknown(), Parameter::string("prefix")], gives_bool, startswith),
    Function::new("strcontains", &[STR, Parameter::string("substr")], gives_bool, strcontains),
    Function::new("strrev", &[STR], gives_string, strrev),
    Function::new(
        "substr",
        &[STR, Parameter::number("offset"), Parameter::number("length")],
        gives_string,
        substr,
    ),
    Function::new("trim", &[STR, Parameter::string("cutset")], gives_string, trim),
    Function::new("trimprefix", &[STR, Parameter::string("prefix")], gives_string, trimprefix),
    Function::new("trimspace", &[STR], gives_string, trimspace),
    Function::new("trimsuffix", &[STR, Parameter::string("suffix")], gives_string, trimsuffix),
];

fn chomp(args: &[Value], _: &Context) -> Answer {
    Ok(string(text(args, 0).trim_end_matches(['\r', '\n'])))
}

fn endswith(args: &[Value], _: &Context) -> Answer {
    Ok(text(args, 0).ends_with(text(args, 1)).into())
}

/// An unknown text may be known to begin with something: that can be enough.
fn startswith(args: &[Value], _: &Context) -> Answer {
    let prefix = text(args, 1);
    Ok(match args[0].kind() {
        Kind::Unknown(unknown) => match unknown.refinement.prefix.as_deref().unwrap_or_default() {
            known if known.starts_with(prefix) => Value::TRUE,
            known if !prefix.starts_with(known) => Value::FALSE,
            _ => Value::unknown(Type::Bool),
        },
        _ => text(args, 0).starts_with(prefix).into(),
    })
}

fn strcontains(args: &[Value], _: &Context) -> Answer {
    Ok(text(args, 0).contains(text(args, 1)).into())
}

fn indent(args: &[Value], _: &Context) -> Answer {
    let spaces = int(args, 0)?;
    let spaces = usize::try_from(spaces).ok().filter(|spaces| *spaces <= 1 << 20).ok_or_else(|| {
        FunctionError::argument(
            0,
            format!("cannot indent by {spaces} spaces; give a small number that is not negative"),
        )
    })?;
    Ok(string(text(args, 1).replace('\n', &format!("\n{}", " ".repeat(spaces)))))
}

fn join(args: &[Value], _: &Context) -> Answer {
    let lists = &args[1..];
    if lists.is_empty() {
        return Err(FunctionError::new("at least one list is required"));
    }
    if !lists.iter().all(Value::is_wholly_known) {
        return Ok(Value::unknown(Type::String));
    }
    let mut parts = Vec::new();
    for at in 1..args.len() {
        for (place, item) in items(args, at).iter().enumerate() {
            parts.push(item.as_str().ok_or_else(|| {
                FunctionError::argument(
                    at,
                    format!("element {place} is null; cannot concatenate null values"),
                )
            })?);
        }
    }
    Ok(string(parts.join(text(args, 0))))
}

/// A `substr` between slashes is a regular expression.
fn replace(args: &[Value], _: &Context) -> Answer {
    let (text, substr, replacement) = (text(args, 0), text(args, 1), text(args, 2));
    match substr.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
        Some(expression) => Ok(string(pattern::replace_all(expression, text, replacement)?)),
        None => Ok(string(text.replace(substr, replacement))),
    }
}

fn split(args: &[Value], _: &Context) -> Answer {
    let (separator, text) = (text(args, 0), text(args, 1));
    let parts = if separator.is_empty() {
        text.chars().map(string).collect()
    } else {
        text.split(separator).map(string).collect()
    };
    Ok(Value::list(Type::String, parts))
}

fn strrev(args: &[Value], _: &Context) -> Answer {
    Ok(string(text(args, 0).graphemes(true).rev().collect::<String>()))
}

/// A negative offset counts from the end; a negative length means all the rest.
fn substr(args: &[Value], _: &Context) -> Answer {
    let (text, offset, length) = (text(args, 0), int(args, 1)?, int(args, 2)?);
    let start = match usize::try_from(offset) {
        Ok(offset) => offset,
        Err(_) => {
            let back = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            text.graphemes(true).count().saturating_sub(back)
        }
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    Ok(string(text.graphemes(true).skip(start).take(length).collect::<String>()))
}

fn trim(args: &[Value], _: &Context) -> Answer {
    let cutset: Vec<char> = text(args, 1).chars().collect();
    Ok(string(text(args, 0).trim_matches(&cutset[..])))
}

fn trimprefix(args: &[Value], _: &Context) -> Answer {
    let text_ = text(args, 0);
    Ok(string(text_.strip_prefix(text(args, 1)).unwrap_or(text_)))
}

fn trimsuffix(args: &[Value], _: &Context) -> Answer {
    let text_ = text(args, 0);
    Ok(string(text_.strip_suffix(text(args, 1)).unwrap_or(text_)))
}

fn trimspace(args: &[Value], _: &Context) -> Answer {
    Ok(string(text(args, 0).trim()))
}
