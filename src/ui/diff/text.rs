//! Texts: on one line, on many, and those that hold JSON.

use serde_json::Value as Json;

use super::{Diff, Look, Printer, Side, Sign, json::free, sequence};
use crate::lang::value::{Value, implied, quote};

/// A text, as it is shown.
enum Text {
    None,
    Json(Value),
    Lines(String),
    Line(String),
}

impl Text {
    fn of(text: Option<&str>) -> Text {
        let Some(text) = text else { return Text::None };
        if text.starts_with(['{', '['])
            && let Ok(json @ (Json::Object(_) | Json::Array(_))) = serde_json::from_str::<Json>(text)
        {
            return Text::Json(implied(&json));
        }
        if text.contains('\n') {
            return Text::Lines(text.trim().to_owned());
        }
        Text::Line(text.to_owned())
    }

    /// The lines that are compared.
    fn lines(&self) -> Vec<&str> {
        match self {
            Text::Lines(text) | Text::Line(text) => text.split('\n').collect(),
            Text::None | Text::Json(_) => Vec::new(),
        }
    }
}

impl Printer {
    pub(super) fn text(
        &self,
        diff: &Diff,
        before: Option<&str>,
        after: Option<&str>,
        depth: usize,
        look: Look,
    ) -> String {
        let (before, after) = (Text::of(before), Text::of(after));
        let (one, end) = match diff.sign {
            Sign::Add => (&after, String::new()),
            Sign::Same => (&before, String::new()),
            Sign::Remove => (&before, self.gone(diff, look)),
            Sign::Change => return self.changed(diff, &before, &after, depth, look),
        };
        let forces = self.forces(diff, look);
        match one {
            Text::Json(json) => {
                let (b, a) = match diff.sign {
                    Sign::Add => (None, Some(json)),
                    Sign::Remove => (Some(json), None),
                    _ => (Some(json), Some(json)),
                };
                self.json(diff, b, a, depth, look)
            }
            Text::Lines(text) => {
                let begin = self.begin(depth + 1, Sign::Same);
                let lines = text.split('\n').map(|line| format!("{begin}{line}\n")).collect::<String>();
                format!("<<-EOT{forces}\n{lines}{}EOT{end}", self.begin(depth, Sign::Same))
            }
            Text::Line(text) => format!("{}{end}{forces}", quote(text)),
            Text::None => format!("null{end}{forces}"),
        }
    }

    fn changed(&self, diff: &Diff, before: &Text, after: &Text, depth: usize, look: Look) -> String {
        let forces = self.forces(diff, look);
        match (before, after) {
            (Text::Json(before), Text::Json(after)) => {
                self.json(diff, Some(before), Some(after), depth, look)
            }
            (Text::Lines(_), _) | (_, Text::Lines(_))
                if !matches!(before, Text::Json(_)) && !matches!(after, Text::Json(_)) =>
            {
                let (old, new) = (before.lines(), after.lines());
                let pairs = sequence::matched(&old, &new, |a, b| a == b, |_| false);
                let line = |(b, a): (Option<usize>, Option<usize>)| match (b, a) {
                    (Some(b), None) => format!("{}{}\n", self.begin(depth + 1, Sign::Remove), old[b]),
                    (Some(b), Some(_)) => format!("{}{}\n", self.begin(depth + 1, Sign::Same), old[b]),
                    (None, Some(a)) => format!("{}{}\n", self.begin(depth + 1, Sign::Add), new[a]),
                    (None, None) => String::new(),
                };
                let lines = pairs.into_iter().map(line).collect::<String>();
                format!("<<-EOT{forces}\n{lines}{}EOT", self.begin(depth, Sign::Same))
            }
            _ => {
                let quiet = Look { quiet: true, replaces: false, ..look };
                let alone = |text: &Text, sign: Sign| {
                    let diff = Diff { sign, replaces: false, ..diff.clone() };
                    match (text, sign) {
                        (Text::Json(json), Sign::Add) => self.json(&diff, None, Some(json), depth, quiet),
                        (Text::Json(json), _) => self.json(&diff, Some(json), None, depth, quiet),
                        (Text::Lines(text) | Text::Line(text), Sign::Add) => {
                            self.text(&diff, None, Some(text), depth, quiet)
                        }
                        (Text::Lines(text) | Text::Line(text), _) => {
                            self.text(&diff, Some(text), None, depth, quiet)
                        }
                        (Text::None, _) => "null".to_owned(),
                    }
                };
                let (before, after) = (alone(before, Sign::Remove), alone(after, Sign::Add));
                format!("{before} {} {after}{forces}", self.arrow())
            }
        }
    }

    /// A text that holds JSON, as the call that would make it.
    fn json(
        &self,
        diff: &Diff,
        before: Option<&Value>,
        after: Option<&Value>,
        depth: usize,
        look: Look,
    ) -> String {
        let inner = free(Side::at(before), Side::at(after));
        let blank = inner.sign == Sign::Same && diff.sign == Sign::Change;
        let (note, forces) = match (blank, diff.replaces || look.replaces) {
            (true, true) => (" # whitespace changes force replacement", String::new()),
            (true, false) => (" # whitespace changes", String::new()),
            (false, _) => ("", self.forces(diff, look)),
        };
        let inside = Look { all: look.all || blank, quiet: true, replaces: false };
        let text = self.value(&inner, depth + 1, inside);
        if !text.contains('\n') {
            return format!("jsonencode({text}){note}{}{forces}", self.gone(diff, look));
        }
        // What comes or goes as a whole has its symbols inside.
        let sign = match diff.sign {
            Sign::Change if !blank => Sign::Change,
            _ => Sign::Same,
        };
        format!(
            "jsonencode({note}\n{}{text}{forces}\n{}){}",
            self.begin(depth + 1, sign),
            self.begin(depth, Sign::Same),
            self.gone(diff, look)
        )
    }
}
