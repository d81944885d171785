//! Conversion of values to types, by Terraform's rules.

use std::{fmt, sync::Arc};

use super::{
    Kind, Name, Number, Object, ObjectType, Path, Refinement, Step, Type, Unknown, Value, unify::unify_unsafe,
};

/// Why a value has not the type that is wanted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub struct ConvertError {
    /// The place inside the value that is at fault.
    pub path: Path,
    /// What is required: a phrase without capital and period.
    pub message: String,
}

impl ConvertError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { path: Path::root(), message: message.into() }
    }

    fn inside(mut self, step: Step) -> Self {
        self.path.0.insert(0, step);
        self
    }
}

impl fmt::Display for ConvertError {
    /// `element 0: attribute "name": string required`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.path.0 {
            match step {
                Step::Attribute(name) => write!(f, "attribute {name:?}: ")?,
                Step::Index(key) => match key.as_str() {
                    Some(key) => write!(f, "element {key:?}: ")?,
                    None => write!(f, "element {}: ", key.as_number().unwrap_or(&Number::ZERO))?,
                },
            }
        }
        f.write_str(&self.message)
    }
}

/// The value as one of this type. `Dynamic` in the type takes what is there; the elements of a collection of `any`
/// are made one type. Null and unknown values convert by their type; marks stay.
pub fn convert(value: Value, ty: &Type) -> Result<Value, ConvertError> {
    if conforms(&value, ty) {
        return Ok(value);
    }
    let marks = value.marks();
    let converted = match value.kind() {
        Kind::Null(from) => Value::null(conversion(from, ty).ok_or_else(|| mismatch(from, ty))?),
        Kind::Unknown(unknown) => {
            let to = conversion(&unknown.ty, ty).ok_or_else(|| mismatch(&unknown.ty, ty))?;
            Value::refined(to.clone(), carried(unknown, &to))
        }
        _ => known(&value, ty)?,
    };
    Ok(converted.with_marks(marks))
}

/// Whether the value has this type as it is.
pub fn conforms(value: &Value, ty: &Type) -> bool {
    match (value.kind(), ty) {
        (_, Type::Dynamic)
        | (Kind::Bool(_), Type::Bool)
        | (Kind::Number(_), Type::Number)
        | (Kind::String(_), Type::String) => true,
        (Kind::Null(from), to) => *from != Type::Dynamic && matches(from, to),
        (Kind::Unknown(unknown), to) => unknown.ty != Type::Dynamic && matches(&unknown.ty, to),
        (Kind::List(list), Type::List(element)) => matches(&list.element, element),
        (Kind::Set(set), Type::Set(element)) => matches(&set.element, element),
        (Kind::Map(map), Type::Map(element)) => matches(&map.element, element),
        (Kind::Tuple(items), Type::Tuple(types)) => {
            items.len() == types.len() && items.iter().zip(types.iter()).all(|(item, ty)| conforms(item, ty))
        }
        (Kind::Object(object), Type::Object(ty)) => {
            object.len() == ty.attributes.len()
                && ty
                    .attributes
                    .iter()
                    .all(|(name, ty)| object.get(name).is_some_and(|value| conforms(value, ty)))
        }
        _ => false,
    }
}

/// Whether a value of the type `from` has the type `to` as it is.
fn matches(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (_, Type::Dynamic) => true,
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            matches(a, b)
        }
        (Type::Tuple(a), Type::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| matches(a, b))
        }
        (Type::Object(a), Type::Object(b)) => {
            a.attributes.len() == b.attributes.len()
                && b.attributes.iter().all(|(name, b)| a.attributes.get(name).is_some_and(|a| matches(a, b)))
        }
        _ => from == to,
    }
}

/// The type that a value of the type `from` has after conversion to `to`; `None` if there is no conversion.
pub fn conversion(from: &Type, to: &Type) -> Option<Type> {
    convertible(from, to, false)
}

