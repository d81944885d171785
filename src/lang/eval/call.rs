//! Calls of functions, and the two that only the evaluator can do: `try` and `can`.

use super::{Answer, Evaluator, Failure, scope::Frame};
use crate::{
    diagnostic::{Diagnostic, Range, did_you_mean},
    lang::{
        functions::{self, Context, FunctionError},
        syntax::{Expr, ExprKind},
        value::{Kind, Marks, Name, Type, Value},
    },
};

/// A call as it is written.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub name: &'a Name,
    pub name_range: &'a Range,
    pub arguments: &'a [Expr],
    pub expand: bool,
    pub expr: &'a Expr,
}

impl Evaluator<'_> {
    pub(super) fn call(&self, call: Call, frame: Option<&Frame>) -> Answer {
        match call.name.strip_prefix("core::").unwrap_or(call.name) {
            "try" => return self.try_each(call, frame),
            "can" => return self.can(call, frame),
            "templatestring" => self.check_template_reference(call, frame)?,
            _ => {}
        }
        let function = functions::lookup(call.name);
        let own = self.scope.function(call.name);
        if function.is_none() && own.is_none() {
            return Err(self.unknown_function(call, frame));
        }
        let Some(arguments) = self.arguments(call, frame)? else {
            return Ok(Value::unknown(Type::Dynamic));
        };
        let result = match (own, function) {
            (Some(own), _) => own.call(&arguments, &call.expr.range).map_err(|error| {
                let diagnostic = Diagnostic::error("Error in function call")
                    .detail(format!("Call to function {:?} failed: {}.", call.name, error.message));
                (error, diagnostic)
            }),
            (None, Some(function)) => {
                let context = Context {
                    work_dir: self.scope.work_dir(),
                    plan_timestamp: self.scope.plan_timestamp(),
                    applying: self.scope.applying(),
                };
                function.invoke(arguments, &context).map_err(|error| {
                    let diagnostic = error.diagnostic(function);
                    (error, diagnostic)
                })
            }
            (None, None) => return Err(self.unknown_function(call, frame)),
        };
        result.map_err(|(error, diagnostic)| self.call_failed(&error, diagnostic, call, frame))
    }

    fn unknown_function(&self, call: Call, frame: Option<&Frame>) -> Failure {
        let names = functions::all().iter().map(|function| function.name);
        let near = did_you_mean(call.name, names.chain(self.scope.function_names()));
        let error = Diagnostic::error("Call to unknown function")
            .detail(format!("There is no function named {:?}.{near}", call.name))
            .at(call.name_range);
        self.fail(error, call.expr, call.expr, frame)
    }

    fn call_failed(
        &self,
        error: &FunctionError,
        diagnostic: Diagnostic,
        call: Call,
        frame: Option<&Frame>,
    ) -> Failure {
        let last = call.arguments.len().checked_sub(1);
        let argument = error.argument.and_then(|at| call.arguments.get(at).or(call.arguments.get(last?)));
        self.fail(diagnostic, argument.unwrap_or(call.expr), call.expr, frame)
    }

    /// The arguments; `None` if their number is not known.
    fn arguments(&self, call: Call, frame: Option<&Frame>) -> Answer<Option<Vec<Value>>> {
        let mut values = Vec::with_capacity(call.arguments.len());
        for argument in call.arguments {
            values.push(self.eval(argument, frame)?);
        }
        if !call.expand {
            return Ok(Some(values));
        }
        let (Some(last), Some(at)) = (values.pop(), call.arguments.last()) else { return Ok(Some(values)) };
        let invalid = |what: &str| {
            let error = Diagnostic::error("Invalid expanding argument value")
                .detail(format!("The expanding argument (indicated by ...) must {what}."));
            self.fail(error, at, call.expr, frame)
        };
        match last.kind() {
            Kind::Null(_) => Err(invalid("not be null")),
            Kind::Unknown(unknown)
                if matches!(unknown.ty, Type::Dynamic | Type::List(_) | Type::Set(_) | Type::Tuple(_)) =>
            {
                Ok(None)
            }
            _ => {
                let items = last.as_sequence().ok_or_else(|| invalid("be of a tuple, list, or set type"))?;
                values.extend(items.iter().map(|item| item.clone().with_marks(last.marks())));
                Ok(Some(values))
            }
        }
    }

    /// The first argument that has a value.
    fn try_each(&self, call: Call, frame: Option<&Frame>) -> Answer {
        let quiet = Evaluator { quiet: true, ..*self };
        let mut reasons = String::new();
        for argument in call.arguments {
            match quiet.eval(argument, frame) {
                // Once it is all known it may fail, and then a later argument would be the result.
                Ok(value) if !value.is_wholly_known() => {
                    return Ok(Value::unknown(Type::Dynamic).with_marks(value.marks()));
                }
                Ok(value) => return Ok(value),
                Err(failure) if !failure.catchable => return Err(failure),
                Err(failure) => {
                    for diagnostic in failure.diagnostics {
                        reasons += &format!("\n- {diagnostic}");
                    }
                }
            }
        }
        let why = if call.arguments.is_empty() {
            "at least one argument is required".to_owned()
        } else {
            format!(
                "no expression succeeded:{reasons}\n\nAt least one expression must produce a successful result"
            )
        };
        let error = Diagnostic::error("Error in function call")
            .detail(format!("Call to function \"try\" failed: {why}."));
        Err(self.fail(error, call.expr, call.expr, frame))
    }

    /// Whether the argument has a value.
    fn can(&self, call: Call, frame: Option<&Frame>) -> Answer {
        let [argument] = call.arguments else {
            let (summary, detail) = match call.arguments {
                [] => (
                    "Not enough function arguments",
                    "Function \"can\" expects 1 argument(s). Missing value for \"expression\".",
                ),
                _ => ("Too many function arguments", "Function \"can\" expects only 1 argument(s)."),
            };
            return Err(self.fail(Diagnostic::error(summary).detail(detail), call.expr, call.expr, frame));
        };
        match (Evaluator { quiet: true, ..*self }).eval(argument, frame) {
            Ok(value) if !value.is_wholly_known() => Ok(Value::unknown(Type::Bool).with_marks(value.marks())),
            Ok(_) => Ok(Value::TRUE.with_marks(Marks::NONE)),
            Err(failure) if !failure.catchable => Err(failure),
            Err(_) => Ok(Value::FALSE),
        }
    }

    /// `templatestring` renders a template that comes from elsewhere; one that is written in place is a mistake.
    fn check_template_reference(&self, call: Call, frame: Option<&Frame>) -> Answer<()> {
        let Some(template) = call.arguments.first() else { return Ok(()) };
        if matches!(
            *template.kind,
            ExprKind::Traversal(_) | ExprKind::Index(..) | ExprKind::RelativeTraversal(..)
        ) {
            return Ok(());
        }
        let error = Diagnostic::error("Invalid function argument").detail(
            "Invalid value for \"template\" parameter: invalid template expression: must be a direct reference to a single string from elsewhere, containing valid Terraform template syntax.",
        );
        Err(self.fail(error, template, call.expr, frame))
    }
}
