//! Blocks in JSON files: JSON writes a block as an argument, and only the schema tells which is which.

use std::borrow::Cow;

use super::Attribute;
use crate::lang::syntax::{Attribute as Argument, Body, ExprKind};

/// The body with blocks in place of the arguments of a JSON file that stand for such.
pub fn with_blocks<'b>(body: &'b Body, attributes: &[Attribute]) -> Cow<'b, Body> {
    let stands_for_blocks = |argument: &Argument| {
        let file = &argument.name_range.source.path;
        file.extension().is_some_and(|extension| extension == "json")
            && attributes.iter().any(|attribute| attribute.block && attribute.name == &*argument.name)
    };
    if !body.attributes.iter().any(stands_for_blocks) {
        return Cow::Borrowed(body);
    }
    let mut body = body.clone();
    for argument in std::mem::take(&mut body.attributes) {
        let is_null = matches!(&*argument.expr.kind, ExprKind::Literal(value) if value.is_null());
        match stands_for_blocks(&argument).then(|| argument.to_blocks()) {
            Some(_) if is_null => {}
            Some(Some(blocks)) => body.blocks.extend(blocks),
            _ => body.attributes.push(argument),
        }
    }
    Cow::Owned(body)
}

#[cfg(test)]
mod tests {
    use crate::{
        diagnostic::{Diagnostics, Source},
        lang::{
            eval::NoScope,
            syntax::{parse_body, parse_json_body},
            value::{Object, Value, display},
        },
        schema::{Attributes as _, Computed, Optional, Required, Schema, Set, decode_body},
    };

    #[derive(Default, Clone, Schema)]
    #[schema(name = "test_group")]
    #[allow(dead_code)]
    struct Group {
        id: Computed<String>,
        #[attr(block)]
        rule: Optional<Set<Rule>>,
        #[attr(block)]
        limit: Optional<Limit>,
    }

    #[derive(Default, Clone, Schema)]
    #[allow(dead_code)]
    struct Rule {
        port: Required<i64>,
    }

    #[derive(Default, Clone, Schema)]
    #[allow(dead_code)]
    struct Limit {
        most: Optional<i64>,
    }

    fn decode(file: &str, text: &str) -> Result<Object, Diagnostics> {
        let source = Source::new(file, text);
        let parsed = if file.ends_with("json") { parse_json_body(&source) } else { parse_body(&source) };
        let mut diagnostics = Diagnostics::new();
        let object = decode_body(&parsed.unwrap(), Group::ATTRIBUTES, &NoScope, &mut diagnostics);
        diagnostics.into_result(object)
    }

    #[test]
    fn the_schema_tells_what_is_a_block() {
        let cases = [
            ("rule {\n  port = 1\n}\n", r#"{"rule": {"port": 1}}"#),
            (
                "rule {\n  port = 1\n}\nrule {\n  port = 2\n}\nlimit {}\n",
                r#"{"rule": [{"port": 1}, {"port": "${1 + 1}"}], "limit": {}}"#,
            ),
            ("limit {\n  most = 3\n}\n", r#"{"limit": [{"most": 3}], "rule": null}"#),
        ];
        for (hcl, json) in cases {
            let print = |object: Object| display(&Value::object(object));
            assert_eq!(
                print(decode("a.tf.json", json).unwrap()),
                print(decode("a.tf", hcl).unwrap()),
                "{json}"
            );
        }
    }

    #[test]
    fn an_argument_in_hcl_is_no_block() {
        let errors = decode("a.tf", "limit = { most = 3 }\n").unwrap_err();
        assert!(errors.to_string().contains("is written as a block"), "{errors}");
    }
}
