//! Configuration in JSON: `terragrunt.hcl.json`.
