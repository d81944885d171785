//! A state.

use super::Ui;
use crate::{diagnostic::Result, state::State};

impl Ui {
    /// Shows a state.
    ///
    /// # Errors
    /// None yet.
    pub fn state(&self, _unit: &str, state: &State, _json: bool) -> Result<()> {
        for (address, _) in state.instances() {
            self.line(&format!("# {address}:"));
        }
        Ok(())
    }
}
