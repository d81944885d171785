//! Container definitions: a JSON text in configuration and state, and the same JSON on the way to ECS and back.
//!
//! They are handed on as JSON and not through the SDK's types, which would be written out by hand in both directions.
//! As in the AWS provider, the case of the names does not matter, and a name that ECS does not know is left out.

use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::AfterDeserializationInterceptorContextRef},
        orchestrator::HttpRequest,
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::{body::SdkBody, config_bag::ConfigBag};
use serde_json::Value as Json;

use crate::{
    lang::value::Value,
    providers::{Error, Result, aws::json},
};

/// What a container definition can have.
const MEMBERS: &[&str] = &[
    "name",
    "image",
    "repositoryCredentials",
    "cpu",
    "memory",
    "memoryReservation",
    "links",
    "portMappings",
    "restartPolicy",
    "essential",
    "entryPoint",
    "command",
    "environment",
    "environmentFiles",
    "mountPoints",
    "volumesFrom",
    "linuxParameters",
    "secrets",
    "dependsOn",
    "startTimeout",
    "stopTimeout",
    "versionConsistency",
    "hostname",
    "user",
    "workingDirectory",
    "disableNetworking",
    "privileged",
    "readonlyRootFilesystem",
    "dnsServers",
    "dnsSearchDomains",
    "extraHosts",
    "dockerSecurityOptions",
    "interactive",
    "pseudoTerminal",
    "dockerLabels",
    "ulimits",
    "logConfiguration",
    "healthCheck",
    "systemControls",
    "resourceRequirements",
    "firelensConfiguration",
    "credentialSpecs",
];

/// The members whose own members are the user's words.
const MAPS: [&str; 2] = ["dockerLabels", "options"];

/// The lists whose order means nothing; they are kept in the order of their names.
const SORTED: [&str; 2] = ["environment", "secrets"];

/// The definitions of a configuration as a JSON list.
///
/// # Errors
/// [`Error::Invalid`] if the text is no JSON list of objects.
pub fn parse(text: &str) -> Result<Json> {
    let wrong = |why: String| {
        Error::Invalid(format!(
            "`container_definitions` is no list of container definitions: {why}. It must be JSON such as \
             jsonencode([{{ name = \"app\", image = \"nginx\" }}])."
        ))
    };
    let json: Json = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
    match json {
        Json::Array(items) if items.iter().all(Json::is_object) => {
            Ok(Json::Array(items.into_iter().map(known_members).collect()))
        }
        _ => Err(wrong("it is another kind of value".into())),
    }
}

/// A definition with the names as ECS writes them, without those that it does not know, and without nulls.
fn known_members(definition: Json) -> Json {
    let Json::Object(members) = definition else { return definition };
    let known = members.into_iter().filter_map(|(name, value)| {
        let known = MEMBERS.iter().find(|known| known.eq_ignore_ascii_case(&name))?;
        let value = if MAPS.contains(known) { value } else { in_camel_case(value) };
        (!value.is_null()).then(|| ((*known).to_owned(), value))
    });
    Json::Object(known.collect())
}

/// The same value with the first letter of every name small, and without nulls.
fn in_camel_case(value: Json) -> Json {
    match value {
        Json::Object(members) => {
            let members = members.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| {
                let mut letters = name.chars();
                let first = letters.next().map(|letter| letter.to_ascii_lowercase());
                let name: String = first.into_iter().chain(letters).collect();
                let value = if MAPS.contains(&name.as_str()) { value } else { in_camel_case(value) };
                (name, value)
            });
            Json::Object(members.collect())
        }
        Json::Array(items) => {
            let item = |item: Json| if item.is_null() { Json::from("") } else { in_camel_case(item) };
            Json::Array(items.into_iter().map(item).collect())
        }
        value => value,
    }
}

/// For `#[attr(normalize = …)]`: the text as the state keeps it.
pub fn normalize(value: &Value) -> Value {
    let definitions = value.as_str().and_then(|text| parse(text).ok());
    definitions.map_or_else(|| value.clone(), |definitions| render(definitions).into())
}

