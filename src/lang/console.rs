//! What the console answers to an expression.

use std::sync::Arc;

use super::{
    eval::{Scope, evaluate},
    syntax::{Expr, ExprKind, parse_expr},
    value::{display, display_type},
};
use crate::diagnostic::{Diagnostic, Diagnostics, Source};

/// The value of the expression as the console prints it, or its type for `type(…)`, which is a function of the
/// console alone.
pub fn answer(source: &Arc<Source>, scope: &dyn Scope) -> Result<String, Diagnostics> {
    let expr = parse_expr(source)?;
    match &*expr.kind {
        ExprKind::Call { name, arguments, .. } if &**name == "type" => {
            Ok(display_type(&evaluate(only(arguments, &expr)?, scope)?.type_of()))
        }
        _ => Ok(display(&evaluate(&expr, scope)?)),
    }
}

fn only<'a>(arguments: &'a [Expr], call: &Expr) -> Result<&'a Expr, Diagnostic> {
    match arguments {
        [argument] => Ok(argument),
        [] => Err(Diagnostic::error("Not enough function arguments")
            .detail("Function \"type\" expects 1 argument(s). Missing value for \"value\".")
            .at(&call.range)),
        _ => Err(Diagnostic::error("Too many function arguments")
            .detail("Function \"type\" expects only 1 argument(s).")
            .at(&call.range)),
    }
}
