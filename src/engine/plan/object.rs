//! The pure heart of a plan: what an object becomes, from its schema, its configuration and what it is now.

use crate::{
    lang::value::{Kind, Name, Object, Path, Refinement, Step, Value},
    schema::{Attribute, Setter, Shape},
};

/// The object that the configuration asks for, given what it is now.
///
/// What the configuration leaves out is the default, else (where the cloud decides) what it is now or unknown, else
/// null. Two ways to say nothing (null, "", 0, false, empty) are the same for what the cloud does not decide.
pub fn planned(attributes: &[Attribute], config: &Object, prior: Option<&Object>) -> Object {
    attributes
        .iter()
        .map(|attribute| {
            let config = config.get(attribute.name).unwrap_or(&Value::NULL);
            let prior = prior.map(|prior| prior.get(attribute.name).unwrap_or(&Value::NULL));
            (Name::from(attribute.name), planned_attribute(attribute, config, prior))
        })
        .collect()
}

fn planned_attribute(attribute: &Attribute, config: &Value, prior: Option<&Value>) -> Value {
    if attribute.write_only {
        return Value::null(attribute.shape.ty());
    }
    if let Some(nested) = attribute.nested().filter(|_| attribute.block) {
        return planned_blocks(attribute, nested, config, prior);
    }
    if config.is_null() {
        if let Some(default) = attribute.default {
            return settle(default(), prior);
        }
        if attribute.is_computed() {
            // Unknown on create; on update what it is, null included: the cloud left it empty.
            return prior.cloned().unwrap_or_else(|| unknown(attribute));
        }
        return settle(Value::null(attribute.shape.ty()), prior);
    }
    let wanted = match attribute.normalize.or(attribute.kept) {
        Some(normalize) if config.is_wholly_known() => {
            normalize(&config.without_marks_deep()).with_marks(config.marks())
        }
        _ => config.clone(),
    };
    if let (Some(prior), Some(equal)) = (prior, attribute.equal)
        && wanted.is_wholly_known()
        && !prior.is_null()
        && equal(prior, &wanted.without_marks_deep())
    {
        return prior.clone().with_marks(wanted.marks());
    }
    if let (Some(nested), false) = (attribute.nested(), attribute.block) {
        return planned_objects(attribute, nested, &wanted, prior);
    }
    settle(wanted, prior)
}

/// Keeps what the object has where both say nothing.
fn settle(wanted: Value, prior: Option<&Value>) -> Value {
    match prior {
        Some(prior) if is_zero(&wanted) && is_zero(prior) => prior.clone(),
        _ => wanted,
    }
}

/// Whether a value says nothing: null, "", 0, false or an empty collection.
pub fn is_zero(value: &Value) -> bool {
    match value.kind() {
        Kind::Null(_) => true,
        Kind::Unknown(_) => false,
        Kind::Bool(bool) => !bool,
        Kind::Number(number) => number.is_zero(),
        Kind::String(text) => text.is_empty(),
        Kind::Object(object) => object.values().all(is_zero),
        _ => value.children().next().is_none(),
    }
}

/// The value of something that the cloud decides. An id is never null.
fn unknown(attribute: &Attribute) -> Value {
    let ty = attribute.shape.ty();
    if attribute.name == "id" { Value::refined(ty, Refinement::not_null()) } else { Value::unknown(ty) }
}

/// Nested blocks: each one planned against the one that it was.
fn planned_blocks(
    attribute: &Attribute,
    nested: &[Attribute],
    config: &Value,
    prior: Option<&Value>,
) -> Value {
    if !config.is_known() {
        return Value::unknown(attribute.shape.ty());
    }
    if let (Some(prior), Some(equal)) = (prior, attribute.equal)
        && config.is_wholly_known()
        && equal(prior, &config.without_marks_deep())
    {
        return prior.clone().with_marks(config.marks());
    }
    let empty = config.is_null() || config.children().next().is_none();
    if empty && attribute.setter == Setter::Defaulted {
        return prior.cloned().unwrap_or_else(|| Value::unknown(attribute.shape.ty()));
    }
    if empty && attribute.setter == Setter::Computed {
        return prior.cloned().unwrap_or_else(|| Value::unknown(attribute.shape.ty()));
    }
    match attribute.shape {
        Shape::Object(_) if config.is_null() => settle(config.clone(), prior),
        Shape::Object(_) => planned_element(nested, config, prior.filter(|prior| !prior.is_null())),
        _ => planned_objects(attribute, nested, config, prior),
    }
}

