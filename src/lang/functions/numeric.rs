//! Numbers: rounding, signs, powers, the least and the greatest, `parseint`.

use std::cmp::Ordering;

use dashu_int::IBig;

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, gives_number, int, number, text},
};
use crate::lang::value::{Number, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("abs", &[Parameter::number("num")], gives_number, abs),
    Function::new("ceil", &[Parameter::number("num")], gives_number, ceil),
    Function::new("floor", &[Parameter::number("num")], gives_number, floor),
    Function::new("log", &[Parameter::number("num"), Parameter::number("base")], gives_number, log),
    Function::new("max", &[], gives_number, max).variadic(Parameter::number("numbers")),
    Function::new("min", &[], gives_number, min).variadic(Parameter::number("numbers")),
    Function::new("parseint", &[Parameter::any("number"), Parameter::number("base")], gives_number, parseint),
    Function::new("pow", &[Parameter::number("num"), Parameter::number("power")], gives_number, pow),
    Function::new("signum", &[Parameter::number("num")], gives_number, signum),
];

fn abs(args: &[Value], _: &Context) -> Answer {
    let number = number(args, 0);
    Ok(if number.is_negative() { number.neg() } else { number }.into())
}

fn ceil(args: &[Value], _: &Context) -> Answer {
    Ok(number(args, 0).ceil().into())
}

fn floor(args: &[Value], _: &Context) -> Answer {
    Ok(number(args, 0).floor().into())
}

fn log(args: &[Value], _: &Context) -> Answer {
    let (num, base) = (number(args, 0).to_f64(), number(args, 1).to_f64());
    from_double(num.ln() / base.ln(), "logarithm")
}

fn pow(args: &[Value], _: &Context) -> Answer {
    from_double(number(args, 0).to_f64().powf(number(args, 1).to_f64()), "power")
}

/// The number that a calculation in doubles gives, with the digits that tell it from any other double; an error if
/// there is none.
fn from_double(double: f64, what: &str) -> Answer {
    let number =
        if double.is_infinite() { Number::from_f64(double) } else { double.to_string().parse().ok() };
    number.map(Value::from).ok_or_else(|| FunctionError::new(format!("there is no {what} of these numbers")))
}

fn max(args: &[Value], _: &Context) -> Answer {
    extreme(args, Ordering::Greater)
}

fn min(args: &[Value], _: &Context) -> Answer {
    extreme(args, Ordering::Less)
}

fn extreme(args: &[Value], wanted: Ordering) -> Answer {
    let numbers = args.iter().filter_map(Value::as_number);
    let best = numbers.reduce(|best, number| if number.cmp(best) == wanted { number } else { best });
    best.cloned().map(Value::from).ok_or_else(|| FunctionError::new("must pass at least one number"))
}

fn signum(args: &[Value], _: &Context) -> Answer {
    Ok(Value::from(int(args, 0)?.signum()))
}

fn parseint(args: &[Value], _: &Context) -> Answer {
    let base = int(args, 1)?;
    let base = u32::try_from(base).ok().filter(|base| (2..=62).contains(base)).ok_or_else(|| {
        FunctionError::argument(1, "base must be a whole number between 2 and 62 inclusive")
    })?;
    let digits = text(args, 0);
    parsed(digits, base).map(|int| Number::from_bigint(int).into()).ok_or_else(|| {
        FunctionError::argument(0, format!("cannot parse {digits:?} as a base {base} integer"))
    })
}

/// The integer that is written in this base; above 36, capitals follow the small letters.
fn parsed(text: &str, base: u32) -> Option<IBig> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() {
        return None;
    }
    let mut sum = IBig::ZERO;
    for c in digits.chars() {
        let digit = match c {
            '0'..='9' => c as u32 - '0' as u32,
            'a'..='z' => c as u32 - 'a' as u32 + 10,
            'A'..='Z' if base <= 36 => c as u32 - 'A' as u32 + 10,
            'A'..='Z' => c as u32 - 'A' as u32 + 36,
            _ => return None,
        };
        if digit >= base {
            return None;
        }
        sum = sum * IBig::from(base) + IBig::from(digit);
    }
    Some(if text.starts_with('-') { -sum } else { sum })
}
