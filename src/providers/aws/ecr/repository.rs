//! `aws_ecr_repository`: a place for the versions of one container image.

use crate::providers::aws::prelude::*;
use aws_sdk_ecr::types::{
    EncryptionConfiguration, EncryptionType, ImageScanningConfiguration, ImageTagMutability, Tag,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ecr_repository")]
pub struct Repository {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(block, force_new)]
    encryption_configuration: Defaulted<Vec<Encryption>>,
    force_delete: Optional<bool>,
    #[attr(block, max_items = 1)]
    image_scanning_configuration: Defaulted<Vec<Scanning>>,
    #[attr(default = "MUTABLE", one_of = ["MUTABLE", "IMMUTABLE"])]
    image_tag_mutability: Optional<String>,
    #[attr(force_new, length = (2, 256))]
    name: Required<String>,
    registry_id: Computed<String>,
    repository_url: Computed<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("delete"))]
    timeouts: Timeouts,
}

/// Whether a pushed image is scanned for known weaknesses.
#[derive(Debug, Default, Clone, Schema)]
pub struct Scanning {
    scan_on_push: Required<bool>,
}

/// How the images are encrypted.
#[derive(Debug, Default, Clone, Schema)]
pub struct Encryption {
    #[attr(force_new, default = "AES256", one_of = ["AES256", "KMS", "KMS_DSSE"])]
    encryption_type: Optional<String>,
    #[attr(force_new)]
    kms_key: Defaulted<String>,
}

const GONE: &str = "RepositoryNotFoundException";

impl Resource<Aws> for Repository {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let encryption = self.encryption_configuration.iter().flatten().next();
        let encryption = encryption.map(|block| {
            EncryptionConfiguration::builder()
                .encryption_type(EncryptionType::from(block.encryption_type.as_deref().unwrap_or("AES256")))
                .set_kms_key(block.kms_key.clone().filter(|key| !key.is_empty()))
                .build()
        });
        let request = aws
            .ecr
            .create_repository()
            .repository_name(&self.name)
            .set_encryption_configuration(encryption.transpose()?)
            .image_tag_mutability(self.mutability())
            .image_scanning_configuration(self.scanning())
            .set_tags(to_ecr(&self.tags_all)?);
        let created = request.send().await?.repository;
        self.id = created.and_then(|repository| repository.repository_name);
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(repository) = find(self.id(), None, aws).await? else { return Ok(None) };
        let arn = repository.repository_arn.unwrap_or_default();
        let encryption = repository.encryption_configuration.map(|encryption| {
            vec![Encryption {
                encryption_type: Some(encryption.encryption_type.to_string()),
                kms_key: Some(encryption.kms_key.unwrap_or_default()),
            }]
        });
        let scanning = repository.image_scanning_configuration;
        Ok(Some(Repository {
            id: repository.repository_name.clone(),
            tags_all: tags_of(&arn, aws).await?,
            arn: Some(arn),
            encryption_configuration: encryption,
            force_delete: self.force_delete,
            image_scanning_configuration: scanning
                .map(|scanning| vec![Scanning { scan_on_push: scanning.scan_on_push }]),
            image_tag_mutability: repository.image_tag_mutability.map(|kind| kind.to_string()),
            name: repository.repository_name.unwrap_or_default(),
            registry_id: repository.registry_id,
            repository_url: repository.repository_uri,
            tags: self.tags,
            timeouts: self.timeouts,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if changed(&prior.image_tag_mutability, &self.image_tag_mutability).is_some() {
            let request = aws.ecr.put_image_tag_mutability().repository_name(&self.name);
            request
                .set_registry_id(prior.registry_id.clone())
                .image_tag_mutability(self.mutability())
                .send()
                .await?;
        }
        if self.scans() != prior.scans() {
            let request = aws.ecr.put_image_scanning_configuration().repository_name(&self.name);
            request
                .set_registry_id(prior.registry_id.clone())
                .image_scanning_configuration(self.scanning())
                .send()
                .await?;
        }
        let Some(change) = tags::change(&prior.tags_all, &self.tags_all) else { return Ok(()) };
        let arn = prior.arn.clone().unwrap_or_default();
        if !change.removed.is_empty() {
            aws.ecr.untag_resource().resource_arn(&arn).set_tag_keys(Some(change.removed)).send().await?;
        }
        if let Some(tags) = to_ecr(&Some(change.added))? {
            aws.ecr.tag_resource().resource_arn(&arn).set_tags(Some(tags)).send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let force = self.force_delete.unwrap_or_default();
        let request = aws.ecr.delete_repository().repository_name(self.id()).force(force);
        let deleted = request.set_registry_id(self.registry_id.clone()).send().await.or_gone(&[GONE]);
        if let Err(error) = &deleted
            && error.is(&["RepositoryNotEmptyException"])
        {
            return Err(Error::Invalid(format!(
                "ECR repository {} still holds images. Set `force_delete = true` and apply, or delete the images.",
                self.id()
            )));
        }
        deleted?;
        wait::until("the deletion of the repository", self.timeouts.delete(minutes(20)), || async {
            Ok(match find(self.id(), None, aws).await? {
                None => Progress::Ready(()),
                Some(_) => Progress::Pending("exists".into()),
            })
        })
        .await
    }
}

impl Repository {
    fn mutability(&self) -> ImageTagMutability {
        ImageTagMutability::from(self.image_tag_mutability.as_deref().unwrap_or("MUTABLE"))
    }

    fn scans(&self) -> bool {
        self.image_scanning_configuration.iter().flatten().any(|block| block.scan_on_push)
    }

    fn scanning(&self) -> ImageScanningConfiguration {
        ImageScanningConfiguration::builder().scan_on_push(self.scans()).build()
    }
}

/// The repository of this name; `None` if there is none.
pub async fn find(
    name: &str,
    registry: Option<String>,
    aws: &Aws,
) -> Result<Option<aws_sdk_ecr::types::Repository>> {
    let request = aws.ecr.describe_repositories().repository_names(name).set_registry_id(registry);
    Ok(request.send().await.or_gone(&[GONE])?.and_then(|found| found.repositories?.pop()))
}

/// The tags of a repository.
pub async fn tags_of(arn: &str, aws: &Aws) -> Result<Option<Tags>> {
    let tags = aws.ecr.list_tags_for_resource().resource_arn(arn).send().await?.tags;
    Ok(tags::from_pairs(tags.into_iter().flatten().map(|tag| (tag.key, tag.value))))
}

fn to_ecr(tags: &Option<Tags>) -> Result<Option<Vec<Tag>>> {
    let Some(tags) = tags.as_ref().filter(|tags| !tags.is_empty()) else { return Ok(None) };
    let tags = tags.iter().map(|(k, v)| Tag::builder().key(k).value(v).build());
    Ok(Some(tags.collect::<Result<_, _>>()?))
}