/// For `#[attr(equal = …)]`: whether two texts define the same containers in the `awsvpc` network mode.
pub fn equal(a: &Value, b: &Value) -> bool {
    a == b || same(a, b, true)
}

/// Whether two texts define the same containers once ECS has filled in what it fills in.
pub fn same(a: &Value, b: &Value, awsvpc: bool) -> bool {
    let reduced = |value: &Value| {
        let mut definitions = parse(value.as_str()?).ok()?;
        reduce(&mut definitions, awsvpc);
        Some(json::render(&definitions))
    };
    matches!((reduced(a), reduced(b)), (Some(a), Some(b)) if a == b)
}

/// The definitions as the state keeps them: no `cpu` of 0, variables and secrets by name.
pub fn render(mut definitions: Json) -> String {
    for definition in definitions.as_array_mut().into_iter().flatten() {
        sort(definition);
        drop_zero_cpu(definition);
    }
    json::render(&definitions)
}

fn drop_zero_cpu(definition: &mut Json) {
    if let Some(members) = definition.as_object_mut()
        && members.get("cpu").and_then(Json::as_f64) == Some(0.0)
    {
        members.remove("cpu");
    }
}

fn sort(definition: &mut Json) {
    for list in SORTED {
        if let Some(items) = definition.get_mut(list).and_then(Json::as_array_mut) {
            items.sort_by_key(|item| item.get("name").and_then(Json::as_str).unwrap_or_default().to_owned());
        }
    }
}

/// Takes out of the definitions what ECS fills in by itself.
fn reduce(definitions: &mut Json, awsvpc: bool) {
    let Some(definitions) = definitions.as_array_mut() else { return };
    for definition in definitions.iter_mut() {
        sort(definition);
        drop_zero_cpu(definition);
        let Some(members) = definition.as_object_mut() else { continue };
        members.retain(|_, member| member.as_array().is_none_or(|items| !items.is_empty()));
        members.entry("essential").or_insert(Json::Bool(true));
        if let Some(ports) = members.get_mut("portMappings").and_then(Json::as_array_mut) {
            for port in ports.iter_mut().filter_map(Json::as_object_mut) {
                if port.get("protocol").and_then(Json::as_str) == Some("tcp") {
                    port.remove("protocol");
                }
                if port.get("hostPort").and_then(Json::as_i64) == Some(0) {
                    port.remove("hostPort");
                }
                if awsvpc
                    && !port.contains_key("hostPort")
                    && let Some(container) = port.get("containerPort").cloned()
                {
                    port.insert("hostPort".into(), container);
                }
            }
        }
        if let Some(limits) = members.get_mut("ulimits").and_then(Json::as_array_mut) {
            for limit in limits.iter_mut().filter_map(Json::as_object_mut) {
                for name in ["softLimit", "hardLimit"] {
                    limit.entry(name).or_insert(Json::from(0));
                }
            }
        }
        if let Some(check) = members.get_mut("healthCheck").and_then(Json::as_object_mut) {
            for (name, default) in [("interval", 30), ("retries", 3), ("timeout", 5)] {
                check.entry(name).or_insert(Json::from(default));
            }
        }
    }
    definitions.sort_by_key(|item| item.get("name").and_then(Json::as_str).unwrap_or_default().to_owned());
}

/// Puts the definitions into the body of a `RegisterTaskDefinition` call.
pub fn into_body(request: &mut HttpRequest, definitions: &Json) {
    let body = request.body().bytes().unwrap_or_default();
    let Ok(mut body) = serde_json::from_slice::<Json>(body) else { return };
    body["containerDefinitions"] = definitions.clone();
    let body = body.to_string();
    request.headers_mut().insert("content-length", body.len().to_string());
    *request.body_mut() = SdkBody::from(body);
}

/// Keeps the JSON of ECS's answer.
#[derive(Debug, Default, Clone)]
pub struct Answer(Arc<Mutex<Option<Json>>>);

