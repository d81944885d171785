//! The smaller inline blocks of a bucket: CORS, grants, logging, versioning, encryption.

use super::super::prelude::*;
use aws_sdk_s3::types::{
    BucketVersioningStatus, CorsConfiguration, CorsRule as AwsCorsRule, Grant as AwsGrant, Grantee,
    LoggingEnabled, MfaDelete, Permission, ServerSideEncryption, ServerSideEncryptionByDefault,
    ServerSideEncryptionConfiguration, ServerSideEncryptionRule, Type, VersioningConfiguration,
};

/// What pages of other origins may do.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct CorsRule {
    allowed_headers: Optional<Vec<String>>,
    allowed_methods: Required<Vec<String>>,
    allowed_origins: Required<Vec<String>>,
    expose_headers: Optional<Vec<String>>,
    max_age_seconds: Optional<i64>,
}

impl CorsRule {
    /// The rules in the form of S3.
    ///
    /// # Errors
    /// A number that is too large.
    pub fn to_aws(rules: &[Self]) -> Result<CorsConfiguration> {
        let rules = rules.iter().map(|rule| {
            let list = |list: &Option<Vec<String>>| list.clone().filter(|list| !list.is_empty());
            Ok(AwsCorsRule::builder()
                .set_allowed_headers(list(&rule.allowed_headers))
                .set_allowed_methods(Some(rule.allowed_methods.clone()))
                .set_allowed_origins(Some(rule.allowed_origins.clone()))
                .set_expose_headers(list(&rule.expose_headers))
                .set_max_age_seconds(rule.max_age_seconds.filter(|age| *age != 0).map(small).transpose()?)
                .build()?)
        });
        Ok(CorsConfiguration::builder().set_cors_rules(Some(rules.collect::<Result<_>>()?)).build()?)
    }

    /// The rule as S3 has it.
    pub fn from_aws(rule: AwsCorsRule) -> Self {
        CorsRule {
            allowed_headers: Some(rule.allowed_headers.unwrap_or_default()),
            allowed_methods: rule.allowed_methods,
            allowed_origins: rule.allowed_origins,
            expose_headers: Some(rule.expose_headers.unwrap_or_default()),
            max_age_seconds: Some(rule.max_age_seconds.map(i64::from).unwrap_or_default()),
        }
    }
}

/// What one grantee may do.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Grant {
    id: Optional<String>,
    permissions: Required<Set<String>>,
    #[attr(one_of = ["CanonicalUser", "Group"])]
    r#type: Required<String>,
    uri: Optional<String>,
}

impl Grant {
    /// The grants in the form of S3, which has one for every permission.
    ///
    /// # Errors
    /// None in practice: every grantee has a type.
    pub fn to_aws(&self) -> Result<Vec<AwsGrant>> {
        let grantee = Grantee::builder()
            .r#type(Type::from(self.r#type.as_str()))
            .set_id(said(&self.id))
            .set_uri(said(&self.uri))
            .build()?;
        let grants = self.permissions.iter().map(|permission| {
            AwsGrant::builder()
                .grantee(grantee.clone())
                .permission(Permission::from(permission.as_str()))
                .build()
        });
        Ok(grants.collect())
    }

    /// The grants as S3 has them, those of a grantee together.
    pub fn from_aws(grants: Vec<AwsGrant>) -> Set<Self> {
        let mut all: Vec<Grant> = Vec::new();
        for grant in grants {
            let (Some(grantee), Some(permission)) = (grant.grantee, grant.permission) else { continue };
            let (id, uri) = (Some(grantee.id.unwrap_or_default()), Some(grantee.uri.unwrap_or_default()));
            let r#type = grantee.r#type.to_string();
            let at = all.iter().position(|one| one.id == id && one.uri == uri && one.r#type == r#type);
            let at = at.unwrap_or_else(|| {
                all.push(Grant { id, permissions: Set::default(), r#type, uri });
                all.len() - 1
            });
            all[at].permissions.push(permission.to_string());
        }
        all.into()
    }
}

/// Where the log of accesses goes.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Logging {
    target_bucket: Required<String>,
    target_prefix: Optional<String>,
}

impl Logging {
    /// The target in the form of S3.
    ///
    /// # Errors
    /// None in practice: bucket and prefix are there.
    pub fn to_aws(&self) -> Result<LoggingEnabled> {
        let prefix = self.target_prefix.clone().unwrap_or_default();
        Ok(LoggingEnabled::builder().target_bucket(&self.target_bucket).target_prefix(prefix).build()?)
    }

    /// The target as S3 has it.
    pub fn from_aws(logging: LoggingEnabled) -> Self {
        Logging { target_bucket: logging.target_bucket, target_prefix: Some(logging.target_prefix) }
    }
}

/// Whether older versions of objects are kept.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Versioning {
    #[attr(default = false)]
    pub enabled: Optional<bool>,
    #[attr(default = false)]
    pub mfa_delete: Optional<bool>,
}

impl Versioning {
    /// The switches in the form of S3. A bucket that is new has no versions: "off" is not said to S3 then.
    pub fn to_aws(&self, is_new: bool) -> Option<VersioningConfiguration> {
        let (enabled, mfa) = (self.enabled.unwrap_or_default(), self.mfa_delete.unwrap_or_default());
        if is_new && !enabled && !mfa {
            return None;
        }
        let status =
            if enabled { BucketVersioningStatus::Enabled } else { BucketVersioningStatus::Suspended };
        let mfa_delete = match (mfa, is_new) {
            (true, _) => Some(MfaDelete::Enabled),
            (false, true) => None,
            (false, false) => Some(MfaDelete::Disabled),
        };
        Some(VersioningConfiguration::builder().status(status).set_mfa_delete(mfa_delete).build())
    }
}

/// How objects are encrypted that do not say it.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Encryption {
    #[attr(block, min_items = 1, max_items = 1)]
    rule: Required<Vec<EncryptionRule>>,
}

