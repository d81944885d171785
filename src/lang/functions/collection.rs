//! What all collections and structures share: length, elements by place, membership.

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, TypeAnswer, gives_bool, gives_number, number},
};
use crate::lang::value::{Kind, Number, Refinement, Type, Value, compare};
use unicode_segmentation::UnicodeSegmentation;

const LIST: Parameter = Parameter::any("list");

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("contains", &[LIST, Parameter::any("value")], gives_bool, contains),
    Function::new("element", &[LIST.marked(), Parameter::number("index")], gives_element, element).nullable(),
    Function::new("index", &[LIST, Parameter::any("value")], gives_number, index),
    Function::new("length", &[Parameter::any("value").unknown().dynamic().marked()], gives_length, length),
    Function::new("one", &[LIST.unknown().marked()], gives_one, one).nullable(),
    Function::new("reverse", &[LIST.marked()], gives_reversed, reverse),
    Function::new(
        "slice",
        &[LIST.marked(), Parameter::number("start_index"), Parameter::number("end_index")],
        gives_slice,
        slice,
    ),
];

fn gives_length(args: &[Value]) -> TypeAnswer {
    match args[0].type_of() {
        Type::Bool | Type::Number => {
            Err(FunctionError::new("argument must be a string, a collection type, or a structural type"))
        }
        _ => Ok(Type::Number),
    }
}

/// The length is often known of what is not known itself.
fn length(args: &[Value], _: &Context) -> Answer {
    gives_length(args)?;
    let value = &args[0];
    let exact = |count: usize| Value::from(Number::from(count as u64));
    let between = |min: u64, max: Option<u64>| {
        let bound = |length: u64| Some((Number::from(length), true));
        let max = max.and_then(bound);
        Value::refined(
            Type::Number,
            Refinement { not_null: true, min: bound(min), max, ..Default::default() },
        )
    };
    let count = match value.kind() {
        Kind::Null(_) => return Err(FunctionError::argument(0, "argument must not be null")),
        Kind::Unknown(unknown) => match &unknown.ty {
            Type::Tuple(elements) => exact(elements.len()),
            Type::Object(object) => exact(object.attributes.len()),
            Type::String => {
                let known = unknown.refinement.prefix.as_deref().unwrap_or_default();
                between(known.graphemes(true).count() as u64, None)
            }
            Type::Dynamic => Value::unknown(Type::Number),
            _ => match (unknown.refinement.min_length.unwrap_or(0), unknown.refinement.max_length) {
                (min, Some(max)) if min == max => Number::from(min).into(),
                (min, max) => between(min, max),
            },
        },
        Kind::String(text) => exact(text.graphemes(true).count()),
        // Elements that are not known may turn out to be equal.
        Kind::Set(set) if set.items.len() > 1 && !value.is_wholly_known() => {
            between(1, Some(set.items.len() as u64))
        }
        _ => exact(value.children().count()),
    };
    Ok(count.with_marks(value.marks()))
}

/// The place that an index leads to; it wraps around at both ends.
fn wrapped(args: &[Value], length: usize) -> Result<usize, FunctionError> {
    let index = number(args, 1);
    let index = index.as_i64().ok_or_else(|| {
        FunctionError::new(
            "invalid index: value must be a whole number, between -9223372036854775808 and 9223372036854775807",
        )
    })?;
    if length == 0 {
        return Err(FunctionError::new("cannot use element function with an empty list"));
    }
    Ok(usize::try_from(i128::from(index).rem_euclid(length as i128)).unwrap_or(0))
}

fn gives_element(args: &[Value]) -> TypeAnswer {
    match args[0].type_of() {
        Type::List(element) => Ok((*element).clone()),
        Type::Tuple(elements) if !args[1].is_known() && !elements.is_empty() => Ok(Type::Dynamic),
        Type::Tuple(elements) => Ok(elements[wrapped(args, elements.len())?].clone()),
        other => Err(FunctionError::new(format!("cannot read elements from {other}"))),
    }
}

fn element(args: &[Value], _: &Context) -> Answer {
    gives_element(args)?;
    let Some(items) = args[0].as_sequence() else {
        return Ok(Value::unknown(gives_element(args)?).with_marks(args[0].marks()));
    };
    Ok(items[wrapped(args, items.len())?].clone().with_marks(args[0].marks()))
}

fn contains(args: &[Value], _: &Context) -> Answer {
    let Some(items) = args[0].as_sequence() else {
        return Err(FunctionError::new("argument must be list, tuple, or set"));
    };
    let mut unsure = false;
    for item in items {
        match compare(item, &args[1]) {
            Some(true) => return Ok(Value::TRUE),
            Some(false) => {}
            None => unsure = true,
        }
    }
    Ok(if unsure { Value::unknown(Type::Bool) } else { Value::FALSE })
}

