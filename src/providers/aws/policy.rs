//! IAM policy documents as attributes: whether two of them allow and deny the same, however they are written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::json;
use crate::lang::value::Value;

/// For `#[attr(equal = …)]`: whether two policy documents mean the same.
pub fn equal(a: &Value, b: &Value) -> bool {
    a == b || same(a.as_str().unwrap_or_default(), b.as_str().unwrap_or_default())
}

/// Whether two policy documents mean the same: order, white space and the one-element form do not count, nor does
/// the case of actions, and an account id is the ARN of its root. Texts that are no policies must be the same text.
pub fn same(a: &str, b: &str) -> bool {
    if is_empty(a) || is_empty(b) {
        return is_empty(a) && is_empty(b);
    }
    a == b || matches!((Document::parse(a), Document::parse(b)), (Some(a), Some(b)) if a == b)
}

/// What the state keeps after a read: the prior text while AWS's means the same, else AWS's; compact in both cases.
pub fn keep(prior: Option<&str>, read: &str) -> String {
    let kept = prior.filter(|prior| same(prior, read)).unwrap_or(read);
    json::compact(kept).unwrap_or_else(|| kept.to_owned())
}

/// As [`keep`], but with `Version` first, as the AWS provider keeps the policies of IAM.
pub fn keep_version_first(prior: Option<&str>, read: &str) -> String {
    version_first(&keep(prior, read))
}

/// For `#[attr(normalize = …)]`: the compact form of a policy, with `Version` first.
pub fn normalize(value: &Value) -> Value {
    match value.as_str().and_then(json::compact) {
        Some(text) => version_first(&text).into(),
        None => value.clone(),
    }
}

/// Moves `Version` to the front of a compact policy.
fn version_first(compact: &str) -> String {
    const VERSION: &str = r#""Version":"2012-10-17""#;
    match compact.split_once(VERSION) {
        Some((before, after)) if before != "{" && before.starts_with('{') => {
            let (before, after) = match after.strip_prefix(',') {
                Some(rest) => (&before[1..], rest),
                None => (before[1..].trim_end_matches(','), after),
            };
            format!("{{{VERSION},{before}{after}")
        }
        _ => compact.to_owned(),
    }
}

fn is_empty(text: &str) -> bool {
    matches!(text.trim(), "" | "{}")
}

/// A policy with all that does not count taken out.
#[derive(PartialEq)]
struct Document {
    version: String,
    id: String,
    statements: Vec<Statement>,
}

/// A statement likewise. The order of the fields is the order in which statements are sorted; it means nothing.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Statement {
    sid: String,
    effect: String,
    actions: BTreeSet<String>,
    not_actions: BTreeSet<String>,
    resources: BTreeSet<String>,
    not_resources: BTreeSet<String>,
    principals: BTreeMap<String, BTreeSet<String>>,
    not_principals: BTreeMap<String, BTreeSet<String>>,
    conditions: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    other: BTreeMap<String, String>,
}

impl Document {
    fn parse(text: &str) -> Option<Self> {
        let Json::Object(document) = serde_json::from_str(text).ok()? else { return None };
        let member = |name: &str| document.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        let mut statements = match document.get("Statement") {
            None => Vec::new(),
            Some(Json::Array(items)) => items.iter().map(Statement::parse).collect::<Option<Vec<_>>>()?,
            Some(one) => vec![Statement::parse(one)?],
        };
        statements.sort();
        let version = Some(member("Version")).filter(|version| !version.is_empty());
        Some(Self { version: version.unwrap_or_else(|| "2008-10-17".into()), id: member("Id"), statements })
    }
}

impl Statement {
    fn parse(value: &Json) -> Option<Self> {
        let members = value.as_object()?;
        let mut statement = Statement {
            sid: String::new(),
            effect: "deny".into(),
            actions: BTreeSet::new(),
            not_actions: BTreeSet::new(),
            resources: BTreeSet::new(),
            not_resources: BTreeSet::new(),
            principals: BTreeMap::new(),
            not_principals: BTreeMap::new(),
            conditions: BTreeMap::new(),
            other: BTreeMap::new(),
        };
        for (name, value) in members {
            match name.as_str() {
                "Sid" => statement.sid = value.as_str()?.to_owned(),
                "Effect" => statement.effect = value.as_str()?.to_lowercase(),
                "Action" => statement.actions = texts(value, |text| text.to_lowercase())?,
                "NotAction" => statement.not_actions = texts(value, |text| text.to_lowercase())?,
                "Resource" => statement.resources = texts(value, str::to_owned)?,
                "NotResource" => statement.not_resources = texts(value, str::to_owned)?,
                "Principal" => statement.principals = principals(value)?,
                "NotPrincipal" => statement.not_principals = principals(value)?,
                "Condition" => statement.conditions = conditions(value)?,
                _ => {
                    statement.other.insert(name.clone(), json::render(value));
                }
            }
        }
        Some(statement)
    }
}

