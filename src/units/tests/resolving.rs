//! From outputs of other units to all that a unit says.

use super::*;
use crate::{
    lang::value::Type,
    units::{Environment, HookKind, IfDisabled, IfExists},
};

/// A unit that depends on the unit `network`.
fn dependent(dependency: &str, inputs: &str) -> Tree {
    Tree::new(&[
        ("network/terragrunt.hcl", ""),
        (
            "u/terragrunt.hcl",
            &format!(
                "dependency \"network\" {{\n  config_path = \"../network\"\n{dependency}\n}}\ninputs = {{\n{inputs}\n}}\n"
            ),
        ),
    ])
}

fn outputs(entries: &[(&str, Value)]) -> Value {
    Value::object(entries.iter().map(|(name, value)| ((*name).into(), value.clone())))
}

fn resolve(tree: &Tree, real: Option<Value>, mocks: Mocks) -> Result<Resolved> {
    let environment = Environment::load_single(&tree.path("u"), &tree.options)?;
    environment.unit(".").unwrap().resolve(&|name| real.clone().filter(|_| name == "network"), mocks)
}

#[test]
fn outputs_keep_their_types_and_what_is_unknown_stays_unknown() {
    let tree = dependent(
        "",
        "id = dependency.network.outputs.id\nids = dependency.network.outputs[\"ids\"]\nname = \"x-${dependency.network.outputs.id}\"\nfixed = 1\nall = dependency.network.outputs\nkey = dependency.network.outputs.password",
    );
    let real = outputs(&[
        ("id", Value::unknown(Type::String)),
        ("ids", Value::list(Type::String, vec!["a".into()])),
        ("password", Value::from("p").with_marks(Marks::SENSITIVE)),
    ]);
    let resolved = resolve(&tree, Some(real), Mocks::Never).unwrap();
    let value = |name: &str| resolved.inputs[name].0.clone();
    assert_eq!(value("id"), Value::unknown(Type::String));
    assert_eq!(value("ids"), Value::list(Type::String, vec!["a".into()]));
    assert!(!value("name").is_known() && value("name").type_of() == Type::String);
    assert_eq!(value("fixed"), Value::from(1));
    assert_eq!(value("all").get("id"), Some(&Value::unknown(Type::String)));
    assert!(value("key").is_sensitive());
    let wholly = resolve(&tree, Some(Value::unknown(Type::Dynamic)), Mocks::WhereAllowed).unwrap();
    assert!(!wholly.inputs["ids"].0.is_known());
    assert!(wholly.mocked.is_empty());
}

#[test]
fn every_input_knows_where_it_is_written() {
    let tree = dependent("", "a = 1\n  b = {\n    c = 2\n  }");
    let resolved = resolve(&tree, None, Mocks::Never).unwrap();
    assert_eq!(resolved.inputs["a"].1.text(), "1");
    assert!(
        resolved.inputs["b"].1.to_string().ends_with("u/terragrunt.hcl:7:7"),
        "{}",
        resolved.inputs["b"].1
    );
}

#[test]
fn mocks_stand_in_only_where_they_are_asked_for_and_allowed() {
    let mocks = "mock_outputs = { id = \"mock\" }";
    let only_validate =
        "mock_outputs = { id = \"mock\" }\nmock_outputs_allowed_terraform_commands = [\"validate\"]";
    let real = Some(outputs(&[("id", "real".into())]));
    for (dependency, command, asked, outputs, expected) in [
        (mocks, "plan", Mocks::WhereAllowed, None, Some("mock")),
        (mocks, "plan", Mocks::WhereAllowed, real.clone(), Some("real")),
        (mocks, "plan", Mocks::WhereAllowed, Some(Value::object([])), Some("mock")),
        (mocks, "plan", Mocks::Never, None, None),
        (mocks, "apply", Mocks::WhereAllowed, None, None),
        (mocks, "destroy", Mocks::WhereAllowed, None, None),
        (only_validate, "plan", Mocks::WhereAllowed, None, None),
        (only_validate, "validate", Mocks::WhereAllowed, None, Some("mock")),
        ("", "plan", Mocks::WhereAllowed, None, None),
        ("enabled = false\nmock_outputs = { id = \"off\" }", "apply", Mocks::Never, None, Some("off")),
        ("skip_outputs = true\nmock_outputs = { id = \"skip\" }", "apply", Mocks::Never, None, Some("skip")),
    ] {
        let mut tree = dependent(dependency, "id = dependency.network.outputs.id");
        tree.options.command = command.into();
        let resolved = resolve(&tree, outputs, asked);
        let id = resolved.as_ref().ok().map(|resolved| show(&resolved.inputs["id"].0));
        assert_eq!(id, expected.map(|id| format!("{id:?}")), "{dependency} {command}");
        if let (Ok(resolved), Some(id)) = (resolved, expected) {
            assert_eq!(resolved.mocked.contains("network"), id != "real");
        }
    }
}

