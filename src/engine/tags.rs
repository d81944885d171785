//! `tags` and `tags_all`: what a resource's tags are together with those that the provider gives to every resource.

use crate::{
    lang::value::{Kind, Name, Object, Type, Value},
    providers::ProviderTags,
    schema::Attribute,
};

/// Whether resources of this schema have tags that the provider adds to.
pub fn has_tags(attributes: &[Attribute]) -> bool {
    ["tags", "tags_all"].iter().all(|name| attributes.iter().any(|attribute| attribute.name == *name))
}

/// Plans `tags_all`: the provider's default tags, and over them the resource's own.
pub fn plan(planned: &mut Object, config_tags: &Value, tags: &ProviderTags, prior: Option<&Object>) {
    if !config_tags.is_known() {
        planned.insert("tags_all".into(), Value::unknown(Type::map(Type::String)));
        return;
    }
    let mut all: Object =
        tags.default.iter().map(|(k, v)| (Name::from(k.as_str()), v.as_str().into())).collect();
    all.extend(config_tags.as_mapping().into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())));
    let value = Value::map(Type::String, all).with_marks(config_tags.marks());
    let before = prior.and_then(|prior| prior.get("tags_all"));
    let same = before.is_some_and(|before| !super::plan::differs(before, &value));
    planned.insert(
        "tags_all".into(),
        if let (true, Some(before)) = (same, before) { before.clone() } else { value },
    );
}

/// After a read: takes out ignored tags, and makes `tags` of `tags_all`: those that the resource itself has, which are
/// all that are not default tags, and of the default tags those that it had itself.
pub fn after_read(object: &mut Object, prior: Option<&Object>, tags: &ProviderTags) {
    let Some(Kind::Map(all)) = object.get("tags_all").map(Value::kind) else { return };
    let ignored = |key: &str| {
        tags.ignore_keys.iter().any(|ignored| ignored == key)
            || tags.ignore_prefixes.iter().any(|p| key.starts_with(p.as_str()))
    };
    let all: Object =
        all.entries.iter().filter(|(key, _)| !ignored(key)).map(|(k, v)| (k.clone(), v.clone())).collect();
    let had = prior.and_then(|prior| prior.get("tags")).and_then(Value::as_mapping);
    let is_default = |key: &Name, value: &Value| {
        tags.default.get(&**key).is_some_and(|default| value.as_str() == Some(default))
            && !had.is_some_and(|had| had.contains_key(key))
    };
    let own: Object =
        all.iter().filter(|(k, v)| !is_default(k, v)).map(|(k, v)| (k.clone(), v.clone())).collect();
    let null = own.is_empty() && prior.and_then(|prior| prior.get("tags")).is_none_or(Value::is_null);
    let own = if null { Value::null(Type::map(Type::String)) } else { Value::map(Type::String, own) };
    object.insert("tags".into(), own);
    object.insert("tags_all".into(), Value::map(Type::String, all));
}
