//! `aws_key_pair`: the public half of a key, with which instances let people in.

use super::prelude::*;
use crate::providers::aws::names;
use aws_sdk_ec2::types::KeyPairInfo;
use aws_smithy_types::Blob;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_key_pair", version = 1)]
pub struct KeyPair {
    id: Computed<String>,
    arn: Computed<String>,
    fingerprint: Computed<String>,
    #[attr(force_new, conflicts = ["key_name_prefix"], length = (0, 255))]
    key_name: Defaulted<String>,
    #[attr(force_new, conflicts = ["key_name"], length = (0, 229))]
    key_name_prefix: Defaulted<String>,
    key_pair_id: Computed<String>,
    key_type: Computed<String>,
    #[attr(force_new, normalize = trimmed)]
    public_key: Required<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

impl Resource<Aws> for KeyPair {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .ec2
            .import_key_pair()
            .key_name(names::of(&self.key_name, &self.key_name_prefix))
            .public_key_material(Blob::new(self.public_key.trim()))
            .set_tag_specifications(tagging::on_create(ResourceType::KeyPair, &self.tags_all));
        self.id = request.send().await?.key_name;
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(key) = find(self.id(), aws).await? else { return Ok(None) };
        let name = self.id.clone().unwrap_or_default();
        Ok(Some(Self {
            arn: Some(aws.arn("ec2", &format!("key-pair/{name}")).await?),
            fingerprint: filled(key.key_fingerprint),
            id: self.id,
            key_name_prefix: Some(names::prefix_of(&name)),
            key_name: Some(name),
            key_pair_id: filled(key.key_pair_id),
            key_type: text_of(key.key_type),
            public_key: self.public_key,
            tags: self.tags,
            tags_all: tagging::from_ec2(key.tags),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let id = given(&self.key_pair_id).unwrap_or_default();
        tagging::update(aws, &id, &prior.tags_all, &self.tags_all).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.ec2.delete_key_pair().key_name(self.id()).send().await.or_gone(&[GONE])?;
        Ok(())
    }
}

const GONE: &str = "InvalidKeyPair.NotFound";

/// The key pair with this name, if there is one.
pub async fn find(name: &str, aws: &Aws) -> Result<Option<KeyPairInfo>> {
    let found = aws.ec2.describe_key_pairs().key_names(name).send().await.or_gone(&[GONE])?;
    Ok(found.and_then(|found| found.key_pairs?.pop()))
}

/// For `#[attr(normalize = …)]`: a key without the line end of its file.
fn trimmed(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |text| text.trim().into())
}
