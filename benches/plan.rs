//! What a plan costs: of a module of many `terraform_data`, and of the example environment from its states.
//!
//! `cargo bench` measures the optimised program; `cargo bench --profile dev` the one that `cargo run` builds. With
//! `TERRAFORM=terraform` the same modules are planned by Terraform too; numbers after `--` are other sizes.
//!
//! Each figure is the best of several runs: wall time, processor time, and the peak of the memory.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use stackctl::sandbox::{Options, Sandbox};

/// How often each command is run.
const RUNS: usize = 3;

/// The counts of instances in the module.
const SIZES: &[usize] = &[100, 1_000, 10_000];

fn main() {
    // `cargo test` runs benchmarks too, with `--test`: there is nothing to measure then.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let given: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if given.is_empty() { SIZES } else { &given };
    println!("{:<58} {:>9} {:>9} {:>9}", "", "wall", "cpu", "memory");
    for size in sizes {
        instances(*size);
    }
    environment();
}

/// A chain of modules' worth of instances: a half of them refers to the other half.
fn instances(size: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let half = size / 2;
    let mut text = String::new();
    write!(
        text,
        "resource \"terraform_data\" \"first\" {{\n  count = {half}\n  input = \"first-${{count.index}}\"\n}}\n\
         resource \"terraform_data\" \"second\" {{\n  count = {half}\n  input = \
         \"${{terraform_data.first[count.index].output}}-second\"\n}}\n\
         output \"last\" {{\n  value = terraform_data.second[{}].output\n}}\n",
        half - 1
    )
    .expect("text");
    std::fs::write(folder.path().join("main.tf"), text).expect("a module");
    let stackctl = |words: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stackctl"));
        command.args(words.split(' ')).current_dir(folder.path());
        command
    };
    measure(&format!("plan of {size} new terraform_data"), RUNS, || stackctl("plan"));
    measure(&format!("apply of {size} terraform_data"), 1, || stackctl("apply -auto-approve"));
    measure(&format!("plan of {size} terraform_data from state"), RUNS, || stackctl("plan"));
    measure(&format!("destroy of {size} terraform_data"), 1, || stackctl("destroy -auto-approve"));

    let Some(terraform) = std::env::var_os("TERRAFORM") else { return };
    let terraform = |words: &str| {
        let mut command = Command::new(&terraform);
        command.args(words.split(' ')).current_dir(folder.path());
        command
    };
    let _ = std::fs::remove_file(folder.path().join("terraform.tfstate"));
    run(&mut terraform("init")).wait().expect("terraform init");
    measure(&format!("terraform: plan of {size} new terraform_data"), 1, || terraform("plan"));
    measure(&format!("terraform: apply of {size} terraform_data"), 1, || terraform("apply -auto-approve"));
    measure(&format!("terraform: plan of {size} terraform_data from state"), 1, || terraform("plan"));
}

/// The example environment in a sandbox: before it exists, and from its states.
fn environment() {
    let sandbox = match Sandbox::start(&Options::default()) {
        Ok(sandbox) => sandbox,
        Err(error) => return println!("the environment is left out: {error}"),
    };
    let staging: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("envs/staging");
    let stackctl = |words: &str| {
        let mut command = sandbox.command(env!("CARGO_BIN_EXE_stackctl"));
        command.args(words.split(' ')).current_dir(&staging);
        command
    };
    measure("plan of the new environment", RUNS, || stackctl("run --all plan"));
    measure("apply of the environment", 1, || stackctl("run --all apply --non-interactive"));
    measure("plan of the environment from its states", RUNS, || stackctl("run --all plan"));
    measure("the same without looking", RUNS, || stackctl("run --all plan -refresh=false"));
    measure("destroy of the environment", 1, || stackctl("run --all destroy --non-interactive"));
}

fn run(command: &mut Command) -> Child {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the command starts")
}

/// Runs a command some times and prints the best of each figure.
fn measure(what: &str, runs: usize, command: impl Fn() -> Command) {
    let mut best = (Duration::MAX, Duration::MAX, u64::MAX);
    for _ in 0..runs {
        let start = Instant::now();
        let mut child = run(&mut command());
        let (mut cpu, mut memory) = (Duration::ZERO, 0);
        let status = loop {
            // The kernel tells of a process while it lives; the last look before its end is what counts.
            if let Some(seen) = look(child.id()) {
                (cpu, memory) = (cpu.max(seen.0), memory.max(seen.1));
            }
            match child.try_wait().expect("the command can be waited for") {
                Some(status) => break status,
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        };
        assert!(status.success(), "{what}: {status}");
        best = (best.0.min(start.elapsed()), best.1.min(cpu), best.2.min(memory));
    }
    let (wall, cpu, memory) = (best.0.as_secs_f64(), best.1.as_secs_f64(), best.2 / 1024);
    println!("{what:<58} {wall:>7.2} s {cpu:>7.2} s {memory:>6} MB");
}

/// The processor time of a process so far, and the peak of its memory in KB. Linux tells them; elsewhere they are left
/// out.
fn look(pid: u32) -> Option<(Duration, u64)> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let peak = peak.trim().trim_end_matches(" kB").parse().ok()?;
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name of the program stands in brackets and may hold spaces; times are the 14th and 15th field, in 1/100 s.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11..13)?.iter().filter_map(|field| field.parse::<u64>().ok()).sum();
    Some((Duration::from_millis(ticks * 10), peak))
}
