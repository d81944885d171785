//! A state in a local file.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use rustix::fs::{FlockOperation, fcntl_lock};
use tempfile::NamedTempFile;

use super::{
    file::print,
    held,
    lock::{Lock, LockInfo},
    model::State,
};
use crate::diagnostic::{Diagnostic, Result};

/// How long between two tries to take a lock.
const PAUSE: Duration = Duration::from_millis(200);

/// A state file, and the files beside it: lock, backup, temporary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Local {
    /// The state file.
    pub path: PathBuf,
}

impl Local {
    /// The state in this file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The bytes of the file; `None` if there is no state yet. An empty file is none: Terraform's lock makes such.
    ///
    /// # Errors
    /// A file that cannot be read; an empty one while its backup is not.
    pub fn read(&self) -> Result<Option<Vec<u8>>, Diagnostic> {
        let bytes = match held::handle(&self.path) {
            Some(file) => held::bytes(&file),
            None => fs::read(&self.path),
        };
        match bytes {
            Ok(bytes) if bytes.is_empty() => match fs::metadata(self.beside(".backup")) {
                Ok(backup) if backup.len() > 0 => Err(Diagnostic::error("The state file is empty").detail(format!(
                    "{} is empty, but its backup {} is not. Put the backup in its place, or remove both if the state \
                     is really meant to be new.",
                    self.path.display(),
                    self.beside(".backup").display()
                ))),
                _ => Ok(None),
            },
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed("read", &error)),
        }
    }

    /// Takes the lock as Terraform does: a POSIX lock on the state file, and a file beside it that says who holds it.
    ///
    /// # Errors
    /// Somebody else holds it, still after `timeout`.
    pub fn lock(&self, operation: &str, timeout: Duration) -> Result<Lock, Diagnostic> {
        if let Some(parent) = self.path.parent() {
            fs::create_dir_all(parent).map_err(|error| self.failed("made", &error))?;
        }
        let start = Instant::now();
        let (file, placeholder) = loop {
            let file = match held::handle(&self.path) {
                Some(_) if start.elapsed() < timeout => {
                    std::thread::sleep(PAUSE);
                    continue;
                }
                Some(_) => return Err(self.holder().held()),
                None => OpenOptions::new().read(true).write(true).open(&self.path),
            };
            let file = match file {
                Err(error) if error.kind() == ErrorKind::NotFound => match self.place() {
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                    placed => {
                        let (file, bytes) = placed.map_err(|error| self.failed("made", &error))?;
                        break (file, Some(bytes));
                    }
                },
                file => file.map_err(|error| self.failed("opened", &error))?,
            };
            match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) if self.is_current(&file) => break (file, None),
                // The file was replaced between opening and locking it: try the new one.
                Ok(()) => continue,
                Err(rustix::io::Errno::ACCESS | rustix::io::Errno::AGAIN) if start.elapsed() < timeout => {
                    std::thread::sleep(PAUSE);
                }
                Err(rustix::io::Errno::ACCESS | rustix::io::Errno::AGAIN) => {
                    return Err(self.holder().held());
                }
                Err(error) => return Err(self.failed("locked", &error.into())),
            }
        };
        let info = LockInfo::new(operation, &self.path.display().to_string());
        let info_path = self.info_path();
        let json = serde_json::to_vec(&info).unwrap_or_default();
        write_private(&info_path, &json).map_err(|error| self.failed("locked", &error))?;
        held::hold(&self.path, Arc::new(file));
        Ok(Lock { info, info_path, path: self.path.clone(), placeholder })
    }

    /// Makes the file of a state with nothing in it, locked from its first moment: somebody who reads it, or finds it
    /// after a crash, sees a whole state.
    fn place(&self) -> io::Result<(File, Vec<u8>)> {
        let bytes = print(&State::fresh()).into_bytes();
        let temporary = self.temporary(&bytes)?;
        Ok((temporary.persist_noclobber(&self.path)?, bytes))
    }

    /// A new file beside the state, locked, written and synced.
    fn temporary(&self, bytes: &[u8]) -> io::Result<NamedTempFile> {
        let mut temporary = tempfile::Builder::new()
            .prefix(".tfstate-")
            .permissions(Permissions::from_mode(0o600))
            .tempfile_in(self.folder())?;
        fcntl_lock(temporary.as_file(), FlockOperation::NonBlockingLockExclusive)?;
        temporary.write_all(bytes)?;
        temporary.as_file().sync_all()?;
        Ok(temporary)
    }

    fn folder(&self) -> &Path {
        self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// Leave to write without a lock: others may write at the same time.
    ///
    /// # Errors
    /// The file system's.
    pub fn no_lock(&self) -> Result<Lock, Diagnostic> {
        if let Some(parent) = self.path.parent() {
            fs::create_dir_all(parent).map_err(|error| self.failed("made", &error))?;
        }
        let info = LockInfo::new("None", &self.path.display().to_string());
        Ok(Lock { info, info_path: PathBuf::new(), path: self.path.clone(), placeholder: None })
    }

    /// Takes away a lock that somebody left behind. The system frees the lock itself when its process ends; what stays
    /// is the file that tells who had it.
    ///
    /// # Errors
    /// There is no lock, it is another one, or a process that lives holds it.
    pub fn force_unlock(&self, id: &str) -> Result<(), Diagnostic> {
        let refused = |why: String| Diagnostic::error("Failed to unlock state").detail(why);
        if !self.info_path().exists() {
            return Err(refused(format!("{} is not locked.", self.path.display())));
        }
        let holder = self.holder();
        if holder.id != id {
            let why =
                format!("The lock has the ID {:?}, not {id:?}. It was taken by {}.", holder.id, holder.who);
            return Err(refused(why));
        }
        if self.path.exists() {
            let file = OpenOptions::new().read(true).write(true).open(&self.path);
            let file = file.map_err(|error| self.failed("opened", &error))?;
            if fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
                let why = format!(
                    "A running process holds it ({}, since {}). End that process; the lock ends with it.",
                    holder.who, holder.created
                );
                return Err(refused(why));
            }
        }
        fs::remove_file(self.info_path()).map_err(|error| self.failed("unlocked", &error))
    }

    /// Replaces the file: a temporary file is written, synced and renamed, and the lock goes over to it.
    ///
    /// # Errors
    /// The file system's; then the old file is untouched.
    pub fn write(&self, lock: &mut Lock, bytes: &[u8]) -> Result<(), Diagnostic> {
        let replace = || -> io::Result<File> {
            let file = self.temporary(bytes)?.persist(&self.path)?;
            File::open(self.folder())?.sync_all()?;
            Ok(file)
        };
        let file = replace().map_err(|error| self.failed("written", &error))?;
        held::hold(&lock.path, Arc::new(file));
        Ok(())
    }

    /// Keeps these bytes as the backup.
    ///
    /// # Errors
    /// The file system's.
    pub fn back_up(&self, bytes: &[u8]) -> Result<(), Diagnostic> {
        write_private(&self.beside(".backup"), bytes).map_err(|error| self.failed("backed up", &error))
    }

    /// Whether an open file is still the one at the path.
    fn is_current(&self, file: &File) -> bool {
        use std::os::unix::fs::MetadataExt;
        match (file.metadata(), fs::metadata(&self.path)) {
            (Ok(open), Ok(there)) => (open.dev(), open.ino()) == (there.dev(), there.ino()),
            _ => false,
        }
    }

    fn holder(&self) -> LockInfo {
        let info = fs::read(self.info_path()).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        info.unwrap_or_else(|| LockInfo {
            path: self.path.display().to_string(),
            who: "another process".into(),
            created: "an unknown time".into(),
            ..LockInfo::default()
        })
    }

    fn info_path(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        self.path.with_file_name(format!(".{name}.lock.info"))
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(suffix);
        name.into()
    }

    fn failed(&self, what: &str, error: &io::Error) -> Diagnostic {
        Diagnostic::error("The state file is out of reach")
            .detail(format!("{} cannot be {what}: {error}.", self.path.display()))
    }
}

