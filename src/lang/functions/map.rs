//! Maps and objects: keys, values, look-up, merging, turning over.

use std::collections::BTreeMap;

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, TypeAnswer, convert, items, text},
};
use crate::lang::value::{Kind, Marks, Name, Object, Refinement, Type, Value};

fn map_of_lists() -> Type {
    Type::map(Type::list(Type::String))
}

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("keys", &[Parameter::any("inputMap").unknown().marked()], gives_keys, keys),
    Function::new(
        "lookup",
        &[Parameter::any("inputMap").marked(), Parameter::string("key").marked()],
        gives_lookup,
        lookup,
    )
    .variadic(Parameter::any("default").null().unknown().dynamic().marked())
    .nullable(),
    Function::new("merge", &[], gives_merged, merge)
        .variadic(Parameter::any("maps").null().dynamic().marked())
        .nullable(),
    Function::new("transpose", &[Parameter::of("values", map_of_lists)], |_| Ok(map_of_lists()), transpose),
    Function::new("values", &[Parameter::any("mapping").marked()], gives_values, values),
    Function::new(
        "zipmap",
        &[Parameter::of("keys", || Type::list(Type::String)).marked(), Parameter::any("values").marked()],
        gives_zipped,
        zipmap,
    ),
];

fn gives_keys(args: &[Value]) -> TypeAnswer {
    match args[0].type_of() {
        Type::Map(_) => Ok(Type::list(Type::String)),
        Type::Object(object) => Ok(Type::tuple(vec![Type::String; object.attributes.len()])),
        _ => Err(FunctionError::argument(0, "must have map or object type")),
    }
}

fn keys(args: &[Value], _: &Context) -> Answer {
    let ty = gives_keys(args)?;
    let names =
        |names: &mut dyn Iterator<Item = &Name>| names.map(|name| Value::string(name.clone())).collect();
    let value = match (args[0].kind(), args[0].type_of()) {
        // The attributes are known by the type, whether the object is or not.
        (_, Type::Object(object)) => Value::tuple(names(&mut object.attributes.keys())),
        (Kind::Map(map), _) => Value::list(Type::String, names(&mut map.entries.keys())),
        (Kind::Unknown(unknown), _) => {
            let (min_length, max_length) = (unknown.refinement.min_length, unknown.refinement.max_length);
            Value::refined(ty, Refinement { not_null: true, min_length, max_length, ..Refinement::default() })
        }
        _ => Value::unknown(ty),
    };
    Ok(value.with_marks(args[0].marks()))
}

fn gives_values(args: &[Value]) -> TypeAnswer {
    match args[0].type_of() {
        Type::Map(element) => Ok(Type::List(element)),
        Type::Object(object) => Ok(Type::tuple(object.attributes.values().cloned().collect())),
        _ => Err(FunctionError::argument(0, "values() requires a map as the first argument")),
    }
}

fn values(args: &[Value], _: &Context) -> Answer {
    let ty = gives_values(args)?;
    let values = args[0].children().cloned().collect();
    Ok(super::collection::sequence_of(&ty, values).with_marks(args[0].marks()))
}

fn gives_lookup(args: &[Value]) -> TypeAnswer {
    if args.len() > 3 {
        return Err(FunctionError::new(format!("lookup() takes two or three arguments, got {}", args.len())));
    }
    let key = text(args, 1);
    let sensitive = args[0].is_sensitive() || args[1].is_sensitive();
    match args[0].type_of() {
        Type::Object(_) if !args[1].is_known() => Ok(Type::Dynamic),
        Type::Object(object) => match (object.attributes.get(key), args.get(2)) {
            (Some(ty), _) => Ok(ty.clone()),
            (None, Some(default)) => Ok(default.type_of()),
            (None, None) => {
                let key = if sensitive { "(sensitive value)".to_owned() } else { format!("{key:?}") };
                Err(FunctionError::argument(0, format!("the given object has no attribute {key}")))
            }
        },
        Type::Map(element) => {
            let fits = args.get(2).is_none_or(|default| convert(default, &element).is_ok());
            let message = "the default value must have the same type as the map elements";
            if fits { Ok((*element).clone()) } else { Err(FunctionError::argument(2, message)) }
        }
        _ => Err(FunctionError::argument(0, "lookup() requires a map as the first argument")),
    }
}

fn lookup(args: &[Value], _: &Context) -> Answer {
    let ty = gives_lookup(args)?;
    let marks = args[0].marks().union(args[1].marks());
    let key = text(args, 1);
    let found = match (args[0].get(key), args.get(2)) {
        (Some(value), _) => value.clone(),
        (None, Some(default)) => convert(default, &ty)?,
        (None, None) if marks.contains(Marks::SENSITIVE) => {
            return Err(FunctionError::new("lookup failed to find key (sensitive value)"));
        }
        (None, None) => return Err(FunctionError::new(format!("lookup failed to find key {key:?}"))),
    };
    Ok(found.with_marks(marks))
}

