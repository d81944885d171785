//! `aws_lb_listener`: a port of a load balancer, and what happens to what arrives there.

use super::{
    actions::{Action, ListenerForward},
    tagging,
};
use crate::providers::aws::prelude::*;
use aws_sdk_elasticloadbalancingv2::types::{
    AdvertiseTrustStoreCaNamesEnum, Certificate, ListenerAttribute, MutualAuthenticationAttributes,
    ProtocolEnum,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lb_listener")]
pub struct Listener {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(one_of = ["HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"])]
    alpn_policy: Optional<String>,
    certificate_arn: Optional<String>,
    #[attr(block, min_items = 1)]
    default_action: Required<Vec<Action<ListenerForward>>>,
    #[attr(force_new)]
    load_balancer_arn: Required<String>,
    #[attr(block, max_items = 1)]
    mutual_authentication: Defaulted<Vec<MutualAuthentication>>,
    #[attr(range = (1, 65535))]
    port: Optional<i32>,
    #[attr(one_of = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"], normalize = upper_case)]
    protocol: Defaulted<String>,
    routing_http_request_x_amzn_mtls_clientcert_header_name: Defaulted<String>,
    routing_http_request_x_amzn_mtls_clientcert_issuer_header_name: Defaulted<String>,
    routing_http_request_x_amzn_mtls_clientcert_leaf_header_name: Defaulted<String>,
    routing_http_request_x_amzn_mtls_clientcert_serial_number_header_name: Defaulted<String>,
    routing_http_request_x_amzn_mtls_clientcert_subject_header_name: Defaulted<String>,
    routing_http_request_x_amzn_mtls_clientcert_validity_header_name: Defaulted<String>,
    routing_http_request_x_amzn_tls_cipher_suite_header_name: Defaulted<String>,
    routing_http_request_x_amzn_tls_version_header_name: Defaulted<String>,
    routing_http_response_access_control_allow_credentials_header_value: Defaulted<String>,
    routing_http_response_access_control_allow_headers_header_value: Defaulted<String>,
    routing_http_response_access_control_allow_methods_header_value: Defaulted<String>,
    routing_http_response_access_control_allow_origin_header_value: Defaulted<String>,
    routing_http_response_access_control_expose_headers_header_value: Defaulted<String>,
    routing_http_response_access_control_max_age_header_value: Defaulted<String>,
    routing_http_response_content_security_policy_header_value: Defaulted<String>,
    routing_http_response_server_enabled: Defaulted<bool>,
    routing_http_response_strict_transport_security_header_value: Defaulted<String>,
    routing_http_response_x_content_type_options_header_value: Defaulted<String>,
    routing_http_response_x_frame_options_header_value: Defaulted<String>,
    ssl_policy: Defaulted<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(range = (60, 6000))]
    tcp_idle_timeout_seconds: Defaulted<i32>,
    #[attr(timeouts("create", "update"))]
    timeouts: Timeouts,
}

/// How clients show who they are.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct MutualAuthentication {
    #[attr(one_of = ["on", "off"])]
    advertise_trust_store_ca_names: Defaulted<String>,
    #[attr(default = false)]
    ignore_client_certificate_expiry: Optional<bool>,
    #[attr(one_of = ["off", "verify", "passthrough"])]
    mode: Required<String>,
    trust_store_arn: Optional<String>,
}

