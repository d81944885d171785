//! The text of what becomes of a value.

use std::collections::BTreeMap;

use super::{Diff, Node, Sign};
use crate::{
    lang::value::{Kind, Name, Value, quote},
    ui::style::{paint, styles},
};

/// How the lines of a value look.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// What does not change is shown, too.
    pub all: bool,
    /// Nobody says ` -> null` of what goes.
    pub quiet: bool,
    /// It is said of the value that it replaces the object, wherever the reason stands.
    pub replaces: bool,
}

/// Prints values.
#[derive(Debug, Clone, Copy)]
pub struct Printer {
    /// Whether there are colours.
    pub colour: bool,
    /// Whether there are symbols; without them everything is shown as it is.
    pub symbols: bool,
}

impl Printer {
    /// The look of a whole object.
    pub const fn look(all: bool) -> Look {
        Look { all, quiet: false, replaces: false }
    }

    /// The value's text, without the symbol and the name before it, and without a newline at the end. Further lines
    /// stand `depth` steps deep.
    pub fn value(&self, diff: &Diff, depth: usize, look: Look) -> String {
        match &diff.node {
            Node::Plain(before, after) => self.plain(diff, before.as_ref(), after.as_ref(), depth, look),
            Node::Unknown(before) => {
                let known = "(known after apply)";
                let forces = self.forces(diff, look);
                let Some(before) = before else { return format!("{known}{forces}") };
                let before = self.value(before, depth, Look { quiet: true, ..look });
                format!("{before} {} {known}{forces}", self.arrow())
            }
            Node::Sensitive(_) => {
                format!("(sensitive value){}{}", self.gone(diff, look), self.forces(diff, look))
            }
            Node::WriteOnly => {
                format!("(write-only attribute){}{}", self.gone(diff, look), self.forces(diff, look))
            }
            Node::Retyped(before, after) => {
                let quiet = Look { quiet: true, ..look };
                let (before, after) = (self.value(before, depth, quiet), self.value(after, depth, quiet));
                format!("{before} {} {after}{}", self.arrow(), self.forces(diff, look))
            }
            Node::List(items) => self.list(diff, items, depth, look),
            Node::Set(items) => self.set(diff, items, depth, look),
            Node::Map(entries) => self.map(diff, entries, depth, look),
            Node::Object(attributes) => self.object(diff, attributes, depth, look),
            Node::Block(attributes, blocks) => self.block(diff, attributes, blocks, depth, look),
            Node::SensitiveBlock(_) => self.secret_block(diff, depth, look),
        }
    }

    fn plain(
        &self,
        diff: &Diff,
        before: Option<&Value>,
        after: Option<&Value>,
        depth: usize,
        look: Look,
    ) -> String {
        let is_text = |value: Option<&Value>| value.is_some_and(|value| value.as_str().is_some());
        if is_text(before) || is_text(after) {
            return self.text(
                diff,
                before.and_then(Value::as_str),
                after.and_then(Value::as_str),
                depth,
                look,
            );
        }
        let forces = self.forces(diff, look);
        match diff.sign {
            Sign::Add => format!("{}{forces}", self.scalar(after)),
            Sign::Same => format!("{}{forces}", self.scalar(before)),
            Sign::Remove => format!("{}{}{forces}", self.scalar(before), self.gone(diff, look)),
            Sign::Change => {
                format!("{} {} {}{forces}", self.scalar(before), self.arrow(), self.scalar(after))
            }
        }
    }

    fn scalar(&self, value: Option<&Value>) -> String {
        match value.map(Value::kind) {
            Some(Kind::Bool(bool)) => bool.to_string(),
            Some(Kind::Number(number)) => number.to_string(),
            Some(Kind::String(text)) => quote(text),
            _ => paint("null", styles::FAINT, self.colour),
        }
    }

