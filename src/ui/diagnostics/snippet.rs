//! The place that a diagnostic is about, cut out of its file.

use std::{
    ops,
    path::{Component, Path, PathBuf},
};

use crate::{diagnostic::Range, lang::syntax::parse_body};

/// The folders that paths are told from.
#[derive(Debug, Clone, Default)]
pub struct Here {
    /// The folder that the person is in.
    pub cwd: PathBuf,
    /// The folder that the command works in.
    pub dir: PathBuf,
}

impl Here {
    /// The path as the person in `cwd` would write it. What is no file (`-var name`) stays as it is.
    pub fn path(&self, path: &Path) -> String {
        let known = if path.is_absolute() {
            Some(path.to_path_buf())
        } else if self.dir != self.cwd && !self.cwd.join(path).exists() && self.dir.join(path).exists() {
            Some(self.dir.join(path))
        } else {
            None
        };
        known.map_or_else(|| path.to_path_buf(), |path| relative(&path, &self.cwd)).display().to_string()
    }
}

/// The way from one absolute folder to a path; the path itself if nothing is shared but the root.
fn relative(path: &Path, from: &Path) -> PathBuf {
    let shared = path.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    if shared <= 1 {
        return path.to_path_buf();
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
}

/// A stretch of a file with the whole lines that it is on.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The block that it is in: `resource "aws_vpc" "main"`.
    pub context: Option<String>,
    /// The number of the first line, from 1.
    pub line: usize,
    /// The lines.
    pub code: String,
    /// The stretch, as bytes of `code`.
    pub marked: ops::Range<usize>,
}

impl Place {
    /// The lines around a range.
    pub fn of(range: &Range, here: &Here) -> Self {
        let text = &range.source.text;
        let (mut start, mut end) = (range.bytes.start.min(text.len()), range.bytes.end.min(text.len()));
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        end = end.max(start);
        // A heredoc ends with its line break, which is on no line of its own.
        if end > start && text[..end].ends_with('\n') {
            end -= 1;
        }
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let to = text[end..].find('\n').map_or(text.len(), |at| end + at);
        let code = text[from..to].trim_end_matches('\r').to_owned();
        let marked = (start - from).min(code.len())..(end - from).min(code.len());
        Self {
            file: here.path(&range.source.path),
            context: context(range),
            line: range.source.position(start).0,
            code,
            marked,
        }
    }
}

/// The outermost block that a range is in. The first character of a block is not in it: what is said of a whole block
/// needs no name of it.
fn context(range: &Range) -> Option<String> {
    let name = range.source.path.to_string_lossy();
    let name = name.split(' ').next().unwrap_or_default();
    if !(name.ends_with(".tf") || name.ends_with(".hcl")) {
        return None;
    }
    let at = range.bytes.start.checked_sub(1)?;
    let body = parse_body(&range.source).ok()?;
    let block = body.blocks.iter().find(|block| {
        block.header.bytes.start <= at && at <= block.body.range.bytes.end.max(block.header.bytes.end)
    })?;
    let labels = block.labels.iter().map(|label| format!(" {:?}", label.text));
    Some(std::iter::once(block.kind.to_string()).chain(labels).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    #[test]
    fn a_place_is_whole_lines_and_the_block_around_them() {
        let text = "locals {\n  a = 1\n}\nresource \"x\" \"y\" {\n  b = [\n    2,\n  ]\n}\n";
        let source = Source::new("main.tf", text);
        let place = |bytes| Place::of(&Range::new(&source, bytes), &Here::default());
        let at = |part: &str| text.find(part).unwrap();
        let one = place(at("1")..at("1") + 1);
        assert_eq!((one.line, &*one.code, one.marked.clone()), (2, "  a = 1", 6..7));
        assert_eq!(one.context.as_deref(), Some("locals"));
        let many = place(at("[")..at("]") + 1);
        assert_eq!((many.line, &*many.code), (5, "  b = [\n    2,\n  ]"));
        assert_eq!(many.context.as_deref(), Some("resource \"x\" \"y\""));
        assert_eq!(place(0..6).context, None);
        assert_eq!(place(at("resource")..at("{\n  b")).context, None);
        assert_eq!(place(900..901).code, "");
    }

    #[test]
    fn paths_are_told_from_where_the_person_is() {
        let here = Here { cwd: "/w/envs/staging".into(), dir: "/w/envs/staging".into() };
        assert_eq!(here.path(Path::new("/w/modules/vpc/main.tf")), "../../modules/vpc/main.tf");
        assert_eq!(here.path(Path::new("/w/envs/staging/main.tf")), "main.tf");
        assert_eq!(here.path(Path::new("/else/main.tf")), "/else/main.tf");
        assert_eq!(here.path(Path::new("-var n")), "-var n");
    }
}
