//! `managed_rule_group_statement`: the rules of AWS or of a seller.

use super::{action::ActionOverride, statement::ScopeDown};
use crate::providers::aws::prelude::*;

/// Which rules, and what is different with them here.
#[derive(Debug, Default, Clone, Schema)]
pub struct ManagedRuleGroup {
    #[attr(block)]
    managed_rule_group_configs: Optional<Vec<Config>>,
    #[attr(length = (1, 128))]
    name: Required<String>,
    #[attr(block, max_items = 100)]
    rule_action_override: Optional<Vec<ActionOverride>>,
    #[attr(block, max_items = 1)]
    scope_down_statement: Optional<Vec<ScopeDown>>,
    #[attr(length = (1, 128))]
    vendor_name: Required<String>,
    #[attr(length = (1, 64))]
    version: Optional<String>,
}

/// What a group of rules has to know of the application.
#[derive(Debug, Default, Clone, Schema)]
pub struct Config {
    #[attr(block, max_items = 1)]
    aws_managed_rules_acfp_rule_set: Optional<Vec<AccountCreation>>,
    #[attr(block, max_items = 1)]
    aws_managed_rules_atp_rule_set: Optional<Vec<AccountTakeover>>,
    #[attr(block, max_items = 1)]
    aws_managed_rules_bot_control_rule_set: Optional<Vec<BotControl>>,
    login_path: Optional<String>,
    #[attr(block, max_items = 1)]
    password_field: Optional<Vec<Input>>,
    payload_type: Optional<String>,
    #[attr(block, max_items = 1)]
    username_field: Optional<Vec<Input>>,
}

/// The creation of accounts.
#[derive(Debug, Default, Clone, Schema)]
pub struct AccountCreation {
    creation_path: Required<String>,
    enable_regex_in_path: Defaulted<bool>,
    registration_page_path: Required<String>,
    #[attr(block, min_items = 1, max_items = 1)]
    request_inspection: Required<Vec<CreationRequest>>,
    #[attr(block, max_items = 1)]
    response_inspection: Optional<Vec<Response>>,
}

/// The sign-in to accounts.
#[derive(Debug, Default, Clone, Schema)]
pub struct AccountTakeover {
    enable_regex_in_path: Defaulted<bool>,
    login_path: Required<String>,
    #[attr(block, max_items = 1)]
    request_inspection: Optional<Vec<LoginRequest>>,
    #[attr(block, max_items = 1)]
    response_inspection: Optional<Vec<Response>>,
}

/// Bots.
#[derive(Debug, Default, Clone, Schema)]
pub struct BotControl {
    #[attr(default = true)]
    enable_machine_learning: Optional<bool>,
    #[attr(one_of = ["COMMON", "TARGETED"])]
    inspection_level: Required<String>,
}

/// An input of a form.
#[derive(Debug, Default, Clone, Schema)]
pub struct Input {
    identifier: Required<String>,
}

/// Inputs of a form.
#[derive(Debug, Default, Clone, Schema)]
pub struct Inputs {
    identifiers: Required<Vec<String>>,
}

/// The form that creates an account.
#[derive(Debug, Default, Clone, Schema)]
pub struct CreationRequest {
    #[attr(block, max_items = 1)]
    address_fields: Optional<Vec<Inputs>>,
    #[attr(block, max_items = 1)]
    email_field: Optional<Vec<Input>>,
    #[attr(block, max_items = 1)]
    password_field: Optional<Vec<Input>>,
    #[attr(one_of = ["JSON", "FORM_ENCODED"])]
    payload_type: Required<String>,
    #[attr(block, max_items = 1)]
    phone_number_fields: Optional<Vec<Inputs>>,
    #[attr(block, max_items = 1)]
    username_field: Optional<Vec<Input>>,
}

/// The form that signs in.
#[derive(Debug, Default, Clone, Schema)]
pub struct LoginRequest {
    #[attr(block, min_items = 1, max_items = 1)]
    password_field: Required<Vec<Input>>,
    #[attr(one_of = ["JSON", "FORM_ENCODED"])]
    payload_type: Required<String>,
    #[attr(block, min_items = 1, max_items = 1)]
    username_field: Required<Vec<Input>>,
}

/// What tells success from failure.
#[derive(Debug, Default, Clone, Schema)]
pub struct Response {
    #[attr(block, max_items = 1)]
    body_contains: Optional<Vec<BodyContains>>,
    #[attr(block, max_items = 1)]
    header: Optional<Vec<HeaderValue>>,
    #[attr(block, max_items = 1)]
    json: Optional<Vec<JsonValue>>,
    #[attr(block, max_items = 1)]
    status_code: Optional<Vec<StatusCode>>,
}

/// Texts in the body.
#[derive(Debug, Default, Clone, Schema)]
pub struct BodyContains {
    failure_strings: Required<Set<String>>,
    success_strings: Required<Set<String>>,
}

/// Values of a header.
#[derive(Debug, Default, Clone, Schema)]
pub struct HeaderValue {
    failure_values: Required<Set<String>>,
    name: Required<String>,
    success_values: Required<Set<String>>,
}

/// Values in JSON.
#[derive(Debug, Default, Clone, Schema)]
pub struct JsonValue {
    failure_values: Required<Set<String>>,
    identifier: Required<String>,
    success_values: Required<Set<String>>,
}

/// Status codes.
#[derive(Debug, Default, Clone, Schema)]
pub struct StatusCode {
    failure_codes: Required<Set<i64>>,
    success_codes: Required<Set<i64>>,
}
