//! The virtual environment of the emulator: made once, all or nothing, by one process at a time.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use sha2::{Digest as _, Sha256};

use super::{
    error::{Error, On as _, Result},
    folders,
    progress::{Progress, Report},
};

/// The packages, every one with its version. Made by installing `moto[server]==5.2.1` and `pip freeze`.
const REQUIREMENTS: &str = include_str!("requirements.txt");
const NEEDED: (u32, u32) = (3, 11);
const NEEDED_TEXT: &str = "3.11";

/// The Python of the installed emulator; installs it first if it is not there.
///
/// # Errors
/// When Python, its virtual environments, pip or the network is missing.
pub fn python(report: &Report) -> Result<PathBuf> {
    let all = folders::cache()?.join("emulator");
    let home = all.join(format!("moto-{}", fingerprint(REQUIREMENTS)));
    let python = home.join("bin/python");
    if python.exists() {
        return Ok(python);
    }
    folders::create(&all)?;
    let path = all.join("lock");
    let lock = folders::lock_file(&path)?;
    if lock.try_lock().is_err() {
        report.say(&Progress::WaitingForInstall);
        lock.lock().on("lock", path)?;
    }
    if !python.exists() {
        let system = find_python()?;
        report.say(&Progress::Installing(home.clone()));
        install(&system, &all, &home)?;
        report.say(&Progress::Installed);
    }
    Ok(python)
}

/// Makes the environment beside its place and moves it there when it is whole.
fn install(system: &str, all: &Path, home: &Path) -> Result<()> {
    let new = tempfile::Builder::new().prefix("new-").tempdir_in(all).on("create a folder in", all)?;
    let venv = Command::new(system).args(["-m", "venv", "--clear"]).arg(new.path()).output();
    let venv = venv.on("run", system)?;
    if !venv.status.success() {
        return Err(failed(&venv));
    }
    let list = new.path().join("requirements.txt");
    fs::write(&list, REQUIREMENTS).on("write", &list)?;
    let python = new.path().join("bin/python");
    let pip = Command::new(&python)
        .args([
            "-m",
            "pip",
            "install",
            "--no-input",
            "--disable-pip-version-check",
            "--no-deps",
            "--requirement",
        ])
        .arg(&list)
        .output()
        .on("run", &python)?;
    if !pip.status.success() {
        return Err(failed(&pip));
    }
    let probe = Command::new(&python).args(["-c", "import moto.server"]).output().on("run", &python)?;
    if !probe.status.success() {
        return Err(failed(&probe));
    }
    // What is found by its own path may move: Python looks for pyvenv.cfg beside itself.
    fs::rename(new.keep(), home).on("create", home)
}

fn failed(output: &std::process::Output) -> Error {
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    Error::Install { reason: reason(&text), output: tail(&text, 12) }
}

fn reason(output: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|word| output.contains(word));
    if has(&["No module named pip", "ensurepip"]) {
        "Python has no pip (Debian and Ubuntu: install python3-venv)"
    } else if has(&["No space left", "Disk quota"]) {
        "the disk is full"
    } else if has(&[
        "NewConnectionError",
        "Temporary failure",
        "ConnectTimeout",
        "Read timed out",
        "ProxyError",
    ]) {
        "the package index cannot be reached"
    } else if has(&["No matching distribution", "Could not find a version"]) {
        "the package index lacks a version that the sandbox is pinned to, or cannot be reached"
    } else if has(&["CERTIFICATE_VERIFY_FAILED", "SSLError"]) {
        "the certificate of the package index is not trusted"
    } else {
        "pip failed"
    }
}

/// The last lines of a text, indented.
pub(super) fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = all.iter().skip(all.len().saturating_sub(lines));
    last.map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// A Python that is new enough and can make virtual environments.
fn find_python() -> Result<String> {
    let named = env::var("STACKCTL_PYTHON").ok().filter(|name| !name.is_empty());
    let candidates = named.map_or_else(
        || {
            ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"]
                .map(String::from)
                .to_vec()
        },
        |name| vec![name],
    );
    let mut found = "none is on the PATH".to_owned();
    for candidate in candidates {
        let Some(version) = version(&candidate) else { continue };
        if version < NEEDED {
            found = format!("{candidate} is {}.{}", version.0, version.1);
            continue;
        }
        for module in ["venv", "ensurepip"] {
            let probe = Command::new(&candidate).args(["-c", &format!("import {module}")]).output();
            if !probe.is_ok_and(|output| output.status.success()) {
                return Err(Error::Venv { python: candidate, module });
            }
        }
        return Ok(candidate);
    }
    Err(Error::Python { needed: NEEDED_TEXT, found })
}

fn version(python: &str) -> Option<(u32, u32)> {
    let script = "import sys; print(*sys.version_info[:2])";
    let output = Command::new(python).args(["-c", script]).output().ok().filter(|o| o.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    let mut numbers = text.split_whitespace().map_while(|number| number.parse().ok());
    Some((numbers.next()?, numbers.next()?))
}

/// Eight digits that change with the packages: another version of stackctl gets an environment of its own.
fn fingerprint(requirements: &str) -> String {
    Sha256::digest(requirements).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_is_pinned() {
        let loose: Vec<_> = REQUIREMENTS.lines().filter(|line| !line.contains("==")).collect();
        assert!(loose.is_empty(), "without a version: {loose:?}");
        assert!(REQUIREMENTS.contains("moto==5.2.1"));
    }

    #[test]
    fn other_packages_have_another_home() {
        assert_ne!(fingerprint("moto==5.2.1"), fingerprint("moto==5.2.2"));
        assert_eq!(fingerprint("moto==5.2.1").len(), 8);
    }

    #[test]
    fn a_failure_names_its_likely_reason() {
        let cases = [
            ("No module named pip", "no pip"),
            ("NewConnectionError('<…>: Failed to establish a new connection", "cannot be reached"),
            ("ERROR: No matching distribution found for moto==5.2.1", "lacks a version"),
            ("OSError: [Errno 28] No space left on device", "disk is full"),
            ("something else", "pip failed"),
        ];
        for (output, expected) in cases {
            assert!(reason(output).contains(expected), "{output}: {}", reason(output));
        }
    }

    #[test]
    fn a_tail_is_the_end_without_empty_lines() {
        assert_eq!(tail("a\n\nb\nc\n", 2), "  b\n  c");
        assert_eq!(tail("", 2), "");
    }
}
