//! The case of letters, rune by rune: no letter becomes two.

use super::{
    Context, Function, Parameter,
    arguments::{Answer, gives_string, string, text},
};
use crate::lang::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("lower", &[Parameter::string("str")], gives_string, lower),
    Function::new("title", &[Parameter::string("str")], gives_string, title),
    Function::new("upper", &[Parameter::string("str")], gives_string, upper),
];

fn upper(args: &[Value], _: &Context) -> Answer {
    Ok(string(text(args, 0).chars().map(upper_rune).collect::<String>()))
}

fn lower(args: &[Value], _: &Context) -> Answer {
    Ok(string(text(args, 0).chars().map(lower_rune).collect::<String>()))
}

/// The capital of a letter; a letter whose capital is two letters has none.
fn upper_rune(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// The small form of a letter.
fn lower_rune(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// The form of a letter that begins a title.
fn title_rune(c: char) -> char {
    match c {
        // The digraphs that have a title form of their own.
        'Ǆ' | 'ǅ' | 'ǆ' => 'ǅ',
        'Ǉ' | 'ǈ' | 'ǉ' => 'ǈ',
        'Ǌ' | 'ǋ' | 'ǌ' => 'ǋ',
        'Ǳ' | 'ǲ' | 'ǳ' => 'ǲ',
        _ => upper_rune(c),
    }
}

fn title(args: &[Value], _: &Context) -> Answer {
    let mut previous = ' ';
    let titled = text(args, 0).chars().map(|c| {
        let begins = separates(previous);
        previous = c;
        if begins { title_rune(c) } else { c }
    });
    Ok(string(titled.collect::<String>()))
}

/// Whether a word ends at this rune: it is neither a letter, a digit nor `_`; beyond ASCII only white space does.
fn separates(c: char) -> bool {
    if c.is_ascii() {
        !c.is_ascii_alphanumeric() && c != '_'
    } else {
        !c.is_alphabetic() && !c.is_numeric() && c.is_whitespace()
    }
}
