//! The policies of a role: those inside it and those attached to it, as the resource types that touch them share.

use super::prelude::*;

/// The policies inside a role: names and documents; none if the role is gone.
pub async fn of_role(role: &str, aws: &Aws) -> Result<Vec<(String, String)>> {
    let mut policies = Vec::new();
    let pages = aws.iam.list_role_policies().role_name(role).into_paginator().items().send();
    for name in pages.collect::<Result<Vec<_>, _>>().await.or_gone(GONE)?.unwrap_or_default() {
        if let Some(policy) = get_of_role(role, &name, aws).await? {
            policies.push((name, policy));
        }
    }
    Ok(policies)
}

/// The document of one policy inside a role; `None` if there is no such policy or role.
pub async fn get_of_role(role: &str, name: &str, aws: &Aws) -> Result<Option<String>> {
    let request = aws.iam.get_role_policy().role_name(role).policy_name(name);
    let found = request.send().await.or_gone(GONE)?;
    Ok(found.map(|found| decode_document(&found.policy_document)))
}

/// Writes a policy inside a role.
pub async fn put_of_role(role: &str, name: &str, policy: &str, aws: &Aws) -> Result<()> {
    let request = || async {
        let request = aws.iam.put_role_policy().role_name(role).policy_name(name).policy_document(policy);
        Ok(request.send().await?)
    };
    wait::retry(SOON, settled, request).await?;
    Ok(())
}

/// Deletes a policy inside a role.
pub async fn delete_of_role(role: &str, name: &str, aws: &Aws) -> Result<()> {
    aws.iam.delete_role_policy().role_name(role).policy_name(name).send().await.or_gone(GONE)?;
    Ok(())
}

/// The ARNs of the policies that are attached to a role; none if the role is gone.
pub async fn attached_to_role(role: &str, aws: &Aws) -> Result<Vec<String>> {
    let pages = aws.iam.list_attached_role_policies().role_name(role).into_paginator().items().send();
    let policies = pages.collect::<Result<Vec<_>, _>>().await.or_gone(GONE)?.unwrap_or_default();
    Ok(policies.into_iter().filter_map(|policy| policy.policy_arn).collect())
}

/// Attaches a policy to a role.
pub async fn attach_to_role(role: &str, arn: &str, aws: &Aws) -> Result<()> {
    let request = || async { Ok(aws.iam.attach_role_policy().role_name(role).policy_arn(arn).send().await?) };
    wait::retry(SOON, settled, request).await?;
    Ok(())
}

/// Detaches a policy from a role.
pub async fn detach_from_role(role: &str, arn: &str, aws: &Aws) -> Result<()> {
    let request = || async {
        let request = aws.iam.detach_role_policy().role_name(role).policy_arn(arn);
        request.send().await.or_gone(GONE)
    };
    wait::retry(SOON, |error| !error.is(GONE) && settled(error), request).await?;
    Ok(())
}

/// Takes a role out of every instance profile that holds it.
pub async fn leave_instance_profiles(role: &str, aws: &Aws) -> Result<()> {
    let pages = aws.iam.list_instance_profiles_for_role().role_name(role).into_paginator().items().send();
    let profiles = pages.collect::<Result<Vec<_>, _>>().await.or_gone(GONE)?.unwrap_or_default();
    for profile in profiles {
        let request = aws.iam.remove_role_from_instance_profile().role_name(role);
        request.instance_profile_name(profile.instance_profile_name).send().await.or_gone(GONE)?;
    }
    Ok(())
}

/// How long a thing that was just made may stay unseen by IAM before its absence is an error.
const SOON: std::time::Duration = std::time::Duration::from_secs(20);
