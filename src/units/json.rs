//! Configuration in JSON: `terragrunt.hcl.json`.
//!
//! Which keys are blocks is said by the table of the dialect. A block is an object; with a label, an object under the
//! label. A string is a template. `"//"` is a comment.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::dialect::{self, Rules};
use crate::{
    diagnostic::{Diagnostic, Range, Result, Source},
    lang::{
        syntax::{Attribute, Block, Body, Expr, ExprKind, Label, parse_template},
        value::{Name, Number, Value},
    },
};

/// Reads a configuration file in JSON.
///
/// # Errors
/// A text that is no JSON or no object, and templates that cannot be parsed.
pub fn parse(source: &Arc<Source>) -> Result<Body> {
    let at = |line: usize, column: usize| {
        let start: usize = source.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let offset = (start + column.saturating_sub(1)).min(source.text.len());
        Range::new(source, offset..offset)
    };
    let json: Json = serde_json::from_str(&source.text).map_err(|error| {
        Diagnostic::error("Invalid JSON").detail(format!("{error}.")).at(&at(error.line(), error.column()))
    })?;
    let Json::Object(object) = json else {
        return Err(Diagnostic::error("Invalid configuration in JSON")
            .detail("The file must hold an object.")
            .at(&at(1, 1))
            .into());
    };
    Reader { source, read: 0 }.body(&object, Some(&dialect::FILE), at(1, 1))
}

/// Reads a document in its order; what is read last is where diagnostics point to.
struct Reader<'a> {
    source: &'a Arc<Source>,
    /// How much of the text has been passed.
    read: usize,
}

impl Reader<'_> {
    /// The place of the next string or key with this content.
    fn place(&mut self, content: &str) -> Range {
        let quoted = Json::from(content).to_string();
        let start = match self.source.text.get(self.read..).and_then(|rest| rest.find(&quoted)) {
            Some(found) => self.read + found,
            None => return Range::new(self.source, self.read..self.read),
        };
        self.read = start + quoted.len();
        Range::new(self.source, start..self.read)
    }

    fn body(
        &mut self,
        object: &Map<String, Json>,
        rules: Option<&'static Rules>,
        range: Range,
    ) -> Result<Body> {
        let mut body = Body { attributes: Vec::new(), blocks: Vec::new(), range };
        for (key, value) in object.iter().filter(|(key, _)| *key != "//") {
            let place = self.place(key);
            let block = rules.and_then(|rules| rules.block(key));
            match (block, value) {
                (Some((labels, inside)), Json::Object(_) | Json::Array(_)) => {
                    self.blocks(key, value, labels, inside, &place, &mut body.blocks)?;
                }
                _ => body.attributes.push(Attribute {
                    name: key.as_str().into(),
                    name_range: place.clone(),
                    expr: self.expr(value, &place)?,
                }),
            }
        }
        Ok(body)
    }

    /// The blocks of one type: one, several in an array, or by label.
    fn blocks(
        &mut self,
        kind: &str,
        value: &Json,
        labels: (usize, usize),
        inside: Option<&'static Rules>,
        place: &Range,
        blocks: &mut Vec<Block>,
    ) -> Result<()> {
        let object = match value {
            Json::Array(items) => {
                return items
                    .iter()
                    .try_for_each(|item| self.blocks(kind, item, labels, inside, place, blocks));
            }
            Json::Object(object) => object,
            _ => {
                return Err(Diagnostic::error(format!("Invalid {kind} block in JSON"))
                    .detail("A block is an object.")
                    .at(place)
                    .into());
            }
        };
        let bare = labels.0 == 0 && object.keys().all(|key| inside.is_some_and(|rules| rules.allows(key)));
        if labels.1 == 0 || bare {
            let body = self.body(object, inside, place.clone())?;
            blocks.push(Block { kind: kind.into(), labels: Vec::new(), body, header: place.clone() });
            return Ok(());
        }
        for (label, value) in object.iter().filter(|(label, _)| *label != "//") {
            let at = self.place(label);
            let first = blocks.len();
            self.blocks(kind, value, (0, 0), inside, &at, blocks)?;
            for block in &mut blocks[first..] {
                block.labels = vec![Label { text: label.as_str().into(), range: at.clone() }];
            }
        }
        Ok(())
    }

    fn expr(&mut self, json: &Json, place: &Range) -> Result<Expr> {
        let literal = |value: Value| ExprKind::Literal(value);
        let (kind, range) = match json {
            Json::Null => (literal(Value::NULL), place.clone()),
            Json::Bool(bool) => (literal((*bool).into()), place.clone()),
            Json::Number(number) => {
                let exact: Number = number.to_string().parse().map_err(|_| {
                    Diagnostic::error("Invalid number").detail(format!("{number} is none.")).at(place)
                })?;
                (literal(exact.into()), place.clone())
            }
            Json::String(text) => {
                let at = self.place(text);
                let parsed = parse_template(&Source::new(self.source.path.clone(), text.clone()))
                    .map_err(|errors| errors.into_iter().map(|error| error.at(&at)).collect::<Vec<_>>())
                    .map_err(crate::diagnostic::Diagnostics)?;
                return Ok(Expr { kind: parsed.kind, range: at });
            }
            Json::Array(items) => {
                let items = items.iter().map(|item| self.expr(item, place)).collect::<Result<Vec<_>>>()?;
                (ExprKind::Tuple(items), place.clone())
            }
            Json::Object(object) => {
                let mut entries = Vec::with_capacity(object.len());
                for (key, value) in object {
                    let at = self.place(key);
                    let name: Name = key.as_str().into();
                    let key = Expr { kind: Arc::new(literal(Value::string(name))), range: at.clone() };
                    entries.push((key, self.expr(value, &at)?));
                }
                (ExprKind::Object(entries), place.clone())
            }
        };
        Ok(Expr { kind: Arc::new(kind), range })
    }
}