fn index(args: &[Value], _: &Context) -> Answer {
    let (Kind::List(_) | Kind::Tuple(_)) = args[0].kind() else {
        return Err(FunctionError::new("argument must be a list or tuple"));
    };
    let items = args[0].as_sequence().unwrap_or_default();
    if items.is_empty() {
        return Err(FunctionError::new("cannot search an empty list"));
    }
    for (at, item) in items.iter().enumerate() {
        match compare(item, &args[1]) {
            Some(true) => return Ok(Number::from(at as u64).into()),
            Some(false) => {}
            None => return Ok(Value::unknown(Type::Number)),
        }
    }
    Err(FunctionError::new("item not found"))
}

const ONE: &str = "must be a list, set, or tuple value with either zero or one elements";

fn gives_one(args: &[Value]) -> TypeAnswer {
    match args[0].type_of() {
        Type::List(element) | Type::Set(element) => Ok((*element).clone()),
        Type::Tuple(elements) => match &elements[..] {
            [] => Ok(Type::Dynamic),
            [element] => Ok(element.clone()),
            _ => Err(FunctionError::argument(0, ONE)),
        },
        _ => Err(FunctionError::argument(0, ONE)),
    }
}

fn one(args: &[Value], _: &Context) -> Answer {
    let (list, ty) = (&args[0], gives_one(args)?);
    let value = match list.as_sequence() {
        None => Value::unknown(ty),
        Some([]) => Value::null(ty),
        Some([one]) => one.clone(),
        Some(_) if matches!(list.kind(), Kind::Set(_)) && !list.is_wholly_known() => Value::unknown(ty),
        Some(_) => return Err(FunctionError::argument(0, ONE)),
    };
    Ok(value.with_marks(list.marks()))
}

fn gives_reversed(args: &[Value]) -> TypeAnswer {
    match args[0].type_of() {
        Type::Tuple(elements) => Ok(Type::tuple(elements.iter().rev().cloned().collect())),
        Type::List(element) | Type::Set(element) => Ok(Type::List(element)),
        other => {
            Err(FunctionError::argument(0, format!("can only reverse list or tuple values, not {other}")))
        }
    }
}

fn reverse(args: &[Value], _: &Context) -> Answer {
    let ty = gives_reversed(args)?;
    let items = args[0].as_sequence().unwrap_or_default().iter().rev().cloned().collect();
    Ok(sequence_of(&ty, items).with_marks(args[0].marks()))
}

/// A list or tuple of this type.
pub(super) fn sequence_of(ty: &Type, items: Vec<Value>) -> Value {
    match ty {
        Type::List(element) => Value::list((**element).clone(), items),
        Type::Set(element) => Value::set((**element).clone(), items),
        _ => Value::tuple(items),
    }
}

/// Where a slice begins and ends; `None` if that is not known yet.
fn bounds(args: &[Value], length: Option<usize>) -> Result<Option<(usize, usize)>, FunctionError> {
    let bound = |at: usize| -> Result<Option<usize>, FunctionError> {
        let Some(number) = args[at].as_number() else { return Ok(None) };
        let below = at == 1 && number.is_negative() && !number.is_zero();
        if below {
            return Err(FunctionError::argument(at, "start index must not be less than zero"));
        }
        let place =
            number.as_i64().ok_or_else(|| FunctionError::argument(at, "a whole number is required"))?;
        let place = usize::try_from(place)
            .map_err(|_| FunctionError::argument(2, "end index must not be less than zero"))?;
        if length.is_some_and(|length| place > length) {
            let which = if at == 1 { "start" } else { "end" };
            let message = format!("{which} index must not be greater than the length of the list");
            return Err(FunctionError::argument(at, message));
        }
        Ok(Some(place))
    };
    match (bound(1)?, bound(2)?) {
        (Some(start), Some(end)) if start > end => {
            Err(FunctionError::argument(1, "start index must not be greater than end index"))
        }
        (Some(start), Some(end)) => Ok(Some((start, end))),
        _ => Ok(None),
    }
}

fn gives_slice(args: &[Value]) -> TypeAnswer {
    match args[0].type_of() {
        list @ Type::List(_) => Ok(list),
        Type::Tuple(elements) => Ok(match bounds(args, Some(elements.len()))? {
            Some((start, end)) => Type::tuple(elements[start..end].to_vec()),
            None => Type::Dynamic,
        }),
        Type::Set(_) => Err(FunctionError::argument(
            0,
            "cannot slice a set, because its elements do not have indices; explicitly convert to a list if the \
             ordering of the result is not important",
        )),
        _ => Err(FunctionError::argument(0, "must be a list or tuple value")),
    }
}

fn slice(args: &[Value], _: &Context) -> Answer {
    let ty = gives_slice(args)?;
    let items = args[0].as_sequence().unwrap_or_default();
    let Some((start, end)) = bounds(args, Some(items.len()))? else {
        return Ok(Value::unknown(ty).with_marks(args[0].marks()));
    };
    Ok(sequence_of(&ty, items[start..end].to_vec()).with_marks(args[0].marks()))
}
