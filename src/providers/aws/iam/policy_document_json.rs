//! A policy document as `aws_iam_policy_document` builds it: parsed, merged and written exactly as the AWS provider
//! does, because the text is in states and outputs.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::providers::{Error, Result, aws::json};

/// A policy document.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Document {
    /// The version of the language; empty if there is none.
    pub version: String,
    /// The id; empty if there is none.
    pub id: String,
    /// The statements.
    pub statements: Vec<Statement>,
}

/// One statement.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Statement {
    /// Its name in the document; empty if there is none.
    pub sid: String,
    /// `Allow` or `Deny`.
    pub effect: String,
    /// `Action`, `NotAction`, `Resource`, `NotResource`: as they are written.
    pub lists: BTreeMap<&'static str, Json>,
    /// Who, by kind, in the order in which it is said.
    pub principals: Vec<(String, Json)>,
    /// Who not, likewise.
    pub not_principals: Vec<(String, Json)>,
    /// When: values by test and variable.
    pub conditions: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// The members of a statement that are kept as they are written, in the order of the text.
const LISTS: [&str; 4] = ["Action", "NotAction", "Resource", "NotResource"];

impl Document {
    /// The document that a text says.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the text is no JSON object.
    pub fn parse(text: &str) -> Result<Self> {
        let parsed: Map<String, Json> = serde_json::from_str(text)
            .map_err(|error| Error::Invalid(format!("This is no policy document: {error}.")))?;
        let statements = match parsed.get("Statement") {
            None | Some(Json::Null) => Vec::new(),
            Some(Json::Array(items)) => items.iter().map(Statement::parse).collect(),
            Some(one) => vec![Statement::parse(one)],
        };
        Ok(Self { version: text_of(parsed.get("Version")), id: text_of(parsed.get("Id")), statements })
    }

    /// Lays another document over this one: a statement replaces that of the same name, others are added.
    pub fn merge(&mut self, other: Document) {
        for (mine, theirs) in [(&mut self.version, other.version), (&mut self.id, other.id)] {
            if !theirs.is_empty() {
                *mine = theirs;
            }
        }
        for statement in other.statements {
            let same = |known: &&mut Statement| !statement.sid.is_empty() && known.sid == statement.sid;
            match self.statements.iter_mut().find(same) {
                Some(known) => *known = statement,
                None => self.statements.push(statement),
            }
        }
    }

    /// The name that two statements share, if there is one.
    pub fn duplicate(&self) -> Option<&str> {
        let mut sids: Vec<_> = self.statements.iter().map(|one| one.sid.as_str()).collect();
        sids.sort_unstable();
        sids.windows(2).find(|pair| !pair[0].is_empty() && pair[0] == pair[1]).map(|pair| pair[0])
    }

    /// The text: indented by two spaces, or with no white space at all.
    pub fn render(&self, indent: bool) -> String {
        let mut members = Map::new();
        for (name, value) in [("Version", &self.version), ("Id", &self.id)] {
            if !value.is_empty() {
                members.insert(name.into(), value.as_str().into());
            }
        }
        if !self.statements.is_empty() {
            members.insert("Statement".into(), self.statements.iter().map(Statement::to_json).collect());
        }
        let mut out = String::new();
        write(&Json::Object(members), indent.then_some(0), &mut out);
        out
    }
}

impl Statement {
    fn parse(value: &Json) -> Self {
        let lists = LISTS.iter().filter_map(|name| {
            let list = value.get(name).filter(|list| !list.is_null())?;
            Some((*name, list.clone()))
        });
        Self {
            sid: text_of(value.get("Sid")),
            effect: text_of(value.get("Effect")),
            lists: lists.collect(),
            principals: principals(value.get("Principal")),
            not_principals: principals(value.get("NotPrincipal")),
            conditions: value.get("Condition").and_then(Json::as_object).map(conditions).unwrap_or_default(),
        }
    }

    fn to_json(&self) -> Json {
        let mut members = Map::new();
        for (name, value) in [("Sid", &self.sid), ("Effect", &self.effect)] {
            if !value.is_empty() {
                members.insert(name.into(), value.as_str().into());
            }
        }
        for name in LISTS {
            if let Some(list) = self.lists.get(name) {
                members.insert(name.into(), list.clone());
            }
        }
        for (name, principals) in [("Principal", &self.principals), ("NotPrincipal", &self.not_principals)] {
            if !principals.is_empty() {
                members.insert(name.into(), principals_json(principals));
            }
        }
        if !self.conditions.is_empty() {
            let tests = self.conditions.iter().map(|(test, variables)| {
                let variables = variables.iter().map(|(variable, values)| {
                    let value = match values.as_slice() {
                        [one] => Json::from(one.as_str()),
                        values => values.iter().map(String::as_str).collect(),
                    };
                    (variable.clone(), value)
                });
                (test.clone(), Json::Object(variables.collect()))
            });
            members.insert("Condition".into(), Json::Object(tests.collect()));
        }
        Json::Object(members)
    }
}

