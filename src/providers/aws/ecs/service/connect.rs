//! The `service_connect_configuration` of a service.

use super::Service;
use crate::providers::aws::prelude::*;
use aws_sdk_ecs::types::{
    self as sdk, LogConfiguration, LogDriver, Secret, ServiceConnectClientAlias, ServiceConnectConfiguration,
    ServiceConnectService, ServiceConnectTlsCertificateAuthority, ServiceConnectTlsConfiguration,
    TimeoutConfiguration,
};

/// How the tasks find other services and are found by them.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct ServiceConnect {
    enabled: Required<bool>,
    #[attr(block, max_items = 1)]
    log_configuration: Optional<Vec<Log>>,
    namespace: Defaulted<String>,
    #[attr(block)]
    service: Optional<Vec<Endpoint>>,
}

/// A port that other services can call.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Endpoint {
    #[attr(block, max_items = 1)]
    client_alias: Optional<Vec<Alias>>,
    discovery_name: Defaulted<String>,
    #[attr(range = (0, 65535))]
    ingress_port_override: Optional<i32>,
    port_name: Required<String>,
    #[attr(block, max_items = 1)]
    timeout: Optional<Vec<Timeout>>,
    #[attr(block, max_items = 1)]
    tls: Optional<Vec<Tls>>,
}

/// How calls are encrypted.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Tls {
    #[attr(block, min_items = 1, max_items = 1)]
    issuer_cert_authority: Required<Vec<Issuer>>,
    kms_key: Optional<String>,
    role_arn: Optional<String>,
}

/// Who signs the certificates.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Issuer {
    aws_pca_authority_arn: Required<String>,
}

/// When a call is given up.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Timeout {
    #[attr(range = (0, 2_147_483_647))]
    idle_timeout_seconds: Optional<i32>,
    #[attr(range = (0, 2_147_483_647))]
    per_request_timeout_seconds: Optional<i32>,
}

/// The name under which callers reach the port.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Alias {
    dns_name: Defaulted<String>,
    #[attr(range = (0, 65535))]
    port: Required<i32>,
}

/// Where the proxy logs to.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Log {
    #[attr(one_of = ["json-file", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk", "awsfirelens"])]
    log_driver: Required<String>,
    options: Defaulted<Tags>,
    #[attr(block)]
    secret_option: Optional<Vec<SecretOption>>,
}

/// An option of the log driver that is a secret.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct SecretOption {
    name: Required<String>,
    value_from: Required<String>,
}

impl Service {
    pub(super) fn service_connect(&self) -> Result<Option<ServiceConnectConfiguration>> {
        let Some(block) = self.service_connect_configuration.iter().flatten().next() else { return Ok(None) };
        let services = block.service.iter().flatten().map(Endpoint::to_ecs).collect::<Result<Vec<_>>>()?;
        let log = block.log_configuration.iter().flatten().next().map(Log::to_ecs).transpose()?;
        Ok(Some(
            ServiceConnectConfiguration::builder()
                .enabled(block.enabled)
                .set_namespace(said(&block.namespace))
                .set_services(Some(services).filter(|services| !services.is_empty()))
                .set_log_configuration(log)
                .build(),
        ))
    }
}

impl ServiceConnect {
    pub(super) fn from_ecs(found: ServiceConnectConfiguration) -> Self {
        Self {
            enabled: found.enabled,
            log_configuration: Some(found.log_configuration.map(Log::from_ecs).into_iter().collect()),
            namespace: Some(found.namespace.unwrap_or_default()),
            service: Some(found.services.into_iter().flatten().map(Endpoint::from_ecs).collect()),
        }
    }
}

