//! `aws_secretsmanager_secret_version`: a value of a secret.

use super::GONE;
use crate::providers::aws::{names, prelude::*};
use aws_smithy_types::Blob;
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// A value of a secret.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_secretsmanager_secret_version")]
pub struct SecretVersion {
    id: Computed<String>,
    arn: Computed<String>,
    has_secret_string_wo: Computed<bool>,
    #[attr(force_new, sensitive, conflicts = ["secret_string", "secret_string_wo"])]
    secret_binary: Optional<String>,
    #[attr(force_new)]
    secret_id: Required<String>,
    #[attr(force_new, sensitive, conflicts = ["secret_binary", "secret_string_wo"])]
    secret_string: Optional<String>,
    #[attr(sensitive, write_only, conflicts = ["secret_binary", "secret_string"], required_with = ["secret_string_wo_version"])]
    secret_string_wo: Optional<String>,
    #[attr(force_new, required_with = ["secret_string_wo"])]
    secret_string_wo_version: Optional<i64>,
    version_id: Computed<String>,
    version_stages: Defaulted<Set<String>>,
}

/// The stage of the version that readers get; a secret always has one with it.
const CURRENT: &str = "AWSCURRENT";

impl Resource<Aws> for SecretVersion {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let binary = given(&self.secret_binary).map(|text| BASE64_STANDARD.decode(text)).transpose();
        let binary = binary.map_err(|_| {
            Error::Invalid("`secret_binary` is no base64 text. Use the function base64encode.".into())
        })?;
        let request = aws
            .secrets
            .put_secret_value()
            .secret_id(&self.secret_id)
            .client_request_token(names::unique("terraform-"))
            .set_secret_binary(binary.map(Blob::new))
            .set_secret_string(given(&self.secret_string_wo).or_else(|| given(&self.secret_string)))
            .set_version_stages(
                self.version_stages.as_ref().map(|set| set.0.clone()).filter(|set| !set.is_empty()),
            );
        let written = request.send().await?;
        self.has_secret_string_wo = self.secret_string_wo.as_ref().map(|_| true);
        self.id = Some(format!("{}|{}", self.secret_id, written.version_id.unwrap_or_default()));
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (secret, version) = self.parts()?;
        let request = aws.secrets.get_secret_value().secret_id(secret).version_id(version);
        let value = match request.send().await.or_gone(GONE) {
            Err(error) if error.says("deleted") || error.says("marked for deletion") => return Ok(None),
            found => found?,
        };
        let Some(value) = value else { return Ok(None) };
        let secret_string = match self.has_secret_string_wo {
            Some(true) => String::new(),
            _ => value.secret_string.unwrap_or_default(),
        };
        let secret_binary = value.secret_binary.map(|blob| BASE64_STANDARD.encode(blob)).unwrap_or_default();
        Ok(Some(SecretVersion {
            arn: value.arn,
            has_secret_string_wo: self.has_secret_string_wo,
            secret_binary: Some(secret_binary),
            secret_id: secret.to_owned(),
            secret_string: Some(secret_string),
            secret_string_wo: None,
            secret_string_wo_version: self.secret_string_wo_version,
            version_id: value.version_id,
            version_stages: Some(value.version_stages.unwrap_or_default().into()),
            id: self.id,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let none = Set::default();
        let Some(planned) = &self.version_stages else { return Ok(()) };
        let before = prior.version_stages.as_ref().unwrap_or(&none);
        let (secret, version) = self.parts()?;
        for stage in planned.iter().filter(|stage| !before.contains(stage)) {
            let holder = self.holder(stage, aws).await?;
            let request = aws.secrets.update_secret_version_stage().secret_id(secret).version_stage(stage);
            request.move_to_version_id(version).set_remove_from_version_id(holder).send().await?;
        }
        for stage in before.iter().filter(|stage| !planned.contains(stage) && *stage != CURRENT) {
            let request = aws.secrets.update_secret_version_stage().secret_id(secret).version_stage(stage);
            request.remove_from_version_id(version).send().await?;
        }
        Ok(())
    }

    /// Takes every stage away from the version but the current one, which a secret never lacks: AWS deletes a
    /// version without a stage by itself.
    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (secret, version) = self.parts()?;
        let Some(found) = super::secret::find(secret, aws).await? else { return Ok(()) };
        let stages = found.version_ids_to_stages.unwrap_or_default().remove(version).unwrap_or_default();
        for stage in stages.iter().filter(|stage| *stage != CURRENT) {
            let request = aws.secrets.update_secret_version_stage().secret_id(secret).version_stage(stage);
            request.remove_from_version_id(version).send().await.or_gone(GONE)?;
        }
        Ok(())
    }
}

impl SecretVersion {
    /// The secret and the version of the id.
    fn parts(&self) -> Result<(&str, &str)> {
        self.id().split_once('|').ok_or_else(|| {
            Error::Invalid(format!(
                "`{}` is no id of a secret's version. It is `secret-arn|version-id`.",
                self.id()
            ))
        })
    }

    /// The version that has a stage now.
    async fn holder(&self, stage: &str, aws: &Aws) -> Result<Option<String>> {
        let (secret, version) = self.parts()?;
        let found = aws.secrets.describe_secret().secret_id(secret).send().await.or_gone(GONE)?;
        let versions = found.and_then(|found| found.version_ids_to_stages).unwrap_or_default();
        let holds = |stages: &Vec<String>| stages.iter().any(|one| one == stage);
        let holder = versions.into_iter().find(|(id, stages)| id != version && holds(stages));
        Ok(holder.map(|(id, _)| id))
    }
}
