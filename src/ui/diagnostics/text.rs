//! A diagnostic in words.

use super::snippet::{Here, Place};
use crate::{
    diagnostic::{Diagnostic, Severity},
    ui::{
        style::{paint, styles},
        text::{clean, width, wrap},
    },
};

/// The text of a diagnostic: what, where, the source with the range marked, the values, why and what to do. With
/// colours a bar runs along its left side; without them there is none, so that logs can be searched for `^Error:`.
pub fn render(unit: &str, diagnostic: &Diagnostic, here: &Here, colour: bool, columns: usize) -> String {
    let (word, style) = match diagnostic.severity {
        Severity::Error => ("Error: ", styles::ERROR),
        Severity::Warning => ("Warning: ", styles::WARNING),
    };
    let summary = clean(&diagnostic.summary);
    let mut out = format!("{}{}\n", paint(word, style, colour), paint(summary, styles::BOLD, colour));
    out.push_str(&place(unit, diagnostic, here, colour));
    if !diagnostic.detail.is_empty() {
        let detail = clean(diagnostic.detail.trim_end());
        out.push_str(&format!("\n{}\n", wrap(&detail, columns.saturating_sub(2).min(100))));
    }
    if !colour {
        return format!("\n{}", out.trim_end_matches('\n'));
    }
    let bar = |mark: &str| paint(mark, style, colour);
    let lines = out.lines().map(|line| format!("{} {line}\n", bar("│")));
    format!("{}\n{}{}", bar("╷"), lines.collect::<String>(), bar("╵"))
}

/// Which object and which lines it is about.
fn place(unit: &str, diagnostic: &Diagnostic, here: &Here, colour: bool) -> String {
    let mut about = Vec::new();
    if !unit.is_empty() && diagnostic.address.as_deref() != Some(unit) {
        about.push(format!("in unit {unit}"));
    }
    about.extend(diagnostic.address.iter().map(|address| format!("with {}", clean(address))));
    let place = diagnostic.subject.as_ref().map(|range| Place::of(range, here));
    if let Some(place) = &place {
        let context = place.context.as_ref().map_or_else(String::new, |context| format!(", in {context}"));
        about.push(format!("on {} line {}{context}:", place.file, place.line));
    }
    let mut out = String::new();
    if !about.is_empty() {
        out.push_str(&format!("\n  {}\n", about.join(",\n  ")));
    }
    if let Some(place) = &place {
        out.push_str(&excerpt(place, colour));
    }
    if !diagnostic.values.is_empty() {
        out.push_str("    ├────────────────\n");
        for (expression, statement) in &diagnostic.values {
            let expression = paint(clean(expression), styles::BOLD, colour);
            out.push_str(&format!("    │ {expression} {}\n", clean(statement)));
        }
    }
    out
}

/// The most lines of source that are shown.
const MOST: usize = 12;

/// The lines with their numbers; a stretch of one line is marked below it, a longer one is underlined.
fn excerpt(place: &Place, colour: bool) -> String {
    let mut out = String::new();
    let mut start = 0;
    let lines: Vec<&str> = place.code.split('\n').collect();
    for (at, line) in lines.iter().enumerate().take(MOST) {
        let (from, to) = (place.marked.start.max(start), place.marked.end.min(start + line.len()));
        let marked = if from < to { from - start..to - start } else { 0..0 };
        let text = if colour && lines.len() > 1 && !marked.is_empty() {
            let (before, rest) = line.split_at(marked.start);
            let (inside, after) = rest.split_at(marked.end - marked.start);
            format!("{}{}{}", clean(before), paint(clean(inside), styles::UNDERLINE, true), clean(after))
        } else {
            clean(line)
        };
        out.push_str(&format!("{:4}: {text}\n", place.line + at));
        start += line.len() + 1;
    }
    if lines.len() > MOST {
        out.push_str(&format!("      … and {} more lines\n", lines.len() - MOST));
    }
    let [line] = lines[..] else { return out };
    let whole = line[place.marked.clone()] == *line.trim();
    if !whole && !line.is_empty() {
        let before = &line[..place.marked.start];
        let pad: String = before
            .chars()
            .map(|c| if c == '\t' { "\t".into() } else { " ".repeat(width(&c.to_string())) })
            .collect();
        let carets = "^".repeat(width(&line[place.marked.clone()]).max(1));
        out.push_str(&format!("      {pad}{}\n", paint(carets, styles::MARK, colour)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Range, Source};

    fn diagnostic() -> Diagnostic {
        let text = "resource \"terraform_data\" \"lst\" {\n  for_each = var.names\n}\n";
        let source = Source::new("main.tf", text);
        let at = text.find("var.names").unwrap();
        Diagnostic::error("Invalid for_each argument")
            .at(&Range::new(&source, at..at + 9))
            .value("var.names", "is a list of string")
            .detail("The \"for_each\" argument must be a map, or set of strings, and you have provided a value of type list.")
    }

    #[test]
    fn the_text_says_what_where_with_which_values_and_why() {
        let text = render("", &diagnostic(), &Here::default(), false, 78);
        insta::assert_snapshot!(text, @r#"

        Error: Invalid for_each argument

          on main.tf line 2, in resource "terraform_data" "lst":
           2:   for_each = var.names
                           ^^^^^^^^^
            ├────────────────
            │ var.names is a list of string

        The "for_each" argument must be a map, or set of strings, and you have
        provided a value of type list.
        "#);
    }

    #[test]
    fn with_colours_a_bar_runs_along_it() {
        let text = anstream::adapter::strip_str(&render(
            "network",
            &diagnostic().about("terraform_data.lst"),
            &Here::default(),
            true,
            60,
        ))
        .to_string();
        insta::assert_snapshot!(text, @r#"
        ╷
        │ Error: Invalid for_each argument
        │ 
        │   in unit network,
        │   with terraform_data.lst,
        │   on main.tf line 2, in resource "terraform_data" "lst":
        │    2:   for_each = var.names
        │                    ^^^^^^^^^
        │     ├────────────────
        │     │ var.names is a list of string
        │ 
        │ The "for_each" argument must be a map, or set of strings,
        │ and you have provided a value of type list.
        ╵
        "#);
    }

    #[test]
    fn what_steers_a_terminal_does_not_come_through() {
        let text =
            render("", &Diagnostic::error("a\u{1b}[31m").detail("b\u{7}"), &Here::default(), false, 78);
        assert!(!text.contains('\u{1b}') && !text.contains('\u{7}'), "{text:?}");
    }
}
