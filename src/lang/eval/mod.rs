//! Evaluation: an expression and a scope make a value.
//!
//! One evaluator serves both dialects: what a name means, and which functions there are beside the language's own,
//! is the [`Scope`]'s. Unknown values and marks go through everything; an expression that cannot be evaluated gives
//! diagnostics with the place and the values that explain it.

mod call;
mod conditional;
mod depth;
mod describe;
mod for_expr;
mod object;
mod operators;
mod scope;
mod splat;
mod steps;
mod template;

use self::{depth::Guard, scope::Frame};
pub use self::{
    depth::deep,
    describe::describe,
    scope::{Callable, LookupError, NoScope, Scope, Variables},
    steps::{attribute, index},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    lang::{
        syntax::{Expr, ExprKind, Traversal},
        value::Value,
    },
};

/// Evaluates an expression. What is not known yet is an unknown value, not an error.
pub fn evaluate(expr: &Expr, scope: &dyn Scope) -> Result<Value, Diagnostics> {
    let _guard = Guard::enter();
    let evaluator = Evaluator { scope, quiet: false };
    evaluator.eval(expr, None).map_err(|failure| failure.diagnostics)
}

/// Why an expression has no value, and whether `try` and `can` take that as an answer.
#[derive(Debug)]
struct Failure {
    diagnostics: Diagnostics,
    catchable: bool,
}

type Answer<T = Value> = Result<T, Failure>;

#[derive(Clone, Copy)]
struct Evaluator<'s> {
    scope: &'s dyn Scope,
    /// Whether nobody will read the diagnostics, as inside `try`: then values are not collected for them.
    quiet: bool,
}

impl<'s> Evaluator<'s> {
    fn eval(&self, expr: &Expr, frame: Option<&Frame>) -> Answer {
        depth::check(expr)?;
        match &*expr.kind {
            ExprKind::Literal(value) => Ok(value.clone()),
            ExprKind::Template(parts) => self.template(parts, frame),
            ExprKind::Wrapped(inner) | ExprKind::Parenthesised(inner) => self.eval(inner, frame),
            ExprKind::Traversal(traversal) => self.traversal(traversal, expr, frame),
            ExprKind::RelativeTraversal(source, steps) => {
                let value = self.eval(source, frame)?;
                self.steps(value, steps, expr, frame)
            }
            ExprKind::Index(source, key) => {
                let value = self.eval(source, frame)?;
                let key = self.eval(key, frame)?;
                steps::index(&value, &key).map_err(|error| self.fail(error, expr, expr, frame))
            }
            ExprKind::Splat { source, each } => self.splat(source, each, expr, frame),
            ExprKind::Call { name, name_range, arguments, expand } => {
                self.call(call::Call { name, name_range, arguments, expand: *expand, expr }, frame)
            }
            ExprKind::Tuple(items) => {
                let items = items.iter().map(|item| self.eval(item, frame)).collect::<Answer<Vec<_>>>()?;
                Ok(Value::tuple(items))
            }
            ExprKind::Object(items) => self.object(items, frame),
            ExprKind::For(for_expr) => self.for_expr(for_expr, expr, frame),
            ExprKind::Unary(operator, operand) => {
                let value = self.eval(operand, frame)?;
                operators::unary(*operator, value).map_err(|error| self.fail(error, operand, expr, frame))
            }
            ExprKind::Binary(left, operator, right) => {
                let (a, b) = (self.eval(left, frame)?, self.eval(right, frame)?);
                operators::binary(*operator, a, b).map_err(|(side, error)| {
                    let at = match side {
                        operators::Side::Left => left,
                        operators::Side::Right => right,
                        operators::Side::Both => expr,
                    };
                    self.fail(error, at, expr, frame)
                })
            }
            ExprKind::Conditional(condition, yes, no) => self.conditional([condition, yes, no], expr, frame),
        }
    }

    fn traversal(&self, traversal: &Traversal, expr: &Expr, frame: Option<&Frame>) -> Answer {
        if let Some(value) = frame.and_then(|frame| frame.find(&traversal.root)) {
            return self.steps(value.clone(), &traversal.steps, expr, frame);
        }
        let (value, taken) = self.scope.lookup(traversal).map_err(|error| Failure {
            diagnostics: Diagnostics(error.diagnostics.into_iter().map(|d| d.or_at(&expr.range)).collect()),
            catchable: error.catchable,
        })?;
        self.steps(value, traversal.steps.get(taken..).unwrap_or_default(), expr, frame)
    }

    /// The failure that `error` is: marked at `at`, explained by the values that `around` refers to.
    fn fail(&self, error: Diagnostic, at: &Expr, around: &Expr, frame: Option<&Frame>) -> Failure {
        let error = error.or_at(&at.range);
        let error = if self.quiet { error } else { self.explained(error, around, frame) };
        Failure { diagnostics: error.into(), catchable: true }
    }
}

#[cfg(test)]
mod tests;
