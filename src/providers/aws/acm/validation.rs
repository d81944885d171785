//! `aws_acm_certificate_validation`: the wait until a certificate is issued. It is no object of its own.

use aws_sdk_acm::types::{CertificateStatus, CertificateType};

use super::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_acm_certificate_validation")]
pub struct Validation {
    id: Computed<String>,
    #[attr(force_new)]
    certificate_arn: Required<String>,
    #[attr(timeouts("create"))]
    timeouts: Timeouts,
    #[attr(force_new)]
    validation_record_fqdns: Optional<Set<String>>,
}

impl Resource<Aws> for Validation {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let arn = self.certificate_arn.as_str();
        let certificate = find::certificate(arn, aws)
            .await?
            .ok_or_else(|| Error::Invalid(format!("The certificate {arn} does not exist.")))?;
        if certificate.r#type != Some(CertificateType::AmazonIssued) {
            return Err(Error::Invalid(format!(
                "The certificate {arn} is not one that ACM issues: there is nothing to validate."
            )));
        }
        if let Some(given) = self.validation_record_fqdns.as_ref().filter(|set| !set.is_empty()) {
            let clean = |name: &str| name.trim_end_matches('.').to_owned();
            let given: Vec<String> = given.iter().map(|name| clean(name)).collect();
            let domains = certificate.domain_validation_options.unwrap_or_default();
            let records = domains.iter().filter_map(|domain| domain.resource_record.as_ref());
            let missing: Vec<String> =
                records.map(|record| clean(&record.name)).filter(|name| !given.contains(name)).collect();
            if !missing.is_empty() {
                return Err(Error::Invalid(format!(
                    "`validation_record_fqdns` lacks {}: without that record the certificate {arn} is never issued.",
                    missing.join(", ")
                )));
            }
        }
        wait::until("the certificate", self.timeouts.create(minutes(75)), || async {
            let found = find::certificate(arn, aws).await?;
            Ok(match found.as_ref().and_then(|found| found.status.as_ref()) {
                Some(CertificateStatus::Issued) => Progress::Ready(()),
                Some(CertificateStatus::PendingValidation) => Progress::Pending("PENDING_VALIDATION".into()),
                Some(status) => Progress::Failed {
                    state: status.to_string(),
                    reason: found
                        .as_ref()
                        .and_then(|found| found.failure_reason.as_ref())
                        .map_or(String::new(), |reason| reason.to_string()),
                },
                None => Progress::Pending("not visible".into()),
            })
        })
        .await?;
        let issued = find::certificate(arn, aws).await?.and_then(|found| found.issued_at);
        self.id = Some(match issued {
            // The moment as Go prints it.
            Some(moment) => find::rfc3339(&moment).map_or_else(String::new, |text| {
                format!("{} +0000 UTC", text.trim_end_matches('Z').replace('T', " "))
            }),
            None => arn.to_owned(),
        });
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = find::certificate(&self.certificate_arn, aws).await?;
        let issued = found.and_then(|found| found.status) == Some(CertificateStatus::Issued);
        Ok(issued.then_some(self))
    }

    async fn update(&mut self, _: &Self, _: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, _: &Aws) -> Result<()> {
        Ok(())
    }

    fn import(_: &str) -> Result<Self> {
        Err(Error::Invalid("An aws_acm_certificate_validation cannot be imported: it is only a wait.".into()))
    }
}
