//! What is known of a value beside the value: sensitive, ephemeral.

use super::{
    Context, Function, Parameter,
    arguments::{Answer, TypeAnswer, gives_bool},
};
use crate::lang::value::{Kind, Marks, Type, Value};

const VALUE: &[Parameter] = &[Parameter::any("value").null().unknown().dynamic().marked()];

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("ephemeralasnull", VALUE, gives_same, |args, _| Ok(without_ephemeral(&args[0]))).nullable(),
    Function::new("issensitive", VALUE, gives_bool, issensitive),
    Function::new("nonsensitive", VALUE, gives_same, nonsensitive).nullable(),
    Function::new("sensitive", VALUE, gives_same, sensitive).nullable(),
];

fn gives_same(args: &[Value]) -> TypeAnswer {
    Ok(args[0].type_of())
}

fn sensitive(args: &[Value], _: &Context) -> Answer {
    Ok(args[0].clone().with_marks(Marks::SENSITIVE))
}

/// The value's own mark is taken off; values inside keep theirs.
fn nonsensitive(args: &[Value], _: &Context) -> Answer {
    let marks = args[0].marks();
    Ok(args[0].clone().without_marks().with_marks(marks.without(Marks::SENSITIVE)))
}

/// An unknown value may become sensitive yet, unless it is already.
fn issensitive(args: &[Value], _: &Context) -> Answer {
    Ok(match args[0].kind() {
        _ if args[0].is_sensitive() => Value::TRUE,
        Kind::Unknown(_) => Value::unknown(Type::Bool),
        _ => Value::FALSE,
    })
}

/// Every ephemeral value, at any depth, becomes null.
fn without_ephemeral(value: &Value) -> Value {
    let marks = value.marks();
    if marks.contains(Marks::EPHEMERAL) {
        return Value::null(value.type_of()).with_marks(marks.without(Marks::EPHEMERAL));
    }
    if value.marks_deep().contains(Marks::EPHEMERAL) {
        return value.clone().map_children(|_, child| without_ephemeral(child));
    }
    value.clone()
}
