//! `aws_iam_service_linked_role`: the role of an AWS service, which the service itself defines.

use super::prelude::*;
use aws_sdk_iam::types::DeletionTaskStatusType;

/// The role of an AWS service, which the service itself defines.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_service_linked_role")]
pub struct ServiceLinkedRole {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(force_new)]
    aws_service_name: Required<String>,
    create_date: Computed<String>,
    #[attr(force_new)]
    custom_suffix: Optional<String>,
    description: Optional<String>,
    name: Computed<String>,
    path: Computed<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    unique_id: Computed<String>,
}

impl Resource<Aws> for ServiceLinkedRole {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .iam
            .create_service_linked_role()
            .aws_service_name(&self.aws_service_name)
            .set_custom_suffix(self.custom_suffix.clone().filter(|text| !text.is_empty()))
            .set_description(self.description.clone().filter(|text| !text.is_empty()));
        let role = request.send().await?.role.ok_or(Error::Missing("the role"))?;
        self.id = Some(role.arn);
        if let Some(tags) = to_iam(&self.tags_all)? {
            aws.iam.tag_role().role_name(role.role_name).set_tags(Some(tags)).send().await?;
        }
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (service, name, suffix) = self.parts()?;
        let found = aws.iam.get_role().role_name(name).send().await.or_gone(GONE)?;
        let Some(role) = found.and_then(|found| found.role) else { return Ok(None) };
        Ok(Some(ServiceLinkedRole {
            arn: Some(role.arn),
            aws_service_name: service.to_owned(),
            create_date: Some(time::rfc3339(Some(&role.create_date))),
            custom_suffix: Some(suffix.to_owned()),
            description: Some(role.description.unwrap_or_default()),
            name: Some(role.role_name),
            path: Some(role.path),
            tags: self.tags,
            tags_all: from_iam(role.tags),
            unique_id: Some(role.role_id),
            id: self.id,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let (_, name, _) = self.parts()?;
        let description = self.description.clone().unwrap_or_default();
        if prior.description.clone().unwrap_or_default() != description {
            aws.iam.update_role().role_name(name).description(description).send().await?;
        }
        if let Some(change) = tags::change(&prior.tags_all, &self.tags_all) {
            if !change.removed.is_empty() {
                aws.iam.untag_role().role_name(name).set_tag_keys(Some(change.removed)).send().await?;
            }
            if let Some(added) = to_iam(&Some(change.added))? {
                aws.iam.tag_role().role_name(name).set_tags(Some(added)).send().await?;
            }
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (_, name, _) = self.parts()?;
        let started = aws.iam.delete_service_linked_role().role_name(name).send().await.or_gone(GONE)?;
        let Some(task) = started.map(|started| started.deletion_task_id) else { return Ok(()) };
        wait::until("the deletion of the service-linked role", minutes(5), || async {
            let request = aws.iam.get_service_linked_role_deletion_status().deletion_task_id(&task);
            let Some(answer) = request.send().await.or_gone(GONE)? else { return Ok(Progress::Ready(())) };
            Ok(match answer.status {
                DeletionTaskStatusType::Succeeded => Progress::Ready(()),
                DeletionTaskStatusType::Failed => Progress::Failed {
                    state: "FAILED".into(),
                    reason: answer.reason.and_then(|reason| reason.reason).unwrap_or_default(),
                },
                status => Progress::Pending(status.to_string()),
            })
        })
        .await
    }
}

impl ServiceLinkedRole {
    /// The service, the role's name and its suffix, of the ARN that is the id.
    fn parts(&self) -> Result<(&str, &str, &str)> {
        let path = self.id().split_once(":role/aws-service-role/").map(|(_, path)| path);
        let Some((service, name)) = path.and_then(|path| path.split_once('/')) else {
            return Err(Error::Invalid(format!(
                "`{}` is no id of a service-linked role. It is the role's ARN, such as \
                 `arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`.",
                self.id()
            )));
        };
        Ok((service, name, name.split_once('_').map_or("", |(_, suffix)| suffix)))
    }
}