impl Endpoint {
    fn to_ecs(&self) -> Result<ServiceConnectService> {
        let aliases = self.client_alias.iter().flatten().map(|alias| {
            let builder = ServiceConnectClientAlias::builder().port(alias.port);
            builder.set_dns_name(said(&alias.dns_name)).build()
        });
        let aliases = aliases.collect::<Result<Vec<_>, _>>()?;
        let timeout = self.timeout.iter().flatten().next().map(|block| {
            TimeoutConfiguration::builder()
                .set_idle_timeout_seconds(block.idle_timeout_seconds)
                .set_per_request_timeout_seconds(block.per_request_timeout_seconds)
                .build()
        });
        let tls = self.tls.iter().flatten().next().map(|block| {
            let issuer = block.issuer_cert_authority.first().map(|issuer| {
                let builder = ServiceConnectTlsCertificateAuthority::builder();
                builder.aws_pca_authority_arn(&issuer.aws_pca_authority_arn).build()
            });
            ServiceConnectTlsConfiguration::builder()
                .set_issuer_certificate_authority(issuer)
                .set_kms_key(said(&block.kms_key))
                .set_role_arn(said(&block.role_arn))
                .build()
        });
        Ok(ServiceConnectService::builder()
            .set_client_aliases(Some(aliases).filter(|aliases| !aliases.is_empty()))
            .set_discovery_name(said(&self.discovery_name))
            .set_ingress_port_override(self.ingress_port_override.filter(|port| *port != 0))
            .port_name(&self.port_name)
            .set_timeout(timeout)
            .set_tls(tls)
            .build()?)
    }

    fn from_ecs(found: ServiceConnectService) -> Self {
        let aliases = found.client_aliases.into_iter().flatten();
        let timeout = found.timeout.map(|timeout| Timeout {
            idle_timeout_seconds: Some(timeout.idle_timeout_seconds.unwrap_or_default()),
            per_request_timeout_seconds: Some(timeout.per_request_timeout_seconds.unwrap_or_default()),
        });
        let tls = found.tls.map(|tls| Tls {
            issuer_cert_authority: tls
                .issuer_certificate_authority
                .map(|issuer| Issuer {
                    aws_pca_authority_arn: issuer.aws_pca_authority_arn.unwrap_or_default(),
                })
                .into_iter()
                .collect(),
            kms_key: Some(tls.kms_key.unwrap_or_default()),
            role_arn: Some(tls.role_arn.unwrap_or_default()),
        });
        Self {
            client_alias: Some(
                aliases
                    .map(|alias| Alias {
                        dns_name: Some(alias.dns_name.unwrap_or_default()),
                        port: alias.port,
                    })
                    .collect(),
            ),
            discovery_name: Some(found.discovery_name.unwrap_or_default()),
            ingress_port_override: Some(found.ingress_port_override.unwrap_or_default()),
            port_name: found.port_name,
            timeout: Some(timeout.into_iter().collect()),
            tls: Some(tls.into_iter().collect()),
        }
    }
}

impl Log {
    fn to_ecs(&self) -> Result<LogConfiguration> {
        let secrets = self.secret_option.iter().flatten();
        let secrets =
            secrets.map(|secret| Secret::builder().name(&secret.name).value_from(&secret.value_from).build());
        let secrets = secrets.collect::<Result<Vec<_>, _>>()?;
        let options = self.options.clone().filter(|options| !options.is_empty());
        Ok(sdk::LogConfiguration::builder()
            .log_driver(LogDriver::from(self.log_driver.as_str()))
            .set_options(options.map(|options| options.into_iter().collect()))
            .set_secret_options(Some(secrets).filter(|secrets| !secrets.is_empty()))
            .build()?)
    }

    fn from_ecs(found: LogConfiguration) -> Self {
        let secrets = found.secret_options.into_iter().flatten();
        Self {
            log_driver: found.log_driver.to_string(),
            options: Some(found.options.into_iter().flatten().collect()),
            secret_option: Some(
                secrets
                    .map(|secret| SecretOption { name: secret.name, value_from: secret.value_from })
                    .collect(),
            ),
        }
    }
}
