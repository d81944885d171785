//! Objects between the three forms that they have: values of a plan, typed objects of a provider, JSON of a state.

use serde_json::{Value as Json, json};

use crate::{
    diagnostic::Diagnostic,
    lang::value::{Marks, Name, Object, Path, Step, Value, from_json, to_json_as},
    providers::ResourceType,
    schema::Attribute,
    state::ObjectState,
};

/// The object of a state entry, upgraded to the current schema. Sensitive places are marked.
///
/// # Errors
/// Attributes that do not fit the schema, or are of a version that is not supported.
pub fn decode(ty: &dyn ResourceType, state: &ObjectState) -> Result<Object, Diagnostic> {
    let mut attributes = Json::Object(state.attributes.clone());
    if state.schema_version > ty.version() {
        return Err(Diagnostic::error("Resource instance managed by newer provider version").detail(format!(
            "The state of this {} has schema version {}, but stackctl knows version {}. It was written by a newer AWS \
             provider than 5.100.",
            ty.name(),
            state.schema_version,
            ty.version()
        )));
    }
    if state.schema_version < ty.version() {
        let upgraded = ty.upgrade(state.schema_version, attributes);
        attributes = upgraded
            .map_err(|error| Diagnostic::error("Unsupported state version").detail(error.to_string()))?;
    }
    let object = decode_attributes(ty.attributes(), &attributes)?;
    let marked = sensitive_paths(&state.sensitive)
        .iter()
        .fold(Value::object(object), |value, path| value.with_marks_at(&path.0, Marks::SENSITIVE));
    Ok(marked.as_mapping().cloned().unwrap_or_default())
}

/// The object of a JSON object; what it lacks is null, what the schema lacks is dropped.
///
/// # Errors
/// An attribute that does not fit the schema.
pub fn decode_attributes(attributes: &[Attribute], json: &Json) -> Result<Object, Diagnostic> {
    attributes
        .iter()
        .map(|attribute| {
            let ty = attribute.shape.ty();
            let value = match json.get(attribute.name) {
                None | Some(Json::Null) => empty(attribute),
                Some(json) => from_json(json, &ty).map_err(|error| {
                    Diagnostic::error("Invalid resource instance data in state")
                        .detail(format!("Attribute {:?} does not fit its schema: {error}.", attribute.name))
                })?,
            };
            Ok((Name::from(attribute.name), value))
        })
        .collect()
}

/// What an attribute is that nobody set: null, or for blocks none.
fn empty(attribute: &Attribute) -> Value {
    use crate::lang::value::Type;
    match (attribute.block, attribute.shape.ty()) {
        (true, Type::List(element)) => Value::list((*element).clone(), Vec::new()),
        (true, Type::Set(element)) => Value::set((*element).clone(), Vec::new()),
        (_, ty) => Value::null(ty),
    }
}

/// An object as a provider gave it, made to fit the schema exactly: nothing missing, nothing more.
pub fn conform(attributes: &[Attribute], object: &Object) -> Object {
    attributes
        .iter()
        .map(|attribute| {
            let value = match object.get(attribute.name) {
                Some(value) if !value.is_null() => conform_value(attribute, value),
                _ => empty(attribute),
            };
            (Name::from(attribute.name), value)
        })
        .collect()
}

fn conform_value(attribute: &Attribute, value: &Value) -> Value {
    match (attribute.nested(), value.as_mapping()) {
        (Some(nested), Some(object)) if matches!(attribute.shape, crate::schema::Shape::Object(_)) => {
            Value::object(conform(nested, object))
        }
        _ => value.clone(),
    }
}

/// The attributes of a state entry. The object must be wholly known.
pub fn encode(attributes: &[Attribute], object: &Object) -> serde_json::Map<String, Json> {
    let mut json = serde_json::Map::new();
    for attribute in attributes {
        let value = object.get(attribute.name).unwrap_or(&Value::NULL);
        json.insert(
            attribute.name.to_owned(),
            to_json_as(&value.without_marks_deep(), &attribute.shape.ty()),
        );
    }
    json.sort_keys();
    json
}

