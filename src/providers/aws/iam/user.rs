//! `aws_iam_user`: a person or program with a name and keys of its own.

use super::prelude::*;

/// A person or program with a name and keys of its own.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_user")]
pub struct User {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(default = false)]
    force_destroy: Optional<bool>,
    name: Required<String>,
    #[attr(default = "/")]
    path: Optional<String>,
    #[attr(length = (0, 2048))]
    permissions_boundary: Optional<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    unique_id: Computed<String>,
}

impl Resource<Aws> for User {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .iam
            .create_user()
            .user_name(&self.name)
            .set_path(self.path.clone())
            .set_permissions_boundary(self.permissions_boundary.clone().filter(|arn| !arn.is_empty()))
            .set_tags(to_iam(&self.tags_all)?);
        self.id = request.send().await?.user.map(|user| user.user_name);
        wait::until("the user", minutes(2), || async {
            let found = aws.iam.get_user().user_name(self.id()).send().await.or_gone(GONE)?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = aws.iam.get_user().user_name(self.id()).send().await.or_gone(GONE)?;
        let Some(user) = found.and_then(|found| found.user) else { return Ok(None) };
        let boundary = user.permissions_boundary.and_then(|boundary| boundary.permissions_boundary_arn);
        Ok(Some(User {
            id: Some(user.user_name.clone()),
            arn: Some(user.arn),
            force_destroy: self.force_destroy.or(Some(false)),
            name: user.user_name,
            path: Some(user.path),
            permissions_boundary: Some(boundary.unwrap_or_default()),
            tags: self.tags,
            tags_all: from_iam(user.tags),
            unique_id: Some(user.user_id),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if (&prior.name, &prior.path) != (&self.name, &self.path) {
            let request = aws.iam.update_user().user_name(prior.id()).new_user_name(&self.name);
            request.set_new_path(self.path.clone()).send().await?;
            self.id = Some(self.name.clone());
        }
        match self.permissions_boundary.as_deref().unwrap_or_default() {
            arn if arn == prior.permissions_boundary.as_deref().unwrap_or_default() => {}
            "" => {
                aws.iam.delete_user_permissions_boundary().user_name(self.id()).send().await?;
            }
            arn => {
                let request = aws.iam.put_user_permissions_boundary().user_name(self.id());
                request.permissions_boundary(arn).send().await?;
            }
        }
        if let Some(change) = tags::change(&prior.tags_all, &self.tags_all) {
            if !change.removed.is_empty() {
                let request = aws.iam.untag_user().user_name(self.id());
                request.set_tag_keys(Some(change.removed)).send().await?;
            }
            if let Some(added) = to_iam(&Some(change.added))? {
                aws.iam.tag_user().user_name(self.id()).set_tags(Some(added)).send().await?;
            }
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let groups = aws.iam.list_groups_for_user().user_name(self.id()).into_paginator().items().send();
        let Some(groups) = groups.collect::<Result<Vec<_>, _>>().await.or_gone(GONE)? else {
            return Ok(());
        };
        for group in groups {
            let request = aws.iam.remove_user_from_group().user_name(self.id());
            request.group_name(group.group_name).send().await.or_gone(GONE)?;
        }
        if self.force_destroy.unwrap_or_default() {
            self.delete_credentials(aws).await?;
        }
        aws.iam.delete_user().user_name(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }
}

impl User {
    /// Deletes all that lets the user in: keys, certificates, devices, the password.
    async fn delete_credentials(&self, aws: &Aws) -> Result<()> {
        let (iam, user) = (&aws.iam, self.id());
        for key in iam.list_access_keys().user_name(user).send().await?.access_key_metadata {
            let request = iam.delete_access_key().user_name(user);
            request.access_key_id(key.access_key_id.unwrap_or_default()).send().await.or_gone(GONE)?;
        }
        for key in iam.list_ssh_public_keys().user_name(user).send().await?.ssh_public_keys() {
            let request = iam.delete_ssh_public_key().user_name(user);
            request.ssh_public_key_id(&key.ssh_public_key_id).send().await.or_gone(GONE)?;
        }
        for device in iam.list_mfa_devices().user_name(user).send().await?.mfa_devices {
            let request = iam.deactivate_mfa_device().user_name(user).serial_number(&device.serial_number);
            request.send().await.or_gone(GONE)?;
            if device.serial_number.starts_with("arn:") {
                let request = iam.delete_virtual_mfa_device().serial_number(&device.serial_number);
                request.send().await.or_gone(GONE)?;
            }
        }
        iam.delete_login_profile().user_name(user).send().await.or_gone(GONE)?;
        for certificate in iam.list_signing_certificates().user_name(user).send().await?.certificates {
            let request = iam.delete_signing_certificate().user_name(user);
            request.certificate_id(certificate.certificate_id).send().await.or_gone(GONE)?;
        }
        let specific = iam.list_service_specific_credentials().user_name(user).send().await?;
        for credential in specific.service_specific_credentials() {
            let request = iam.delete_service_specific_credential().user_name(user);
            let request = request.service_specific_credential_id(&credential.service_specific_credential_id);
            request.send().await.or_gone(GONE)?;
        }
        Ok(())
    }
}
