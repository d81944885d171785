//! Blocks as the JSON of the API and back. A block has the names of the API in another spelling, so that one walk
//! over the schema turns any depth of rules; what is not so regular stands in the tables here.

use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::AfterDeserializationInterceptorContextRef},
        orchestrator::HttpRequest,
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::{body::SdkBody, config_bag::ConfigBag};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value as Json, json};

use crate::{
    lang::value::{Number, Object, Value},
    schema::{Attribute, Shape},
};

/// The names that are not the attribute's words with capitals.
const NAMES: &[(&str, &str)] = &[
    ("arn", "ARN"),
    ("aws_managed_rules_acfp_rule_set", "AWSManagedRulesACFPRuleSet"),
    ("aws_managed_rules_atp_rule_set", "AWSManagedRulesATPRuleSet"),
    ("aws_managed_rules_bot_control_rule_set", "AWSManagedRulesBotControlRuleSet"),
    ("cloudwatch_metrics_enabled", "CloudWatchMetricsEnabled"),
    ("custom_response_body", "CustomResponseBodies"),
    ("forwarded_ip", "ForwardedIP"),
    ("forwarded_ip_config", "ForwardedIPConfig"),
    ("http_method", "HTTPMethod"),
    ("ip", "IP"),
    ("ip_set_forwarded_ip_config", "IPSetForwardedIPConfig"),
    ("ip_set_reference_statement", "IPSetReferenceStatement"),
    ("ja3_fingerprint", "JA3Fingerprint"),
    ("ja4_fingerprint", "JA4Fingerprint"),
];

/// The blocks that are lists at the API; every other block is one object.
const LISTS: &[(&str, &str)] = &[
    ("custom_key", "CustomKeys"),
    ("data_protection", "DataProtections"),
    ("insert_header", "InsertHeaders"),
    ("managed_rule_group_configs", "ManagedRuleGroupConfigs"),
    ("response_header", "ResponseHeaders"),
    ("rule", "Rules"),
    ("rule_action_override", "RuleActionOverrides"),
    ("rule_label", "RuleLabels"),
    ("text_transformation", "TextTransformations"),
];

/// How an attribute stands at the API.
enum Form {
    /// A plain value, or lists of such.
    Plain,
    /// Base64 of the text.
    Bytes,
    /// The one object of the block.
    One,
    /// A list of objects.
    Many,
    /// An object by the value of this attribute of the blocks.
    Keyed(&'static str),
    /// A list of `{"Identifier": …}` for the block's `identifiers`.
    Identifiers,
    /// An object by the names of the blocks inside, in capitals.
    ByKind,
}

fn form(attribute: &Attribute, parent: &str) -> Form {
    match attribute.name {
        "search_string" => Form::Bytes,
        "custom_response_body" => Form::Keyed("key"),
        "address_fields" | "phone_number_fields" => Form::Identifiers,
        "request_body" => Form::ByKind,
        "statement" if matches!(parent, "and_statement" | "or_statement") => Form::Many,
        name if LISTS.iter().any(|(list, _)| *list == name) => Form::Many,
        _ if attribute.block => Form::One,
        _ => Form::Plain,
    }
}

fn api_name(attribute: &Attribute, parent: &str) -> String {
    let name = attribute.name;
    if name == "statement" && matches!(parent, "and_statement" | "or_statement") {
        return "Statements".into();
    }
    if let Some((_, api)) = NAMES.iter().chain(LISTS).find(|(ours, _)| *ours == name) {
        return (*api).into();
    }
    let capital = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_uppercase() + rest
    };
    name.split('_').map(capital).collect()
}

