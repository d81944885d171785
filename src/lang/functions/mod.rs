//! Functions: all that an expression can call. A file a family; the table is [`all`].
//!
//! [`Function::invoke`] does what all calls have in common, so the code of a function sees only arguments that it
//! asked for. Nothing here evaluates expressions; what only the evaluator can do (`try`, `can`) is listed as
//! [`Function::special`].

mod arguments;
mod case;
mod choice;
mod collection;
mod conversion;
mod crypto;
mod csv;
mod datetime;
pub mod deflate;
mod encoding;
mod error;
mod fileset;
mod filesystem;
mod float;
mod format;
mod function;
mod invoke;
mod json;
mod list;
mod map;
mod marks;
mod moment;
mod network;
mod numeric;
mod pattern;
mod regex;
mod set;
mod special;
mod string;
mod template;
#[cfg(test)]
mod tests;
mod verb;
mod yaml;
mod yaml_emit;
mod yaml_read;

use std::sync::LazyLock;

pub use self::{
    error::{ErrorKind, FunctionError},
    function::{Context, Function, Parameter},
};

/// The families.
const FAMILIES: &[&[Function]] = &[
    case::FUNCTIONS,
    choice::FUNCTIONS,
    collection::FUNCTIONS,
    conversion::FUNCTIONS,
    crypto::FUNCTIONS,
    csv::FUNCTIONS,
    datetime::FUNCTIONS,
    encoding::FUNCTIONS,
    fileset::FUNCTIONS,
    filesystem::FUNCTIONS,
    format::FUNCTIONS,
    json::FUNCTIONS,
    list::FUNCTIONS,
    map::FUNCTIONS,
    marks::FUNCTIONS,
    network::FUNCTIONS,
    numeric::FUNCTIONS,
    regex::FUNCTIONS,
    set::FUNCTIONS,
    special::FUNCTIONS,
    string::FUNCTIONS,
    template::FUNCTIONS,
    yaml::FUNCTIONS,
];

/// Every function, by name.
pub fn all() -> &'static [&'static Function] {
    static ALL: LazyLock<Vec<&'static Function>> = LazyLock::new(|| {
        let mut all: Vec<_> = FAMILIES.iter().chain(&crypto::DIGESTS).copied().flatten().collect();
        all.sort_by_key(|function| function.name);
        all
    });
    &ALL
}

/// The function of this name; `core::upper` is another name of `upper`.
pub fn lookup(name: &str) -> Option<&'static Function> {
    let name = name.strip_prefix("core::").unwrap_or(name);
    all().binary_search_by_key(&name, |function| function.name).ok().map(|at| all()[at])
}
