//! Text to syntax trees.

mod ast;

pub use self::ast::{
    Attribute, BinaryOp, Block, Body, Expr, ExprKind, For, Label, Part, SplatStep, Step, StepKind, Traversal,
    UnaryOp,
};
