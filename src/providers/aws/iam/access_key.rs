//! `aws_iam_access_key`: a key with which a user calls AWS.

use super::prelude::*;
use aws_sdk_iam::types::StatusType;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

/// A key with which a user calls AWS. Its secret is told once, when it is made.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_access_key")]
pub struct AccessKey {
    id: Computed<String>,
    create_date: Computed<String>,
    encrypted_secret: Computed<String>,
    encrypted_ses_smtp_password_v4: Computed<String>,
    key_fingerprint: Computed<String>,
    #[attr(force_new)]
    pgp_key: Optional<String>,
    #[attr(sensitive)]
    secret: Computed<String>,
    #[attr(sensitive)]
    ses_smtp_password_v4: Computed<String>,
    #[attr(default = "Active", one_of = ["Active", "Inactive"])]
    status: Optional<String>,
    #[attr(force_new)]
    user: Required<String>,
}

impl Resource<Aws> for AccessKey {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        if self.pgp_key.as_deref().is_some_and(|key| !key.is_empty()) {
            return Err(Error::Invalid(
                "stackctl does not encrypt access keys with PGP. Leave out `pgp_key`, and keep the state encrypted."
                    .into(),
            ));
        }
        let created = aws.iam.create_access_key().user_name(&self.user).send().await?;
        let key = created.access_key.ok_or(Error::Missing("the access key"))?;
        self.id = Some(key.access_key_id);
        self.ses_smtp_password_v4 = Some(smtp_password(&key.secret_access_key, &aws.region));
        self.secret = Some(key.secret_access_key);
        match self.status.as_deref() {
            Some("Inactive") => self.put_status(aws).await,
            _ => Ok(()),
        }
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let user = match self.user.as_str() {
            "" => {
                let request = aws.iam.get_access_key_last_used().access_key_id(self.id());
                let found = request.send().await.or_gone(&[GONE[0], GONE[1], "AccessDenied"])?;
                found.and_then(|found| found.user_name)
            }
            user => Some(user.to_owned()),
        };
        let Some(user) = user else { return Ok(None) };
        let pages = aws.iam.list_access_keys().user_name(&user).into_paginator().items().send();
        let keys = pages.collect::<Result<Vec<_>, _>>().await.or_gone(GONE)?.unwrap_or_default();
        let Some(key) = keys.into_iter().find(|key| key.access_key_id() == Some(self.id())) else {
            return Ok(None);
        };
        Ok(Some(AccessKey {
            create_date: Some(time::rfc3339(key.create_date.as_ref())),
            status: key.status.map(|status| status.to_string()),
            user,
            ..self
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if prior.status != self.status { self.put_status(aws).await } else { Ok(()) }
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.iam.delete_access_key().access_key_id(self.id()).user_name(&self.user);
        request.send().await.or_gone(GONE)?;
        Ok(())
    }
}

impl AccessKey {
    async fn put_status(&self, aws: &Aws) -> Result<()> {
        let request = aws.iam.update_access_key().access_key_id(self.id()).user_name(&self.user);
        request.status(StatusType::from(self.status.as_deref().unwrap_or("Active"))).send().await?;
        Ok(())
    }
}

/// The password for SES's mail servers that belongs to a secret key, as AWS derives it (version 4).
fn smtp_password(secret: &str, region: &str) -> String {
    let mut signature = format!("AWS4{secret}").into_bytes();
    for part in ["11111111", region, "ses", "aws4_request", "SendRawEmail"] {
        signature = hmac(&signature, part.as_bytes());
    }
    signature.insert(0, 4);
    BASE64_STANDARD.encode(signature)
}

/// HMAC-SHA-256. The key is at most one block long.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let pad =
        |fill: u8| -> Vec<u8> { (0..64).map(|i| key.get(i).copied().unwrap_or_default() ^ fill).collect() };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mail_password_is_that_of_the_aws_provider() {
        let password = smtp_password("LCk7qJ/O3JL4a9MkogpPLurDlMTButPo0qjglCkz", "ap-northeast-1");
        assert_eq!(password, "BNn1XIiu45lF1cSf2a8zoMAxQzZG7P+h4A2vpzzFOM80");
    }
}
