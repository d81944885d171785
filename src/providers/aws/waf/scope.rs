//! What the objects of WAF have in common: import ids, lock tokens and tags.

use std::time::Duration;

use aws_sdk_wafv2::types::Tag;

use super::prelude::*;

/// The code of the error for an object that is not there.
pub const GONE: &str = "WAFNonexistentItemException";
/// How long a change of another may hold an object, or a user of it may hold its deletion.
pub const LIMIT: Duration = minutes(15);

/// Whether someone else changed the object since its lock token was read, or is about to.
pub fn is_locked(error: &Error) -> bool {
    error.is(&["WAFOptimisticLockException", "WAFUnavailableEntityException", "WAFTagOperationException"])
}

/// Whether something still uses the object, or its lock is another one now.
pub fn is_in_use(error: &Error) -> bool {
    is_locked(error) || error.is(&["WAFAssociatedItemException"])
}

/// The parts of an import id: id, name, scope.
///
/// # Errors
/// [`Error::Invalid`] if it has other parts.
pub fn parse(id: &str, kind: &str) -> Result<[String; 3]> {
    match id.split('/').collect::<Vec<_>>()[..] {
        [id, name, scope]
            if !id.is_empty() && !name.is_empty() && matches!(scope, "CLOUDFRONT" | "REGIONAL") =>
        {
            Ok([id.to_owned(), name.to_owned(), scope.to_owned()])
        }
        _ => Err(Error::Invalid(format!(
            "`{id}` is no id of an {kind}. It is `ID/NAME/SCOPE`, with a scope of CLOUDFRONT or REGIONAL."
        ))),
    }
}

/// The tags of a new object.
pub fn to_waf(tags: &Option<Tags>) -> Result<Option<Vec<Tag>>> {
    let tags = tags.iter().flatten().map(|(key, value)| Tag::builder().key(key).value(value).build());
    let tags = tags.collect::<Result<Vec<_>, _>>()?;
    Ok((!tags.is_empty()).then_some(tags))
}

/// The tags of the object with this ARN.
pub async fn tags_of(arn: &str, aws: &Aws) -> Result<Option<Tags>> {
    let answer = aws.waf.list_tags_for_resource().resource_arn(arn).send().await?;
    let tags = answer.tag_info_for_resource.and_then(|info| info.tag_list).unwrap_or_default();
    Ok(tags::from_pairs(tags.into_iter().map(|tag| (tag.key, tag.value))))
}

/// Makes the tags of the object with this ARN go from `prior` to `planned`.
pub async fn retag(aws: &Aws, arn: &str, prior: &Option<Tags>, planned: &Option<Tags>) -> Result<()> {
    let Some(change) = tags::change(prior, planned) else { return Ok(()) };
    if !change.removed.is_empty() {
        aws.waf.untag_resource().resource_arn(arn).set_tag_keys(Some(change.removed)).send().await?;
    }
    if let Some(added) = to_waf(&Some(change.added))? {
        aws.waf.tag_resource().resource_arn(arn).set_tags(Some(added)).send().await?;
    }
    Ok(())
}
