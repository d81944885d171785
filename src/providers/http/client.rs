//! The HTTP client of the provider, and those of requests that trust or show other certificates.

use std::sync::OnceLock;

use reqwest::{Certificate, Client, Identity};

use crate::providers::{Error, Result};

/// The client that all ordinary requests share. It trusts the certificates of the system.
#[derive(Default)]
pub struct Http {
    shared: OnceLock<Client>,
}

/// What of a request's TLS is not ordinary.
#[derive(Debug, Default)]
pub struct Tls<'a> {
    /// Whether any certificate will do.
    pub insecure: bool,
    /// The certificates to trust in place of the system's, as PEM.
    pub authority: Option<&'a str>,
    /// The certificate and key to show, as PEM.
    pub identity: Option<(&'a str, &'a str)>,
}

impl Http {
    /// The client for a request with such TLS.
    ///
    /// # Errors
    /// [`Error::Invalid`] if a certificate cannot be read.
    pub fn client(&self, tls: &Tls<'_>) -> Result<Client> {
        let ordinary = !tls.insecure && tls.authority.is_none() && tls.identity.is_none();
        if let Some(client) = self.shared.get().filter(|_| ordinary) {
            return Ok(client.clone());
        }
        let client = build(tls)?;
        Ok(if ordinary { self.shared.get_or_init(|| client).clone() } else { client })
    }
}

fn build(tls: &Tls<'_>) -> Result<Client> {
    // The first one stays; another part of the process may have set it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let wrong = |what: &'static str| move |error| Error::Invalid(format!("{what}: {}.", chain(&error)));
    let mut builder = Client::builder();
    if tls.insecure {
        builder = builder.tls_danger_accept_invalid_certs(true);
    }
    if let Some(pem) = tls.authority {
        let certificates =
            Certificate::from_pem_bundle(pem.as_bytes()).map_err(wrong("`ca_cert_pem` is no certificate"))?;
        if certificates.is_empty() {
            return Err(Error::Invalid("`ca_cert_pem` holds no certificate in PEM.".into()));
        }
        builder = builder.tls_certs_only(certificates);
    }
    if let Some((certificate, key)) = tls.identity {
        let identity = Identity::from_pem(format!("{key}\n{certificate}").as_bytes())
            .map_err(wrong("`client_cert_pem` and `client_key_pem` are no certificate and key"))?;
        builder = builder.identity(identity);
    }
    builder.build().map_err(wrong("No HTTP client can be made"))
}

/// An error with its causes, in one line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
