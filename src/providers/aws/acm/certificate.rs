//! `aws_acm_certificate`: a certificate that ACM issues, or that is imported into it.

use super::prelude::*;
use crate::{lang::value::Type, schema::Field as _};
use aws_sdk_acm::{
    primitives::Blob,
    types::{
        CertificateDetail, CertificateOptions, CertificateTransparencyLoggingPreference, CertificateType,
        DomainValidation, DomainValidationOption, KeyAlgorithm, RenewalEligibility, Tag, ValidationMethod,
    },
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_acm_certificate")]
pub struct Certificate {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(force_new, conflicts = ["certificate_body", "private_key", "validation_method"])]
    certificate_authority_arn: Optional<String>,
    #[attr(normalize = trimmed, required_with = ["private_key"], exactly_one_of = ["domain_name", "private_key"])]
    certificate_body: Optional<String>,
    #[attr(normalize = trimmed)]
    certificate_chain: Optional<String>,
    #[attr(force_new)]
    domain_name: Defaulted<String>,
    domain_validation_options: Computed<Set<ValidationRecord>>,
    early_renewal_duration: Optional<String>,
    #[attr(force_new, one_of = ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"])]
    key_algorithm: Defaulted<String>,
    not_after: Computed<String>,
    not_before: Computed<String>,
    #[attr(block, max_items = 1)]
    options: Defaulted<Vec<Options>>,
    pending_renewal: Computed<bool>,
    #[attr(sensitive, normalize = trimmed, required_with = ["certificate_body"])]
    private_key: Optional<String>,
    renewal_eligibility: Computed<String>,
    renewal_summary: Computed<Vec<RenewalSummary>>,
    status: Computed<String>,
    #[attr(force_new)]
    subject_alternative_names: Defaulted<Set<String>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    r#type: Computed<String>,
    validation_emails: Computed<Vec<String>>,
    #[attr(force_new, one_of = ["EMAIL", "DNS", "HTTP"])]
    validation_method: Defaulted<String>,
    #[attr(block, force_new)]
    validation_option: Optional<Set<ValidationOption>>,
}

/// Whether the certificate is logged for everyone to see.
#[derive(Debug, Default, Clone, Schema)]
pub struct Options {
    #[attr(default = "ENABLED", one_of = ["ENABLED", "DISABLED"])]
    certificate_transparency_logging_preference: Optional<String>,
}

/// How far the renewal of an issued certificate is.
#[derive(Debug, Default, Clone, Schema)]
pub struct RenewalSummary {
    renewal_status: Optional<String>,
    renewal_status_reason: Optional<String>,
    updated_at: Optional<String>,
}

/// The record that proves that a domain is ours.
#[derive(Debug, Default, Clone, Schema)]
pub struct ValidationRecord {
    domain_name: Optional<String>,
    resource_record_name: Optional<String>,
    resource_record_type: Optional<String>,
    resource_record_value: Optional<String>,
}

/// Where the mail that asks for a domain goes.
#[derive(Debug, Default, Clone, Schema)]
pub struct ValidationOption {
    #[attr(force_new)]
    domain_name: Required<String>,
    #[attr(force_new)]
    validation_domain: Required<String>,
}

