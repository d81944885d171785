//! `aws_iam_instance_profile`: what gives a role to virtual machines.

use super::prelude::*;
use aws_sdk_iam::types::InstanceProfile as Profile;

/// What gives a role to virtual machines.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_instance_profile")]
pub struct InstanceProfile {
    id: Computed<String>,
    arn: Computed<String>,
    create_date: Computed<String>,
    #[attr(force_new, conflicts = ["name_prefix"], length = (1, 128))]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"], length = (1, 102))]
    name_prefix: Defaulted<String>,
    #[attr(force_new, default = "/")]
    path: Optional<String>,
    role: Optional<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    unique_id: Computed<String>,
}

impl Resource<Aws> for InstanceProfile {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .iam
            .create_instance_profile()
            .instance_profile_name(names::of(&self.name, &self.name_prefix))
            .set_path(self.path.clone())
            .set_tags(to_iam(&self.tags_all)?);
        self.id = request.send().await?.instance_profile.map(|profile| profile.instance_profile_name);
        wait::until("the instance profile", minutes(2), || async {
            let found = find(self.id(), aws).await?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await?;
        self.give_role(aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(profile) = find(self.id(), aws).await? else { return Ok(None) };
        let role = profile.roles.into_iter().next().map(|role| role.role_name);
        Ok(Some(InstanceProfile {
            id: self.id,
            arn: Some(profile.arn),
            create_date: Some(time::rfc3339(Some(&profile.create_date))),
            name_prefix: Some(names::prefix_of(&profile.instance_profile_name)),
            name: Some(profile.instance_profile_name),
            path: Some(profile.path),
            role: role.or(self.role.map(|_| String::new())),
            tags: self.tags,
            tags_all: from_iam(profile.tags),
            unique_id: Some(profile.instance_profile_id),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if prior.role.as_deref().unwrap_or_default() != self.role.as_deref().unwrap_or_default() {
            prior.take_role(aws).await?;
            self.give_role(aws).await?;
        }
        if let Some(change) = tags::change(&prior.tags_all, &self.tags_all) {
            if !change.removed.is_empty() {
                let request = aws.iam.untag_instance_profile().instance_profile_name(self.id());
                request.set_tag_keys(Some(change.removed)).send().await?;
            }
            if let Some(added) = to_iam(&Some(change.added))? {
                let request = aws.iam.tag_instance_profile().instance_profile_name(self.id());
                request.set_tags(Some(added)).send().await?;
            }
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        self.take_role(aws).await?;
        let request = aws.iam.delete_instance_profile().instance_profile_name(self.id());
        request.send().await.or_gone(GONE)?;
        Ok(())
    }
}

async fn find(name: &str, aws: &Aws) -> Result<Option<Profile>> {
    let found = aws.iam.get_instance_profile().instance_profile_name(name).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.instance_profile))
}

impl InstanceProfile {
    async fn give_role(&self, aws: &Aws) -> Result<()> {
        let Some(role) = self.role.as_deref().filter(|role| !role.is_empty()) else { return Ok(()) };
        let request = || async {
            let request = aws.iam.add_role_to_instance_profile().instance_profile_name(self.id());
            Ok(request.role_name(role).send().await?)
        };
        wait::retry(minutes(2), settled, request).await?;
        wait::until("the role of the instance profile", minutes(2), || async {
            let roles = find(self.id(), aws).await?.map(|profile| profile.roles).unwrap_or_default();
            Ok(match roles.is_empty() {
                true => Progress::Pending("no role".into()),
                false => Progress::Ready(()),
            })
        })
        .await
    }

    async fn take_role(&self, aws: &Aws) -> Result<()> {
        let Some(role) = self.role.as_deref().filter(|role| !role.is_empty()) else { return Ok(()) };
        let request = aws.iam.remove_role_from_instance_profile().instance_profile_name(self.id());
        request.role_name(role).send().await.or_gone(GONE)?;
        Ok(())
    }
}