fn text_of(value: Option<&Json>) -> String {
    value.and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// Principals of a text: lists are written from the last in the alphabet to the first.
fn principals(value: Option<&Json>) -> Vec<(String, Json)> {
    match value {
        Some(Json::Object(kinds)) => kinds
            .iter()
            .map(|(kind, who)| {
                let mut who = who.clone();
                if let Json::Array(items) = &mut who {
                    items.sort_by(|a, b| b.as_str().cmp(&a.as_str()));
                }
                (kind.clone(), who)
            })
            .collect(),
        Some(Json::String(all)) => vec![("*".into(), all.as_str().into())],
        _ => Vec::new(),
    }
}

/// All principals of one kind together; everyone is `"*"` alone.
fn principals_json(principals: &[(String, Json)]) -> Json {
    if let [(kind, Json::String(who))] = principals
        && kind == "*"
        && who == "*"
    {
        return "*".into();
    }
    let mut kinds: BTreeMap<&str, Json> = BTreeMap::new();
    for (kind, who) in principals {
        match kinds.get_mut(kind.as_str()) {
            None => {
                kinds.insert(kind, who.clone());
            }
            Some(known) => {
                let all = [&*known, who].into_iter().flat_map(|list| match list {
                    Json::Array(items) => items.clone(),
                    one => vec![one.clone()],
                });
                *known = all.collect();
            }
        }
    }
    kinds.into_iter().map(|(kind, who)| (kind.to_owned(), who)).collect()
}

fn conditions(tests: &Map<String, Json>) -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let variables = |variables: &Json| {
        let variables = variables.as_object().into_iter().flatten();
        variables
            .map(|(variable, values)| {
                let values = match values {
                    Json::Array(items) => items.iter().map(text).collect(),
                    one => vec![text(one)],
                };
                (variable.clone(), values)
            })
            .collect()
    };
    tests.iter().map(|(test, of)| (test.clone(), variables(of))).collect()
}

/// Writes JSON as Go does: members in the order that they have, strings escaped for HTML.
fn write(value: &Json, indent: Option<usize>, out: &mut String) {
    let (open, close, count) = match value {
        Json::Object(members) => ('{', '}', members.len()),
        Json::Array(items) => ('[', ']', items.len()),
        Json::String(string) => return out.push_str(&json::text(string)),
        scalar => return out.push_str(&scalar.to_string()),
    };
    out.push(open);
    let inner = indent.map(|depth| depth + 1);
    for i in 0..count {
        if i > 0 {
            out.push(',');
        }
        new_line(inner, out);
        match value {
            Json::Object(members) => {
                if let Some((name, member)) = members.iter().nth(i) {
                    out.push_str(&json::text(name));
                    out.push_str(if indent.is_some() { ": " } else { ":" });
                    write(member, inner, out);
                }
            }
            value => write(&value[i], inner, out),
        }
    }
    if count > 0 {
        new_line(indent, out);
    }
    out.push(close);
}

fn new_line(indent: Option<usize>, out: &mut String) {
    if let Some(depth) = indent {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parsed_document_is_written_as_the_aws_provider_writes_it() {
        for (text, expected) in [
            (
                r#"{"Statement":[{"NotAction":["c"],"Action":["a","b"],"Sid":"s"}]}"#,
                r#"{"Statement":[{"Sid":"s","Action":["a","b"],"NotAction":["c"]}]}"#,
            ),
            (
                r#"{"Statement":[{"Principal":{"Service":["x"],"AWS":["a","b"]}}]}"#,
                r#"{"Statement":[{"Principal":{"AWS":["b","a"],"Service":["x"]}}]}"#,
            ),
            (r#"{"Statement":[{"Principal":"*"}]}"#, r#"{"Statement":[{"Principal":"*"}]}"#),
            (
                r#"{"Statement":[{"Condition":{"S":{"b":["c"],"a":["a","b"],"e":[]}}}]}"#,
                r#"{"Statement":[{"Condition":{"S":{"a":["a","b"],"b":"c","e":[]}}}]}"#,
            ),
            (r#"{"Id":"i","Version":"v"}"#, r#"{"Version":"v","Id":"i"}"#),
            (r#"{"Statement":[{"Action":"<"}]}"#, r#"{"Statement":[{"Action":"\u003c"}]}"#),
        ] {
            assert_eq!(Document::parse(text).unwrap().render(false), expected, "{text}");
        }
        assert!(Document::parse("{").is_err());
    }

    #[test]
    fn indentation_is_two_spaces_and_empty_lists_stay_on_their_line() {
        let document =
            Document::parse(r#"{"Version":"v","Statement":[{"Action":[],"Resource":["a"]}]}"#).unwrap();
        let expected = "{\n  \"Version\": \"v\",\n  \"Statement\": [\n    {\n      \"Action\": [],\n      \"Resource\": [\n        \"a\"\n      ]\n    }\n  ]\n}";
        assert_eq!(document.render(true), expected);
    }

    #[test]
    fn a_merged_statement_replaces_that_of_the_same_name() {
        let mut document =
            Document::parse(r#"{"Version":"1","Statement":[{"Sid":"a"},{"Effect":"Allow"}]}"#).unwrap();
        document.merge(
            Document::parse(r#"{"Id":"i","Statement":[{"Sid":"a","Effect":"Deny"},{"Effect":"Allow"}]}"#)
                .unwrap(),
        );
        assert_eq!(
            document.render(false),
            r#"{"Version":"1","Id":"i","Statement":[{"Sid":"a","Effect":"Deny"},{"Effect":"Allow"},{"Effect":"Allow"}]}"#
        );
        assert_eq!(document.duplicate(), None);
    }
}