impl Resource<Aws> for Certificate {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        if said(&self.private_key).is_some() {
            return self.import_into_acm(None, aws).await;
        }
        let options = self.validation_option.iter().flat_map(|set| set.iter()).map(|option| {
            DomainValidationOption::builder()
                .domain_name(&option.domain_name)
                .validation_domain(&option.validation_domain)
                .build()
        });
        let options = options.collect::<Result<Vec<_>, _>>()?;
        let names = self.subject_alternative_names.clone().unwrap_or_default();
        let request = aws
            .acm
            .request_certificate()
            .set_domain_name(self.domain_name.clone())
            .idempotency_token(uuid::Uuid::new_v4().simple().to_string())
            .set_certificate_authority_arn(said(&self.certificate_authority_arn))
            .set_domain_validation_options((!options.is_empty()).then_some(options))
            .set_key_algorithm(said(&self.key_algorithm).map(|name| KeyAlgorithm::from(name.as_str())))
            .set_options(self.sdk_options())
            .set_subject_alternative_names((!names.is_empty()).then_some(names.0))
            .set_tags(to_acm(&self.tags_all)?)
            .set_validation_method(
                said(&self.validation_method).map(|method| ValidationMethod::from(method.as_str())),
            );
        self.id = request.send().await?.certificate_arn;
        // The records that prove the domains come a little later.
        wait::until("the certificate's validation records", minutes(5), || async {
            let found = find::certificate(self.id(), aws).await?;
            Ok(match found {
                Some(certificate) if is_described(&certificate) => Progress::Ready(()),
                Some(_) => Progress::Pending("no validation records".into()),
                None => Progress::Pending("not visible".into()),
            })
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find::certificate(self.id(), aws).await? else { return Ok(None) };
        let tags_all = find::tags_of(self.id(), aws).await?;
        Ok(Some(self.with(found, tags_all)))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let imported = |this: &Self| {
            [&this.certificate_body, &this.certificate_chain, &this.private_key]
                .map(|text| text.clone().unwrap_or_default())
        };
        if imported(self) != imported(prior) {
            self.import_into_acm(self.id.clone(), aws).await?;
        } else if said(&self.private_key).is_none() && self.logging() != prior.logging() {
            let request = aws.acm.update_certificate_options().certificate_arn(self.id());
            request.set_options(self.sdk_options()).send().await?;
        }
        if said(&self.early_renewal_duration).is_some() && prior.pending_renewal == Some(true) {
            aws.acm.renew_certificate().certificate_arn(self.id()).send().await?;
        }
        let Some(change) = tags::change(&prior.tags_all, &self.tags_all) else { return Ok(()) };
        if !change.removed.is_empty() {
            let keys = change.removed.iter().map(|key| Tag::builder().key(key).build());
            let keys = keys.collect::<Result<Vec<_>, _>>()?;
            aws.acm
                .remove_tags_from_certificate()
                .certificate_arn(self.id())
                .set_tags(Some(keys))
                .send()
                .await?;
        }
        if let Some(added) = to_acm(&Some(change.added))? {
            aws.acm.add_tags_to_certificate().certificate_arn(self.id()).set_tags(Some(added)).send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let delete = || async {
            let request = aws.acm.delete_certificate().certificate_arn(self.id());
            request.send().await.or_gone(&[find::GONE])
        };
        // A load balancer that is deleted holds its certificate for some minutes more.
        wait::retry(minutes(20), |error| error.is(&["ResourceInUseException"]), delete).await?;
        Ok(())
    }

    /// The names always hold the main one. With DNS each of them gets a record, so that a `for_each` over those is
    /// known before the certificate is.
    fn refine(plan: &mut Refine<'_>) {
        let domain = plan.config("domain_name").clone();
        let mut names: Vec<Value> = domain.as_str().iter().map(|name| Value::from(*name)).collect();
        let others = plan.config("subject_alternative_names").clone();
        let known = !names.is_empty() && others.is_wholly_known();
        names.extend(others.as_sequence().unwrap_or_default().iter().cloned());
        if known && names.len() > 1 {
            plan.set("subject_alternative_names", Value::set(Type::String, names.clone()));
        }
        if known && plan.prior.is_none() && plan.config("validation_method").as_str() == Some("DNS") {
            let records = Value::set(Type::String, names);
            let records = records.as_sequence().unwrap_or_default().iter().map(planned_record).collect();
            plan.set("domain_validation_options", Value::set(ValidationRecord::SHAPE.ty(), records));
        }
        let text = ["certificate_body", "certificate_chain", "private_key"];
        if text.iter().any(|name| plan.is_changed(name)) {
            for name in ["domain_name", "key_algorithm", "not_after", "not_before", "status"] {
                plan.set_unknown(name, Type::String);
            }
            plan.set_unknown("subject_alternative_names", Type::set(Type::String));
        }
        if text.iter().chain(&["tags", "tags_all"]).any(|name| plan.is_changed(name)) {
            plan.set_unknown("pending_renewal", Type::Bool);
        }
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let is_set = |name: &str| config.get(name).is_some_and(|value| !value.is_null());
        let asked = is_set("domain_name") && !is_set("certificate_authority_arn");
        if asked && !is_set("validation_method") {
            return vec![("validation_method", "Say how the domain is proved: DNS, EMAIL or HTTP.".into())];
        }
        Vec::new()
    }
}

impl Certificate {
    fn logging(&self) -> Option<&str> {
        self.options.iter().flatten().next()?.certificate_transparency_logging_preference.as_deref()
    }

    fn sdk_options(&self) -> Option<CertificateOptions> {
        let preference = CertificateTransparencyLoggingPreference::from(self.logging()?);
        Some(CertificateOptions::builder().certificate_transparency_logging_preference(preference).build())
    }

    /// Imports the certificate, over the one with this ARN if there is one.
    async fn import_into_acm(&mut self, arn: Option<String>, aws: &Aws) -> Result<()> {
        let blob = |text: &Option<String>| said(text).map(Blob::new);
        let tags = if arn.is_none() { to_acm(&self.tags_all)? } else { None };
        let request = aws
            .acm
            .import_certificate()
            .set_certificate_arn(arn)
            .set_certificate(blob(&self.certificate_body))
            .set_certificate_chain(blob(&self.certificate_chain))
            .set_private_key(blob(&self.private_key))
            .set_tags(tags);
        self.id = request.send().await?.certificate_arn;
        Ok(())
    }

    fn with(self, found: CertificateDetail, tags_all: Option<Tags>) -> Self {
        let domains = found.domain_validation_options.unwrap_or_default();
        let imported = found.r#type == Some(CertificateType::Imported);
        let private = found.r#type == Some(CertificateType::Private);
        let logging = found.options.and_then(|options| options.certificate_transparency_logging_preference);
        let validated = domains.iter().find_map(|domain| domain.validation_method.as_ref());
        let method = validated.map_or("NONE", |method| method.as_str()).to_owned();
        let eligible = found.renewal_eligibility == Some(RenewalEligibility::Eligible);
        let summary = found.renewal_summary.map(|summary| RenewalSummary {
            renewal_status: Some(summary.renewal_status.to_string()),
            renewal_status_reason: summary.renewal_status_reason.map(|reason| reason.to_string()),
            updated_at: find::rfc3339(&summary.updated_at),
        });
        let early = said(&self.early_renewal_duration).is_some();
        Certificate {
            arn: found.certificate_arn,
            certificate_authority_arn: found.certificate_authority_arn,
            domain_name: found.domain_name,
            domain_validation_options: Some(domains.iter().filter_map(record).collect()),
            key_algorithm: found.key_algorithm.map(|algorithm| algorithm.to_string().replace('-', "_")),
            not_after: found.not_after.as_ref().and_then(find::rfc3339),
            not_before: found.not_before.as_ref().and_then(find::rfc3339),
            options: logging.filter(|_| !imported).map(|logging| {
                vec![Options { certificate_transparency_logging_preference: Some(logging.to_string()) }]
            }),
            pending_renewal: Some(early && eligible && private),
            renewal_eligibility: found.renewal_eligibility.map(|eligibility| eligibility.to_string()),
            renewal_summary: Some(summary.into_iter().collect()),
            status: found.status.map(|status| status.to_string()),
            subject_alternative_names: found.subject_alternative_names.map(Set::from),
            tags_all,
            r#type: found.r#type.map(|kind| kind.to_string()),
            validation_emails: Some(
                domains.into_iter().filter_map(|domain| domain.validation_emails).flatten().collect(),
            ),
            validation_method: Some(method),
            ..self
        }
    }
}

/// Whether ACM tells already how the domains are proved.
fn is_described(certificate: &CertificateDetail) -> bool {
    let proved = |domain: &DomainValidation| {
        domain.resource_record.is_some()
            || domain.validation_emails.as_ref().is_some_and(|mails| !mails.is_empty())
            || domain.validation_method == Some(ValidationMethod::Http)
    };
    certificate.r#type != Some(CertificateType::AmazonIssued)
        || certificate
            .domain_validation_options
            .as_ref()
            .is_some_and(|all| !all.is_empty() && all.iter().all(proved))
}

/// The record of a domain before ACM has said it.
fn planned_record(domain: &Value) -> Value {
    let domain = domain.as_str().map_or_else(|| domain.clone(), |name| name.trim_end_matches('.').into());
    let later = ["resource_record_name", "resource_record_type", "resource_record_value"];
    let later = later.map(|name| (name.into(), Value::unknown(Type::String)));
    Value::object(later.into_iter().chain([("domain_name".into(), domain)]))
}

fn record(domain: &DomainValidation) -> Option<ValidationRecord> {
    let record = domain.resource_record.as_ref()?;
    Some(ValidationRecord {
        domain_name: Some(domain.domain_name.clone()),
        resource_record_name: Some(record.name.clone()),
        resource_record_type: Some(record.r#type.to_string()),
        resource_record_value: Some(record.value.clone()),
    })
}

/// PEM without white space around it, and with the line ends of Unix.
fn trimmed(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |text| text.replace("\r\n", "\n").trim().into())
}

fn to_acm(tags: &Option<Tags>) -> Result<Option<Vec<Tag>>> {
    let tags = tags.iter().flatten().map(|(key, value)| Tag::builder().key(key).value(value).build());
    let tags = tags.collect::<Result<Vec<_>, _>>()?;
    Ok((!tags.is_empty()).then_some(tags))
}
