//! `local_sensitive_file`: a file of this machine whose content is never shown.

use super::{content, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "local_sensitive_file")]
pub struct SensitiveFile {
    id: Computed<String>,
    #[attr(force_new, sensitive, exactly_one_of = ["content", "content_base64", "source"])]
    content: Optional<String>,
    #[attr(force_new, sensitive, exactly_one_of = ["content", "content_base64", "source"])]
    content_base64: Optional<String>,
    content_base64sha256: Computed<String>,
    content_base64sha512: Computed<String>,
    content_md5: Computed<String>,
    content_sha1: Computed<String>,
    content_sha256: Computed<String>,
    content_sha512: Computed<String>,
    #[attr(force_new, default = "0700")]
    directory_permission: Optional<String>,
    #[attr(force_new, default = "0700")]
    file_permission: Optional<String>,
    #[attr(force_new)]
    filename: Required<String>,
    #[attr(force_new, exactly_one_of = ["content", "content_base64", "source"])]
    source: Optional<String>,
}

impl Resource<Local> for SensitiveFile {
    async fn create(&mut self, _: &Local) -> Result<()> {
        let plain = &self.content;
        let bytes = content::bytes(plain, &self.content_base64, &self.source).await?;
        let mode = |given: &Option<String>| given.clone().unwrap_or_else(|| "0700".into());
        content::write(
            &self.filename,
            &bytes,
            &mode(&self.file_permission),
            &mode(&self.directory_permission),
        )
        .await?;
        let hashes = Hashes::of(&bytes);
        self.id = Some(hashes.sha1.clone());
        self.content_base64sha256 = Some(hashes.base64sha256);
        self.content_base64sha512 = Some(hashes.base64sha512);
        self.content_md5 = Some(hashes.md5);
        self.content_sha1 = Some(hashes.sha1);
        self.content_sha256 = Some(hashes.sha256);
        self.content_sha512 = Some(hashes.sha512);
        Ok(())
    }

    /// A file that has other bytes than were written counts as gone.
    async fn read(self, _: &Local) -> Result<Option<Self>> {
        let bytes = content::read_if_there(&self.filename).await?;
        Ok(bytes.is_some_and(|bytes| Some(hashes::sha1(&bytes)) == self.id).then_some(self))
    }

    async fn update(&mut self, _: &Self, _: &Local) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, _: &Local) -> Result<()> {
        content::remove(&self.filename).await
    }

    fn import(_: &str) -> Result<Self> {
        Err(Error::Invalid("A local_sensitive_file cannot be imported: let it be written again.".into()))
    }
}
