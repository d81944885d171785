//! Errors and warnings with their place in the source, many at once.
//!
//! Everything below `cli` reports what is wrong with a person's input as a [`Diagnostic`]; `ui` alone renders it.

use std::{fmt, ops::Range as ByteRange, path::PathBuf, sync::Arc};

/// The text of one file (or of an argument of the command line) that diagnostics point into.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Where the text comes from, as it is shown to a person.
    pub path: PathBuf,
    /// The whole text; ranges are byte offsets into it.
    pub text: String,
}

impl Source {
    /// A source of this text, to be shared by all that point into it.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into() })
    }

    /// The line and column (in characters) of a byte offset, both counted from 1.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// A stretch of a source.
#[derive(Clone, PartialEq, Eq)]
pub struct Range {
    /// The text that is pointed into.
    pub source: Arc<Source>,
    /// The bytes that are meant.
    pub bytes: ByteRange<usize>,
}

impl Range {
    /// The stretch `bytes` of `source`.
    pub fn new(source: &Arc<Source>, bytes: ByteRange<usize>) -> Self {
        Self { source: source.clone(), bytes }
    }

    /// The text in the range.
    pub fn text(&self) -> &str {
        self.source.text.get(self.bytes.clone()).unwrap_or_default()
    }
}

impl fmt::Debug for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Range {
    /// `path:line:column`, as editors and terminals link it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.source.position(self.bytes.start);
        write!(f, "{}:{line}:{column}", self.source.path.display())
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run goes on.
    Warning,
    /// What was asked for cannot be done.
    Error,
}

/// One thing that is wrong: what, where, why, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in a few words without a final period. Says the same thing as Terraform's summary.
    pub summary: String,
    /// Why, and what to do; full sentences.
    pub detail: String,
    /// The stretch of the source that is at fault.
    pub subject: Option<Range>,
    /// Values that explain it: the expression as written, and what is said of it ("is a list of string").
    pub values: Vec<(String, String)>,
    /// The unit, resource or module that it is about, as a person writes it.
    pub address: Option<String>,
    /// It would go away if values were known that are known only after an apply.
    pub deferred: bool,
}

impl Diagnostic {
    /// An error with this summary.
    pub fn error(summary: impl Into<String>) -> Self {
        Self::new(Severity::Error, summary)
    }

    /// A warning with this summary.
    pub fn warning(summary: impl Into<String>) -> Self {
        Self::new(Severity::Warning, summary)
    }

    fn new(severity: Severity, summary: impl Into<String>) -> Self {
        let summary = summary.into();
        Self {
            severity,
            summary,
            detail: String::new(),
            subject: None,
            values: Vec::new(),
            address: None,
            deferred: false,
        }
    }

    /// Says why, and what to do.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, range: &Range) -> Self {
        self.subject = Some(range.clone());
        self
    }

    /// Says where, if that is not known yet.
    #[must_use]
    pub fn or_at(mut self, range: &Range) -> Self {
        self.subject.get_or_insert_with(|| range.clone());
        self
    }

    /// Adds a value that explains it.
    #[must_use]
    pub fn value(mut self, expression: impl Into<String>, statement: impl Into<String>) -> Self {
        self.values.push((expression.into(), statement.into()));
        self
    }

    /// Says which object it is about, if that is not known yet.
    #[must_use]
    pub fn about(mut self, address: impl fmt::Display) -> Self {
        self.address.get_or_insert_with(|| address.to_string());
        self
    }
}

impl fmt::Display for Diagnostic {
    /// The plain text of it, for logs and for errors inside errors; `ui` renders the real thing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(subject) = &self.subject {
            write!(f, "{subject}: ")?;
        }
        write!(f, "{}", self.summary)?;
        if !self.detail.is_empty() {
            write!(f, ": {}", self.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// Several diagnostics, in the order in which they were found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// Says which object they are about, where that is not known yet.
    #[must_use]
    pub fn about(self, address: impl fmt::Display) -> Self {
        Self(self.0.into_iter().map(|diagnostic| diagnostic.about(&address)).collect())
    }

    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another list.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(others);
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value` if none is an error, else the list. Warnings of a success are lost: take them first.
    pub fn into_result<T>(self, value: T) -> Result<T> {
        if self.has_errors() { Err(self) } else { Ok(value) }
    }

    /// Takes the value out of a result, and its diagnostics into this list.
    pub fn take<T, E: Into<Diagnostics>>(&mut self, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.extend(error.into());
                None
            }
        }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, diagnostic) in self.0.iter().enumerate() {
            write!(f, "{}{diagnostic}", if i == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// A value, or what is wrong.
pub type Result<T, E = Diagnostics> = std::result::Result<T, E>;

/// " Did you mean \"subnet_id\"?" for the candidate nearest to `given`, or nothing if none is near.
pub fn did_you_mean<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let near = candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(given, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + given.len().min(candidate.len()) / 4)
        .min();
    near.map_or_else(String::new, |(_, candidate)| format!(" Did you mean {candidate:?}?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let source = Source::new("a.tf", "é = 1\nb = \"ü\"\n");
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(3), (1, 3));
        assert_eq!(source.position(7), (2, 1));
        assert_eq!(source.position(999), (3, 1));
        assert_eq!(Range::new(&source, 7..8).to_string(), "a.tf:2:1");
    }

    #[test]
    fn only_near_names_are_suggested() {
        assert_eq!(did_you_mean("subnet_idd", ["vpc_id", "subnet_id"]), " Did you mean \"subnet_id\"?");
        assert_eq!(did_you_mean("zzz", ["vpc_id", "subnet_id"]), "");
    }
}
