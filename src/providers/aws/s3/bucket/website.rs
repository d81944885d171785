//! The inline `website` block of a bucket.

use super::super::{prelude::*, routing};
use crate::providers::aws::json;
use aws_sdk_s3::types::{
    ErrorDocument, IndexDocument, Protocol, RedirectAllRequestsTo, WebsiteConfiguration,
};

/// What a bucket shows as a web site.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Website {
    #[attr(conflicts = ["redirect_all_requests_to"])]
    error_document: Optional<String>,
    #[attr(exactly_one_of = ["index_document", "redirect_all_requests_to"])]
    index_document: Optional<String>,
    #[attr(exactly_one_of = ["index_document", "redirect_all_requests_to"])]
    redirect_all_requests_to: Optional<String>,
    #[attr(conflicts = ["redirect_all_requests_to"], normalize = json::normalize, equal = json::equal)]
    routing_rules: Optional<String>,
}

impl Website {
    /// The site in the form of S3.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the routing rules are none.
    pub fn to_aws(&self) -> Result<WebsiteConfiguration> {
        let mut builder = WebsiteConfiguration::builder();
        if let Some(suffix) = said(&self.index_document) {
            builder = builder.index_document(IndexDocument::builder().suffix(suffix).build()?);
        }
        if let Some(key) = said(&self.error_document) {
            builder = builder.error_document(ErrorDocument::builder().key(key).build()?);
        }
        if let Some(url) = said(&self.redirect_all_requests_to) {
            builder = builder.redirect_all_requests_to(redirect(&url)?);
        }
        if let Some(rules) = said(&self.routing_rules) {
            builder = builder.set_routing_rules(Some(routing::parse(&rules)?));
        }
        Ok(builder.build())
    }

    /// The site as S3 has it.
    pub fn from_aws(
        index: Option<IndexDocument>,
        error: Option<ErrorDocument>,
        redirect: Option<RedirectAllRequestsTo>,
        rules: Option<Vec<aws_sdk_s3::types::RoutingRule>>,
    ) -> Self {
        let redirect = redirect.map(|to| match to.protocol {
            Some(protocol) => format!("{protocol}://{}", to.host_name),
            None => to.host_name,
        });
        Website {
            error_document: Some(error.map(|error| error.key).unwrap_or_default()),
            index_document: Some(index.map(|index| index.suffix).unwrap_or_default()),
            redirect_all_requests_to: Some(redirect.unwrap_or_default()),
            routing_rules: Some(
                rules.filter(|rules| !rules.is_empty()).map(routing::render).unwrap_or_default(),
            ),
        }
    }
}

/// `https://host/path` or `host`.
fn redirect(url: &str) -> Result<RedirectAllRequestsTo> {
    let builder = RedirectAllRequestsTo::builder();
    Ok(match url.split_once("://") {
        Some((scheme, host)) => builder.protocol(Protocol::from(scheme)).host_name(host),
        None => builder.host_name(url),
    }
    .build()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_comes_back_from_s3_as_it_was() {
        for url in ["https://example.com/a?b=c", "http://example.com", "example.com"] {
            let to = redirect(url).unwrap();
            let site = Website::from_aws(None, None, Some(to), None);
            assert_eq!(site.redirect_all_requests_to.as_deref(), Some(url));
        }
    }
}
