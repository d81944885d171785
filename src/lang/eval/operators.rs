//! Operators on values. Both sides are always evaluated; there is no short circuit.

use crate::{
    diagnostic::Diagnostic,
    lang::{
        syntax::{BinaryOp, UnaryOp},
        value::{Kind, Number, Refinement, Type, Value, convert, equals},
    },
};

/// Which operand is at fault.
pub(super) enum Side {
    Left,
    Right,
    Both,
}

pub(super) fn unary(operator: UnaryOp, value: Value) -> Result<Value, Diagnostic> {
    let ty = if operator == UnaryOp::Not { Type::Bool } else { Type::Number };
    let value = operand(value, &ty, "unary")?;
    let marks = value.marks();
    let result = match value.kind() {
        Kind::Bool(bool) => Value::from(!bool),
        Kind::Number(number) => Value::from(number.neg()),
        _ => Value::refined(ty, Refinement::not_null()),
    };
    Ok(result.with_marks(marks))
}

pub(super) fn binary(operator: BinaryOp, a: Value, b: Value) -> Result<Value, (Side, Diagnostic)> {
    use BinaryOp::*;
    let marks = a.marks().union(b.marks());
    let (takes, gives) = match operator {
        Equal => return Ok(equals(&a, &b)),
        NotEqual => {
            let equal = equals(&a, &b);
            return Ok(match equal.as_bool() {
                Some(bool) => Value::from(!bool).with_marks(equal.marks()),
                None => equal,
            });
        }
        Or | And => (Type::Bool, Type::Bool),
        Less | LessEqual | Greater | GreaterEqual => (Type::Number, Type::Bool),
        Add | Subtract | Multiply | Divide | Modulo => (Type::Number, Type::Number),
    };
    let a = operand(a, &takes, "left").map_err(|error| (Side::Left, error))?;
    let b = operand(b, &takes, "right").map_err(|error| (Side::Right, error))?;
    let result = match (a.kind(), b.kind()) {
        (Kind::Bool(a), Kind::Bool(b)) => Some(Value::from(if operator == Or { *a || *b } else { *a && *b })),
        (Kind::Number(a), Kind::Number(b)) => {
            Some(numbers(operator, a, b).map_err(|error| (Side::Both, error))?)
        }
        _ => compared(operator, &a, &b).map(Value::from),
    };
    Ok(result.unwrap_or_else(|| Value::refined(gives, Refinement::not_null())).with_marks(marks))
}

/// The operand as the operator takes it: converted, not null.
fn operand(value: Value, ty: &Type, side: &str) -> Result<Value, Diagnostic> {
    let value = convert(value, ty).map_err(|error| {
        Diagnostic::error("Invalid operand").detail(format!("Unsuitable value for {side} operand: {error}."))
    })?;
    if value.is_null() {
        return Err(Diagnostic::error("Operation failed")
            .detail("Error during operation: argument must not be null."));
    }
    Ok(value)
}

fn numbers(operator: BinaryOp, a: &Number, b: &Number) -> Result<Value, Diagnostic> {
    let computed = match operator {
        BinaryOp::Less => return Ok(Value::from(a < b)),
        BinaryOp::LessEqual => return Ok(Value::from(a <= b)),
        BinaryOp::Greater => return Ok(Value::from(a > b)),
        BinaryOp::GreaterEqual => return Ok(Value::from(a >= b)),
        BinaryOp::Add => a.add(b).ok_or("can't compute sum of opposing infinities"),
        BinaryOp::Subtract => a.sub(b).ok_or("can't subtract infinity from itself"),
        BinaryOp::Multiply => a.mul(b).ok_or("can't multiply zero by infinity"),
        BinaryOp::Divide => a.div(b).ok_or("can't divide zero by zero or infinity by infinity"),
        _ => a.rem(b).ok_or("can't use modulo with zero or infinity"),
    };
    computed.map(Value::from).map_err(|why| {
        Diagnostic::error("Operation failed").detail(format!("Error during operation: {why}."))
    })
}

/// A comparison of which one side is unknown, if its bounds decide it.
fn compared(operator: BinaryOp, a: &Value, b: &Value) -> Option<bool> {
    let least = |value: &Value| match value.kind() {
        Kind::Number(number) => Some((number.clone(), true)),
        Kind::Unknown(unknown) => unknown.refinement.min.clone(),
        _ => None,
    };
    let greatest = |value: &Value| match value.kind() {
        Kind::Number(number) => Some((number.clone(), true)),
        Kind::Unknown(unknown) => unknown.refinement.max.clone(),
        _ => None,
    };
    // Whether all of x is below all of y; `or_equal` if they may touch.
    let below = |x: &Value, y: &Value, or_equal: bool| match (greatest(x), least(y)) {
        (Some((x, x_in)), Some((y, y_in))) => x < y || (x == y && (or_equal || !x_in || !y_in)),
        _ => false,
    };
    let decide = |x: &Value, y: &Value, or_equal: bool| {
        if below(x, y, or_equal) {
            Some(true)
        } else if below(y, x, !or_equal) {
            Some(false)
        } else {
            None
        }
    };
    match operator {
        BinaryOp::Less => decide(a, b, false),
        BinaryOp::LessEqual => decide(a, b, true),
        BinaryOp::Greater => decide(b, a, false),
        BinaryOp::GreaterEqual => decide(b, a, true),
        _ => None,
    }
}