/// The type of all if it is one, else the object of all attributes.
fn gives_merged(args: &[Value]) -> TypeAnswer {
    let mut attributes: BTreeMap<Name, Type> = BTreeMap::new();
    let mut all_known = true;
    for (at, arg) in args.iter().enumerate() {
        match (arg.type_of(), arg.kind()) {
            (Type::Dynamic, _) => return Ok(Type::Dynamic),
            (_, Kind::Null(_)) => {}
            (Type::Object(object), _) => attributes.extend(object.attributes.clone()),
            (Type::Map(element), Kind::Map(map)) => {
                attributes.extend(map.entries.keys().map(|key| (key.clone(), (*element).clone())));
            }
            (Type::Map(_), _) => all_known = false,
            (other, _) => {
                let message = format!("arguments must be maps or objects, got {other:?}");
                return Err(FunctionError::argument(at, message));
            }
        }
    }
    Ok(match args.iter().map(Value::type_of).reduce(|a, b| if a == b { a } else { Type::Dynamic }) {
        Some(Type::Dynamic) if !all_known => Type::Dynamic,
        Some(same) if same != Type::Dynamic => same,
        _ => Type::object(attributes),
    })
}

fn merge(args: &[Value], _: &Context) -> Answer {
    let ty = gives_merged(args)?;
    let mut merged = Object::new();
    let mut marks = Marks::NONE;
    for arg in args.iter().filter(|arg| !arg.is_null()) {
        marks = marks.union(arg.marks());
        let entries = arg.as_mapping().into_iter().flatten();
        merged.extend(entries.map(|(key, value)| (key.clone(), value.clone())));
    }
    Ok(map_or_object(&ty, merged).with_marks(marks))
}

fn map_or_object(ty: &Type, entries: Object) -> Value {
    match ty {
        Type::Map(element) => Value::map((**element).clone(), entries),
        _ => Value::object(entries),
    }
}

fn transpose(args: &[Value], _: &Context) -> Answer {
    if !args[0].is_wholly_known() {
        return Ok(Value::unknown(map_of_lists()));
    }
    let mut turned: BTreeMap<Name, Vec<Value>> = BTreeMap::new();
    for (key, list) in args[0].as_mapping().into_iter().flatten() {
        if list.is_null() {
            return Err(FunctionError::argument(0, format!("the list under {key:?} is null")));
        }
        for item in list.as_sequence().unwrap_or_default() {
            let item = item.as_str().ok_or_else(|| {
                FunctionError::argument(0, format!("the list under {key:?} has an element that is null"))
            })?;
            turned.entry(item.into()).or_default().push(Value::string(key.clone()));
        }
    }
    let lists = turned.into_iter().map(|(key, list)| (key, Value::list(Type::String, list)));
    Ok(Value::map(Type::list(Type::String), lists.collect()))
}

fn gives_zipped(args: &[Value]) -> TypeAnswer {
    match args[1].type_of() {
        Type::List(element) => Ok(Type::Map(element)),
        Type::Tuple(types) => {
            if !args[0].is_wholly_known() {
                return Ok(Type::Dynamic);
            }
            let keys = items(args, 0);
            check_count(keys.len(), types.len())?;
            let names = keys.iter().filter_map(|key| key.as_str().map(Name::from));
            Ok(Type::object(names.zip(types.iter().cloned())))
        }
        _ => Err(FunctionError::argument(1, "values argument must be a list or tuple value")),
    }
}

fn check_count(keys: usize, values: usize) -> Result<(), FunctionError> {
    if keys == values {
        return Ok(());
    }
    Err(FunctionError::new(format!("number of keys ({keys}) does not match number of values ({values})")))
}

/// A marked key marks the whole result; values keep their marks.
fn zipmap(args: &[Value], _: &Context) -> Answer {
    let ty = gives_zipped(args)?;
    let marks = args[0].marks_deep().union(args[1].marks());
    let (keys, values) = (items(args, 0), items(args, 1));
    if !args[0].is_wholly_known() {
        return Ok(Value::unknown(ty).with_marks(marks));
    }
    check_count(keys.len(), values.len())?;
    let mut zipped = Object::new();
    for (key, value) in keys.iter().zip(values) {
        let key = key.as_str().ok_or_else(|| FunctionError::argument(0, "a key must not be null"))?;
        zipped.insert(key.into(), value.clone());
    }
    Ok(map_or_object(&ty, zipped).with_marks(marks))
}
