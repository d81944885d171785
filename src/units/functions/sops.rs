//! `sops_decrypt_file`: secrets in files that sops encrypted.

use std::process::Command;

use super::{Answer, Call, Entry};
use crate::{
    lang::value::{Marks, Value},
    units::{path, session::lock},
};

pub(super) const FUNCTIONS: &[Entry] = &[("sops_decrypt_file", (1, 1), sops_decrypt_file)];

/// `sops_decrypt_file(path)`: the plain text, which is sensitive. The program `sops` does the work.
fn sops_decrypt_file(call: &Call) -> Answer {
    let file = call.path(0)?;
    let session = &call.evaluation.config.session;
    let secret = |text: &str| Value::from(text).with_marks(Marks::SENSITIVE);
    if let Some(known) = lock(&session.decrypted).get(&file) {
        return Ok(secret(known));
    }
    if !session.exists(&file) {
        return Err(call.error(format!("there is no file {}", call.shown(&file))));
    }
    session.note_read(&file);
    let output = Command::new("sops")
        .arg("--decrypt")
        .arg(&file)
        .current_dir(path::folder(&file))
        .env_clear()
        .envs(&session.options.env)
        .output()
        .map_err(|error| {
            call.error(format!(
                "the program sops must be installed to decrypt {}: {error}",
                call.shown(&file)
            ))
        })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(call.error(format!("sops cannot decrypt {}: {said}", call.shown(&file))));
    }
    let text = String::from_utf8(output.stdout)
        .map_err(|_| call.error(format!("the content of {} is not UTF-8", call.shown(&file))))?;
    let text = crate::lang::syntax::nfc(&text);
    lock(&session.decrypted).insert(file, text.to_string());
    Ok(secret(&text))
}
