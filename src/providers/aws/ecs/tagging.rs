//! The ECS way to write tags.

use aws_sdk_ecs::types::Tag;

use crate::providers::{
    Result,
    aws::{
        Aws,
        tags::{self, Tags},
    },
};

/// The tags of an object that is created; `None` if there are none.
pub fn to_ecs(tags: &Option<Tags>) -> Option<Vec<Tag>> {
    let tags = tags.as_ref().filter(|tags| !tags.is_empty())?;
    Some(tags.iter().map(|(k, v)| Tag::builder().key(k).value(v).build()).collect())
}

/// The tags that ECS tells of.
pub fn from_ecs(tags: Option<Vec<Tag>>) -> Option<Tags> {
    tags::from_pairs(
        tags.into_iter().flatten().filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default()))),
    )
}

/// Makes the tags of an object go from `prior` to `planned`.
pub async fn update(aws: &Aws, arn: &str, prior: &Option<Tags>, planned: &Option<Tags>) -> Result<()> {
    let Some(change) = tags::change(prior, planned) else { return Ok(()) };
    if !change.removed.is_empty() {
        aws.ecs.untag_resource().resource_arn(arn).set_tag_keys(Some(change.removed)).send().await?;
    }
    if let Some(tags) = to_ecs(&Some(change.added)) {
        aws.ecs.tag_resource().resource_arn(arn).set_tags(Some(tags)).send().await?;
    }
    Ok(())
}
