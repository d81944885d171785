//! Type constraints: what a variable declares as its `type`, with the defaults of optional attributes.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    diagnostic::{Diagnostic, Result},
    lang::{
        eval::{NoScope, evaluate},
        syntax::{Expr, ExprKind},
        value::{ConvertError, Kind, Name, Object, ObjectType, Type, Value, convert},
    },
};

/// A type that values are converted to, and what stands in for attributes that they leave out.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeConstraint {
    /// The type, with its optional attributes.
    pub ty: Type,
    /// The defaults inside it.
    pub defaults: Defaults,
}

/// The defaults of optional attributes, in the shape of the type that they are inside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Defaults {
    /// The default of each attribute of this object that has one.
    values: BTreeMap<Name, Value>,
    /// The defaults inside attributes of an object.
    attributes: BTreeMap<Name, Defaults>,
    /// The defaults inside the elements of a collection.
    element: Option<Box<Defaults>>,
    /// The defaults inside the elements of a tuple.
    places: Vec<Defaults>,
}

impl TypeConstraint {
    /// Any type, as for a variable that declares none.
    pub fn any() -> Self {
        Self { ty: Type::Dynamic, defaults: Defaults::default() }
    }

    /// The value with defaults filled in, then converted to the type.
    pub fn apply(&self, value: Value) -> Result<Value, ConvertError> {
        convert(self.defaults.apply(value), &self.ty)
    }
}

impl Defaults {
    fn is_empty(&self) -> bool {
        self.values.is_empty()
            && self.attributes.is_empty()
            && self.element.is_none()
            && self.places.iter().all(Defaults::is_empty)
    }

    /// Fills in what is missing or null. Sequences become tuples and maps become objects where something is filled
    /// in: conversion makes them what they should be.
    fn apply(&self, value: Value) -> Value {
        if self.is_empty() {
            return value;
        }
        let marks = value.marks();
        let filled = match value.kind() {
            Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => {
                let items = value.as_sequence().unwrap_or_default().iter().enumerate();
                let items = items.map(|(i, item)| match (&self.element, self.places.get(i)) {
                    (Some(inside), _) => inside.apply(item.clone()),
                    (None, Some(inside)) => inside.apply(item.clone()),
                    (None, None) => item.clone(),
                });
                Value::tuple(items.collect())
            }
            Kind::Map(_) | Kind::Object(_) => {
                let mut object: Object = value.as_mapping().cloned().unwrap_or_default();
                for (name, default) in &self.values {
                    let entry = object.entry(name.clone()).or_insert(Value::NULL);
                    if entry.is_null() {
                        *entry = default.clone().with_marks(entry.marks());
                    }
                }
                for (name, item) in &mut object {
                    if let Some(inside) = self.element.as_deref().or(self.attributes.get(name)) {
                        *item = inside.apply(item.clone());
                    }
                }
                Value::object(object)
            }
            _ => return value,
        };
        filled.with_marks(marks)
    }
}

/// Reads a type as it is written: `string`, `list(object({ a = optional(number, 1) }))`, `any`.
pub fn type_expr(expr: &Expr) -> Result<TypeConstraint> {
    if let Some(text) = expr.as_literal_str() {
        return Err(invalid(expr, format!("Write the type without quotes: {text}.")));
    }
    if let Some(keyword) = expr.as_keyword() {
        let ty = match keyword {
            "string" => Type::String,
            "number" => Type::Number,
            "bool" => Type::Bool,
            "any" => Type::Dynamic,
            "list" => Type::list(Type::Dynamic),
            "map" => Type::map(Type::Dynamic),
            "set" | "object" | "tuple" => {
                return Err(invalid(
                    expr,
                    format!(
                        "The {keyword} type constructor requires one argument specifying what is inside."
                    ),
                ));
            }
            _ => {
                return Err(invalid(
                    expr,
                    format!("The keyword {keyword:?} is not a valid type specification."),
                ));
            }
        };
        return Ok(TypeConstraint { ty, defaults: Defaults::default() });
    }
    let ExprKind::Call { name, arguments, .. } = &*expr.kind else {
        return Err(invalid(expr, "A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string).".into()));
    };
    if &**name == "optional" {
        return Err(invalid(
            expr,
            "Keyword \"optional\" is valid only as a modifier for object type attributes.".into(),
        ));
    }
    let [argument] = arguments.as_slice() else {
        return Err(invalid(
            expr,
            format!("The {name} type constructor requires one argument specifying what is inside."),
        ));
    };
    match &**name {
        "list" | "set" | "map" => {
            let inside = type_expr(argument)?;
            let ty = match &**name {
                "list" => Type::list(inside.ty),
                "set" => Type::set(inside.ty),
                _ => Type::map(inside.ty),
            };
            let element = (!inside.defaults.is_empty()).then(|| Box::new(inside.defaults));
            Ok(TypeConstraint { ty, defaults: Defaults { element, ..Defaults::default() } })
        }
        "tuple" => {
            let Some(items) = argument.as_tuple() else {
                return Err(invalid(
                    argument,
                    "Tuple type constructor requires a list of element types.".into(),
                ));
            };
            let items = items.iter().map(type_expr).collect::<Result<Vec<_>>>()?;
            let (types, places) = items.into_iter().map(|item| (item.ty, item.defaults)).unzip();
            Ok(TypeConstraint {
                ty: Type::tuple(types),
                defaults: Defaults { places, ..Defaults::default() },
            })
        }
        "object" => object(argument),
        _ => Err(invalid(expr, format!("Keyword {name:?} is not a valid type constructor."))),
    }
}

