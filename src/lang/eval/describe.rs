//! Values in words, for diagnostics. Nothing sensitive is ever said.

use super::{Evaluator, scope::Frame};
use crate::{
    diagnostic::Diagnostic,
    lang::{
        syntax::{Expr, StepKind, Traversal},
        value::{Kind, Marks, Type, Value},
    },
};

/// The longest text that is shown of a string.
const LONGEST: usize = 80;

/// What a value is, in words that follow its name: `is "eu-west-1"`, `is list of string with 2 elements`.
pub fn describe(value: &Value) -> String {
    if value.marks().contains(Marks::SENSITIVE) {
        return "has a sensitive value".into();
    }
    if value.marks().contains(Marks::EPHEMERAL) {
        return "has an ephemeral value".into();
    }
    let counted = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    };
    let collection = |count: usize| match count {
        0 => format!("is empty {}", value.type_of()),
        count => format!("is {} with {}", value.type_of(), counted(count, "element")),
    };
    match value.kind() {
        Kind::Null(_) => "is null".into(),
        Kind::Unknown(unknown) if unknown.ty == Type::Dynamic => "will be known only after apply".into(),
        Kind::Unknown(unknown) => format!("is a {}, known only after apply", unknown.ty),
        Kind::Bool(bool) => format!("is {bool}"),
        Kind::Number(number) => format!("is {number}"),
        Kind::String(text) if text.chars().count() > LONGEST => {
            format!("is a string that begins {:?}", text.chars().take(LONGEST).collect::<String>())
        }
        Kind::String(text) => format!("is {text:?}"),
        Kind::List(sequence) | Kind::Set(sequence) => collection(sequence.items.len()),
        Kind::Map(map) => collection(map.entries.len()),
        Kind::Tuple(items) if items.is_empty() => "is empty tuple".into(),
        Kind::Tuple(items) => format!("is tuple with {}", counted(items.len(), "element")),
        Kind::Object(object) if object.is_empty() => "is object with no attributes".into(),
        Kind::Object(object) if object.len() == 1 => {
            format!("is object with 1 attribute {:?}", object.keys().next().map_or("", |name| name))
        }
        Kind::Object(object) => format!("is object with {}", counted(object.len(), "attribute")),
    }
}

impl Evaluator<'_> {
    /// The diagnostic with the values that `around` refers to.
    pub(super) fn explained(
        &self,
        mut error: Diagnostic,
        around: &Expr,
        frame: Option<&Frame>,
    ) -> Diagnostic {
        let quiet = Evaluator { quiet: true, ..*self };
        for traversal in around.references() {
            let text = written(traversal);
            if error.values.iter().any(|(known, _)| *known == text) {
                continue;
            }
            // The longest part of the traversal that has a value.
            let lengths = (0..=traversal.steps.len()).rev();
            let found = lengths.filter_map(|length| {
                let part = Traversal { steps: traversal.steps[..length].to_vec(), ..traversal.clone() };
                let value = quiet.traversal(&part, around, frame).ok()?;
                Some((written(&part), value))
            });
            if let Some((text, value)) = found.into_iter().next() {
                error = error.value(text, describe(&value));
            }
        }
        error
    }
}

/// The traversal as it is written.
fn written(traversal: &Traversal) -> String {
    let mut text = traversal.root.to_string();
    for step in &traversal.steps {
        match &step.kind {
            StepKind::Attribute(name) => text.extend([".", name]),
            StepKind::Index(key) => match (key.as_str(), key.as_number()) {
                (Some(key), _) => text += &format!("[{key:?}]"),
                (_, Some(number)) => text += &format!("[{number}]"),
                _ => text += "[…]",
            },
        }
    }
    text
}