/// The blocks and attributes as the API takes them. What is null or empty is left out.
pub fn to_api(attributes: &[Attribute], object: &Object, parent: &str) -> Map<String, Json> {
    let mut out = Map::new();
    for attribute in attributes {
        let Some(value) = object.get(attribute.name).filter(|value| !value.is_null()) else { continue };
        let nested = attribute.nested().unwrap_or_default();
        let inside = |item: &Value| {
            Json::Object(item.as_mapping().map_or_else(Map::new, |item| to_api(nested, item, attribute.name)))
        };
        let items = value.as_sequence().unwrap_or_default();
        let json = match form(attribute, parent) {
            Form::Plain => Some(plain(value)),
            Form::Bytes => value.as_str().map(|text| json!(STANDARD.encode(text))),
            Form::One => items.first().map(inside),
            Form::Many => (!items.is_empty()).then(|| items.iter().map(inside).collect()),
            Form::Keyed(key) => (!items.is_empty()).then(|| {
                let entry = |item: &Value| {
                    let mut inner = inside(item);
                    if let Some(inner) = inner.as_object_mut() {
                        inner.remove("Key");
                    }
                    (item.get(key).and_then(Value::as_str).unwrap_or_default().to_owned(), inner)
                };
                Json::Object(items.iter().map(entry).collect())
            }),
            Form::Identifiers => items
                .first()
                .and_then(|item| item.get("identifiers")?.as_sequence())
                .map(|names| names.iter().map(|name| json!({ "Identifier": name.as_str() })).collect()),
            Form::ByKind => items.first().map(|item| {
                let kinds = nested.iter().filter_map(|kind| {
                    let limit = item.get(kind.name)?.as_sequence()?.first()?.as_mapping()?;
                    let inner = to_api(kind.nested().unwrap_or_default(), limit, kind.name);
                    Some((kind.name.to_uppercase(), Json::Object(inner)))
                });
                Json::Object(kinds.collect())
            }),
        };
        let said = |json: &Json| json != &json!("") && json != &json!([]);
        if let Some(json) = json.filter(said) {
            out.insert(api_name(attribute, parent), json);
        }
    }
    out
}

/// The blocks and attributes of what the API answers. What it does not say is null, or no block.
pub fn from_api(attributes: &[Attribute], json: &Json, parent: &str) -> Object {
    let one = |attribute: &Attribute| {
        let said = json.get(api_name(attribute, parent)).filter(|json| !json.is_null());
        said.map_or_else(|| nothing(attribute), |json| value(attribute, json, parent))
    };
    attributes.iter().map(|attribute| (attribute.name.into(), one(attribute))).collect()
}

fn value(attribute: &Attribute, json: &Json, parent: &str) -> Value {
    let nested = attribute.nested().unwrap_or_default();
    let inside = |json: &Json| Value::object(from_api(nested, json, attribute.name));
    let items = match form(attribute, parent) {
        Form::Plain => return of_plain(&attribute.shape, json),
        Form::Bytes => {
            let bytes = json.as_str().and_then(|text| STANDARD.decode(text).ok()).unwrap_or_default();
            return String::from_utf8_lossy(&bytes).into_owned().into();
        }
        Form::One => vec![inside(json)],
        Form::Many => json.as_array().into_iter().flatten().map(inside).collect(),
        Form::Keyed(key) => {
            let entry = |(name, json): (&String, &Json)| {
                let mut object = from_api(nested, json, attribute.name);
                object.insert(key.into(), name.as_str().into());
                Value::object(object)
            };
            json.as_object().into_iter().flatten().map(entry).collect()
        }
        Form::Identifiers => {
            let names =
                json.as_array().into_iter().flatten().filter_map(|json| json.get("Identifier").cloned());
            vec![inside(&json!({ "Identifiers": names.collect::<Vec<_>>() }))]
        }
        Form::ByKind => {
            let kind = |kind: &Attribute| {
                let said = json.get(kind.name.to_uppercase()).filter(|json| !json.is_null());
                let value = said.map_or_else(|| nothing(kind), |json| value(kind, json, attribute.name));
                (kind.name.into(), value)
            };
            vec![Value::object(nested.iter().map(kind))]
        }
    };
    match &attribute.shape {
        Shape::Set(element) => Value::set(element.ty(), items),
        Shape::List(element) => Value::list(element.ty(), items),
        other => Value::null(other.ty()),
    }
}

/// What stands where the API says nothing: no block, as configuration has it, or null.
fn nothing(attribute: &Attribute) -> Value {
    match &attribute.shape {
        Shape::List(element) if attribute.block => Value::list(element.ty(), Vec::new()),
        Shape::Set(element) if attribute.block => Value::set(element.ty(), Vec::new()),
        other => Value::null(other.ty()),
    }
}

fn plain(value: &Value) -> Json {
    if let Some(text) = value.as_str() {
        json!(text)
    } else if let Some(flag) = value.as_bool() {
        json!(flag)
    } else if let Some(number) = value.as_number() {
        number.as_i64().map_or(Json::Null, |number| json!(number))
    } else {
        value.as_sequence().unwrap_or_default().iter().map(plain).collect()
    }
}

