//! The data source `aws_ecr_repository`.

use super::repository::{find, tags_of};
use crate::providers::aws::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ecr_repository")]
pub struct Repository {
    id: Computed<String>,
    arn: Computed<String>,
    encryption_configuration: Computed<Vec<Encryption>>,
    image_scanning_configuration: Computed<Vec<Scanning>>,
    image_tag_mutability: Computed<String>,
    most_recent_image_tags: Computed<Vec<String>>,
    name: Required<String>,
    registry_id: Defaulted<String>,
    repository_url: Computed<String>,
    tags: Defaulted<Tags>,
}

/// Whether a pushed image is scanned for known weaknesses.
#[derive(Debug, Default, Clone, Schema)]
pub struct Scanning {
    scan_on_push: Computed<bool>,
}

/// How the images are encrypted.
#[derive(Debug, Default, Clone, Schema)]
pub struct Encryption {
    encryption_type: Computed<String>,
    kms_key: Computed<String>,
}

impl Data<Aws> for Repository {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let Some(found) = find(&self.name, self.registry_id.clone(), aws).await? else {
            return Err(Error::Invalid(format!(
                "There is no ECR repository {:?} in {}. Check its name, the region and the account.",
                self.name, aws.region
            )));
        };
        let mut images = Vec::new();
        let request = aws.ecr.describe_images().repository_name(&self.name);
        let mut pages = request.set_registry_id(found.registry_id.clone()).into_paginator().send();
        while let Some(page) = pages.next().await {
            images.extend(page?.image_details.into_iter().flatten());
        }
        let latest = images.into_iter().max_by_key(|image| image.image_pushed_at.map(|at| at.as_nanos()));
        let arn = found.repository_arn.unwrap_or_default();
        let encryption = found.encryption_configuration.map(|encryption| {
            vec![Encryption {
                encryption_type: Some(encryption.encryption_type.to_string()),
                kms_key: Some(encryption.kms_key.unwrap_or_default()),
            }]
        });
        let scanning = found.image_scanning_configuration;
        Ok(Repository {
            id: found.repository_name.clone(),
            tags: tags_of(&arn, aws).await?,
            arn: Some(arn),
            encryption_configuration: encryption,
            image_scanning_configuration: scanning
                .map(|scanning| vec![Scanning { scan_on_push: Some(scanning.scan_on_push) }]),
            image_tag_mutability: found.image_tag_mutability.map(|kind| kind.to_string()),
            most_recent_image_tags: Some(latest.and_then(|image| image.image_tags).unwrap_or_default()),
            name: found.repository_name.unwrap_or_default(),
            registry_id: found.registry_id,
            repository_url: found.repository_uri,
        })
    }
}
