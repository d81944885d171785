//! stackctl: Terragrunt, Terraform and the AWS provider in one binary.

pub mod address;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod engine;
pub mod lang;
pub mod providers;
pub mod runner;
pub mod sandbox;
pub mod schema;
pub mod state;
pub mod ui;
pub mod units;
pub mod work_dir;

/// The version of Terraform that stackctl does the work of, as state files and version checks name it.
pub const TERRAFORM_VERSION: &str = "1.11.4";
