//! One type for values of several types, as a conditional or the elements of a list need.

use super::{Name, Type, convert::convertible};

/// The type that values of all these types convert to without loss; `None` if there is none.
pub fn unify(types: &[Type]) -> Option<Type> {
    unified(types, true)
}

/// As [`unify`], also by conversions that may fail for some values, as from string to number.
pub fn unify_unsafe(types: &[Type]) -> Option<Type> {
    unified(types, false)
}

fn unified(types: &[Type], safe: bool) -> Option<Type> {
    let (first, rest) = types.split_first()?;
    if rest.iter().all(|ty| ty == first) {
        return Some(first.clone());
    }
    let of = |kind: fn(&Type) -> bool| types.iter().all(|ty| kind(ty) || *ty == Type::Dynamic);
    let any = |kind: fn(&Type) -> bool| types.iter().any(kind);
    let dynamic = types.contains(&Type::Dynamic);
    if of(is_map) || of(is_list) || of(is_set) {
        if dynamic {
            return Some(Type::Dynamic);
        }
        let elements: Vec<Type> = types.iter().filter_map(Type::element).cloned().collect();
        let element = unified(&elements, safe)?;
        return Some(match first {
            Type::Map(_) => Type::map(element),
            Type::Set(_) => Type::set(element),
            _ => Type::list(element),
        });
    }
    if any(is_map)
        && of(|ty| is_map(ty) || is_object(ty))
        && let Some(element) = common_element(types, safe)
    {
        return Some(Type::map(element));
    }
    if any(is_list)
        && of(|ty| is_list(ty) || is_tuple(ty))
        && let Some(element) = common_element(types, safe)
    {
        return Some(Type::list(element));
    }
    if of(is_object) || of(is_tuple) {
        return if dynamic {
            Some(Type::Dynamic)
        } else if is_object(first) {
            objects(types, safe)
        } else {
            tuples(types, safe)
        };
    }
    if any(is_object) && any(is_tuple) {
        return None;
    }
    // Strings take all other primitives, so they come first; a type that is not known comes last.
    let rank = |ty: &&Type| match ty {
        Type::String => 0,
        Type::Dynamic => 2,
        _ => 1,
    };
    let mut candidates: Vec<&Type> = types.iter().collect();
    candidates.sort_by_key(rank);
    candidates
        .into_iter()
        .find(|candidate| {
            types.iter().all(|ty| ty == *candidate || convertible(ty, candidate, safe).is_some())
        })
        .cloned()
}

fn is_map(ty: &Type) -> bool {
    matches!(ty, Type::Map(_))
}

fn is_list(ty: &Type) -> bool {
    matches!(ty, Type::List(_))
}

fn is_set(ty: &Type) -> bool {
    matches!(ty, Type::Set(_))
}

fn is_object(ty: &Type) -> bool {
    matches!(ty, Type::Object(_))
}

fn is_tuple(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(_))
}

/// One type for everything directly inside values of these types.
fn common_element(types: &[Type], safe: bool) -> Option<Type> {
    let mut inside = Vec::new();
    for ty in types {
        match ty {
            Type::Object(object) => inside.extend(object.attributes.values().cloned()),
            Type::Tuple(items) => inside.extend(items.iter().cloned()),
            Type::Dynamic => inside.push(Type::Dynamic),
            other => inside.extend(other.element().cloned()),
        }
    }
    if inside.is_empty() { Some(Type::Dynamic) } else { unified(&inside, safe) }
}

/// Objects of the same attribute names stay one; others become a map.
fn objects(types: &[Type], safe: bool) -> Option<Type> {
    let objects: Vec<_> = types
        .iter()
        .filter_map(|ty| if let Type::Object(object) = ty { Some(object) } else { None })
        .collect();
    let (first, rest) = objects.split_first()?;
    if rest.iter().any(|object| !object.attributes.keys().eq(first.attributes.keys())) {
        return common_element(types, safe).map(Type::map);
    }
    let attributes = first.attributes.keys().map(|name| {
        let types: Vec<Type> =
            objects.iter().filter_map(|object| object.attributes.get(name)).cloned().collect();
        Some((name.clone(), unified(&types, safe)?))
    });
    attributes.collect::<Option<Vec<(Name, Type)>>>().map(Type::object)
}

/// Tuples of the same length stay one; others become a list.
fn tuples(types: &[Type], safe: bool) -> Option<Type> {
    let tuples: Vec<_> =
        types.iter().filter_map(|ty| if let Type::Tuple(items) = ty { Some(items) } else { None }).collect();
    let (first, rest) = tuples.split_first()?;
    if rest.iter().any(|items| items.len() != first.len()) {
        return common_element(types, safe).map(Type::list);
    }
    let places = (0..first.len()).map(|i| {
        let types: Vec<Type> = tuples.iter().map(|items| items[i].clone()).collect();
        unified(&types, safe)
    });
    places.collect::<Option<Vec<Type>>>().map(Type::tuple)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_unify_as_in_terraform() {
        use Type::{Bool, Dynamic, Number, String};
        let object = |names: &[&str]| Type::object(names.iter().map(|name| ((*name).into(), Number)));
        for (types, one) in [
            (vec![String, Number], Some(String)),
            (vec![Number, Bool], None),
            (vec![Number, Bool, String], Some(String)),
            (vec![Type::tuple(vec![Number]), Type::tuple(vec![String])], Some(Type::tuple(vec![String]))),
            (vec![Type::tuple(vec![Number]), Type::tuple(vec![])], Some(Type::list(Number))),
            (vec![object(&["a"]), object(&["b"])], Some(Type::map(Number))),
            (vec![object(&["a"]), object(&["a"])], Some(object(&["a"]))),
            (vec![Type::list(Number), Type::tuple(vec![String])], Some(Type::list(String))),
            (vec![object(&["a"]), Type::tuple(vec![])], None),
            (vec![String, Dynamic], Some(Dynamic)),
        ] {
            assert_eq!(unify(&types), one, "{types:?}");
        }
        assert_eq!(unify_unsafe(&[String, Dynamic]), Some(String));
    }
}
