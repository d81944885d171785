//! Dates and times.

use jiff::Timestamp;

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, gives_number, gives_string, string, text},
    moment::{Moment, duration},
};
use crate::lang::value::{Type, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "formatdate",
        &[Parameter::string("format"), Parameter::string("time")],
        gives_string,
        formatdate,
    ),
    Function::new("plantimestamp", &[], gives_string, plantimestamp),
    Function::new(
        "timeadd",
        &[Parameter::string("timestamp"), Parameter::string("duration")],
        gives_string,
        timeadd,
    ),
    Function::new(
        "timecmp",
        &[Parameter::string("timestamp_a"), Parameter::string("timestamp_b")],
        gives_number,
        timecmp,
    ),
    Function::new("timestamp", &[], gives_string, timestamp).impure(),
];

fn moment(args: &[Value], at: usize) -> Result<Moment, FunctionError> {
    Moment::parse(text(args, at)).map_err(|message| FunctionError::argument(at, message))
}

fn timestamp(_: &[Value], _: &Context) -> Answer {
    Ok(Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string().into())
}

fn plantimestamp(_: &[Value], cx: &Context) -> Answer {
    Ok(cx.plan_timestamp.map_or(Value::unknown(Type::String), Value::from))
}

fn timeadd(args: &[Value], _: &Context) -> Answer {
    let moment = moment(args, 0)?;
    let duration = duration(text(args, 1)).ok_or_else(|| {
        FunctionError::argument(
            1,
            format!(
                "{:?} is not a duration; write it like 1h30m, with the units h, m, s, ms, us, ns",
                text(args, 1)
            ),
        )
    })?;
    let later =
        moment.later(duration).ok_or_else(|| FunctionError::new("the result is beyond the calendar"))?;
    Ok(later.rfc3339().into())
}

fn timecmp(args: &[Value], _: &Context) -> Answer {
    let (a, b) = (moment(args, 0)?.since_epoch(), moment(args, 1)?.since_epoch());
    Ok(Value::from(a.cmp(&b) as i64))
}

/// Letters stand for parts of the date, in runs of one letter; text in single quotes and all else for itself.
fn formatdate(args: &[Value], _: &Context) -> Answer {
    let moment = moment(args, 1)?;
    let mut out = String::new();
    let mut rest = text(args, 0);
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            let (literal, after) = quoted(&rest[1..])?;
            out.push_str(&literal);
            rest = after;
        } else if first.is_ascii_alphabetic() {
            let (token, after) = rest.split_at(rest.find(|c| c != first).unwrap_or(rest.len()));
            out.push_str(&part(token, moment)?);
            rest = after;
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    Ok(string(out))
}

/// The text up to the closing quote, in which two quotes stand for one.
fn quoted(text: &str) -> Result<(String, &str), FunctionError> {
    let mut literal = String::new();
    let mut rest = text;
    loop {
        let (part, after) =
            rest.split_once('\'').ok_or_else(|| FunctionError::argument(0, "unterminated literal '"))?;
        literal.push_str(part);
        match after.strip_prefix('\'') {
            Some(after) => {
                literal.push('\'');
                rest = after;
            }
            None => return Ok((literal, after)),
        }
    }
}

fn part(token: &str, moment: Moment) -> Result<String, FunctionError> {
    let time = moment.local;
    let named = |format: &str| time.strftime(format).to_string();
    let twelve = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    Ok(match token {
        "YYYY" => format!("{:04}", time.year()),
        "YY" => format!("{:02}", time.year() % 100),
        "MMMM" => named("%B"),
        "MMM" => named("%b"),
        "MM" => format!("{:02}", time.month()),
        "M" => time.month().to_string(),
        "DD" => format!("{:02}", time.day()),
        "D" => time.day().to_string(),
        "EEEE" => named("%A"),
        "EEE" => named("%a"),
        "hh" => format!("{:02}", time.hour()),
        "h" => time.hour().to_string(),
        "HH" => format!("{twelve:02}"),
        "H" => twelve.to_string(),
        "AA" => if time.hour() < 12 { "AM" } else { "PM" }.to_owned(),
        "aa" => if time.hour() < 12 { "am" } else { "pm" }.to_owned(),
        "mm" => format!("{:02}", time.minute()),
        "m" => time.minute().to_string(),
        "ss" => format!("{:02}", time.second()),
        "s" => time.second().to_string(),
        "ZZZZZ" => moment.zone(":", ""),
        "ZZZZ" => moment.zone("", ""),
        "ZZZ" => moment.zone("", "UTC"),
        "Z" => moment.zone(":", "Z"),
        _ => {
            let why = match &token[..1] {
                letter @ ("Y" | "M" | "D" | "E" | "h" | "H" | "A" | "a" | "m" | "s" | "Z") => {
                    format!("{letter:?} must be used in other lengths")
                }
                letter => format!("{letter:?} stands for nothing; put literal text in single quotes"),
            };
            return Err(FunctionError::argument(0, format!("invalid date format verb {token:?}: {why}")));
        }
    })
}
