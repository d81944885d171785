//! The folders that relative paths of a root module start from.
//!
//! Terraform has one: its working folder. Terragrunt makes that one by copying the module, and the unit's files over
//! it, into a cache. Here nothing is copied: a file is looked for in the folders that the copy would be made of, and
//! what a run writes goes into a folder of the unit's own, so that two environments never write into one module.

use std::path::{Component, Path, PathBuf};

/// The folders that relative paths of a root module start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkDir {
    /// The folder of the root module.
    module: PathBuf,
    /// The folders of a unit whose module lies elsewhere.
    unit: Option<UnitDirs>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct UnitDirs {
    /// The unit's own folder.
    dir: PathBuf,
    /// Where its runs write.
    written: PathBuf,
}

impl WorkDir {
    /// A module that is run where it lies: its files are read and written in place.
    pub fn new(module: impl Into<PathBuf>) -> Self {
        Self { module: module.into(), unit: None }
    }

    /// The module of a unit that lies in `dir`; what runs write goes into the folder `written`.
    pub fn of_unit(module: impl Into<PathBuf>, dir: impl Into<PathBuf>, written: impl Into<PathBuf>) -> Self {
        Self { module: module.into(), unit: Some(UnitDirs { dir: dir.into(), written: written.into() }) }
    }

    /// The folder of the root module, which commands are run in.
    pub fn module(&self) -> &Path {
        &self.module
    }

    /// Where the file or folder of this path is. Of the same names, what a run wrote comes first, then the unit's, then
    /// the module's; of folders, the module's comes first.
    pub fn read(&self, path: impl AsRef<Path>) -> PathBuf {
        let path = path.as_ref();
        let own = self.module.join(path);
        let Some(unit) = self.unit.as_ref().filter(|_| path.is_relative()) else { return own };
        let others = [unit.written.join(inside(path)), unit.dir.join(path)];
        let is_file = others.iter().find(|other| other.is_file());
        let or_folder = || others.iter().find(|other| !own.exists() && other.exists());
        is_file.or_else(or_folder).cloned().unwrap_or(own)
    }

    /// Where a file of this path is to be written.
    pub fn write(&self, path: impl AsRef<Path>) -> PathBuf {
        let path = path.as_ref();
        match &self.unit {
            Some(unit) if path.is_relative() => unit.written.join(inside(path)),
            _ => self.module.join(path),
        }
    }
}

/// A relative path that cannot leave the folder it is joined to.
fn inside(path: &Path) -> PathBuf {
    path.components()
        .filter_map(|part| match part {
            Component::ParentDir => Some("_up".as_ref()),
            Component::Normal(name) => Some(name),
            _ => None,
        })
        .collect::<PathBuf>()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_unit_reads_what_it_wrote_then_its_own_files_then_the_modules() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let files = [
            "module/a",
            "module/b",
            "module/c",
            "module/d/x",
            "unit/b",
            "unit/d/y",
            "written/c",
            "written/d/z",
        ];
        for name in files {
            fs::create_dir_all(at(name).parent().expect("a parent")).expect("made");
            fs::write(at(name), name).expect("written");
        }
        let dirs = WorkDir::of_unit(at("module"), at("unit"), at("written"));
        let cases = [
            ("./a", "module/a"),
            ("./b", "unit/b"),
            ("c", "written/c"),
            ("d", "module/d"),
            ("d/y", "unit/d/y"),
            ("none", "module/none"),
        ];
        for (path, expected) in cases {
            assert_eq!(dirs.read(path), at(expected), "{path}");
        }
        assert_eq!(WorkDir::new(at("module")).read("b"), at("module/b"));
        assert_eq!(dirs.read("/etc/hosts"), Path::new("/etc/hosts"));
    }

    #[test]
    fn a_unit_never_writes_into_its_module() {
        let dirs = WorkDir::of_unit("/module", "/unit", "/unit/w");
        for (path, expected) in
            [("./x/y.zip", "/unit/w/x/y.zip"), ("../z", "/unit/w/_up/z"), ("/tmp/q", "/tmp/q")]
        {
            assert_eq!(dirs.write(path), Path::new(expected), "{path}");
        }
        assert_eq!(WorkDir::new("/module").write("x"), Path::new("/module/x"));
    }
}
