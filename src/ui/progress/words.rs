//! What an event says, in Terraform's words.

use std::time::Duration;

use crate::{
    address::{Instance, Name},
    engine::{Action, Event},
    ui::text::clean,
};

/// The words for an action: what begins, what is done, what goes on.
pub struct Verb {
    /// `Creating`
    pub begins: &'static str,
    /// `Creation`
    pub done: &'static str,
    /// `creating`
    pub goes_on: &'static str,
    /// `create`
    pub name: &'static str,
}

/// The words for an action on an object.
pub fn verb(action: Action) -> Verb {
    match action {
        Action::Create => Verb { begins: "Creating", done: "Creation", goes_on: "creating", name: "create" },
        Action::Update => {
            Verb { begins: "Modifying", done: "Modifications", goes_on: "modifying", name: "update" }
        }
        Action::Read => Verb { begins: "Reading", done: "Read", goes_on: "reading", name: "read" },
        _ => Verb { begins: "Destroying", done: "Destruction", goes_on: "destroying", name: "delete" },
    }
}

/// The object that an event is about: `aws_vpc.main`, `aws_vpc.main (deposed object 1f2e3d4c)`.
pub fn label(address: &Instance, deposed: Option<&Name>) -> String {
    deposed.map_or_else(|| address.to_string(), |key| format!("{address} (deposed object {key})"))
}

/// ` [id=vpc-1]`, or nothing.
pub fn with_id(id: Option<&String>) -> String {
    id.map_or_else(String::new, |id| format!(" [id={}]", clean(id).replace('\n', " ")))
}

/// The line of an event; `None` for one that is told elsewhere.
pub fn sentence(event: &Event) -> Option<String> {
    Some(match event {
        Event::Refreshing { address, id } => {
            format!("{address}: Refreshing state...{}", with_id(id.as_ref()))
        }
        Event::Reading { address } => format!("{address}: Reading..."),
        Event::Read { address, id, elapsed } => {
            format!("{address}: Read complete after {}{}", seconds(*elapsed), with_id(id.as_ref()))
        }
        Event::Started { address, deposed, action, id } => {
            let begins = verb(*action).begins;
            format!("{}: {begins}...{}", label(address, deposed.as_ref()), with_id(id.as_ref()))
        }
        Event::Finished { address, deposed, action, id, elapsed } => {
            let (who, done) = (label(address, deposed.as_ref()), verb(*action).done);
            format!("{who}: {done} complete after {}{}", seconds(*elapsed), with_id(id.as_ref()))
        }
        Event::Failed { address, deposed, action, elapsed } => {
            let (who, done) = (label(address, deposed.as_ref()), verb(*action).done);
            format!("{who}: {done} failed after {}", seconds(*elapsed))
        }
        Event::Output { address, line } => format!("{address} (local-exec): {}", clean(line)),
        Event::Refreshed { .. } | Event::Warning(_) => return None,
    })
}

/// Whole seconds, as Terraform counts them: `7s`, `1m5s`, `1h0m3s`.
pub fn seconds(elapsed: Duration) -> String {
    let all = elapsed.as_secs();
    let (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds}s"),
        (0, _) => format!("{minutes}m{seconds}s"),
        _ => format!("{hours}h{minutes}m{seconds}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_told_in_terraforms_words() {
        let address: Instance = "module.a.aws_vpc.main[0]".parse().unwrap();
        let id = Some("vpc-1".to_owned());
        let elapsed = Duration::from_secs(75);
        let (action, deposed) = (Action::Create, None);
        for (event, expected) in [
            (
                Event::Refreshing { address: address.clone(), id: id.clone() },
                "module.a.aws_vpc.main[0]: Refreshing state... [id=vpc-1]",
            ),
            (
                Event::Started { address: address.clone(), deposed: None, action, id: None },
                "module.a.aws_vpc.main[0]: Creating...",
            ),
            (
                Event::Finished { address: address.clone(), deposed, action, id: id.clone(), elapsed },
                "module.a.aws_vpc.main[0]: Creation complete after 1m15s [id=vpc-1]",
            ),
            (
                Event::Finished {
                    address: address.clone(),
                    deposed: Some("5842ae5f".into()),
                    action: Action::Delete,
                    id: None,
                    elapsed,
                },
                "module.a.aws_vpc.main[0] (deposed object 5842ae5f): Destruction complete after 1m15s",
            ),
            (
                Event::Output { address: address.clone(), line: "a\u{1b}[2J".into() },
                "module.a.aws_vpc.main[0] (local-exec): a\\u{1b}[2J",
            ),
        ] {
            assert_eq!(sentence(&event).unwrap(), expected);
        }
    }
}
