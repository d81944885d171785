//! The example environment, up and down, as the README shows it.

use std::path::{Path, PathBuf};

use stackctl::sandbox::{Options, Sandbox};

use crate::{
    cloud,
    world::{Answer, World, answer, ids, state},
};

/// What names everything of the environment.
const PROJECT: &str = "bookmark-manager";
const REGION: &str = "ap-northeast-1";
const UNITS: &[&str] = &["ecr", "network", "security", "database", "compute", "storage", "monitoring"];

fn environment() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("envs/staging")
}

#[test]
fn the_environment_comes_up_stays_and_goes_without_a_trace() {
    let sandbox = Sandbox::start(&Options::default()).unwrap_or_else(|error| panic!("{error}"));
    let world = World::new();
    let run = |words: &str| -> Answer {
        let mut command = world.command_in(&sandbox, words);
        command.current_dir(environment());
        answer(command)
    };
    let state_of = |unit: &str| {
        let file = environment().join(unit).join("terraform.tfstate");
        state(&sandbox.state_dir(&file))
    };

    let planned = run("run --all plan -detailed-exitcode").says(2, &["known after apply"]);
    assert!(!planned.text.contains("mock"), "no mock value is in a plan of all units");
    run("run --all apply --non-interactive").says(0, UNITS);
    for unit in UNITS {
        assert!(!ids(&state_of(unit)).is_empty(), "{unit} has a state");
    }
    let there = cloud::kinds_that_name(&sandbox, REGION, PROJECT);
    assert!(there.len() + 3 >= cloud::kinds(), "the emulator knows only of {there:?}");

    run("run --all plan -detailed-exitcode").says(0, &["No changes"]);
    run("run --all apply --non-interactive").says(0, &[]);
    run("run --all output -json").says(0, &["vpc_id"]);

    run("destroy -auto-approve").says(0, &[]);
    let left = cloud::kinds_that_name(&sandbox, REGION, PROJECT);
    assert!(left.is_empty(), "left behind: {left:?}");
    for unit in UNITS {
        assert!(ids(&state_of(unit)).is_empty(), "{unit} is empty");
    }
    assert!(
        UNITS.iter().all(|unit| !environment().join(unit).join(".terraform.lock.hcl").exists()),
        "nothing is written beside a unit"
    );
}

#[test]
fn a_failed_unit_stops_its_dependents_and_nobody_else() {
    let module = |text: &str| {
        format!("variable \"input\" {{\n  default = \"\"\n}}\n{text}\noutput \"out\" {{\n  value = 1\n}}\n")
    };
    let fails = "resource \"terraform_data\" \"a\" {\n  provisioner \"local-exec\" {\n    command = \"exit 3\"\n  }\n}";
    let unit = |module: &str, needs: &str| {
        let dependency = if needs.is_empty() {
            String::new()
        } else {
            format!(
                "dependency \"d\" {{\n  config_path = \"../{needs}\"\n}}\ninputs = {{ input = dependency.d.outputs.out }}\n"
            )
        };
        format!("terraform {{\n  source = \"../modules//{module}\"\n}}\n{dependency}")
    };
    let world = World::with(&[
        ("modules/good/main.tf", &module("resource \"terraform_data\" \"a\" {\n}")),
        ("modules/bad/main.tf", &module(fails)),
        ("one/terragrunt.hcl", &unit("bad", "")),
        ("two/terragrunt.hcl", &unit("good", "one")),
        ("three/terragrunt.hcl", &unit("good", "")),
    ]);
    world.run("run --all apply --non-interactive").says(1, &["one", "two", "three", "exit"]);
    assert!(!world.path().join("two/terraform.tfstate").exists(), "what needs the failed unit is not begun");
    assert_eq!(ids(&state(&world.path().join("three/terraform.tfstate"))).len(), 1);
}
