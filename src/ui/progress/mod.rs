//! What happens, while it happens: plain lines for logs and pipes, moving ones on a terminal, JSON for machines.

mod lines;
mod live;
mod running;
mod stream;
mod words;

use std::{
    io::IsTerminal,
    sync::{Arc, atomic::Ordering},
};

use super::Ui;
use crate::runner::{Listener, Scope, Session};

impl Ui {
    /// Who shows the events of a run over these jobs. Must be called inside of a tokio runtime.
    pub fn listener(&self, session: &Session) -> Arc<dyn Listener> {
        let several = session.scope == Scope::All;
        if self.json.load(Ordering::Relaxed) {
            self.version_event();
            self.diagnostics(&session.warnings);
            return stream::Stream::start(self.clone(), several);
        }
        self.diagnostics(&session.warnings);
        // Both, because a question or an error must not be drawn over.
        let terminal = std::io::stdout().is_terminal() && std::io::stderr().is_terminal();
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
        if terminal && !dumb {
            live::Live::start(self.clone(), session)
        } else {
            lines::Lines::start(self.clone(), several)
        }
    }
}
