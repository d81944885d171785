//! A body of configuration checked against a schema, and made an object.

use super::{Attribute, Setter, Shape, json::with_blocks, rules};
use crate::{
    address::Name,
    diagnostic::{Diagnostic, Diagnostics, did_you_mean},
    lang::{
        eval::{Callable, LookupError, Scope, evaluate},
        syntax::{Block, Body, Traversal},
        value::{Kind, Object, Type, Value, convert},
    },
    work_dir::WorkDir,
};

/// The object of a body. Arguments that are not set are null; blocks that are not there are empty.
///
/// Everything that is wrong goes to `diagnostics`; the object is then only good for finding further mistakes.
pub fn decode_body(
    body: &Body,
    attributes: &[Attribute],
    scope: &dyn Scope,
    diagnostics: &mut Diagnostics,
) -> Object {
    let body = &*with_blocks(body, attributes);
    let mut object = Object::new();
    for attribute in attributes {
        let value = if attribute.block {
            blocks(body, attribute, scope, diagnostics)
        } else if let Some(argument) = body.attribute(attribute.name) {
            if !attribute.is_configurable() {
                let detail =
                    format!("{:?} is decided by the provider: it cannot be set here.", attribute.name);
                let diagnostic = Diagnostic::error("Value for unconfigurable attribute");
                diagnostics.push(diagnostic.detail(detail).at(&argument.name_range));
            }
            if let Some(instead) = attribute.deprecated {
                let diagnostic = Diagnostic::warning("Argument is deprecated");
                diagnostics.push(diagnostic.detail(instead).at(&argument.name_range));
            }
            let ty = attribute.shape.ty();
            match diagnostics.take(evaluate(&argument.expr, scope)) {
                None => Value::unknown(ty),
                Some(value) => match convert(value, &ty) {
                    Ok(value) => value,
                    Err(error) => {
                        let detail =
                            format!("Inappropriate value for attribute {:?}: {error}.", attribute.name);
                        let diagnostic = Diagnostic::error("Incorrect attribute value type");
                        diagnostics.push(diagnostic.detail(detail).at(&argument.expr.range));
                        Value::unknown(ty)
                    }
                },
            }
        } else if attribute.nested().is_some() && has_blocks(body, attribute.name) {
            // An attribute of objects may be written as blocks, as before Terraform 0.12.
            blocks(body, attribute, scope, diagnostics)
        } else {
            if attribute.setter == Setter::Required {
                let detail =
                    format!("The argument {:?} is required, but no definition was found.", attribute.name);
                diagnostics
                    .push(Diagnostic::error("Missing required argument").detail(detail).at(&body.range));
            }
            Value::null(attribute.shape.ty())
        };
        object.insert(attribute.name.into(), value);
    }
    unexpected(body, attributes, diagnostics);
    rules::check(body, attributes, &object, diagnostics);
    object
}

/// Every reference in the body, outside of what its own `dynamic` blocks define.
pub fn body_references(body: &Body) -> Vec<&Traversal> {
    let mut found: Vec<&Traversal> =
        body.attributes.iter().flat_map(|attribute| attribute.expr.references()).collect();
    for block in &body.blocks {
        let inner = body_references(&block.body);
        if &*block.kind != "dynamic" {
            found.extend(inner);
            continue;
        }
        let iterator = iterator(block);
        let content = block.body.blocks_of("content").flat_map(|content| body_references(&content.body));
        found.extend(content.filter(|traversal| Some(&traversal.root) != iterator.as_ref()));
        for name in ["for_each", "labels"] {
            found.extend(
                block.body.attribute(name).into_iter().flat_map(|attribute| attribute.expr.references()),
            );
        }
    }
    found
}

fn has_blocks(body: &Body, name: &str) -> bool {
    body.blocks.iter().any(|block| is_of(block, name))
}

/// Whether a block is one of this type, or makes such.
fn is_of(block: &Block, name: &str) -> bool {
    if &*block.kind == "dynamic" {
        block.label(0).is_some_and(|label| &**label == name)
    } else {
        &*block.kind == name
    }
}

