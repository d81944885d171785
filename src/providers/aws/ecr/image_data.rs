//! The data source `aws_ecr_image`.

use super::repository;
use crate::providers::aws::prelude::*;
use aws_sdk_ecr::types::ImageIdentifier;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ecr_image")]
pub struct Image {
    id: Computed<String>,
    image_digest: Defaulted<String>,
    image_pushed_at: Computed<i64>,
    image_size_in_bytes: Computed<i64>,
    image_tag: Optional<String>,
    image_tags: Computed<Vec<String>>,
    image_uri: Computed<String>,
    #[attr(conflicts = ["image_tag", "image_digest"])]
    most_recent: Optional<bool>,
    registry_id: Defaulted<String>,
    repository_name: Required<String>,
}

impl Data<Aws> for Image {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let (digest, tag) = (said(&self.image_digest), said(&self.image_tag));
        let request = aws.ecr.describe_images().repository_name(&self.repository_name);
        let mut request = request.set_registry_id(said(&self.registry_id));
        if digest.is_some() || tag.is_some() {
            let id = ImageIdentifier::builder().set_image_digest(digest).set_image_tag(tag).build();
            request = request.image_ids(id);
        }
        let mut images = Vec::new();
        let mut pages = request.into_paginator().send();
        while let Some(page) = pages.next().await {
            let Some(page) = page.or_gone(&["ImageNotFoundException"])? else { break };
            images.extend(page.image_details.into_iter().flatten());
        }
        if images.len() > 1 && !self.most_recent.unwrap_or_default() {
            return Err(Error::Invalid(format!(
                "There are {} such images in {:?}. Say a tag, a digest or `most_recent = true`.",
                images.len(),
                self.repository_name
            )));
        }
        images.sort_by_key(|image| image.image_pushed_at.map(|at| at.as_nanos()));
        let Some(image) = images.pop() else {
            return Err(Error::Invalid(format!(
                "There is no such image in the ECR repository {:?}. Check tag and digest, the region and the account.",
                self.repository_name
            )));
        };
        let digest = image.image_digest.unwrap_or_default();
        let found = repository::find(&self.repository_name, said(&self.registry_id), aws).await?;
        let repository = found.and_then(|found| found.repository_uri).unwrap_or_default();
        Ok(Image {
            id: Some(digest.clone()),
            image_pushed_at: image.image_pushed_at.map(|at| at.secs()),
            image_size_in_bytes: image.image_size_in_bytes,
            image_tag: self.image_tag,
            image_tags: Some(image.image_tags.unwrap_or_default()),
            image_uri: Some(format!("{repository}@{digest}")),
            image_digest: Some(digest),
            most_recent: self.most_recent,
            registry_id: image.registry_id,
            repository_name: image.repository_name.unwrap_or(self.repository_name),
        })
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let null = |name: &str| config.get(name).is_none_or(Value::is_null);
        if ["image_digest", "image_tag", "most_recent"].iter().all(|name| null(name)) {
            return vec![("image_tag", "must be set, or `image_digest` or `most_recent`".to_owned())];
        }
        Vec::new()
    }
}
