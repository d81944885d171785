//! Whole texts of plans, held against what Terraform 1.11 prints for the same values.

use serde_json::{Value as Json, json};

use super::{Shown, render};
use crate::{
    address::Instance,
    engine::{Action, Change, OutputChange, Plan, PlanMode, Reason},
    lang::value::{Marks, Object, Path, Type, Value, implied},
    schema::{Attribute, Setter, Shape},
    state::State,
};

static RULE: &[Attribute] = &[
    Attribute { name: "port", shape: Shape::Number, ..Attribute::NEW },
    Attribute { name: "text", ..Attribute::NEW },
];

static THING: &[Attribute] = &[
    Attribute { name: "id", setter: Setter::Computed, ..Attribute::NEW },
    Attribute { name: "input", shape: Shape::Dynamic, ..Attribute::NEW },
    Attribute { name: "name", ..Attribute::NEW },
    Attribute { name: "names", shape: Shape::List(&Shape::String), ..Attribute::NEW },
    Attribute { name: "secret", sensitive: true, ..Attribute::NEW },
    Attribute { name: "secret_wo", write_only: true, ..Attribute::NEW },
    Attribute { name: "ports", shape: Shape::Set(&Shape::Number), ..Attribute::NEW },
    Attribute { name: "tags", shape: Shape::Map(&Shape::String), ..Attribute::NEW },
    Attribute { name: "tags_all", shape: Shape::Map(&Shape::String), ..Attribute::NEW },
    Attribute { name: "rule", shape: Shape::List(&Shape::Object(|| RULE)), block: true, ..Attribute::NEW },
    Attribute { name: "allow", shape: Shape::Set(&Shape::Object(|| RULE)), block: true, ..Attribute::NEW },
];

/// A value of JSON, in which `"?"` is unknown and `["!", x]` is sensitive.
fn value(json: &Json) -> Value {
    match json {
        Json::String(text) if text == "?" => Value::unknown(Type::Dynamic),
        Json::Array(items) if items.first() == Some(&json!("!")) => {
            value(&items[1]).with_marks(Marks::SENSITIVE)
        }
        Json::Array(items) => Value::tuple(items.iter().map(value).collect()),
        Json::Object(entries) => {
            Value::object(entries.iter().map(|(name, json)| (name.as_str().into(), value(json))))
        }
        plain => implied(plain),
    }
}

fn change(action: Action, before: Json, after: Json) -> Change {
    Change {
        address: "test_thing.a".parse().expect("an address"),
        previous_address: None,
        deposed: None,
        provider: String::new(),
        action,
        reason: None,
        before: value(&before),
        after: value(&after),
        replace_paths: Vec::new(),
        importing: None,
        attributes: THING,
    }
}

fn plan(changes: Vec<Change>) -> Plan {
    Plan {
        changes,
        outputs: Default::default(),
        drift: Vec::new(),
        relevant: Default::default(),
        prior: State::fresh(),
        state_changed: false,
        warnings: Default::default(),
        mode: PlanMode::Normal,
    }
}

fn text(plan: &Plan) -> String {
    render(plan, Shown { colour: false, failed: false, brief: false })
}

/// The lines of the object of a change, without its first and last.
fn body(action: Action, before: Json, after: Json) -> String {
    let text = super::resource::render(
        &change(action, before, after),
        crate::ui::diff::Printer { colour: false, symbols: true },
        super::resource::Cause::Planned,
    );
    let lines: Vec<&str> = text.lines().collect();
    lines[2..lines.len() - 1].join("\n")
}

#[track_caller]
fn updated(before: Json, after: Json, expected: &str) {
    let with_id = |json: Json| {
        let Json::Object(mut object) = json else { panic!("an object") };
        object.insert("id".into(), json!("i"));
        Json::Object(object)
    };
    let text = body(Action::Update, with_id(before), with_id(after));
    let expected = expected.trim_matches('\n');
    let first = text.lines().next().unwrap_or_default().to_owned();
    assert!(first.trim_start().starts_with("id "), "{text}");
    assert_eq!(text.lines().skip(1).collect::<Vec<_>>().join("\n"), expected, "\n{text}");
}