#[test]
fn mocks_fill_holes_by_strategy() {
    let real = outputs(&[("m", outputs(&[("x", "real".into())]))]);
    for (strategy, expected) in [
        ("no_merge", r#"{"m": {"x": "real"}}"#),
        ("shallow", r#"{"m": {"x": "real"}, "n": "mock"}"#),
        ("deep_map_only", r#"{"m": {"x": "real", "y": "mock"}, "n": "mock"}"#),
    ] {
        let tree = dependent(
            &format!(
                "mock_outputs = {{\n  m = {{ y = \"mock\" }}\n  n = \"mock\"\n}}\nmock_outputs_merge_strategy_with_state = \"{strategy}\""
            ),
            "all = dependency.network.outputs",
        );
        let resolved = resolve(&tree, Some(real.clone()), Mocks::WhereAllowed).unwrap();
        assert_eq!(show(&resolved.inputs["all"].0), expected, "{strategy}");
        assert_eq!(resolved.mocked.is_empty(), strategy == "no_merge");
    }
}

#[test]
fn locals_may_need_outputs_and_are_evaluated_anew_for_each_run() {
    let tree = Tree::new(&[
        ("network/terragrunt.hcl", ""),
        (
            "u/terragrunt.hcl",
            r#"
            dependency "network" {
              config_path = "../network"
            }
            locals { id = "id is ${dependency.network.outputs.id}" }
            inputs = { id = local.id }
            "#,
        ),
    ]);
    let environment = Environment::load_single(&tree.path("u"), &tree.options).unwrap();
    let unit = environment.unit(".").unwrap();
    for id in ["1", "2"] {
        let resolved = unit.resolve(&|_| Some(outputs(&[("id", id.into())])), Mocks::Never).unwrap();
        assert_eq!(resolved.inputs["id"].0.as_str(), Some(format!("id is {id}").as_str()));
    }
}

#[test]
fn an_output_that_is_missing_is_an_error_that_try_catches() {
    let real = outputs(&[("vpc_id", "v".into())]);
    let tree = dependent("", "id = dependency.network.outputs.vpc_idd");
    let error = tree.text(&resolve(&tree, Some(real.clone()), Mocks::Never).unwrap_err());
    assert!(
        error.contains("u/terragrunt.hcl:6:32: The unit of dependency \"network\" has no output"),
        "{error}"
    );
    assert!(error.contains("Did you mean \"vpc_id\"?"), "{error}");
    let tree = dependent("", "id = try(dependency.network.outputs.none, \"fallback\")");
    let resolved = resolve(&tree, Some(real), Mocks::Never).unwrap();
    assert_eq!(resolved.inputs["id"].0.as_str(), Some("fallback"));
    let error = resolve(&tree, None, Mocks::Never).unwrap_err();
    assert_eq!(error.0[0].summary, "Dependency \"network\" is not applied");
}

#[test]
fn variable_files_and_arguments_are_those_of_the_command() {
    let mut tree = Tree::new(&[
        ("common.tfvars", ""),
        ("module/main.tf", ""),
        ("module/default.tfvars", ""),
        ("u/there.tfvars", ""),
        (
            "u/terragrunt.hcl",
            r#"
            terraform {
              source = "../module"
              extra_arguments "files" {
                commands           = get_terraform_commands_that_need_vars()
                arguments          = ["-lock-timeout=5m", "-var-file=../common.tfvars", "-var", "x=1"]
                required_var_files = ["default.tfvars"]
                optional_var_files = ["${get_terragrunt_dir()}/there.tfvars", "not-there.tfvars"]
                env_vars           = { TF_LOG = "info" }
              }
              extra_arguments "init" {
                commands  = ["init"]
                arguments = ["-upgrade"]
              }
              before_hook "lint" {
                commands    = ["plan"]
                execute     = ["lint", "."]
                working_dir = "hooks"
                if          = false
              }
              error_hook "tell" {
                commands  = ["plan"]
                execute   = ["tell"]
                on_errors = [".*"]
              }
            }
            "#,
        ),
    ]);
    let resolved = tree.resolve("u").unwrap();
    let files: Vec<_> = resolved.var_files.iter().map(|file| (file.path.clone(), file.required)).collect();
    assert_eq!(
        files,
        [("common.tfvars", true), ("module/default.tfvars", true), ("u/there.tfvars", false)]
            .map(|(file, required)| (tree.path(file), required))
    );
    assert_eq!(resolved.arguments, ["-lock-timeout=5m", "-var", "x=1"]);
    assert_eq!(resolved.env_vars["TF_LOG"], "info");
    assert_eq!(resolved.hooks.len(), 2);
    assert_eq!((resolved.hooks[0].kind, resolved.hooks[0].condition), (HookKind::Before, false));
    assert_eq!(resolved.hooks[0].working_dir, Some(tree.path("u/hooks")));
    assert_eq!(resolved.hooks[1].on_errors, [".*"]);
    tree.options.command = "init".into();
    let resolved = tree.resolve("u").unwrap();
    assert_eq!((resolved.var_files.len(), resolved.arguments), (0, vec!["-upgrade".to_owned()]));
}

#[test]
fn blocks_that_may_be_attributes_say_the_same() {
    let tree = Tree::new(&[(
        "u/terragrunt.hcl",
        r#"
        remote_state = {
          backend = "s3"
          config = {
            bucket  = "b"
            key     = "${path_relative_to_include()}/terraform.tfstate"
            encrypt = true

            skip_bucket_versioning = true
          }
          generate = { path = "backend.tf", if_exists = "overwrite" }
        }
        generate = {
          provider = {
            path              = "provider.tf"
            if_exists         = "overwrite_terragrunt"
            if_disabled       = "remove_terragrunt"
            disable_signature = true
            contents          = "text"
          }
        }
        "#,
    )]);
    let resolved = tree.resolve("u").unwrap();
    let backend = resolved.backend.unwrap();
    assert_eq!(backend.kind, "s3");
    assert_eq!(backend.config["encrypt"].0, Value::TRUE);
    assert_eq!(backend.config["bucket"].0.as_str(), Some("b"));
    let settings: Vec<&str> = backend.settings().map(|(name, ..)| &**name).collect();
    assert_eq!(settings, ["bucket", "encrypt", "key"]);
    assert_eq!(backend.generate, Some(("backend.tf".into(), IfExists::Overwrite)));
    let generated = &resolved.generated[0];
    assert_eq!((&*generated.name, generated.contents.as_str()), ("provider", "text"));
    assert_eq!(
        (generated.if_exists, generated.if_disabled),
        (IfExists::OverwriteTerragrunt, IfDisabled::RemoveTerragrunt)
    );
    assert_eq!(generated.signature, None);
    assert_eq!(generated.range.text(), "\"text\"");
}

#[test]
fn a_dependency_may_be_named_by_an_expression() {
    let tree = dependent("", "id = [for name in [\"network\"] : dependency[name].outputs.id]");
    let resolved = resolve(&tree, Some(outputs(&[("id", "x".into())])), Mocks::Never).unwrap();
    assert_eq!(show(&resolved.inputs["id"].0), r#"["x"]"#);
}

#[test]
fn units_can_be_resolved_on_many_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let tree = dependent("", "id = dependency.network.outputs.id\nother = local.x");
    let text = std::fs::read_to_string(tree.path("u/terragrunt.hcl")).unwrap();
    tree.write("u/terragrunt.hcl", &(text + "locals {\n  x = local.y\n  y = 1\n}\n"));
    let environment = Environment::load_single(&tree.path("u"), &tree.options).unwrap();
    shared(&environment);
    let unit = environment.unit(".").unwrap();
    std::thread::scope(|scope| {
        for at in 0..8 {
            scope.spawn(move || {
                let real = outputs(&[("id", Value::from(at))]);
                let resolved = unit.resolve(&|_| Some(real.clone()), Mocks::Never).unwrap();
                assert_eq!(resolved.inputs["id"].0, Value::from(at));
                assert_eq!(resolved.inputs["other"].0, Value::from(1));
            });
        }
    });
}
