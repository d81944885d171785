//! The data sources that read a file of this machine.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{content, prelude::*};

/// `local_file`: what a file of this machine holds.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "local_file")]
pub struct FileData {
    id: Computed<String>,
    content: Computed<String>,
    content_base64: Computed<String>,
    content_base64sha256: Computed<String>,
    content_base64sha512: Computed<String>,
    content_md5: Computed<String>,
    content_sha1: Computed<String>,
    content_sha256: Computed<String>,
    content_sha512: Computed<String>,
    filename: Required<String>,
}

impl Data<Local> for FileData {
    async fn read(self, _: &Local) -> Result<Self> {
        let bytes = content::read(&self.filename).await?;
        let hashes = Hashes::of(&bytes);
        Ok(Self {
            id: Some(hashes.sha1.clone()),
            content_base64: Some(STANDARD.encode(&bytes)),
            content: Some(String::from_utf8_lossy(&bytes).into_owned()),
            content_base64sha256: Some(hashes.base64sha256),
            content_base64sha512: Some(hashes.base64sha512),
            content_md5: Some(hashes.md5),
            content_sha1: Some(hashes.sha1),
            content_sha256: Some(hashes.sha256),
            content_sha512: Some(hashes.sha512),
            filename: self.filename,
        })
    }
}

/// `local_sensitive_file`: what a file of this machine holds, never shown.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "local_sensitive_file")]
pub struct SensitiveFileData {
    id: Computed<String>,
    #[attr(sensitive)]
    content: Computed<String>,
    #[attr(sensitive)]
    content_base64: Computed<String>,
    content_base64sha256: Computed<String>,
    content_base64sha512: Computed<String>,
    content_md5: Computed<String>,
    content_sha1: Computed<String>,
    content_sha256: Computed<String>,
    content_sha512: Computed<String>,
    filename: Required<String>,
}

impl Data<Local> for SensitiveFileData {
    async fn read(self, _: &Local) -> Result<Self> {
        let bytes = content::read(&self.filename).await?;
        let hashes = Hashes::of(&bytes);
        Ok(Self {
            id: Some(hashes.sha1.clone()),
            content_base64: Some(STANDARD.encode(&bytes)),
            content: Some(String::from_utf8_lossy(&bytes).into_owned()),
            content_base64sha256: Some(hashes.base64sha256),
            content_base64sha512: Some(hashes.base64sha512),
            content_md5: Some(hashes.md5),
            content_sha1: Some(hashes.sha1),
            content_sha256: Some(hashes.sha256),
            content_sha512: Some(hashes.sha512),
            filename: self.filename,
        })
    }
}