/// The rule of it.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct EncryptionRule {
    #[attr(block, min_items = 1, max_items = 1)]
    apply_server_side_encryption_by_default: Required<Vec<EncryptionByDefault>>,
    bucket_key_enabled: Optional<bool>,
}

/// The algorithm and key.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct EncryptionByDefault {
    kms_master_key_id: Optional<String>,
    #[attr(one_of = ["AES256", "aws:kms", "aws:kms:dsse"])]
    sse_algorithm: Required<String>,
}

impl Encryption {
    /// The rules in the form of S3.
    ///
    /// # Errors
    /// None in practice: there is an algorithm.
    pub fn to_aws(&self) -> Result<ServerSideEncryptionConfiguration> {
        let rules = self.rule.iter().map(|rule| {
            let by_default = rule.apply_server_side_encryption_by_default.first().map(|one| {
                ServerSideEncryptionByDefault::builder()
                    .sse_algorithm(ServerSideEncryption::from(one.sse_algorithm.as_str()))
                    .set_kms_master_key_id(said(&one.kms_master_key_id))
                    .build()
            });
            Ok(ServerSideEncryptionRule::builder()
                .set_apply_server_side_encryption_by_default(by_default.transpose()?)
                .set_bucket_key_enabled(rule.bucket_key_enabled)
                .build())
        });
        Ok(ServerSideEncryptionConfiguration::builder()
            .set_rules(Some(rules.collect::<Result<_>>()?))
            .build()?)
    }

    /// The rules as S3 has them.
    pub fn from_aws(configuration: ServerSideEncryptionConfiguration) -> Self {
        let rules = configuration.rules.into_iter().map(|rule| EncryptionRule {
            apply_server_side_encryption_by_default: rule
                .apply_server_side_encryption_by_default
                .map(|one| EncryptionByDefault {
                    kms_master_key_id: Some(one.kms_master_key_id.unwrap_or_default()),
                    sse_algorithm: one.sse_algorithm.to_string(),
                })
                .into_iter()
                .collect(),
            bucket_key_enabled: Some(rule.bucket_key_enabled.unwrap_or_default()),
        });
        Encryption { rule: rules.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_of_a_grantee_are_one_block() {
        let grant = |id: &str, permission| {
            let grantee = Grantee::builder().r#type(Type::CanonicalUser).id(id).build().unwrap();
            AwsGrant::builder().grantee(grantee).permission(permission).build()
        };
        let grants = Grant::from_aws(vec![
            grant("a", Permission::Read),
            grant("b", Permission::Write),
            grant("a", Permission::Write),
        ]);
        assert_eq!(grants.len(), 2);
        assert_eq!(grants[0].permissions.0, ["READ", "WRITE"]);
        assert_eq!(grants.iter().map(|grant| grant.to_aws().unwrap().len()).sum::<usize>(), 3);
    }

    #[test]
    fn versions_of_a_new_bucket_are_not_suspended() {
        let versioning = |enabled| Versioning { enabled: Some(enabled), mfa_delete: Some(false) };
        let status = |enabled, is_new| versioning(enabled).to_aws(is_new).and_then(|found| found.status);
        assert_eq!(status(false, true), None);
        assert_eq!(status(false, false), Some(BucketVersioningStatus::Suspended));
        assert_eq!(status(true, true), Some(BucketVersioningStatus::Enabled));
    }
}