    /// A list: around every change the elements beside it are shown, too.
    fn list(&self, diff: &Diff, items: &[Diff], depth: usize, look: Look) -> String {
        if items.is_empty() {
            return format!("[]{}{}", self.gone(diff, look), self.forces(diff, look));
        }
        let (inside, whole) = (Look { quiet: true, replaces: false, ..look }, Look { all: true, ..look });
        let mut out = format!("[{}\n", self.forces(diff, look));
        let mut skipped: Vec<&Diff> = Vec::new();
        let mut next_too = false;
        for item in items {
            if item.sign == Sign::Same && !next_too && !look.all {
                skipped.push(item);
                continue;
            }
            next_too = item.sign != Sign::Same;
            if let Some((last, rest)) = skipped.split_last() {
                if !rest.is_empty() {
                    out.push_str(&self.unchanged("element", rest.len(), depth));
                }
                self.element(&mut out, last, depth, Look { replaces: false, ..whole });
            }
            skipped.clear();
            let look = if item.sign == Sign::Same { Look { replaces: false, ..whole } } else { inside };
            self.element(&mut out, item, depth, look);
        }
        if !skipped.is_empty() {
            out.push_str(&self.unchanged("element", skipped.len(), depth));
        }
        out + &format!("{}]{}", self.begin(depth, Sign::Same), self.gone(diff, look))
    }

    fn set(&self, diff: &Diff, items: &[Diff], depth: usize, look: Look) -> String {
        if items.is_empty() {
            return format!("[]{}{}", self.gone(diff, look), self.forces(diff, look));
        }
        let mut out = format!("[{}\n", self.forces(diff, look));
        let shown = |item: &&Diff| item.sign != Sign::Same || look.all;
        for item in items.iter().filter(shown) {
            self.element(&mut out, item, depth, Look { quiet: true, replaces: false, ..look });
        }
        let hidden = items.iter().filter(|item| !shown(item)).count();
        out.push_str(&self.unchanged("element", hidden, depth));
        out + &format!("{}]{}", self.begin(depth, Sign::Same), self.gone(diff, look))
    }

    fn element(&self, out: &mut String, item: &Diff, depth: usize, look: Look) {
        out.push_str(&self.warnings(item, depth));
        let value = self.value(item, depth + 1, look);
        out.push_str(&format!("{}{value},\n", self.begin(depth + 1, item.sign)));
    }

    fn map(&self, diff: &Diff, entries: &BTreeMap<Name, Diff>, depth: usize, look: Look) -> String {
        if entries.is_empty() {
            return format!("{{}}{}{}", self.gone(diff, look), self.forces(diff, look));
        }
        let keyed: Vec<(String, &Diff)> = entries.iter().map(|(key, value)| (quote(key), value)).collect();
        let inside = Look { quiet: look.quiet || diff.sign == Sign::Remove, replaces: false, ..look };
        let mut out = format!("{{{}\n", self.forces(diff, look));
        self.entries(&mut out, &keyed, "element", depth, inside, false);
        out + &format!("{}}}{}", self.begin(depth, Sign::Same), self.gone(diff, look))
    }

    fn object(&self, diff: &Diff, attributes: &BTreeMap<Name, Diff>, depth: usize, look: Look) -> String {
        if attributes.is_empty() {
            return format!("{{}}{}{}", self.gone(diff, look), self.forces(diff, look));
        }
        let keyed: Vec<(String, &Diff)> =
            attributes.iter().map(|(name, value)| (attribute_name(name), value)).collect();
        let inside = Look { quiet: true, replaces: false, ..look };
        let mut out = format!("{{{}\n", self.forces(diff, look));
        self.entries(&mut out, &keyed, "attribute", depth, inside, true);
        out + &format!("{}}}{}", self.begin(depth, Sign::Same), self.gone(diff, look))
    }

