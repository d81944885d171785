//! Ctrl-C: the first finishes what is under way, the second stops at once.

use std::{
    io::{BufRead, BufReader},
    process::Child,
    time::{Duration, Instant},
};

use super::{Folder, Said};

const MODULE: &str = r#"
resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "sleep 3; echo finished"
  }
}

resource "terraform_data" "next" {
  input = terraform_data.slow.id
}
"#;

fn interrupt(child: &Child) {
    let pid = rustix::process::Pid::from_raw(child.id().try_into().unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
}

/// Starts an apply, and returns when the slow object is under way.
fn started(folder: &Folder) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut child = folder.command("apply -auto-approve").spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("terraform_data.slow: Creating...") {
        line.clear();
        assert_ne!(out.read_line(&mut line).unwrap(), 0, "it ended before it began");
    }
    (child, out)
}

fn rest(child: Child, mut out: BufReader<std::process::ChildStdout>) -> Said {
    let mut text = String::new();
    std::io::Read::read_to_string(&mut out, &mut text).unwrap();
    Said { out: text, ..super::said(child) }
}

#[test]
fn the_first_finishes_what_is_under_way_and_says_what_is_left() {
    let folder = Folder::module(MODULE);
    let (child, out) = started(&folder);
    interrupt(&child);
    let said = rest(child, out)
        .code(130)
        .out("terraform_data.slow: Creation complete after 3s")
        .out("Apply incomplete: 1 added, 0 changed, 0 destroyed, then it was interrupted.")
        .err("Interrupt received.")
        .err("Error: Interrupted")
        .err("What is left to do:\n  terraform_data.next");
    assert!(!said.out.contains("terraform_data.next: Creating"), "{said:?}");
    folder.type_("state list").code(0).out("terraform_data.slow\n");
    folder.type_("apply -auto-approve").code(0).out("Resources: 1 added, 0 changed, 0 destroyed.");
}

#[test]
fn the_second_stops_at_once_and_the_state_stays_whole() {
    let folder = Folder::module(MODULE);
    let (child, out) = started(&folder);
    let start = Instant::now();
    interrupt(&child);
    std::thread::sleep(Duration::from_millis(300));
    interrupt(&child);
    let mut child = child;
    let code = child.wait().unwrap().code();
    assert!(start.elapsed() < Duration::from_secs(2), "it waited for what was under way");
    assert_eq!(code, Some(130));
    drop(out);
    folder.type_("state list").code(0);
    folder.type_("apply -auto-approve").code(0).out("Apply complete!");
    folder.type_("plan -detailed-exitcode").code(0);
}

#[test]
fn a_question_is_answered_by_it() {
    let folder = Folder::module(MODULE);
    let mut child = folder.command("apply").stdin(std::process::Stdio::piped()).spawn().unwrap();
    let _stdin = child.stdin.take();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("Only \"yes\" is accepted.") {
        line.clear();
        assert_ne!(out.read_line(&mut line).unwrap(), 0, "it did not ask");
    }
    interrupt(&child);
    rest(child, out).code(130).out("Apply cancelled. Nothing was changed.");
    assert_eq!(super::names(folder.0.path()), ["main.tf"], "nothing is left behind");
}