/// As [`conversion`]; if `safe`, only where no value of the type `from` can fail or lose something.
pub(super) fn convertible(from: &Type, to: &Type, safe: bool) -> Option<Type> {
    let each = |from: &Type, to: &Type| convertible(from, to, safe);
    Some(match (from, to) {
        (_, Type::Dynamic) => from.clone(),
        (Type::Dynamic, _) if safe => return None,
        (Type::Dynamic, _) => to.without_optional(),
        (Type::Bool | Type::Number, Type::String) => Type::String,
        (Type::String, Type::Bool | Type::Number) if !safe => to.clone(),
        (Type::List(a) | Type::Set(a), Type::List(b)) => Type::list(each(a, b)?),
        (Type::Set(a), Type::Set(b)) => Type::set(each(a, b)?),
        (Type::List(a), Type::Set(b)) if !safe => Type::set(each(a, b)?),
        (Type::Tuple(items), Type::List(element)) => Type::list(elements(items, element, safe)?),
        (Type::Tuple(items), Type::Set(element)) if !safe => Type::set(elements(items, element, safe)?),
        (Type::Map(a), Type::Map(b)) => Type::map(each(a, b)?),
        (Type::Object(object), Type::Map(element)) => {
            let types: Vec<Type> = object.attributes.values().cloned().collect();
            Type::map(elements(&types, element, safe)?)
        }
        (Type::Map(element), Type::Object(object)) if !safe => {
            let attributes =
                object.attributes.iter().map(|(name, ty)| Some((name.clone(), each(element, ty)?)));
            Type::object(attributes.collect::<Option<Vec<_>>>()?)
        }
        (Type::Object(a), Type::Object(b)) => {
            let attributes = b.attributes.iter().map(|(name, to)| match a.attributes.get(name) {
                Some(from) => Some((name.clone(), each(from, to)?)),
                None if b.optional.contains(name) => Some((name.clone(), to.without_optional())),
                None => None,
            });
            Type::object(attributes.collect::<Option<Vec<_>>>()?)
        }
        (Type::Tuple(a), Type::Tuple(b)) if a.len() == b.len() => {
            Type::tuple(a.iter().zip(b.iter()).map(|(a, b)| each(a, b)).collect::<Option<_>>()?)
        }
        _ if from == to => to.clone(),
        _ => return None,
    })
}

/// The one type of elements of these types, each converted to `element`.
fn elements(types: &[Type], element: &Type, safe: bool) -> Option<Type> {
    let types: Vec<Type> = types.iter().map(|ty| convertible(ty, element, safe)).collect::<Option<_>>()?;
    if types.is_empty() || !element.has_dynamic() {
        return Some(element.without_optional());
    }
    unify_unsafe(&types)
}

/// What is still known of an unknown value after conversion to `to`.
fn carried(unknown: &Unknown, to: &Type) -> Refinement {
    let known = &unknown.refinement;
    match (&unknown.ty, to) {
        (from, to) if from == to => known.clone(),
        (Type::List(_) | Type::Set(_), Type::List(_)) | (Type::Map(_), Type::Map(_)) => known.clone(),
        (Type::List(_) | Type::Set(_), Type::Set(_)) => {
            Refinement { min_length: known.min_length.map(|least| least.min(1)), ..known.clone() }
        }
        (Type::Tuple(items), Type::List(_)) => {
            Refinement::length(items.len() as u64, Some(items.len() as u64))
        }
        _ => Refinement { not_null: known.not_null, ..Refinement::default() },
    }
}

