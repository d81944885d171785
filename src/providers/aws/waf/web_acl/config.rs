//! What a web ACL has beside its rules.

use crate::providers::aws::prelude::*;

/// What can be seen of requests afterwards.
#[derive(Debug, Default, Clone, Schema)]
pub struct Visibility {
    cloudwatch_metrics_enabled: Required<bool>,
    #[attr(length = (1, 128))]
    metric_name: Required<String>,
    sampled_requests_enabled: Required<bool>,
}

/// How long the answer to a puzzle counts.
#[derive(Debug, Default, Clone, Schema)]
pub struct Immunity {
    #[attr(block, max_items = 1)]
    immunity_time_property: Optional<Vec<ImmunityTime>>,
}

/// A time in seconds.
#[derive(Debug, Default, Clone, Schema)]
pub struct ImmunityTime {
    immunity_time: Optional<i64>,
}

/// A body for the answers of rules that block.
#[derive(Debug, Default, Clone, Schema)]
pub struct ResponseBody {
    #[attr(length = (1, 10_240))]
    content: Required<String>,
    #[attr(one_of = ["TEXT_PLAIN", "TEXT_HTML", "APPLICATION_JSON"])]
    content_type: Required<String>,
    #[attr(length = (1, 128))]
    key: Required<String>,
}

/// What differs by the kind of the protected resource.
#[derive(Debug, Default, Clone, Schema)]
pub struct Association {
    #[attr(block)]
    request_body: Optional<Vec<RequestBody>>,
}

/// How much of a request's body is looked at.
#[derive(Debug, Default, Clone, Schema)]
pub struct RequestBody {
    #[attr(block, max_items = 1)]
    api_gateway: Optional<Vec<Limit>>,
    #[attr(block, max_items = 1)]
    app_runner_service: Optional<Vec<Limit>>,
    #[attr(block, max_items = 1)]
    cloudfront: Optional<Vec<Limit>>,
    #[attr(block, max_items = 1)]
    cognito_user_pool: Optional<Vec<Limit>>,
    #[attr(block, max_items = 1)]
    verified_access_instance: Optional<Vec<Limit>>,
}

/// A size.
#[derive(Debug, Default, Clone, Schema)]
pub struct Limit {
    #[attr(one_of = ["KB_16", "KB_32", "KB_48", "KB_64"])]
    default_size_inspection_limit: Required<String>,
}

/// What is hidden in logs.
#[derive(Debug, Default, Clone, Schema)]
pub struct DataProtectionConfig {
    #[attr(block, max_items = 26)]
    data_protection: Optional<Vec<DataProtection>>,
}

/// What becomes of a part of the request in logs.
#[derive(Debug, Default, Clone, Schema)]
pub struct DataProtection {
    #[attr(one_of = ["SUBSTITUTION", "HASH"])]
    action: Required<String>,
    exclude_rate_based_details: Optional<bool>,
    exclude_rule_match_details: Optional<bool>,
    #[attr(block, min_items = 1, max_items = 1)]
    field: Required<Vec<Field>>,
}

/// A part of the request.
#[derive(Debug, Default, Clone, Schema)]
pub struct Field {
    field_keys: Optional<Vec<String>>,
    #[attr(one_of = ["SINGLE_HEADER", "SINGLE_COOKIE", "SINGLE_QUERY_ARGUMENT", "QUERY_STRING", "BODY"])]
    field_type: Required<String>,
}
