//! The v4 file: what Terraform reads and writes.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::model::{InstanceState, ObjectState, OutputState, ResourceState, State};
use crate::{
    TERRAFORM_VERSION,
    address::{Key, Mode, ModuleInstance, Resource, Target},
    diagnostic::{Diagnostic, Result},
    lang::value::Type,
};

#[derive(Serialize, Deserialize)]
struct File {
    version: u64,
    terraform_version: String,
    serial: u64,
    lineage: String,
    #[serde(default)]
    outputs: BTreeMap<String, FileOutput>,
    #[serde(default)]
    resources: Vec<FileResource>,
    #[serde(default)]
    check_results: Json,
}

#[derive(Serialize, Deserialize)]
struct FileOutput {
    value: Json,
    #[serde(rename = "type")]
    ty: Json,
    #[serde(default, skip_serializing_if = "is_false")]
    sensitive: bool,
}

#[derive(Serialize, Deserialize)]
struct FileResource {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    module: String,
    mode: String,
    #[serde(rename = "type")]
    kind: String,
    name: String,
    provider: String,
    instances: Vec<FileInstance>,
}

#[derive(Serialize, Deserialize)]
struct FileInstance {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    index_key: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deposed: Option<String>,
    #[serde(default)]
    schema_version: u64,
    #[serde(default)]
    attributes: Map<String, Json>,
    #[serde(default)]
    sensitive_attributes: Json,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    identity_schema_version: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    identity: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    private: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    dependencies: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    create_before_destroy: bool,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// Reads a state file. `path` is only for messages.
///
/// # Errors
/// What is no v4 state is an error and never taken for an empty one.
pub fn parse(bytes: &[u8], path: &Path) -> Result<State, Diagnostic> {
    let broken = |why: String| {
        Diagnostic::error("The state file cannot be read").detail(format!(
            "{}: {why} Nothing was changed. If the file was damaged, put a backup in its place; the previous version \
             is beside it as {}.backup.",
            path.display(),
            path.display()
        ))
    };
    let json: Json =
        serde_json::from_slice(bytes).map_err(|error| broken(format!("it is not JSON ({error}).")))?;
    match json.get("version") {
        Some(version) if version.as_u64() == Some(4) => {}
        Some(version) => {
            let why = format!(
                "it has format version {version}; only version 4 (Terraform 0.12 and later) is supported."
            );
            return Err(Diagnostic { summary: "Unsupported state file format".into(), ..broken(why) });
        }
        None => return Err(broken("it is JSON, but not a Terraform state: it has no \"version\".".into())),
    }
    let file: File = serde_json::from_value(json).map_err(|error| broken(format!("{error}.")))?;
    let mut state = State {
        serial: file.serial,
        lineage: file.lineage,
        check_results: file.check_results,
        ..State::default()
    };
    for (name, output) in file.outputs {
        let ty = Type::from_json(&output.ty)
            .ok_or_else(|| broken(format!("output {name:?} has an unknown type.")))?;
        let output = OutputState { value: output.value, ty, sensitive: output.sensitive };
        state.outputs.insert(name.into(), output);
    }
    for resource in file.resources {
        let (key, resource) = read_resource(resource).map_err(broken)?;
        state.resources.insert(key, resource);
    }
    Ok(state)
}

fn read_resource(file: FileResource) -> Result<((ModuleInstance, Resource), ResourceState), String> {
    let module = match file.module.as_str() {
        "" => ModuleInstance::root(),
        module => Target::parse(module).map_err(|error| error.detail)?.module,
    };
    let mode = match file.mode.as_str() {
        "managed" => Mode::Managed,
        "data" => Mode::Data,
        other => return Err(format!("a resource has the unknown mode {other:?}.")),
    };
    let address = Resource { mode, kind: file.kind.into(), name: file.name.into() };
    let mut instances: BTreeMap<Option<Key>, InstanceState> = BTreeMap::new();
    for instance in file.instances {
        let key = match &instance.index_key {
            None | Some(Json::Null) => None,
            Some(Json::String(name)) => Some(Key::Name(name.as_str().into())),
            Some(Json::Number(index)) => {
                Some(Key::Index(index.as_u64().ok_or(format!("{address} has the index key {index}."))?))
            }
            Some(other) => return Err(format!("{address} has the index key {other}.")),
        };
        let object = ObjectState {
            tainted: instance.status.as_deref() == Some("tainted"),
            schema_version: instance.schema_version,
            attributes: instance.attributes,
            sensitive: instance.sensitive_attributes,
            private: instance.private,
            dependencies: instance.dependencies,
            create_before_destroy: instance.create_before_destroy,
            identity: instance
                .identity
                .map(|identity| (instance.identity_schema_version.unwrap_or(0), identity)),
        };
        let entry = instances.entry(key).or_default();
        match instance.deposed {
            Some(key) => {
                entry.deposed.insert(key.into(), object);
            }
            None => entry.current = Some(object),
        }
    }
    Ok(((module, address), ResourceState { provider: file.provider, instances }))
}

/// The text of the state file: two spaces of indent, Terraform's order of keys, a line break at the end.
pub fn print(state: &State) -> String {
    let outputs = state.outputs.iter().map(|(name, output)| {
        let file =
            FileOutput { value: output.value.clone(), ty: output.ty.to_json(), sensitive: output.sensitive };
        (name.to_string(), file)
    });
    let resources = state.resources.iter().map(|((module, resource), state)| FileResource {
        module: module.to_string(),
        mode: if resource.mode == Mode::Data { "data" } else { "managed" }.into(),
        kind: resource.kind.to_string(),
        name: resource.name.to_string(),
        provider: state.provider.clone(),
        instances: state
            .instances
            .iter()
            .flat_map(|(key, instance)| write_instance(key.as_ref(), instance))
            .collect(),
    });
    let file = File {
        version: 4,
        terraform_version: TERRAFORM_VERSION.into(),
        serial: state.serial,
        lineage: state.lineage.clone(),
        outputs: outputs.collect(),
        resources: resources.collect(),
        check_results: state.check_results.clone(),
    };
    // Every part of `File` is text, a number, a list or a map with text keys: it always has a JSON form.
    let text = serde_json::to_string_pretty(&file).unwrap_or_default();
    go_escapes(&text) + "\n"
}

fn write_instance(key: Option<&Key>, instance: &InstanceState) -> Vec<FileInstance> {
    let write = |deposed: Option<String>, object: &ObjectState| FileInstance {
        index_key: key.map(|key| match key {
            Key::Index(index) => Json::from(*index),
            Key::Name(name) => Json::from(&**name),
        }),
        status: object.tainted.then(|| "tainted".into()),
        deposed,
        schema_version: object.schema_version,
        attributes: object.attributes.clone(),
        sensitive_attributes: if object.sensitive.is_null() {
            Json::Array(Vec::new())
        } else {
            object.sensitive.clone()
        },
        identity_schema_version: object.identity.as_ref().map(|(version, _)| *version),
        identity: object.identity.as_ref().map(|(_, identity)| identity.clone()),
        private: object.private.clone(),
        dependencies: object.dependencies.clone(),
        create_before_destroy: object.create_before_destroy,
    };
    let current = instance.current.iter().map(|object| write(None, object));
    let deposed = instance.deposed.iter().map(|(key, object)| write(Some(key.to_string()), object));
    current.chain(deposed).collect()
}

/// Escapes what Go escapes in JSON; such characters stand only inside of texts.
fn go_escapes(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: &str = r#"{
  "version": 4,
  "terraform_version": "1.11.4",
  "serial": 7,
  "lineage": "3fa6d25b-08b9-0dca-c7a1-69e6f36f98c3",
  "outputs": {
    "n": {
      "value": 12345678901234567890123,
      "type": "number",
      "sensitive": true
    }
  },
  "resources": [
    {
      "mode": "data",
      "type": "aws_region",
      "name": "here",
      "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
      "instances": [
        {
          "schema_version": 0,
          "attributes": {
            "id": "\u003ceu\u003e"
          },
          "sensitive_attributes": []
        }
      ]
    },
    {
      "module": "module.a[\"x.y\"]",
      "mode": "managed",
      "type": "aws_vpc",
      "name": "main",
      "provider": "provider[\"registry.terraform.io/hashicorp/aws\"].tokyo",
      "instances": [
        {
          "index_key": 0,
          "status": "tainted",
          "schema_version": 1,
          "attributes": {
            "id": "vpc-1"
          },
          "sensitive_attributes": [],
          "private": "bnVsbA==",
          "dependencies": [
            "aws_x.y"
          ],
          "create_before_destroy": true
        },
        {
          "index_key": 0,
          "deposed": "0a1b2c3d",
          "schema_version": 1,
          "attributes": {},
          "sensitive_attributes": []
        }
      ]
    }
  ],
  "check_results": null
}
"#;

    #[test]
    fn a_state_file_is_written_as_it_was_read() {
        let state = parse(STATE.as_bytes(), Path::new("terraform.tfstate")).expect("a state");
        assert_eq!(print(&state), STATE);
    }

    #[test]
    fn what_is_no_state_is_an_error_and_never_empty() {
        for (text, says) in [
            ("", "not JSON"),
            ("{", "not JSON"),
            ("{}", "no \"version\""),
            (r#"{"version": 5}"#, "version 5"),
            (r#"{"version": 4}"#, "missing field"),
            ("[]", "no \"version\""),
        ] {
            let error = parse(text.as_bytes(), Path::new("x.tfstate")).expect_err(text);
            assert!(error.detail.contains(says), "{text}: {}", error.detail);
        }
    }
}
