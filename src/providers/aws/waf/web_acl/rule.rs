//! A rule of a web ACL.

use super::{
    action::{Action, OverrideAction},
    config::{Immunity, Visibility},
    statement::Statement,
};
use crate::providers::aws::prelude::*;

/// What a request must be, and what is done with it then.
#[derive(Debug, Default, Clone, Schema)]
pub struct Rule {
    #[attr(block, max_items = 1)]
    action: Optional<Vec<Action>>,
    #[attr(block, max_items = 1)]
    captcha_config: Optional<Vec<Immunity>>,
    #[attr(block, max_items = 1)]
    challenge_config: Optional<Vec<Immunity>>,
    #[attr(length = (1, 128))]
    pub name: Required<String>,
    #[attr(block, max_items = 1)]
    override_action: Optional<Vec<OverrideAction>>,
    priority: Required<i64>,
    #[attr(block)]
    rule_label: Optional<Set<Label>>,
    #[attr(block, min_items = 1, max_items = 1)]
    statement: Required<Vec<Statement>>,
    #[attr(block, min_items = 1, max_items = 1)]
    visibility_config: Required<Vec<Visibility>>,
}

/// A label that the rule sets.
#[derive(Debug, Default, Clone, Schema)]
pub struct Label {
    #[attr(length = (1, 1024))]
    name: Required<String>,
}
