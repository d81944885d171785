//! Outputs.

use serde_json::{Value as Json, json};

use super::Ui;
use crate::{
    diagnostic::{Diagnostic, Result},
    lang::value::{Type, Value, display, from_json},
    state::{OutputState, State},
};

impl Ui {
    /// Shows the outputs of states, or one of them.
    ///
    /// # Errors
    /// A raw output that is no text.
    pub fn outputs(
        &self,
        states: &[(String, State)],
        name: Option<&str>,
        json: bool,
        raw: bool,
        several: bool,
    ) -> Result<()> {
        if json {
            let of = |state: &State| match name {
                Some(name) => state.outputs.get(name).map_or(Json::Null, |output| output.value.clone()),
                None => state
                    .outputs
                    .iter()
                    .map(|(name, o)| {
                        let output =
                            json!({"sensitive": o.sensitive, "type": o.ty.to_json(), "value": o.value});
                        (name.to_string(), output)
                    })
                    .collect::<serde_json::Map<_, _>>()
                    .into(),
            };
            let all = match states {
                [(_, state)] if !several => of(state),
                states => states
                    .iter()
                    .map(|(unit, state)| (unit.clone(), of(state)))
                    .collect::<serde_json::Map<_, _>>()
                    .into(),
            };
            let text = match name {
                Some(_) => serde_json::to_string(&all),
                None => serde_json::to_string_pretty(&all),
            };
            self.line(&escaped(&text.unwrap_or_default()));
            return Ok(());
        }
        if name.is_none() && states.iter().all(|(_, state)| state.outputs.is_empty()) {
            let detail =
                "The state has no outputs. They appear once the configuration declares them and is applied.";
            self.diagnostics(&Diagnostic::warning("No outputs found").detail(detail).into());
        }
        for (unit, state) in states {
            let wanted = state.outputs.iter().filter(|(key, _)| name.is_none_or(|name| name == &***key));
            for (key, output) in wanted {
                let prefix = if several { format!("{unit}: ") } else { String::new() };
                match name {
                    Some(_) if raw => self.raw(key, output)?,
                    Some(_) => self.line(&format!("{prefix}{}", display(&value_of(output)))),
                    None if output.sensitive => self.line(&format!("{prefix}{key} = <sensitive>")),
                    None => self.line(&format!("{prefix}{key} = {}", display(&value_of(output)))),
                }
            }
        }
        Ok(())
    }

    fn raw(&self, name: &str, output: &OutputState) -> Result<()> {
        use std::io::Write;
        let value = crate::lang::value::convert(value_of(output), &Type::String).ok();
        match value.as_ref().and_then(Value::as_str) {
            Some(text) => {
                let _ = write!(std::io::stdout().lock(), "{text}");
                Ok(())
            }
            None => Err(Diagnostic::error("Unsupported value for raw output")
                .detail(format!(
                    "The output {name:?} is a {}; only a string, number or bool can be shown raw. Use -json.",
                    output.ty
                ))
                .into()),
        }
    }
}

fn value_of(output: &OutputState) -> Value {
    from_json(&output.value, &output.ty).unwrap_or_default()
}

/// JSON text with the characters escaped that some readers take for markup, as Terraform writes it.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", character as u32));
            }
            other => out.push(other),
        }
    }
    out
}
