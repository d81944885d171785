//! The life of a module without AWS: plan, apply, nothing to do, change, failure, destroy; locks and exit codes.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use crate::world::{World, ids, state};

const CHAIN: &str = r#"
variable "size" {
  default = 1
}
resource "terraform_data" "first" {
  input = var.size
}
resource "terraform_data" "second" {
  count            = 2
  input            = "${terraform_data.first.output}-${count.index}"
  triggers_replace = var.size
}
output "values" {
  value = terraform_data.second[*].output
}
output "secret" {
  value     = "not shown"
  sensitive = true
}
"#;

#[test]
fn exit_codes_tell_what_a_plan_has_found() {
    let world = World::with(&[("main.tf", CHAIN)]);
    world.run("plan").says(0, &["3 to add, 0 to change, 0 to destroy"]);
    world.run("plan -detailed-exitcode").says(2, &[]);
    assert!(!world.path().join("terraform.tfstate").exists(), "a plan writes nothing");
    world.run("apply -auto-approve").says(0, &[]);
    world.run("plan -detailed-exitcode").says(0, &["No changes"]);
    world.run("apply -auto-approve").says(0, &["No changes"]);
    world.run("plan -detailed-exitcode -var size=2").says(2, &["2 to add, 1 to change, 2 to destroy"]);
    world.run("apply -auto-approve -var size=2").says(0, &[]);
    world.run("plan -detailed-exitcode -var=size=2").says(0, &[]);
    world.run("output -json values").says(0, &["\"2-0\"", "\"2-1\""]);
    let shown = world.run("output").says(0, &["values"]);
    assert!(!shown.text.contains("not shown"), "{}", shown.text);
    world.run("output -raw secret").says(0, &["not shown"]);
    world.run("output absent").says(1, &["absent"]);
    world.run("state list").says(0, &["terraform_data.second[0]", "terraform_data.second[1]"]);
    world.run("destroy -auto-approve").says(0, &["3"]);
    assert!(ids(&state(&world.path().join("terraform.tfstate"))).is_empty());
    world.run("destroy -auto-approve").says(0, &[]);
}

#[test]
fn a_state_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::with(&[("main.tf", CHAIN)]);
    world.run("apply -auto-approve").says(0, &[]);
    let mode = std::fs::metadata(world.path().join("terraform.tfstate")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn after_a_failure_the_rest_is_done_and_the_next_run_goes_on() {
    let text = r#"
resource "terraform_data" "fails" {
  provisioner "local-exec" {
    command = "test -e repaired"
  }
}
resource "terraform_data" "after" {
  input = terraform_data.fails.id
}
resource "terraform_data" "beside" {
}
"#;
    let world = World::with(&[("main.tf", text)]);
    world.run("apply -auto-approve").says(1, &["terraform_data.fails"]);
    let text = world.read("terraform.tfstate");
    assert!(text.contains("tainted"), "what failed after it was made is kept, tainted");
    world.run("state list").says(0, &["terraform_data.beside"]);
    world.write("repaired", "");
    world.run("apply -auto-approve").says(0, &[]);
    world.run("plan -detailed-exitcode").says(0, &[]);
}

#[test]
fn what_must_not_be_destroyed_is_not() {
    let text = "resource \"terraform_data\" \"kept\" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n";
    let world = World::with(&[("main.tf", text)]);
    world.run("apply -auto-approve").says(0, &[]);
    world.run("destroy -auto-approve").says(1, &["terraform_data.kept", "prevent_destroy"]);
    assert_eq!(ids(&state(&world.path().join("terraform.tfstate"))).len(), 1);
}

#[test]
fn a_held_lock_names_its_holder() {
    let text = r#"
resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "while ! test -e go; do sleep 0.05; done"
  }
}
"#;
    let world = World::with(&[("main.tf", text)]);
    let mut first =
        world.command("apply -auto-approve").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lock = world.path().join(".terraform.tfstate.lock.info");
    crate::sandbox::wait_until("there is no lock", || lock.exists());
    world.run("apply -auto-approve").says(1, &["locked", "Who:", "Created:", "apply"]);
    world.run("apply -auto-approve -lock-timeout=200ms").says(1, &["locked"]);
    world.write("go", "");
    assert!(first.wait().unwrap().success());
    assert!(!lock.exists());
    world.run("plan -detailed-exitcode").says(0, &[]);
}

#[test]
fn an_interrupt_finishes_what_is_under_way() {
    let text = r#"
resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "touch begun; sleep 1"
  }
}
resource "terraform_data" "next" {
  input = terraform_data.slow.id
}
"#;
    let world = World::with(&[("main.tf", text)]);
    let mut run =
        world.command("apply -auto-approve").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    crate::sandbox::wait_until("it does not begin", || world.path().join("begun").exists());
    let pid = rustix::process::Pid::from_child(&run);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let said: Vec<String> =
        BufReader::new(run.stderr.take().unwrap()).lines().map_while(Result::ok).collect();
    assert_eq!(run.wait().unwrap().code(), Some(130), "{said:?}");
    world.run("state list").says(0, &["terraform_data.slow"]);
    assert_eq!(ids(&state(&world.path().join("terraform.tfstate"))).len(), 1, "nothing new is begun");
    world.run("apply -auto-approve").says(0, &["1 added"]);
}

#[test]
fn a_module_may_be_written_in_json() {
    let json = r#"{
      "variable": {"names": {"type": "set(string)"}},
      "resource": {"terraform_data": {"each": {"for_each": "${var.names}", "input": "<${each.key}>"}}},
      "output": {"all": {"value": "${[for name, it in terraform_data.each : it.output]}"}}
    }"#;
    let world =
        World::with(&[("main.tf.json", json), ("terraform.tfvars.json", r#"{"names": ["b", "${a}"]}"#)]);
    world.run("apply -auto-approve").says(0, &[]);
    world.run("output -json all").says(0, &[r#"["\u003c${a}\u003e","\u003cb\u003e"]"#]);
    world.run("plan -detailed-exitcode").says(0, &[]);
}