/// A list, set or map of objects: each one planned against the one that it was.
fn planned_objects(
    attribute: &Attribute,
    nested: &[Attribute],
    config: &Value,
    prior: Option<&Value>,
) -> Value {
    if !config.is_known() || config.is_null() {
        return settle(config.clone(), prior);
    }
    if is_zero(config) && prior.is_some_and(is_zero) {
        return prior.cloned().unwrap_or_default();
    }
    let before = prior.and_then(Value::as_sequence).unwrap_or_default();
    match (attribute.shape, config.kind()) {
        (Shape::Set(_), Kind::Set(set)) => {
            // Elements of a set have no name: an element goes on as the prior one that it could have come from.
            let mut left: Vec<&Value> = before.iter().collect();
            let items = set.items.iter().map(|item| {
                let at = left.iter().position(|prior| could_be(nested, item, prior));
                let prior = at.map(|at| left.swap_remove(at));
                planned_element(nested, item, prior)
            });
            Value::set(set.element.clone(), items.collect()).with_marks(config.marks())
        }
        (Shape::List(_), Kind::List(_) | Kind::Tuple(_)) => config.clone().map_children(|step, item| {
            let prior = match &step {
                Step::Index(index) => index.as_number().and_then(|n| before.get(n.as_u64()? as usize)),
                Step::Attribute(_) => None,
            };
            planned_element(nested, item, prior)
        }),
        (Shape::Map(Shape::Object(_)), Kind::Map(_)) => config.clone().map_children(|step, item| {
            let prior = prior.and_then(|prior| prior.step(&step));
            planned_element(nested, item, prior)
        }),
        (Shape::Object(_), Kind::Object(_)) => planned_element(nested, config, prior),
        _ => settle(config.clone(), prior),
    }
}

fn planned_element(nested: &[Attribute], config: &Value, prior: Option<&Value>) -> Value {
    match (config.kind(), prior.and_then(Value::as_mapping)) {
        (Kind::Object(object), prior) => {
            Value::object(planned(nested, object, prior)).with_marks(config.marks())
        }
        _ => config.clone(),
    }
}

/// Whether an object of a set could be what became of this configuration: all that the configuration says is so.
fn could_be(nested: &[Attribute], config: &Value, prior: &Value) -> bool {
    let (Some(config), Some(prior)) = (config.as_mapping(), prior.as_mapping()) else { return false };
    nested.iter().all(|attribute| {
        let config = config.get(attribute.name).unwrap_or(&Value::NULL);
        let prior = prior.get(attribute.name).unwrap_or(&Value::NULL);
        if config.is_null() && attribute.is_computed() {
            return true;
        }
        planned_attribute(attribute, config, Some(prior)) == *prior
    })
}

/// The outermost places at which two objects differ in what a change of forces a replacement, marks aside.
pub fn replace_paths(attributes: &[Attribute], prior: &Object, planned: &Object) -> Vec<Path> {
    let mut found = Vec::new();
    for attribute in attributes {
        let none = Value::NULL;
        let before = prior.get(attribute.name).unwrap_or(&none);
        let after = planned.get(attribute.name).unwrap_or(&none);
        if !differs(before, after) {
            continue;
        }
        let path = Path::attribute(attribute.name);
        match attribute.nested() {
            Some(nested) if !attribute.force_new => {
                let inner = nested_replace_paths(nested, before, after);
                found.extend(inner.into_iter().map(|inner| Path([path.0.clone(), inner.0].concat())));
            }
            // A block that forces a replacement does so where it comes or goes; what changes inside says so itself.
            Some(nested) if attribute.block && count(before) == count(after) => {
                let inner = nested_replace_paths(nested, before, after);
                found.extend(inner.into_iter().map(|inner| Path([path.0.clone(), inner.0].concat())));
            }
            _ if attribute.force_new => found.push(path),
            _ => {}
        }
    }
    found
}

fn nested_replace_paths(nested: &[Attribute], before: &Value, after: &Value) -> Vec<Path> {
    if let (Some(before), Some(after)) = (before.as_mapping(), after.as_mapping()) {
        return replace_paths(nested, before, after);
    }
    let (before_items, after_items) =
        (before.as_sequence().unwrap_or_default(), after.as_sequence().unwrap_or_default());
    let is_set = matches!(before.kind(), Kind::Set(_)) || matches!(after.kind(), Kind::Set(_));
    let mut found = Vec::new();
    if is_set {
        // An element of a set that is new or gone changes every attribute of it.
        let moved = after_items.iter().filter(|item| !before_items.contains(item));
        let gone = before_items.iter().filter(|item| !after_items.contains(item));
        for item in moved.chain(gone) {
            for attribute in nested.iter().filter(|attribute| attribute.force_new) {
                let value = item.get(attribute.name).unwrap_or(&Value::NULL);
                if !is_zero(value) && (value.is_known() || !attribute.is_computed()) {
                    found.push(Path(vec![Step::Index(item.clone()), Step::Attribute(attribute.name.into())]));
                }
            }
        }
        return found;
    }
    let none = Object::new();
    for at in 0..before_items.len().max(after_items.len()) {
        let of = |items: &[Value]| {
            items.get(at).and_then(Value::as_mapping).cloned().unwrap_or_else(|| none.clone())
        };
        for inner in replace_paths(nested, &of(before_items), &of(after_items)) {
            found.push(Path([vec![Step::index(at)], inner.0].concat()));
        }
    }
    found
}

