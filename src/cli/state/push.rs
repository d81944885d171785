//! `stackctl state push`.

use std::{io::Read, path::Path, process::ExitCode};

use crate::{
    cli::{
        context::Context,
        one::{One, StateFlags},
    },
    diagnostic::{Diagnostic, Diagnostics, Result},
    state::parse,
};

/// The arguments of `state push`.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    /// The state file; `-` is standard input.
    #[arg(value_name = "FILE")]
    path: String,
    /// Also over a newer state, and over one of another lineage.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    flags: StateFlags,
}

/// Puts a state in the place of the one that is kept.
///
/// # Errors
/// No state, or an older one, or one of another lineage.
pub async fn run(context: &Context, args: Args) -> Result<ExitCode> {
    let failed = |error: std::io::Error| {
        Diagnostics::from(
            Diagnostic::error("The state file cannot be read").detail(format!("{}: {error}.", args.path)),
        )
    };
    let bytes = if args.path == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
        bytes
    } else {
        std::fs::read(context.dir.join(&args.path)).map_err(failed)?
    };
    let pushed = parse(&bytes, Path::new(&args.path))?;
    let one = One::open(context, "state", args.flags.settings(context)?)?;
    let force = args.force;
    one.change("State", |state| {
        let refused = |why: String| {
            let detail = format!("{why} Say -force if that is really meant.");
            Err(Diagnostic::error("Failed to write state").detail(detail).into())
        };
        let empty = state.is_empty() && state.serial == 0;
        if !force && !empty && pushed.lineage != state.lineage {
            return refused(format!(
                "The lineage {:?} of the pushed state is not {:?}, that of the kept one: they have nothing to do with \
                 each other.",
                pushed.lineage, state.lineage
            ));
        }
        if !force && !empty && pushed.serial < state.serial {
            return refused(format!(
                "The pushed state has serial {}, the kept one {}: it is newer.",
                pushed.serial, state.serial
            ));
        }
        *state = pushed;
        // Writing counts it up to what it was.
        state.serial = state.serial.saturating_sub(1);
        Ok(())
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}
