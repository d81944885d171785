//! The functions of the dialect.

use super::*;
use crate::units::Identity;

/// A unit three folders down that includes two files, one of which says all that is asked for in `inputs`.
fn nested(expressions: &[(&str, &str)]) -> Tree {
    let mut inputs = String::new();
    for (at, (expression, _)) in expressions.iter().enumerate() {
        inputs += &format!("  v{at} = {expression}\n");
    }
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("live/root.hcl", &format!("inputs = {{\n{inputs}}}\n")),
        ("live/eu/region.hcl", "locals {\n  name = \"eu\"\n}\n"),
        ("live/terragrunt.hcl", ""),
        ("live/eu/other/terragrunt.hcl", ""),
    ]);
    tree.write(
        "live/eu/app/terragrunt.hcl",
        r#"
        include "root" {
          path = find_in_parent_folders("root.hcl")
        }
        include "region" {
          path = "../region.hcl"
        }
        "#,
    );
    tree
}

#[test]
fn functions_in_an_included_file_answer_for_the_unit() {
    let cases = [
        ("find_in_parent_folders()", r#""ROOT/live/terragrunt.hcl""#),
        (r#"find_in_parent_folders("region.hcl")"#, r#""ROOT/live/eu/region.hcl""#),
        (r#"find_in_parent_folders("none.hcl", "fallback")"#, r#""fallback""#),
        (r#"find_in_parent_folders("other")"#, r#""ROOT/live/eu/other""#),
        ("path_relative_to_include()", r#""eu/app""#),
        ("path_relative_from_include()", r#""../..""#),
        ("get_parent_terragrunt_dir()", r#""ROOT/live""#),
        ("get_terragrunt_dir()", r#""ROOT/live/eu/app""#),
        ("get_original_terragrunt_dir()", r#""ROOT/live/eu/app""#),
        ("get_working_dir()", r#""ROOT/live/eu/app""#),
        ("get_repo_root()", r#""ROOT""#),
        ("get_path_from_repo_root()", r#""live/eu/app""#),
        ("get_path_to_repo_root()", r#""../../..""#),
        ("get_terraform_command()", r#""plan""#),
        ("get_terraform_cli_args()", r#"["-lock=false"]"#),
        ("get_terragrunt_source_cli_flag()", r#""""#),
        (r#"get_env("SET")"#, r#""yes""#),
        (r#"get_env("NOT_SET", "default")"#, r#""default""#),
        (r#"read_terragrunt_config("../region.hcl").locals.name"#, r#""eu""#),
        ("get_terraform_commands_that_need_parallelism()", r#"["apply", "plan", "destroy"]"#),
        (
            "get_terraform_commands_that_need_locking()",
            r#"["apply", "destroy", "import", "plan", "refresh", "taint", "untaint"]"#,
        ),
        (r#"constraint_check("1.2.3", ">= 1.2, < 2.0")"#, "true"),
        (r#"mark_as_read("x.json")"#, r#""x.json""#),
        (r#"mark_glob_as_read("../*.hcl")"#, r#"["ROOT/live/eu/region.hcl"]"#),
        (
            r#"deep_merge({ a = [1], b = { c = 1 } }, null, { a = [2], b = { d = 2 } })"#,
            r#"{"a": [1, 2], "b": {"c": 1, "d": 2}}"#,
        ),
        (
            r#"try(local.nothing, read_terragrunt_config("../region.hcl").locals.nothing, "none")"#,
            r#""none""#,
        ),
        (
            r#"try(dependency.nobody.outputs.id, feature.none.value, include.none.x, vars.y, "none")"#,
            r#""none""#,
        ),
    ];
    let mut tree = nested(&cases);
    tree.options.arguments = vec!["-lock=false".into()];
    tree.options.env = [("SET".to_owned(), "yes".to_owned())].into();
    for (at, (expression, answer)) in cases.iter().enumerate() {
        assert_eq!(tree.input("live/eu/app", &format!("v{at}")), *answer, "{expression}");
    }
}

#[test]
fn with_several_includes_the_unit_says_which_one_is_meant() {
    let tree = nested(&[]);
    let unit = std::fs::read_to_string(tree.path("live/eu/app/terragrunt.hcl")).unwrap();
    for (expression, answer) in [
        (r#"path_relative_to_include("root")"#, Ok(r#""eu/app""#)),
        (r#"path_relative_to_include("region")"#, Ok(r#""app""#)),
        (r#"path_relative_from_include("region")"#, Ok(r#""..""#)),
        (r#"get_parent_terragrunt_dir("region")"#, Ok(r#""ROOT/live/eu""#)),
        (
            "path_relative_to_include()",
            Err("Say which one is meant: path_relative_to_include(\"root\"), of root, region."),
        ),
        (
            r#"path_relative_to_include("rot")"#,
            Err("there is no include block \"rot\" in the file. Did you mean \"root\"."),
        ),
    ] {
        tree.write("live/eu/app/terragrunt.hcl", &format!("{unit}\ninputs = {{\n  x = {expression}\n}}\n"));
        match answer {
            Ok(answer) => assert_eq!(tree.input("live/eu/app", "x"), answer, "{expression}"),
            Err(text) => {
                let error = tree.text(&tree.resolve("live/eu/app").unwrap_err());
                assert!(error.contains(text), "{error}");
            }
        }
    }
}

#[test]
fn without_an_include_a_unit_is_its_own_root() {
    let tree = Tree::new(&[(
        "u/terragrunt.hcl",
        "inputs = {\n a = path_relative_to_include()\n b = get_parent_terragrunt_dir()\n}",
    )]);
    assert_eq!(tree.input("u", "a"), r#"".""#);
    assert_eq!(tree.input("u", "b"), r#""ROOT/u""#);
}

#[test]
fn a_program_runs_once_for_the_same_folder_and_arguments() {
    let run = |flags: &str| {
        format!(r#"run_cmd({flags}"sh", "-c", "echo x >> \"$COUNT\"; wc -l < \"$COUNT\" | tr -d ' '; pwd")"#)
    };
    let mut tree = Tree::new(&[(
        "u/terragrunt.hcl",
        &format!(
            "inputs = {{\n a = [{0}, {0}]\n b = [{1}, {1}]\n c = [{2}, {2}]\n}}",
            run(""),
            run(r#""--terragrunt-no-cache", "--terragrunt-quiet", "#),
            run(r#""--terragrunt-global-cache", "#),
        ),
    )]);
    let count = tree.path("count").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    tree.options.env = [("COUNT".to_owned(), count), ("PATH".to_owned(), path)].into();
    let resolved = tree.resolve("u").unwrap();
    let folder = tree.path("u").canonicalize().unwrap().display().to_string();
    let lines = |a: u32, b: u32| format!("[\"{a}\\n{folder}\", \"{b}\\n{folder}\"]");
    let values: Vec<String> = inputs(&resolved).into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, [lines(1, 1), lines(2, 3), lines(4, 4)]);
}

#[test]
fn aws_is_asked_once_and_only_if_it_may_be() {
    let mut tree = Tree::new(&[(
        "u/terragrunt.hcl",
        "inputs = {\n a = get_aws_account_id()\n b = \"${get_aws_account_id()}-${get_aws_caller_identity_arn()}\"\n}",
    )]);
    let error = tree.text(&tree.resolve("u").unwrap_err());
    assert!(error.contains("AWS cannot be asked here"), "{error}");
    let asked = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = asked.clone();
    tree.options.identity = Some(std::sync::Arc::new(move |identity| {
        count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Box::pin(async move {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            Ok(if identity == Identity::AccountId { "123" } else { "arn" }.to_owned())
        })
    }));
    assert_eq!(tree.input("u", "b"), r#""123-arn""#);
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 2);
}

#[test]
fn files_that_configuration_depends_on_are_known() {
    let tree = Tree::new(&[
        ("root.hcl", ""),
        ("data.json", ""),
        (
            "u/terragrunt.hcl",
            r#"
            include "root" {
              path = find_in_parent_folders("root.hcl")
            }
            terraform {
              source = ".?${mark_as_read("../data.json")}"
            }
            "#,
        ),
    ]);
    let environment = tree.load().unwrap();
    let read: Vec<_> = environment.files_read().into_iter().collect();
    assert_eq!(read, ["data.json", "root.hcl", "u/terragrunt.hcl"].map(|file| tree.path(file)));
}
