//! Emptying a bucket, and deleting all versions of one object.

use super::prelude::*;
use aws_sdk_s3::types::{Delete, ObjectIdentifier, ObjectLockLegalHold, ObjectLockLegalHoldStatus};

/// What of a bucket is to go.
pub struct Emptying<'a> {
    /// The bucket.
    pub bucket: &'a str,
    /// The only object that goes; `None` is all of them.
    pub key: Option<&'a str>,
    /// Whether retention by governance and legal holds are lifted.
    pub lift_locks: bool,
}

impl Emptying<'_> {
    /// Deletes every version and delete marker. A bucket that is gone is no error.
    ///
    /// # Errors
    /// Those of S3, for the first version that cannot be deleted.
    pub async fn run(&self, aws: &Aws) -> Result<()> {
        let (mut key_marker, mut version_marker) = (None, None);
        loop {
            let request = aws.s3.list_object_versions().bucket(self.bucket);
            let request = request.set_prefix(self.key.map(str::to_owned));
            let page = request.set_key_marker(key_marker).set_version_id_marker(version_marker).send().await;
            let Some(page) = page.or_gone(&[NO_BUCKET])? else { return Ok(()) };
            let versions = page.versions.unwrap_or_default().into_iter().map(|one| (one.key, one.version_id));
            let markers =
                page.delete_markers.unwrap_or_default().into_iter().map(|one| (one.key, one.version_id));
            let all = versions.chain(markers).filter_map(|(key, version)| Some((key?, version?)));
            let mine: Vec<_> = all.filter(|(key, _)| self.key.is_none_or(|only| only == key)).collect();
            if !mine.is_empty() {
                self.delete(mine, aws).await?;
            }
            if !page.is_truncated.unwrap_or_default() {
                return Ok(());
            }
            (key_marker, version_marker) = (page.next_key_marker, page.next_version_id_marker);
        }
    }

    async fn delete(&self, versions: Vec<(String, String)>, aws: &Aws) -> Result<()> {
        let refused = self.try_delete(versions, aws).await?;
        if refused.is_empty() {
            return Ok(());
        }
        if self.lift_locks {
            for one in &refused {
                self.lift_hold(one, aws).await?;
            }
            let versions = refused.into_iter().map(|one| (one.key, one.version)).collect();
            return match self.try_delete(versions, aws).await?.into_iter().next() {
                Some(one) => Err(one.error()),
                None => Ok(()),
            };
        }
        Err(refused[0].error())
    }

    /// Deletes at most a page of versions; those that S3 refuses come back.
    async fn try_delete(&self, versions: Vec<(String, String)>, aws: &Aws) -> Result<Vec<Refused>> {
        let objects = versions
            .into_iter()
            .map(|(key, version)| ObjectIdentifier::builder().key(key).version_id(version).build());
        let objects = objects.collect::<Result<Vec<_>, _>>()?;
        let delete = Delete::builder().set_objects(Some(objects)).quiet(true).build()?;
        let request = aws.s3.delete_objects().bucket(self.bucket).delete(delete);
        let request = request.set_bypass_governance_retention(self.lift_locks.then_some(true));
        let Some(answer) = request.send().await.or_gone(&[NO_BUCKET])? else { return Ok(Vec::new()) };
        let errors = answer.errors.unwrap_or_default().into_iter();
        let refused = errors.filter(|error| !matches!(error.code(), Some("NoSuchKey" | "NoSuchVersion")));
        Ok(refused
            .map(|error| Refused {
                key: error.key.unwrap_or_default(),
                version: error.version_id.unwrap_or_default(),
                code: error.code.unwrap_or_default(),
                message: error.message.unwrap_or_default(),
            })
            .collect())
    }

    async fn lift_hold(&self, one: &Refused, aws: &Aws) -> Result<()> {
        let hold = ObjectLockLegalHold::builder().status(ObjectLockLegalHoldStatus::Off).build();
        let request =
            aws.s3.put_object_legal_hold().bucket(self.bucket).key(&one.key).version_id(&one.version);
        request.legal_hold(hold).send().await.or_gone(&[NO_BUCKET, "NoSuchKey", "MethodNotAllowed"])?;
        Ok(())
    }
}

/// A version that S3 does not delete.
struct Refused {
    key: String,
    version: String,
    code: String,
    message: String,
}

impl Refused {
    fn error(&self) -> Error {
        Error::Api {
            service: "s3".into(),
            operation: "DeleteObjects".into(),
            code: self.code.clone(),
            message: format!("version {} of object {:?}: {}", self.version, self.key, self.message),
            request_id: None,
        }
    }
}