/// Converts a value that is known and not null.
fn known(value: &Value, ty: &Type) -> Result<Value, ConvertError> {
    let fail = || mismatch(&value.type_of(), ty);
    match (value.kind(), ty) {
        (Kind::Bool(bool), Type::String) => Ok(Value::from(if *bool { "true" } else { "false" })),
        (Kind::Number(number), Type::String) => Ok(Value::from(number.to_string())),
        (Kind::String(text), Type::Number) => {
            text.parse::<Number>().map(Value::from).map_err(|_| ConvertError::new("a number is required"))
        }
        (Kind::String(text), Type::Bool) => match &**text {
            "true" | "1" => Ok(Value::TRUE),
            "false" | "0" => Ok(Value::FALSE),
            "True" | "TRUE" | "False" | "FALSE" => Err(ConvertError::new(format!(
                "a bool is required; to convert from string, use lowercase {:?}",
                text.to_lowercase()
            ))),
            _ => Err(ConvertError::new("a bool is required")),
        },
        (Kind::List(_) | Kind::Set(_) | Kind::Tuple(_), Type::List(element) | Type::Set(element)) => {
            let items = value.as_sequence().unwrap_or_default().iter().cloned();
            let items = items.enumerate().map(|(i, item)| (Step::index(i), item)).collect();
            let Some((element, items)) = one_type(items, element, "list")? else {
                return Ok(Value::unknown(ty.without_optional()));
            };
            Ok(match ty {
                Type::Set(_) => Value::set(element, items),
                _ => Value::list(element, items),
            })
        }
        (Kind::Map(_) | Kind::Object(_), Type::Map(element)) => {
            let entries = value.as_mapping().into_iter().flatten();
            let (names, items): (Vec<Name>, Vec<_>) = entries
                .map(|(name, item)| (name.clone(), (Step::Index(Value::string(name.clone())), item.clone())))
                .unzip();
            let Some((element, items)) = one_type(items, element, "map")? else {
                return Ok(Value::unknown(ty.without_optional()));
            };
            Ok(Value::map(element, names.into_iter().zip(items).collect()))
        }
        (Kind::Map(_) | Kind::Object(_), Type::Object(object)) => to_object(value, object),
        (Kind::Tuple(items), Type::Tuple(types)) if items.len() == types.len() => {
            let items = items.iter().zip(types.iter()).enumerate().map(|(i, (item, ty))| {
                convert(item.clone(), ty).map_err(|error| error.inside(Step::index(i)))
            });
            Ok(Value::tuple(items.collect::<Result<_, _>>()?))
        }
        _ => Err(fail()),
    }
}

fn to_object(value: &Value, ty: &ObjectType) -> Result<Value, ConvertError> {
    let entries = value.as_mapping();
    let missing: Vec<&Name> = ty
        .attributes
        .keys()
        .filter(|name| {
            !ty.optional.contains(*name) && entries.is_none_or(|entries| !entries.contains_key(*name))
        })
        .collect();
    if let Some(message) = required(&missing) {
        return Err(ConvertError::new(message));
    }
    let mut object = Object::new();
    for (name, ty) in &ty.attributes {
        let converted = match entries.and_then(|entries| entries.get(name)) {
            Some(item) => {
                convert(item.clone(), ty).map_err(|error| error.inside(Step::Attribute(name.clone())))?
            }
            None => Value::null(ty.without_optional()),
        };
        object.insert(name.clone(), converted);
    }
    Ok(Kind::Object(Arc::new(object)).into())
}

fn required(missing: &[&Name]) -> Option<String> {
    match missing {
        [] => None,
        [one] => Some(format!("attribute {one:?} is required")),
        [others @ .., last] => {
            let others: Vec<String> = others.iter().map(|name| format!("{name:?}")).collect();
            Some(format!("attributes {} and {last:?} are required", others.join(", ")))
        }
    }
}

/// Elements made one type, and that type; `None` if it depends on an element whose type is not known.
#[allow(clippy::type_complexity)]
fn one_type(
    items: Vec<(Step, Value)>,
    element: &Type,
    what: &str,
) -> Result<Option<(Type, Vec<Value>)>, ConvertError> {
    let mut converted = Vec::with_capacity(items.len());
    for (step, item) in items {
        converted.push(convert(item, element).map_err(|error| error.inside(step))?);
    }
    if !element.has_dynamic() {
        return Ok(Some((element.without_optional(), converted)));
    }
    let mut types: Vec<Type> = converted
        .iter()
        .filter(|item| !matches!(item.kind(), Kind::Null(Type::Dynamic)))
        .map(Value::type_of)
        .collect();
    types.dedup();
    let one = match types.as_slice() {
        [] => element.without_optional(),
        types => unify_unsafe(types)
            .ok_or_else(|| ConvertError::new(format!("all {what} elements must have the same type")))?,
    };
    if one == Type::Dynamic && converted.iter().any(|item| !item.is_known()) {
        return Ok(None);
    }
    let items = converted.into_iter().map(|item| convert(item, &one)).collect::<Result<_, _>>()?;
    Ok(Some((one, items)))
}

