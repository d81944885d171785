//! `rate_based_statement`: more requests in a while than allowed.

use super::{
    field::{Fallback, ForwardedIp, Nothing, TextTransformation},
    statement::ScopeDown,
};
use crate::providers::aws::prelude::*;

/// How many requests, in which time, counted by what.
#[derive(Debug, Default, Clone, Schema)]
pub struct RateBased {
    #[attr(default = "IP", one_of = ["CONSTANT", "CUSTOM_KEYS", "FORWARDED_IP", "IP"])]
    aggregate_key_type: Optional<String>,
    #[attr(block, max_items = 5)]
    custom_key: Optional<Vec<CustomKey>>,
    #[attr(default = 300)]
    evaluation_window_sec: Optional<i64>,
    #[attr(block, max_items = 1)]
    forwarded_ip_config: Optional<Vec<ForwardedIp>>,
    #[attr(range = (10, 2_000_000_000))]
    limit: Required<i64>,
    #[attr(block, max_items = 1)]
    scope_down_statement: Optional<Vec<ScopeDown>>,
}

/// What requests are counted by.
#[derive(Debug, Default, Clone, Schema)]
pub struct CustomKey {
    #[attr(block, max_items = 1)]
    cookie: Optional<Vec<NamedKey>>,
    #[attr(block, max_items = 1)]
    forwarded_ip: Optional<Vec<Nothing>>,
    #[attr(block, max_items = 1)]
    header: Optional<Vec<NamedKey>>,
    #[attr(block, max_items = 1)]
    http_method: Optional<Vec<Nothing>>,
    #[attr(block, max_items = 1)]
    ip: Optional<Vec<Nothing>>,
    #[attr(block, max_items = 1)]
    ja3_fingerprint: Optional<Vec<Fallback>>,
    #[attr(block, max_items = 1)]
    ja4_fingerprint: Optional<Vec<Fallback>>,
    #[attr(block, max_items = 1)]
    label_namespace: Optional<Vec<LabelNamespace>>,
    #[attr(block, max_items = 1)]
    query_argument: Optional<Vec<NamedKey>>,
    #[attr(block, max_items = 1)]
    query_string: Optional<Vec<TextKey>>,
    #[attr(block, max_items = 1)]
    uri_path: Optional<Vec<TextKey>>,
}

/// The value of this name.
#[derive(Debug, Default, Clone, Schema)]
pub struct NamedKey {
    name: Required<String>,
    #[attr(block, min_items = 1)]
    text_transformation: Required<Set<TextTransformation>>,
}

/// A text of the request.
#[derive(Debug, Default, Clone, Schema)]
pub struct TextKey {
    #[attr(block, min_items = 1)]
    text_transformation: Required<Set<TextTransformation>>,
}

/// The labels that begin so.
#[derive(Debug, Default, Clone, Schema)]
pub struct LabelNamespace {
    namespace: Required<String>,
}