    /// Lines of names and values, the names padded to one width, and how many are left out.
    pub(super) fn entries(
        &self,
        out: &mut String,
        entries: &[(String, &Diff)],
        noun: &str,
        depth: usize,
        look: Look,
        keep_identity: bool,
    ) {
        let width = entries.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
        let mut hidden = 0;
        for (name, diff) in entries {
            let identity = keep_identity && matches!(name.as_str(), "id" | "name" | "tags");
            if diff.sign == Sign::Same && !look.all && !identity {
                hidden += 1;
                continue;
            }
            let look = Look { all: look.all || identity, ..look };
            out.push_str(&self.warnings(diff, depth));
            let value = self.value(diff, depth + 1, look);
            out.push_str(&format!("{}{name:width$} = {value}\n", self.begin(depth + 1, diff.sign)));
        }
        out.push_str(&self.unchanged(noun, hidden, depth));
    }

    /// What must be known of a value whose sensitivity changes: lines before it.
    pub(super) fn warnings(&self, diff: &Diff, depth: usize) -> String {
        let (secret, noun) = match &diff.node {
            Node::Sensitive(secret) => (secret, "attribute value"),
            Node::SensitiveBlock(secret) => (secret, "block"),
            _ => return String::new(),
        };
        if diff.sign != Sign::Change || secret.before == secret.after {
            return String::new();
        }
        let unchanged =
            if secret.same && noun == "attribute value" { " The value is unchanged." } else { "" };
        let sentences = if secret.before {
            [
                format!("this {noun} will no longer be marked as sensitive"),
                format!("after applying this change.{unchanged}"),
            ]
        } else {
            [
                format!("this {noun} will be marked as sensitive and will not"),
                format!("display in UI output after applying this change.{unchanged}"),
            ]
        };
        let [first, second] = sentences;
        let margin = " ".repeat((depth + 1) * 4);
        let warning = paint("Warning:", styles::CHANGE, self.colour);
        format!("{margin}  # {warning} {first}\n{margin}  # {second}\n")
    }

    /// The line that counts what is left out; nothing if that is nothing.
    pub(super) fn unchanged(&self, noun: &str, count: usize, depth: usize) -> String {
        let plural = if count == 1 { "" } else { "s" };
        if count == 0 {
            return String::new();
        }
        let note = format!("# ({count} unchanged {noun}{plural} hidden)");
        format!("{}{}\n", self.begin(depth + 1, Sign::Same), paint(note, styles::FAINT, self.colour))
    }

    /// The beginning of a line: its margin and symbol.
    pub fn begin(&self, depth: usize, sign: Sign) -> String {
        format!("{}{}", " ".repeat(depth * 4), self.symbol(sign))
    }

    fn symbol(&self, sign: Sign) -> String {
        if !self.symbols {
            return String::new();
        }
        match sign {
            Sign::Same => "    ".to_owned(),
            Sign::Add => format!("  {} ", paint("+", styles::ADD, self.colour)),
            Sign::Change => format!("  {} ", paint("~", styles::CHANGE, self.colour)),
            Sign::Remove => format!("  {} ", paint("-", styles::REMOVE, self.colour)),
        }
    }

    pub(super) fn arrow(&self) -> String {
        paint("->", styles::CHANGE, self.colour)
    }

    pub(super) fn gone(&self, diff: &Diff, look: Look) -> String {
        if look.quiet || diff.sign != Sign::Remove {
            return String::new();
        }
        format!(" {}", paint("-> null", styles::FAINT, self.colour))
    }

    pub(super) fn forces(&self, diff: &Diff, look: Look) -> String {
        if !diff.replaces && !look.replaces {
            return String::new();
        }
        format!(" {}", paint("# forces replacement", styles::REMOVE, self.colour))
    }
}

/// The name of an attribute, quoted if it is no identifier.
pub fn attribute_name(name: &str) -> String {
    let mut characters = name.chars();
    let begins = characters.next().is_some_and(|c| unicode_ident::is_xid_start(c) || c == '_');
    if begins && characters.all(|c| unicode_ident::is_xid_continue(c) || c == '-') {
        return name.to_owned();
    }
    quote(name)
}
