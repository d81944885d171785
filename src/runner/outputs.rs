//! The outputs of units: of this run's plans and applies, else of their states.

use crate::{
    diagnostic::{Diagnostic, Result},
    lang::value::{Object, Value, from_json},
    state::Backend,
};

/// The outputs that a state holds, as an object; `None` if there is no state, or one without outputs.
///
/// # Errors
/// A state that cannot be read.
pub fn read_outputs(backend: &Backend) -> Result<Option<Value>, Diagnostic> {
    let Some((state, _)) = backend.read()? else { return Ok(None) };
    let mut outputs = Object::new();
    for (name, output) in &state.outputs {
        let value = from_json(&output.value, &output.ty).map_err(|error| {
            let detail =
                format!("The output {name:?} in {} does not fit its type: {error}.", backend.describe());
            Diagnostic::error("Invalid output in state").detail(detail)
        })?;
        outputs.insert(name.clone(), value);
    }
    Ok((!outputs.is_empty()).then(|| Value::object(outputs)))
}
