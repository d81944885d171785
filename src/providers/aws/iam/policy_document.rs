//! Data source `aws_iam_policy_document`: a policy document of blocks, and of other documents under and over it.

use super::{
    policy_document_json::{Document, Statement},
    prelude::*,
};
use serde_json::Value as Json;

/// A policy document, written as JSON.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_policy_document")]
pub struct PolicyDocument {
    id: Computed<String>,
    json: Computed<String>,
    minified_json: Computed<String>,
    #[attr(deprecated = "Use `override_policy_documents`.")]
    override_json: Optional<String>,
    override_policy_documents: Optional<Vec<String>>,
    policy_id: Optional<String>,
    #[attr(deprecated = "Use `source_policy_documents`.")]
    source_json: Optional<String>,
    source_policy_documents: Optional<Vec<String>>,
    #[attr(block)]
    statement: Optional<Vec<StatementBlock>>,
    #[attr(one_of = ["2008-10-17", "2012-10-17"])]
    version: Optional<String>,
}

/// One statement: who may or may not do what, with what, when.
#[derive(Debug, Default, Clone, Schema)]
pub struct StatementBlock {
    actions: Optional<Set<String>>,
    #[attr(block)]
    condition: Optional<Set<Condition>>,
    #[attr(one_of = ["Allow", "Deny"])]
    effect: Optional<String>,
    not_actions: Optional<Set<String>>,
    #[attr(block)]
    not_principals: Optional<Set<Principals>>,
    not_resources: Optional<Set<String>>,
    #[attr(block)]
    principals: Optional<Set<Principals>>,
    resources: Optional<Set<String>>,
    sid: Optional<String>,
}

/// Who, of one kind.
#[derive(Debug, Default, Clone, Schema)]
pub struct Principals {
    identifiers: Required<Set<String>>,
    r#type: Required<String>,
}

/// When: a test of a variable.
#[derive(Debug, Default, Clone, Schema)]
pub struct Condition {
    test: Required<String>,
    values: Required<Vec<String>>,
    variable: Required<String>,
}

impl Data<Aws> for PolicyDocument {
    async fn read(mut self, _aws: &Aws) -> Result<Self> {
        self.fill()?;
        Ok(self)
    }
}

impl PolicyDocument {
    fn fill(&mut self) -> Result<()> {
        for (name, instead, value) in [
            ("source_json", "source_policy_documents", &self.source_json),
            ("override_json", "override_policy_documents", &self.override_json),
        ] {
            if value.as_ref().is_some_and(|text| !text.is_empty()) {
                return Err(Error::Invalid(format!("`{name}` is no longer supported. Use `{instead}`.")));
            }
        }
        let version = self.version.clone().filter(|version| !version.is_empty());
        let version = version.unwrap_or_else(|| "2012-10-17".into());
        let mut document = Document::default();
        for text in self.source_policy_documents.iter().flatten().filter(|text| !text.is_empty()) {
            let source = Document::parse(text)?;
            let known = |one: &&Statement| {
                !one.sid.is_empty() && document.statements.iter().any(|known| known.sid == one.sid)
            };
            if let Some(duplicate) = source.statements.iter().find(known).map(|one| one.sid.clone()) {
                return Err(same_name(&duplicate, "two of `source_policy_documents` have"));
            }
            document.merge(source);
        }
        let statements = self.statement.iter_mut().flatten();
        let statements = statements.map(|block| block.build(&version)).collect::<Result<_>>()?;
        let id = self.policy_id.clone().unwrap_or_default();
        let own = Document { version: version.clone(), id, statements };
        if let Some(duplicate) = own.duplicate() {
            return Err(same_name(duplicate, "the document has"));
        }
        document.merge(own);
        for text in self.override_policy_documents.iter().flatten().filter(|text| !text.is_empty()) {
            document.merge(Document::parse(text)?);
        }
        let text = document.render(true);
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        self.id = Some(crc.sum().to_string());
        self.minified_json = Some(document.render(false));
        self.json = Some(text);
        self.version = Some(version);
        Ok(())
    }
}

fn same_name(sid: &str, who: &str) -> Error {
    Error::Invalid(format!(
        "In this policy document {who} two statements with the sid `{sid}`. Give each its own, or none."
    ))
}

