//! Values as JSON, in the form of a state file and of JSON variable files.

use std::sync::Arc;

use serde_json::{Number as JsonNumber, Value as Json, json};

use super::{Kind, Name, Object, Path, Step, Type, Value, convert, convert::ConvertError, text::nfc};

/// The value as plain JSON. Numbers keep all their digits; sets are arrays in canonical order. Unknown values and
/// marks have no place in JSON: an unknown value is written as null, marks are dropped.
pub fn to_json(value: &Value) -> Json {
    match value.kind() {
        Kind::Null(_) | Kind::Unknown(_) => Json::Null,
        Kind::Bool(bool) => Json::Bool(*bool),
        Kind::Number(number) => match number.as_i64() {
            Some(int) if !number.is_negative() || int != 0 => Json::Number(int.into()),
            _ => number.to_string().parse::<JsonNumber>().map_or(Json::Null, Json::Number),
        },
        Kind::String(text) => Json::String(text.to_string()),
        Kind::List(sequence) | Kind::Set(sequence) => {
            Json::Array(sequence.items.iter().map(to_json).collect())
        }
        Kind::Tuple(items) => Json::Array(items.iter().map(to_json).collect()),
        Kind::Map(map) => object_json(&map.entries, to_json),
        Kind::Object(object) => object_json(object, to_json),
    }
}

/// The value as JSON where `ty` is the declared type: what is declared of any type carries its own type along, as
/// `{"value": …, "type": …}`, so that [`from_json`] can read it back.
pub fn to_json_as(value: &Value, ty: &Type) -> Json {
    match (ty, value.kind()) {
        (Type::Dynamic, Kind::Null(Type::Dynamic)) => Json::Null,
        (Type::Dynamic, _) => json!({ "value": to_json(value), "type": value.type_of().to_json() }),
        (ty, _) if !ty.has_dynamic() => to_json(value),
        (Type::List(element) | Type::Set(element), Kind::List(items) | Kind::Set(items)) => {
            Json::Array(items.items.iter().map(|item| to_json_as(item, element)).collect())
        }
        (Type::Map(element), Kind::Map(map)) => object_json(&map.entries, |item| to_json_as(item, element)),
        (Type::Tuple(types), Kind::Tuple(items)) => {
            Json::Array(items.iter().zip(types.iter()).map(|(item, ty)| to_json_as(item, ty)).collect())
        }
        (Type::Object(ty), Kind::Object(object)) => {
            let attributes = object.iter().map(|(name, value)| {
                let ty = ty.attributes.get(name);
                (name.to_string(), ty.map_or_else(|| to_json(value), |ty| to_json_as(value, ty)))
            });
            Json::Object(attributes.collect())
        }
        _ => to_json(value),
    }
}

fn object_json(object: &Object, inside: impl Fn(&Value) -> Json) -> Json {
    Json::Object(object.iter().map(|(name, value)| (name.to_string(), inside(value))).collect())
}

/// Reads a value of this type. An attribute of an object that is missing is null and one that is unknown is skipped,
/// so that a state of another version of a provider can be read.
pub fn from_json(json: &Json, ty: &Type) -> Result<Value, ConvertError> {
    read(json, ty, &Path::root())
}

