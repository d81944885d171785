//! What is done with a request that a rule matches, or that none does.

use super::field::Nothing;
use crate::providers::aws::prelude::*;

/// What a rule does.
#[derive(Debug, Default, Clone, Schema)]
pub struct Action {
    #[attr(block, max_items = 1)]
    allow: Optional<Vec<Pass>>,
    #[attr(block, max_items = 1)]
    block: Optional<Vec<Block>>,
    #[attr(block, max_items = 1)]
    captcha: Optional<Vec<Pass>>,
    #[attr(block, max_items = 1)]
    challenge: Optional<Vec<Pass>>,
    #[attr(block, max_items = 1)]
    count: Optional<Vec<Pass>>,
}

/// What happens if no rule says anything.
#[derive(Debug, Default, Clone, Schema)]
pub struct DefaultAction {
    #[attr(block, max_items = 1)]
    allow: Optional<Vec<Pass>>,
    #[attr(block, max_items = 1)]
    block: Optional<Vec<Block>>,
}

/// What becomes of the actions of a group's rules.
#[derive(Debug, Default, Clone, Schema)]
pub struct OverrideAction {
    #[attr(block, max_items = 1)]
    count: Optional<Vec<Nothing>>,
    #[attr(block, max_items = 1)]
    none: Optional<Vec<Nothing>>,
}

/// Another action for one rule of a group.
#[derive(Debug, Default, Clone, Schema)]
pub struct ActionOverride {
    #[attr(block, min_items = 1, max_items = 1)]
    action_to_use: Required<Vec<Action>>,
    #[attr(length = (1, 128))]
    name: Required<String>,
}

/// The request goes on.
#[derive(Debug, Default, Clone, Schema)]
pub struct Pass {
    #[attr(block, max_items = 1)]
    custom_request_handling: Optional<Vec<CustomRequest>>,
}

/// What is added to a request that goes on.
#[derive(Debug, Default, Clone, Schema)]
pub struct CustomRequest {
    #[attr(block, min_items = 1)]
    insert_header: Required<Set<Header>>,
}

/// The request is answered by WAF.
#[derive(Debug, Default, Clone, Schema)]
pub struct Block {
    #[attr(block, max_items = 1)]
    custom_response: Optional<Vec<CustomResponse>>,
}

/// With what it is answered.
#[derive(Debug, Default, Clone, Schema)]
pub struct CustomResponse {
    custom_response_body_key: Optional<String>,
    #[attr(range = (200, 600))]
    response_code: Required<i64>,
    #[attr(block)]
    response_header: Optional<Set<Header>>,
}

/// A header.
#[derive(Debug, Default, Clone, Schema)]
pub struct Header {
    name: Required<String>,
    value: Required<String>,
}
