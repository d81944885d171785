//! Text to syntax trees: what a file says, with a place in the source for everything.

mod ast;
mod json;
mod json_text;
mod lower;
mod mistakes;
mod parse;
mod references;
mod template;
mod text;

pub use self::{
    ast::{
        Attribute, BinaryOp, Block, Body, Expr, ExprKind, For, Label, Part, SplatStep, Step, StepKind,
        Traversal, UnaryOp,
    },
    json::{parse_json_body, parse_json_values},
    parse::{parse_body, parse_expr, parse_template},
};
pub use crate::lang::value::nfc;

#[cfg(test)]
mod tests;
