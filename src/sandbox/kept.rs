//! A sandbox that stays between commands. There is at most one for each user.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

use super::{
    emulator::{self, Life},
    error::{Error, On as _, Result},
    folders, install,
    running::{Options, Sandbox, new_token},
    talk,
};

/// How long a sandbox may take to end before it is killed.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is known of the kept sandbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// There is none.
    Stopped,
    /// It answers.
    Running {
        /// Its process.
        pid: u32,
        /// Its address.
        endpoint: String,
        /// Its folder, with its log and its states.
        folder: PathBuf,
    },
    /// Its process lives and does not answer.
    Deaf {
        /// Its process.
        pid: u32,
        /// Where it should answer.
        port: u16,
    },
}

/// What is written down of a kept sandbox, in `record.json`.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    pid: u32,
    port: u16,
    token: String,
    region: Option<String>,
}

impl Sandbox {
    /// The sandbox that stays between commands; starts it if it does not run.
    ///
    /// # Errors
    /// When it cannot be installed or started, or runs and does not answer.
    pub fn keep(options: &Options) -> Result<Self> {
        let _lock = lock()?;
        let folder = folder()?;
        match look(&folder) {
            Found::Running(record) => return Ok(record.sandbox(folder)),
            Found::Deaf(record) => return Err(Error::Deaf { pid: record.pid, port: record.port }),
            Found::Nothing => remove(&folder)?,
        }
        folders::create(&folder)?;
        let token = new_token();
        let python = install::python(&options.report)?;
        let emulator = emulator::start(&python, &folder, &token, Life::UntilStopped, &options.report)?;
        let pid = emulator.child.id();
        let record = Record { pid, port: emulator.port, token, region: options.region.clone() };
        write(&folder.join("record.json"), &record)?;
        Ok(record.sandbox(folder))
    }

    /// The sandbox that stays between commands, if it runs.
    ///
    /// # Errors
    /// When it runs and does not answer.
    pub fn kept() -> Result<Option<Self>> {
        let folder = folder()?;
        match look(&folder) {
            Found::Running(record) => Ok(Some(record.sandbox(folder))),
            Found::Deaf(record) => Err(Error::Deaf { pid: record.pid, port: record.port }),
            Found::Nothing => Ok(None),
        }
    }

    /// What is known of the sandbox that stays between commands.
    ///
    /// # Errors
    /// When there is no cache folder.
    pub fn status() -> Result<Status> {
        let folder = folder()?;
        Ok(match look(&folder) {
            Found::Nothing => Status::Stopped,
            Found::Deaf(record) => Status::Deaf { pid: record.pid, port: record.port },
            Found::Running(record) => Status::Running {
                pid: record.pid,
                endpoint: format!("http://127.0.0.1:{}", record.port),
                folder,
            },
        })
    }

    /// Ends the sandbox that stays between commands, and all that is in it. Whether there was one.
    ///
    /// # Errors
    /// When its folder cannot be removed.
    pub fn stop() -> Result<bool> {
        let _lock = lock()?;
        let folder = folder()?;
        let record = match look(&folder) {
            Found::Nothing => {
                remove(&folder)?;
                return Ok(false);
            }
            Found::Running(record) | Found::Deaf(record) => record,
        };
        if !talk::stop(record.port, &record.token) || !ends(&folder) {
            kill(&folder, record.pid);
            ends(&folder);
        }
        remove(&folder)?;
        Ok(true)
    }
}

impl Record {
    fn sandbox(self, folder: PathBuf) -> Sandbox {
        Sandbox { folder, port: self.port, region: self.region, child: None }
    }
}

enum Found {
    Nothing,
    Running(Record),
    Deaf(Record),
}

/// Looks whether the emulator of the record lives and is ours. A record alone says nothing: its process may be gone,
/// and another may have its number or its port.
fn look(folder: &Path) -> Found {
    let text = fs::read_to_string(folder.join("record.json")).unwrap_or_default();
    let Ok(record) = serde_json::from_str::<Record>(&text) else { return Found::Nothing };
    if !folders::is_alive(folder) {
        return Found::Nothing;
    }
    match talk::who(record.port, &record.token) {
        Some(pid) if pid == record.pid => Found::Running(record),
        _ => Found::Deaf(record),
    }
}

/// Waits until the emulator has let go of its lock. Whether it has.
fn ends(folder: &Path) -> bool {
    let start = Instant::now();
    while folders::is_alive(folder) {
        if start.elapsed() > PATIENCE {
            return false;
        }
        thread::sleep(Duration::from_millis(20));
    }
    true
}

/// Kills the process that holds the folder's lock: as long as it does, the number is still its own.
fn kill(folder: &Path, pid: u32) {
    let pid = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(pid) = pid.filter(|_| folders::is_alive(folder)) {
        // It may end at this very moment.
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
    }
}

fn folder() -> Result<PathBuf> {
    Ok(folders::cache()?.join("sandbox/kept"))
}

fn lock() -> Result<fs::File> {
    let all = folders::cache()?.join("sandbox");
    folders::create(&all)?;
    let path = all.join("lock");
    let lock = folders::lock_file(&path)?;
    lock.lock().on("lock", path)?;
    Ok(lock)
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).on("remove", folder),
        _ => Ok(()),
    }
}

/// Writes the record so that only its owner can read the token.
fn write(path: &Path, record: &Record) -> Result<()> {
    let text = serde_json::to_string(record).map_err(std::io::Error::from).on("write", path)?;
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .on("write", path)?;
    file.write_all(text.as_bytes()).on("write", path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_of_a_process_that_is_gone_is_no_sandbox() {
        let folder = tempfile::tempdir().unwrap();
        // A number that is in use: our own. Nothing may happen to it.
        let record = Record { pid: std::process::id(), port: 9, token: "t".into(), region: None };
        write(&folder.path().join("record.json"), &record).unwrap();
        assert!(matches!(look(folder.path()), Found::Nothing));
        kill(folder.path(), record.pid);
    }

    #[test]
    fn a_sandbox_that_holds_its_lock_and_does_not_answer_is_deaf() {
        let folder = tempfile::tempdir().unwrap();
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let record = Record { pid: 1, port: closed, token: "t".into(), region: None };
        write(&folder.path().join("record.json"), &record).unwrap();
        let alive = folders::lock_file(&folder.path().join("alive")).unwrap();
        alive.lock().unwrap();
        assert!(matches!(look(folder.path()), Found::Deaf(_)));
    }
}
