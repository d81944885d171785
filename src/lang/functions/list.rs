//! Lists: made of others, cut, thinned out, put in order, added up.

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{
        Answer, TypeAnswer, convert, gives_any, gives_bool, gives_number, gives_strings, int, items, unify,
    },
    collection::sequence_of,
};
use crate::lang::value::{Kind, Marks, Number, Refinement, Type, Value, compare};

fn any_list() -> Type {
    Type::list(Type::Dynamic)
}

const BOOLS: Parameter = Parameter::of("list", || Type::list(Type::Bool));
const STRINGS: Parameter = Parameter::of("list", || Type::list(Type::String));

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("alltrue", &[BOOLS], gives_bool, alltrue),
    Function::new("anytrue", &[BOOLS], gives_bool, anytrue),
    Function::new(
        "chunklist",
        &[Parameter::of("list", any_list).marked(), Parameter::number("size")],
        |args| Ok(Type::list(args[0].type_of())),
        chunklist,
    ),
    Function::new("compact", &[STRINGS], gives_strings, compact),
    Function::new("concat", &[], gives_concat, concat).variadic(Parameter::any("seqs").marked()),
    Function::new("distinct", &[Parameter::of("list", any_list)], |args| Ok(args[0].type_of()), distinct),
    Function::new("flatten", &[Parameter::any("list").marked()], gives_any, flatten),
    Function::new(
        "matchkeys",
        &[
            Parameter::of("values", any_list),
            Parameter::of("keys", any_list),
            Parameter::of("searchset", any_list),
        ],
        gives_matching,
        matchkeys,
    ),
    Function::new("range", &[], |_| Ok(Type::list(Type::Number)), range)
        .variadic(Parameter::number("params")),
    Function::new("sort", &[STRINGS], gives_strings, sort),
    Function::new("sum", &[Parameter::any("list")], gives_number, sum),
];

fn alltrue(args: &[Value], _: &Context) -> Answer {
    for item in items(args, 0) {
        match item.kind() {
            Kind::Unknown(_) => return Ok(Value::unknown(Type::Bool)),
            Kind::Bool(true) => {}
            _ => return Ok(Value::FALSE),
        }
    }
    Ok(Value::TRUE)
}

fn anytrue(args: &[Value], _: &Context) -> Answer {
    if items(args, 0).contains(&Value::TRUE) {
        return Ok(Value::TRUE);
    }
    Ok(if args[0].is_wholly_known() { Value::FALSE } else { Value::unknown(Type::Bool) })
}

fn chunklist(args: &[Value], _: &Context) -> Answer {
    let size = usize::try_from(int(args, 1)?)
        .map_err(|_| FunctionError::argument(1, "the size argument must be positive"))?;
    let list = items(args, 0);
    let size = if size == 0 { list.len().max(1) } else { size };
    let ty = args[0].type_of();
    let chunks = list.chunks(size).map(|chunk| sequence_of(&ty, chunk.to_vec())).collect();
    Ok(Value::list(ty, chunks).with_marks(args[0].marks()))
}

fn compact(args: &[Value], _: &Context) -> Answer {
    if !args[0].is_wholly_known() {
        return Ok(Value::unknown(Type::list(Type::String)));
    }
    let full = |item: &&Value| item.as_str().is_some_and(|text| !text.is_empty());
    Ok(Value::list(Type::String, items(args, 0).iter().filter(full).cloned().collect()))
}

/// A list if all are lists whose elements have a type in common, else a tuple.
fn gives_concat(args: &[Value]) -> TypeAnswer {
    if args.is_empty() {
        return Err(FunctionError::new("at least one argument is required"));
    }
    let types: Vec<Type> = args.iter().map(Value::type_of).collect();
    if types.iter().all(|ty| matches!(ty, Type::List(_)))
        && let Some(common) = unify(&types)
    {
        return Ok(common);
    }
    let mut elements = Vec::new();
    for (at, (arg, ty)) in args.iter().zip(&types).enumerate() {
        match (ty, arg.as_sequence()) {
            (Type::Tuple(types), _) => elements.extend(types.iter().cloned()),
            (Type::List(element), Some(items)) => elements.extend(vec![(**element).clone(); items.len()]),
            (Type::List(_), None) => return Ok(Type::Dynamic),
            _ => {
                let message = format!("all arguments must be lists or tuples; got {ty}");
                return Err(FunctionError::argument(at, message));
            }
        }
    }
    Ok(Type::tuple(elements))
}

fn concat(args: &[Value], _: &Context) -> Answer {
    let ty = gives_concat(args)?;
    let mut all = Vec::new();
    let mut marks = Marks::NONE;
    for arg in args {
        marks = marks.union(arg.marks());
        let arg = if matches!(ty, Type::List(_)) {
            convert(arg, &ty).unwrap_or_else(|_| arg.clone())
        } else {
            arg.clone()
        };
        all.extend(arg.as_sequence().unwrap_or_default().iter().cloned());
    }
    Ok(sequence_of(&ty, all).with_marks(marks))
}

fn distinct(args: &[Value], _: &Context) -> Answer {
    let ty = args[0].type_of();
    if !args[0].is_wholly_known() {
        return Ok(Value::unknown(ty));
    }
    let mut kept: Vec<Value> = Vec::new();
    for item in items(args, 0) {
        if !kept.iter().any(|earlier| compare(earlier, item) == Some(true)) {
            kept.push(item.clone());
        }
    }
    Ok(sequence_of(&ty, kept))
}

