//! `csvdecode`: a table with a header line.

use std::collections::BTreeSet;

use super::{
    Function, FunctionError, Parameter,
    arguments::{Answer, TypeAnswer, nfc, string, text},
};
use crate::lang::value::{Type, Value};

pub(super) const FUNCTIONS: &[Function] =
    &[Function::new("csvdecode", &[Parameter::string("str")], gives_table, |args, _| decode(text(args, 0)))];

fn gives_table(args: &[Value]) -> TypeAnswer {
    if args[0].is_known() { Ok(decode(text(args, 0))?.type_of()) } else { Ok(Type::Dynamic) }
}

/// One object a line, with the columns of the header as attributes.
fn decode(text: &str) -> Answer {
    let mut records = records(text)?.into_iter();
    let Some((_, header)) = records.next() else {
        return Err(FunctionError::new("missing header line"));
    };
    let header: Vec<String> = header.into_iter().map(nfc).collect();
    let mut names = BTreeSet::new();
    if let Some(twice) = header.iter().find(|name| !names.insert(*name)) {
        return Err(FunctionError::new(format!("duplicate column name {twice:?}")));
    }
    let ty = Type::object(header.iter().map(|name| (name.as_str().into(), Type::String)));
    let rows = records.map(|(line, fields)| {
        if fields.len() != header.len() {
            return Err(FunctionError::new(format!("record on line {line}: wrong number of fields")));
        }
        Ok(Value::object(header.iter().map(|name| name.as_str().into()).zip(fields.into_iter().map(string))))
    });
    Ok(Value::list(ty, rows.collect::<Result<_, _>>()?))
}

/// The records with the lines they begin on. Empty lines are none; a quote must open or close a whole field.
fn records(text: &str) -> Result<Vec<(usize, Vec<String>)>, FunctionError> {
    let text = text.replace("\r\n", "\n");
    let mut records = Vec::new();
    let (mut rest, mut line) = (text.as_str(), 1);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('\n') {
            (rest, line) = (after, line + 1);
            continue;
        }
        let begin = line;
        let mut fields = Vec::new();
        loop {
            let field;
            (field, rest) = match rest.strip_prefix('"') {
                Some(quoted) => quoted_field(quoted, &mut line)?,
                None => plain_field(rest, line)?,
            };
            fields.push(field);
            match rest.strip_prefix(',') {
                Some(after) => rest = after,
                None => break,
            }
        }
        if let Some(after) = rest.strip_prefix('\n') {
            (rest, line) = (after, line + 1);
        }
        records.push((begin, fields));
    }
    Ok(records)
}

fn plain_field(rest: &str, line: usize) -> Result<(String, &str), FunctionError> {
    let (field, rest) = rest.split_at(rest.find([',', '\n']).unwrap_or(rest.len()));
    if field.contains('"') {
        return Err(FunctionError::new(format!("parse error on line {line}: bare \" in non-quoted field")));
    }
    // A carriage return before the very end belongs to the end of the line.
    let field = if rest.is_empty() { field.strip_suffix('\r').unwrap_or(field) } else { field };
    Ok((field.to_owned(), rest))
}

/// The field after its opening quote; two quotes in it stand for one.
fn quoted_field<'a>(mut rest: &'a str, line: &mut usize) -> Result<(String, &'a str), FunctionError> {
    let mut field = String::new();
    let wrong = |line: usize| {
        FunctionError::new(format!("parse error on line {line}: extraneous or missing \" in quoted-field"))
    };
    loop {
        let (part, after) = rest.split_once('"').ok_or_else(|| wrong(*line))?;
        field.push_str(part);
        *line += part.matches('\n').count();
        rest = after;
        match rest.strip_prefix('"') {
            Some(after) => {
                field.push('"');
                rest = after;
            }
            None if rest.is_empty() || rest.starts_with([',', '\n']) => return Ok((field, rest)),
            None if rest == "\r" => return Ok((field, "")),
            None => return Err(wrong(*line)),
        }
    }
}
