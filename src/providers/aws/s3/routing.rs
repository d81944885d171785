//! Routing rules of a web site as JSON, in which the attribute `routing_rules` writes them.

use super::prelude::*;
use crate::providers::aws::json;
use aws_sdk_s3::types::{Condition, Protocol, Redirect, RoutingRule};
use serde_json::{Map, Value as Json};

/// The rules of a JSON text.
///
/// # Errors
/// [`Error::Invalid`] if it is no list of rules.
pub fn parse(text: &str) -> Result<Vec<RoutingRule>> {
    let invalid = |what: &str| {
        Error::Invalid(format!(
            "routing_rules {what}. It is a list such as [{{\"Condition\":{{\"KeyPrefixEquals\":\"docs/\"}},\
             \"Redirect\":{{\"ReplaceKeyPrefixWith\":\"documents/\"}}}}]."
        ))
    };
    let rules: Json = serde_json::from_str(text).map_err(|error| invalid(&format!("is no JSON: {error}")))?;
    let rules = rules.as_array().ok_or_else(|| invalid("is no list"))?;
    let rules = rules.iter().map(|rule| {
        let part = |name: &str| rule.get(name).and_then(Json::as_object).cloned();
        let text =
            |part: &Map<String, Json>, name: &str| part.get(name).and_then(Json::as_str).map(str::to_owned);
        let condition = part("Condition").map(|one| {
            Condition::builder()
                .set_http_error_code_returned_equals(text(&one, "HttpErrorCodeReturnedEquals"))
                .set_key_prefix_equals(text(&one, "KeyPrefixEquals"))
                .build()
        });
        let redirect = part("Redirect").ok_or_else(|| invalid("has a rule without `Redirect`"))?;
        let redirect = Redirect::builder()
            .set_host_name(text(&redirect, "HostName"))
            .set_http_redirect_code(text(&redirect, "HttpRedirectCode"))
            .set_protocol(text(&redirect, "Protocol").map(|text| Protocol::from(text.as_str())))
            .set_replace_key_prefix_with(text(&redirect, "ReplaceKeyPrefixWith"))
            .set_replace_key_with(text(&redirect, "ReplaceKeyWith"))
            .build();
        Ok(RoutingRule::builder().set_condition(condition).redirect(redirect).build())
    });
    rules.collect()
}

/// The JSON text of rules, in its compact form.
pub fn render(rules: Vec<RoutingRule>) -> String {
    let object = |fields: Vec<(&str, Option<String>)>| {
        let fields =
            fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), Json::from(value?))));
        Json::Object(fields.collect())
    };
    let rules = rules.into_iter().map(|rule| {
        let mut whole = Map::new();
        if let Some(one) = rule.condition {
            let fields = vec![
                ("HttpErrorCodeReturnedEquals", one.http_error_code_returned_equals),
                ("KeyPrefixEquals", one.key_prefix_equals),
            ];
            whole.insert("Condition".into(), object(fields));
        }
        if let Some(one) = rule.redirect {
            let fields = vec![
                ("HostName", one.host_name),
                ("HttpRedirectCode", one.http_redirect_code),
                ("Protocol", one.protocol.map(|protocol| protocol.to_string())),
                ("ReplaceKeyPrefixWith", one.replace_key_prefix_with),
                ("ReplaceKeyWith", one.replace_key_with),
            ];
            whole.insert("Redirect".into(), object(fields));
        }
        Json::Object(whole)
    });
    json::render(&Json::Array(rules.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_come_back_as_they_were() {
        for text in [
            r#"[{"Condition":{"KeyPrefixEquals":"docs/"},"Redirect":{"ReplaceKeyPrefixWith":"documents/"}}]"#,
            r#"[{"Redirect":{"HostName":"a","HttpRedirectCode":"302","Protocol":"https","ReplaceKeyWith":""}}]"#,
            "[]",
        ] {
            assert_eq!(render(parse(text).unwrap()), text);
        }
        for text in ["{}", "[{}]", "no"] {
            assert!(matches!(parse(text), Err(Error::Invalid(_))), "{text}");
        }
    }
}
