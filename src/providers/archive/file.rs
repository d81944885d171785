//! `archive_file`: an archive of contents, a file or a folder; as a data source and as a resource.

use std::{fs, path::PathBuf};

use super::{
    Archive,
    entries::{self, Entry, Excludes},
    zip,
};
use crate::{
    providers::{Data, Error, Resource, Result, hashes::Hashes, local_path, written_path},
    schema::{Computed, Optional, Required, Schema, Set},
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "archive_file")]
pub struct ArchiveFile {
    id: Computed<String>,
    exclude_symlink_directories: Optional<bool>,
    #[attr(force_new, conflicts = ["source_file", "source_content", "source_content_filename"])]
    excludes: Optional<Set<String>>,
    output_base64sha256: Computed<String>,
    output_base64sha512: Computed<String>,
    #[attr(force_new)]
    output_file_mode: Optional<String>,
    output_md5: Computed<String>,
    #[attr(force_new)]
    output_path: Required<String>,
    output_sha: Computed<String>,
    output_sha256: Computed<String>,
    output_sha512: Computed<String>,
    output_size: Computed<i64>,
    #[attr(block, force_new, exactly_one_of = ["source", "source_content_filename", "source_dir", "source_file"])]
    source: Optional<Set<Source>>,
    #[attr(force_new, conflicts = ["source_dir", "source_file"])]
    source_content: Optional<String>,
    #[attr(force_new, conflicts = ["source_dir", "source_file"])]
    source_content_filename: Optional<String>,
    #[attr(force_new)]
    source_dir: Optional<String>,
    #[attr(force_new)]
    source_file: Optional<String>,
    #[attr(force_new)]
    r#type: Required<String>,
}

/// One file of the archive, written out.
#[derive(Debug, Default, Clone, Schema)]
pub struct Source {
    #[attr(force_new)]
    content: Required<String>,
    #[attr(force_new)]
    filename: Required<String>,
}

impl Data<Archive> for ArchiveFile {
    async fn read(self, _: &Archive) -> Result<Self> {
        self.build().await
    }
}

impl Resource<Archive> for ArchiveFile {
    async fn create(&mut self, _: &Archive) -> Result<()> {
        *self = self.clone().build().await?;
        Ok(())
    }

    /// Builds the archive again: its sources may be others now.
    async fn read(self, _: &Archive) -> Result<Option<Self>> {
        self.build().await.map(Some)
    }

    async fn update(&mut self, _: &Self, _: &Archive) -> Result<()> {
        Ok(())
    }

    /// Leaves the file where it is, as the Terraform provider does.
    async fn delete(&mut self, _: &Archive) -> Result<()> {
        Ok(())
    }

    fn import(_: &str) -> Result<Self> {
        Err(Error::Invalid("An archive_file cannot be imported: let it be built again.".into()))
    }
}

impl ArchiveFile {
    /// Writes the archive and sets its hashes.
    async fn build(mut self) -> Result<Self> {
        // Here and not on the thread that builds, which knows of no module.
        let output = written_path(&self.output_path);
        let (folder, file) =
            (self.source_dir.as_ref().map(local_path), self.source_file.as_ref().map(local_path));
        let build = move || {
            if self.r#type != "zip" {
                return Err(Error::Invalid(format!(
                    "Archives of type `{}` are not supported; stackctl builds `zip`.",
                    self.r#type
                )));
            }
            let failed = |error: std::io::Error| {
                Error::Invalid(format!("{} cannot be written: {error}.", self.output_path))
            };
            let bytes = zip::archive(&self.entries(folder, file)?).map_err(failed)?;
            if let Some(folder) = output.parent() {
                fs::create_dir_all(folder).map_err(failed)?;
            }
            fs::write(&output, &bytes).map_err(failed)?;
            let hashes = Hashes::of(&bytes);
            self.id = Some(hashes.sha1.clone());
            self.output_sha = Some(hashes.sha1);
            self.output_base64sha256 = Some(hashes.base64sha256);
            self.output_base64sha512 = Some(hashes.base64sha512);
            self.output_md5 = Some(hashes.md5);
            self.output_sha256 = Some(hashes.sha256);
            self.output_sha512 = Some(hashes.sha512);
            self.output_size = Some(bytes.len() as i64);
            Ok(self)
        };
        tokio::task::spawn_blocking(build)
            .await
            .map_err(|error| Error::Invalid(format!("The archive was not built: {error}.")))?
    }

    /// What goes into the archive; `folder` and `file` are where `source_dir` and `source_file` are.
    fn entries(&self, folder: Option<PathBuf>, file: Option<PathBuf>) -> Result<Vec<Entry>> {
        let mode = self.output_file_mode.as_deref().filter(|mode| !mode.is_empty()).map(mode).transpose()?;
        if let Some(folder) = folder {
            let excludes = Excludes {
                patterns: self.excludes.iter().flat_map(|set| set.iter().cloned()).collect(),
                linked_folders: self.exclude_symlink_directories.unwrap_or_default(),
            };
            return entries::of_folder(&folder, &excludes, mode);
        }
        if let Some(file) = file {
            return entries::of_file(&file, mode);
        }
        let entry =
            |name: &str, content: &str| Entry { name: name.into(), content: content.into(), mode: None };
        if let Some(name) = &self.source_content_filename {
            return Ok(vec![entry(name, self.source_content.as_deref().unwrap_or_default())]);
        }
        let mut entries: Vec<Entry> =
            self.source.iter().flat_map(|set| set.iter()).map(|s| entry(&s.filename, &s.content)).collect();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        entries.dedup_by(|a, b| a.name == b.name);
        Ok(entries)
    }
}

/// A mode as Go reads numbers: octal after `0` or `0o`, hexadecimal after `0x`, else decimal.
fn mode(text: &str) -> Result<u32> {
    let (digits, radix) = match text {
        _ if text.starts_with("0x") => (&text[2..], 16),
        _ if text.starts_with("0o") => (&text[2..], 8),
        _ if text.starts_with('0') => (text, 8),
        _ => (text, 10),
    };
    u32::from_str_radix(digits, radix).map(|mode| mode & 0o777).map_err(|_| {
        Error::Invalid(format!("`output_file_mode` is `{text}`, which is no mode such as `0644`."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_read_as_go_reads_it() {
        for (text, expected) in [("0666", 0o666), ("0o644", 0o644), ("438", 0o666), ("0x1ff", 0o777)] {
            assert_eq!(mode(text).ok(), Some(expected), "{text}");
        }
        assert!(mode("rw-").is_err());
    }
}
