//! `yamlencode` and `yamldecode`.

use super::{
    Context, Function, Parameter,
    arguments::{Answer, TypeAnswer, gives_string, string, text},
    yaml_emit, yaml_read,
};
use crate::lang::value::{Type, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("yamldecode", &[Parameter::string("src")], gives_decoded, yamldecode).nullable(),
    Function::new(
        "yamlencode",
        &[Parameter::any("value").null().unknown().dynamic()],
        gives_string,
        yamlencode,
    ),
];

fn gives_decoded(args: &[Value]) -> TypeAnswer {
    if args[0].is_known() { Ok(yaml_read::decode(text(args, 0))?.type_of()) } else { Ok(Type::Dynamic) }
}

fn yamldecode(args: &[Value], _: &Context) -> Answer {
    yaml_read::decode(text(args, 0))
}

fn yamlencode(args: &[Value], _: &Context) -> Answer {
    if !args[0].is_wholly_known() {
        return Ok(Value::unknown(Type::String));
    }
    Ok(string(yaml_emit::document(&args[0])))
}
