//! stackctl: Terragrunt, Terraform and the AWS provider in one binary.

pub mod address;
pub mod diagnostic;
pub mod lang;
pub mod providers;
pub mod sandbox;
pub mod schema;
pub mod units;
