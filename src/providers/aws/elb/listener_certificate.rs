//! `aws_lb_listener_certificate`: one more certificate of a listener, beside its own.

use crate::providers::aws::prelude::*;
use aws_sdk_elasticloadbalancingv2::types::Certificate;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lb_listener_certificate")]
pub struct ListenerCertificate {
    id: Computed<String>,
    #[attr(force_new)]
    certificate_arn: Required<String>,
    #[attr(force_new)]
    listener_arn: Required<String>,
}

const GONE: &[&str] = &["CertificateNotFound", "ListenerNotFound"];

impl Resource<Aws> for ListenerCertificate {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        // A certificate that was made a moment ago is not seen yet.
        let heals = |error: &Error| error.is(&["CertificateNotFound"]);
        wait::retry(minutes(5), heals, || async {
            let request = aws.elb.add_listener_certificates().listener_arn(&self.listener_arn);
            Ok(request.certificates(self.certificate()).send().await?)
        })
        .await?;
        self.id = Some(format!("{}_{}", self.listener_arn, self.certificate_arn));
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let mut marker = None;
        loop {
            let request = aws.elb.describe_listener_certificates().listener_arn(&self.listener_arn);
            let page = request.set_marker(marker).send().await.or_gone(GONE)?;
            let Some(page) = page else { return Ok(None) };
            // The listener's own certificate is none of these.
            let same = |found: &Certificate| {
                found.certificate_arn.as_deref() == Some(self.certificate_arn.as_str())
                    && !found.is_default.unwrap_or_default()
            };
            if page.certificates.into_iter().flatten().any(|found| same(&found)) {
                return Ok(Some(self));
            }
            marker = page.next_marker.filter(|marker| !marker.is_empty());
            if marker.is_none() {
                return Ok(None);
            }
        }
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.elb.remove_listener_certificates().listener_arn(&self.listener_arn);
        request.certificates(self.certificate()).send().await.or_gone(GONE)?;
        Ok(())
    }

    /// By the ARNs of the listener and the certificate, with an underscore between them.
    fn import(id: &str) -> Result<Self> {
        match id.split_once('_') {
            Some((listener, certificate)) if id.starts_with("arn:") && certificate.starts_with("arn:") => {
                Ok(Self {
                    id: Some(id.to_owned()),
                    certificate_arn: certificate.to_owned(),
                    listener_arn: listener.to_owned(),
                })
            }
            _ => Err(Error::Invalid(format!("{id:?} is no LISTENER-ARN_CERTIFICATE-ARN."))),
        }
    }
}

impl ListenerCertificate {
    fn certificate(&self) -> Certificate {
        Certificate::builder().certificate_arn(&self.certificate_arn).build()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_has_two_arns() {
        let (listener, certificate) =
            ("arn:aws:x:listener/app/a/1/2", "arn:aws:iam::1:server-certificate/a_b");
        let found = ListenerCertificate::import(&format!("{listener}_{certificate}")).unwrap();
        assert_eq!((found.listener_arn.as_str(), found.certificate_arn.as_str()), (listener, certificate));
        assert!(ListenerCertificate::import(listener).is_err());
    }
}
