//! Where the sandbox keeps its things: `$XDG_CACHE_HOME/stackctl` or `~/.cache/stackctl`.
//!
//! ```text
//! stackctl/
//! ├── emulator/
//! │   ├── lock              held while an installation is made
//! │   └── moto-1a2b3c4d/    a virtual environment; the name holds what is installed in it
//! └── sandbox/
//!     ├── lock              held while the kept sandbox is started or stopped
//!     ├── kept/             the sandbox that stays between commands
//!     └── run-x1y2z3/       a sandbox of one command
//!         ├── alive         locked by the emulator for as long as it lives
//!         ├── emulator.log
//!         ├── launcher.py, patches/
//!         └── state/        states, by the path of the real ones
//! ```

use std::{
    env, fs,
    fs::{DirBuilder, File, OpenOptions},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use super::error::{Error, On as _, Result};

/// The patches, by file name.
const PATCHES: &[(&str, &str)] = &[
    ("autoscaling.py", include_str!("patches/autoscaling.py")),
    ("cloudwatch.py", include_str!("patches/cloudwatch.py")),
    ("ecr.py", include_str!("patches/ecr.py")),
    ("ecs_services.py", include_str!("patches/ecs_services.py")),
    ("events.py", include_str!("patches/events.py")),
    ("iam.py", include_str!("patches/iam.py")),
    ("images.py", include_str!("patches/images.py")),
    ("instances.py", include_str!("patches/instances.py")),
    ("lambda.py", include_str!("patches/lambda.py")),
    ("logs.py", include_str!("patches/logs.py")),
    ("network.py", include_str!("patches/network.py")),
    ("network_acls.py", include_str!("patches/network_acls.py")),
    ("rds.py", include_str!("patches/rds.py")),
    ("rds_clusters.py", include_str!("patches/rds_clusters.py")),
    ("rds_instances.py", include_str!("patches/rds_instances.py")),
    ("rds_parameters.py", include_str!("patches/rds_parameters.py")),
    ("rds_versions.py", include_str!("patches/rds_versions.py")),
    ("s3.py", include_str!("patches/s3.py")),
    ("secrets.py", include_str!("patches/secrets.py")),
    ("tokens.py", include_str!("patches/tokens.py")),
];
const LAUNCHER: &str = include_str!("launcher.py");

/// How old the folder of a dead sandbox must be to be swept away: a younger one may be about to start.
const STALE: Duration = Duration::from_secs(600);

/// The folder of all caches of stackctl.
///
/// # Errors
/// When neither `XDG_CACHE_HOME` nor `HOME` says where.
pub fn cache() -> Result<PathBuf> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .map(|cache| cache.join("stackctl"))
        .ok_or(Error::NoCache)
}

/// Makes a folder that only its owner may look into, and those above it.
pub fn create(path: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).on("create", path)
}

/// Opens a file to be locked, and makes it if need be.
pub fn lock_file(path: &Path) -> Result<File> {
    OpenOptions::new().create(true).write(true).truncate(false).open(path).on("open", path)
}

/// A folder for the sandbox of one command. Those that dead ones have left are swept away.
pub fn for_one_command() -> Result<PathBuf> {
    let all = cache()?.join("sandbox");
    create(&all)?;
    sweep(&all);
    Ok(tempfile::Builder::new().prefix("run-").tempdir_in(&all).on("create a folder in", &all)?.keep())
}

/// Writes what the emulator runs into a sandbox's folder.
pub fn furnish(folder: &Path) -> Result<()> {
    let patches = folder.join("patches");
    create(&patches)?;
    let write = |path: PathBuf, text: &str| fs::write(&path, text).on("write", path);
    for (name, text) in PATCHES {
        write(patches.join(name), text)?;
    }
    write(folder.join("launcher.py"), LAUNCHER)
}

/// Whether an emulator lives in the folder: it holds a lock as long as it does.
pub fn is_alive(folder: &Path) -> bool {
    File::open(folder.join("alive")).is_ok_and(|file| file.try_lock().is_err())
}

fn sweep(all: &Path) {
    let Ok(entries) = fs::read_dir(all) else { return };
    for entry in entries.flatten() {
        let old = entry
            .metadata()
            .and_then(|data| data.modified())
            .is_ok_and(|time| SystemTime::now().duration_since(time).is_ok_and(|age| age > STALE));
        if old && entry.file_name().to_string_lossy().starts_with("run-") && !is_alive(&entry.path()) {
            // Another process may sweep it too.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_patch_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sandbox/patches");
        let mut files: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".py"))
            .collect();
        files.sort();
        assert_eq!(files, PATCHES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }

    #[test]
    fn a_folder_is_alive_while_its_lock_is_held() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_alive(folder.path()), "nobody was ever here");
        let held = lock_file(&folder.path().join("alive")).unwrap();
        assert!(!is_alive(folder.path()), "a file alone is no life");
        held.lock().unwrap();
        assert!(is_alive(folder.path()));
        drop(held);
        assert!(!is_alive(folder.path()));
    }
}