/// Writes a file that only its owner may read.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_written_by_renaming_and_stays_private() {
        let folder = tempfile::tempdir().expect("a folder");
        let local = Local::new(folder.path().join("a/terraform.tfstate"));
        assert_eq!(local.read().expect("nothing"), None);
        let mut lock = local.lock("Apply", Duration::ZERO).expect("the lock");
        local.write(&mut lock, b"one").expect("written");
        local.back_up(b"one").expect("backed up");
        local.write(&mut lock, b"two").expect("written");
        assert_eq!(fs::read(&local.path).expect("read"), b"two");
        assert_eq!(fs::metadata(&local.path).expect("there").permissions().mode() & 0o777, 0o600);
        assert!(local.info_path().exists());
        drop(lock);
        assert!(!local.info_path().exists());
        let left = fs::read_dir(folder.path().join("a")).expect("a folder").count();
        assert_eq!(left, 2, "the state and its backup, nothing else");
    }

    #[test]
    fn an_empty_state_beside_a_backup_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let local = Local::new(folder.path().join("terraform.tfstate"));
        fs::write(&local.path, b"").expect("written");
        assert_eq!(local.read().expect("nothing"), None);
        local.back_up(b"{}").expect("backed up");
        assert_eq!(local.read().expect_err("an error").summary, "The state file is empty");
    }

    #[test]
    fn a_lock_that_leaves_no_state_leaves_no_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let local = Local::new(folder.path().join("terraform.tfstate"));
        let lock = local.lock("Plan", Duration::ZERO).expect("the lock");
        let bytes = fs::read(&local.path).expect("a state");
        assert!(crate::state::parse(&bytes, &local.path).expect("a whole one").is_empty());
        drop(lock);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn a_lock_survives_reading_and_writing_the_state() {
        let folder = tempfile::tempdir().expect("a folder");
        let local = Local::new(folder.path().join("terraform.tfstate"));
        let free = || {
            let script =
                "import fcntl,sys; fcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)";
            let mut python = std::process::Command::new("python3");
            python.args(["-c", script]).arg(&local.path).output().expect("python").status.success()
        };
        let mut lock = local.lock("Apply", Duration::ZERO).expect("the lock");
        assert!(!free(), "after locking");
        local.read().expect("read");
        assert!(!free(), "after reading");
        local.write(&mut lock, b"one").expect("written");
        local.read().expect("read");
        assert!(!free(), "after writing");
        assert!(local.lock("Apply", Duration::ZERO).is_err(), "in this process too");
        assert!(!free(), "after the second try");
        drop(lock);
        assert!(free(), "after unlocking");
    }
}
