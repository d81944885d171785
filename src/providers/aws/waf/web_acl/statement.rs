//! The statements of a rule: what a request must be for the rule to match. Terraform's blocks nest no deeper than
//! these types do.

use super::{field::*, managed::ManagedRuleGroup, rate::RateBased};
use crate::{providers::aws::prelude::*, schema::Field};

/// The statement of a rule: whatever there is.
#[derive(Debug, Default, Clone, Schema)]
pub struct Statement {
    #[attr(block, max_items = 1)]
    asn_match_statement: Optional<Vec<AsnMatch>>,
    #[attr(block, max_items = 1)]
    byte_match_statement: Optional<Vec<ByteMatch>>,
    #[attr(block, max_items = 1)]
    geo_match_statement: Optional<Vec<GeoMatch>>,
    #[attr(block, max_items = 1)]
    ip_set_reference_statement: Optional<Vec<IpSetReference>>,
    #[attr(block, max_items = 1)]
    label_match_statement: Optional<Vec<LabelMatch>>,
    #[attr(block, max_items = 1)]
    regex_match_statement: Optional<Vec<RegexMatch>>,
    #[attr(block, max_items = 1)]
    regex_pattern_set_reference_statement: Optional<Vec<RegexPatternSetReference>>,
    #[attr(block, max_items = 1)]
    size_constraint_statement: Optional<Vec<SizeConstraint>>,
    #[attr(block, max_items = 1)]
    sqli_match_statement: Optional<Vec<SqliMatch>>,
    #[attr(block, max_items = 1)]
    xss_match_statement: Optional<Vec<XssMatch>>,
    #[attr(block, max_items = 1)]
    and_statement: Optional<Vec<Statements<ScopeDown>>>,
    #[attr(block, max_items = 1)]
    not_statement: Optional<Vec<Statements<ScopeDown>>>,
    #[attr(block, max_items = 1)]
    or_statement: Optional<Vec<Statements<ScopeDown>>>,
    #[attr(block, max_items = 1)]
    managed_rule_group_statement: Optional<Vec<ManagedRuleGroup>>,
    #[attr(block, max_items = 1)]
    rate_based_statement: Optional<Vec<RateBased>>,
    #[attr(block, max_items = 1)]
    rule_group_reference_statement: Optional<Vec<RuleGroupReference>>,
}

/// A statement within another one: no rule groups and no rates.
pub type ScopeDown = Nested<Nested<Leaf>>;

/// A statement that can hold statements of the kind `Inner`.
#[derive(Debug, Default, Clone, Schema)]
pub struct Nested<Inner: Field> {
    #[attr(block, max_items = 1)]
    asn_match_statement: Optional<Vec<AsnMatch>>,
    #[attr(block, max_items = 1)]
    byte_match_statement: Optional<Vec<ByteMatch>>,
    #[attr(block, max_items = 1)]
    geo_match_statement: Optional<Vec<GeoMatch>>,
    #[attr(block, max_items = 1)]
    ip_set_reference_statement: Optional<Vec<IpSetReference>>,
    #[attr(block, max_items = 1)]
    label_match_statement: Optional<Vec<LabelMatch>>,
    #[attr(block, max_items = 1)]
    regex_match_statement: Optional<Vec<RegexMatch>>,
    #[attr(block, max_items = 1)]
    regex_pattern_set_reference_statement: Optional<Vec<RegexPatternSetReference>>,
    #[attr(block, max_items = 1)]
    size_constraint_statement: Optional<Vec<SizeConstraint>>,
    #[attr(block, max_items = 1)]
    sqli_match_statement: Optional<Vec<SqliMatch>>,
    #[attr(block, max_items = 1)]
    xss_match_statement: Optional<Vec<XssMatch>>,
    #[attr(block, max_items = 1)]
    and_statement: Optional<Vec<Statements<Inner>>>,
    #[attr(block, max_items = 1)]
    not_statement: Optional<Vec<Statements<Inner>>>,
    #[attr(block, max_items = 1)]
    or_statement: Optional<Vec<Statements<Inner>>>,
}

/// A statement that holds no other.
#[derive(Debug, Default, Clone, Schema)]
pub struct Leaf {
    #[attr(block, max_items = 1)]
    asn_match_statement: Optional<Vec<AsnMatch>>,
    #[attr(block, max_items = 1)]
    byte_match_statement: Optional<Vec<ByteMatch>>,
    #[attr(block, max_items = 1)]
    geo_match_statement: Optional<Vec<GeoMatch>>,
    #[attr(block, max_items = 1)]
    ip_set_reference_statement: Optional<Vec<IpSetReference>>,
    #[attr(block, max_items = 1)]
    label_match_statement: Optional<Vec<LabelMatch>>,
    #[attr(block, max_items = 1)]
    regex_match_statement: Optional<Vec<RegexMatch>>,
    #[attr(block, max_items = 1)]
    regex_pattern_set_reference_statement: Optional<Vec<RegexPatternSetReference>>,
    #[attr(block, max_items = 1)]
    size_constraint_statement: Optional<Vec<SizeConstraint>>,
    #[attr(block, max_items = 1)]
    sqli_match_statement: Optional<Vec<SqliMatch>>,
    #[attr(block, max_items = 1)]
    xss_match_statement: Optional<Vec<XssMatch>>,
}

