//! `tls_private_key`: a private key, made once.

use super::{Tls, key::Key};
use crate::{
    providers::{Error, Resource, Result, hashes},
    schema::{Computed, Optional, Required, Schema},
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "tls_private_key", version = 1)]
pub struct PrivateKeyResource {
    id: Computed<String>,
    #[attr(force_new, one_of = ["RSA", "ECDSA", "ED25519"])]
    algorithm: Required<String>,
    #[attr(force_new, default = "P224", one_of = ["P224", "P256", "P384", "P521"])]
    ecdsa_curve: Optional<String>,
    #[attr(sensitive)]
    private_key_openssh: Computed<String>,
    #[attr(sensitive)]
    private_key_pem: Computed<String>,
    #[attr(sensitive)]
    private_key_pem_pkcs8: Computed<String>,
    public_key_fingerprint_md5: Computed<String>,
    public_key_fingerprint_sha256: Computed<String>,
    public_key_openssh: Computed<String>,
    public_key_pem: Computed<String>,
    #[attr(force_new, default = 2048)]
    rsa_bits: Optional<i64>,
}

impl Resource<Tls> for PrivateKeyResource {
    async fn create(&mut self, _: &Tls) -> Result<()> {
        let (algorithm, bits) = (self.algorithm.clone(), self.rsa_bits.unwrap_or(2048));
        let curve = self.ecdsa_curve.clone().unwrap_or_else(|| "P224".into());
        let key = tokio::task::spawn_blocking(move || Key::generate(&algorithm, bits, &curve))
            .await
            .map_err(|error| Error::Invalid(format!("The key was not made: {error}.")))??;
        let public = key.public()?;
        self.private_key_openssh = Some(key.to_openssh()?);
        self.private_key_pem = Some(key.to_pem()?);
        self.private_key_pem_pkcs8 = Some(key.to_pkcs8_pem()?);
        self.id = Some(id(&public.der));
        self.public_key_fingerprint_md5 = Some(public.md5);
        self.public_key_fingerprint_sha256 = Some(public.sha256);
        self.public_key_openssh = Some(public.openssh);
        self.public_key_pem = Some(public.pem);
        Ok(())
    }

    async fn read(self, _: &Tls) -> Result<Option<Self>> {
        Ok(Some(self))
    }

    async fn update(&mut self, _: &Self, _: &Tls) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, _: &Tls) -> Result<()> {
        Ok(())
    }

    fn import(_: &str) -> Result<Self> {
        Err(Error::Invalid("A tls_private_key cannot be imported.".into()))
    }
}

/// The id of a public key: the SHA-1 of its DER, without white space around it as the Terraform provider has it.
pub fn id(der: &[u8]) -> String {
    hashes::sha1(der.trim_ascii())
}