/// What is said of a value of the type `from` where one of the type `to` is required.
pub fn mismatch(from: &Type, to: &Type) -> ConvertError {
    let element_message = |what: &str| format!("all {what} elements must have the same type");
    ConvertError::new(match (from, to) {
        (Type::Object(a), Type::Object(b)) => {
            let missing: Vec<&Name> = b
                .attributes
                .keys()
                .filter(|name| !b.optional.contains(*name) && !a.attributes.contains_key(*name))
                .collect();
            let wrong = || {
                b.attributes.iter().find_map(|(name, to)| {
                    let from = a.attributes.get(name)?;
                    conversion(from, to)
                        .is_none()
                        .then(|| format!("attribute {name:?}: {}", mismatch(from, to)))
                })
            };
            required(&missing).or_else(wrong).unwrap_or_else(|| format!("{to} required"))
        }
        (Type::Tuple(_), Type::List(element)) if **element == Type::Dynamic => element_message("list"),
        (Type::Tuple(_), Type::Set(element)) if **element == Type::Dynamic => element_message("set"),
        (Type::Object(_), Type::Map(element)) if **element == Type::Dynamic => element_message("map"),
        (Type::Tuple(items), Type::List(element) | Type::Set(element)) => {
            items.iter().enumerate().find(|(_, item)| conversion(item, element).is_none()).map_or_else(
                || format!("{to} required"),
                |(i, item)| format!("element {i}: {}", mismatch(item, element)),
            )
        }
        (Type::Object(object), Type::Map(element)) => {
            object.attributes.iter().find(|(_, item)| conversion(item, element).is_none()).map_or_else(
                || format!("{to} required"),
                |(name, item)| format!("element {name:?}: {}", mismatch(item, element)),
            )
        }
        (Type::List(a) | Type::Set(a), Type::List(b) | Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            let what = to.to_string();
            format!(
                "incorrect {} element type: {}",
                what.split(' ').next().unwrap_or_default(),
                mismatch(a, b)
            )
        }
        _ => format!("{to} required"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(items: &[&str]) -> Value {
        Value::tuple(items.iter().map(|item| Value::from(*item)).collect())
    }

    #[test]
    fn values_convert_as_in_terraform() {
        let list = convert(Value::tuple(vec![1.into(), "a".into()]), &Type::list(Type::Dynamic)).unwrap();
        assert_eq!(list, Value::list(Type::String, vec!["1".into(), "a".into()]));
        let set = convert(strings(&["b", "a", "b"]), &Type::set(Type::String)).unwrap();
        assert_eq!(set, Value::set(Type::String, vec!["a".into(), "b".into()]));
        assert_eq!(convert("1".into(), &Type::Bool).unwrap(), Value::TRUE);
        assert_eq!(convert(Value::NULL, &Type::String).unwrap(), Value::null(Type::String));
        let object = Value::object([("a".into(), 1.into()), ("b".into(), Value::TRUE)]);
        let narrow = Type::object([("a".into(), Type::String)]);
        assert_eq!(convert(object, &narrow).unwrap(), Value::object([("a".into(), "1".into())]));
    }

    #[test]
    fn what_does_not_convert_says_what_is_required() {
        for (value, ty, message) in [
            (Value::from("x"), Type::Number, "a number is required"),
            (Value::TRUE, Type::Number, "number required"),
            (
                Value::tuple(vec![1.into(), Value::TRUE]),
                Type::list(Type::Dynamic),
                "all list elements must have the same type",
            ),
            (strings(&["1", "x"]), Type::list(Type::Number), "element 1: a number is required"),
            (Value::object([]), Type::object([("b".into(), Type::String)]), "attribute \"b\" is required"),
            (Value::from("x"), Type::list(Type::String), "list of string required"),
        ] {
            assert_eq!(convert(value, &ty).unwrap_err().to_string(), message);
        }
    }
}
