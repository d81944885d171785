//! `tls_public_key`: the public key of a private key.

use super::{Tls, key::Key, private_key::id};
use crate::{
    providers::{Data, Result},
    schema::{Computed, Optional, Schema},
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "tls_public_key")]
pub struct PublicKeyData {
    id: Computed<String>,
    algorithm: Computed<String>,
    #[attr(sensitive, exactly_one_of = ["private_key_openssh", "private_key_pem"])]
    private_key_openssh: Optional<String>,
    #[attr(sensitive)]
    private_key_pem: Optional<String>,
    public_key_fingerprint_md5: Computed<String>,
    public_key_fingerprint_sha256: Computed<String>,
    public_key_openssh: Computed<String>,
    public_key_pem: Computed<String>,
}

impl Data<Tls> for PublicKeyData {
    async fn read(self, _: &Tls) -> Result<Self> {
        let key = match &self.private_key_openssh {
            Some(text) => Key::from_openssh(text)?,
            None => Key::from_pem(self.private_key_pem.as_deref().unwrap_or_default())?,
        };
        let public = key.public()?;
        Ok(Self {
            id: Some(id(&public.der)),
            algorithm: Some(key.algorithm().into()),
            public_key_fingerprint_md5: Some(public.md5),
            public_key_fingerprint_sha256: Some(public.sha256),
            public_key_openssh: Some(public.openssh),
            public_key_pem: Some(public.pem),
            ..self
        })
    }
}