#[test]
fn a_whole_plan() {
    let mut replaced = change(
        Action::Replace { create_before_destroy: false },
        json!({"id": "i", "name": "a", "input": 1}),
        json!({"id": "?", "name": "b", "input": 1}),
    );
    replaced.replace_paths = vec![Path::attribute("name")];
    let mut gone = change(Action::Delete, json!({"id": "i", "secret": ""}), json!(null));
    gone.address = "module.m[\"k\"].test_thing.b[1]".parse().expect("an address");
    gone.reason = Some(Reason::BeyondCount);
    let mut plan = plan(vec![replaced, gone]);
    let output = |before: Json, after: Json, sensitive| OutputChange {
        before: value(&before),
        after: value(&after),
        sensitive,
        action: Action::Update,
    };
    plan.outputs.insert("same_name".into(), output(json!(1), json!(1), false));
    plan.outputs.insert("ids".into(), output(json!(["a", "b"]), json!(["a"]), false));
    plan.outputs.insert("key".into(), output(json!("x"), json!(null), true));
    plan.outputs.insert("new".into(), output(json!(null), json!("?"), false));
    let expected = r#"
stackctl used the selected providers to generate the following execution
plan. Resource actions are indicated with the following symbols:
  - destroy
-/+ destroy and then create replacement

stackctl will perform the following actions:

  # test_thing.a must be replaced
-/+ resource "test_thing" "a" {
      ~ id        = "i" -> (known after apply)
      ~ name      = "a" -> "b" # forces replacement
        # (2 unchanged attributes hidden)
    }

  # module.m["k"].test_thing.b[1] will be destroyed
  # (because index [1] is out of range for count)
  - resource "test_thing" "b" {
      - id        = "i" -> null
      - secret_wo = (write-only attribute) -> null
        # (1 unchanged attribute hidden)
    }

Plan: 1 to add, 0 to change, 2 to destroy.

Changes to Outputs:
  ~ ids       = [
        "a",
      - "b",
    ]
  - key       = (sensitive value) -> null
  + new       = (known after apply)
"#;
    assert_eq!(text(&plan), expected);
}

#[test]
fn nothing_to_do() {
    let expected = "\nNo changes. Your infrastructure matches the configuration.\n\nstackctl has compared your real \
                    infrastructure against your configuration\nand found no differences, so no changes are needed.\n";
    assert_eq!(text(&plan(vec![change(Action::NoOp, json!({"id": "i"}), json!({"id": "i"}))])), expected);
}

#[test]
fn reasons_and_addresses() {
    let render = |change: &Change| {
        let printer = crate::ui::diff::Printer { colour: false, symbols: true };
        let text = super::resource::render(change, printer, super::resource::Cause::Planned);
        text.lines().take_while(|line| !line.contains("resource \"")).collect::<Vec<_>>().join("\n")
    };
    let object = || json!({"id": "i"});
    let delete = |reason| Change { reason: Some(reason), ..change(Action::Delete, object(), json!(null)) };
    let replace = |reason| Change {
        reason: Some(reason),
        ..change(Action::Replace { create_before_destroy: true }, object(), object())
    };
    let from: Instance = "test_thing.old".parse().expect("an address");
    for (change, expected) in [
        (
            delete(Reason::NotConfigured),
            "  # test_thing.a will be destroyed\n  # (because test_thing.a is not in configuration)",
        ),
        (
            delete(Reason::WrongRepetition),
            "  # test_thing.a will be destroyed\n  # (because resource uses count or for_each)",
        ),
        (replace(Reason::Tainted), "  # test_thing.a is tainted, so must be replaced"),
        (replace(Reason::Requested), "  # test_thing.a will be replaced, as requested"),
        (
            replace(Reason::Triggered),
            "  # test_thing.a will be replaced due to changes in replace_triggered_by",
        ),
        (
            Change { previous_address: Some(from.clone()), ..change(Action::NoOp, object(), object()) },
            "  # test_thing.old has moved to test_thing.a",
        ),
        (
            Change { previous_address: Some(from), ..change(Action::Update, object(), object()) },
            "  # test_thing.a will be updated in-place\n  # (moved from test_thing.old)",
        ),
        (
            Change { importing: Some("x".into()), ..change(Action::NoOp, object(), object()) },
            "  # test_thing.a will be imported",
        ),
        (
            Change { deposed: Some("12345678".into()), ..change(Action::Delete, object(), json!(null)) },
            "  # test_thing.a (deposed object 12345678) will be destroyed\n  # (left over from a partially-failed \
             replacement of this instance)",
        ),
        (
            change(Action::Forget, object(), object()),
            " # test_thing.a will no longer be managed by stackctl, but will not be destroyed\n # (destroy = false is set \
             in the configuration)",
        ),
    ] {
        assert_eq!(render(&change), expected);
    }
}

#[test]
fn only_what_changes_is_shown() {
    updated(
        json!({"name": "n", "names": ["a"], "tags": {"a": "1", "b": "2"}, "tags_all": {"a": "1", "b": "2", "c": "3"}}),
        json!({"name": "n", "names": ["a"], "tags": {"a": "1", "b": "3"}, "tags_all": {"a": "1", "b": "3", "d": "3"}}),
        r#"
        name      = "n"
      ~ tags      = {
            "a" = "1"
          ~ "b" = "2" -> "3"
        }
      ~ tags_all  = {
          ~ "b" = "2" -> "3"
          - "c" = "3" -> null
          + "d" = "3"
            # (1 unchanged element hidden)
        }
        # (2 unchanged attributes hidden)"#,
    );
}

