//! `aws_acm_certificate` as a data source: the certificate of a domain, or with certain tags.

use aws_sdk_acm::types::{CertificateDetail, CertificateStatus, CertificateType, Filters, KeyAlgorithm};

use super::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_acm_certificate")]
pub struct CertificateData {
    id: Computed<String>,
    arn: Computed<String>,
    certificate: Computed<String>,
    certificate_chain: Computed<String>,
    domain: Defaulted<String>,
    key_types: Optional<Set<String>>,
    #[attr(default = false)]
    most_recent: Optional<bool>,
    status: Computed<String>,
    statuses: Optional<Vec<String>>,
    tags: Defaulted<Tags>,
    types: Optional<Vec<String>>,
}

impl Data<Aws> for CertificateData {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let mut found = self.search(aws).await?;
        if self.most_recent.unwrap_or_default() {
            let age =
                |one: &CertificateDetail| one.not_before.or(one.created_at).map_or(0, |moment| moment.secs());
            found.sort_by_key(age);
            found = found.pop().into_iter().collect();
        }
        let count = found.len();
        let Ok([certificate]) = <[CertificateDetail; 1]>::try_from(found) else {
            let of = self.domain.as_ref().map_or(String::new(), |domain| format!(" of `{domain}`"));
            return Err(Error::Invalid(match count {
                0 => format!(
                    "No certificate{of} fits. Only issued ones are looked at unless `statuses` says more."
                ),
                _ => format!("{count} certificates{of} fit. Say more, or set `most_recent = true`."),
            }));
        };
        let arn = certificate.certificate_arn.unwrap_or_default();
        let issued = certificate.status == Some(CertificateStatus::Issued);
        let text = match issued {
            true => Some(aws.acm.get_certificate().certificate_arn(&arn).send().await?),
            false => None,
        };
        let (body, chain) = text.map_or((None, None), |text| (text.certificate, text.certificate_chain));
        Ok(Self {
            certificate: body,
            certificate_chain: chain,
            domain: certificate.domain_name,
            status: certificate.status.map(|status| status.to_string()),
            tags: find::tags_of(&arn, aws).await?,
            id: Some(arn.clone()),
            arn: Some(arn),
            ..self
        })
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let is_set = |name: &str| config.get(name).is_some_and(|value| !value.is_null());
        if is_set("domain") || is_set("tags") {
            return Vec::new();
        }
        vec![("domain", "Say which certificate: `domain`, `tags` or both.".into())]
    }
}

impl CertificateData {
    async fn search(&self, aws: &Aws) -> Result<Vec<CertificateDetail>> {
        let statuses = match self.statuses.as_ref().filter(|statuses| !statuses.is_empty()) {
            Some(statuses) => {
                statuses.iter().map(|status| CertificateStatus::from(status.as_str())).collect()
            }
            None => vec![CertificateStatus::Issued],
        };
        let keys = self.key_types.iter().flat_map(|set| set.iter());
        let keys: Vec<_> = keys.map(|key| KeyAlgorithm::from(key.as_str())).collect();
        let filters = (!keys.is_empty()).then(|| Filters::builder().set_key_types(Some(keys)).build());
        let request =
            aws.acm.list_certificates().set_certificate_statuses(Some(statuses)).set_includes(filters);
        let mut pages = request.into_paginator().send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            for one in page?.certificate_summary_list.unwrap_or_default() {
                let fits = self.domain.is_none() || one.domain_name == self.domain;
                let Some(arn) = one.certificate_arn.filter(|_| fits) else { continue };
                let Some(certificate) = find::certificate(&arn, aws).await? else { continue };
                if self.has_type(&certificate) && self.has_tags(&arn, aws).await? {
                    found.push(certificate);
                }
            }
        }
        Ok(found)
    }

    fn has_type(&self, certificate: &CertificateDetail) -> bool {
        let wanted = self.types.as_deref().unwrap_or_default();
        let is = |name: &String| certificate.r#type == Some(CertificateType::from(name.as_str()));
        wanted.is_empty() || wanted.iter().any(is)
    }

    async fn has_tags(&self, arn: &str, aws: &Aws) -> Result<bool> {
        let Some(wanted) = self.tags.as_ref().filter(|tags| !tags.is_empty()) else { return Ok(true) };
        let tags = find::tags_of(arn, aws).await?.unwrap_or_default();
        Ok(wanted.iter().all(|(key, value)| tags.get(key) == Some(value)))
    }
}
