//! Sets: union, intersection, difference, and the product of several.

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, TypeAnswer, convert, unify},
    collection::sequence_of,
};
use crate::lang::value::{Kind, Marks, Type, Value};

fn any_set() -> Type {
    Type::set(Type::Dynamic)
}

const FIRST: Parameter = Parameter::of("first_set", any_set).dynamic();
const OTHERS: Parameter = Parameter::of("other_sets", any_set).dynamic();

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("setintersection", &[FIRST], gives_set, intersection).variadic(OTHERS),
    Function::new("setproduct", &[], gives_product, product).variadic(Parameter::any("sets").marked()),
    Function::new(
        "setsubtract",
        &[Parameter::of("a", any_set).dynamic(), Parameter::of("b", any_set).dynamic()],
        gives_set,
        subtract,
    ),
    Function::new("setunion", &[FIRST], gives_set, union).variadic(OTHERS),
];

/// The set of the type that all elements have in common.
fn gives_set(args: &[Value]) -> TypeAnswer {
    let elements: Vec<Type> = args
        .iter()
        .filter_map(|arg| match (arg.type_of(), arg.as_sequence()) {
            // The empty set of no type says nothing about the others.
            (Type::Set(element), Some([])) if *element == Type::Dynamic => None,
            (Type::Set(element), _) => Some((*element).clone()),
            _ => Some(Type::Dynamic),
        })
        .collect();
    if elements.is_empty() {
        return Ok(any_set());
    }
    let common = unify(&elements);
    common
        .map(Type::set)
        .ok_or_else(|| FunctionError::new("given sets must all have compatible element types"))
}

/// The sets, all of the type of the result.
fn converted(args: &[Value]) -> Result<(Type, Vec<Value>), FunctionError> {
    let ty = gives_set(args)?;
    let sets = args.iter().map(|arg| convert(arg, &ty)).collect::<Result<_, _>>()?;
    Ok((ty, sets))
}

fn union(args: &[Value], _: &Context) -> Answer {
    let (ty, sets) = converted(args)?;
    Ok(sequence_of(&ty, sets.iter().flat_map(Value::children).cloned().collect()))
}

fn intersection(args: &[Value], _: &Context) -> Answer {
    combine(args, |item, others| others.iter().all(|other| other.children().any(|o| o == item)))
}

fn subtract(args: &[Value], _: &Context) -> Answer {
    combine(args, |item, others| !others.iter().any(|other| other.children().any(|o| o == item)))
}

/// The elements of the first set that `keep` keeps.
fn combine(args: &[Value], keep: impl Fn(&Value, &[Value]) -> bool) -> Answer {
    let (ty, sets) = converted(args)?;
    if !sets.iter().all(Value::is_wholly_known) {
        return Ok(Value::unknown(ty));
    }
    let kept = sets[0].children().filter(|item| keep(item, &sets[1..])).cloned();
    Ok(sequence_of(&ty, kept.collect()))
}

/// The type of the elements of one of the collections that are multiplied.
fn element_type(at: usize, arg: &Value) -> TypeAnswer {
    match arg.type_of() {
        Type::Set(element) | Type::List(element) => Ok((*element).clone()),
        Type::Tuple(types) if types.is_empty() => Ok(Type::Dynamic),
        Type::Tuple(types) => {
            unify(&types).ok_or_else(|| FunctionError::argument(at, "all elements must be of the same type"))
        }
        _ => Err(FunctionError::argument(at, "a set or a list is required")),
    }
}

/// A set if all are sets, else a list.
fn gives_product(args: &[Value]) -> TypeAnswer {
    if args.len() < 2 {
        return Err(FunctionError::new("at least two arguments are required"));
    }
    let elements =
        args.iter().enumerate().map(|(at, arg)| element_type(at, arg)).collect::<Result<_, _>>()?;
    let element = Type::tuple(elements);
    let all_sets = args.iter().all(|arg| matches!(arg.type_of(), Type::Set(_)));
    Ok(if all_sets { Type::set(element) } else { Type::list(element) })
}

fn product(args: &[Value], _: &Context) -> Answer {
    let ty = gives_product(args)?;
    let marks = args.iter().fold(Marks::NONE, |marks, arg| marks.union(arg.marks()));
    let unknown_length = |arg: &Value| matches!(arg.kind(), Kind::Set(_)) && !arg.is_wholly_known();
    if args.iter().any(unknown_length) {
        return Ok(Value::unknown(ty).with_marks(marks));
    }
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for (at, arg) in args.iter().enumerate() {
        let element = element_type(at, arg)?;
        let items = arg.children().map(|item| convert(item, &element)).collect::<Result<Vec<_>, _>>()?;
        rows = rows
            .iter()
            .flat_map(|row| items.iter().map(|item| row.iter().cloned().chain([item.clone()]).collect()))
            .collect();
    }
    Ok(sequence_of(&ty, rows.into_iter().map(Value::tuple).collect()).with_marks(marks))
}