fn read(json: &Json, ty: &Type, path: &Path) -> Result<Value, ConvertError> {
    let fail = |message: String| ConvertError { path: path.clone(), message };
    Ok(match (json, ty) {
        (Json::Null, ty) => Value::null(ty.without_optional()),
        (Json::Object(wrapper), Type::Dynamic) => {
            match (wrapper.get("type").and_then(Type::from_json), wrapper.get("value")) {
                (Some(ty), Some(value)) if wrapper.len() == 2 => read(value, &ty, path)?,
                _ => implied(json),
            }
        }
        (_, Type::Dynamic) => implied(json),
        (Json::Bool(_) | Json::Number(_) | Json::String(_), Type::Bool | Type::Number | Type::String) => {
            convert(implied(json), ty).map_err(|error| fail(error.message))?
        }
        (Json::Array(items), Type::List(element) | Type::Set(element)) => {
            let items =
                items.iter().enumerate().map(|(i, item)| read(item, element, &path.then(Step::index(i))));
            let items = items.collect::<Result<Vec<_>, _>>()?;
            let element = match items.first() {
                Some(item) if element.has_dynamic() => item.type_of(),
                _ => element.without_optional(),
            };
            if matches!(ty, Type::Set(_)) { Value::set(element, items) } else { Value::list(element, items) }
        }
        (Json::Array(items), Type::Tuple(types)) if items.len() == types.len() => {
            let items = items.iter().zip(types.iter()).enumerate();
            let items = items.map(|(i, (item, ty))| read(item, ty, &path.then(Step::index(i))));
            Value::tuple(items.collect::<Result<_, _>>()?)
        }
        (Json::Object(entries), Type::Map(element)) => {
            let entries = entries.iter().map(|(key, item)| {
                let key = nfc(key);
                let value = read(item, element, &path.then(Step::Index(Value::string(key.clone()))))?;
                Ok((key, value))
            });
            let entries = entries.collect::<Result<Object, ConvertError>>()?;
            let element = match entries.values().next() {
                Some(item) if element.has_dynamic() => item.type_of(),
                _ => element.without_optional(),
            };
            Value::map(element, entries)
        }
        (Json::Object(entries), Type::Object(object)) => {
            let attributes = object.attributes.iter().map(|(name, ty)| {
                let value = match entries.get(&**name) {
                    Some(item) => read(item, ty, &path.then(Step::Attribute(name.clone())))?,
                    None => Value::null(ty.without_optional()),
                };
                Ok((name.clone(), value))
            });
            Kind::Object(Arc::new(attributes.collect::<Result<Object, ConvertError>>()?)).into()
        }
        _ => return Err(fail(format!("{ty} required"))),
    })
}

/// The value that JSON is by itself: arrays are tuples, objects are objects.
pub fn implied(json: &Json) -> Value {
    match json {
        Json::Null => Value::NULL,
        Json::Bool(bool) => Value::from(*bool),
        Json::Number(number) => number.to_string().parse::<super::Number>().map_or(Value::NULL, Value::from),
        Json::String(text) => Value::string(nfc(text)),
        Json::Array(items) => Value::tuple(items.iter().map(implied).collect()),
        Json::Object(entries) => {
            Value::object(entries.iter().map(|(key, value)| -> (Name, Value) { (nfc(key), implied(value)) }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_json() {
        let number: super::super::Number = "12345678901234567890.125".parse().unwrap();
        for (value, ty) in [
            (Value::from(number), Type::Number),
            (Value::set(Type::String, vec!["b".into(), "a".into()]), Type::set(Type::String)),
            (Value::map(Type::Number, [("a".into(), 1.into())].into()), Type::map(Type::Number)),
            (Value::tuple(vec![1.into(), "x".into()]), Type::Dynamic),
            (Value::null(Type::String), Type::String),
            (Value::NULL, Type::Dynamic),
            (Value::object([("a".into(), Value::list(Type::Bool, vec![]))]), Type::Dynamic),
        ] {
            assert_eq!(from_json(&to_json_as(&value, &ty), &ty).unwrap(), value, "{value:?}");
        }
        assert_eq!(to_json(&Value::from("1e3".parse::<super::super::Number>().unwrap())).to_string(), "1000");
    }

    #[test]
    fn errors_name_the_place() {
        let ty = Type::object([("a".into(), Type::list(Type::Number))]);
        let error = from_json(&json!({ "a": [1, "x"] }), &ty).unwrap_err();
        assert_eq!(
            (error.path.to_string().as_str(), error.message.as_str()),
            (".a[1]", "a number is required")
        );
    }
}
