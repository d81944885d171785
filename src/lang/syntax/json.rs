//! `.tf.json`: a JSON file made into the same syntax tree as HCL.
//!
//! JSON does not say what is a block and what an argument. The blocks of the language itself are known here; what a
//! resource's schema alone can tell stays an argument, and [`Attribute::to_blocks`] makes blocks of it.

use std::{ops::Range as Bytes, sync::Arc};

use super::{
    Attribute, Block, Body, Expr, ExprKind, Label,
    json_text::{Node, NodeKind, read},
    parse::{parse_expr_at, parse_template_at},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Range, Result, Source},
    lang::value::{Value, nfc},
};

/// What a string in the place of an expression is.
#[derive(Clone, Copy)]
enum Text {
    /// A template: nearly everywhere.
    Template,
    /// An expression: references and types, which HCL writes without quotes.
    Expression,
    /// As it is: the default of a variable.
    Literal,
}

/// The blocks that the language itself has inside a block of this type, with the count of their labels.
fn blocks_inside(kind: &str) -> &'static [(&'static str, usize)] {
    match kind {
        "" => &[
            ("terraform", 0),
            ("variable", 1),
            ("locals", 0),
            ("output", 1),
            ("resource", 2),
            ("data", 2),
            ("ephemeral", 2),
            ("module", 1),
            ("provider", 1),
            ("moved", 0),
            ("removed", 0),
            ("import", 0),
            ("check", 1),
        ],
        "terraform" => &[("backend", 1), ("cloud", 0), ("required_providers", 0), ("provider_meta", 1)],
        "cloud" => &[("workspaces", 0)],
        "variable" => &[("validation", 0)],
        "output" => &[("precondition", 0)],
        "resource" | "data" | "ephemeral" => {
            &[("lifecycle", 0), ("provisioner", 1), ("connection", 0), ("dynamic", 1)]
        }
        "lifecycle" => &[("precondition", 0), ("postcondition", 0)],
        "provisioner" => &[("connection", 0)],
        "dynamic" => &[("content", 0)],
        "content" | "provider" => &[("dynamic", 1)],
        "check" => &[("data", 2), ("assert", 0)],
        "removed" => &[("lifecycle", 0), ("provisioner", 1)],
        _ => &[],
    }
}

/// How strings of this argument are read.
fn text_of(block: &str, argument: &str) -> Text {
    match (block, argument) {
        ("variable", "default") => Text::Literal,
        ("variable", "type")
        | (_, "depends_on" | "ignore_changes" | "replace_triggered_by")
        | ("moved" | "removed" | "import", "from" | "to" | "provider")
        | ("resource" | "data" | "ephemeral", "provider")
        | ("module", "providers") => Text::Expression,
        _ => Text::Template,
    }
}

/// Reads a `.tf.json` file.
pub fn parse_json_body(source: &Arc<Source>) -> Result<Body> {
    let mut lower = Lower { source, diagnostics: Diagnostics::new() };
    let node = read(&source.text)
        .map_err(|(at, why)| Diagnostic::error("Invalid JSON").detail(why).at(&lower.range(&at)))?;
    let mut body = lower.empty(&node.span);
    lower.body(&node, "", &mut body);
    lower.diagnostics.into_result(body)
}

/// Reads a file of values, such as `terraform.tfvars.json`: texts are as they stand, and nothing is a block.
pub fn parse_json_values(source: &Arc<Source>) -> Result<Body> {
    let mut lower = Lower { source, diagnostics: Diagnostics::new() };
    let node = read(&source.text)
        .map_err(|(at, why)| Diagnostic::error("Invalid JSON").detail(why).at(&lower.range(&at)))?;
    let mut body = lower.empty(&node.span);
    match &node.kind {
        NodeKind::Object(properties) => {
            for (name, span, value) in properties.iter().filter(|(name, ..)| name != "//") {
                let expr = lower.expr(value, Text::Literal);
                body.attributes.push(Attribute { name: nfc(name), name_range: lower.range(span), expr });
            }
        }
        _ => lower.wrong(&node, "A JSON object is required here: names and their values."),
    }
    lower.diagnostics.into_result(body)
}

struct Lower<'a> {
    source: &'a Arc<Source>,
    diagnostics: Diagnostics,
}

