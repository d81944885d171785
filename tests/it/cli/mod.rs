//! The command line as a person types it: what is printed where, and the exit codes.

mod console;
mod interrupt;
mod json;
mod refresh;
mod screen;
mod state;
mod units;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A folder with files, to call the program in.
struct Folder(tempfile::TempDir);

/// What a call printed, and its exit code.
#[derive(Debug)]
struct Said {
    out: String,
    err: String,
    code: i32,
}

impl Folder {
    /// A folder with these files.
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    /// A folder with this `main.tf`.
    fn module(text: &str) -> Self {
        Self::with(&[("main.tf", text)])
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The command of a line as it is typed; words are split at spaces.
    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stackctl"));
        command.args(line.split(' ')).current_dir(self.0.path());
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "TF_INPUT", "STACKCTL_SANDBOX", "TG_NON_INTERACTIVE"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Types a line; nobody answers questions.
    fn type_(&self, line: &str) -> Said {
        said(self.command(line).spawn().unwrap())
    }

    /// Types a line, and this on standard input.
    fn type_with(&self, line: &str, input: &str) -> Said {
        let mut child = self.command(line).stdin(Stdio::piped()).spawn().unwrap();
        // A program that ends early does not read it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        said(child)
    }
}

/// Waits for the end of a call.
fn said(child: Child) -> Said {
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { out: text(output.stdout), err: text(output.stderr), code: output.status.code().unwrap_or(-1) }
}

impl Said {
    /// The same, if the exit code is this one.
    #[track_caller]
    fn code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// The same, if standard output holds this.
    #[track_caller]
    fn out(self, text: &str) -> Self {
        assert!(self.out.contains(text), "{text:?} is not in {self:#?}");
        self
    }

    /// The same, if standard error holds this.
    #[track_caller]
    fn err(self, text: &str) -> Self {
        assert!(self.err.contains(text), "{text:?} is not in {self:#?}");
        self
    }
}

/// The names of the files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