/// One text or a list of them. Booleans and numbers are the texts that they are written as.
fn texts(value: &Json, form: impl Fn(&str) -> String) -> Option<BTreeSet<String>> {
    let one = |value: &Json| match value {
        Json::String(text) => Some(form(text)),
        Json::Bool(_) | Json::Number(_) => Some(form(&value.to_string())),
        _ => None,
    };
    match value {
        Json::Array(items) => items.iter().map(one).collect(),
        value => Some(BTreeSet::from([one(value)?])),
    }
}

/// Principals by their type; `"*"` alone is `{"AWS": "*"}`.
fn principals(value: &Json) -> Option<BTreeMap<String, BTreeSet<String>>> {
    match value {
        Json::Object(kinds) => {
            kinds.iter().map(|(kind, who)| Some((kind.clone(), texts(who, principal)?))).collect()
        }
        value => Some(BTreeMap::from([("AWS".to_owned(), texts(value, principal)?)])),
    }
}

/// An account is the same as its root user.
fn principal(text: &str) -> String {
    let mut parts = text.splitn(6, ':');
    match (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some("arn"), Some(_), Some("iam"), Some(""), Some(account), Some("root")) => account.to_owned(),
        _ => text.to_owned(),
    }
}

fn conditions(value: &Json) -> Option<BTreeMap<String, BTreeMap<String, BTreeSet<String>>>> {
    let tests = value.as_object()?.iter().map(|(test, keys)| {
        let keys = keys.as_object()?.iter();
        let keys = keys.map(|(key, values)| Some((key.to_lowercase(), texts(values, str::to_owned)?)));
        Some((test.clone(), keys.collect::<Option<_>>()?))
    });
    tests.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(statement: &str) -> String {
        format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#)
    }

    #[test]
    fn policies_that_mean_the_same_are_equal() {
        for (a, b) in [
            (r#"{"Effect":"Allow","Action":"s3:*"}"#, r#"{"Action":["S3:*"],"Effect":"Allow"}"#),
            (r#"{"Action":["a:b","a:c"]}"#, r#"{"Action":["a:c","a:b"]}"#),
            (r#"{"Principal":"*"}"#, r#"{"Principal":{"AWS":["*"]}}"#),
            (
                r#"{"Principal":{"AWS":"123456789012"}}"#,
                r#"{"Principal":{"AWS":"arn:aws:iam::123456789012:root"}}"#,
            ),
            (r#"{"Condition":{"Bool":{"a:B":true}}}"#, r#"{"Condition":{"Bool":{"a:b":["true"]}}}"#),
            (r#"{"Sid":"1"},{"Sid":"2"}"#, r#"{"Sid":"2"},{"Sid":"1"}"#),
            (r#"{"Sid":""}"#, "{}"),
        ] {
            assert!(same(&policy(a), &policy(b)), "{a} and {b}");
        }
        assert!(same(
            r#"{"Statement":{"Sid":"a"}}"#,
            r#"{"Statement":[{"Sid":"a"}],"Version":"2008-10-17"}"#
        ));
        assert!(same("", "{}"));
    }

    #[test]
    fn policies_that_differ_in_meaning_are_not_equal() {
        for (a, b) in [
            (r#"{"Effect":"Allow"}"#, r#"{"Effect":"Deny"}"#),
            (r#"{"Action":"a:b"}"#, r#"{"Action":["a:b","a:c"]}"#),
            (r#"{"Action":"a:b"}"#, r#"{"NotAction":"a:b"}"#),
            (r#"{"Resource":"arn:A"}"#, r#"{"Resource":"arn:a"}"#),
            (r#"{"Sid":"1"}"#, r#"{"Sid":"1"},{"Sid":"1"}"#),
            (r#"{"Principal":{"AWS":"1"}}"#, r#"{"Principal":{"Service":"1"}}"#),
        ] {
            assert!(!same(&policy(a), &policy(b)), "{a} and {b}");
        }
        assert!(!same(r#"{"Version":"2012-10-17"}"#, r#"{"Version":"2008-10-17"}"#));
        assert!(!same("", &policy("")));
        assert!(!same("a", "b"));
    }

    #[test]
    fn the_version_comes_first_in_iam_policies() {
        for (text, expected) in [
            (r#"{"Statement":[], "Version":"2012-10-17"}"#, r#"{"Version":"2012-10-17","Statement":[]}"#),
            (
                r#"{"Id":"x","Version":"2012-10-17","Statement":[]}"#,
                r#"{"Version":"2012-10-17","Id":"x","Statement":[]}"#,
            ),
            (r#"{"Version":"2012-10-17"}"#, r#"{"Version":"2012-10-17"}"#),
            (r#"{"Statement":[]}"#, r#"{"Statement":[]}"#),
            ("no json", "no json"),
        ] {
            assert_eq!(normalize(&text.into()), Value::from(expected), "{text}");
        }
    }

    #[test]
    fn a_read_keeps_the_prior_text_while_it_means_the_same() {
        let prior = policy(r#"{"Action":"a:b"}"#);
        assert_eq!(keep(Some(&prior), &policy(r#"{"Action":["a:b"]}"#)), json::compact(&prior).unwrap());
        assert_eq!(keep(None, r#"{ "Statement": [] }"#), r#"{"Statement":[]}"#);
    }
}