impl Lower<'_> {
    fn range(&self, span: &Bytes<usize>) -> Range {
        Range::new(self.source, span.clone())
    }

    fn empty(&self, span: &Bytes<usize>) -> Body {
        Body { attributes: Vec::new(), blocks: Vec::new(), range: self.range(span) }
    }

    fn wrong(&mut self, node: &Node, detail: &str) {
        let range = self.range(&node.span);
        self.diagnostics.push(Diagnostic::error("Incorrect JSON value type").detail(detail).at(&range));
    }

    /// Adds the properties of an object (or of several in an array) to the body of a block of this type.
    fn body(&mut self, node: &Node, kind: &str, body: &mut Body) {
        let properties = match &node.kind {
            NodeKind::Object(properties) => properties,
            NodeKind::Array(items) if kind.is_empty() => {
                return items.iter().for_each(|item| self.body(item, kind, body));
            }
            _ => {
                return self
                    .wrong(node, "A JSON object is required here, to define arguments and nested blocks.");
            }
        };
        for (name, span, value) in properties {
            if name == "//" {
                continue;
            }
            let header = self.range(span);
            match blocks_inside(kind).iter().find(|(known, _)| known == name) {
                Some((known, labels)) => self.blocks(value, known, *labels, &header, &[], &mut body.blocks),
                None => {
                    let expr = self.expr(value, text_of(kind, name));
                    body.attributes.push(Attribute { name: nfc(name), name_range: header, expr });
                }
            }
        }
    }

    /// The blocks that a property defines: by its labels, each an object or an array of them.
    fn blocks(
        &mut self,
        node: &Node,
        kind: &str,
        labels: usize,
        header: &Range,
        given: &[Label],
        blocks: &mut Vec<Block>,
    ) {
        match &node.kind {
            NodeKind::Null => {}
            NodeKind::Array(items) => {
                for item in items {
                    self.blocks(item, kind, labels, header, given, blocks);
                }
            }
            NodeKind::Object(properties) if labels > given.len() => {
                for (name, span, value) in properties {
                    if name == "//" {
                        continue;
                    }
                    let label = Label { text: nfc(name), range: self.range(span) };
                    let header = label.range.clone();
                    let given: Vec<Label> = given.iter().cloned().chain([label]).collect();
                    self.blocks(value, kind, labels, &header, &given, blocks);
                }
            }
            _ => {
                let mut body = self.empty(&node.span);
                self.body(node, kind, &mut body);
                blocks.push(Block {
                    kind: kind.into(),
                    labels: given.to_vec(),
                    body,
                    header: header.clone(),
                });
            }
        }
    }

    fn expr(&mut self, node: &Node, text: Text) -> Expr {
        let range = self.range(&node.span);
        let kind = match &node.kind {
            NodeKind::Null => ExprKind::Literal(Value::NULL),
            NodeKind::Bool(bool) => ExprKind::Literal(Value::from(*bool)),
            NodeKind::Number(number) => ExprKind::Literal(Value::from(number.clone())),
            NodeKind::String(string) => return self.string(string, range, text),
            NodeKind::Array(items) => {
                ExprKind::Tuple(items.iter().map(|item| self.expr(item, text)).collect())
            }
            NodeKind::Object(properties) => {
                let items = properties.iter().map(|(name, span, value)| {
                    let key = match text {
                        Text::Template => self.string(name, Range::new(self.source, span.clone()), text),
                        _ => self.string(name, Range::new(self.source, span.clone()), Text::Literal),
                    };
                    (key, self.expr(value, text))
                });
                ExprKind::Object(items.collect())
            }
        };
        Expr { kind: Arc::new(kind), range }
    }

    fn string(&mut self, string: &str, range: Range, text: Text) -> Expr {
        let parsed = match text {
            Text::Template if string.contains("${") || string.contains("%{") => {
                parse_template_at(string, &range)
            }
            Text::Expression => parse_expr_at(string, &range),
            Text::Template | Text::Literal => {
                return Expr { kind: Arc::new(ExprKind::Literal(Value::string(nfc(string)))), range };
            }
        };
        parsed.unwrap_or_else(|errors| {
            self.diagnostics.extend(errors);
            Expr { kind: Arc::new(ExprKind::Literal(Value::NULL)), range }
        })
    }
}

