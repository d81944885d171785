//! `remote_state`: where the state of a unit is kept.

use std::collections::BTreeMap;

use super::{
    evaluation::Evaluation,
    fields::{Fields, places},
    generate::IfExists,
};
use crate::{
    diagnostic::{Diagnostic, Range},
    lang::value::{Name, Value},
};

/// Where the state of a unit is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Backend {
    /// The kind: `local`, `s3`…
    pub kind: String,
    /// Its settings, each with the place where it is written. A relative path of a local state starts from the
    /// unit's folder.
    pub config: BTreeMap<Name, (Value, Range)>,
    /// The file that declares it to the module, if one is generated.
    pub generate: Option<(String, IfExists)>,
    /// Whether the backend is never set up.
    pub disable_init: bool,
    /// Where it is declared.
    pub range: Range,
}

/// Settings of an S3 backend that are for setting up its bucket and table, not for reading and writing state.
const SET_UP: [&str; 21] = [
    "accesslogging_bucket_name",
    "accesslogging_bucket_tags",
    "accesslogging_target_object_partition_date_source",
    "accesslogging_target_prefix",
    "bucket_sse_algorithm",
    "bucket_sse_kms_key_id",
    "disable_aws_client_checksums",
    "disable_bucket_update",
    "dynamodb_table_tags",
    "enable_lock_table_ssencryption",
    "s3_bucket_tags",
    "skip_accesslogging_bucket_acl",
    "skip_accesslogging_bucket_enforced_tls",
    "skip_accesslogging_bucket_public_access_blocking",
    "skip_accesslogging_bucket_ssencryption",
    "skip_bucket_accesslogging",
    "skip_bucket_enforced_tls",
    "skip_bucket_public_access_blocking",
    "skip_bucket_root_access",
    "skip_bucket_ssencryption",
    "skip_bucket_versioning",
];

impl Backend {
    /// The settings that the backend itself takes: without those for setting up its bucket and table.
    pub fn settings(&self) -> impl Iterator<Item = (&Name, &Value, &Range)> {
        let own = |name: &Name| self.kind != "s3" || !SET_UP.contains(&&**name);
        let settings = self.config.iter().filter(move |(name, _)| own(name));
        settings.map(|(name, (value, range))| (name, value, range))
    }
}

/// The backend that the most important file declares. It is never merged.
///
/// # Errors
/// A part that is missing, cannot be evaluated or is of a wrong type.
pub fn backend(evaluation: &Evaluation) -> Result<Option<Backend>, Diagnostic> {
    for (frame, _) in evaluation.config.merge_order().into_iter().rev() {
        let evaluation = evaluation.in_frame(frame);
        let body = &evaluation.file().file.body;
        if let Some(block) = body.blocks_of("remote_state").next() {
            return read(&evaluation, &Fields::of_block(&evaluation, block)).map(Some);
        }
        if let Some(attribute) = body.attribute("remote_state") {
            let value = evaluation.evaluate(&attribute.expr)?;
            if value.is_null() {
                continue;
            }
            let entries = (value, places(&attribute.expr), attribute.expr.range.clone());
            return read(&evaluation, &Fields::of_value(&evaluation, "remote_state", entries)?).map(Some);
        }
    }
    Ok(None)
}

fn read(evaluation: &Evaluation, fields: &Fields) -> Result<Backend, Diagnostic> {
    let (kind, _) = fields.required_string("backend")?;
    let (config, ranges, whole) = fields.object("config")?.ok_or_else(|| fields.missing("config"))?;
    let config = config.as_mapping().into_iter().flatten().map(|(name, value)| {
        let range = ranges.get(name).unwrap_or(&whole);
        (name.clone(), (value.clone(), range.clone()))
    });
    let generate = match fields.object("generate")? {
        None => None,
        Some(entries) => {
            let fields = Fields::of_value(evaluation, "generate of remote_state", entries)?;
            let if_exists =
                fields.word("if_exists", &IfExists::WORDS)?.ok_or_else(|| fields.missing("if_exists"))?;
            Some((fields.required_string("path")?.0, if_exists))
        }
    };
    Ok(Backend {
        kind,
        config: config.collect(),
        generate,
        disable_init: fields.bool("disable_init")?.unwrap_or(false),
        range: fields.range.clone(),
    })
}