fn of_plain(shape: &Shape, json: &Json) -> Value {
    let all =
        |element: &Shape| json.as_array().into_iter().flatten().map(|json| of_plain(element, json)).collect();
    match shape {
        Shape::String => json.as_str().map(Value::from),
        Shape::Bool => json.as_bool().map(Value::from),
        Shape::Number => json.to_string().parse::<Number>().ok().map(Value::from),
        Shape::List(element) => Some(Value::list(element.ty(), all(element))),
        Shape::Set(element) => Some(Value::set(element.ty(), all(element))),
        _ => None,
    }
    .unwrap_or_else(|| Value::null(shape.ty()))
}

/// Adds these members to the JSON body of a call.
pub fn into_body(request: &mut HttpRequest, members: &Map<String, Json>) {
    let body = request.body().bytes().unwrap_or_default();
    let Ok(Json::Object(mut body)) = serde_json::from_slice::<Json>(body) else { return };
    body.extend(members.clone());
    let body = Json::Object(body).to_string();
    request.headers_mut().insert("content-length", body.len().to_string());
    *request.body_mut() = SdkBody::from(body);
}

/// Keeps the JSON of an answer.
#[derive(Debug, Default, Clone)]
pub struct Answer(Arc<Mutex<Json>>);

impl Answer {
    /// The answer; null if there was none.
    pub fn take(&self) -> Json {
        self.0.lock().map_or(Json::Null, |mut answer| answer.take())
    }
}

impl Intercept for Answer {
    fn name(&self) -> &'static str {
        "WebAcl"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let (Some(bytes), Ok(mut kept)) = (context.response().body().bytes(), self.0.lock()) {
            *kept = serde_json::from_slice(bytes).unwrap_or_default();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Attributes as _;

    use super::super::WebAcl;

    #[test]
    fn rules_are_the_same_on_the_way_there_and_back() {
        let rule = json!({
            "Name": "r",
            "Priority": 0,
            "Action": { "Block": { "CustomResponse": {
                "ResponseCode": 429, "ResponseHeaders": [{ "Name": "X-A", "Value": "b" }]
            } } },
            "RuleLabels": [{ "Name": "l" }],
            "Statement": { "AndStatement": { "Statements": [
                { "ByteMatchStatement": {
                    "SearchString": "L2FkbWlu",
                    "FieldToMatch": { "UriPath": {} },
                    "PositionalConstraint": "STARTS_WITH",
                    "TextTransformations": [{ "Priority": 0, "Type": "NONE" }]
                } },
                { "NotStatement": { "Statement": { "IPSetReferenceStatement": {
                    "ARN": "arn", "IPSetForwardedIPConfig": {
                        "HeaderName": "X", "FallbackBehavior": "MATCH", "Position": "ANY"
                    }
                } } } }
            ] } },
            "VisibilityConfig": {
                "CloudWatchMetricsEnabled": false, "MetricName": "r", "SampledRequestsEnabled": true
            }
        });
        let managed = json!({
            "Name": "m",
            "Priority": 1,
            "OverrideAction": { "None": {} },
            "Statement": { "ManagedRuleGroupStatement": {
                "Name": "g",
                "VendorName": "AWS",
                "ManagedRuleGroupConfigs": [{ "AWSManagedRulesACFPRuleSet": {
                    "CreationPath": "/c",
                    "EnableRegexInPath": false,
                    "RegistrationPagePath": "/r",
                    "RequestInspection": {
                        "PayloadType": "JSON", "AddressFields": [{ "Identifier": "a" }, { "Identifier": "b" }]
                    }
                } }],
                "ScopeDownStatement": { "GeoMatchStatement": { "CountryCodes": ["DE"] } }
            } },
            "VisibilityConfig": {
                "CloudWatchMetricsEnabled": true, "MetricName": "m", "SampledRequestsEnabled": true
            }
        });
        let acl = json!({
            "Name": "acl",
            "DefaultAction": { "Allow": {} },
            "Rules": [managed, rule],
            "CustomResponseBodies": { "k": { "ContentType": "TEXT_PLAIN", "Content": "no" } },
            "AssociationConfig": { "RequestBody": { "API_GATEWAY": { "DefaultSizeInspectionLimit": "KB_16" } } },
            "TokenDomains": ["example.com"]
        });
        let object = from_api(WebAcl::ATTRIBUTES, &acl, "");
        let typed = WebAcl::decode(&object).expect("it fits the schema");
        let mut back = Json::Object(to_api(WebAcl::ATTRIBUTES, &typed.encode(), ""));
        // Rules are a set: their order is that of their priorities and of nothing else.
        if let Some(rules) = back["Rules"].as_array_mut() {
            rules.sort_by_key(|rule| std::cmp::Reverse(rule["Priority"].as_i64()));
        }
        assert_eq!(back, acl);
    }
}