/// The name under which the content of a `dynamic` block finds the element.
fn iterator(block: &Block) -> Option<Name> {
    let named = block.body.attribute("iterator").and_then(|attribute| attribute.expr.as_traversal());
    named.map(|traversal| traversal.root.clone()).or_else(|| block.label(0).cloned())
}

/// The value of all blocks of a type.
fn blocks(body: &Body, attribute: &Attribute, scope: &dyn Scope, diagnostics: &mut Diagnostics) -> Value {
    let nested = attribute.nested().unwrap_or_default();
    let ty = attribute.shape.ty();
    let mut items = Vec::new();
    let mut known = true;
    for block in body.blocks.iter().filter(|block| is_of(block, attribute.name)) {
        if let Some(instead) = attribute.deprecated {
            diagnostics.push(Diagnostic::warning("Block is deprecated").detail(instead).at(&block.header));
        }
        if &*block.kind == "dynamic" {
            known &= dynamic(block, attribute, nested, scope, &mut items, diagnostics);
        } else {
            items.push(element(&block.body, attribute, nested, scope, diagnostics));
        }
    }
    if !known {
        return Value::unknown(ty);
    }
    let count = items.len();
    if attribute.block
        && (count < attribute.min_items || (attribute.setter == Setter::Required && count == 0))
    {
        let least = attribute.min_items.max(1);
        let detail = format!(
            "At least {least} {:?} block{} required.",
            attribute.name,
            if least == 1 { " is" } else { "s are" }
        );
        let summary = format!("Insufficient {} blocks", attribute.name);
        diagnostics.push(Diagnostic::error(summary).detail(detail).at(&body.range));
    }
    if attribute.max_items > 0 && count > attribute.max_items {
        let detail =
            format!("No more than {} {:?} block(s) are allowed.", attribute.max_items, attribute.name);
        let summary = format!("Too many {} blocks", attribute.name);
        diagnostics.push(Diagnostic::error(summary).detail(detail).at(&body.range));
    }
    match (attribute.shape, ty) {
        (Shape::Set(_), Type::Set(element)) => Value::set((*element).clone(), items),
        (Shape::List(_), Type::List(element)) if element.has_dynamic() => Value::tuple(items),
        (Shape::List(_), Type::List(element)) => Value::list((*element).clone(), items),
        (Shape::Object(_), ty) => {
            if count > 1 {
                let detail = format!("Only one {:?} block is allowed.", attribute.name);
                let diagnostic = Diagnostic::error(format!("Duplicate {} block", attribute.name));
                diagnostics.push(diagnostic.detail(detail).at(&body.range));
            }
            items.pop().unwrap_or(Value::null(ty))
        }
        (_, ty) => items.pop().unwrap_or(Value::null(ty)),
    }
}

/// The value of one block: an object, or a map where the schema has a map in its place.
fn element(
    body: &Body,
    attribute: &Attribute,
    nested: &[Attribute],
    scope: &dyn Scope,
    diagnostics: &mut Diagnostics,
) -> Value {
    if let Shape::Set(Shape::Map(_)) | Shape::List(Shape::Map(_)) = attribute.shape {
        let mut entries = Object::new();
        for argument in &body.attributes {
            if let Some(value) = diagnostics.take(evaluate(&argument.expr, scope)) {
                entries.insert(
                    argument.name.clone(),
                    convert(value, &Type::String).unwrap_or(Value::null(Type::String)),
                );
            }
        }
        return Value::map(Type::String, entries);
    }
    Value::object(decode_body(body, nested, scope, diagnostics))
}