/// The elements of lists, sets and tuples inside, at any depth, as one tuple.
fn flatten(args: &[Value], _: &Context) -> Answer {
    if !matches!(args[0].type_of(), Type::List(_) | Type::Set(_) | Type::Tuple(_)) {
        return Err(FunctionError::new("can only flatten lists, sets and tuples"));
    }
    let mut flat = Flat { items: Vec::new(), marks: Marks::NONE, known: true };
    flat.add(&args[0]);
    let value = if flat.known { Value::tuple(flat.items) } else { Value::unknown(Type::Dynamic) };
    Ok(value.with_marks(flat.marks))
}

struct Flat {
    items: Vec<Value>,
    marks: Marks,
    /// Whether it is known how many there will be.
    known: bool,
}

impl Flat {
    fn add(&mut self, list: &Value) {
        self.marks = self.marks.union(list.marks());
        if matches!(list.kind(), Kind::Set(_)) && !list.is_wholly_known() {
            self.known = false;
        }
        for item in list.as_sequence().unwrap_or_default() {
            match (item.kind(), item.type_of()) {
                (Kind::List(_) | Kind::Set(_) | Kind::Tuple(_), _) => self.add(item),
                (Kind::Unknown(_), Type::List(_) | Type::Set(_) | Type::Tuple(_) | Type::Dynamic) => {
                    self.known = false;
                    self.marks = self.marks.union(item.marks());
                }
                _ => self.items.push(item.clone()),
            }
        }
    }
}

fn gives_matching(args: &[Value]) -> TypeAnswer {
    match unify(&[args[1].type_of(), args[2].type_of()]) {
        Some(_) => Ok(args[0].type_of()),
        None => Err(FunctionError::new("keys and searchset must be of the same type")),
    }
}

fn matchkeys(args: &[Value], _: &Context) -> Answer {
    let ty = gives_matching(args)?;
    let common = unify(&[args[1].type_of(), args[2].type_of()]).unwrap_or(Type::Dynamic);
    let (values, keys, wanted) = (items(args, 0), convert(&args[1], &common)?, convert(&args[2], &common)?);
    let keys = keys.as_sequence().unwrap_or_default();
    if keys.len() != values.len() {
        return Err(FunctionError::new("length of keys and values should be equal"));
    }
    if !args.iter().all(Value::is_wholly_known) {
        return Ok(Value::unknown(ty));
    }
    let wanted = wanted.as_sequence().unwrap_or_default();
    let is_wanted = |key: &Value| wanted.iter().any(|other| compare(key, other) == Some(true));
    let found = values.iter().zip(keys).filter(|(_, key)| is_wanted(key)).map(|(value, _)| value.clone());
    Ok(sequence_of(&ty, found.collect()))
}

/// The most numbers that `range` gives.
const LONGEST: usize = 1024;

fn range(args: &[Value], _: &Context) -> Answer {
    let at = |at: usize| args[at].as_number().cloned().unwrap_or(Number::ZERO);
    let (one, minus_one) = (Number::from(1i64), Number::from(-1i64));
    let (start, end, step) = match args.len() {
        1 | 2 => {
            let (start, end) = if args.len() == 1 { (Number::ZERO, at(0)) } else { (at(0), at(1)) };
            let step = if end < start { minus_one } else { one };
            (start, end, step)
        }
        3 => (at(0), at(1), at(2)),
        _ => return Err(FunctionError::new("must have one, two, or three arguments")),
    };
    let down = step < Number::ZERO;
    if down && end > start {
        return Err(FunctionError::argument(1, "end must be less than start when step is negative"));
    }
    if !down && end < start {
        return Err(FunctionError::argument(1, "end must be greater than start when step is positive"));
    }
    let mut numbers = Vec::new();
    let mut next = start;
    while if down { next > end } else { next < end } {
        if numbers.len() >= LONGEST {
            return Err(FunctionError::new(format!(
                "more than {LONGEST} values were generated; either decrease the difference between start and end \
                 or use a smaller step"
            )));
        }
        numbers.push(Value::from(next.clone()));
        next = next.add(&step).unwrap_or(next);
    }
    Ok(Value::list(Type::Number, numbers))
}

fn sort(args: &[Value], _: &Context) -> Answer {
    let items = items(args, 0);
    if !args[0].is_wholly_known() {
        let length = items.len() as u64;
        return Ok(Value::refined(Type::list(Type::String), Refinement::length(length, Some(length))));
    }
    if let Some(at) = items.iter().position(Value::is_null) {
        let message = format!("given list element {at} is null; a null string cannot be sorted");
        return Err(FunctionError::argument(0, message));
    }
    let mut sorted = items.to_vec();
    sorted.sort_by(Value::canonical_cmp);
    Ok(Value::list(Type::String, sorted))
}

fn sum(args: &[Value], _: &Context) -> Answer {
    let Some(items) = args[0].as_sequence() else {
        let message = format!("argument must be list, set, or tuple. Received {}", args[0].type_of());
        return Err(FunctionError::argument(0, message));
    };
    if items.is_empty() {
        return Err(FunctionError::argument(0, "cannot sum an empty list"));
    }
    let no_number = || FunctionError::argument(0, "argument must be list, set, or tuple of number values");
    let mut sum = Number::ZERO;
    let mut known = true;
    for item in items {
        let number = convert(item, &Type::Number).map_err(|_| no_number())?;
        match number.kind() {
            Kind::Number(number) => {
                sum = sum
                    .add(number)
                    .ok_or_else(|| FunctionError::new("can't compute sum of opposing infinities"))?
            }
            Kind::Unknown(_) => known = false,
            _ => return Err(no_number()),
        }
    }
    Ok(if known { sum.into() } else { Value::unknown(Type::Number) })
}