/// The object with every attribute marked that the schema calls sensitive.
pub fn mark_sensitive(attributes: &[Attribute], object: &Object) -> Object {
    let marked = attributes.iter().map(|attribute| {
        let value = object.get(attribute.name).cloned().unwrap_or_default();
        let value = if attribute.sensitive {
            value.with_marks(Marks::SENSITIVE)
        } else {
            mark_nested(attribute, value)
        };
        (Name::from(attribute.name), value)
    });
    marked.collect()
}

fn mark_nested(attribute: &Attribute, value: Value) -> Value {
    let Some(nested) = attribute.nested().filter(|nested| has_sensitive(nested)) else { return value };
    if let Some(object) = value.as_mapping() {
        return Value::object(mark_sensitive(nested, object)).with_marks(value.marks());
    }
    value.map_children(|_, item| match item.as_mapping() {
        Some(object) => Value::object(mark_sensitive(nested, object)),
        None => item.clone(),
    })
}

fn has_sensitive(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.sensitive || attribute.nested().is_some_and(has_sensitive))
}

/// The places of sensitive values in a state's JSON.
pub fn sensitive_paths(json: &Json) -> Vec<Path> {
    json.as_array().into_iter().flatten().filter_map(path_from_json).collect()
}

/// The JSON of the places of sensitive values.
pub fn sensitive_json(object: &Object) -> Json {
    let value = Value::object(object.clone());
    let marked = value.marked_paths().into_iter().filter(|(_, marks)| marks.contains(Marks::SENSITIVE));
    Json::Array(marked.map(|(path, _)| path_to_json(&path)).collect())
}

fn path_from_json(json: &Json) -> Option<Path> {
    let steps = json.as_array()?.iter().map(|step| {
        let value = step.get("value")?;
        match step.get("type")?.as_str()? {
            "get_attr" => Some(Step::Attribute(value.as_str()?.into())),
            "index" => match (value.get("type")?.as_str()?, value.get("value")?) {
                ("string", Json::String(key)) => Some(Step::Index(Value::from(key.as_str()))),
                ("number", Json::Number(index)) => Some(Step::index(usize::try_from(index.as_u64()?).ok()?)),
                _ => None,
            },
            _ => None,
        }
    });
    steps.collect::<Option<_>>().map(Path)
}

fn path_to_json(path: &Path) -> Json {
    let steps = path.0.iter().map(|step| match step {
        Step::Attribute(name) => json!({"type": "get_attr", "value": &**name}),
        Step::Index(key) => match (key.as_str(), key.as_number().and_then(|n| n.as_i64())) {
            (Some(key), _) => json!({"type": "index", "value": {"value": key, "type": "string"}}),
            (_, Some(index)) => json!({"type": "index", "value": {"value": index, "type": "number"}}),
            _ => Json::Null,
        },
    });
    Json::Array(steps.collect())
}

/// An object of a state with the schema of its type, sensitive places marked. `None`: the type is not known, or the
/// object does not fit it.
pub fn object_of_state(
    resource: &crate::address::Resource,
    provider: &str,
    state: &ObjectState,
) -> Option<(Value, &'static [Attribute])> {
    let provider = super::ProviderAddress::parse(provider)?;
    let provider = super::pool::find(&provider.source).ok()?;
    let (object, attributes) = match resource.mode {
        crate::address::Mode::Managed => {
            let ty = provider.resource(&resource.kind)?;
            (decode(ty, state).ok()?, ty.attributes())
        }
        crate::address::Mode::Data => {
            let ty = provider.data_source(&resource.kind)?;
            let json = Json::Object(state.attributes.clone());
            (decode_attributes(ty.attributes(), &json).ok()?, ty.attributes())
        }
    };
    Some((Value::object(mark_sensitive(attributes, &object)), attributes))
}
