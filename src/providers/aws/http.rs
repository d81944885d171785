//! The HTTP client of the AWS clients: one TLS stack and one pool of connections, through the proxy of the environment.

use std::sync::LazyLock;

use aws_smithy_http_client::{Builder, Connector, proxy::ProxyConfig, tls};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use crate::providers::{Error, Result};

/// The client that all `provider` blocks share which want nothing special.
static SHARED: LazyLock<SharedHttpClient> =
    LazyLock::new(|| build(ProxyConfig::from_env(), tls::TlsContext::default()));

/// What a `provider` block can say of the network. Empty texts are as good as none.
#[derive(Debug, Default)]
pub struct Network<'a> {
    /// The proxy of plain HTTP.
    pub http_proxy: Option<&'a str>,
    /// The proxy of HTTPS.
    pub https_proxy: Option<&'a str>,
    /// The hosts that are reached without a proxy, separated by commas.
    pub no_proxy: Option<&'a str>,
    /// A file of certificates in PEM that are trusted beside those of the system.
    pub ca_bundle: Option<&'a str>,
}

/// The client for such a network.
///
/// # Errors
/// [`Error::Invalid`] for a proxy that is no URL or a file that cannot be read.
pub fn client(network: &Network) -> Result<SharedHttpClient> {
    if [network.http_proxy, network.https_proxy, network.ca_bundle].iter().all(Option::is_none) {
        return Ok(SHARED.clone());
    }
    let wrong = |what: &str, error: &dyn std::fmt::Display| {
        Error::Invalid(format!("The proxy {what:?} cannot be used: {error}."))
    };
    let mut proxy = match (network.https_proxy, network.http_proxy) {
        (Some(url), other) if other.is_none_or(|other| other == url) => {
            ProxyConfig::all(url).map_err(|error| wrong(url, &error))?
        }
        (Some(url), _) => ProxyConfig::https(url).map_err(|error| wrong(url, &error))?,
        (None, Some(url)) => ProxyConfig::http(url).map_err(|error| wrong(url, &error))?,
        (None, None) => ProxyConfig::from_env(),
    };
    if let Some(hosts) = network.no_proxy {
        proxy = proxy.no_proxy(hosts);
    }
    let mut context = tls::TlsContext::builder();
    if let Some(path) = network.ca_bundle {
        let unreadable = |error: std::io::Error| {
            Error::Invalid(format!("The certificates {path} cannot be read: {error}."))
        };
        let pem = std::fs::read(path).map_err(unreadable)?;
        context = context.with_trust_store(tls::TrustStore::default().with_pem_certificate(pem));
    }
    let context = context.build().map_err(|error| Error::Invalid(error.to_string()))?;
    Ok(build(proxy, context))
}

fn build(proxy: ProxyConfig, context: tls::TlsContext) -> SharedHttpClient {
    Builder::new().build_with_connector_fn(move |settings, components| {
        let mut connector = Connector::builder().proxy_config(proxy.clone());
        connector.set_connector_settings(settings.cloned());
        connector.set_sleep_impl(components.and_then(|components| components.sleep_impl()));
        let tls = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
        connector.tls_provider(tls).tls_context(context.clone()).build()
    })
}