/// Adds the elements that a `dynamic` block makes. False: it is not known yet which.
fn dynamic(
    block: &Block,
    attribute: &Attribute,
    nested: &[Attribute],
    scope: &dyn Scope,
    items: &mut Vec<Value>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let (Some(for_each), Some(content)) =
        (block.body.attribute("for_each"), block.body.blocks_of("content").next())
    else {
        let detail = "A dynamic block needs a for_each argument and one content block.";
        diagnostics.push(Diagnostic::error("Invalid dynamic block").detail(detail).at(&block.header));
        return true;
    };
    let Some(name) = iterator(block) else { return true };
    let Some(collection) = diagnostics.take(evaluate(&for_each.expr, scope)) else { return true };
    if !collection.is_known() {
        return false;
    }
    let pairs: Vec<(Value, Value)> = match collection.kind() {
        Kind::List(_) | Kind::Tuple(_) => {
            let items = collection.as_sequence().unwrap_or_default().iter().enumerate();
            items.map(|(at, item)| (Value::from(at as i64), item.clone())).collect()
        }
        Kind::Set(set) => set.items.iter().map(|item| (item.clone(), item.clone())).collect(),
        Kind::Map(_) | Kind::Object(_) => {
            let entries = collection.as_mapping().into_iter().flatten();
            entries.map(|(key, value)| (Value::string(key.clone()), value.clone())).collect()
        }
        _ => {
            let what =
                if collection.is_null() { "null".into() } else { format!("a {}", collection.type_of()) };
            let detail = format!("for_each needs a list, set or map here; this is {what}.");
            let diagnostic = Diagnostic::error("Invalid dynamic for_each value");
            diagnostics.push(diagnostic.detail(detail).at(&for_each.expr.range));
            return true;
        }
    };
    for (key, value) in pairs {
        let marks = collection.marks();
        let element_of = Value::object([
            (Name::from("key"), key.with_marks(marks)),
            (Name::from("value"), value.with_marks(marks)),
        ]);
        let inner = IteratorScope { outer: scope, name: &name, element: element_of };
        items.push(element(&content.body, attribute, nested, &inner, diagnostics));
    }
    true
}

/// The scope of the content of a `dynamic` block.
struct IteratorScope<'a> {
    outer: &'a dyn Scope,
    name: &'a Name,
    element: Value,
}

impl Scope for IteratorScope<'_> {
    fn lookup(&self, traversal: &Traversal) -> Result<(Value, usize), LookupError> {
        if traversal.root == *self.name {
            Ok((self.element.clone(), 0))
        } else {
            self.outer.lookup(traversal)
        }
    }

    fn function(&self, name: &str) -> Option<&dyn Callable> {
        self.outer.function(name)
    }

    fn function_names(&self) -> Vec<&str> {
        self.outer.function_names()
    }

    fn work_dir(&self) -> &WorkDir {
        self.outer.work_dir()
    }

    fn plan_timestamp(&self) -> Option<&str> {
        self.outer.plan_timestamp()
    }

    fn applying(&self) -> bool {
        self.outer.applying()
    }
}

/// Reports arguments and blocks that the schema does not know.
fn unexpected(body: &Body, attributes: &[Attribute], diagnostics: &mut Diagnostics) {
    let find = |name: &str| attributes.iter().find(|attribute| attribute.name == name);
    for argument in &body.attributes {
        let detail = match find(&argument.name) {
            Some(attribute) if !attribute.block => continue,
            Some(_) => format!("{:?} is written as a block, without the equals sign.", argument.name),
            None => {
                let hint = did_you_mean(&argument.name, attributes.iter().map(|attribute| attribute.name));
                format!("An argument named {:?} is not expected here.{hint}", argument.name)
            }
        };
        diagnostics.push(Diagnostic::error("Unsupported argument").detail(detail).at(&argument.name_range));
    }
    for block in &body.blocks {
        let name = if &*block.kind == "dynamic" { block.label(0) } else { Some(&block.kind) };
        let Some(name) = name else { continue };
        let detail = match find(name) {
            Some(attribute) if attribute.block || attribute.nested().is_some() => continue,
            Some(_) => format!("{name:?} is an argument: write it with an equals sign."),
            None => {
                let hint = did_you_mean(name, attributes.iter().map(|attribute| attribute.name));
                format!("Blocks of type {name:?} are not expected here.{hint}")
            }
        };
        diagnostics.push(Diagnostic::error("Unsupported block type").detail(detail).at(&block.header));
    }
}
