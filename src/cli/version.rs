//! `stackctl version`.

use std::process::ExitCode;

use serde_json::json;

use super::context::Context;
use crate::{TERRAFORM_VERSION, diagnostic::Result};

/// The arguments of `version`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// JSON, as Terraform prints it.
    #[arg(long)]
    json: bool,
}

/// Says which version this is, and the work of which Terraform it does.
///
/// # Errors
/// None.
pub fn run(context: &Context, args: &Args) -> Result<ExitCode> {
    let platform = format!("{}_{}", std::env::consts::OS, architecture());
    if args.json {
        let version = json!({
            "terraform_version": TERRAFORM_VERSION,
            "stackctl_version": env!("CARGO_PKG_VERSION"),
            "platform": platform,
            "provider_selections": {},
            "terraform_outdated": false,
        });
        context.ui.line(&serde_json::to_string_pretty(&version).unwrap_or_default());
    } else {
        let version = env!("CARGO_PKG_VERSION");
        context.ui.line(&format!(
            "stackctl v{version}\non {platform}\ndoes what Terraform v{TERRAFORM_VERSION} does"
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// The architecture as Go names it.
fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}
