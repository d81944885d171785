//! What the person who runs the command says: it is the same for all units.

use std::{collections::BTreeMap, fmt, sync::Arc};

use futures::future::BoxFuture;

/// The version of Terraform whose language is spoken, for `terraform_version_constraint`.
pub const TERRAFORM_VERSION: &str = "1.11.4";
/// The version of Terragrunt whose dialect is spoken, for `terragrunt_version_constraint`.
pub const TERRAGRUNT_VERSION: &str = "1.1.3";

/// What `get_aws_account_id()` and its kin ask of AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The number of the account.
    AccountId,
    /// The alias of the account; empty if it has none.
    AccountAlias,
    /// The ARN of who is calling.
    CallerArn,
    /// The user id of who is calling.
    CallerUserId,
}

/// Answers a question about who is calling AWS, or says why it cannot. It is polled on a thread of its own.
pub type IdentityHook = Arc<dyn Fn(Identity) -> BoxFuture<'static, Result<String, String>> + Send + Sync>;

/// How configuration is loaded.
#[derive(Clone, Default)]
pub struct LoadOptions {
    /// The command: `plan`, `apply`, `validate`…
    pub command: String,
    /// The arguments of the command, after its name.
    pub arguments: Vec<String>,
    /// The environment variables.
    pub env: BTreeMap<String, String>,
    /// `--feature name=value`: values of feature flags, as text.
    pub features: BTreeMap<String, String>,
    /// `--source`: the module of the unit, instead of what its file says.
    pub source: Option<String>,
    /// `--source-map from=to`: replaces what a source begins with.
    pub source_map: Vec<(String, String)>,
    /// `--config`: the name of the file that makes a folder a unit, instead of `terragrunt.hcl`.
    pub config: Option<String>,
    /// Answers the functions that ask AWS; without it they are errors.
    pub identity: Option<IdentityHook>,
}

impl LoadOptions {
    /// The options for a command, in the environment of this process.
    pub fn new(command: impl Into<String>) -> Self {
        let env = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Self { command: command.into(), env: env.collect(), ..Self::default() }
    }
}

impl fmt::Debug for LoadOptions {
    /// Without the environment: it may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoadOptions").field("command", &self.command).finish_non_exhaustive()
    }
}
