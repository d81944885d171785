//! `aws_lambda_layer_version`: one version of files that functions share.

use aws_sdk_lambda::{
    primitives::Blob,
    types::{Architecture, LayerVersionContentInput, Runtime},
};

use super::function::GONE;
use crate::providers::{aws::prelude::*, local_path};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lambda_layer_version")]
pub struct LayerVersion {
    id: Computed<String>,
    arn: Computed<String>,
    code_sha256: Computed<String>,
    #[attr(force_new, max_items = 2)]
    compatible_architectures: Optional<Set<String>>,
    #[attr(force_new, max_items = 15)]
    compatible_runtimes: Optional<Set<String>>,
    created_date: Computed<String>,
    #[attr(force_new)]
    description: Optional<String>,
    #[attr(force_new, conflicts = ["s3_bucket", "s3_key", "s3_object_version"])]
    filename: Optional<String>,
    layer_arn: Computed<String>,
    #[attr(force_new)]
    layer_name: Required<String>,
    #[attr(force_new, length = (0, 512))]
    license_info: Optional<String>,
    #[attr(force_new, conflicts = ["filename"])]
    s3_bucket: Optional<String>,
    #[attr(force_new, conflicts = ["filename"])]
    s3_key: Optional<String>,
    #[attr(force_new, conflicts = ["filename"])]
    s3_object_version: Optional<String>,
    signing_job_arn: Computed<String>,
    signing_profile_version_arn: Computed<String>,
    #[attr(force_new, default = false)]
    skip_destroy: Optional<bool>,
    #[attr(force_new)]
    source_code_hash: Defaulted<String>,
    source_code_size: Computed<i64>,
    version: Computed<String>,
}

impl Resource<Aws> for LayerVersion {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let list = |set: &Option<Set<String>>| set.clone().map(|set| set.0).filter(|list| !list.is_empty());
        let architectures = list(&self.compatible_architectures);
        let runtimes = list(&self.compatible_runtimes);
        let request = aws
            .lambda
            .publish_layer_version()
            .layer_name(&self.layer_name)
            .content(self.content().await?)
            .set_compatible_architectures(
                architectures
                    .map(|kinds| kinds.iter().map(|kind| Architecture::from(kind.as_str())).collect()),
            )
            .set_compatible_runtimes(
                runtimes.map(|kinds| kinds.iter().map(|kind| Runtime::from(kind.as_str())).collect()),
            )
            .set_description(said(&self.description))
            .set_license_info(said(&self.license_info));
        self.id = request.send().await?.layer_version_arn;
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let id = self.id().to_owned();
        let (layer, name, version) = parse(&id)?;
        let request = aws.lambda.get_layer_version().layer_name(layer).version_number(version);
        let Some(found) = request.send().await.or_gone(GONE)? else { return Ok(None) };
        let content = found.content.ok_or(Error::Missing("the content of the layer"))?;
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let architectures = found.compatible_architectures.into_iter().flatten();
        let runtimes = found.compatible_runtimes.into_iter().flatten();
        Ok(Some(LayerVersion {
            arn: found.layer_version_arn,
            code_sha256: text(content.code_sha256),
            compatible_architectures: Some(architectures.map(|kind| kind.to_string()).collect()),
            compatible_runtimes: Some(runtimes.map(|kind| kind.to_string()).collect()),
            created_date: text(found.created_date),
            description: text(found.description),
            filename: self.filename,
            layer_arn: found.layer_arn,
            layer_name: name.to_owned(),
            license_info: text(found.license_info),
            s3_bucket: self.s3_bucket,
            s3_key: self.s3_key,
            s3_object_version: self.s3_object_version,
            signing_job_arn: text(content.signing_job_arn),
            signing_profile_version_arn: text(content.signing_profile_version_arn),
            skip_destroy: self.skip_destroy,
            source_code_hash: Some(self.source_code_hash.unwrap_or_default()),
            source_code_size: Some(content.code_size),
            version: Some(version.to_string()),
            id: self.id,
        }))
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        if self.skip_destroy.unwrap_or_default() {
            return Ok(());
        }
        let (layer, _, version) = parse(self.id())?;
        aws.lambda
            .delete_layer_version()
            .layer_name(layer)
            .version_number(version)
            .send()
            .await
            .or_gone(GONE)?;
        Ok(())
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let null = |name: &str| config.get(name).is_none_or(Value::is_null);
        if null("filename") && (null("s3_bucket") || null("s3_key")) {
            let text = "must be set, or `s3_bucket` and `s3_key`";
            return vec![("filename", text.to_owned())];
        }
        Vec::new()
    }

    /// By the ARN of a version.
    fn import(id: &str) -> Result<Self> {
        parse(id)?;
        Ok(Self { id: Some(id.to_owned()), ..Self::default() })
    }
}

impl LayerVersion {
    async fn content(&self) -> Result<LayerVersionContentInput> {
        let builder = LayerVersionContentInput::builder();
        let Some(file) = said(&self.filename) else {
            return Ok(builder
                .set_s3_bucket(said(&self.s3_bucket))
                .set_s3_key(said(&self.s3_key))
                .set_s3_object_version(said(&self.s3_object_version))
                .build());
        };
        let bytes = tokio::fs::read(local_path(&file)).await.map_err(|error| {
            Error::Invalid(format!("The code {file:?} (`filename`) cannot be read: {error}"))
        })?;
        Ok(builder.zip_file(Blob::new(bytes)).build())
    }
}

/// The ARN of the layer, its name and the version that the ARN of a version holds.
fn parse(arn: &str) -> Result<(&str, &str, i64)> {
    let parts = arn.rsplit_once(':').and_then(|(layer, version)| {
        let name = layer.split_once(":layer:")?.1;
        Some((layer, name, version.parse().ok()?))
    });
    parts.ok_or_else(|| {
        Error::Invalid(format!(
            "{arn:?} is no ARN of a version of a layer, such as arn:aws:lambda:eu-west-1:123456789012:layer:tools:3."
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_tells_layer_and_version() {
        let layer = "arn:aws:lambda:eu-west-1:123456789012:layer:tools";
        let arn = format!("{layer}:3");
        assert_eq!(parse(&arn).unwrap(), (layer, "tools", 3));
        for wrong in ["tools", layer, "arn:aws:lambda:eu-west-1:123456789012:layer:tools:new"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