fn count(value: &Value) -> usize {
    if value.as_mapping().is_some() { 1 } else { value.as_sequence().unwrap_or_default().len() }
}

/// Whether a change from one to the other is one, marks aside: unknown counts as different, nothing said twice does not.
pub fn differs(before: &Value, after: &Value) -> bool {
    if !after.is_known() {
        return true;
    }
    before.without_marks_deep() != after.without_marks_deep() && !(is_zero(before) && is_zero(after))
}

/// Puts the prior values back at the places of `ignore_changes`.
pub fn ignore_changes(config: &Object, prior: &Object, paths: &[Path]) -> Object {
    let config = Value::object(config.clone());
    let prior = Value::object(prior.clone());
    let merged = paths.iter().fold(config, |config, path| overlay(&config, &prior, &path.0));
    merged.as_mapping().cloned().unwrap_or_default()
}

/// `config` with what `prior` has at the path; what neither has is left alone.
fn overlay(config: &Value, prior: &Value, path: &[Step]) -> Value {
    let Some((step, rest)) = path.split_first() else { return prior.clone() };
    let key = match step {
        Step::Attribute(name) => Some(name.clone()),
        Step::Index(key) => key.as_str().map(Name::from),
    };
    match (config.kind(), key) {
        (Kind::Object(_) | Kind::Map(_), Some(name)) => {
            let mut entries = config.as_mapping().cloned().unwrap_or_default();
            match (entries.get(&name), prior.get(&name)) {
                (Some(inner), Some(before)) => {
                    let value = overlay(inner, before, rest);
                    entries.insert(name, value);
                }
                (None, Some(before)) if rest.is_empty() => {
                    entries.insert(name, before.clone());
                }
                (Some(_), None) if rest.is_empty() => {
                    entries.remove(&name);
                }
                _ => {}
            }
            let value = match config.kind() {
                Kind::Map(map) => Value::map(map.element.clone(), entries),
                _ => Value::object(entries),
            };
            value.with_marks(config.marks())
        }
        (Kind::Null(ty), Some(name)) if matches!(prior.kind(), Kind::Map(_)) && rest.is_empty() => {
            // A map that the configuration does not set at all, of which one entry is ignored.
            match (prior.get(&name), ty) {
                (Some(before), crate::lang::value::Type::Map(element)) => {
                    Value::map((**element).clone(), Object::from([(name, before.clone())]))
                }
                _ => config.clone(),
            }
        }
        (Kind::List(_) | Kind::Tuple(_), None) => config.clone().map_children(|at, inner| {
            if at == *step {
                prior.step(step).map_or_else(|| inner.clone(), |before| overlay(inner, before, rest))
            } else {
                inner.clone()
            }
        }),
        _ => config.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lang::value::Type,
        schema::{Attributes as _, Computed, Defaulted, Optional, Required, Schema, Set},
    };

    #[derive(Default, Clone, Schema)]
    #[schema(name = "test_thing")]
    #[allow(dead_code)]
    struct Thing {
        id: Computed<String>,
        #[attr(force_new)]
        name: Required<String>,
        #[attr(default = 5)]
        size: Optional<i64>,
        zone: Defaulted<String>,
        note: Optional<String>,
        #[attr(block)]
        rule: Optional<Set<Rule>>,
        #[attr(block)]
        disk: Defaulted<Vec<Disk>>,
        #[attr(block, equal = left_out)]
        credit: Optional<Vec<Disk>>,
    }

    fn left_out(_: &Value, wanted: &Value) -> bool {
        wanted.children().next().is_none()
    }

    #[derive(Default, Clone, Schema)]
    #[allow(dead_code)]
    struct Rule {
        port: Required<i64>,
        rule_id: Computed<String>,
    }

    #[derive(Default, Clone, Schema)]
    #[allow(dead_code)]
    struct Disk {
        #[attr(force_new)]
        encrypted: Optional<bool>,
        size: Optional<i64>,
    }

    fn object(entries: &[(&str, Value)]) -> Object {
        let mut object = Thing::default().encode_null();
        object.extend(entries.iter().map(|(name, value)| (Name::from(*name), value.clone())));
        object
    }

    impl Thing {
        fn encode_null(self) -> Object {
            let mut object = crate::schema::Attributes::encode(self);
            object.insert("name".into(), Value::null(Type::String));
            object
        }
    }

    fn rules(items: &[(i64, Value)]) -> Value {
        let ty = Type::object([("port".into(), Type::Number), ("rule_id".into(), Type::String)]);
        let items = items.iter().map(|(port, id)| {
            Value::object([("port".into(), Value::from(*port)), ("rule_id".into(), id.clone())])
        });
        Value::set(ty, items.collect())
    }

    #[test]
    fn a_block_that_may_be_left_out_stays_as_it_is() {
        let disk = |size: i64| {
            let disk = Value::object([("encrypted".into(), Value::NULL), ("size".into(), size.into())]);
            Value::list(disk.type_of(), vec![disk])
        };
        let prior = object(&[("name", "a".into()), ("credit", disk(1))]);
        let planned = |config| planned(Thing::ATTRIBUTES, &config, Some(&prior))["credit"].clone();
        assert_eq!(planned(object(&[("name", "a".into())])), disk(1));
        assert_eq!(
            planned(object(&[("name", "a".into()), ("credit", disk(2))]))
                .as_sequence()
                .and_then(|disks| disks[0].get("size").cloned()),
            Some(2.into())
        );
    }

    #[test]
    fn a_new_object_has_defaults_and_unknowns() {
        let plan = planned(Thing::ATTRIBUTES, &object(&[("name", "a".into())]), None);
        assert_eq!(plan["name"], "a".into());
        assert_eq!(plan["size"], 5.into());
        assert!(!plan["id"].is_known() && !plan["zone"].is_known() && !plan["disk"].is_known());
        assert!(plan["note"].is_null());
    }

    #[test]
    fn what_the_cloud_decides_stays_and_nothing_is_nothing() {
        let prior = object(&[
            ("id", "i".into()),
            ("name", "a".into()),
            ("size", 5.into()),
            ("zone", "z".into()),
            ("note", "".into()),
        ]);
        let plan = planned(Thing::ATTRIBUTES, &object(&[("name", "a".into())]), Some(&prior));
        assert_eq!(plan, prior);
        assert!(replace_paths(Thing::ATTRIBUTES, &prior, &plan).is_empty());
    }

    #[test]
    fn elements_of_a_set_keep_what_the_cloud_decided() {
        let null = || Value::null(Type::String);
        let prior =
            object(&[("name", "a".into()), ("size", 5.into()), ("rule", rules(&[(80, "r-1".into())]))]);
        let config = object(&[("name", "a".into()), ("rule", rules(&[(80, null()), (443, null())]))]);
        let plan = planned(Thing::ATTRIBUTES, &config, Some(&prior));
        assert_eq!(plan["rule"], rules(&[(80, "r-1".into()), (443, Value::unknown(Type::String))]));
    }

    #[test]
    fn only_a_change_of_what_cannot_be_changed_replaces() {
        let disk = |encrypted: bool, size: i64| {
            let disk = Value::object([("encrypted".into(), encrypted.into()), ("size".into(), size.into())]);
            Value::list(disk.type_of(), vec![disk])
        };
        let prior = object(&[("name", "a".into()), ("disk", disk(false, 1))]);
        let paths = |plan: Object| {
            replace_paths(Thing::ATTRIBUTES, &prior, &plan)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert!(paths(object(&[("name", "a".into()), ("disk", disk(false, 2))])).is_empty());
        assert_eq!(
            paths(object(&[("name", "b".into()), ("disk", disk(true, 1))])),
            [".name", ".disk[0].encrypted"]
        );
        assert_eq!(
            paths(object(&[("name", Value::unknown(Type::String)), ("disk", disk(false, 1))])),
            [".name"]
        );
    }

    #[test]
    fn ignored_changes_keep_what_is_there() {
        let tags = |value: &str| {
            Value::map(Type::String, Object::from([("a".into(), value.into()), ("b".into(), "1".into())]))
        };
        let config = Object::from([("tags".into(), tags("new")), ("size".into(), 2.into())]);
        let prior = Object::from([("tags".into(), tags("old")), ("size".into(), 1.into())]);
        let path = Path(vec![Step::Attribute("tags".into()), Step::Index("a".into())]);
        let merged = ignore_changes(&config, &prior, &[path, Path::attribute("size")]);
        assert_eq!((&merged["tags"], &merged["size"]), (&tags("old"), &1.into()));
    }
}
