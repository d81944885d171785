//! A state, in the layout of a plan without symbols.

use std::collections::BTreeMap;

use super::{
    Ui,
    diff::{Diff, Node, Printer, Replaced, Side, Sign, free, object_of_attributes},
    style::{paint, styles},
};
use crate::{
    address::{Instance, Mode, ModuleInstance},
    engine::object_of_state,
    lang::value::{Kind, Value, from_json, implied, quote},
    state::{ObjectState, State},
};

impl Ui {
    /// Shows a state.
    pub fn state(&self, unit: Option<&str>, state: &State) {
        if let Some(unit) = unit {
            self.line(&format!("\n{}", paint(format!("── {unit} "), styles::BOLD, self.colour)));
        }
        self.line(render(state, self.colour).trim_end_matches('\n'));
    }
}

/// The text of a state: the objects by module, then the outputs.
fn render(state: &State, colour: bool) -> String {
    let printer = Printer { colour, symbols: false };
    if state.is_empty() {
        return "The state file is empty. No resources are represented.".to_owned();
    }
    let mut out = String::new();
    let mut last: Option<ModuleInstance> = None;
    for ((module, resource), remembered) in &state.resources {
        if last.replace(module.clone()).is_some_and(|last| last != *module) {
            out.push('\n');
        }
        for (key, instance) in &remembered.instances {
            let address = Instance { module: module.clone(), resource: resource.clone(), key: key.clone() };
            let current = instance.current.iter().map(|object| (None, object));
            let deposed = instance.deposed.iter().map(|(key, object)| (Some(key), object));
            for (key, object) in current.chain(deposed) {
                let note = match key {
                    Some(key) => format!(" (deposed object {key})"),
                    None if object.tainted => " (tainted)".to_owned(),
                    None => String::new(),
                };
                out.push_str(&format!("# {address}:{note}\n"));
                out.push_str(&object_text(&address, &remembered.provider, object, printer));
                out.push('\n');
            }
        }
    }
    if !state.outputs.is_empty() {
        out.push_str("\nOutputs:\n\n");
        for (name, output) in &state.outputs {
            let value = from_json(&output.value, &output.ty).unwrap_or_default();
            let text = if output.sensitive {
                "(sensitive value)".to_owned()
            } else {
                printer.value(&typed(&value), 0, Printer::look(true))
            };
            out.push_str(&format!("{name} = {text}\n"));
        }
    }
    out
}

fn object_text(address: &Instance, provider: &str, object: &ObjectState, printer: Printer) -> String {
    let word = if address.resource.mode == Mode::Managed { "resource" } else { "data" };
    let diff = match object_of_state(&address.resource, provider, object) {
        Some((value, attributes)) => {
            let side = Side::set(Some(&value));
            object_of_attributes(side, side, attributes, &Replaced::default())
        }
        // A type that is not known here: as the state has it.
        None => {
            let value = implied(&serde_json::Value::Object(object.attributes.clone()));
            let side = Side::set(Some(&value));
            free(side, side)
        }
    };
    let (kind, name) = (quote(&address.resource.kind), quote(&address.resource.name));
    format!("{word} {kind} {name} {}\n", printer.value(&diff, 0, Printer::look(true)))
}

/// A value as its type says it: the keys of maps are quoted, attributes that are null are left out.
fn typed(value: &Value) -> Diff {
    let node = match value.kind() {
        Kind::Map(map) => {
            Node::Map(map.entries.iter().map(|(key, value)| (key.clone(), typed(value))).collect())
        }
        Kind::Object(object) => {
            let set = object.iter().filter(|(_, value)| !value.is_null());
            Node::Object(set.map(|(name, value)| (name.clone(), typed(value))).collect::<BTreeMap<_, _>>())
        }
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => Node::List(value.children().map(typed).collect()),
        _ => Node::Plain(Some(value.clone()), Some(value.clone())),
    };
    Diff::new(Sign::Same, node)
}