/// The statements that are joined by and, or, or turned round by not.
#[derive(Debug, Default, Clone, Schema)]
pub struct Statements<Inner: Field> {
    #[attr(block, min_items = 1)]
    statement: Required<Vec<Inner>>,
}

/// The rules of a group of one's own.
#[derive(Debug, Default, Clone, Schema)]
pub struct RuleGroupReference {
    arn: Required<String>,
    #[attr(block, max_items = 100)]
    rule_action_override: Optional<Vec<super::action::ActionOverride>>,
}

/// The autonomous system that the request comes from.
#[derive(Debug, Default, Clone, Schema)]
pub struct AsnMatch {
    asn_list: Required<Vec<i64>>,
    #[attr(block, max_items = 1)]
    forwarded_ip_config: Optional<Vec<ForwardedIp>>,
}

/// A text in a part of the request.
#[derive(Debug, Default, Clone, Schema)]
pub struct ByteMatch {
    #[attr(block, max_items = 1)]
    field_to_match: Optional<Vec<FieldToMatch>>,
    #[attr(one_of = ["EXACTLY", "STARTS_WITH", "ENDS_WITH", "CONTAINS", "CONTAINS_WORD"])]
    positional_constraint: Required<String>,
    #[attr(length = (1, 200))]
    search_string: Required<String>,
    #[attr(block, min_items = 1)]
    text_transformation: Required<Set<TextTransformation>>,
}

/// The country that the request comes from.
#[derive(Debug, Default, Clone, Schema)]
pub struct GeoMatch {
    #[attr(min_items = 1)]
    country_codes: Required<Vec<String>>,
    #[attr(block, max_items = 1)]
    forwarded_ip_config: Optional<Vec<ForwardedIp>>,
}

/// The addresses of an IP set.
#[derive(Debug, Default, Clone, Schema)]
pub struct IpSetReference {
    arn: Required<String>,
    #[attr(block, max_items = 1)]
    ip_set_forwarded_ip_config: Optional<Vec<ForwardedIpAt>>,
}

/// A label that an earlier rule has set.
#[derive(Debug, Default, Clone, Schema)]
pub struct LabelMatch {
    #[attr(length = (1, 1024))]
    key: Required<String>,
    #[attr(one_of = ["LABEL", "NAMESPACE"])]
    scope: Required<String>,
}

/// A regular expression on a part of the request.
#[derive(Debug, Default, Clone, Schema)]
pub struct RegexMatch {
    #[attr(block, max_items = 1)]
    field_to_match: Optional<Vec<FieldToMatch>>,
    #[attr(length = (1, 512))]
    regex_string: Required<String>,
    #[attr(block, min_items = 1)]
    text_transformation: Required<Set<TextTransformation>>,
}

/// The regular expressions of a pattern set.
#[derive(Debug, Default, Clone, Schema)]
pub struct RegexPatternSetReference {
    arn: Required<String>,
    #[attr(block, max_items = 1)]
    field_to_match: Optional<Vec<FieldToMatch>>,
    #[attr(block, min_items = 1)]
    text_transformation: Required<Set<TextTransformation>>,
}

/// The size of a part of the request.
#[derive(Debug, Default, Clone, Schema)]
pub struct SizeConstraint {
    #[attr(one_of = ["EQ", "NE", "LE", "LT", "GE", "GT"])]
    comparison_operator: Required<String>,
    #[attr(block, max_items = 1)]
    field_to_match: Optional<Vec<FieldToMatch>>,
    size: Required<i64>,
    #[attr(block, min_items = 1)]
    text_transformation: Required<Set<TextTransformation>>,
}

/// SQL in a part of the request.
#[derive(Debug, Default, Clone, Schema)]
pub struct SqliMatch {
    #[attr(block, max_items = 1)]
    field_to_match: Optional<Vec<FieldToMatch>>,
    #[attr(one_of = ["LOW", "HIGH"])]
    sensitivity_level: Optional<String>,
    #[attr(block, min_items = 1)]
    text_transformation: Required<Set<TextTransformation>>,
}

/// A script in a part of the request.
#[derive(Debug, Default, Clone, Schema)]
pub struct XssMatch {
    #[attr(block, max_items = 1)]
    field_to_match: Optional<Vec<FieldToMatch>>,
    #[attr(block, min_items = 1)]
    text_transformation: Required<Set<TextTransformation>>,
}