impl StatementBlock {
    /// The statement of the block, whose defaults are filled in.
    fn build(&mut self, version: &str) -> Result<Statement> {
        let effect = self.effect.get_or_insert_with(|| "Allow".into()).clone();
        let mut statement =
            Statement { sid: self.sid.get_or_insert_default().clone(), effect, ..Statement::default() };
        for (name, list, variables) in [
            ("Action", &self.actions, false),
            ("NotAction", &self.not_actions, false),
            ("Resource", &self.resources, true),
            ("NotResource", &self.not_resources, true),
        ] {
            let Some(list) = list.as_ref().filter(|list| !list.is_empty()) else { continue };
            let list = if variables { with_variables(list, version)? } else { list.0.clone() };
            statement.lists.insert(name, backwards(list));
        }
        let principals = |blocks: &Option<Set<Principals>>| -> Result<Vec<(String, Json)>> {
            let blocks = blocks.iter().flat_map(|blocks| blocks.iter());
            blocks
                .map(|block| {
                    Ok((block.r#type.clone(), backwards(with_variables(&block.identifiers, version)?)))
                })
                .collect()
        };
        statement.principals = principals(&self.principals)?;
        statement.not_principals = principals(&self.not_principals)?;
        for condition in self.condition.iter().flat_map(|blocks| blocks.iter()) {
            let variables = statement.conditions.entry(condition.test.clone()).or_default();
            let values = variables.entry(condition.variable.clone()).or_default();
            values.extend(with_variables(&condition.values, version)?);
        }
        for list in [&mut self.actions, &mut self.not_actions, &mut self.resources, &mut self.not_resources] {
            list.get_or_insert_default();
        }
        Ok(statement)
    }
}

/// `&{name}` stands for IAM's `${name}`, which the language would take for its own.
fn with_variables(list: &[String], version: &str) -> Result<Vec<String>> {
    if version == "2008-10-17"
        && let Some(text) = list.iter().find(|text| text.contains("&{"))
    {
        return Err(Error::Invalid(format!(
            "`{text}` has a policy variable, which policies of version 2008-10-17 do not know. Use version 2012-10-17."
        )));
    }
    Ok(list.iter().map(|text| text.replace("&{", "${")).collect())
}

/// One text as itself, several from the last in the alphabet to the first.
fn backwards(mut list: Vec<String>) -> Json {
    list.sort_unstable_by(|a, b| b.cmp(a));
    match list.as_slice() {
        [one] => Json::from(one.as_str()),
        list => list.iter().map(String::as_str).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(items: &[&str]) -> Set<String> {
        items.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_text_and_its_id_are_those_of_the_aws_provider() {
        let mut empty = PolicyDocument::default();
        empty.fill().unwrap();
        assert_eq!(empty.json.as_deref(), Some("{\n  \"Version\": \"2012-10-17\"\n}"));
        assert_eq!(empty.id.as_deref(), Some("1132004489"));

        let mut assume = PolicyDocument {
            statement: Some(vec![StatementBlock {
                actions: Some(set(&["sts:AssumeRole"])),
                principals: Some(Set(vec![Principals {
                    identifiers: set(&["ec2.amazonaws.com", "ecs.amazonaws.com"]),
                    r#type: "Service".into(),
                }])),
                ..StatementBlock::default()
            }]),
            ..PolicyDocument::default()
        };
        assume.fill().unwrap();
        assert_eq!(
            assume.minified_json.as_deref(),
            Some(
                r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":["ecs.amazonaws.com","ec2.amazonaws.com"]}}]}"#
            )
        );
        assert_eq!(assume.id.as_deref(), Some("83011331"));
    }

    #[test]
    fn what_cannot_work_is_an_error() {
        let statement = StatementBlock { sid: Some("a".into()), ..StatementBlock::default() };
        for document in [
            PolicyDocument { source_json: Some("{}".into()), ..PolicyDocument::default() },
            PolicyDocument {
                statement: Some(vec![statement.clone(), statement]),
                ..PolicyDocument::default()
            },
            PolicyDocument { source_policy_documents: Some(vec!["{".into()]), ..PolicyDocument::default() },
        ] {
            assert!(document.clone().fill().is_err(), "{document:?}");
        }
    }
}
