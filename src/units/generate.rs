//! `generate`: files that are added to the module.

use std::path::PathBuf;

use super::{
    evaluation::Evaluation,
    fields::{Fields, places},
    merge::MergeStrategy,
    path,
};
use crate::{
    diagnostic::{Diagnostic, Range},
    lang::value::Name,
};

/// What happens if the file is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfExists {
    /// It is replaced.
    Overwrite,
    /// It is replaced if it was generated, else it is an error.
    OverwriteTerragrunt,
    /// It stays.
    Skip,
    /// It is an error.
    Error,
}

impl IfExists {
    /// The words for it.
    pub const WORDS: [(&str, IfExists); 4] = [
        ("overwrite", IfExists::Overwrite),
        ("overwrite_terragrunt", IfExists::OverwriteTerragrunt),
        ("skip", IfExists::Skip),
        ("error", IfExists::Error),
    ];
}

/// What happens to the file of a block that is disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IfDisabled {
    /// Nothing.
    #[default]
    Skip,
    /// It is removed.
    Remove,
    /// It is removed if it was generated.
    RemoveTerragrunt,
}

/// A file that is added to the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated {
    /// The name of the block.
    pub name: Name,
    /// The file, relative to the module's folder or absolute.
    pub path: PathBuf,
    /// The text of it, without the signature.
    pub contents: String,
    /// What happens if the file is there already.
    pub if_exists: IfExists,
    /// What happens to the file if the block is disabled.
    pub if_disabled: IfDisabled,
    /// Whether the block is switched off.
    pub disable: bool,
    /// What a line of comment begins with; `None`: no signature is written.
    pub signature: Option<String>,
    /// Where the contents are written.
    pub range: Range,
}

/// The files that a config with all that it includes adds, in the order of the blocks.
///
/// # Errors
/// A block that cannot be evaluated; the same name in a file and in one that it includes, unless merged deeply.
pub fn generated(evaluation: &Evaluation) -> Result<Vec<Generated>, Diagnostic> {
    let mut all: Vec<Generated> = Vec::new();
    for (frame, strategy) in evaluation.config.merge_order().into_iter().rev() {
        let mut above = own(&evaluation.in_frame(frame))?;
        for child in all {
            match above.iter_mut().find(|parent| parent.name == child.name) {
                Some(parent) if matches!(strategy, MergeStrategy::Deep { .. }) => *parent = child,
                Some(parent) => {
                    return Err(Diagnostic::error(format!("Duplicate generate block {:?}", child.name))
                        .detail(format!(
                            "The included file has one of this name too, at {}. Rename one, or include with \
                             merge_strategy = \"deep\", and this one replaces it.",
                            parent.range
                        ))
                        .at(&child.range));
                }
                None => above.push(child),
            }
        }
        all = above;
    }
    Ok(all)
}

/// What one file says, as blocks or as an attribute.
fn own(evaluation: &Evaluation) -> Result<Vec<Generated>, Diagnostic> {
    let body = &evaluation.file().file.body;
    let mut all = Vec::new();
    for block in body.blocks_of("generate") {
        let name = block.label(0).cloned().unwrap_or_else(|| "".into());
        all.push(read(name, &Fields::of_block(evaluation, block))?);
    }
    if let Some(attribute) = body.attribute("generate") {
        let value = evaluation.evaluate(&attribute.expr)?;
        let range = &attribute.expr.range;
        let entries = (value.clone(), places(&attribute.expr), range.clone());
        Fields::of_value(evaluation, "generate", entries)?;
        for (name, value) in value.as_mapping().into_iter().flatten() {
            let inner = attribute.expr.as_object().unwrap_or_default().iter();
            let expr =
                inner.filter(|(key, _)| key.as_literal_str() == Some(name)).map(|(_, expr)| expr).next();
            let ranges = expr.map(places).unwrap_or_default();
            let entries = (value.clone(), ranges, expr.map_or(range, |expr| &expr.range).clone());
            let fields = Fields::of_value(evaluation, format!("generate {name:?}"), entries)?;
            all.push(read(name.clone(), &fields)?);
        }
    }
    Ok(all)
}

fn read(name: Name, fields: &Fields) -> Result<Generated, Diagnostic> {
    const IF_DISABLED: [(&str, IfDisabled); 3] = [
        ("skip", IfDisabled::Skip),
        ("remove", IfDisabled::Remove),
        ("remove_terragrunt", IfDisabled::RemoveTerragrunt),
    ];
    let disable = fields.bool("disable")?.unwrap_or(false);
    let (contents, range) = match fields.string_at("contents")? {
        Some(found) => found,
        None if disable => (String::new(), fields.range.clone()),
        None => return Err(fields.missing("contents")),
    };
    let prefix = fields.string("comment_prefix")?.unwrap_or_else(|| "# ".to_owned());
    Ok(Generated {
        name,
        path: path::clean(fields.required_string("path")?.0.as_ref()),
        contents,
        if_exists: fields.word("if_exists", &IfExists::WORDS)?.ok_or_else(|| fields.missing("if_exists"))?,
        if_disabled: fields.word("if_disabled", &IF_DISABLED)?.unwrap_or_default(),
        disable,
        signature: (!fields.bool("disable_signature")?.unwrap_or(false)).then_some(prefix),
        range,
    })
}
