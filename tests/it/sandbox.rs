//! The sandbox: it answers as AWS does, it goes when it should, and it leaves the person's own things alone.
//!
//! Needs Python; the first run installs the emulator, which needs the network.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use stackctl::sandbox::{Options, Sandbox, Status};

fn start() -> Sandbox {
    Sandbox::start(&Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// One request to the emulator, as curl would make it; the status line and the rest.
pub fn get(endpoint: &str, path: &str) -> std::io::Result<String> {
    use std::io::{Read as _, Write as _};
    let host = endpoint.trim_start_matches("http://");
    let mut stream = std::net::TcpStream::connect(host)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

pub fn wait_until(what: &str, happened: impl Fn() -> bool) {
    let start = Instant::now();
    while !happened() {
        assert!(start.elapsed() < Duration::from_secs(20), "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn several_sandboxes_run_at_once_and_go_when_they_are_dropped() {
    let started: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(start)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut endpoints: Vec<_> = started.iter().map(Sandbox::endpoint).collect();
    for endpoint in &endpoints {
        assert!(get(endpoint, "/moto-api/data.json").unwrap().starts_with("HTTP/1.1 200"));
    }
    let folders: Vec<_> = started.iter().map(|sandbox| sandbox.folder().to_owned()).collect();
    drop(started);
    for (endpoint, folder) in endpoints.iter().zip(folders) {
        assert!(get(endpoint, "/").is_err(), "{endpoint} still answers");
        assert!(!folder.exists(), "{} is still there", folder.display());
    }
    endpoints.sort();
    endpoints.dedup();
    assert_eq!(endpoints.len(), 4, "two had the same port");
}

#[test]
fn its_own_questions_need_the_token() {
    let sandbox = start();
    for path in ["/_sandbox/who", "/_sandbox/stop"] {
        assert!(get(&sandbox.endpoint(), path).unwrap().starts_with("HTTP/1.1 403"));
    }
}

#[test]
fn a_command_sees_the_sandbox_and_no_credentials_of_the_person() {
    let sandbox = start();
    let Output { stdout, .. } = sandbox.command("env").stdout(Stdio::piped()).output().unwrap();
    let seen = String::from_utf8(stdout).unwrap();
    assert!(seen.contains(&format!("AWS_ENDPOINT_URL={}", sandbox.endpoint())));
    assert!(seen.contains("AWS_ACCESS_KEY_ID=sandbox"));
    assert!(seen.contains(&format!("STACKCTL_SANDBOX={}", sandbox.folder().display())));
    let state = sandbox.state_dir(Path::new("/w/network/terraform.tfstate"));
    assert!(state.starts_with(sandbox.folder()));
}

/// Not a test of its own: the process that [`it_goes_when_its_parent_is_killed`] kills.
#[test]
#[ignore = "runs only as the child of another test"]
fn parent_that_is_killed() {
    let sandbox = start();
    println!("folder={}", sandbox.folder().display());
    thread::sleep(Duration::from_secs(60));
}

#[test]
fn it_goes_when_its_parent_is_killed() {
    use std::io::{BufRead as _, BufReader};
    let mut parent = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "sandbox::parent_that_is_killed", "--nocapture"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(parent.stdout.take().unwrap()).lines();
    let folder = lines
        .map_while(Result::ok)
        .find_map(|line| line.split_once("folder=").map(|(_, folder)| folder.to_owned()))
        .expect("the child says its folder");
    assert!(Path::new(&folder).join("alive").exists());
    parent.kill().unwrap();
    parent.wait().unwrap();
    wait_until("the sandbox outlives its parent", || !Path::new(&folder).exists());
}

/// Everything about the one kept sandbox, in one test: there is one for each user, and tests run at once.
#[test]
fn a_kept_sandbox_stays_until_it_is_stopped() {
    // A cache of its own with the emulator of the person's cache in it: a kept one of theirs is not to be touched.
    drop(start());
    let cache = tempfile::tempdir().unwrap();
    let real = std::env::var("XDG_CACHE_HOME")
        .unwrap_or_else(|_| format!("{}/.cache", std::env::var("HOME").unwrap()));
    std::fs::create_dir(cache.path().join("stackctl")).unwrap();
    std::os::unix::fs::symlink(
        Path::new(&real).join("stackctl/emulator"),
        cache.path().join("stackctl/emulator"),
    )
    .unwrap();
    let child = |step: &str| {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "sandbox::kept_step", "--nocapture"])
            .env("XDG_CACHE_HOME", cache.path())
            .env("STEP", step)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let said = text.split_once("said=").unwrap_or_else(|| panic!("{step}: {text}")).1;
        said.lines().next().unwrap().to_owned()
    };
    assert_eq!(child("status"), "stopped");
    assert_eq!(child("stop"), "false");
    let first = child("keep");
    assert_eq!(child("keep"), first, "a second start finds the first");
    assert_eq!(child("status"), first);
    let endpoint = first.split(' ').nth(1).unwrap();
    assert!(get(endpoint, "/moto-api/data.json").unwrap().starts_with("HTTP/1.1 200"));
    assert_eq!(child("stop"), "true");
    assert!(get(endpoint, "/").is_err());
    assert_eq!(child("status"), "stopped");
    assert!(!cache.path().join("stackctl/sandbox/kept").exists());
}

#[test]
#[ignore = "runs only as the child of another test"]
fn kept_step() {
    let status = || match Sandbox::status().unwrap() {
        Status::Running { pid, endpoint, .. } => format!("{pid} {endpoint}"),
        Status::Stopped => "stopped".into(),
        Status::Deaf { pid, .. } => format!("deaf {pid}"),
    };
    let said = match std::env::var("STEP").unwrap().as_str() {
        "keep" => {
            Sandbox::keep(&Options::default()).unwrap();
            status()
        }
        "stop" => Sandbox::stop().unwrap().to_string(),
        _ => status(),
    };
    println!("said={said}");
}
