//! How the code of a function reads its arguments, and names the type of its result.
//!
//! [`Function::invoke`](super::Function::invoke) has checked and converted the arguments: a wrong type cannot be met
//! here, so the readers give a neutral value for one.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::FunctionError;
use crate::lang::value::{self, Number, Type, Value};

/// What the code of a function gives.
pub(super) type Answer = Result<Value, FunctionError>;
/// What the `result` of a function gives.
pub(super) type TypeAnswer = Result<Type, FunctionError>;

/// The text at this place.
pub(super) fn text(args: &[Value], at: usize) -> &str {
    args.get(at).and_then(Value::as_str).unwrap_or_default()
}

/// The number at this place.
pub(super) fn number(args: &[Value], at: usize) -> Number {
    args.get(at).and_then(Value::as_number).cloned().unwrap_or(Number::ZERO)
}

/// The whole number at this place; an error if it has a fraction or is beyond 64 bits.
pub(super) fn int(args: &[Value], at: usize) -> Result<i64, FunctionError> {
    let number = number(args, at);
    number.as_i64().ok_or_else(|| {
        let what = if number.is_integer() { "a number of at most 64 bits" } else { "a whole number" };
        FunctionError::argument(at, format!("{what} is required, not {number}"))
    })
}

/// The elements of the list, set or tuple at this place.
pub(super) fn items(args: &[Value], at: usize) -> &[Value] {
    args.get(at).and_then(Value::as_sequence).unwrap_or_default()
}

/// The value of a text that a function made: NFC-normalised.
pub(super) fn string(text: impl Into<String>) -> Value {
    nfc(text).into()
}

/// The text, NFC-normalised.
pub(super) fn nfc(text: impl Into<String>) -> String {
    let text = text.into();
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        _ => text.nfc().collect(),
    }
}

/// The value as one of this type.
pub(super) fn convert(value: &Value, ty: &Type) -> Result<Value, FunctionError> {
    value::convert(value.clone(), ty).map_err(|error| FunctionError::new(error.to_string()))
}

/// The type that all these types convert to, also by conversions that can fail.
pub(super) fn unify(types: &[Type]) -> Option<Type> {
    value::unify_unsafe(types)
}

/// The result is a string.
pub(super) fn gives_string(_: &[Value]) -> TypeAnswer {
    Ok(Type::String)
}

/// The result is a number.
pub(super) fn gives_number(_: &[Value]) -> TypeAnswer {
    Ok(Type::Number)
}

/// The result is a bool.
pub(super) fn gives_bool(_: &[Value]) -> TypeAnswer {
    Ok(Type::Bool)
}

/// The result is a list of strings.
pub(super) fn gives_strings(_: &[Value]) -> TypeAnswer {
    Ok(Type::list(Type::String))
}

/// The type of the result is told by the result alone.
pub(super) fn gives_any(_: &[Value]) -> TypeAnswer {
    Ok(Type::Dynamic)
}
