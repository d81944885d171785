//! Ctrl-C: the first finishes what is under way, the second stops at once.

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::context::Context;

/// A token that Ctrl-C cancels: what is under way is finished, and saved. A second Ctrl-C stops at once. SIGTERM is the
/// same: it is what a CI server sends when a job is cancelled.
pub fn stop_token(context: &Context) -> CancellationToken {
    let token = CancellationToken::new();
    let (stop, ui) = (token.clone(), context.ui.clone());
    // Before anything is begun: a signal that comes early must not end the program the hard way.
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return token;
    };
    tokio::spawn(async move {
        for time in 1.. {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if time == 1 {
                ui.notice(
                    "\nInterrupt received.\nWhat is under way is finished and saved, nothing new is begun. \
                     Interrupt again to stop at once.\n",
                );
                stop.cancel();
            } else {
                ui.notice(
                    "\nTwo interrupts received: stopped at once. Objects that were being changed may differ from \
                     the state; the next plan shows it.",
                );
                std::process::exit(130);
            }
        }
    });
    token
}