impl Answer {
    /// The container definitions of the task definition that was answered, as the state keeps them.
    pub fn definitions(&self) -> String {
        let answer = self.0.lock().ok().and_then(|mut answer| answer.take());
        let definitions = answer
            .and_then(|mut answer| Some(answer.pointer_mut("/taskDefinition/containerDefinitions")?.take()));
        let definitions = definitions.and_then(|definitions| match definitions {
            Json::Array(items) => Some(Json::Array(items.into_iter().map(known_members).collect())),
            _ => None,
        });
        render(definitions.unwrap_or_else(|| Json::Array(Vec::new())))
    }
}

impl Intercept for Answer {
    fn name(&self) -> &'static str {
        "ContainerDefinitions"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let (Some(bytes), Ok(mut kept)) = (context.response().body().bytes(), self.0.lock()) {
            *kept = serde_json::from_slice(bytes).ok();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ecs_fills_in_is_no_difference() {
        let config = r#"[{"name":"a","image":"i","portMappings":[{"containerPort":80}],
            "environment":[{"name":"Z","value":"1"},{"name":"A","value":"2"}],"healthCheck":{"command":["true"]}}]"#;
        let state = r#"[{"cpu":0,"environment":[{"name":"A","value":"2"},{"name":"Z","value":"1"}],"essential":true,
            "healthCheck":{"command":["true"],"interval":30,"retries":3,"timeout":5},"image":"i","mountPoints":[],
            "name":"a","portMappings":[{"containerPort":80,"hostPort":80,"protocol":"tcp"}],"volumesFrom":[]}]"#;
        assert!(same(&config.into(), &state.into(), true));
        assert!(
            !same(&config.into(), &state.into(), false),
            "in other modes the host's port is the host's choice"
        );
        assert!(!same(&config.into(), &config.replace("\"i\"", "\"j\"").into(), true));
        assert!(!same(&config.into(), &"[".into(), true));
    }

    #[test]
    fn differences_count_as_the_aws_provider_counts_them() {
        let same = |a: &str, b: &str| {
            let text = |member: &str| {
                let comma = if member.is_empty() { "" } else { "," };
                Value::from(format!(r#"[{{"name":"a","image":"b"{comma}{member}}}]"#))
            };
            same(&text(a), &text(b), true)
        };
        for (a, b) in [
            (r#""command":[]"#, ""),
            (r#""cpu":0"#, ""),
            (r#""user":null"#, ""),
            (r#""essential":true"#, ""),
            (r#""fooBar":1"#, ""),
            (r#""Command":["x"]"#, r#""command":["x"]"#),
            (
                r#""portMappings":[{"containerPort":2,"hostPort":0}]"#,
                r#""portMappings":[{"containerPort":2}]"#,
            ),
            (
                r#""ulimits":[{"name":"n","softLimit":0,"hardLimit":1}]"#,
                r#""ulimits":[{"name":"n","hardLimit":1}]"#,
            ),
        ] {
            assert!(same(a, b), "{a} is {b}");
        }
        for (a, b) in [
            (r#""environment":[{"name":"B","value":""}]"#, r#""environment":[{"name":"B"}]"#),
            (r#""essential":false"#, ""),
            (r#""user":"""#, ""),
            (r#""interactive":false"#, ""),
            (r#""dockerLabels":{}"#, ""),
            (r#""linuxParameters":{}"#, ""),
            (r#""command":[null,"x"]"#, r#""command":["x"]"#),
            (
                r#""mountPoints":[{"sourceVolume":"x","readOnly":false}]"#,
                r#""mountPoints":[{"sourceVolume":"x"}]"#,
            ),
            (
                r#""portMappings":[{"containerPort":1},{"containerPort":2}]"#,
                r#""portMappings":[{"containerPort":2},{"containerPort":1}]"#,
            ),
        ] {
            assert!(!same(a, b), "{a} is not {b}");
        }
    }

    #[test]
    fn the_state_keeps_sorted_variables_and_no_nulls() {
        let config = r#"[{"name":"a","cpu":0,"environment":[{"name":"Z"},{"name":"A"}],"user":null}]"#;
        let kept = r#"[{"environment":[{"name":"A"},{"name":"Z"}],"name":"a"}]"#;
        assert_eq!(normalize(&config.into()), Value::from(kept));
        assert_eq!(normalize(&"{}".into()), Value::from("{}"));
    }
}
