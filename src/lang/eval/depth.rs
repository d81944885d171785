//! How deep evaluation may go: what is nested too deeply is a diagnostic, never an overflow of the stack.
//!
//! A reference evaluates another expression, and that one the next: a chain of thousands of them needs more stack
//! than a thread usually has. [`deep`] runs on a stack of its own that is enough for any real configuration.

use std::cell::Cell;

use super::{Answer, Failure};
use crate::{diagnostic::Diagnostic, lang::syntax::Expr};

/// What evaluation may use of the stack of a thread that was not made for it; threads have at least 2 MiB.
const ORDINARY: usize = 1 << 20;
/// The stack of [`deep`]. It is address space only until it is used.
const DEEP: usize = 1 << 30;
/// What is kept free there for functions that evaluation calls.
const RESERVE: usize = 16 << 20;

thread_local! {
    /// The lowest address that the stack may reach; 0 outside an evaluation.
    static FLOOR: Cell<usize> = const { Cell::new(0) };
}

/// The address of the top of the stack, nearly.
#[inline(never)]
fn stack_address() -> usize {
    let here = 0u8;
    std::hint::black_box(&raw const here) as usize
}

/// Marks the outermost evaluation of a thread.
pub(super) struct Guard {
    outermost: bool,
}

impl Guard {
    pub fn enter() -> Self {
        let outermost = FLOOR.get() == 0;
        if outermost {
            FLOOR.set(stack_address().saturating_sub(ORDINARY));
        }
        Self { outermost }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if self.outermost {
            FLOOR.set(0);
        }
    }
}

/// An error if there is no stack left to evaluate this.
pub(super) fn check(expr: &Expr) -> Answer<()> {
    if stack_address() > FLOOR.get() {
        return Ok(());
    }
    let error = Diagnostic::error("Expression nested too deeply")
        .detail("Evaluating this needs the values of too many other expressions one inside the other.")
        .at(&expr.range);
    Err(Failure { diagnostics: error.into(), catchable: false })
}

/// Runs `work` on a stack that is deep enough for chains of tens of thousands of references. A panic inside goes on
/// outside.
pub fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> std::io::Result<T> {
    std::thread::scope(|threads| {
        let run = || {
            FLOOR.set(stack_address().saturating_sub(DEEP - RESERVE).max(1));
            work()
        };
        let thread = std::thread::Builder::new()
            .name("evaluate".into())
            .stack_size(DEEP)
            .spawn_scoped(threads, run)?;
        Ok(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}