#[test]
fn lists_show_what_stands_beside_a_change() {
    updated(
        json!({"names": ["a", "b", "c", "d", "e"], "ports": [1, 2]}),
        json!({"names": ["a", "b", "x", "d", "e"], "ports": [2, 3]}),
        r#"
      ~ names     = [
            # (1 unchanged element hidden)
            "b",
          - "c",
          + "x",
            "d",
            # (1 unchanged element hidden)
        ]
      ~ ports     = [
          - 1,
          + 3,
            # (1 unchanged element hidden)
        ]
        # (1 unchanged attribute hidden)"#,
    );
}

#[test]
fn values_without_a_schema() {
    for (before, after, expected) in [
        (
            json!(["a", "b"]),
            json!(["x", "b"]),
            "[\n          ~ \"a\" -> \"x\",\n            \"b\",\n        ]",
        ),
        (
            json!({"a": null, "b": 1}),
            json!({"a": 2, "b": null}),
            "{\n          ~ a = null -> 2\n          ~ b = 1 -> null\n        }",
        ),
        (json!(1), json!("1"), "1 -> \"1\""),
        (
            json!([1]),
            json!({"a b": 1}),
            "[\n          - 1,\n        ] -> {\n          + \"a b\" = 1\n        }",
        ),
        (
            json!("[1]"),
            json!("[ 1 ]"),
            "jsonencode( # whitespace changes\n            [\n                1,\n            ]\n        )",
        ),
        (json!("a\nb\n"), json!("a\nc"), "<<-EOT\n            a\n          - b\n          + c\n        EOT"),
        (
            json!("{\"a\":1}"),
            json!("x"),
            "jsonencode(\n            {\n              - a = 1\n            }\n        ) -> \"x\"",
        ),
        (json!(["a"]), json!("?"), "[\n          - \"a\",\n        ] -> (known after apply)"),
    ] {
        let expected = format!("      ~ input     = {expected}\n        # (1 unchanged attribute hidden)");
        updated(json!({"input": before}), json!({"input": after}), &expected);
    }
}

#[test]
fn json_texts_are_compared_by_what_they_hold() {
    let policy = |actions: &str| format!("{{\"Version\":1,\"Statement\":[{{\"Action\":[{actions}]}}]}}");
    updated(
        json!({"name": policy("\"a\",\"b\"")}),
        json!({"name": policy("\"a\",\"b\",\"c\"")}),
        r#"
      ~ name      = jsonencode(
          ~ {
              ~ Statement = [
                  ~ {
                      ~ Action = [
                            "a",
                            "b",
                          + "c",
                        ]
                    },
                ]
                Version   = 1
            }
        )
        # (1 unchanged attribute hidden)"#,
    );
}

#[test]
fn secrets_are_never_shown() {
    updated(
        json!({"secret": "one", "input": {"a": ["!", "x"], "b": "y"}}),
        json!({"secret": "two", "input": {"a": "x", "b": ["!", "z"]}}),
        r#"
      ~ input     = {
          # Warning: this attribute value will no longer be marked as sensitive
          # after applying this change. The value is unchanged.
          ~ a = (sensitive value)
          # Warning: this attribute value will be marked as sensitive and will not
          # display in UI output after applying this change.
          ~ b = (sensitive value)
        }
      ~ secret    = (sensitive value)
        # (1 unchanged attribute hidden)"#,
    );
}

#[test]
fn blocks_come_and_go() {
    let rule = |port: u16, text: &str| json!({"port": port, "text": text});
    updated(
        json!({"rule": [rule(1, "a"), rule(2, "b")], "allow": [rule(1, "a"), rule(2, "b")]}),
        json!({"rule": [rule(1, "a"), rule(3, "b"), rule(4, "?")], "allow": [rule(2, "b"), rule(3, "")]}),
        r#"
        # (1 unchanged attribute hidden)

      - allow {
          - port = 1 -> null
          - text = "a" -> null
        }
      + allow {
          + port = 3
            # (1 unchanged attribute hidden)
        }

      ~ rule {
          ~ port = 2 -> 3
            # (1 unchanged attribute hidden)
        }
      + rule {
          + port = 4
          + text = (known after apply)
        }

        # (2 unchanged blocks hidden)"#,
    );
}

#[test]
fn nothing_is_said_of_what_an_object_does_not_have() {
    let object: Object = [("id".into(), Value::unknown(Type::String)), ("secret".into(), "s".into())].into();
    let created = Change { after: Value::object(object), ..change(Action::Create, json!(null), json!(null)) };
    let printer = crate::ui::diff::Printer { colour: false, symbols: true };
    let text = super::resource::render(&created, printer, super::resource::Cause::Planned);
    let expected = r#"  # test_thing.a will be created
  + resource "test_thing" "a" {
      + id        = (known after apply)
      + secret    = (sensitive value)
      + secret_wo = (write-only attribute)
    }
"#;
    assert_eq!(text, expected);
}
