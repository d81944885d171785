//! Errors and warnings, with the excerpt that they are about.

use super::style::{paint, styles};
use crate::diagnostic::{Diagnostic, Severity};

/// The text of a diagnostic: what, where, the source with the range marked, the values, why and what to do.
pub fn render(diagnostic: &Diagnostic, colour: bool) -> String {
    let (word, style) = match diagnostic.severity {
        Severity::Error => ("Error", styles::ERROR),
        Severity::Warning => ("Warning", styles::WARNING),
    };
    let mut out =
        format!("\n{}: {}\n", paint(word, style, colour), paint(&diagnostic.summary, styles::BOLD, colour));
    if let Some(address) = &diagnostic.address {
        out.push_str(&format!("\n  with {address}"));
        out.push_str(if diagnostic.subject.is_some() { ",\n" } else { "\n" });
    }
    if let Some(range) = &diagnostic.subject {
        let source = &range.source;
        let (line, column) = source.position(range.bytes.start);
        out.push_str(&format!(
            "{}  on {} line {line}:\n",
            if diagnostic.address.is_some() { "" } else { "\n" },
            source.path.display()
        ));
        if let Some(text) = source.text.lines().nth(line - 1) {
            out.push_str(&format!("  {line}: {text}\n"));
            let first_line = range.text().lines().next().unwrap_or_default();
            let width = first_line.chars().count().clamp(1, 200);
            let pad = " ".repeat(
                line.to_string().len()
                    + 4
                    + text.chars().take(column - 1).map(|c| if c == '\t' { 8 } else { 1 }).sum::<usize>(),
            );
            out.push_str(&format!("{pad}{}\n", paint("^".repeat(width), style, colour)));
        }
    }
    for (expression, statement) in &diagnostic.values {
        out.push_str(&format!("    │ {expression} {statement}\n"));
    }
    if !diagnostic.detail.is_empty() {
        out.push_str(&format!("\n{}\n", diagnostic.detail));
    }
    out
}
