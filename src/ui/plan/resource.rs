//! What happens to one object: why, and what becomes of its attributes.

use crate::{
    address::{Key, Mode},
    engine::{Action, Change, Reason},
    lang::value::quote,
    ui::{
        diff::{Printer, Replaced, Side, object_of_attributes},
        style::{paint, styles},
    },
};

/// What brings a change about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The plan.
    Planned,
    /// Something outside.
    Drift,
}

/// The text of a change: a line or more that say what happens and why, and the object.
pub fn render(change: &Change, printer: Printer, cause: Cause) -> String {
    let colour = printer.colour;
    let imports = change.importing.is_some();
    let all = change.action == Action::NoOp && imports;
    let before = Side::set(Some(&change.before));
    let after = match change.action {
        Action::Forget => before,
        _ => Side::set(Some(&change.after)),
    };
    let replaced = Replaced::new(&change.replace_paths);
    let diff = object_of_attributes(before, after, change.attributes, &replaced);
    let body = printer.value(&diff, 0, Printer::look(all));
    let resource = &change.address.resource;
    let word = match resource.mode {
        Mode::Managed => "resource",
        Mode::Data => "data",
    };
    format!(
        "{}{} {word} {} {} {body}\n",
        comment(change, colour, cause),
        symbol(change.action, colour),
        quote(&resource.kind),
        quote(&resource.name)
    )
}

/// The symbol of an action, three characters wide.
pub fn symbol(action: Action, colour: bool) -> String {
    let paint = |text, style| paint(text, style, colour);
    match action {
        Action::NoOp => "   ".to_owned(),
        Action::Create => format!("  {}", paint("+", styles::ADD)),
        Action::Read => format!(" {}", paint("<=", styles::READ)),
        Action::Update => format!("  {}", paint("~", styles::CHANGE)),
        Action::Delete => format!("  {}", paint("-", styles::REMOVE)),
        Action::Replace { create_before_destroy: false } => {
            format!("{}/{}", paint("-", styles::REMOVE), paint("+", styles::ADD))
        }
        Action::Replace { create_before_destroy: true } => {
            format!("{}/{}", paint("+", styles::ADD), paint("-", styles::REMOVE))
        }
        Action::Forget => " .".to_owned(),
    }
}

/// The lines before the object.
fn comment(change: &Change, colour: bool, cause: Cause) -> String {
    let bold = |text: &str| paint(text, styles::BOLD, colour);
    let lost = |text: &str| paint(text, styles::LOST, colour);
    let address = match &change.deposed {
        Some(key) => format!("{} (deposed object {key})", change.address),
        None => change.address.to_string(),
    };
    let margin = if change.action == Action::Forget { " " } else { "  " };
    let begin = bold(&format!("{margin}# {address}"));
    let mut moved = change.previous_address.as_ref();
    let mut imported = change.importing.as_ref();
    let drift = cause == Cause::Drift;
    let what = match change.action {
        Action::NoOp => match (moved.take(), imported.is_some()) {
            (Some(from), _) => {
                return lines(
                    format!("{} has moved to {}", bold(&format!("  # {from}")), bold(&address)),
                    change,
                    None,
                    imported,
                    colour,
                );
            }
            (None, true) => {
                imported = None;
                "will be imported".to_owned()
            }
            (None, false) => "has no changes".to_owned(),
        },
        Action::Create => "will be created".to_owned(),
        Action::Read => "will be read during apply".to_owned(),
        Action::Update if drift => "has changed".to_owned(),
        Action::Update => "will be updated in-place".to_owned(),
        Action::Delete if drift => "has been deleted".to_owned(),
        Action::Delete => format!("will be {}", lost("destroyed")),
        Action::Forget => "will no longer be managed by stackctl, but will not be destroyed".to_owned(),
        Action::Replace { .. } => match change.reason {
            Some(Reason::Tainted) => format!("is tainted, so must be {}", lost("replaced")),
            Some(Reason::Requested) => format!("will be {}, as requested", lost("replaced")),
            Some(Reason::Triggered) => {
                format!("will be {} due to changes in replace_triggered_by", lost("replaced"))
            }
            _ => format!("must be {}", lost("replaced")),
        },
    };
    lines(format!("{begin} {what}"), change, moved, imported, colour)
}

fn lines(
    first: String,
    change: &Change,
    moved: Option<&crate::address::Instance>,
    imported: Option<&String>,
    colour: bool,
) -> String {
    let mut out = format!("{first}\n");
    if change.deposed.is_some() {
        out.push_str("  # (left over from a partially-failed replacement of this instance)\n");
    }
    if change.action == Action::Forget {
        out.push_str(" # (destroy = false is set in the configuration)\n");
    }
    if let Some(reason) = reason(change) {
        out.push_str(&format!("  # ({reason})\n"));
    }
    if let Some(from) = moved {
        out.push_str(&format!("  # (moved from {from})\n"));
    }
    if let Some(id) = imported {
        out.push_str(&format!("  # (imported from {})\n", quote(id)));
        if matches!(change.action, Action::Replace { .. }) {
            let warning = "Warning: this will destroy the imported resource";
            out.push_str(&format!("  # {}\n", paint(warning, styles::CHANGE, colour)));
        }
    }
    out
}

/// Why something is read late or destroyed.
fn reason(change: &Change) -> Option<String> {
    let address = &change.address;
    Some(match change.reason.as_ref()? {
        Reason::ConfigUnknown => "config refers to values not yet known".to_owned(),
        Reason::DependencyPending => "depends on a resource or a module with changes pending".to_owned(),
        Reason::NotConfigured => {
            let resource = crate::address::Instance { key: None, ..address.clone() };
            format!("because {resource} is not in configuration")
        }
        Reason::NoModule => format!("because {} is not in configuration", address.module),
        Reason::WrongRepetition => match &address.key {
            None => "because resource uses count or for_each".to_owned(),
            Some(Key::Index(_)) => "because resource does not use count".to_owned(),
            Some(Key::Name(_)) => "because resource does not use for_each".to_owned(),
        },
        Reason::BeyondCount => format!("because index {} is out of range for count", key(address)?),
        Reason::NotInForEach => format!("because key {} is not in for_each map", key(address)?),
        Reason::Tainted | Reason::Requested | Reason::CannotUpdate | Reason::Triggered => return None,
    })
}

fn key(address: &crate::address::Instance) -> Option<String> {
    Some(match address.key.as_ref()? {
        Key::Index(index) => format!("[{index}]"),
        Key::Name(name) => format!("[{}]", quote(name)),
    })
}
