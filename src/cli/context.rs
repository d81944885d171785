//! What every command has: the folder, the environment, the screen.

use std::path::PathBuf;

use crate::{
    diagnostic::{Diagnostic, Result},
    ui::Ui,
};

/// What every command has.
pub struct Context {
    /// The folder that the command works in.
    pub dir: PathBuf,
    /// What a person sees.
    pub ui: Ui,
}

impl Context {
    /// The context of a command that is called with these global flags.
    pub fn new(chdir: Option<PathBuf>, no_color: bool) -> Self {
        let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        let dir = chdir.map_or_else(|| here.clone(), |dir| here.join(dir));
        Self { ui: Ui::new(no_color, &dir), dir }
    }

    /// The folder, if it is there.
    ///
    /// # Errors
    /// It is not.
    pub fn folder(&self) -> Result<&PathBuf> {
        if self.dir.is_dir() {
            return Ok(&self.dir);
        }
        let detail = format!("{} is not a folder.", self.dir.display());
        Err(Diagnostic::error("Folder does not exist").detail(detail).into())
    }
}
