//! `-json`: a stream of objects and nothing else, as Terraform's machine-readable interface has them.

use serde_json::Value as Json;

use super::Folder;

const MODULE: &str = r#"
variable "password" {
  default   = "hunter2-canary"
  sensitive = true
}

resource "terraform_data" "a" {
  count = 2
  input = { password = var.password }
}

output "ids" {
  value = length(terraform_data.a)
}

output "password" {
  value     = var.password
  sensitive = true
}
"#;

/// The messages of a stream; every line must be one.
fn stream(out: &str) -> Vec<Json> {
    out.lines()
        .map(|line| {
            let message: Json = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
            for member in ["@level", "@message", "@module", "@timestamp", "type"] {
                assert!(message[member].is_string(), "{member} is not in {line}");
            }
            message
        })
        .collect()
}

/// The types of the messages, repeated ones once.
fn types(messages: &[Json]) -> Vec<String> {
    let mut types: Vec<String> = messages.iter().map(|m| m["type"].as_str().unwrap().to_owned()).collect();
    types.dedup();
    types
}

#[test]
fn an_apply_is_a_stream_of_messages() {
    let folder = Folder::module(MODULE);
    let said = folder.type_("apply -json -auto-approve").code(0);
    let messages = stream(&said.out);
    assert_eq!(said.err, "");
    assert!(!said.out.contains("hunter2-canary"), "{}", said.out);
    let found = types(&messages);
    assert_eq!(found[..4], ["version", "planned_change", "change_summary", "outputs"]);
    assert_eq!(found[found.len() - 2..], ["change_summary", "outputs"]);
    let planned = messages.iter().find(|m| m["type"] == "planned_change").unwrap();
    assert_eq!(planned["@message"], "terraform_data.a[0]: Plan to create");
    assert_eq!(
        planned["change"]["resource"],
        serde_json::json!({
            "addr": "terraform_data.a[0]", "module": "", "resource": "terraform_data.a[0]",
            "implied_provider": "terraform", "resource_type": "terraform_data", "resource_name": "a", "resource_key": 0,
        })
    );
    let done = messages.iter().find(|m| m["type"] == "apply_complete").unwrap();
    assert_eq!(done["hook"]["action"], "create");
    assert_eq!(done["hook"]["id_key"], "id");
    let summary = messages.iter().rfind(|m| m["type"] == "change_summary").unwrap();
    assert_eq!(
        summary["changes"],
        serde_json::json!({"add": 2, "change": 0, "import": 0, "remove": 0, "operation": "apply"})
    );
    let outputs = messages.iter().rfind(|m| m["type"] == "outputs").unwrap();
    assert_eq!(
        outputs["outputs"],
        serde_json::json!({
            "ids": {"sensitive": false, "type": "number", "value": 2},
            "password": {"sensitive": true, "type": "string"},
        })
    );
    let again = stream(&folder.type_("plan -json").code(0).out);
    assert_eq!(types(&again)[1..3], ["refresh_start", "refresh_complete"]);
    let gone = stream(&folder.type_("destroy -json -auto-approve").code(0).out);
    let summary = gone.iter().rfind(|m| m["type"] == "change_summary").unwrap();
    assert_eq!(summary["@message"], "Destroy complete! Resources: 2 destroyed.");
}

#[test]
fn nobody_is_asked_in_a_stream() {
    let folder = Folder::module(MODULE);
    let messages = stream(&folder.type_with("apply -json", "yes\n").code(1).out);
    assert_eq!(messages.last().unwrap()["diagnostic"]["summary"], "Plan file or auto-approve required");
}

#[test]
fn an_error_is_a_message_with_its_place() {
    let folder = Folder::module("locals {\n  a = \"x${[]}\"\n}\n\noutput \"a\" {\n  value = local.a\n}\n");
    let messages = stream(&folder.type_("plan -json").code(1).out);
    let error = messages.iter().find(|m| m["type"] == "diagnostic").expect("an error");
    assert_eq!(error["@level"], "error");
    assert_eq!(
        error["diagnostic"]["range"]["start"],
        serde_json::json!({"line": 2, "column": 11, "byte": 19})
    );
    assert_eq!(error["diagnostic"]["snippet"]["context"], "locals");
}

#[test]
fn validate_speaks_terraforms_format() {
    let folder = Folder::module(
        "variable \"names\" {\n  type = list(string)\n}\n\nresource \"terraform_data\" \"lst\" {\n  for_each = var.names\n}\n\noutput \"b\" {\n  value = upper(null)\n}\n",
    );
    let said = folder.type_("validate -json").code(1);
    let json: Json = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&json["format_version"], &json["valid"]), (&"1.0".into(), &false.into()));
    assert_eq!((&json["error_count"], &json["warning_count"]), (&2.into(), &0.into()));
    let first = &json["diagnostics"][0];
    assert_eq!(first["summary"], "Invalid for_each argument");
    assert_eq!(
        first["range"],
        serde_json::json!({
            "filename": "main.tf",
            "start": {"line": 6, "column": 14, "byte": 91},
            "end": {"line": 6, "column": 23, "byte": 100},
        })
    );
    assert_eq!(first["snippet"]["context"], "resource \"terraform_data\" \"lst\"");
    assert_eq!(json["diagnostics"][1]["summary"], "Invalid function argument");
    folder.write("main.tf", "variable \"no_value\" {}\n\noutput \"a\" {\n  value = var.no_value\n}\n");
    folder.type_("validate -json").code(0).out("\"valid\": true");
    folder.type_("validate").code(0).out("Success! The configuration is valid.");
}
