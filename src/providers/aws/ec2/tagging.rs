//! The EC2 way to write tags: with the object that is created, or by the ids of objects.

use aws_sdk_ec2::types::{ResourceType, Tag, TagSpecification};

use crate::providers::{
    Result,
    aws::{
        Aws,
        tags::{self, Tags},
    },
};

/// The tags of an object that is created.
pub fn on_create(kind: ResourceType, tags: &Option<Tags>) -> Option<Vec<TagSpecification>> {
    let tags = tags.as_ref().filter(|tags| !tags.is_empty())?;
    Some(vec![TagSpecification::builder().resource_type(kind).set_tags(Some(to_ec2(tags))).build()])
}

/// Makes the tags of an EC2 object go from `prior` to `planned`.
pub async fn update(aws: &Aws, id: &str, prior: &Option<Tags>, planned: &Option<Tags>) -> Result<()> {
    let Some(change) = tags::change(prior, planned) else { return Ok(()) };
    if !change.removed.is_empty() {
        let keys = change.removed.iter().map(|key| Tag::builder().key(key).build()).collect();
        aws.ec2.delete_tags().resources(id).set_tags(Some(keys)).send().await?;
    }
    if !change.added.is_empty() {
        aws.ec2.create_tags().resources(id).set_tags(Some(to_ec2(&change.added))).send().await?;
    }
    Ok(())
}

/// The tags that EC2 tells of.
pub fn from_ec2(tags: Option<Vec<Tag>>) -> Option<Tags> {
    tags::from_pairs(
        tags.into_iter().flatten().filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default()))),
    )
}

fn to_ec2(tags: &Tags) -> Vec<Tag> {
    tags.iter().map(|(k, v)| Tag::builder().key(k).value(v).build()).collect()
}
