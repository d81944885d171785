//! Preconditions, postconditions, validations and asserts: what must hold.

use crate::{
    config::Condition,
    diagnostic::{Diagnostic, Diagnostics, Severity},
    lang::{
        eval::{Scope, evaluate},
        value::{Type, Value, convert},
    },
};

/// Checks conditions in a scope. One that is not known yet holds for now.
pub fn check(
    conditions: &[Condition],
    summary: &str,
    severity: Severity,
    scope: &dyn Scope,
    out: &mut Diagnostics,
) {
    for condition in conditions {
        let Some(value) = out.take(evaluate(&condition.condition, scope)) else { continue };
        let range = &condition.condition.range;
        match convert(value, &Type::Bool) {
            Ok(value) if !value.is_known() => {}
            Ok(value) => match value.as_bool() {
                Some(true) => {}
                Some(false) => {
                    let message = match evaluate(&condition.message, scope) {
                        Ok(message) => said(&message),
                        Err(errors) => {
                            out.extend(errors);
                            continue;
                        }
                    };
                    let diagnostic = Diagnostic::error(summary).detail(message).at(range);
                    out.push(Diagnostic { severity, ..diagnostic });
                }
                None => out.push(invalid("The condition must be true or false, not null.", range)),
            },
            Err(error) => out.push(invalid(&format!("The condition must be true or false: {error}."), range)),
        }
    }
}

fn invalid(detail: &str, range: &crate::diagnostic::Range) -> Diagnostic {
    Diagnostic::error("Invalid condition result").detail(detail).at(range)
}

/// A message as it is shown. A sensitive one is not.
fn said(message: &Value) -> String {
    if !message.marks_deep().is_empty() {
        return "The error message refers to sensitive values, so it is not shown.".into();
    }
    message.as_str().map_or_else(|| "The condition does not hold.".to_owned(), |text| text.trim().to_owned())
}
