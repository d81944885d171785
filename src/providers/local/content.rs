//! The bytes of a local file: where they come from, and how they get to the disk.

use std::{io::ErrorKind, os::unix::fs::DirBuilderExt};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio::io::AsyncWriteExt as _;

use super::prelude::*;
use crate::providers::{local_path, written_path};

/// The bytes that the configuration gives: plain, as base64, or in another file.
///
/// # Errors
/// [`Error::Invalid`] if the text is not base64 or the file cannot be read.
pub async fn bytes(
    plain: &Option<String>,
    base64: &Option<String>,
    source: &Option<String>,
) -> Result<Vec<u8>> {
    let some = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    if let Some(text) = some(plain) {
        return Ok(text.into_bytes());
    }
    if let Some(text) = some(base64) {
        return STANDARD
            .decode(text)
            .map_err(|error| Error::Invalid(format!("`content_base64` is not base64: {error}.")));
    }
    match some(source) {
        Some(source) => read(&source).await,
        None => Ok(Vec::new()),
    }
}

/// The bytes of a file.
///
/// # Errors
/// [`Error::Invalid`] names the file and says why it cannot be read.
pub async fn read(path: &str) -> Result<Vec<u8>> {
    tokio::fs::read(local_path(path))
        .await
        .map_err(|error| Error::Invalid(format!("The file {path} cannot be read: {error}.")))
}

/// The bytes of a file; `None` if there is no such file.
///
/// # Errors
/// As [`read`].
pub async fn read_if_there(path: &str) -> Result<Option<Vec<u8>>> {
    match tokio::fs::read(local_path(path)).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Error::Invalid(format!("The file {path} cannot be read: {error}."))),
    }
}

/// Writes a file, after the folders that it needs. The modes are octal text, such as `0644`.
///
/// # Errors
/// [`Error::Invalid`] if a mode is not octal, or says why the file cannot be written.
pub async fn write(path: &str, bytes: &[u8], file_mode: &str, folder_mode: &str) -> Result<()> {
    let failed =
        |error: std::io::Error| Error::Invalid(format!("The file {path} cannot be written: {error}."));
    let (file_mode, folder_mode) = (mode(file_mode)?, mode(folder_mode)?);
    let path = written_path(path);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::DirBuilder::new().recursive(true).mode(folder_mode).create(folder).map_err(failed)?;
    }
    let mut options = tokio::fs::OpenOptions::new();
    let mut file =
        options.write(true).create(true).truncate(true).mode(file_mode).open(path).await.map_err(failed)?;
    file.write_all(bytes).await.map_err(failed)?;
    file.flush().await.map_err(failed)
}

/// Deletes a file, if it is there.
///
/// # Errors
/// [`Error::Invalid`] says why it cannot be deleted.
pub async fn remove(path: &str) -> Result<()> {
    match tokio::fs::remove_file(written_path(path)).await {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Error::Invalid(format!("The file {path} cannot be deleted: {error}.")))
        }
        _ => Ok(()),
    }
}

fn mode(text: &str) -> Result<u32> {
    u32::from_str_radix(text, 8)
        .ok()
        .filter(|mode| *mode <= 0o7777)
        .ok_or_else(|| Error::Invalid(format!("`{text}` is no file mode. It is octal, such as `0644`.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_octal() {
        assert_eq!(mode("0644").ok(), Some(0o644));
        assert!(mode("0x1").is_err() && mode("77777").is_err());
    }
}
