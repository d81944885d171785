//! A folder with files in it, and stackctl called there as a person calls it.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use stackctl::sandbox::Sandbox;

/// A folder of a test's own.
pub struct World {
    folder: tempfile::TempDir,
}

/// What a call has answered.
pub struct Answer {
    /// The exit code; -1 if a signal ended it.
    pub code: i32,
    /// What it wrote to standard output, and then what it wrote to standard error.
    pub text: String,
}

impl World {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with these files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let world = Self::new();
        files.iter().for_each(|(name, text)| world.write(name, text));
        world
    }

    /// The folder, as the program sees it.
    pub fn path(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    /// Writes a file, and makes its folders.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A call with these words, separated by spaces, by somebody who has no account of AWS and no settings.
    pub fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stackctl"));
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if ["AWS_", "TF_", "TG_", "STACKCTL_"].iter().any(|prefix| text.starts_with(prefix)) {
                command.env_remove(name);
            }
        }
        command.env("HOME", self.path()).env("AWS_EC2_METADATA_DISABLED", "true").env("NO_COLOR", "1");
        command.args(words.split_whitespace()).current_dir(self.path()).stdin(Stdio::null());
        command
    }

    /// The same in a sandbox: its emulator answers, and it keeps the states.
    pub fn command_in(&self, sandbox: &Sandbox, words: &str) -> Command {
        let mut command = self.command(words);
        command.envs(sandbox.environment());
        command
    }

    /// Calls, and waits for the answer.
    pub fn run(&self, words: &str) -> Answer {
        answer(self.command(words))
    }

    /// Calls in a sandbox, and waits for the answer.
    pub fn run_in(&self, sandbox: &Sandbox, words: &str) -> Answer {
        answer(self.command_in(sandbox, words))
    }
}

/// The answer of a call.
pub fn answer(mut command: Command) -> Answer {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    Answer { code: status.code().unwrap_or(-1), text }
}

impl Answer {
    /// The answer, which must have this exit code and say all of this, whatever the line breaks.
    #[track_caller]
    pub fn says(self, code: i32, needles: &[&str]) -> Self {
        let words = |text: &str| {
            let plain = text.replace(['│', '╷', '╵'], " ");
            plain.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let said = words(&self.text);
        for needle in needles {
            assert!(said.contains(&words(needle)), "it does not say {needle:?}:\n{}", self.text);
        }
        assert_eq!(self.code, code, "{}", self.text);
        self
    }
}

/// A state file, which must be one.
pub fn state(path: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let state: serde_json::Value = serde_json::from_str(&text).expect("a state file is never half written");
    assert_eq!(state["version"], 4);
    state
}

/// The ids of all objects in a state.
pub fn ids(state: &serde_json::Value) -> Vec<String> {
    let resources = state["resources"].as_array().unwrap().iter();
    let instances = resources.flat_map(|resource| resource["instances"].as_array().unwrap());
    instances.filter_map(|instance| Some(instance["attributes"]["id"].as_str()?.to_owned())).collect()
}