fn object(argument: &Expr) -> Result<TypeConstraint> {
    let Some(items) = argument.as_object() else {
        return Err(invalid(argument, "Object type constructor requires a map whose keys are attribute names and whose values are the corresponding attribute types.".into()));
    };
    let mut ty = ObjectType::default();
    let mut defaults = Defaults::default();
    for (key, item) in items {
        let Some(name) = key.as_literal_str() else {
            return Err(invalid(key, "Object constructor map keys must be attribute names.".into()));
        };
        let name: Name = name.into();
        let (inside, default) = match &*item.kind {
            ExprKind::Call { name: function, arguments, .. } if &**function == "optional" => {
                ty.optional.insert(name.clone());
                match arguments.as_slice() {
                    [inside] => (type_expr(inside)?, None),
                    [inside, default] => (type_expr(inside)?, Some(default)),
                    _ => {
                        return Err(invalid(item, "Optional attribute modifier expects an attribute type and, optionally, a default value.".into()));
                    }
                }
            }
            _ => (type_expr(item)?, None),
        };
        if let Some(default) = default {
            let value = evaluate(default, &NoScope)?;
            let value = inside.apply(value).map_err(|error| {
                Diagnostic::error("Invalid default value for optional attribute")
                    .detail(format!(
                        "This default value is not compatible with the attribute's type constraint: {error}."
                    ))
                    .at(&default.range)
            })?;
            if !value.is_null() {
                defaults.values.insert(name.clone(), value);
            }
        }
        if !inside.defaults.is_empty() {
            defaults.attributes.insert(name.clone(), inside.defaults);
        }
        ty.attributes.insert(name, inside.ty);
    }
    Ok(TypeConstraint { ty: Type::Object(Arc::new(ty)), defaults })
}

fn invalid(at: &Expr, detail: String) -> crate::diagnostic::Diagnostics {
    Diagnostic::error("Invalid type specification").detail(detail).at(&at.range).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::Source,
        lang::{syntax::parse_expr, value::display},
    };

    fn expr(text: &str) -> Expr {
        parse_expr(&Source::new("test", text)).expect(text)
    }

    fn apply(ty: &str, value: &str) -> String {
        let constraint = type_expr(&expr(ty)).expect(ty);
        match constraint.apply(evaluate(&expr(value), &NoScope).expect(value)) {
            Ok(value) => display(&value).replace("\n", "").replace(' ', ""),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn defaults_are_filled_in_before_conversion() {
        let nested = "list(object({ a = optional(string, \"d\"), b = optional(object({ c = optional(number, 1) }), {}) }))";
        for (ty, value, printed) in [
            (nested, "[{}]", "tolist([{\"a\"=\"d\"\"b\"={\"c\"=1}},])"),
            (nested, "[{ a = null, b = { c = 2 } }]", "tolist([{\"a\"=\"d\"\"b\"={\"c\"=2}},])"),
            ("object({ a = optional(string) })", "{}", "{\"a\"=tostring(null)}"),
            ("map(any)", "{ a = 1, b = \"x\" }", "tomap({\"a\"=\"1\"\"b\"=\"x\"})"),
            ("any", "[1, \"a\"]", "[1,\"a\",]"),
            ("tuple([number, object({ a = optional(bool, true) })])", "[\"1\", {}]", "[1,{\"a\"=true},]"),
            ("object({ a = string })", "{}", "attribute \"a\" is required"),
            ("set(string)", "[\"a\", \"a\"]", "toset([\"a\",])"),
        ] {
            assert_eq!(apply(ty, value), printed, "{ty} of {value}");
        }
    }

    #[test]
    fn what_is_no_type_is_an_error() {
        for text in [
            "strin",
            "list(a, b)",
            "\"string\"",
            "object({ (1) = string })",
            "optional(string)",
            "[string]",
            "foo(string)",
        ] {
            assert_eq!(
                type_expr(&expr(text)).expect_err(text).0[0].summary,
                "Invalid type specification",
                "{text}"
            );
        }
        let error = type_expr(&expr("object({ a = optional(number, \"x\") })")).expect_err("wrong default");
        assert_eq!(error.0[0].summary, "Invalid default value for optional attribute");
    }
}
