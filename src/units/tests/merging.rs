//! How a unit and what it includes become one.

use super::*;

/// A unit that includes `root.hcl` with this strategy.
fn merged(strategy: &str, root: &str, unit: &str) -> Tree {
    let include = format!(
        "include \"root\" {{\n  path = find_in_parent_folders(\"root.hcl\")\n  merge_strategy = \"{strategy}\"\n}}\n"
    );
    Tree::new(&[
        ("root.hcl", root),
        ("u/terragrunt.hcl", &(include + unit)),
        ("d/terragrunt.hcl", ""),
        ("e/terragrunt.hcl", ""),
        ("u/main.tf", ""),
    ])
}

fn unit_of(tree: &Tree) -> Unit {
    let mut environment = tree.load().unwrap_or_else(|error| panic!("{}", tree.text(&error)));
    let at = environment.units.iter().position(|unit| unit.name == "u").unwrap();
    environment.units.swap_remove(at)
}

#[test]
fn inputs_merge_by_strategy() {
    let root = r#"inputs = {
      a = "root"
      l = ["root"]
      m = { x = "root", y = ["root"] }
    }"#;
    let unit = r#"inputs = {
      l = ["unit"]
      m = { y = ["unit"], z = "unit" }
    }"#;
    for (strategy, expected) in [
        ("no_merge", vec![("l", r#"["unit"]"#), ("m", r#"{"y": ["unit"], "z": "unit"}"#)]),
        ("shallow", vec![("a", r#""root""#), ("l", r#"["unit"]"#), ("m", r#"{"y": ["unit"], "z": "unit"}"#)]),
        (
            "deep",
            vec![
                ("a", r#""root""#),
                ("l", r#"["root", "unit"]"#),
                ("m", r#"{"x": "root", "y": ["root", "unit"], "z": "unit"}"#),
            ],
        ),
    ] {
        let tree = merged(strategy, root, unit);
        let expected: Vec<_> = expected.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        assert_eq!(inputs(&tree.resolve("u").unwrap()), expected, "{strategy}");
    }
}

#[test]
fn a_later_include_wins_over_an_earlier_one_and_the_unit_over_both() {
    let include = |name: &str| format!("include \"{name}\" {{\n  path = \"../{name}.hcl\"\n}}\n");
    let tree = Tree::new(&[
        ("a.hcl", "inputs = {\n x = \"a\"\n y = \"a\"\n z = \"a\"\n}"),
        ("b.hcl", "inputs = {\n y = \"b\"\n z = \"b\"\n}"),
        ("u/terragrunt.hcl", &(include("a") + &include("b") + "inputs = {\n z = \"u\"\n}")),
    ]);
    let values: Vec<String> =
        inputs(&tree.resolve("u").unwrap()).into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, [r#""a""#, r#""b""#, r#""u""#]);
}

#[test]
fn the_unit_wins_in_what_stands_alone() {
    let root = r#"
        prevent_destroy = true
        iam_role        = "arn:root"
        terraform {
          source = "./root"
          copy_terraform_lock_file = false
        }
        remote_state {
          backend = "s3"
          config  = { bucket = "root", key = "k" }
        }
        exclude {
          if      = true
          actions = ["plan"]
        }
    "#;
    for strategy in ["shallow", "deep"] {
        let tree = merged(strategy, root, "");
        tree.write("u/root/main.tf", "");
        let resolved = tree.resolve("u").unwrap();
        assert!(resolved.prevent_destroy);
        assert_eq!(resolved.role.unwrap().arn, "arn:root");
        assert_eq!(resolved.backend.unwrap().kind, "s3");
        assert!(resolved.exclude.unwrap().applies_to("plan"));
        assert_eq!(unit_of(&tree).module_dir().unwrap(), tree.path("u/root"));

        let unit = r#"
            prevent_destroy = false
            iam_role        = "arn:unit"
            terraform {
              source = "./unit"
            }
            remote_state {
              backend = "local"
              config  = { path = "x" }
            }
            exclude {
              if = false
            }
        "#;
        let tree = merged(strategy, root, unit);
        tree.write("u/unit/main.tf", "");
        let resolved = tree.resolve("u").unwrap();
        assert!(!resolved.prevent_destroy);
        assert_eq!(resolved.role.unwrap().arn, "arn:unit");
        let backend = resolved.backend.unwrap();
        assert_eq!((backend.kind.as_str(), backend.config.len()), ("local", 1));
        let exclude = resolved.exclude.unwrap();
        assert!(!exclude.condition);
        assert_eq!(exclude.actions.len(), usize::from(strategy == "deep"));
        assert_eq!(unit_of(&tree).module_dir().unwrap(), tree.path("u/unit"));
    }
}

#[test]
fn extra_arguments_and_hooks_are_replaced_by_name_or_added() {
    let hook = |kind: &str, name: &str, text: &str| {
        format!("{kind} \"{name}\" {{\n  commands = [\"plan\"]\n  execute = [\"echo\", \"{text}\"]\n}}\n")
    };
    let extra = |name: &str, text: &str| {
        format!("extra_arguments \"{name}\" {{\n  commands = [\"plan\"]\n  arguments = [\"-{text}\"]\n}}\n")
    };
    let root = format!(
        "terraform {{\n{}{}{}{}}}",
        extra("a", "root-a"),
        extra("b", "root-b"),
        hook("before_hook", "h", "root"),
        hook("after_hook", "h", "root")
    );
    let unit = format!(
        "terraform {{\n{}{}{}}}",
        extra("c", "unit-c"),
        extra("a", "unit-a"),
        hook("before_hook", "h", "unit")
    );
    for strategy in ["shallow", "deep"] {
        let resolved = merged(strategy, &root, &unit).resolve("u").unwrap();
        assert_eq!(resolved.arguments, ["-unit-a", "-root-b", "-unit-c"]);
        let hooks: Vec<_> = resolved.hooks.iter().map(|hook| (hook.kind, hook.execute[1].as_str())).collect();
        assert_eq!(
            hooks,
            [(crate::units::HookKind::Before, "unit"), (crate::units::HookKind::After, "root")]
        );
    }
}

#[test]
fn dependencies_are_replaced_or_merged_by_name() {
    let root = r#"
        dependency "d" {
          config_path  = "../d"
          mock_outputs = { a = 1, l = [1] }
          mock_outputs_allowed_terraform_commands = ["validate"]
        }
        dependency "e" {
          config_path = "../e"
        }
        dependencies {
          paths = ["../d"]
        }
    "#;
    let unit = r#"
        dependency "d" {
          config_path  = "../d"
          skip_outputs = true
          mock_outputs = { b = 2, l = [2] }
          mock_outputs_allowed_terraform_commands = ["plan"]
        }
        dependencies {
          paths = ["../e", "../d"]
        }
    "#;
    for (strategy, mocks, commands) in [
        ("shallow", r#"{"b": 2, "l": [2]}"#, vec!["plan"]),
        ("deep", r#"{"a": 1, "b": 2, "l": [1, 2]}"#, vec!["validate", "plan"]),
    ] {
        let tree = merged(strategy, root, unit);
        let unit = unit_of(&tree);
        let names: Vec<&str> = unit.dependencies.iter().map(|dependency| &*dependency.name).collect();
        assert_eq!(names, ["d", "e"]);
        let dependency = &unit.dependencies[0];
        assert!(dependency.skip_outputs);
        assert_eq!(show(dependency.mocks.as_ref().unwrap()), mocks);
        assert_eq!(dependency.allowed_commands, commands);
        let after: Vec<_> = unit.after.iter().map(|(path, _)| path.clone()).collect();
        assert_eq!(after, [tree.path("d"), tree.path("e")]);
    }
}

#[test]
fn generated_files_of_one_name_are_an_error_unless_merged_deeply() {
    let block = |text: &str| {
        format!(
            "generate \"p\" {{\n  path = \"p.tf\"\n  if_exists = \"overwrite\"\n  contents = \"{text}\"\n}}\n"
        )
    };
    let deep = merged("deep", &block("root"), &block("unit")).resolve("u").unwrap();
    assert_eq!(deep.generated.len(), 1);
    assert_eq!(deep.generated[0].contents, "unit");
    let tree = merged("shallow", &block("root"), &block("unit"));
    let error = tree.text(&tree.resolve("u").unwrap_err());
    assert!(error.contains("u/terragrunt.hcl:8:14: Duplicate generate block \"p\""), "{error}");
    assert!(error.contains("root.hcl:4:14"), "{error}");
}

#[test]
fn errors_are_replaced_or_united() {
    let errors = |patterns: &str, attempts: u32| {
        format!(
            "errors {{\n  retry \"r\" {{\n    retryable_errors = {patterns}\n    max_attempts = {attempts}\n    \
             sleep_interval_sec = 1\n  }}\n}}\n"
        )
    };
    for (strategy, patterns) in [("shallow", vec!["b"]), ("deep", vec!["a", "b"])] {
        let tree = merged(strategy, &errors("[\"a\"]", 2), &errors("[\"b\"]", 5));
        let retry = &tree.resolve("u").unwrap().errors.unwrap().retry[0];
        assert_eq!(
            (retry.errors.clone(), retry.max_attempts),
            (patterns.into_iter().map(str::to_owned).collect(), 5)
        );
    }
}

#[test]
fn locals_are_never_merged() {
    let tree = merged("deep", "locals {\n  x = 1\n}", "inputs = {\n  x = local.x\n}");
    let error = tree.text(&tree.resolve("u").unwrap_err());
    assert!(error.contains("Undeclared local value \"x\""), "{error}");
    assert!(error.contains("include.root.locals.x"), "{error}");
}