/// The texts among the attributes that the API keeps by key, and those keys.
type Text = (fn(&mut Listener) -> &mut Option<String>, &'static str);

macro_rules! texts {
    ($($field:ident = $key:literal,)*) => { &[$((|listener| &mut listener.$field, $key)),*] };
}

const TEXTS: &[Text] = texts! {
    routing_http_request_x_amzn_mtls_clientcert_header_name = "routing.http.request.x_amzn_mtls_clientcert.header_name",
    routing_http_request_x_amzn_mtls_clientcert_issuer_header_name = "routing.http.request.x_amzn_mtls_clientcert_issuer.header_name",
    routing_http_request_x_amzn_mtls_clientcert_leaf_header_name = "routing.http.request.x_amzn_mtls_clientcert_leaf.header_name",
    routing_http_request_x_amzn_mtls_clientcert_serial_number_header_name = "routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name",
    routing_http_request_x_amzn_mtls_clientcert_subject_header_name = "routing.http.request.x_amzn_mtls_clientcert_subject.header_name",
    routing_http_request_x_amzn_mtls_clientcert_validity_header_name = "routing.http.request.x_amzn_mtls_clientcert_validity.header_name",
    routing_http_request_x_amzn_tls_cipher_suite_header_name = "routing.http.request.x_amzn_tls_cipher_suite.header_name",
    routing_http_request_x_amzn_tls_version_header_name = "routing.http.request.x_amzn_tls_version.header_name",
    routing_http_response_access_control_allow_credentials_header_value = "routing.http.response.access_control_allow_credentials.header_value",
    routing_http_response_access_control_allow_headers_header_value = "routing.http.response.access_control_allow_headers.header_value",
    routing_http_response_access_control_allow_methods_header_value = "routing.http.response.access_control_allow_methods.header_value",
    routing_http_response_access_control_allow_origin_header_value = "routing.http.response.access_control_allow_origin.header_value",
    routing_http_response_access_control_expose_headers_header_value = "routing.http.response.access_control_expose_headers.header_value",
    routing_http_response_access_control_max_age_header_value = "routing.http.response.access_control_max_age.header_value",
    routing_http_response_content_security_policy_header_value = "routing.http.response.content_security_policy.header_value",
    routing_http_response_strict_transport_security_header_value = "routing.http.response.strict_transport_security.header_value",
    routing_http_response_x_content_type_options_header_value = "routing.http.response.x_content_type_options.header_value",
    routing_http_response_x_frame_options_header_value = "routing.http.response.x_frame_options.header_value",
};
const IDLE_TIMEOUT: &str = "tcp.idle_timeout.seconds";
const SERVER: &str = "routing.http.response.server.enabled";
const GONE: &[&str] = &["ListenerNotFound"];

impl Resource<Aws> for Listener {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .elb
            .create_listener()
            .load_balancer_arn(&self.load_balancer_arn)
            .set_alpn_policy(said(&self.alpn_policy).map(|policy| vec![policy]))
            .set_certificates(self.certificates())
            .set_default_actions(Some(Action::all_to_elb(&self.default_action)))
            .set_mutual_authentication(self.authentication())
            .set_port(self.port.filter(|port| *port != 0))
            .set_protocol(self.protocol())
            .set_ssl_policy(said(&self.ssl_policy))
            .set_tags(tagging::to_elb(&self.tags_all));
        // A certificate that was made a moment ago is not seen yet.
        let heals = |error: &Error| error.is(&["CertificateNotFound"]);
        let limit = self.timeouts.create(minutes(5));
        let made =
            wait::retry(limit, heals, || async { Ok(request.clone().send().await?.listeners) }).await?;
        self.id = made.and_then(|mut listeners| listeners.pop()).and_then(|listener| listener.listener_arn);
        self.attributes(&Listener::default(), aws).await
    }

    async fn read(mut self, aws: &Aws) -> Result<Option<Self>> {
        let found = aws.elb.describe_listeners().listener_arns(self.id()).send().await.or_gone(GONE)?;
        let Some(listener) = found.and_then(|found| found.listeners?.pop()) else { return Ok(None) };
        let arn = self.id().to_owned();
        let attributes = aws.elb.describe_listener_attributes().listener_arn(&arn).send().await?.attributes;
        TEXTS.iter().for_each(|(slot, _)| *slot(&mut self) = None);
        (self.routing_http_response_server_enabled, self.tcp_idle_timeout_seconds) = (None, None);
        for attribute in attributes.into_iter().flatten() {
            let (Some(key), Some(value)) = (attribute.key, attribute.value) else { continue };
            match key.as_str() {
                IDLE_TIMEOUT => self.tcp_idle_timeout_seconds = value.parse().ok(),
                SERVER => self.routing_http_response_server_enabled = value.parse().ok(),
                key => {
                    if let Some((slot, _)) = TEXTS.iter().find(|(_, name)| *name == key) {
                        *slot(&mut self) = Some(value);
                    }
                }
            }
        }
        let certificate = listener.certificates.and_then(|all| all.into_iter().next()?.certificate_arn);
        let alpn = listener.alpn_policy.and_then(|policies| policies.into_iter().next());
        let default_action = Action::all_from_elb(listener.default_actions, &self.default_action);
        Ok(Some(Listener {
            arn: listener.listener_arn,
            alpn_policy: alpn,
            certificate_arn: certificate,
            default_action,
            load_balancer_arn: listener.load_balancer_arn.unwrap_or_default(),
            mutual_authentication: Some(
                listener.mutual_authentication.map(MutualAuthentication::from_elb).into_iter().collect(),
            ),
            port: Some(listener.port.unwrap_or_default()),
            protocol: Some(listener.protocol.map(|protocol| protocol.to_string()).unwrap_or_default()),
            ssl_policy: Some(listener.ssl_policy.unwrap_or_default()),
            tags_all: tagging::of(aws, &arn).await?,
            ..self
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if !same(&self.alpn_policy, &prior.alpn_policy)
            || !same(&self.certificate_arn, &prior.certificate_arn)
            || self.default_action != prior.default_action
            || !same(&self.mutual_authentication, &prior.mutual_authentication)
            || !same(&self.port, &prior.port)
            || !same(&self.protocol, &prior.protocol)
            || !same(&self.ssl_policy, &prior.ssl_policy)
        {
            let request = aws
                .elb
                .modify_listener()
                .listener_arn(prior.id())
                .set_alpn_policy(said(&self.alpn_policy).map(|policy| vec![policy]))
                .set_certificates(self.certificates())
                .set_default_actions(Some(Action::all_to_elb(&self.default_action)))
                .set_mutual_authentication(self.authentication())
                .set_port(self.port.filter(|port| *port != 0))
                .set_protocol(self.protocol())
                .set_ssl_policy(said(&self.ssl_policy));
            let heals = |error: &Error| error.is(&["CertificateNotFound"]);
            let limit = self.timeouts.update(minutes(5));
            wait::retry(limit, heals, || async { Ok(request.clone().send().await?) }).await?;
        }
        self.id = prior.id.clone();
        self.attributes(prior, aws).await?;
        tagging::update(aws, prior.id(), &prior.tags_all, &self.tags_all).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.elb.delete_listener().listener_arn(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }

    fn import(id: &str) -> Result<Self> {
        if !id.contains(":listener/") {
            return Err(Error::Invalid(format!("{id:?} is no ARN of a listener.")));
        }
        Ok(Self { id: Some(id.to_owned()), ..Self::default() })
    }
}

impl Listener {
    fn certificates(&self) -> Option<Vec<Certificate>> {
        let arn = said(&self.certificate_arn)?;
        Some(vec![Certificate::builder().certificate_arn(arn).build()])
    }

    /// An application load balancer's listener speaks HTTP unless it is told otherwise.
    fn protocol(&self) -> Option<ProtocolEnum> {
        let http = self.load_balancer_arn.contains("loadbalancer/app/").then_some(ProtocolEnum::Http);
        said(&self.protocol).map(|protocol| ProtocolEnum::from(protocol.as_str())).or(http)
    }

    fn authentication(&self) -> Option<MutualAuthenticationAttributes> {
        let block = self.mutual_authentication.iter().flatten().next()?;
        let advertise = said(&block.advertise_trust_store_ca_names);
        let verifies = block.mode == "verify";
        Some(
            MutualAuthenticationAttributes::builder()
                .mode(&block.mode)
                .set_trust_store_arn(said(&block.trust_store_arn))
                .set_ignore_client_certificate_expiry(
                    block.ignore_client_certificate_expiry.filter(|_| verifies),
                )
                .set_advertise_trust_store_ca_names(
                    advertise.map(|text| AdvertiseTrustStoreCaNamesEnum::from(text.as_str())),
                )
                .build(),
        )
    }

    /// Writes the attributes that the API keeps by key and that are planned to change.
    async fn attributes(&self, prior: &Self, aws: &Aws) -> Result<()> {
        let (mut now, mut before) = (self.clone(), prior.clone());
        let mut changes: Vec<(&str, String)> = Vec::new();
        for (slot, key) in TEXTS {
            let value = slot(&mut now).clone();
            if !same(&value, slot(&mut before)) {
                changes.push((*key, value.unwrap_or_default()));
            }
        }
        if let Some(seconds) = changed(&prior.tcp_idle_timeout_seconds, &self.tcp_idle_timeout_seconds) {
            changes.push((IDLE_TIMEOUT, seconds.to_string()));
        }
        let server =
            (&prior.routing_http_response_server_enabled, &self.routing_http_response_server_enabled);
        if let Some(enabled) = changed(server.0, server.1) {
            changes.push((SERVER, enabled.to_string()));
        }
        if changes.is_empty() {
            return Ok(());
        }
        let attribute = |(key, value)| ListenerAttribute::builder().key(key).value(value).build();
        let attributes = changes.into_iter().map(attribute).collect();
        let request = aws.elb.modify_listener_attributes().listener_arn(self.id());
        request.set_attributes(Some(attributes)).send().await?;
        Ok(())
    }
}

impl MutualAuthentication {
    /// As Elastic Load Balancing tells it.
    pub(super) fn from_elb(found: MutualAuthenticationAttributes) -> Self {
        Self {
            advertise_trust_store_ca_names: found.advertise_trust_store_ca_names.map(|kind| kind.to_string()),
            ignore_client_certificate_expiry: Some(
                found.ignore_client_certificate_expiry.unwrap_or_default(),
            ),
            mode: found.mode.unwrap_or_default(),
            trust_store_arn: Some(found.trust_store_arn.unwrap_or_default()),
        }
    }
}

/// The text in capitals.
fn upper_case(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |text| text.to_uppercase().into())
}
