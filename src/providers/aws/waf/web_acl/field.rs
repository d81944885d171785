//! The part of a request that a statement looks at, and what is done to it before.

use crate::providers::aws::prelude::*;

/// Which part.
#[derive(Debug, Default, Clone, Schema)]
pub struct FieldToMatch {
    #[attr(block, max_items = 1)]
    all_query_arguments: Optional<Vec<Nothing>>,
    #[attr(block, max_items = 1)]
    body: Optional<Vec<Body>>,
    #[attr(block, max_items = 1)]
    cookies: Optional<Vec<Cookies>>,
    #[attr(block)]
    header_order: Optional<Vec<HeaderOrder>>,
    #[attr(block)]
    headers: Optional<Vec<Headers>>,
    #[attr(block, max_items = 1)]
    ja3_fingerprint: Optional<Vec<Fallback>>,
    #[attr(block, max_items = 1)]
    ja4_fingerprint: Optional<Vec<Fallback>>,
    #[attr(block, max_items = 1)]
    json_body: Optional<Vec<JsonBody>>,
    #[attr(block, max_items = 1)]
    method: Optional<Vec<Nothing>>,
    #[attr(block, max_items = 1)]
    query_string: Optional<Vec<Nothing>>,
    #[attr(block, max_items = 1)]
    single_header: Optional<Vec<Named>>,
    #[attr(block, max_items = 1)]
    single_query_argument: Optional<Vec<Named>>,
    #[attr(block, max_items = 1)]
    uri_fragment: Optional<Vec<UriFragment>>,
    #[attr(block, max_items = 1)]
    uri_path: Optional<Vec<Nothing>>,
}

/// A block that says enough by being there.
#[derive(Debug, Default, Clone, Schema)]
pub struct Nothing {}

/// Something of this name.
#[derive(Debug, Default, Clone, Schema)]
pub struct Named {
    name: Required<String>,
}

/// The body.
#[derive(Debug, Default, Clone, Schema)]
pub struct Body {
    oversize_handling: Optional<String>,
}

/// Some cookies.
#[derive(Debug, Default, Clone, Schema)]
pub struct Cookies {
    #[attr(block, min_items = 1)]
    match_pattern: Required<Vec<CookiePattern>>,
    match_scope: Required<String>,
    oversize_handling: Required<String>,
}

/// Which cookies.
#[derive(Debug, Default, Clone, Schema)]
pub struct CookiePattern {
    #[attr(block, max_items = 1)]
    all: Optional<Vec<Nothing>>,
    excluded_cookies: Optional<Vec<String>>,
    included_cookies: Optional<Vec<String>>,
}

/// The names of the headers in their order.
#[derive(Debug, Default, Clone, Schema)]
pub struct HeaderOrder {
    oversize_handling: Required<String>,
}

/// Some headers.
#[derive(Debug, Default, Clone, Schema)]
pub struct Headers {
    #[attr(block, min_items = 1, max_items = 1)]
    match_pattern: Required<Vec<HeaderPattern>>,
    match_scope: Required<String>,
    oversize_handling: Required<String>,
}

/// Which headers.
#[derive(Debug, Default, Clone, Schema)]
pub struct HeaderPattern {
    #[attr(block, max_items = 1)]
    all: Optional<Vec<Nothing>>,
    excluded_headers: Optional<Vec<String>>,
    included_headers: Optional<Vec<String>>,
}

/// Whether a request without the part matches.
#[derive(Debug, Default, Clone, Schema)]
pub struct Fallback {
    #[attr(one_of = ["MATCH", "NO_MATCH"])]
    fallback_behavior: Required<String>,
}

/// As [`Fallback`], where WAF has a default.
#[derive(Debug, Default, Clone, Schema)]
pub struct UriFragment {
    fallback_behavior: Defaulted<String>,
}

/// The body as JSON.
#[derive(Debug, Default, Clone, Schema)]
pub struct JsonBody {
    invalid_fallback_behavior: Optional<String>,
    #[attr(block, min_items = 1, max_items = 1)]
    match_pattern: Required<Vec<JsonPattern>>,
    match_scope: Required<String>,
    oversize_handling: Optional<String>,
}

/// Which parts of the JSON.
#[derive(Debug, Default, Clone, Schema)]
pub struct JsonPattern {
    #[attr(block, max_items = 1)]
    all: Optional<Vec<Nothing>>,
    included_paths: Optional<Vec<String>>,
}

/// What is done to the text before it is looked at.
#[derive(Debug, Default, Clone, Schema)]
pub struct TextTransformation {
    priority: Required<i64>,
    r#type: Required<String>,
}

/// The header that tells the address behind a proxy.
#[derive(Debug, Default, Clone, Schema)]
pub struct ForwardedIp {
    #[attr(one_of = ["MATCH", "NO_MATCH"])]
    fallback_behavior: Required<String>,
    header_name: Required<String>,
}

/// The header that tells the address behind a proxy, and which of several.
#[derive(Debug, Default, Clone, Schema)]
pub struct ForwardedIpAt {
    #[attr(one_of = ["MATCH", "NO_MATCH"])]
    fallback_behavior: Required<String>,
    header_name: Required<String>,
    #[attr(one_of = ["FIRST", "LAST", "ANY"])]
    position: Required<String>,
}
