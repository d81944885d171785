//! A diagnostic as JSON, in Terraform's form: `validate -json` and the streams of `-json` hold it.

use serde_json::{Map, Value as Json, json};
use unicode_segmentation::UnicodeSegmentation;

use super::snippet::{Here, Place};
use crate::diagnostic::{Diagnostic, Severity, Source};

/// The JSON of a diagnostic.
pub fn to_json(diagnostic: &Diagnostic, here: &Here) -> Json {
    let mut out = Map::new();
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    out.insert("severity".into(), severity.into());
    out.insert("summary".into(), diagnostic.summary.clone().into());
    out.insert("detail".into(), diagnostic.detail.clone().into());
    if let Some(address) = &diagnostic.address {
        out.insert("address".into(), address.clone().into());
    }
    if let Some(range) = &diagnostic.subject {
        let place = Place::of(range, here);
        // A range of nothing is shown as one character, as Terraform does.
        let end = range.bytes.end.max(range.bytes.start + 1);
        out.insert(
            "range".into(),
            json!({
                "filename": place.file,
                "start": position(&range.source, range.bytes.start),
                "end": position(&range.source, end),
            }),
        );
        let values = diagnostic.values.iter();
        let values = values.map(|(name, said)| json!({"traversal": name, "statement": said}));
        out.insert(
            "snippet".into(),
            json!({
                "context": place.context,
                "code": place.code,
                "start_line": place.line,
                "highlight_start_offset": place.marked.start,
                "highlight_end_offset": place.marked.end.max(place.marked.start + 1).min(place.code.len().max(1)),
                "values": values.collect::<Vec<_>>(),
            }),
        );
    }
    Json::Object(out)
}

/// A byte offset as line, column (in what a person takes for a character) and byte.
fn position(source: &Source, byte: usize) -> Json {
    let mut byte = byte.min(source.text.len());
    while !source.text.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = &source.text[..byte];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    json!({"line": line, "column": before[start..].graphemes(true).count() + 1, "byte": byte})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Range;

    #[test]
    fn positions_and_offsets_are_terraforms() {
        let source = Source::new("main.tf", "locals {\n  é = \"x${[]}\"\n}\n");
        let error =
            Diagnostic::error("Invalid template interpolation value").at(&Range::new(&source, 20..22));
        let json = to_json(&error, &Here::default());
        assert_eq!(json["range"]["start"], json!({"line": 2, "column": 11, "byte": 20}));
        assert_eq!(json["range"]["end"], json!({"line": 2, "column": 13, "byte": 22}));
        assert_eq!(json["snippet"]["context"], "locals");
        assert_eq!(json["snippet"]["code"], "  é = \"x${[]}\"");
        assert_eq!(json["snippet"]["highlight_start_offset"], 11);
        assert_eq!(json["snippet"]["highlight_end_offset"], 13);
    }
}
