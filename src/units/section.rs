//! A file as a value: what `read_terragrunt_config` returns, and what an exposed include gives.

use super::{config::Config, evaluation::Evaluation, merge};
use crate::{
    diagnostic::{Diagnostic, Range, did_you_mean},
    lang::{
        syntax::{Block, Body},
        value::{Name, Object, Value},
    },
};

/// The parts that are there in every file, empty if it does not mention them.
const ALWAYS: [&str; 3] = ["locals", "inputs", "dependency"];

/// The error for a part that the file does not have.
pub fn missing(evaluation: &Evaluation, name: &Name, range: &Range) -> Diagnostic {
    let known = names(evaluation.config, evaluation.frame);
    Diagnostic::error(format!("Unsupported attribute {name:?}"))
        .detail(format!(
            "{} does not set it. It has: {}.{}",
            evaluation.config.session.shown(&evaluation.file().file.path).display(),
            known.join(", "),
            did_you_mean(name, known.iter().map(String::as_str))
        ))
        .at(range)
}

/// The whole file as an object. Inputs that need outputs of other units are left out while those are not known.
pub fn all(evaluation: &Evaluation) -> Result<Value, Diagnostic> {
    let mut object = Object::new();
    for name in names(evaluation.config, evaluation.frame) {
        let name: Name = name.into();
        match section(evaluation, &name) {
            Ok(value) => object.extend(value.map(|value| (name, value))),
            Err(_) if &*name == "inputs" && needs_outputs(evaluation.config) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Value::object(object))
}

fn needs_outputs(config: &Config) -> bool {
    config.frames.iter().any(|frame| frame.file.body.blocks_of("dependency").next().is_some())
}

/// The names of the parts that a file has; its own only if it is an included one.
fn names(config: &Config, frame: usize) -> Vec<String> {
    let mut names: Vec<String> = ALWAYS.map(str::to_owned).into();
    let frames: Vec<usize> =
        if frame == 0 { config.merge_order().iter().map(|(frame, _)| *frame).collect() } else { vec![frame] };
    for body in frames.into_iter().map(|frame| &config.frames[frame].file.body) {
        names.extend(body.attributes.iter().map(|attribute| attribute.name.to_string()));
        names
            .extend(body.blocks.iter().filter(|block| &*block.kind != "include").map(|b| b.kind.to_string()));
    }
    names.sort();
    names.dedup();
    names
}

/// One part of the file, merged with the same part of what it includes. Local values are never merged.
pub fn section(evaluation: &Evaluation, name: &Name) -> Result<Option<Value>, Diagnostic> {
    if &**name == "locals" {
        return evaluation.locals().map(Some);
    }
    let order = match evaluation.frame {
        0 => evaluation.config.merge_order(),
        frame => vec![(frame, merge::MergeStrategy::Shallow)],
    };
    let mut merged: Option<Value> = None;
    for (frame, strategy) in order.into_iter().rev() {
        let Some(above) = own(&evaluation.in_frame(frame), name)? else { continue };
        merged = Some(match (merged, strategy) {
            (None, _) => above,
            (Some(below), merge::MergeStrategy::Deep { lists }) => merge::deep(&above, &below, lists),
            (Some(below), _) => merge::shallow(&above, &below),
        });
    }
    Ok(merged.or_else(|| ALWAYS.contains(&&**name).then(|| Value::object([]))))
}

/// What one file says of a part.
fn own(evaluation: &Evaluation, name: &Name) -> Result<Option<Value>, Diagnostic> {
    let body = &evaluation.file().file.body;
    if let Some(attribute) = body.attribute(name) {
        return evaluation
            .linked(name, &attribute.name_range, |inner| inner.evaluate(&attribute.expr))
            .map(Some);
    }
    let mut blocks = body.blocks_of(name).peekable();
    if blocks.peek().is_none() {
        return Ok(None);
    }
    let mut object = Object::new();
    for block in blocks {
        let value = match &*block.kind {
            "dependency" => block_of_dependency(evaluation, block)?,
            "feature" => block_of_feature(evaluation, block)?,
            _ => body_value(evaluation, &block.body)?,
        };
        match block.label(0) {
            Some(label) => object.insert(label.clone(), value),
            None => return Ok(Some(value)),
        };
    }
    Ok(Some(Value::object(object)))
}

/// A dependency of a file that is read: its outputs are there if the unit itself depends on the same unit.
fn block_of_dependency(evaluation: &Evaluation, block: &Block) -> Result<Value, Diagnostic> {
    let path = block.body.attribute("config_path").map(|attribute| evaluation.evaluate(&attribute.expr));
    let mut object = Object::new();
    if let Some(path) = path {
        object.insert("config_path".into(), path?);
    }
    if let (Some(label), true) = (block.label(0), evaluation.stage.outputs.is_some())
        && let Ok(outputs) = super::dependency::outputs(evaluation, label, &block.header)
    {
        object.insert("outputs".into(), outputs);
    }
    Ok(Value::object(object))
}

fn block_of_feature(evaluation: &Evaluation, block: &Block) -> Result<Value, Diagnostic> {
    let Some(label) = block.label(0) else { return Ok(Value::object([])) };
    let value = super::feature::value(evaluation, label, &block.header)
        .map_err(|error| super::evaluation::first(error.diagnostics))?;
    Ok(Value::object([("default".into(), value.clone()), ("value".into(), value)]))
}

/// A body as an object: its arguments, and its blocks by type and label.
fn body_value(evaluation: &Evaluation, body: &Body) -> Result<Value, Diagnostic> {
    let mut object = Object::new();
    for attribute in &body.attributes {
        object.insert(attribute.name.clone(), evaluation.evaluate(&attribute.expr)?);
    }
    for block in &body.blocks {
        let value = body_value(evaluation, &block.body)?;
        match block.label(0) {
            None => object.insert(block.kind.clone(), value),
            Some(label) => {
                let named = object.get(&block.kind).and_then(Value::as_mapping).cloned().unwrap_or_default();
                let named = named.into_iter().chain([(label.clone(), value)]);
                object.insert(block.kind.clone(), Value::object(named))
            }
        };
    }
    Ok(Value::object(object))
}
