//! The process of the emulator: started in a folder, and heard until it says its port.

use std::{
    fs::{self, OpenOptions},
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use super::{
    error::{Error, On as _, Result},
    folders, install,
    progress::{Progress, Report},
};

/// How long the emulator may take to answer. It takes half a second on an idle machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// For how long an emulator lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// Until the process that started it ends, however it ends.
    WithParent,
    /// Until it is stopped.
    UntilStopped,
}

/// A started emulator.
pub struct Emulator {
    /// The process. Its stdin is what it watches with [`Life::WithParent`].
    pub child: Child,
    /// The port on 127.0.0.1.
    pub port: u16,
}

/// Starts an emulator in a folder with the Python of its installation, and waits until it answers.
///
/// # Errors
/// When it does not start.
pub fn start(python: &Path, folder: &Path, token: &str, life: Life, report: &Report) -> Result<Emulator> {
    report.say(&Progress::Starting);
    folders::furnish(folder)?;
    let log = folder.join("emulator.log");
    let log_file = OpenOptions::new().create(true).append(true).open(&log).on("open", &log)?;
    let mut command = Command::new(python);
    // -I: neither the person's packages nor PYTHON… variables reach it.
    command.args(["-I", "-u"]).arg(folder.join("launcher.py")).arg(folder);
    if life == Life::WithParent {
        command.arg("--watch-stdin").stdin(Stdio::piped());
    } else {
        command.stdin(Stdio::null());
    }
    command.env("SANDBOX_TOKEN", token).stdout(Stdio::piped()).stderr(log_file).current_dir(folder);
    let mut child = command.spawn().on("run", python)?;
    match port(&mut child) {
        Ok(port) => {
            report.say(&Progress::Ready(port));
            Ok(Emulator { child, port })
        }
        Err(reason) => {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
            let text = fs::read_to_string(&log).unwrap_or_default();
            Err(Error::Start { reason, log: install::tail(&text, 15) })
        }
    }
}

/// Reads the one line that the emulator prints when it answers.
fn port(child: &mut Child) -> std::result::Result<u16, String> {
    let stdout = child.stdout.take().ok_or("it has no output")?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut line = String::new();
        let read = BufReader::new(stdout).read_line(&mut line);
        // Nobody listens any more after the timeout.
        let _ = sender.send(read.map(|_| line));
    });
    let line = match receiver.recv_timeout(PATIENCE) {
        Ok(Ok(line)) => line,
        Ok(Err(error)) => return Err(error.to_string()),
        Err(_) => return Err(format!("it said nothing for {} seconds", PATIENCE.as_secs())),
    };
    if line.is_empty() {
        return Err("it ended at once".into());
    }
    let said: serde_json::Value = serde_json::from_str(&line).map_err(|_| format!("it said {line:?}"))?;
    said["port"].as_u64().and_then(|port| u16::try_from(port).ok()).ok_or_else(|| format!("it said {line:?}"))
}
