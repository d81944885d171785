//! What names mean: locals, includes, features, other files.

use super::*;

#[test]
fn locals_are_evaluated_when_they_are_asked_for() {
    let tree = Tree::new(&[(
        "u/terragrunt.hcl",
        r#"
        locals {
          c = "${local.b}!"
          a = "x"
          b = "${local.a}y"
          never = get_env("NOT_SET")
        }
        inputs = { c = local.c }
        "#,
    )]);
    assert_eq!(tree.input("u", "c"), r#""xy!""#);
}

#[test]
fn other_files_are_read_for_what_is_asked_of_them() {
    let tree = Tree::new(&[
        (
            "env.hcl",
            r#"
            locals {
              region = "eu-central-1"
              tags   = { team = "core" }
              broken = get_env("NOT_SET")
            }
            inputs = { size = 3 }
            "#,
        ),
        (
            "u/terragrunt.hcl",
            r#"
            locals {
              env    = read_terragrunt_config(find_in_parent_folders("env.hcl"))
              values = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
              none   = read_terragrunt_config(find_in_parent_folders("no.hcl", "no.hcl"), { locals = { x = 1 } })
            }
            inputs = {
              region = local.env.locals.region
              team   = local.values.tags.team
              size   = local.env.inputs.size
              none   = local.none.locals.x
            }
            "#,
        ),
    ]);
    let resolved = tree.resolve("u").unwrap();
    assert_eq!(
        inputs(&resolved),
        [("none", "1"), ("region", r#""eu-central-1""#), ("size", "3"), ("team", r#""core""#)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[test]
fn a_whole_file_is_an_object_of_all_its_parts() {
    let tree = Tree::new(&[
        (
            "root.hcl",
            "inputs = {\n a = 1\n b = 1\n}\ngenerate \"g\" {\n path = \"g\"\n if_exists = \"skip\"\n contents = \"\"\n}\n",
        ),
        (
            "other/terragrunt.hcl",
            r#"
            include "root" {
              path = find_in_parent_folders("root.hcl")
            }
            locals { here = get_terragrunt_dir() }
            inputs = { b = 2 }
            prevent_destroy = true
            "#,
        ),
        (
            "u/terragrunt.hcl",
            r#"
            inputs = {
              keys = [for k, v in read_terragrunt_config("../other/terragrunt.hcl") : k]
              b    = read_terragrunt_config("../other").inputs
              here = read_terragrunt_config("../other/terragrunt.hcl").locals.here
            }
            "#,
        ),
    ]);
    assert_eq!(
        tree.input("u", "keys"),
        r#"["dependency", "generate", "inputs", "locals", "prevent_destroy"]"#
    );
    assert_eq!(tree.input("u", "b"), r#"{"a": 1, "b": 2}"#);
    assert_eq!(tree.input("u", "here"), r#""ROOT/other""#);
}

#[test]
fn exposed_includes_are_evaluated_for_the_unit() {
    let tree = Tree::new(&[
        (
            "live/root.hcl",
            r#"
            locals {
              unit = path_relative_to_include()
              dir  = get_terragrunt_dir()
            }
            inputs = { from_root = local.unit }
            "#,
        ),
        (
            "live/a/b/terragrunt.hcl",
            r#"
            include "root" {
              path   = find_in_parent_folders("root.hcl")
              expose = true
            }
            locals { unit = include.root.locals.unit }
            inputs = {
              unit  = local.unit
              dir   = include.root.locals.dir
              input = include.root.inputs.from_root
            }
            "#,
        ),
        (
            "live/bare/terragrunt.hcl",
            r#"
            include {
              path   = "../root.hcl"
              expose = true
            }
            inputs = { unit = include.locals.unit }
            "#,
        ),
    ]);
    assert_eq!(tree.input("live/a/b", "unit"), r#""a/b""#);
    assert_eq!(tree.input("live/a/b", "dir"), r#""ROOT/live/a/b""#);
    assert_eq!(tree.input("live/a/b", "input"), r#""a/b""#);
    assert_eq!(tree.input("live/a/b", "from_root"), r#""a/b""#);
    assert_eq!(tree.input("live/bare", "unit"), r#""bare""#);
}

#[test]
fn includes_may_include() {
    let tree = Tree::new(&[
        ("root.hcl", "locals {\n n = \"root\"\n}\ninputs = {\n a = local.n\n b = local.n\n c = local.n\n}"),
        (
            "region/region.hcl",
            r#"
            include "root" {
              path   = find_in_parent_folders("root.hcl")
              expose = true
            }
            inputs = {
              b = "region"
              c = "region of ${include.root.locals.n}"
            }
            "#,
        ),
        (
            "region/u/terragrunt.hcl",
            r#"
            include "region" {
              path = find_in_parent_folders("region.hcl")
            }
            inputs = { b = "unit" }
            "#,
        ),
    ]);
    assert_eq!(tree.input("region/u", "a"), r#""root""#);
    assert_eq!(tree.input("region/u", "b"), r#""unit""#);
    assert_eq!(tree.input("region/u", "c"), r#""region of root""#);
}

#[test]
fn feature_flags_take_the_type_of_their_default() {
    let mut tree = Tree::new(&[(
        "u/terragrunt.hcl",
        r#"
        feature "big" { default = false }
        feature "count" { default = 1 }
        feature "name" { default = "x" }
        inputs = {
          big   = feature.big.value ? "yes" : "no"
          count = feature.count.value + 1
          name  = feature.name.value
        }
        "#,
    )]);
    assert_eq!(tree.input("u", "big"), r#""no""#);
    tree.options.features =
        [("big", "true"), ("count", "41"), ("name", "y")].map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    assert_eq!(tree.input("u", "big"), r#""yes""#);
    assert_eq!(tree.input("u", "count"), "42");
    assert_eq!(tree.input("u", "name"), r#""y""#);
    tree.options.features = [("count".to_owned(), "many".to_owned())].into();
    let error = tree.resolve("u").unwrap_err();
    assert!(tree.text(&error).contains("Its default is a number, and \"many\" cannot be read as one."));
}

#[test]
fn values_come_from_the_file_beside_the_unit() {
    let tree = Tree::new(&[
        ("u/terragrunt.values.hcl", "cidr = \"10.0.0.0/16\"\n"),
        ("u/terragrunt.hcl", "inputs = { cidr = values.cidr }"),
    ]);
    assert_eq!(tree.input("u", "cidr"), r#""10.0.0.0/16""#);
}

#[test]
fn heredocs_conditionals_and_loops_work_in_inputs() {
    let tree = Tree::new(&[(
        "u/terragrunt.hcl",
        r#"
        locals {
          names = ["a", "b"]
          prod  = false
        }
        inputs = {
          "quoted" = { for name in local.names : name => "${name}-${local.prod ? 3 : 1}" }
          text     = <<-EOT
            names:
              %{ for name in local.names }- ${name} %{ endfor }
          EOT
        }
        "#,
    )]);
    assert_eq!(tree.input("u", "quoted"), r#"{"a": "a-1", "b": "b-1"}"#);
    assert_eq!(tree.input("u", "text"), r#""names:\n  - a - b \n""#);
}

#[test]
fn a_unit_may_be_written_in_json() {
    let tree = Tree::new(&[
        ("root.hcl", "locals {\n  n = 1\n}\n"),
        ("d/terragrunt.hcl", ""),
        (
            "u/terragrunt.hcl.json",
            r#"{
              "//": "a comment",
              "include": { "root": { "path": "${find_in_parent_folders(\"root.hcl\")}", "expose": true } },
              "locals": { "x": "${include.root.locals.n + 1}", "l": [1, true, null] },
              "dependency": { "d": { "config_path": "../d", "mock_outputs": { "id": "m" } } },
              "terraform": { "source": "." },
              "generate": { "g": { "path": "g.tf", "if_exists": "skip", "contents": "x ${local.x}" } },
              "inputs": { "x": "${local.x}", "l": "${local.l}", "text": "a-${local.x}" }
            }"#,
        ),
    ]);
    let environment = tree.load().unwrap_or_else(|error| panic!("{}", tree.text(&error)));
    let unit = environment.unit("u").unwrap();
    assert_eq!(&*unit.dependencies[0].name, "d");
    let resolved = unit.resolve(&|_| None, Mocks::Never).unwrap();
    let values: Vec<String> = inputs(&resolved).into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, ["[1, true, null(dynamic)]", r#""a-2""#, "2"]);
    assert_eq!(resolved.generated[0].contents, "x 2");
    assert_eq!(resolved.inputs["text"].1.text(), r#""a-${local.x}""#);
    tree.write("u/terragrunt.hcl.json", "{\n  \"inputz\": 1\n}");
    let error = tree.text(&tree.load().unwrap_err());
    assert!(error.contains("u/terragrunt.hcl.json:2:3: Unsupported argument \"inputz\""), "{error}");
}