impl Attribute {
    /// The blocks that an argument of a JSON file stands for where the schema has a block of this name: an object is
    /// one block, a list of them several. `None` if it is something else.
    pub fn to_blocks(&self) -> Option<Vec<Block>> {
        let objects = match &*self.expr.kind {
            ExprKind::Tuple(items) => items.iter().collect(),
            _ => vec![&self.expr],
        };
        objects.into_iter().map(|object| self.to_block(object, &self.name, Vec::new())).collect()
    }

    fn to_block(&self, expr: &Expr, kind: &str, labels: Vec<Label>) -> Option<Block> {
        let mut body = Body { attributes: Vec::new(), blocks: Vec::new(), range: expr.range.clone() };
        for (key, value) in expr.as_object()? {
            let name = key.as_literal_str()?;
            if kind == "dynamic" && name == "content" {
                body.blocks.push(self.to_block(value, name, Vec::new())?);
            } else if name == "dynamic" {
                for (label, value) in value.as_object()? {
                    let label = Label { text: label.as_literal_str()?.into(), range: label.range.clone() };
                    for inside in value.as_tuple().unwrap_or(std::slice::from_ref(value)) {
                        body.blocks.push(self.to_block(inside, name, vec![label.clone()])?);
                    }
                }
            } else if name != "//" {
                let name_range = key.range.clone();
                body.attributes.push(Attribute { name: name.into(), name_range, expr: value.clone() });
            }
        }
        Some(Block { kind: kind.into(), labels, body, header: self.name_range.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{
        eval::{NoScope, evaluate},
        value::display,
    };

    fn body(text: &str) -> Body {
        parse_json_body(&Source::new("main.tf.json", text)).expect(text)
    }

    #[test]
    fn json_becomes_blocks_and_arguments() {
        let body = body(
            r#"{"//": "x", "resource": {"aws_vpc": {"main": {"cidr_block": "10.${1 + 1}.0.0/16", "depends_on": ["aws_eip.a"], "timeouts": {"create": "5m"}, "lifecycle": {"ignore_changes": ["tags"]}}}},
               "variable": [{"a": {"default": "${b}", "type": "list(string)"}}], "locals": {"n": 12345678901234567890123, "o": {"//": 1, "k": [true, null]}}}"#,
        );
        let resource = body.blocks_of("resource").next().unwrap();
        assert_eq!(resource.label(1).map(|name| &**name), Some("main"));
        let cidr = &resource.body.attribute("cidr_block").unwrap().expr;
        assert_eq!(display(&evaluate(cidr, &NoScope).unwrap()), "\"10.2.0.0/16\"");
        let depends = &resource.body.attribute("depends_on").unwrap().expr;
        assert_eq!(depends.as_tuple().unwrap()[0].as_traversal().map(|t| &*t.root), Some("aws_eip"));
        let lifecycle = resource.body.blocks_of("lifecycle").next().unwrap();
        assert!(lifecycle.body.attribute("ignore_changes").is_some());
        let timeouts = resource.body.attribute("timeouts").unwrap().to_blocks().unwrap();
        assert_eq!(timeouts[0].body.attribute("create").unwrap().expr.as_literal_str(), Some("5m"));
        let variable = body.blocks_of("variable").next().unwrap();
        assert_eq!(variable.body.attribute("default").unwrap().expr.as_literal_str(), Some("${b}"));
        let locals = body.blocks_of("locals").next().unwrap();
        let number = &locals.body.attribute("n").unwrap().expr;
        assert_eq!(display(&evaluate(number, &NoScope).unwrap()), "12345678901234567890123");
        assert_eq!(locals.body.attribute("o").unwrap().expr.as_object().map(<[_]>::len), Some(2));
    }

    #[test]
    fn mistakes_have_a_place() {
        for (text, at) in [
            ("{\"a\": tru}", "main.tf.json:1:7"),
            ("{\n \"locals\": {\"a\": \"${\"}}", "main.tf.json:2:18"),
            ("{\"resource\": 1}", "main.tf.json:1:14"),
        ] {
            let errors = parse_json_body(&Source::new("main.tf.json", text)).expect_err(text);
            assert_eq!(
                errors.0[0].subject.as_ref().map(ToString::to_string).as_deref(),
                Some(at),
                "{text}: {errors}"
            );
        }
    }
}
